"""The pen in the window: who holds it is said, it is handed over and taken, and it locks nothing (peers.md 17)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from secdesk.register.backup import verify_backup
from secdesk.register.pen import hand_over, pen_of
from secdesk.register.register import Register
from secdesk.register.restored_file import restore_as_new
from secdesk.services.records import create_record
from secdesk.ui.safety import words
from secdesk.ui.safety.hand_over_dialog import HandOverDialog, TakePenDialog
from tests.ui.access import Setting, settle
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, open_frame, wait_for
from tests.ui.safety_desk import (
    SETTINGS,
    add_person,
    desk_of,
    dialog,
    faults_of,
    find,
    part,
    press,
    state_of,
    undo,
    words_of,
)

pytestmark = OFFSCREEN
NOON = datetime(2020, 2, 7, 12, 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a register in which two people worked."""
    path = tmp_path / "SEC.secdesk"
    for who in ("Analyst Two", "Change Lead"):
        opened = Register.open(path, who=who) if path.exists() else Register.create(path, who=who)
        with opened as register, register.change(f"By {who}") as session:
            create_record(session, "person", {"name": f"Added by {who}"})
    return path


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path, path: Path) -> Frame:
    return open_as(qtbot, tmp_path / "lead", path, "Change Lead")


def open_as(qtbot: QtBot, folder: Path, path: Path | None, who: str) -> Frame:
    """Show a window of somebody, on a register or on Welcome."""
    folder.mkdir()
    frame = open_frame(qtbot, folder)
    frame.settings.your_name = who
    if path is not None:
        assert frame.window.files.open(path), frame.answers.refused
    return frame


def hand_to(qtbot: QtBot, frame: Frame, name: str, target: Path) -> None:
    """Choose File > Hand over the pen, type a name, and choose the file."""
    frame.choose("hand_over")
    found = dialog(qtbot, frame, "hand_over")
    assert isinstance(found, HandOverDialog)
    found.box.setEditText(name)
    frame.answers.paths.append(target)
    press(found, "hand_over.choose")
    settle()


def bar(frame: Frame) -> str:
    return frame.window.info.state.words if frame.window.info.state is not None else ""


def test_a_register_that_was_never_passed_on_has_no_bar(frame: Frame) -> None:
    assert bar(frame) == ""
    assert pen_of(desk_of(frame).register) is None


