"""Restoring is the most dangerous write: it is told beforehand, kept from going wrong, and can be taken back."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from secdesk.errors import Conflict, KnownError, NotFound, RegisterHeld
from secdesk.exchange.json_form import export_state
from secdesk.models import Blob, Event, Paper, Person, Proposal, kinds
from secdesk.register.backup import verify_backup, write_backup
from secdesk.register.backup_content import manifest_of, write_content
from secdesk.register.container import ContainerWriter, DamagedBackup
from secdesk.register.integrity import check_file
from secdesk.register.kept_backups import list_backups
from secdesk.register.migrations import newest
from secdesk.register.progress import Stopped, silent
from secdesk.register.register import Register
from secdesk.register.restore import MuchSmaller, preview_restore, restore_as_new, restore_into, restore_record
from secdesk.register.restored_file import restore_salvaged
from secdesk.register.staging import open_backup
from secdesk.register.tables import build_schema, insert_statement, read_rows, shapes
from secdesk.register.undo import redo, stacks, undo
from secdesk.services.records import Effect, create_record, delete_record, get_record, update_record
from tests.factories import add_one
from tests.journeys.test_random_walk import walk
from tests.register.backup_files import (
    NOON,
    PDF,
    make_backup,
    make_register,
    members_of,
    sealed,
    sha256_of,
)

DAY = date(2020, 2, 7)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with make_register(tmp_path / "a.secdesk") as register:
        yield register


@pytest.fixture
def backup(register: Register, tmp_path: Path) -> Path:
    return write_backup(register, tmp_path / "a.secdesk-backup", now=NOON).path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_backup(tmp_path_factory.mktemp("sound"))


def edit_a_lot(register: Register, steps: int = 12) -> None:
    walk(register, Random(5), steps)


def restore(register: Register, backup: Path, **facts: Any) -> Any:
    return restore_into(register, backup, folder=register.path.parent / "kept", now=NOON, **facts)


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


# --- what would change --------------------------------------------------------------------------------------------


def test_a_preview_counts_what_restoring_would_do_and_changes_nothing(register: Register, backup: Path) -> None:
    before = register.path.read_bytes()
    with register.change("Add two") as session:
        for name in ("Bob", "Eve"):
            create_record(session, "person", {"name": name})
    with register.change("Rename and delete") as session:
        update_record(session, "person", "ann", {"name": "Anna"})
        session.delete(session.get_one(Paper, next(iter(session.query(Paper.uid).limit(1)))[0]))
    head = register.chain_head()
    found = preview_restore(register, backup)
    by_kind = {count.kind: count for count in found.counts}
    person = by_kind["person"]
    assert (person.now - person.in_backup, person.added, person.changed, person.removed) == (2, 0, 1, 2)
    assert (by_kind["paper"].added, by_kind["event"].added) == (1, 0)
    assert found.changes == 4
    assert found.is_same_register
    assert (found.later, found.other_steps) == (2, 0)
    assert [step.label for step in found.later_steps] == ["Rename and delete", "Add two"]
    assert found.newest_now is not None
    assert found.newest_in_backup is not None
    assert (found.newest_now.seq, found.newest_in_backup.seq) == (head[0], head[0] - 2)
    assert (found.records_now - found.records_in_backup, found.is_much_smaller) == (1, False)
    assert register.chain_head() == head
    assert before != register.path.read_bytes()
    assert sorted(names(register.path.parent)) == [
        "a.secdesk",
        "a.secdesk-backup",
        "a.secdesk.holder",
        "a.secdesk.lock",
    ]


def test_a_preview_tells_of_steps_that_only_the_backup_knows(register: Register, tmp_path: Path) -> None:
    shutil.copy(register.path, tmp_path / "branch.secdesk")
    with Register.open(tmp_path / "branch.secdesk") as branch:
        edit_a_lot(branch, 3)
        write_backup(branch, tmp_path / "branch", now=NOON)
    with register.change("Here") as session:
        create_record(session, "person", {"name": "Bob"})
    found = preview_restore(register, tmp_path / "branch")
    assert (found.later, found.other_steps, found.is_same_register) == (1, 3, True)


def test_a_preview_tells_of_another_register(register: Register, sound: Path) -> None:
    found = preview_restore(register, sound)
    assert not found.is_same_register
    assert found.later == register.chain_head()[0]


def test_a_preview_needs_no_writing(register: Register, backup: Path) -> None:
    with Register.open(register.path, read_only=True) as reader:
        assert preview_restore(reader, backup).changes == 0


# --- into a sound register ----------------------------------------------------------------------------------------


def test_restoring_is_one_step_and_one_undo_takes_it_back(register: Register, backup: Path) -> None:
    then = export_state(register)
    edit_a_lot(register)
    now, head = export_state(register), register.chain_head()
    done = restore(register, backup)
    assert export_state(register) == then
    assert done.step.seq == head[0] + 1 == register.chain_head()[0]
    assert done.step.label.startswith("Restore the backup of ")
    assert done.added + done.changed + done.removed > 5
    assert check_file(register) == []
    undo(register)
    assert export_state(register) == now
    redo(register)
    assert export_state(register) == then
    assert check_file(register) == []


def test_a_safety_backup_comes_first_and_holds_what_leaves(register: Register, backup: Path) -> None:
    edit_a_lot(register)
    now, head = export_state(register), register.chain_head()
    done = restore(register, backup)
    assert done.safety.head == head
    assert done.safety.path.name.endswith(" before restore.secdesk-backup")
    restore(register, done.safety.path)
    assert export_state(register) == now


def test_restoring_what_is_there_already_makes_no_step_and_no_backup(register: Register, backup: Path) -> None:
    head = register.chain_head()
    done = restore(register, backup)
    assert (done.step, done.safety) == (None, None)
    assert register.chain_head() == head
    assert not (register.path.parent / "kept").exists()


def test_a_much_smaller_backup_is_restored_only_when_that_is_said_to_be_meant(tmp_path: Path) -> None:
    with Register.create(tmp_path / "a.secdesk") as register:
        with register.change("Add") as session:
            create_record(session, "person", {"name": "Ann"})
        backup = write_backup(register, tmp_path / "a", now=NOON).path
        with register.change("Add many") as session:
            for number in range(2):
                create_record(session, "person", {"name": f"Person {number}"})
        head = register.chain_head()
        assert preview_restore(register, backup).is_much_smaller
        with pytest.raises(MuchSmaller, match="The backup has 1 record and the register 3"):
            restore(register, backup)
        assert (register.chain_head(), register.count(Person)) == (head, 3)
        assert not (tmp_path / "kept").exists()
        restore(register, backup, accept_smaller=True)
        assert register.count(Person) == 1
        undo(register)
        assert register.count(Person) == 3


def test_the_backup_of_another_register_is_not_restored_into_this_one(register: Register, sound: Path) -> None:
    head = register.chain_head()
    with pytest.raises(Conflict, match="is a backup of another register, 'SEC register'"):
        restore(register, sound)
    assert register.chain_head() == head


def test_a_damaged_register_takes_no_step(register: Register, backup: Path) -> None:
    register.connection.execute("UPDATE person SET name='Eve' WHERE uid='ann'")
    head = register.chain_head()
    with pytest.raises(Conflict, match="is damaged"):
        restore(register, backup)
    assert register.chain_head() == head


def test_a_damaged_backup_is_not_restored(register: Register, backup: Path) -> None:
    edit_a_lot(register, 2)
    before, head = export_state(register), register.chain_head()
    data = bytearray(backup.read_bytes())
    data[len(data) // 3] ^= 1
    backup.write_bytes(data)
    with pytest.raises(DamagedBackup):
        restore(register, backup)
    with pytest.raises(DamagedBackup):
        restore_record(register, backup, "person", "ann")
    with pytest.raises(DamagedBackup):
        restore_as_new(backup, register.path.with_name("new.secdesk"), now=NOON)
    assert (export_state(register), register.chain_head()) == (before, head)
    assert not register.path.with_name("new.secdesk").exists()


def test_a_register_that_somebody_else_only_reads_can_be_restored(register: Register, backup: Path) -> None:
    edit_a_lot(register, 2)
    with Register.open(register.path, read_only=True) as reader:
        assert restore(register, backup).step is not None
        assert reader.chain_head() == register.chain_head()


def test_a_read_only_register_takes_no_restore(register: Register, backup: Path) -> None:
    edit_a_lot(register, 2)
    with Register.open(register.path, read_only=True) as reader, pytest.raises(KnownError, match="open read-only"):
        restore(reader, backup)


def test_an_issued_paper_comes_back_with_its_file(tmp_path: Path) -> None:
    with make_register(tmp_path / "a.secdesk") as one:
        backup = write_backup(one, tmp_path / "a", now=NOON).path
        shutil.copy(one.path, tmp_path / "b.secdesk")
    with Register.open(tmp_path / "b.secdesk") as register:
        with register.change("Delete the paper") as session:
            session.delete(session.query(Paper).filter_by(frozen_file=sha256_of(PDF)).one())
        register.connection.execute("DELETE FROM blob")
        restore(register, backup)
        assert register.count(Blob) == 1
        assert check_file(register) == []


@pytest.mark.parametrize("rounds", [4, pytest.param(500, marks=pytest.mark.heavy)])
def test_a_restore_drill_of_random_backups(tmp_path: Path, rounds: int) -> None:
    """Backups along a long way of working, restored in any order: each gives the very state of its moment."""
    with make_register(tmp_path / "a.secdesk") as register:
        states = {}
        for number in range(rounds):
            walk(register, Random(number), 4)
            report = write_backup(register, tmp_path / f"{number}.secdesk-backup", now=NOON)
            states[report.path] = (export_state(register), report.head)
        order = list(states)
        Random(3).shuffle(order)
        for path in order:
            restore(register, path, accept_smaller=True)
            assert export_state(register) == states[path][0]
            made = restore_as_new(path, tmp_path / f"{path.stem}.secdesk", now=NOON)
            assert made.head == states[path][1]
            with Register.open(made.path, read_only=True) as other:
                assert export_state(other) == states[path][0]
        assert check_file(register) == []


# --- one record ---------------------------------------------------------------------------------------------------


def add_proposal(register: Register) -> str:
    with register.change("Raise DP999") as session:
        uid = create_record(session, "proposal", {"number": 999, "title": "Large Gas Meter Displays"})
        create_record(session, "event", {"proposal": uid, "outcome": "raised", "date": DAY})
    return uid


def title_of(register: Register, uid: str) -> object:
    with register.read() as session:
        return get_record(session, "proposal", uid, DAY).values["title"]


def test_one_record_comes_back_with_its_dated_values_and_parts(register: Register, tmp_path: Path) -> None:
    uid = add_proposal(register)
    backup = write_backup(register, tmp_path / "a", now=NOON).path
    events = register.count(Event)
    with register.change("Another") as session:
        create_record(session, "person", {"name": "Bob"})
    with register.change("Delete DP999") as session:
        delete_record(session, "proposal", uid, DAY)
    people = register.count(Person)
    done = restore_record(register, backup, "proposal", uid)
    assert (done.added, done.changed, done.removed) == (3, 0, 0)
    assert title_of(register, uid) == "Large Gas Meter Displays"
    assert (register.count(Event), register.count(Person)) == (events, people)
    assert stacks(register).undo_label.startswith("Restore proposal from the backup of ")
    undo(register)
    assert register.count(Event) == events - 1


def test_one_changed_record_is_as_it_was_and_others_stay_as_they_are(register: Register, tmp_path: Path) -> None:
    uid = add_proposal(register)
    backup = write_backup(register, tmp_path / "a", now=NOON).path
    with register.change("Rename") as session:
        update_record(session, "proposal", uid, {"title": "Displays"}, effect=Effect(since=DAY))
        update_record(session, "person", "ann", {"name": "Anna"})
        create_record(session, "event", {"proposal": uid, "outcome": "withdrawn", "date": DAY})
    restore_record(register, backup, "proposal", uid)
    assert title_of(register, uid) == "Large Gas Meter Displays"
    with register.read() as session:
        assert session.get_one(Person, "ann").name == "Anna"
        assert [event.outcome for event in session.query(Event).filter_by(proposal=uid)] == ["raised"]
    assert check_file(register) == []
    assert restore_record(register, backup, "proposal", uid).step is None


def test_a_record_that_the_backup_has_not_is_told(register: Register, backup: Path) -> None:
    with pytest.raises(NotFound, match="The backup has no such proposal"):
        restore_record(register, backup, "proposal", "nowhere")
    with pytest.raises(NotFound, match="There is no kind of record called 'thing'"):
        restore_record(register, backup, "thing", "nowhere")


def test_a_record_that_points_to_one_that_is_gone_is_told_which_to_restore_first(tmp_path: Path) -> None:
    with Register.create(tmp_path / "a.secdesk") as register:
        with register.change("Add") as session:
            party = create_record(session, "organisation", {"name": "DCC"})
            uid = create_record(session, "person", {"name": "Ann", "organisation": party})
        backup = write_backup(register, tmp_path / "a", now=NOON).path
        with register.change("Delete both") as session:
            delete_record(session, "person", uid, DAY)
            delete_record(session, "organisation", party, DAY)
        head = register.chain_head()
        with pytest.raises(Conflict, match="A person would point to an organisation that is no longer in the register"):
            restore_record(register, backup, "person", uid)
        assert register.chain_head() == head
        restore_record(register, backup, "organisation", party)
        restore_record(register, backup, "person", uid)
        assert register.count(Person) == 1


# --- as a new file ------------------------------------------------------------------------------------------------


def test_a_new_file_has_state_history_and_lineage(register: Register, backup: Path, tmp_path: Path) -> None:
    made = restore_as_new(backup, tmp_path / "new.secdesk", now=NOON)
    assert (made.path, made.kept, made.head) == (tmp_path / "new.secdesk", None, register.chain_head())
    with Register.open(made.path) as new:
        assert export_state(new) == export_state(register)
        assert (new.register_id, new.chain_head()) == (register.register_id, register.chain_head())
        assert check_file(new) == []
        assert undo(new).label == "Delete"
        assert write_backup(new, tmp_path / "again", now=NOON).is_sound
    if os.name != "nt":
        assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.counts == {kind: register.count(model) for kind, model in kinds().items()}
    assert not [
        name for name in names(tmp_path) if name.endswith(("part", "journal")) or name.startswith("new.secdesk.")
    ]


def test_a_backup_of_the_new_file_is_the_same_backup(backup: Path, tmp_path: Path) -> None:
    made = restore_as_new(backup, tmp_path / "new.secdesk", now=NOON)
    with Register.open(made.path) as new:
        again = write_backup(new, tmp_path / "again", now=NOON + timedelta(days=1))
    assert again.path.read_bytes() == backup.read_bytes()


def test_the_file_that_stood_there_is_kept_with_its_side_files(backup: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.secdesk"
    for ending in ("", "-journal", "-wal"):
        Path(f"{path}{ending}").write_bytes(f"damaged{ending}".encode())
    made = restore_as_new(backup, path, now=NOON)
    assert made.kept == tmp_path / "before-restore-2020-02-04 1200 damaged.secdesk"
    for ending in ("", "-journal", "-wal"):
        assert Path(f"{made.kept}{ending}").read_bytes() == f"damaged{ending}".encode()
    assert [name for name in names(tmp_path) if name.startswith("damaged")] == ["damaged.secdesk"]
    with Register.open(path) as new:
        assert check_file(new) == []
    again = restore_as_new(backup, path, now=NOON)
    assert again.kept == tmp_path / "before-restore-2020-02-04 1200 damaged 2.secdesk"


def test_a_file_that_cannot_be_copied_is_renamed(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "damaged.secdesk"
    path.write_bytes(b"damaged")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(shutil, "copyfile", fail)
    made = restore_as_new(backup, path, now=NOON)
    assert made.kept is not None
    assert made.kept.read_bytes() == b"damaged"
    with Register.open(path) as new:
        assert check_file(new) == []


def test_a_register_that_is_open_is_not_replaced(register: Register, backup: Path) -> None:
    before = names(register.path.parent)
    with pytest.raises(RegisterHeld, match="Analyst One has this register open"):
        restore_as_new(backup, register.path, now=NOON)
    assert names(register.path.parent) == before


def test_a_folder_or_a_missing_folder_is_no_place_for_a_register(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        restore_as_new(backup, tmp_path / "nowhere" / "a.secdesk", now=NOON)
    (tmp_path / "folder").mkdir()
    with pytest.raises(KnownError, match="is not a file"):
        restore_as_new(backup, tmp_path / "folder", now=NOON)


def test_stopping_a_restore_at_any_moment_leaves_everything_as_it_was(register: Register, backup: Path) -> None:
    edit_a_lot(register, 3)
    state, head, path = export_state(register), register.chain_head(), register.path.with_name("new.secdesk")
    path.write_bytes(b"mine")
    calls: list[str] = []
    with open_backup(backup, lambda words, done, total: calls.append(words)):
        pass
    before = names(path.parent)
    ways = (
        lambda progress: restore(register, backup, progress=progress),
        lambda progress: restore_as_new(backup, path, now=NOON, progress=progress),
    )
    for stop in range(0, len(calls), max(len(calls) // 15, 1)):
        for way in ways:
            left = [stop]

            def give_up(words: str, done: int, total: int, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise Stopped("Stopped")

            with pytest.raises(Stopped):
                way(give_up)
    assert (export_state(register), register.chain_head(), path.read_bytes()) == (state, head, b"mine")
    assert names(path.parent) == before


FULL = """
import resource, sys
from datetime import datetime
from pathlib import Path
from secdesk.errors import KnownError
from secdesk.register.restore import restore_as_new

