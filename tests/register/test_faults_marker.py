"""What was typed stands in the register, its backups and exports, and nowhere else, also after a kill (G20, H14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.conftest import FOLDERS
from tests.register.faults.operations import lay_out, make_pristine
from tests.register.faults.tracing import NO_STRACE, Worker, has_strace, working
from tests.register.test_faults import SAVE_AND_MORE

pytestmark = pytest.mark.skipif(not has_strace(), reason=NO_STRACE)

MARKER = "Zwiebelkuchen-4711"
MEANT = {"a.secdesk", "new.secdesk-backup", "out.json", "out.xlsx", "out.csv", "out.pdf", "b.secdesk", "new.secdesk"}


@dataclass
class Home:
    """A worker with a home and a folder for passing files of its own, so that all that it writes can be looked at."""

    worker: Worker
    pristine: Path
    folder: Path

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def told(self) -> list[str]:
        """Return the files that hold the marker, in any of the encodings in which a program would write it."""
        forms = [MARKER.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
        files = [path for path in self.folder.rglob("*") if path.is_file() and self.pristine not in path.parents]
        return sorted(path.name for path in files if any(form in path.read_bytes() for form in forms))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder, out = tmp_path_factory.mktemp("marked"), tmp_path_factory.mktemp("said")
    (folder / "pristine").mkdir()
    places = {name: str(folder / "home" / place) for name, place in FOLDERS.items()}
    places |= dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), str(folder / "tmp"))
    for place in places.values():
        Path(place).mkdir(parents=True, exist_ok=True)
    with working(out, **places) as worker:
        yield Home(worker, make_pristine(folder / "pristine"), folder)


def mark(home: Home) -> None:
    """Begin with a register in which the marker was kept."""
    lay_out(SAVE_AND_MORE["save"], home.pristine, home.work)
    job = {"save": str(home.work / "a.secdesk"), "texts": [MARKER], "seed": 7}
    assert home.worker.do(job).code == 0


@pytest.mark.parametrize("name", sorted(SAVE_AND_MORE))
def test_the_marker_is_found_where_it_is_meant_to_be_and_nowhere_else(home: Home, name: str) -> None:
    operation = SAVE_AND_MORE[name]
    mark(home)
    job = {**operation.job(home.work), "texts": [MARKER] * operation.save}
    points = home.worker.points(job, home.work)
    assert set(home.told()) <= MEANT
    assert "a.secdesk" in home.told()
    for point in Random(name).sample(points, 3):
        mark(home)
        home.worker.do(job, point.inject("kill"))
        passing = (".", "a.secdesk-journal")
        assert [name for name in home.told() if not name.startswith(passing) and name not in MEANT] == []
        assert home.worker.do({**job, "seed": 2}).code in (0, 2)
        assert set(home.told()) <= MEANT, "what the killed program left is gone after the next run"


def test_a_fault_of_the_program_is_logged_without_what_was_typed(home: Home) -> None:
    mark(home)
    home.worker.do({"argv": ["import", str(home.work / "a.secdesk"), str(home.work / f"{MARKER}.csv")]})
    home.worker.do({"argv": ["list", "people", str(home.work / "a.secdesk"), "--where", MARKER, "--as-at", MARKER]})
    assert home.told() == ["a.secdesk"]
