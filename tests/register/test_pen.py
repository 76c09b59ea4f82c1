"""The pen: who goes on with a register is told by every copy, no clock decides, and a hand-over file is a backup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from secdesk.errors import KnownError
from secdesk.exchange.json_form import export_state
from secdesk.register.backup import verify_backup
from secdesk.register.integrity import check_file
from secdesk.register.merge import merge
from secdesk.register.pen import PEN, hand_over, pen_of, take_back
from secdesk.register.progress import Stopped
from secdesk.register.register import Register
from secdesk.register.restored_file import restore_as_new
from secdesk.register.undo import undo
from secdesk.services.records import create_record, update_record

NOON = datetime(2020, 2, 7, 12, 0)
EARLIER = datetime(1999, 2, 7, 12, 0)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "SEC.secdesk", who="Change Lead") as made:
        with made.change("Begin") as session:
            create_record(session, "person", {"name": "Ann"}, uid="ann")
        yield made


def handed(register: Register, to: str = "Ann") -> Register:
    """Pass the pen on and return the next holder's register, made of the hand-over file."""
    report = hand_over(register, to, now=NOON)[1]
    path = register.path.with_name(f"of {to}.secdesk")
    restore_as_new(report.path, path, now=NOON)
    return Register.open(path, who=to)


def test_a_register_that_was_never_passed_on_has_no_pen(register: Register) -> None:
    assert pen_of(register) is None
    with pytest.raises(KnownError, match="here already"):
        take_back(register, now=NOON)


def test_the_hand_over_file_names_holder_day_and_head_and_is_a_sound_backup(register: Register) -> None:
    head = register.chain_head()
    pen, report = hand_over(register, " Ann  Łukasz ", now=NOON)
    assert report.path.name == "SEC handed to Ann Łukasz 2020-02-07.secdesk-backup"
    assert verify_backup(report.path).is_sound
    assert (pen.holder, pen.given_by, (pen.step, pen.head)) == ("Ann Łukasz", "Change Lead", head)
    assert pen_of(register) == pen
    assert pen.words.startswith("The pen of this register is with Ann Łukasz since 7 Feb 2020")
    assert register.chain_head() == head
    assert check_file(register) == []


def test_the_next_holder_reads_the_same_and_is_the_one(register: Register) -> None:
    with handed(register) as theirs:
        pen = pen_of(theirs)
        assert pen is not None
        assert pen == pen_of(register)
        assert pen.is_with(theirs.who)
        assert not pen.is_with(register.who)


def test_passing_it_back_and_merging_brings_it_home(register: Register) -> None:
    with handed(register) as theirs:
        with theirs.change("Rename") as session:
            update_record(session, "person", "ann", {"role": "Chair"})
        back = hand_over(theirs, "Change Lead", now=EARLIER)[1]
    merge(register, back.path, {}, now=NOON)
    pen = pen_of(register)
    assert pen is not None
    assert (pen.holder, pen.turn) == ("Change Lead", 2)
    assert b"Chair" in export_state(register)
    assert check_file(register) == []


@pytest.mark.parametrize("with_work", [True, False])
def test_a_copy_that_comes_back_brings_the_pen_although_nobody_passed_it_on(
    register: Register, with_work: bool
) -> None:
    with handed(register) as theirs:
        if with_work:
            with theirs.change("Rename") as session:
                update_record(session, "person", "ann", {"role": "Chair"})
        path = theirs.path
    merge(register, path, {}, now=NOON)
    pen = pen_of(register)
    assert pen is not None
    assert (pen.holder, pen.given_by, pen.turn) == ("Change Lead", "Ann", 2)
    merge(register, path, {}, now=NOON)
    assert pen_of(register) == pen


def test_an_older_copy_does_not_bring_back_who_held_it_then(register: Register) -> None:
    old = register.path.with_name("old.secdesk")
    hand_over(register, "Ann", now=NOON)
    shutil.copyfile(register.path, old)
    pen = take_back(register, now=EARLIER)
    with register.change("Go on") as session:
        create_record(session, "person", {"name": "Bob"}, uid="bob")
    merge(register, old, {}, now=NOON)
    assert pen_of(register) == pen


def test_the_holder_who_merges_the_givers_copy_keeps_it(register: Register) -> None:
    with handed(register) as theirs:
        before = pen_of(theirs)
        with register.change("After all") as session:
            create_record(session, "person", {"name": "Bob"}, uid="bob")
        merge(theirs, register.path, {}, now=NOON)
        assert pen_of(theirs) == before
        assert b"Bob" in export_state(theirs)


def test_a_copy_of_another_register_says_nothing_about_the_pen(register: Register, tmp_path: Path) -> None:
    other = tmp_path / "other.secdesk"
    with Register.create(other, who="Somebody") as made:
        hand_over(made, "Eve", now=NOON)
    merge(register, other, {}, now=NOON)
    assert pen_of(register) is None


@pytest.mark.parametrize("name", ["", "  ", "\u202e"])
def test_a_hand_over_needs_a_name(register: Register, name: str) -> None:
    with pytest.raises(KnownError):
        hand_over(register, name, now=NOON)
    assert pen_of(register) is None


def test_a_hand_over_file_that_was_lost_is_written_again_and_the_pen_stays_as_it_is(register: Register) -> None:
    pen, first = hand_over(register, "Ann", now=NOON)
    again, second = hand_over(register, "ANN", now=NOON)
    assert again == pen == pen_of(register)
    assert second.path.name == "SEC handed to Ann 2020-02-07 2.secdesk-backup"
    assert second.content_hash == first.content_hash


def test_the_holder_does_not_pass_it_to_themself_and_nobody_but_the_giver_writes_the_file_again(
    register: Register,
) -> None:
    with handed(register) as theirs:
        with pytest.raises(KnownError, match="already"):
            hand_over(theirs, "ann", now=NOON)
        theirs.who = "Somebody"
        with pytest.raises(KnownError, match="already"):
            hand_over(theirs, "ann", now=NOON)


def test_where_the_file_cannot_be_written_the_pen_stays(register: Register, tmp_path: Path) -> None:
    def stop(words: str, done: int, total: int) -> None:
        raise Stopped("Stopped")

    before = sorted(path.name for path in tmp_path.iterdir())
    for target, progress in ((tmp_path / "gone" / "x.secdesk-backup", None), (None, stop)):
        with pytest.raises(KnownError):
            hand_over(register, "Ann", target, now=NOON, **({"progress": progress} if progress else {}))
        assert pen_of(register) is None
        assert register.meta(PEN) == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert check_file(register) == []


def test_undo_takes_no_pen_away_and_a_pen_that_is_no_longer_read_is_none(register: Register) -> None:
    pen = hand_over(register, "Ann", now=NOON)[0]
    undo(register)
    assert pen_of(register) == pen
    wrong = '{"holder":1,"since":"","given_by":"","turn":1,"step":1,"head":""}'
    for text in ("{", "[]", "1", '{"holder":"Ann"}', wrong):
        register.keep_fact(PEN, text)
        assert pen_of(register) is None
