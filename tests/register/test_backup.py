"""A backup counts once it was read back and compared; until then, and when anything goes wrong, there is none."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from secdesk.errors import KnownError, NotFound
from secdesk.register import backup as backup_module
from secdesk.register import progress as progress_module
from secdesk.register.backup import copy_backup, verify_backup, write_backup
from secdesk.register.backup_content import BackupContent
from secdesk.register.container import DamagedBackup
from secdesk.register.kept_backups import list_backups
from secdesk.register.log import ROOT
from secdesk.register.progress import Stopped
from secdesk.register.register import Register
from secdesk.register.scratch import scratch, sweep
from secdesk.services.records import create_record
from tests.factories import add_one
from tests.register.backup_files import NOON, PDF, make_backup, make_register, sha256_of


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    (tmp_path / "desk").mkdir()
    with make_register(tmp_path / "desk" / "SEC register.secdesk") as register:
        yield register


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_backup(tmp_path_factory.mktemp("sound"))


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir()) if folder.exists() else []


# --- what is written ----------------------------------------------------------------------------------------------


def test_a_backup_tells_what_is_in_it(register: Register, tmp_path: Path) -> None:
    report = write_backup(register, tmp_path / "a.secdesk-backup", now=NOON)
    assert report.is_sound
    assert report.head == register.chain_head()
    assert (report.register_id, report.register_name) == (register.register_id, "SEC register")
    assert report.counts["paper"] == 3
    assert report.records == sum(count for kind, count in report.counts.items() if kind != "dated_value")
    assert report.files == 1
    assert report.paper == "The last issued paper, of 2020-02-04, is stored whole"
    assert report.size == report.path.stat().st_size
    assert verify_backup(report.path) == report


def test_a_backup_in_a_folder_is_named_after_register_time_step_and_hash(register: Register, tmp_path: Path) -> None:
    step, digest = register.chain_head()
    report = write_backup(register, folder=tmp_path / "new" / "backups", now=NOON, occasion="before import")
    assert report.path.name == (f"SEC register 2020-02-04 1200 step {step} {digest[:8]} before import.secdesk-backup")
    assert names(tmp_path / "new" / "backups") == [report.path.name]


def test_equal_registers_give_equal_bytes(register: Register, tmp_path: Path) -> None:
    one = write_backup(register, tmp_path / "one", now=NOON)
    register.save_draft("proposal", "abc", "issue", "half a sentence")
    register.connection.execute("VACUUM")
    two = write_backup(register, folder=tmp_path / "two", now=NOON + timedelta(days=900))
    assert one.path.read_bytes() == two.path.read_bytes()
    with register.change("One more") as session:
        create_record(session, "person", {"name": "Zoë"})
    assert write_backup(register, tmp_path / "three", now=NOON).content_hash != one.content_hash


def test_unfinished_text_is_left_out(register: Register, tmp_path: Path) -> None:
    register.save_draft("proposal", "abc", "issue", "MARKER of a draft")
    data = write_backup(register, tmp_path / "a", now=NOON).path.read_bytes()
    assert b"MARKER" not in data
    assert b"Ann \xc5\x81ukasz" in data


@pytest.mark.skipif(os.name == "nt", reason="folders decide who may read on Windows")
def test_only_its_owner_can_read_a_backup(register: Register, tmp_path: Path) -> None:
    seen: set[int] = set()

    def look(words: str, done: int, total: int) -> None:
        seen.update(item.stat().st_mode & 0o077 for item in (tmp_path / "kept").iterdir())

    before = os.umask(0)
    try:
        report = write_backup(register, folder=tmp_path / "kept", now=NOON, progress=look)
    finally:
        os.umask(before)
    assert seen == {0}
    assert report.path.stat().st_mode & 0o777 == 0o600
    assert report.path.parent.stat().st_mode & 0o777 == 0o700


def test_an_empty_register_can_be_backed_up(tmp_path: Path) -> None:
    with Register.create(tmp_path / "a.secdesk") as register:
        report = write_backup(register, tmp_path / "a.secdesk-backup", now=NOON)
    assert report.is_sound
    assert (report.head, report.newest_change, report.records) == ((0, ROOT), "", 0)
    assert report.paper == "There is no issued paper to make again"


def test_a_read_only_register_can_be_backed_up_while_another_has_it_open(register: Register, tmp_path: Path) -> None:
    with Register.open(register.path, read_only=True) as reader:
        report = write_backup(reader, tmp_path / "a", now=NOON)
    assert report.head == register.chain_head()


def test_only_a_backup_of_the_same_register_is_replaced(register: Register, tmp_path: Path) -> None:
    target = tmp_path / "a.secdesk-backup"
    write_backup(register, target, now=NOON)
    with register.change("One more") as session:
        create_record(session, "person", {"name": "Zoë"})
    assert write_backup(register, target, now=NOON).head == verify_backup(target).head == register.chain_head()
    with Register.create(tmp_path / "other.secdesk") as other:
        for taken in (target, register.path, tmp_path / "desk"):
            before = taken.read_bytes() if taken.is_file() else b""
            with pytest.raises(KnownError, match="no backup of this register"):
                write_backup(other, taken, now=NOON)
            assert not before or taken.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(register: Register, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        write_backup(register, tmp_path / "nowhere" / "a.secdesk-backup", now=NOON)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(KnownError):
        write_backup(register, folder=tmp_path / "file" / "folder", now=NOON)


# --- the last issued paper ----------------------------------------------------------------------------------------


def test_the_last_issued_paper_is_made_again(tmp_path: Path) -> None:
    from secdesk.models import Blob, Paper

    made: list[tuple[bytes, bytes]] = []

    def remake(tree: bytes, file: bytes) -> bool:
        made.append((tree, file))
        return file == PDF

    with make_register(tmp_path / "a.secdesk") as register:
        with register.change("Issue another") as session:
            for data in (b"tree", b"other tree"):
                session.add(Blob(sha256=sha256_of(data), data=data))
            for day, tree in ((7, b"tree"), (5, b"other tree")):
                names = {"frozen_tree": sha256_of(tree), "frozen_file": sha256_of(PDF)}
                session.add(Paper(paper_kind="other", issued=NOON.date().replace(day=day), **names))
        report = write_backup(register, tmp_path / "a", now=NOON, remake=remake)
        assert report.paper == (
            "The last issued paper, of 2020-02-07, was made again from its frozen content and is the same"
        )
        other = write_backup(register, tmp_path / "b", now=NOON, remake=lambda tree, file: False)
    assert made == [(b"tree", PDF)]
    assert other.paper.endswith("this version of secdesk makes another file of its frozen content")
    assert other.is_sound


# --- verifying before it counts -----------------------------------------------------------------------------------


def spoil_written(monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]) -> None:
    """Let something happen to the written file after it was written and before it is read back."""
    original = backup_module.write_content

    def write(connection: sqlite3.Connection, manifest: object, file: object, progress: object) -> str:
        digest = original(connection, manifest, file, progress)  # type: ignore[arg-type]
        file.flush()  # type: ignore[attr-defined]
        spoil(Path(file.name))  # type: ignore[attr-defined]
        return digest

    monkeypatch.setattr(backup_module, "write_content", write)


def spoil_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


@pytest.mark.parametrize("other", [False, True])
def test_a_backup_that_does_not_come_back_as_the_register_is_not_kept(
    register: Register, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: bool
) -> None:
    target = tmp_path / "kept" / "a.secdesk-backup"
    target.parent.mkdir()
    write_backup(register, target, now=NOON)
    before = target.read_bytes()
    with register.change("One more") as session:
        create_record(session, "person", {"name": "Zoë"})
    spoil_written(monkeypatch, lambda path: path.write_bytes(sound.read_bytes()) if other else spoil_a_byte(path))
    with pytest.raises(KnownError):
        write_backup(register, target, now=NOON)
    assert target.read_bytes() == before
    assert [name for name in names(target.parent) if name.endswith(("backup", "part"))] == [target.name]


def test_a_damaged_register_is_backed_up_under_a_name_that_says_so(tmp_path: Path) -> None:
    path, folder = tmp_path / "a.secdesk", tmp_path / "kept"
    with make_register(path) as register:
        for number in range(30):
            write_backup(register, folder=folder, now=NOON + timedelta(minutes=number), thinning=False)
        with register.change("One more") as session:
            create_record(session, "person", {"name": "Zoë"})
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE person SET name='Eve' WHERE uid='ann'")
        other.commit()
    with Register.open(path) as register:
        report = write_backup(register, folder=folder, now=NOON + timedelta(days=9))
    assert [finding.sentence for finding in report.findings] == [
        "Person 'ann' was changed outside secdesk or is damaged"
    ]
    assert report.findings[0].record == "ann"
    assert not report.is_sound
    assert not report.damaged
    assert report.path.name.endswith(" unsound.secdesk-backup")
    assert len(names(folder)) == 31
    assert verify_backup(report.path).findings == report.findings


def test_a_register_with_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    with make_register(tmp_path / "a.secdesk") as register:
        register.connection.execute("PRAGMA foreign_keys=OFF")
        register.connection.execute("DELETE FROM event")
        report = write_backup(register, tmp_path / "a", now=NOON)
    assert "Records of kind 'vote_count' point to records that are not in the register" in [
        finding.sentence for finding in report.findings
    ]


def test_a_register_with_text_that_is_none_cannot_be_backed_up_and_says_so(tmp_path: Path) -> None:
    with make_register(tmp_path / "a.secdesk") as register:
        register.connection.execute("UPDATE person SET note=CAST(x'ff41' AS TEXT) WHERE uid='ann'")
        with pytest.raises(KnownError, match=r"a\.secdesk"):
            write_backup(register, folder=tmp_path / "kept", now=NOON)
    assert names(tmp_path / "kept") == []


# --- keeping ------------------------------------------------------------------------------------------------------


def test_older_backups_make_room_for_newer_ones(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    removed = 0
    for number in range(24):
        with register.change(f"Add {number}") as session:
            create_record(session, "person", {"name": f"Person {number}"})
        report = write_backup(register, folder=folder, now=NOON + timedelta(hours=6 * number))
        removed += len(report.removed)
        assert report.path.exists()
        assert not any(path.exists() for path in report.removed)
    kept = list_backups(folder)
    assert removed == 24 - len(kept) > 0
    assert kept[-1].step == register.chain_head()[0]
    assert len({each.made.date() for each in kept}) == 7


def test_thinning_can_be_turned_off_and_leaves_other_files_alone(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "mine.secdesk-backup").write_text("mine")
    for number in range(24):
        with register.change(f"Add {number}") as session:
            create_record(session, "person", {"name": f"Person {number}"})
        write_backup(register, folder=folder, now=NOON + timedelta(hours=6 * number), thinning=False)
    assert len(list_backups(folder)) == 24
    report = write_backup(register, folder=folder, now=NOON + timedelta(days=30))
    assert report.removed
    assert (folder / "mine.secdesk-backup").read_text() == "mine"


def test_backups_of_a_branch_that_was_left_are_never_thinned(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    shutil.copy(register.path, tmp_path / "branch.secdesk")
    with Register.open(tmp_path / "branch.secdesk") as branch:
        for number in range(15):
            with branch.change(f"Add {number}") as session:
                create_record(session, "person", {"name": f"Person {number}"})
            write_backup(branch, folder=folder, now=NOON + timedelta(minutes=number), thinning=False)
    for day in range(1, 20):
        with register.change(f"Add {day}") as session:
            create_record(session, "person", {"name": f"Other {day}"})
        report = write_backup(register, folder=folder, now=NOON + timedelta(days=day))
        assert not [path for path in report.removed if path.name.startswith("branch")]
    assert len([each for each in list_backups(folder) if each.path.name.startswith("branch")]) == 15


def test_a_sound_backup_is_copied_to_a_second_place_and_a_damaged_one_is_not(sound: Path, tmp_path: Path) -> None:
    copied = copy_backup(sound, tmp_path)
    assert copied.read_bytes() == sound.read_bytes()
    spoil_a_byte(copied)
    (tmp_path / "third").mkdir()
    with pytest.raises(DamagedBackup):
        copy_backup(copied, tmp_path / "third")
    with pytest.raises(KnownError, match="cannot be written to"):
        copy_backup(sound, tmp_path / "nowhere")
    assert names(tmp_path / "third") == []


# --- stopping, killing, full disks --------------------------------------------------------------------------------


def test_stopping_at_any_moment_leaves_nothing_behind(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    calls: list[str] = []
    write_backup(register, tmp_path / "whole", now=NOON, progress=lambda words, done, total: calls.append(words))
    assert {"Copying the register", "Reading the register", "Checking the backup", "Checking the history"} <= set(calls)
    for stop in range(0, len(calls), max(len(calls) // 40, 1)):
        left = [stop]

        def give_up(words: str, done: int, total: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Stopped("Stopped")

        with pytest.raises(Stopped):
            write_backup(register, folder=folder, now=NOON, progress=give_up)
        assert names(folder) == []
    assert write_backup(register, folder=folder, now=NOON).is_sound


def test_stopping_while_sqlite_copies_leaves_nothing_behind(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_module, "_SQLITE_STEPS", 1)
    calls = 0

    def give_up(words: str, done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 20:
            raise Stopped("Stopped")

    with pytest.raises(Stopped):
        write_backup(register, folder=tmp_path / "kept", now=NOON, progress=give_up)
    assert calls == 20
    assert names(tmp_path / "kept") == []
    with register.change("Go on") as session:
        create_record(session, "person", {"name": "Zoë"})


def test_what_a_killed_program_left_is_removed_and_what_a_living_one_needs_stays(tmp_path: Path) -> None:
    with scratch(tmp_path) as living:
        living.file("copy")
        dead = "0123456789abcdef"
        for name in (f".{dead}.ticket.secdesk-part", f".{dead}.copy.secdesk-part", f".{dead}.backup.secdesk-part"):
            (tmp_path / name).touch()
        (tmp_path / ".aaaaaaaaaaaaaaaa.secdesk-part").touch()
        (tmp_path / "mine").touch()
        sweep(tmp_path)
        assert len(names(tmp_path)) == 4
        assert not any(dead in name for name in names(tmp_path))
    assert names(tmp_path) == [".aaaaaaaaaaaaaaaa.secdesk-part", "mine"]


WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from secdesk.register.backup import write_backup
from secdesk.register.register import Register

with Register.open(Path(sys.argv[1]), read_only=True) as register:
    print("open", flush=True)
    while True:
        write_backup(register, Path(sys.argv[2]), now=datetime(2020, 2, 4))
        write_backup(register, folder=Path(sys.argv[3]), now=datetime(2020, 2, 4))
"""


