"""A full disk, a read-only file or folder, and a disk that knows no locks (reliability.md F10, F11, F13, F14)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from secdesk.errors import ChangedOutside, RegisterHeld
from secdesk.files import PART_ENDING
from secdesk.register.lock import CannotLock
from secdesk.register.register import Register
from secdesk.services.records import create_record
from tests.register.faults.operations import make_pristine, state_of
from tests.register.faults.tracing import NO_STRACE, Ended, Worker, has_strace, working

pytestmark = pytest.mark.skipif(os.name == "nt", reason="users and mounts are of POSIX systems")
as_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may mount and be somebody else")
NOBODY = 65534


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pristine(tmp_path_factory.mktemp("pristine"))


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory, pristine: Path) -> Iterator[Worker]:
    state = str(pristine / "a.secdesk")
    warming = [["check", state], ["list", "proposals", state], ["history", state]]  # nobody may not read our libraries
    with working(tmp_path_factory.mktemp("worker"), *warming) as found:
        yield found


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users of the machine may reach, unlike those of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="open-"))
    folder.chmod(0o777)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o777)
    shutil.rmtree(folder)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of a size; skips where that is not allowed, as in a container."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def expect_one_sentence(ended: Ended, *words: str) -> None:
    assert ended.code == 2, ended
    assert len(ended.err.splitlines()) == 1
    for word in words:
        assert word in ended.err


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@as_root
def test_on_a_full_disk_nothing_is_half_and_the_ways_out_work(worker: Worker, pristine: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "620k") as disk:
        path = Path(shutil.copy(pristine / "a.secdesk", disk))
        fill = {"save": str(path), "texts": ["y" * 20_000] * 40}
        expect_one_sentence(worker.do(fill), "The disk is full", "'a.secdesk'", "Free some space")
        kept = state_of(path)
        assert kept[0] > state_of(pristine / "a.secdesk")[0]
        assert names(disk) == ["a.secdesk"]
        refused = worker.do({"argv": ["backup", str(path), "-o", str(disk / "b.secdesk-backup")]})
        expect_one_sentence(refused, "MB is needed", "MB is free", "Free some space")
        refused = worker.do({"argv": ["export", str(path), "-o", str(disk / "b.json")]})
        expect_one_sentence(refused, "b.json", "No space left")
        refused = worker.do({"argv": ["new", str(disk / "b.secdesk"), "--sample"]})
        expect_one_sentence(refused, "The disk is full", "'b.secdesk'")
        assert names(disk) == ["a.secdesk"]
        elsewhere = tmp_path / "elsewhere.secdesk-backup"
        assert worker.do({"argv": ["backup", str(path), "-o", str(elsewhere)]}).code == 0
        assert worker.do({"argv": ["check", str(path)]}).code == 0
        assert state_of(path) == kept


@as_root
def test_an_older_register_on_a_full_disk_is_not_upgraded(worker: Worker, pristine: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "600k") as disk:
        path = Path(shutil.copy(pristine / "v1.secdesk", disk))
        before = path.read_bytes()
        expect_one_sentence(worker.do({"save": str(path), "texts": []}), "The disk is full", "'v1.secdesk'")
        assert path.read_bytes() == before
        assert names(disk) == ["v1.secdesk"]


@as_root
@pytest.mark.parametrize("closed", ["the file", "the folder"])
def test_what_may_not_be_written_is_read_and_refuses_changes_in_words(
    worker: Worker, pristine: Path, open_folder: Path, closed: str
) -> None:
    path = Path(shutil.copy(pristine / "a.secdesk", open_folder))
    path.chmod(0o444 if closed == "the file" else 0o666)
    open_folder.chmod(0o777 if closed == "the file" else 0o555)
    before = path.read_bytes()

    def do(**job: Any) -> Ended:
        return worker.do({**job, "user": NOBODY})

    for job in ({"save": str(path), "texts": ["x"]}, {"argv": ["undo", str(path)]}):
        expect_one_sentence(do(**job), "a.secdesk", "pen a copy in a folder of your own")
    for words in (["check", str(path)], ["list", "proposals", str(path)], ["history", str(path)]):
        assert do(argv=words).code == 0
    assert path.read_bytes() == before
    if closed == "the folder":
        refused = do(argv=["export", str(path), "-o", str(open_folder / "a.json")])
        expect_one_sentence(refused, "Permission denied")
        expect_one_sentence(do(argv=["backup", str(path), "-o", str(open_folder / "b.secdesk-backup")]), "written")
    assert names(open_folder) == ["a.secdesk"]


@pytest.mark.skipif(not has_strace(), reason=NO_STRACE)
@pytest.mark.parametrize("error", ["ENOLCK", "EIO", "EOPNOTSUPP"])
def test_where_files_cannot_be_locked_nobody_writes(worker: Worker, pristine: Path, tmp_path: Path, error: str) -> None:
    path = Path(shutil.copy(pristine / "a.secdesk", tmp_path))
    before = path.read_bytes()
    strace = ["-o", os.devnull, "-e", "trace=flock", "-e", f"inject=flock:error={error}"]
    refused = worker.do({"save": str(path), "texts": ["x"]}, strace)
    expect_one_sentence(refused, "a.secdesk", "Open a copy")
    assert worker.do({"argv": ["check", str(path)]}, strace).code == 0
    assert path.read_bytes() == before


@pytest.mark.skipif(not has_strace(), reason=NO_STRACE)
def test_where_sqlite_cannot_lock_nothing_is_written(worker: Worker, pristine: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(pristine / "a.secdesk", tmp_path))
    before = path.read_bytes()
    strace = ["-o", os.devnull, "-e", "trace=fcntl", "-e", "inject=fcntl:error=ENOLCK"]
    refused = worker.do({"save": str(path), "texts": ["x"]}, strace)
    assert (refused.code, len(refused.err.splitlines())) == (3, 1)
    assert path.read_bytes() == before


def test_a_lock_file_that_a_cleaner_took_away_lets_no_second_writer_in_unseen(pristine: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(pristine / "a.secdesk", tmp_path))
    with Register.open(path, who="Ann") as first:
        Path(f"{path}.lock").unlink()
        with Register.open(path, who="Bob") as second, second.change("Bob was here") as session:
            create_record(session, "person", {"name": "Bob"})
        with pytest.raises(ChangedOutside), first.change("Ann writes over it") as session:
            create_record(session, "person", {"name": "Ann"})
    assert state_of(path)[0] == state_of(pristine / "a.secdesk")[0] + 1


def test_hard_and_symbolic_links_lead_to_one_writer(pristine: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(pristine / "a.secdesk", tmp_path))
    (tmp_path / "symbolic.secdesk").symlink_to(path)
    os.link(path, tmp_path / "hard.secdesk")
    for name in ("a.secdesk", "symbolic.secdesk", "hard.secdesk"):
        with pytest.raises(CannotLock, match="under another name"):
            Register.open(tmp_path / name)
        with Register.open(tmp_path / name, read_only=True) as reader:
            assert reader.chain_head()[0] == 2
    (tmp_path / "hard.secdesk").unlink()
    with Register.open(path), pytest.raises(RegisterHeld, match="has this register open"):
        Register.open(tmp_path / "symbolic.secdesk")
    assert not [name for name in names(tmp_path) if name.endswith(PART_ENDING)]
