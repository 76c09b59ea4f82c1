"""A power cut loses nothing that was acknowledged and leaves no half file under a name (reliability.md F03, G3)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.register.faults.operations import OPERATIONS, Operation, lay_out, make_pristine, older_state_of, outcome
from tests.register.faults.power import TRACED, Call, Disk, read_calls
from tests.register.faults.tracing import NO_STRACE, Worker, has_strace, working

pytestmark = pytest.mark.skipif(not has_strace(), reason=NO_STRACE)

SESSION = Operation("a session", ("a.secdesk",), (), ("a.secdesk",), save=9)
FLAT = {
    "migration", "backup", "backup over an older one", "restore", "restore in the place of another", "import JSON",
    "hand-over", "new", "sample", "export JSON over another", "report PDF over another",
}  # fmt: skip
"""The operations that write into one folder, which is what the disk here knows."""
QUIET = {"read", "pread64", "lseek", "close"}
"""The calls that change nothing on a disk: no cut is made behind them."""


@dataclass
class Recorded:
    """A run with all that it wrote, and where in it each line was acknowledged."""

    operation: Operation
    begin: Path
    calls: list[Call]
    acknowledged: list[tuple[int, str]]
    old: dict[str, object]
    new: dict[str, object]


class Recorder:
    """Records runs, and cuts them."""

    def __init__(self, worker: Worker, pristine: Path, folder: Path) -> None:
        self._worker, self._pristine, self._folder = worker, pristine, folder
        self._known: dict[str, Recorded] = {}

    def record(self, operation: Operation) -> Recorded:
        """Let an operation run once, and return what it wrote."""
        if operation.name not in self._known:
            work, begin = self._folder / "work", self._folder / f"begin {operation.name}"
            lay_out(operation, self._pristine, begin)
            lay_out(operation, self._pristine, work)
            log = self._folder / "log"
            options = ["-o", str(log), "-xx", "-s", "2000000", "-e", f"trace={','.join(TRACED)}"]
            assert self._worker.do(operation.job(work), options).code == 0
            calls = list(read_calls(log.read_text("ascii")))
            self._check_playing(begin, work, calls)
            said = [(place, call) for place, call in enumerate(calls) if call.name == "write" and call.handle == 1]
            lines = [(place, line.decode()) for place, call in said for line in call.texts[-1].split()]
            new = dict(outcome(operation, work))
            old = dict(outcome(operation, self._lay(begin)))
            self._known[operation.name] = Recorded(operation, begin, calls, lines, old, new)
        return self._known[operation.name]

    def _lay(self, begin: Path) -> Path:
        """Return a copy of a folder, to look at: looking may upgrade a register."""
        copy = self._folder / "looked at"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(begin, copy)
        return copy

    def _check_playing(self, begin: Path, work: Path, calls: list[Call]) -> None:
        """The recording is whole: playing it to the end gives the very files that the run left."""
        disk = self._disk(begin, work)
        for call in calls:
            disk.play(call)
        assert disk.unknown == set()
        assert disk.now() == {path.name: path.read_bytes() for path in work.iterdir() if path.is_file()}

    def _disk(self, begin: Path, work: Path) -> Disk:
        """Return a disk that knows the files of the beginning under the names of the run."""
        lay = self._lay(begin)
        disk = Disk(lay)
        disk._folder = str(work)
        return disk

    def cut(self, recorded: Recorded, cuts: int, seed: int) -> int:
        """Cut a run at some moments, each a little later than the last one; returns how many cuts were looked at."""
        chance = Random(seed)
        places = [place for place, call in enumerate(recorded.calls, 1) if call.name not in QUIET]
        moments = sorted(chance.choice(places) for _ in range(cuts))
        disk, done = self._disk(recorded.begin, self._folder / "work"), 0
        for moment in moments:
            for call in recorded.calls[done:moment]:
                disk.play(call)
            done = moment
            self._look(recorded, disk.after_cut(chance), moment)
        return len(moments)

    def _look(self, recorded: Recorded, files: dict[str, bytes], moment: int) -> None:
        place = self._folder / "after"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name, data in files.items():
            (place / name).write_bytes(data)
        acknowledged = [line for where, line in recorded.acknowledged if where < moment]
        try:
            expect(recorded, place, dict(outcome(recorded.operation, place)), acknowledged)
        except Exception as error:
            after = recorded.calls[max(moment - 3, 0) : moment]
            shown = [(call.name, call.texts[:1] and call.texts[0][-80:]) for call in after]
            raise AssertionError(f"cut at {moment} of {len(recorded.calls)}, after {shown}: {error!r}") from error


def expect(recorded: Recorded, place: Path, found: dict[str, object], acknowledged: list[str]) -> None:
    """Everything is as before or as after, and no earlier than what was acknowledged."""
    for name in {*found, *recorded.old, *recorded.new}:
        first, seen, last = recorded.old.get(name), found.get(name), recorded.new.get(name)
        if recorded.operation.save > 1:
            assert isinstance(seen, tuple)
            assert isinstance(last, tuple)
            assert isinstance(first, tuple)
            least = max((int(line) for line in acknowledged), default=first[0])
            assert least <= seen[0] <= last[0], f"step {seen[0]}, though {least} was acknowledged"
            assert seen[0] - least <= 1
        elif acknowledged:
            assert seen == last, f"{name} was acknowledged and is not as it was to be"
        else:
            assert seen in (first, last), f"{name} is neither old nor new"
    kept = place / "v1.secdesk.before-version-2"
    assert recorded.operation.name != "migration" or older_state_of(kept)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    folder = tmp_path_factory.mktemp("power")
    (folder / "pristine").mkdir()
    pristine = make_pristine(folder / "pristine")
    with working(folder) as worker:
        yield Recorder(worker, pristine, folder)


def test_a_cut_loses_no_acknowledged_change(recorder: Recorder) -> None:
    recorded = recorder.record(SESSION)
    assert len(recorded.acknowledged) == 16
    assert recorder.cut(recorded, 100, seed=1) == 100


@pytest.mark.parametrize("name", sorted(FLAT))
def test_a_cut_leaves_the_old_or_the_new(recorder: Recorder, name: str) -> None:
    (operation,) = (each for each in OPERATIONS if each.name == name)
    assert recorder.cut(recorder.record(operation), 3, seed=2) == 3


@pytest.mark.heavy
def test_two_thousand_cuts_lose_no_acknowledged_change(recorder: Recorder) -> None:
    recorded = recorder.record(SESSION)
    assert recorder.cut(recorded, 2000, seed=int(os.environ.get("SECDESK_SEED", "3"))) == 2000


@pytest.mark.heavy
@pytest.mark.parametrize("name", sorted(FLAT))
def test_three_hundred_cuts_leave_the_old_or_the_new(recorder: Recorder, name: str) -> None:
    (operation,) = (each for each in OPERATIONS if each.name == name)
    assert recorder.cut(recorder.record(operation), 300, seed=4) == 300