def kill_backups(register: Register, folder: Path, rounds: int) -> None:
    folder.mkdir()
    target, kept = folder / "a.secdesk-backup", folder / "kept"
    write_backup(register, target, now=NOON)
    before = target.read_bytes()
    chance = random.Random(4)
    for _ in range(rounds):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(register.path), str(target), str(kept)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"open\n"
        time.sleep(chance.uniform(0, 0.3))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        assert target.read_bytes() == before
        assert all(verify_backup(each.path).is_sound for each in list_backups(kept))
    write_backup(register, target, now=NOON)
    write_backup(register, folder=kept, now=NOON)
    assert names(folder) == [target.name, "kept"]
    assert not [name for name in names(kept) if name.endswith("part")]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")
def test_a_killed_backup_leaves_the_old_one_or_the_new_one_and_the_next_one_cleans_up(
    register: Register, tmp_path: Path
) -> None:
    kill_backups(register, tmp_path / "there", 4)


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")
def test_five_hundred_killed_backups_leave_no_half_one(register: Register, tmp_path: Path) -> None:
    kill_backups(register, tmp_path / "there", 500)


FULL = """
import resource, sys
from datetime import datetime
from pathlib import Path
from secdesk.errors import KnownError
from secdesk.register.backup import write_backup
from secdesk.register.register import Register

with Register.open(Path(sys.argv[1]), read_only=True) as register:
    for size in map(int, sys.argv[3:]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        try:
            write_backup(register, Path(sys.argv[2]), now=datetime(2020, 2, 4))
            print("written")
        except KnownError as error:
            print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits on files are of POSIX systems")
def test_a_full_disk_is_told_with_what_is_needed_and_leaves_the_old_backup(register: Register, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "a.secdesk-backup"
    size = write_backup(register, target, now=NOON).size
    before = target.read_bytes()
    copy = register.path.stat().st_size
    sizes = [0, 1000, 10_000, size // 2, size - 1, copy - 5000]
    told = subprocess.run(
        [sys.executable, "-c", FULL, str(register.path), str(target), *map(str, sizes)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stderr == ""
    lines = told.stdout.splitlines()
    assert len(lines) == len(sizes)
    assert [line for line in lines if "The backup could not be written" not in line or "MB is needed" not in line] == []
    assert target.read_bytes() == before
    assert names(target.parent) == [target.name]


@contextmanager
def nobody() -> Iterator[None]:
    """Be a person who may not write everywhere, also where the tests are run by the superuser."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach; the folders of other tests are their owner's alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX systems")