for size in map(int, sys.argv[3:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        restore_as_new(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime(2020, 2, 4))
        print("restored")
    except KnownError as error:
        print(type(error).__name__)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits on files are of POSIX systems")
def test_a_full_disk_leaves_the_register_that_was_there(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    made = restore_as_new(backup, folder / "a.secdesk", now=NOON)
    before, size = made.path.read_bytes(), made.path.stat().st_size
    sizes = [1000, 5000, size // 2, size - 4096]
    told = subprocess.run(
        [sys.executable, "-c", FULL, str(backup), str(made.path), *map(str, sizes)], capture_output=True, text=True
    )
    assert (told.stderr, told.stdout.split()) == ("", ["KnownError"] * 4)
    assert made.path.read_bytes() == before
    assert names(folder) == ["a.secdesk"]


CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from secdesk.register.register import Register
from secdesk.register.restore import restore_as_new, restore_into

path, backups = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
print("open", flush=True)
while True:
    for backup in backups:
        with Register.open(path) as register:
            restore_into(register, backup, folder=path.parent / "kept", now=datetime(2020, 2, 4), accept_smaller=True)
        restore_as_new(backup, path, now=datetime(2020, 2, 4))
        for kept in path.parent.glob("before-restore-*"):
            kept.unlink()
"""


def kill_restores(tmp_path: Path, rounds: int) -> None:
    """Kill a program that restores one backup after the other, in both ways, and look what is left each time."""
    folder = tmp_path / "there"
    folder.mkdir()
    path, backups, states = folder / "a.secdesk", [], []
    with make_register(tmp_path / "made.secdesk") as register:
        for number in range(2):
            walk(register, Random(number), 5)
            backups.append(write_backup(register, tmp_path / f"{number}.secdesk-backup", now=NOON).path)
            states.append(export_state(register))
    restore_as_new(backups[0], path, now=NOON)
    chance = random.Random(8)
    for _ in range(rounds):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(path), *map(str, backups)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"open\n"
        time.sleep(chance.uniform(0, 0.8))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        with Register.open(path) as register:
            assert export_state(register) in states
            assert check_file(register) == []
        assert all(verify_backup(kept.path).is_sound for kept in list_backups(folder / "kept"))
    restore_as_new(backups[1], path, now=NOON)
    assert [name for name in names(folder) if name.startswith((".", "a.secdesk"))] == ["a.secdesk"]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")
def test_a_killed_restore_leaves_the_register_before_or_after(tmp_path: Path) -> None:
    kill_restores(tmp_path, 5)


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")
def test_five_hundred_killed_restores_leave_no_half_register(tmp_path: Path) -> None:
    kill_restores(tmp_path, 500)


# --- what is saved from a damaged backup --------------------------------------------------------------------------


def test_a_new_register_is_made_of_what_is_sound_in_a_damaged_backup(sound: Path, tmp_path: Path) -> None:
    data = sound.read_bytes().replace("Ann Łukasz".encode(), "Eve Łukasz".encode())
    (tmp_path / "damaged").write_bytes(data)
    made, saved = restore_salvaged(tmp_path / "damaged", tmp_path / "new.secdesk", now=NOON, who="Analyst Two")
    whole = verify_backup(sound).counts
    assert made.counts == {**whole, "person": whole["person"] - 1}
    assert [finding.record for finding in saved.lost] == ["ann"]
    with Register.open(made.path) as new, open_backup(sound) as old:
        assert check_file(new) == []
        assert new.meta("name") == "SEC register"
        assert new.register_id != old.register_id
        assert new.chain_head()[0] == 1
    assert names(tmp_path) == ["damaged", "new.secdesk"]
    with pytest.raises(KnownError, match="is there already"):
        restore_salvaged(tmp_path / "damaged", tmp_path / "new.secdesk", now=NOON)


def test_links_to_what_is_lost_are_emptied(sound: Path, tmp_path: Path) -> None:
    members = members_of(sound)
    bare = b"".join(
        members[f"tables/{kind}.jsonl"] for kind in kinds() if kind not in ("proposal", "meeting", "organisation")
    )
    (tmp_path / "damaged").write_bytes(bare)
    made, _ = restore_salvaged(tmp_path / "damaged", tmp_path / "new.secdesk", now=NOON)
    with Register.open(made.path) as new:
        assert check_file(new) == []
        assert new.count(Proposal) == 0
        assert new.count(Event) == verify_backup(sound).counts["event"]


def test_no_register_is_made_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"Number,Title\n")
    with pytest.raises(KnownError, match="Nothing in 'damaged' could be saved"):
        restore_salvaged(tmp_path / "damaged", tmp_path / "new.secdesk", now=NOON)
    assert names(tmp_path) == ["damaged"]


# --- backups made by chance or malice (reliability.md 5 G6) -------------------------------------------------------


class Mutations:
    """Backups changed at random, most of them with every hash made right again so that the change gets far."""

    WORDS = (
        b"null",
        b"0",
        b"-1",
        b"true",
        b'""',
        b"9" * 19,
        b"[]",
        b"{}",
        b"1e9",
        b'"2026-02-30"',
        b'"\xff"',
        b'"\\ud800"',
    )

    def __init__(self, backup: Path, seed: int) -> None:
        self._members = members_of(backup)
        self._whole = backup.read_bytes()
        self._random = Random(seed)

    def make(self) -> bytes:
        """Return the bytes of another changed backup."""
        way = self._random.choice((self._of_bytes, self._of_body, *[self._of_member] * 6))
        return way()

    def _of_bytes(self) -> bytes:
        return self._changed(self._whole)

    def _of_body(self) -> bytes:
        return sealed(self._changed(self._whole[:-64]))

    def _of_member(self) -> bytes:
        members = dict(self._members)
        for _ in range(self._random.randint(1, 3)):
            name = self._random.choice(list(members)[1:])  # whatever the first, the README, says
            way = self._random.choice((self._changed, self._with_another_word, self._with_other_lines))
            members[name] = way(members[name])
        file = io.BytesIO()
        writer = ContainerWriter(file)
        for name, data in members.items():
            writer.add(name, iter([data]))
        writer.finish()
        return file.getvalue()

    def _changed(self, data: bytes) -> bytes:
        other = bytearray(data)
        for _ in range(self._random.randint(1, 4)):
            other = other or bytearray(b"\n")
            place = self._random.randrange(len(other))
            end = place + self._random.randint(0, 6)
            other[place:end] = self._random.randbytes(self._random.randint(0, 6))
        return bytes(other)

    def _with_another_word(self, data: bytes) -> bytes:
        values = list(re.finditer(rb'(?<=":)("[^"]*"|[0-9a-z]+)', data))
        if not values:
            return self._changed(data)
        found = self._random.choice(values)
        word = self._random.choice((*self.WORDS, self._random.choice(values)[0]))
        return data[: found.start()] + word + data[found.end() :]

    def _with_other_lines(self, data: bytes) -> bytes:
        lines = data.split(b"\n")[:-1]
        self._random.choice((self._random.shuffle, lambda found: found.pop() if found else None, list.clear))(lines)
        return b"".join(line + b"\n" for line in lines)


def feed(sound: Path, folder: Path, rounds: int, seed: int) -> int:
    """Try to take in so many changed backups: each is refused in words, or says what it said before the change.

    Returns how many were refused.
    """
    whole = verify_backup(sound).content_hash
    mutations, sentences = Mutations(sound, seed), []
    path, target = folder / "mutated", folder / "new.secdesk"
    for number in range(rounds):
        path.write_bytes(mutations.make())
        try:
            if number % 10:
                open_backup(path).close()
            else:
                restore_as_new(path, target, now=NOON)
        except KnownError as refusal:
            sentences.append(str(refusal))
            assert names(folder) == ["mutated"]
            continue
        assert verify_backup(path).content_hash == whole
        target.unlink(missing_ok=True)
    assert not any("\n" in sentence for sentence in sentences)
    return len(sentences)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    with Register.create(folder / "small.secdesk", who="Analyst One") as register:
        chance = Random(2)
        for kind in ("organisation", "person", "meeting", "proposal", "event", "holiday", "dated_value"):
            with register.change(f"Add {kind}") as session:
                add_one(session, kind, chance)
        return write_backup(register, folder / "small.secdesk-backup", now=NOON).path


def test_two_thousand_changed_backups_are_refused_or_sound_and_none_is_taken_in_part(
    small: Path, tmp_path: Path
) -> None:
    assert feed(small, tmp_path, 2000, seed=6) > 1500


@pytest.mark.heavy
def test_a_hundred_thousand_changed_backups_are_refused_or_sound(small: Path, tmp_path: Path) -> None:
    assert feed(small, tmp_path, 100_000, seed=random.randrange(2**32)) > 75_000


def test_a_changed_backup_with_all_hashes_right_changes_nothing_in_an_open_register(
    register: Register, backup: Path, tmp_path: Path
) -> None:
    state, head = export_state(register), register.chain_head()
    mutations, path = Mutations(backup, 9), tmp_path / "mutated"
    for _ in range(40):
        path.write_bytes(mutations.make())
        try:
            restore(register, path, accept_smaller=True)
        except KnownError:
            assert (export_state(register), register.chain_head()) == (state, head)
            continue
        assert check_file(register) == []
        if register.chain_head() != head:
            undo(register)
            head = register.chain_head()
        assert export_state(register) == state


# --- backups of older versions ------------------------------------------------------------------------------------


@pytest.fixture
def old_backup(register: Register, tmp_path: Path) -> Path:
    """A backup as the first version wrote it: the same records and history in the tables of that version."""
    path = tmp_path / "first.secdesk-backup"
    with register.change("Delete what the first version did not know") as session:
        for kind in set(kinds()) - set(shapes(1)):
            for record in session.query(kinds()[kind]):
                session.delete(record)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old, open(path, "w+b") as file:
        build_schema(old, 1)
        for shape in shapes(1).values():
            old.executemany(insert_statement(shape), read_rows(register.connection, shape))
        for row in register.connection.execute("SELECT sha256, data FROM blob"):
            old.execute("INSERT INTO blob VALUES (?, ?)", row)
        write_content(old, manifest_of(old), file, silent)
    return path


def test_a_backup_of_the_first_version_is_sound_and_restored(
    register: Register, old_backup: Path, tmp_path: Path
) -> None:
    state = export_state(register)
    report = verify_backup(old_backup)
    assert report.is_sound
    assert report.schema_version == 1
    made = restore_as_new(old_backup, tmp_path / "new.secdesk", now=NOON)
    with Register.open(made.path) as new:
        assert export_state(new) == state
        assert write_backup(new, tmp_path / "again", now=NOON).schema_version == newest()
    edit_a_lot(register, 3)
    assert preview_restore(register, old_backup).later == 3
    restore(register, old_backup)
    assert export_state(register) == state


def test_a_damaged_backup_of_the_first_version_still_says_what_is_sound(old_backup: Path) -> None:
    whole = verify_backup(old_backup).counts
    data = bytearray(old_backup.read_bytes())
    data[data.index(b'"uid":"ann"') + 20] = 0
    old_backup.write_bytes(data)
    report = verify_backup(old_backup)
    assert report.damaged
    assert report.counts == whole
