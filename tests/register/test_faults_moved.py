"""A register that is moved, deleted, replaced, overwritten or cut off while it is open takes no change (F12, G10)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from secdesk.errors import ChangedOutside, Conflict, Invalid, KnownError, MovedAway
from secdesk.register.copying import copy_register
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.services.records import create_record
from tests.register.faults.operations import state_of

posix = pytest.mark.skipif(os.name == "nt", reason="Windows does not let anybody touch a file that is open")
pytestmark = posix


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk", who="Ann") as made:
        for number in range(5):
            add(made, f"Person {number}")
        shutil.copyfile(made.path, tmp_path / "older.copy")
        for number in range(5, 30):
            add(made, f"Person {number}")
        yield made


def add(register: Register, name: str) -> None:
    with register.change(f"Add {name}") as session:
        create_record(session, "person", {"name": name, "note": "x" * 3000})


def put_aside(path: Path) -> None:
    path.rename(path.with_name("moved.secdesk"))


def replace(path: Path) -> None:
    """As a sync tool does: the other version under a passing name, then in the place of this one."""
    shutil.copyfile(path.with_name("older.copy"), path.with_name("passing"))
    os.replace(path.with_name("passing"), path)


def replace_by_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("older.copy"))


def overwrite(path: Path) -> None:
    """As ``cp older a.secdesk`` does: the same file with other bytes."""
    data = path.with_name("older.copy").read_bytes()
    with open(path, "r+b") as file:
        file.truncate()
        file.write(data)


def overwrite_by_another_branch(path: Path) -> None:
    """By a copy on which as much was done elsewhere, so that SQLite's own counter of changes is the same."""
    other = path.with_name("other.secdesk")
    shutil.copyfile(path.with_name("older.copy"), other)
    with Register.open(other, who="Bob") as copy:
        for number in range(5, 30):
            add(copy, f"Fellow {number}")
    data = other.read_bytes()
    with open(path, "r+b") as file:
        assert file.read(100)[24:28] == data[24:28]
        file.seek(0)
        file.truncate()
        file.write(data)


def write_by_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE person SET name = 'Somebody' WHERE name = 'Person 3'")
        connection.commit()


GONE: tuple[Callable[[Path], object], ...] = (put_aside, Path.unlink, replace, replace_by_a_link)
OTHER: tuple[Callable[[Path], object], ...] = (overwrite, overwrite_by_another_branch, write_by_another_program)
KEEP: tuple[Callable[[Register], object], ...] = (
    lambda register: add(register, "Too late"),
    lambda register: register.save_draft("person", "x", "note", "Too late"),
    lambda register: register.keep_fact("pen", "Too late"),
)


@pytest.mark.parametrize("keep", KEEP, ids=["a change", "a draft", "a fact"])
@pytest.mark.parametrize("happen", GONE)
def test_nothing_is_written_to_a_file_that_lost_its_name(
    register: Register, happen: Callable[[Path], object], keep: Callable[[Register], object]
) -> None:
    happen(register.path)
    before = {path: path.read_bytes() for path in register.path.parent.iterdir() if path.is_file()}
    with pytest.raises(MovedAway, match=r"while it was open\. Nothing was written; save a copy elsewhere"):
        keep(register)
    assert {path: path.read_bytes() for path in register.path.parent.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("happen", GONE)
def test_what_was_kept_before_is_saved_elsewhere(register: Register, happen: Callable[[Path], object]) -> None:
    happen(register.path)
    copy = copy_register(register, register.path.with_name("rescued.secdesk"))
    assert state_of(copy)[0] == 30
    with Register.open(copy) as rescued:
        add(rescued, "Person 30")


@pytest.mark.parametrize("keep", KEEP, ids=["a change", "a draft", "a fact"])
@pytest.mark.parametrize("happen", OTHER)
def test_nothing_is_written_over_what_another_program_wrote(
    register: Register, happen: Callable[[Path], object], keep: Callable[[Register], object]
) -> None:
    happen(register.path)
    before = register.path.read_bytes()
    with pytest.raises(ChangedOutside, match=r"overwritten by another program.*Nothing was written; open it again"):
        keep(register)
    assert register.path.read_bytes() == before
    with pytest.raises(ChangedOutside):
        keep(register)


def test_a_register_that_was_cut_off_takes_no_change(register: Register) -> None:
    with open(register.path, "r+b") as file:
        file.truncate(40_000)
    with pytest.raises(KnownError) as refused:
        add(register, "Too late")
    assert "damaged" in str(refused.value) or isinstance(refused.value, Conflict)
    assert register.path.stat().st_size == 40_000


def test_a_file_that_was_only_touched_or_written_again_as_it_was_goes_on(register: Register) -> None:
    os.utime(register.path, (0, 0))
    add(register, "Person 30")
    data = register.path.read_bytes()
    with open(register.path, "r+b") as file:
        file.write(data)
    add(register, "Person 31")
    assert check_file(register) == []


def test_who_opens_it_again_goes_on_with_what_is_in_it(register: Register) -> None:
    overwrite_by_another_branch(register.path)
    with pytest.raises(ChangedOutside):
        add(register, "Too late")
    register.close()
    with Register.open(register.path) as again:
        add(again, "Person 31")
        assert check_file(again) == []


def test_a_change_that_was_refused_half_way_does_not_spoil_the_next(register: Register) -> None:
    def half() -> None:
        with register.change("Half") as session:
            create_record(session, "person", {"name": "Half"})
            session.flush()
            create_record(session, "person", {"name": "Other half", "organisation": "nobody"})

    with pytest.raises(Invalid):
        half()
    add(register, "Person 30")
    assert register.chain_head()[0] == 31