def test_a_folder_that_cannot_be_written_to_is_named(register: Register, open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o555)
    with nobody():
        with pytest.raises(KnownError, match=r"cannot be written to \(.+\)\. Choose another folder"):
            write_backup(register, closed / "a.secdesk-backup", now=NOON)
        with pytest.raises(KnownError, match=r"cannot be written to \(.+\)\. Choose another folder"):
            write_backup(register, folder=closed / "deeper", now=NOON)
    assert names(closed) == []


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX systems")
def test_a_register_in_a_folder_that_cannot_be_written_to_is_backed_up_elsewhere(
    register: Register, open_folder: Path
) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    copy = Path(shutil.copy(register.path, closed / "a.secdesk"))
    copy.chmod(0o444)
    closed.chmod(0o555)
    (open_folder / "mine").mkdir()
    (open_folder / "mine").chmod(0o777)
    with nobody(), Register.open(copy, read_only=True) as reader:
        report = write_backup(reader, folder=open_folder / "mine", now=NOON)
    assert report.is_sound


EDITOR = """
import sys
from pathlib import Path
from secdesk.errors import RegisterHeld
from secdesk.register.register import Register
from secdesk.services.records import create_record

with Register.open(Path(sys.argv[1])) as register:
    print("open", flush=True)
    while True:
        try:
            with register.change("Add two") as session:
                uid = create_record(session, "organisation", {"name": "Party", "note": "x" * 500})
                create_record(session, "person", {"name": "Somebody", "organisation": uid})
        except RegisterHeld:
            pass
"""


