"""What a killed program left beside a register does not keep anybody from reading it (reliability.md F01, F05)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from secdesk.register.register import Register
from secdesk.services.records import create_record
from tests.register.faults.operations import OPERATIONS, lay_out, make_pristine, state_of
from tests.register.faults.tracing import NO_STRACE, Worker, has_strace, working

pytestmark = pytest.mark.skipif(not has_strace(), reason=NO_STRACE)

SAVE = OPERATIONS[0]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Worker, Path, Path]]:
    folder = tmp_path_factory.mktemp("journal")
    (folder / "pristine").mkdir()
    pristine = make_pristine(folder / "pristine")
    with working(folder, ["check", str(pristine / "a.secdesk")]) as worker:
        yield worker, pristine, folder / "work"


def kill_in_the_middle_of_a_write(worker: Worker, pristine: Path, folder: Path) -> Path:
    """Kill a save after its journal was synced and some pages were written; returns the register."""
    lay_out(SAVE, pristine, folder)
    points = worker.points(SAVE.job(folder), folder)
    to_register = [each for each in points if each.call == "pwrite64" and "a.secdesk>" in each.what]
    lay_out(SAVE, pristine, folder)
    assert worker.do(SAVE.job(folder), to_register[2].inject("kill")).code == -9
    assert (folder / "a.secdesk-journal").stat().st_size > 0
    return folder / "a.secdesk"


@pytest.mark.parametrize("command", ["check", "list", "backup", "export", "report"])
def test_the_next_who_only_reads_puts_it_right(place: tuple[Worker, Path, Path], command: str) -> None:
    worker, pristine, folder = place
    path = kill_in_the_middle_of_a_write(worker, pristine, folder)
    words = {
        "check": ["check", str(path)],
        "list": ["list", "people", str(path)],
        "backup": ["backup", str(path), "-o", str(folder / "b.secdesk-backup")],
        "export": ["export", str(path), "-o", str(folder / "b.json")],
        "report": ["report", str(path), "--month", "2020-01", "-o", str(folder / "b.pdf")],
    }
    ended = worker.do({"argv": words[command]})
    assert (ended.code, ended.err) == (0, "")
    assert not (folder / "a.secdesk-journal").exists()
    assert not (folder / "a.secdesk.lock").exists()
    assert state_of(path) == state_of(pristine / "a.secdesk")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may be somebody else")
def test_in_a_closed_folder_it_is_told_to_copy_the_journal_too(place: tuple[Worker, Path, Path]) -> None:
    path = kill_in_the_middle_of_a_write(*place)
    there = Path(tempfile.mkdtemp(prefix="open-"))
    try:
        for name in ("a.secdesk", "a.secdesk-journal"):
            Path(shutil.copy(path.with_name(name), there)).chmod(0o444)
        there.chmod(0o555)
        refused = place[0].do({"argv": ["check", str(there / "a.secdesk")], "user": 65534})
        assert refused.code == 2
        assert "Copy it together with 'a.secdesk-journal' to a folder of your own" in refused.err
        assert len(refused.err.splitlines()) == 1
        assert (there / "a.secdesk-journal").exists()
    finally:
        there.chmod(0o700)
        shutil.rmtree(there)


def test_while_somebody_is_writing_a_reader_takes_nothing_back(place: tuple[Worker, Path, Path]) -> None:
    worker, pristine, folder = place
    lay_out(SAVE, pristine, folder)
    path = folder / "a.secdesk"
    with Register.open(path, who="Ann") as register, register.change("Half way") as session:
        create_record(session, "person", {"name": "Bob"})
        session.flush()
        assert (folder / "a.secdesk-journal").exists()
        assert worker.do({"argv": ["check", str(path)]}).code == 0
    assert state_of(path)[0] == state_of(pristine / "a.secdesk")[0] + 1