def test_handing_over_writes_a_sound_file_and_the_bar_says_who_holds_the_pen(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    target = tmp_path / "for two.secdesk-backup"
    steps = desk_of(frame).register.chain_head()
    hand_to(qtbot, frame, "Analyst Two", target)
    assert verify_backup(target).is_sound
    pen = pen_of(desk_of(frame).register)
    assert pen is not None
    assert (pen.holder, pen.given_by) == ("Analyst Two", "Change Lead")
    assert bar(frame) == words.PEN_BAR.format(pen=pen.words)
    assert desk_of(frame).register.chain_head() == steps, "it is no step of the history"
    assert frame.window.notices.texts()[0] == "Pen handed over to Analyst Two"
    add_person(desk_of(frame), "Ann")
    assert frame.answers.refused == [], "the pen locks nothing"


def test_the_people_of_the_register_are_offered_without_this_one(qtbot: QtBot, frame: Frame) -> None:
    frame.choose("hand_over")
    box = part(dialog(qtbot, frame, "hand_over"), "hand_over.who", QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["Analyst Two"]
    assert box.currentText() == ""


def test_a_file_that_was_lost_is_written_again_and_the_pen_stays_as_it_is(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    hand_to(qtbot, frame, "Analyst Two", tmp_path / "one.secdesk-backup")
    before = pen_of(desk_of(frame).register)
    hand_to(qtbot, frame, "Analyst Two", tmp_path / "two.secdesk-backup")
    assert verify_backup(tmp_path / "two.secdesk-backup").is_sound
    assert pen_of(desk_of(frame).register) == before


def test_a_hand_over_needs_a_name_and_can_be_given_up(qtbot: QtBot, frame: Frame) -> None:
    frame.choose("hand_over")
    found = dialog(qtbot, frame, "hand_over")
    press(found, "hand_over.choose")
    assert words_of(found, "hand_over.problem") == words.NO_NEXT_HOLDER
    assert find(frame, "hand_over") is found
    press(found, "hand_over.cancel")
    frame.choose("hand_over")
    found = dialog(qtbot, frame, "hand_over")
    assert isinstance(found, HandOverDialog)
    found.box.setEditText("Analyst Two")
    frame.answers.paths.append(None)  # Cancel where the file is asked for
    press(found, "hand_over.choose")
    assert pen_of(desk_of(frame).register) is None


def test_where_the_file_cannot_be_written_the_pen_stays(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    taken = tmp_path / "taken.secdesk-backup"
    taken.write_text("mine", encoding="utf-8")
    hand_to(qtbot, frame, "Analyst Two", taken)
    assert "is no backup of this register" in frame.answers.refused[0]
    assert pen_of(desk_of(frame).register) is None
    assert taken.read_text(encoding="utf-8") == "mine"
    assert bar(frame) == ""


def test_what_is_not_recorded_is_told_before_it_stays_behind(qtbot: QtBot, frame: Frame) -> None:
    desk_of(frame).register.save_draft("person", "ann", "role", "half ty")
    frame.choose("hand_over")
    found = dialog(qtbot, frame, "hand_over")
    assert words_of(found, "hand_over.warning") == words.DRAFTS_NOT_HANDED.format(drafts="1 half-typed text")


def test_the_next_holder_takes_the_pen_with_the_file_and_has_all_of_the_history(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    target = tmp_path / "for two.secdesk-backup"
    hand_to(qtbot, frame, "Analyst Two", target)
    before, head = state_of(desk_of(frame)), desk_of(frame).register.chain_head()
    other = open_as(qtbot, tmp_path / "two", None, "Analyst Two")
    other.answers.paths += [target, tmp_path / "two" / "SEC.secdesk"]
    other.choose("take_pen")
    assert desk_of(other).register.path == tmp_path / "two" / "SEC.secdesk"
    assert (state_of(desk_of(other)), desk_of(other).register.chain_head()) == (before, head)
    assert bar(other) == "", "the pen is here"


def returned(frame: Frame, tmp_path: Path, adds: str) -> Path:
    """Return the copy in which the next holder went on, and which nobody passed back."""
    made = tmp_path / "of two.secdesk"
    handed = hand_over(desk_of(frame).register, "Analyst Two", tmp_path / "file.secdesk-backup", now=NOON)[1]
    restore_as_new(handed.path, made, now=NOON)
    if adds:
        with Register.open(made, who="Analyst Two") as register, register.change("Away") as session:
            create_record(session, "person", {"name": adds})
    frame.window.keeping.pen.refresh()
    return made


def take_with(qtbot: QtBot, frame: Frame, copy: Path) -> None:
    frame.choose("take_pen")
    found = dialog(qtbot, frame, "take_pen")
    assert isinstance(found, TakePenDialog)
    assert "is with Analyst Two since" in part(found, "take_pen.line.0", QLabel).text()
    frame.answers.paths.append(copy)
    press(found, "take_pen.copy")


def test_their_copy_brings_the_pen_home_with_what_they_changed(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    copy = returned(frame, tmp_path, "Added away")
    assert bar(frame)
    take_with(qtbot, frame, copy)
    press(dialog(qtbot, frame, "merge"), "merge.merge")
    wait_for(qtbot, lambda: bar(frame) == "")
    assert b"Added away" in state_of(desk_of(frame))
    pen = pen_of(desk_of(frame).register)
    assert pen is not None
    assert pen.is_with("Change Lead")


def test_their_copy_brings_the_pen_home_although_they_changed_nothing(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    take_with(qtbot, frame, returned(frame, tmp_path, ""))
    wait_for(qtbot, lambda: bar(frame) == "")
    assert words.NOTHING_TO_MERGE in frame.window.notices.texts()


def test_the_pen_can_be_taken_without_their_copy(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    returned(frame, tmp_path, "")
    settle()
    press(frame.window, "frame.info.offer.0")
    press(dialog(qtbot, frame, "take_pen"), "take_pen.without")
    assert bar(frame) == ""
    assert frame.window.notices.texts()[0] == words.PEN_TAKEN


def test_cancel_takes_nothing(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    returned(frame, tmp_path, "")
    before = pen_of(desk_of(frame).register)
    frame.choose("take_pen")
    press(dialog(qtbot, frame, "take_pen"), "take_pen.cancel")
    assert pen_of(desk_of(frame).register) == before
    assert bar(frame)


def test_a_file_handed_back_is_merged_where_the_pen_was_taken_meanwhile(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    copy = returned(frame, tmp_path, "Added away")
    with Register.open(copy, who="Analyst Two") as theirs:
        back = hand_over(theirs, "Change Lead", tmp_path / "back.secdesk-backup", now=NOON)[1].path
    frame.choose("take_pen")
    press(dialog(qtbot, frame, "take_pen"), "take_pen.without")
    frame.answers.paths.append(back)
    frame.choose("take_pen")
    press(dialog(qtbot, frame, "merge"), "merge.merge")
    wait_for(qtbot, lambda: b"Added away" in state_of(desk_of(frame)))
    assert bar(frame) == ""


def test_undoing_the_merge_that_brought_it_leaves_the_pen_here(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    take_with(qtbot, frame, returned(frame, tmp_path, "Added away"))
    press(dialog(qtbot, frame, "merge"), "merge.merge")
    wait_for(qtbot, lambda: bar(frame) == "")
    undo(qtbot, frame)
    assert b"Added away" not in state_of(desk_of(frame))
    assert bar(frame) == ""


def test_another_day_is_said_before_the_pen_and_the_pen_comes_back_with_today(
    frame: Frame, tmp_path: Path
) -> None:
    returned(frame, tmp_path, "")
    told = bar(frame)
    desk_of(frame).look_at(date(2020, 1, 31))
    assert bar(frame).startswith("You are looking at 31 Jan 2020")
    desk_of(frame).look_at(desk_of(frame).today)
    assert bar(frame) == told


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_both_dialogs_fit_and_can_be_read_aloud(qtbot: QtBot, frame: Frame, tmp_path: Path, setting: Setting) -> None:
    desk_of(frame).register.save_draft("person", "ann", "role", "half ty")
    frame.choose("hand_over")
    found = dialog(qtbot, frame, "hand_over")
    press(found, "hand_over.choose")
    assert faults_of(frame, found, setting) == []
    found.reject()
    returned(frame, tmp_path, "")
    frame.choose("take_pen")
    found = dialog(qtbot, frame, "take_pen")
    assert faults_of(frame, found, setting) == []
    found.reject()
