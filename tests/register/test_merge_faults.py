"""A merge and an import that are killed, or that find no room, leave the register as it was or as it was to be."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from secdesk.errors import KnownError
from secdesk.exchange.json_form import export_state, import_state
from secdesk.register.integrity import check_file
from secdesk.register.merge import merge
from secdesk.register.register import Register
from secdesk.register.restored_file import restore_as_new
from secdesk.services.records import create_record, update_record
from tests.logged_register import make_logged_register

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits are of POSIX systems")

NOON = datetime(2020, 2, 7, 12, 0)
CHILD = """
import resource, sys
from datetime import datetime
from pathlib import Path
from secdesk.exchange.json_form import import_state
from secdesk.register.merge import merge
from secdesk.register.register import Register

what, path, source, limit = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
if limit:
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
now = datetime(2020, 2, 7, 12)
with Register.open(path) as register:
    print("open", flush=True)
    if what == "merge":
        merge(register, source, {}, folder=path.parent / "kept", now=now)
    else:
        import_state(register, source.read_bytes(), source.name)
    print("kept", flush=True)
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return two copies of a register of a hundred proposals, each with work of its own that does not collide."""
    folder = tmp_path_factory.mktemp("pair")
    here, other = make_logged_register(folder / "here.secdesk", 100), folder / "other.secdesk"
    shutil.copyfile(here, other)
    for path, begin in ((here, 1), (other, 51)):
        with Register.open(path) as register:
            for number in range(begin, begin + 40):
                with register.change(f"Edit {number}") as session:
                    update_record(session, "proposal", f"q{number}", {"issue": f"Changed {number} " + "x" * 3000})
                    create_record(session, "person", {"name": f"Person {number}"})
    return here, other


def state(path: Path) -> bytes:
    with Register.open(path) as register:
        assert check_file(register) == []
        return export_state(register)


def merged(here: Path, other: Path) -> bytes:
    with Register.open(here) as register:
        merge(register, other, {}, now=NOON)
    return state(here)


def imported(path: Path, source: Path) -> bytes:
    with Register.open(path) as register:
        import_state(register, source.read_bytes(), source.name)
    return state(path)


def begin(what: str, path: Path, source: Path, limit: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, what, str(path), str(source), str(limit)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    return child


def expect_old_or_new(what: str, begun: Path, source: Path, done: Callable[[Path, Path], bytes], kills: int) -> None:
    """Kill the work after random times up to a little more than it takes, and look what is left."""
    whole = begun.with_name(f"whole {what}.secdesk")
    shutil.copyfile(begun, whole)
    old, new = state(begun), done(whole, source)
    start = time.monotonic()
    path = begun.with_name(f"killed {what}.secdesk")
    shutil.copyfile(begun, path)
    child = begin(what, path, source)
    began = time.monotonic()
    child.communicate()
    took = time.monotonic() - began
    assert state(path) == new, f"unharmed, after {began - start:.1f} s"
    random = Random(2020)
    for _ in range(kills):
        shutil.copyfile(begun, path)
        child = begin(what, path, source)
        time.sleep(random.uniform(0, 1.1 * took))
        os.kill(child.pid, signal.SIGKILL)
        acknowledged = "kept" in child.communicate()[0]
        found = state(path)
        assert found in (old, new)
        assert not acknowledged or found == new
    with Register.open(path) as register, register.change("Go on") as session:
        create_record(session, "person", {"name": "After all"})
    # A journal that had no header yet was no harm, and the next change has removed it.
    assert [name for name in os.listdir(begun.parent) if "-journal" in name] == []


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.heavy)])
def test_a_killed_merge_leaves_the_old_state_or_the_new_one(pair: tuple[Path, Path], kills: int) -> None:
    expect_old_or_new("merge", pair[0], pair[1], merged, kills)


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.heavy)])
def test_a_killed_import_leaves_the_old_state_or_the_new_one(
    pair: tuple[Path, Path], tmp_path: Path, kills: int
) -> None:
    source, empty = tmp_path / "state.json", tmp_path / "empty.secdesk"
    with Register.open(pair[1], read_only=True) as register:
        source.write_bytes(export_state(register))
    Register.create(empty).close()
    expect_old_or_new("import", empty, source, imported, kills)


@pytest.mark.parametrize("what", ["merge", "import"])
def test_no_room_is_told_and_leaves_the_register_as_it_was(pair: tuple[Path, Path], tmp_path: Path, what: str) -> None:
    path, source = tmp_path / "full.secdesk", pair[1]
    if what == "merge":
        shutil.copyfile(pair[0], path)
    else:
        source = tmp_path / "state.json"
        with Register.open(pair[1], read_only=True) as register:
            source.write_bytes(export_state(register))
        Register.create(path).close()
    old = state(path)
    for limit in (path.stat().st_size + 10_000, path.stat().st_size + 200_000):
        child = begin(what, path, source, limit)
        _, told = child.communicate()
        assert child.returncode != 0
        assert any(word in told for word in ("KnownError", "DiskFull")), told[-300:]
        assert state(path) == old
    kept = tmp_path / "kept"
    assert not kept.exists() or [name for name in os.listdir(kept) if name.endswith(".part")] == []


def test_a_register_that_cannot_be_written_to_is_not_merged_into(pair: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "here.secdesk"
    shutil.copyfile(pair[0], path)
    old = state(path)
    with Register.open(path, read_only=True) as register, pytest.raises(KnownError, match="read-only"):
        merge(register, pair[1], {}, now=NOON)
    assert state(path) == old


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to the owner of the machine")
def test_in_a_folder_that_cannot_be_written_to_nothing_is_merged(pair: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    path = folder / "here.secdesk"
    shutil.copyfile(pair[0], path)
    folder.chmod(0o555)
    try:
        with pytest.raises(KnownError), Register.open(path) as register:
            merge(register, pair[1], {}, now=NOON)
    finally:
        folder.chmod(0o700)
    assert state(path) == state(pair[0])


def test_a_safety_backup_that_cannot_be_written_stops_the_merge(pair: tuple[Path, Path], tmp_path: Path) -> None:
    path, place = tmp_path / "here.secdesk", tmp_path / "not a folder"
    shutil.copyfile(pair[0], path)
    place.write_text("a file")
    old = state(path)
    with Register.open(path) as register, pytest.raises(KnownError):
        merge(register, pair[1], {}, folder=place, now=NOON)
    assert state(path) == old


def test_a_copy_in_a_folder_that_cannot_be_written_to_is_merged_from(pair: tuple[Path, Path], tmp_path: Path) -> None:
    folder, path = tmp_path / "stick", tmp_path / "here.secdesk"
    folder.mkdir()
    shutil.copyfile(pair[0], path)
    shutil.copyfile(pair[1], folder / "other.secdesk")
    (folder / "other.secdesk").chmod(0o444)
    folder.chmod(0o555)
    try:
        merged(path, folder / "other.secdesk")
    finally:
        folder.chmod(0o700)
    assert sorted(os.listdir(folder)) == ["other.secdesk"]


def test_a_backup_of_a_merge_that_was_killed_comes_back(pair: tuple[Path, Path], tmp_path: Path) -> None:
    path, kept = tmp_path / "here.secdesk", tmp_path / "kept"
    shutil.copyfile(pair[0], path)
    old = state(path)
    with Register.open(path) as register:
        merge(register, pair[1], {}, folder=kept, now=NOON)
    (safety,) = kept.iterdir()
    restore_as_new(safety, tmp_path / "back.secdesk", now=NOON)
    assert state(tmp_path / "back.secdesk") == old
