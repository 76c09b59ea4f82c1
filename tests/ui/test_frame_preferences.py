"""Preferences: every choice applies at once, what belongs to the register is one step of its history (ux.md 2.16)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from secdesk.rules.settings import SETTINGS
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk
from secdesk.ui.preferences import SECTIONS, Preferences
from secdesk.ui.settings import Settings
from secdesk.ui.widgets.record_list import RecordList
from tests.ui.desks import OFFSCREEN, named
from tests.ui.frames import Frame, make_sample, open_frame, wait_for

pytestmark = OFFSCREEN


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return open_frame(qtbot, tmp_path, make_sample(tmp_path / "SEC register 2020.secdesk"))


def desk_of(frame: Frame) -> Desk:
    assert frame.window.desk is not None
    return frame.window.desk


def preferences(frame: Frame, section: str = "general") -> Preferences:
    frame.press("Ctrl+,")
    dialog = frame.window.findChild(Preferences)
    assert isinstance(dialog, Preferences)
    dialog.show_section(section)
    return dialog


def type_into(dialog: Preferences, name: str, text: str) -> QLineEdit:
    box = named(dialog, f"preferences.{name}")
    assert isinstance(box, QLineEdit)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    return box


def tick(dialog: Preferences, name: str) -> None:
    button = named(dialog, f"preferences.{name}")
    assert isinstance(button, QAbstractButton)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def choose(dialog: Preferences, name: str, words: str) -> None:
    box = named(dialog, f"preferences.{name}")
    assert isinstance(box, QComboBox)
    box.setFocus()
    for _ in range(box.count()):
        QTest.keyClick(box, Qt.Key.Key_Up)
    while box.currentText() != words:
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_ctrl_comma_opens_it_and_esc_closes_it(qtbot: QtBot, frame: Frame) -> None:
    dialog = preferences(frame)
    assert dialog.isVisible()
    assert [dialog.sections.item(row).text() for row in range(dialog.sections.count())] == [
        texts.PREFERENCE_SECTIONS[key] for key in SECTIONS
    ]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait_for(qtbot, lambda: frame.window.findChild(Preferences) is None)


def test_arrows_go_through_the_sections(frame: Frame) -> None:
    dialog = preferences(frame)
    QTest.keyClick(dialog.sections, Qt.Key.Key_Down)
    assert named(dialog, "preferences.appearance.text").isVisible()


def test_a_name_stands_in_the_history_from_the_next_change_on(frame: Frame) -> None:
    type_into(preferences(frame), "general.name", "Analyst One")
    assert frame.settings.your_name == "Analyst One"
    assert desk_of(frame).register.who == "Analyst One"
    path = desk_of(frame).register.path
    frame.window.files.close()
    assert frame.window.files.open(path)
    assert desk_of(frame).register.who == "Analyst One"


def test_toasts_stay_as_long_as_was_chosen(frame: Frame) -> None:
    dialog = preferences(frame)
    choose(dialog, "general.toasts", "Until dismissed")
    dialog.close()
    desk_of(frame).say("First")
    desk_of(frame).say("Second")
    assert frame.window.toast.notice is not None
    assert frame.window.toast.notice.text == "First"
    assert not frame.window.toast._clock.isActive()
    frame.window.toast.dismiss()
    assert frame.window.toast.notice is not None
    assert frame.window.toast.notice.text == "Second"


def test_the_look_changes_at_once_and_the_view_menu_agrees(frame: Frame) -> None:
    dialog = preferences(frame, "appearance")
    tick(dialog, "appearance.theme.dark")
    assert QApplication.palette().window().color().lightness() < 80
    assert frame.window.menus.actions["scheme.dark"].isChecked()
    choose(dialog, "appearance.text", "120 %")
    assert frame.settings.text_scale == 120
    tick(dialog, "appearance.motion.none")
    assert QApplication.cursorFlashTime() == 0
    tick(dialog, "appearance.contrast.more")
    assert theme.colours_now() is theme.STRONG_DARK
    frame.window.look.choose_motion("system")
    frame.window.look.choose_contrast("system")
    frame.window.look.choose_scheme("light")
    assert QApplication.cursorFlashTime() > 0


def test_rows_become_as_high_as_was_chosen(qtbot: QtBot, frame: Frame) -> None:
    frame.press("Ctrl+2")
    rows = frame.window.places.findChild(RecordList)
    assert isinstance(rows, RecordList)
    heights = []
    for choice in ("compact", "normal", "roomy"):
        frame.choose(f"rows.{choice}")
        assert frame.settings.row_height == choice
        heights.append(rows.verticalHeader().defaultSectionSize())
    assert heights == [28, 32, 40]
    frame.choose("rows.normal")


def test_a_setting_of_the_register_is_one_undo_step_and_holds_from_today(frame: Frame) -> None:
    dialog = preferences(frame, "papers")
    type_into(dialog, "papers.organisation", "Another body")
    desk = desk_of(frame)
    assert desk.in_force.text("organisation") == "Another body"
    assert desk.undo_label == "Setting 'Organisation'"
    dialog.close()
    desk.undo()
    assert desk.in_force.text("organisation") == "SECAS"


def test_the_counting_convention_is_chosen_in_words(frame: Frame) -> None:
    dialog = preferences(frame, "counting")
    tick(dialog, "counting.duration_convention.wd_inclusive")
    assert desk_of(frame).in_force.convention("duration_convention").name == "wd_inclusive"


def test_a_number_that_is_none_is_answered_beside_its_box_and_nothing_is_kept(frame: Frame) -> None:
    dialog = preferences(frame, "register")
    undo = desk_of(frame).undo_label
    box = type_into(dialog, "register.pa_target", "soon")
    problem = named(dialog, "preferences.register.pa_target.problem")
    assert problem.isVisible()
    assert problem.text() == f"{SETTINGS['pa_target'].label} must be a whole number from 0 to 9999"  # type: ignore[attr-defined]
    assert box.text() == "soon"
    assert desk_of(frame).undo_label == undo
    type_into(dialog, "register.pa_target", "20")
    assert not problem.isVisible()
    assert desk_of(frame).in_force.number("pa_target") == 20


def test_every_setting_of_the_register_is_in_some_section(frame: Frame) -> None:
    dialog = preferences(frame)
    for section in SECTIONS:
        dialog.show_section(section)
    names = {each.objectName() for each in dialog.findChildren(QWidget)}
    rules = {key for key in SETTINGS if key.endswith("_meets")}
    missing = {key for key in SETTINGS if not any(f".{key}" in name for name in names)}
    assert missing <= rules


def test_without_a_register_its_sections_say_so(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    dialog = preferences(frame, "counting")
    assert dialog.page("counting").findChildren(QLineEdit) == []
    dialog.close()


def test_the_papers_folder_is_typed_or_chosen_and_must_be_there(frame: Frame, tmp_path: Path) -> None:
    dialog = preferences(frame, "papers")
    type_into(dialog, "papers.folder", str(tmp_path / "gone"))
    assert frame.settings.papers_folder == frame.settings.default_papers_folder
    assert named(dialog, "preferences.papers.folder.problem").isVisible()
    frame.answers.paths.append(tmp_path)
    tick(dialog, "papers.choose")
    assert frame.settings.papers_folder == tmp_path


def test_what_the_person_chose_is_there_the_next_time(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.your_name = "  Change   Lead "
    settings.starts_with = "welcome"
    settings.toast_seconds = 0
    settings.motion = "none"
    settings.contrast = "more"
    settings.row_height = "roomy"
    settings.keep_here(tmp_path / "a.secdesk")
    settings.save()
    again = Settings(tmp_path)
    assert again.your_name == "Change Lead"
    assert (again.starts_with, again.toast_seconds, again.motion) == ("welcome", 0, "none")
    assert (again.contrast, again.row_height) == ("more", "roomy")
    assert again.kept_here == [tmp_path / "a.secdesk"]
