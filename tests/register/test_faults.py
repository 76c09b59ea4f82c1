"""A kill, a full disk or a broken one at each system call that changes a file leaves the old or the new, never a half.

The ordinary run makes some faults of each operation, the heavy one every fault there is (reliability.md F02, F04, F05,
G2): ``python3 run.py test -m heavy -k every_system_call``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from secdesk.files import PART_ENDING
from secdesk.register.scratch import sweep
from tests.register.faults.operations import OPERATIONS, Operation, lay_out, make_pristine, outcome
from tests.register.faults.tracing import KINDS, NO_STRACE, Ended, Point, Worker, has_strace, working

pytestmark = pytest.mark.skipif(not has_strace(), reason=NO_STRACE)

SAMPLED = int(os.environ.get("SECDESK_SAMPLED", "1"))
"""How many points of each operation the ordinary run tries, of one kind of fault each; SECDESK_SAMPLED takes more."""
SAVE_AND_MORE = {
    each.name: each for each in OPERATIONS if each.name in ("save", "backup", "export JSON", "export CSV", "hand-over")
}
"""What is done with a text after it was typed, for the tests that look where it is then to be found."""
PASSING = re.compile(rf"^\..*{re.escape(PART_ENDING)}.*$|-journal$|\.lock$|\.holder$")
"""What may be left of a killed program: files whose names say that they are no one's, and those of SQLite."""


class Bench:
    """A worker, the files that operations begin with, and what each leads to without a fault."""

    def __init__(self, worker: Worker, pristine: Path, folder: Path) -> None:
        self.worker, self.pristine, self.folder = worker, pristine, folder
        self._known: dict[str, tuple[list[Point], Mapping[str, object], Mapping[str, object], set[str]]] = {}

    def known(self, operation: Operation) -> tuple[list[Point], Mapping[str, object], Mapping[str, object], set[str]]:
        """Return the points of an operation, its outcomes before and after, and the names of the files after it."""
        if operation.name not in self._known:
            lay_out(operation, self.pristine, self.folder)
            points = self.worker.points(operation.job(self.folder), self.folder)
            names, new = names_in(self.folder), outcome(operation, self.folder)
            lay_out(operation, self.pristine, self.folder)
            self._known[operation.name] = points, outcome(operation, self.folder), new, names
        return self._known[operation.name]

    def meet(self, operation: Operation, point: Point, kind: str) -> None:
        """Let an operation meet a fault, look what is left, and do it again."""
        self.known(operation)
        lay_out(operation, self.pristine, self.folder)
        ended = self.worker.do(operation.job(self.folder), point.inject(kind))
        self.look(operation, ended, kind)

    def meet_full_disk(self, operation: Operation, largest: int) -> None:
        """Let an operation run where no file may grow above some bytes, and look what is left."""
        self.known(operation)
        lay_out(operation, self.pristine, self.folder)
        ended = self.worker.do({**operation.job(self.folder), "largest": largest})
        self.look(operation, ended, "ENOSPC")

    def look(self, operation: Operation, ended: Ended, kind: str) -> None:
        """See that everything is old or new and whole, and do the operation again."""
        _, old, new, names = self.known(operation)
        expect_words(ended, kind)
        left = {name for name in names_in(self.folder) if not PASSING.search(Path(name).name)}
        assert left <= names | set(operation.needs), f"half files: {left - names}"
        found = outcome(operation, self.folder)
        expect_old_or_new(found, old, new)
        if ended.code == 0:
            assert found == new, "it said that it was done"
        self.again(operation, new)

    def again(self, operation: Operation, new: Mapping[str, object]) -> None:
        """Do the operation again, without a fault: it works or says why not, and nothing passing is left behind."""
        ended = self.worker.do({**operation.job(self.folder), "seed": 2})
        assert ended.code in (0, 2), ended
        assert set(outcome(operation, self.folder)) >= set(new)
        sweep(self.folder / "kept")  # as the next backup there does; none is due where nothing was left to restore
        for folder in (self.folder / "kept").glob("*"):
            sweep(folder)
        assert [name for name in names_in(self.folder) if PASSING.search(Path(name).name)] == []


def names_in(folder: Path) -> set[str]:
    """Return the names of all files below a folder, with the folders between."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def expect_words(ended: Ended, kind: str) -> None:
    """Whoever is not killed says in one sentence why nothing was done, and ends as README.md says."""
    if kind == "kill":
        assert ended.code in (-9, 0), ended
        return
    assert ended.code in (0, 2), ended
    if ended.code:
        assert len(ended.err.splitlines()) == 1, ended.err
        assert not re.search(r"Traceback|Error\b|fault of its own|Errno", ended.err), ended.err


def expect_old_or_new(found: Mapping[str, object], old: Mapping[str, object], new: Mapping[str, object]) -> None:
    """Each file is as it was before or as it was to be after; of some steps in a row, any number may be done."""
    for name in {*found, *old, *new}:
        if found.get(name) in (old.get(name), new.get(name)):
            continue
        first, seen, last = old.get(name), found.get(name), new.get(name)
        assert isinstance(first, tuple) and isinstance(seen, tuple) and isinstance(last, tuple), name  # noqa: PT018
        assert first[0] < seen[0] < last[0], f"{name} is at step {seen[0]}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "pristine").mkdir()
    pristine = make_pristine(folder / "pristine")
    with working(folder) as worker:
        yield Bench(worker, pristine, folder / "work")


def sample(operation: Operation, points: list[Point]) -> list[tuple[Point, str]]:
    """Return some points, the rarer calls first, for they are where files get and lose their names."""
    random = Random(operation.name)
    by_call: dict[str, list[Point]] = {}
    for point in points:
        by_call.setdefault(point.call, []).append(point)
    calls = random.sample(sorted(by_call), min(SAMPLED, len(by_call)))
    return [(random.choice(by_call[call]), random.choice(KINDS)) for call in calls]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_fault_leaves_the_old_or_the_new(bench: Bench, operation: Operation) -> None:
    points = bench.known(operation)[0]
    assert points
    for point, kind in sample(operation, points):
        meet(bench, operation, point, kind)


@pytest.mark.parametrize("operation", OPERATIONS[::6], ids=lambda operation: operation.name)
def test_a_limit_on_the_size_of_files_leaves_the_old_or_the_new(bench: Bench, operation: Operation) -> None:
    bench.meet_full_disk(operation, 50_000)


@pytest.mark.heavy
@pytest.mark.parametrize("largest", [1, 100, 4096, 5000, 20_000, 100_000, 300_000, 450_000, 458_752, 470_000])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_any_limit_on_the_size_of_files_leaves_the_old_or_the_new(
    bench: Bench, operation: Operation, largest: int
) -> None:
    bench.meet_full_disk(operation, largest)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_fault_at_every_system_call_leaves_the_old_or_the_new(bench: Bench, operation: Operation, kind: str) -> None:
    points = bench.known(operation)[0]
    every = int(os.environ.get("SECDESK_EVERY", "1"))
    wrong = []
    for point in points[::every]:
        try:
            meet(bench, operation, point, kind)
        except AssertionError as error:
            wrong.append(str(error)[:1500])
    print(f"{operation.name}, {kind}: {len(points[::every])} points, {len(wrong)} wrong")  # noqa: T201 - the figures
    assert not wrong, "\n\n".join(wrong[:5])


def meet(bench: Bench, operation: Operation, point: Point, kind: str) -> None:
    try:
        bench.meet(operation, point, kind)
    except Exception as error:
        raise AssertionError(f"{kind} at {point.call} {point.number}, {point.what}: {error!r}"[:2000]) from error