def test_a_register_that_is_being_edited_is_backed_up_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.secdesk"
    make_register(path).close()
    child = subprocess.Popen([sys.executable, "-c", EDITOR, str(path)], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"open\n"
        with Register.open(path, read_only=True) as reader:
            reports = [write_backup(reader, folder=tmp_path / "kept", now=NOON, thinning=False) for _ in range(6)]
    finally:
        child.kill()
        child.wait()
        assert child.stdout is not None
        child.stdout.close()
    assert all(report.is_sound for report in reports)
    steps = [report.head[0] for report in reports]
    assert steps == sorted(steps)
    assert steps[-1] > steps[0]
    assert {report.counts["organisation"] - report.head[0] for report in reports} == {2 - 8}


# --- damage: what is still sound ----------------------------------------------------------------------------------


def test_a_damaged_backup_says_which_records_are_sound(sound: Path, tmp_path: Path) -> None:
    data = sound.read_bytes()
    place = data.index(b'"uid":"ann"') + 20
    (tmp_path / "damaged").write_bytes(data[:place] + b"\x00" + data[place + 1 :])
    report = verify_backup(tmp_path / "damaged")
    whole = verify_backup(sound)
    assert report.damaged
    assert not report.is_sound
    assert "do not match the hash" in report.findings[0].sentence
    assert report.counts == report.expected == whole.counts  # the lost line is made up for by the history
    assert report.files == 1
    assert (report.head, report.register_id) == (whole.head, whole.register_id)


def test_a_record_lost_with_its_history_is_named_and_all_others_are_sound(sound: Path, tmp_path: Path) -> None:
    data = sound.read_bytes().replace("Ann Łukasz".encode(), "Eve Łukasz".encode())
    (tmp_path / "damaged").write_bytes(data)
    report = verify_backup(tmp_path / "damaged")
    assert report.expected["person"] - report.counts["person"] == 1
    assert {**report.counts, "person": 0} == {**report.expected, "person": 0}
    assert ("person", "ann") in [(finding.kind, finding.record) for finding in report.findings]


def test_of_a_backup_cut_off_in_the_middle_the_first_records_are_sound(sound: Path, tmp_path: Path) -> None:
    data = sound.read_bytes()
    whole = verify_backup(sound).counts
    found = []
    for part in range(0, 100, 7):
        (tmp_path / "cut").write_bytes(data[: len(data) * part // 100])
        try:
            counts = verify_backup(tmp_path / "cut").counts
        except KnownError:
            counts = {}
        assert all(counts[kind] <= whole[kind] for kind in counts)
        found.append(sum(counts.values()))
    assert found == sorted(found)
    assert found[0] == 0 < found[-1]


def test_any_other_file_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        verify_backup(tmp_path / "gone")
    for number, content in enumerate((b"", b"Number,Title\n", b"PK\x03\x04" + b"\xff" * 5000, b'{"uid":"x"}\n')):
        (tmp_path / str(number)).write_bytes(content)
        with pytest.raises(KnownError):
            verify_backup(tmp_path / str(number))


# --- large registers ----------------------------------------------------------------------------------------------


def peak_memory(folder: Path, records: int) -> int:
    """Return the most memory that Python took while a register of so many records was backed up and verified."""
    path = folder / f"{records}.secdesk"
    chance = Random(1)
    with Register.create(path) as register:
        for start in range(0, records, 100):
            with register.change(f"Add from {start}") as session:
                for _ in range(100):
                    add_one(session, "organisation", chance)
    with Register.open(path, read_only=True) as register:
        tracemalloc.start()
        try:
            write_backup(register, folder / f"{records}.secdesk-backup", now=NOON)
            verify_backup(folder / f"{records}.secdesk-backup")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.heavy
def test_ten_thousand_records_take_no_more_memory_than_a_thousand(tmp_path: Path) -> None:
    peak_memory(tmp_path, 100)  # what is made once for all
    assert peak_memory(tmp_path, 10_000) < 1.5 * peak_memory(tmp_path, 1_000)


def test_the_time_of_day_in_a_name_is_the_one_that_was_given(register: Register, tmp_path: Path) -> None:
    report = write_backup(register, folder=tmp_path, now=datetime(2099, 12, 31, 23, 59))
    assert list_backups(tmp_path)[0].made == datetime(2099, 12, 31, 23, 59)
    with BackupContent.open(report.path) as content:
        assert content.manifest.newest_change < "2090"
