"""The second place of the backups: copied and proved, made up for, thinned by the same rule, never made by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from secdesk.errors import KnownError, NotFound
from secdesk.register.backup import verify_backup, write_backup
from secdesk.register.kept_backups import LEAST, folder_of, list_backups, thin
from secdesk.register.progress import Stopped
from secdesk.register.register import Register
from secdesk.register.second_place import copy_on, owing
from secdesk.services.records import create_record

NOON = datetime(2020, 2, 4, 12, 0)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "SEC.secdesk", who="Analyst One") as made:
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def back_up(register: Register, folder: Path, days: float = 0) -> Path:
    """Change the register and write a backup of it, as if some days after the first."""
    with register.change("Add") as session:
        create_record(session, "person", {"name": f"Person {days}"})
    return write_backup(register, folder=folder, now=NOON + timedelta(days=days), thinning=False).path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_each_backup_gets_there_and_is_sound_and_nothing_is_copied_twice(
    register: Register, tmp_path: Path, stick: Path
) -> None:
    folder = tmp_path / "kept"
    backups = [back_up(register, folder, day) for day in range(3)]
    done = copy_on(register, folder, stick)
    there = folder_of(stick, register.path.stem, register.register_id)
    assert sorted(path.name for path in done.copied) == sorted(path.name for path in backups) == names(stick)
    assert done.newest is not None
    assert done.newest.path == there / backups[-1].name
    assert all(verify_backup(path).is_sound for path in there.iterdir())
    assert copy_on(register, folder, stick).copied == ()


def test_the_newest_goes_first_and_alone_where_time_is_short(register: Register, tmp_path: Path, stick: Path) -> None:
    folder = tmp_path / "kept"
    backups = [back_up(register, folder, day) for day in range(3)]
    done = copy_on(register, folder, stick, only_newest=True)
    assert [path.name for path in done.copied] == [backups[-1].name] == names(stick)


def test_a_place_that_is_away_is_told_is_not_made_and_is_made_up_for(
    register: Register, tmp_path: Path, stick: Path
) -> None:
    folder = tmp_path / "kept"
    back_up(register, folder)
    copy_on(register, folder, stick)
    away = stick.rename(tmp_path / "in a drawer")
    later = [back_up(register, folder, day) for day in (1, 2)]
    with pytest.raises(NotFound, match=r"is not there. Connect it, or choose another"):
        copy_on(register, folder, stick)
    assert not stick.exists()
    away.rename(stick)
    assert {path.name for path in copy_on(register, folder, stick).copied} == {path.name for path in later}


def test_a_place_that_vanishes_while_it_is_written_is_told_and_leaves_nothing_half(
    register: Register, tmp_path: Path, stick: Path
) -> None:
    folder = tmp_path / "kept"
    back_up(register, folder)

    def pull_out(_words: str, _done: int, _total: int) -> None:
        shutil.rmtree(stick, ignore_errors=True)

    with pytest.raises(KnownError, match="cannot be written to"):
        copy_on(register, folder, stick, progress=pull_out)
    assert not stick.exists()
    stick.mkdir()
    assert len(copy_on(register, folder, stick).copied) == 1
    assert len(names(stick)) == 1


def test_a_place_that_cannot_be_written_to_is_told(register: Register, tmp_path: Path, stick: Path) -> None:
    folder = tmp_path / "kept"
    back_up(register, folder)
    # A file where the folder would be stops everybody, an administrator too.
    folder_of(stick, register.path.stem, register.register_id).write_text("in the way", encoding="utf-8")
    with pytest.raises(KnownError, match=r"cannot be written to .*Choose another second place"):
        copy_on(register, folder, stick)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_read_only_place_is_told(register: Register, tmp_path: Path, stick: Path) -> None:
    folder = tmp_path / "kept"
    back_up(register, folder)
    stick.chmod(0o500)
    try:
        with pytest.raises(KnownError, match="cannot be written to"):
            copy_on(register, folder, stick)
    finally:
        stick.chmod(0o700)


FULL = """
import resource, sys
from pathlib import Path
from secdesk.errors import KnownError
from secdesk.register.register import Register
from secdesk.register.second_place import copy_on

with Register.open(Path(sys.argv[1]), read_only=True) as register:
    for size in map(int, sys.argv[4:]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        try:
            print(len(copy_on(register, Path(sys.argv[2]), Path(sys.argv[3])).copied))
        except KnownError as error:
            print(type(error).__name__)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits on files are of POSIX systems")
def test_a_full_place_is_told_and_keeps_what_it_had(register: Register, tmp_path: Path, stick: Path) -> None:
    folder = tmp_path / "kept"
    back_up(register, folder)
    copy_on(register, folder, stick)
    before = names(stick)
    size = back_up(register, folder, 1).stat().st_size
    sizes = [str(each) for each in (100, size // 2, size - 1, size * 20)]
    command = [sys.executable, "-c", FULL, str(register.path), str(folder), str(stick), *sizes]
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.stderr == ""
    *refused, last = told.stdout.split()
    assert set(refused) <= {"KnownError", "DiskFull"}
    assert (len(refused), last) == (3, "1")
    assert len(names(stick)) == len(before) + 1


def test_stopping_leaves_nothing_half(register: Register, tmp_path: Path, stick: Path) -> None:
    folder = tmp_path / "kept"
    back_up(register, folder)

    def stop(_words: str, _done: int, _total: int) -> None:
        raise Stopped("Stopped")

    with pytest.raises(Stopped):
        copy_on(register, folder, stick, progress=stop)
    assert names(stick) == []


def test_the_second_place_is_thinned_by_the_same_rule(register: Register, tmp_path: Path, stick: Path) -> None:
    folder = tmp_path / "kept"
    for hour in range(30):
        back_up(register, folder, hour / 24 if hour < 20 else hour)
    copy_on(register, folder, stick)
    there = folder_of(stick, register.path.stem, register.register_id)
    kept = list_backups(there)
    gone = {each.path.name for each in thin(list_backups(folder), lambda _step, _head: True)}
    assert {each.path.name for each in kept} == set(names(folder)) - gone
    assert LEAST <= len(kept) < 30
    assert copy_on(register, folder, stick).copied == (), "what made room does not come back"


def test_backups_of_somebody_elses_branch_hold_up_none_of_ours(
    register: Register, tmp_path: Path, stick: Path
) -> None:
    other = tmp_path / "laptop.secdesk"
    shutil.copyfile(register.path, other)
    with Register.open(other, who="Analyst Two") as theirs:
        for day in range(5):
            back_up(theirs, tmp_path / "theirs", day)
        copy_on(theirs, tmp_path / "theirs", stick)
    ours = back_up(register, tmp_path / "kept")
    assert [path.name for path in copy_on(register, tmp_path / "kept", stick).copied] == [ours.name]


def test_of_two_backups_of_one_step_the_later_is_owing(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    back_up(register, folder)
    write_backup(register, folder=folder, now=NOON + timedelta(hours=1), occasion="before merge", thinning=False)
    first, second = list_backups(folder)
    assert owing([first, second], [first], lambda _step, _head: True) == [second]
    assert owing([first, second], [second], lambda _step, _head: True) == []
