"""The register as at a date: asked for in a line above the content, shown by the whole window, left by one button."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from secdesk.ui.navigation import ENTRIES
from tests.ui.desks import OFFSCREEN, label_text
from tests.ui.frames import TODAY, Frame, clipped, make_sample, open_frame, small, unnamed

pytestmark = OFFSCREEN


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))


def type_day(frame: Frame, text: str) -> None:
    """Ask for a day by the menu and type it, as keys of the window."""
    frame.choose("as_at")
    box = frame.named("frame.as_at.day")
    assert QApplication.focusWidget() is box
    QTest.keyClicks(box, text)
    frame.press("Return")


def day_shown(frame: Frame) -> date:
    assert frame.window.desk is not None
    return frame.window.desk.as_at


def test_a_typed_day_is_shown_by_the_whole_window_and_one_button_leads_back(frame: Frame) -> None:
    type_day(frame, "31 jan 2020")
    assert day_shown(frame) == date(2020, 1, 31)
    assert label_text(frame.window, "frame.info.words") == "You are looking at 31 Jan 2020."
    assert frame.window.status.as_at.text() == "Register as at Fri 31 Jan 2020"
    assert not frame.named("frame.as_at").isVisible()
    back = frame.named("frame.info.offer.0")
    assert isinstance(back, QPushButton)
    assert back.text() == "Back to today"
    back.setFocus()
    frame.press("Space")
    assert day_shown(frame) == TODAY
    assert "looking at" not in label_text(frame.window, "frame.info.words") or not frame.window.info.isVisible()


def test_the_day_in_the_status_bar_asks_for_another(frame: Frame) -> None:
    QTest.mouseClick(frame.window.status.as_at, Qt.MouseButton.LeftButton)
    box = frame.named("frame.as_at.day")
    assert isinstance(box, QLineEdit)
    assert box.isVisible()
    assert box.selectedText() == "7 Feb 2020"


def test_esc_takes_the_line_away_and_changes_nothing(frame: Frame) -> None:
    before = QApplication.focusWidget()
    frame.choose("as_at")
    QTest.keyClicks(frame.named("frame.as_at.day"), "1 jan 2020")
    frame.press("Esc")
    assert not frame.named("frame.as_at").isVisible()
    assert day_shown(frame) == TODAY
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 feb", "Type a day and month, like 31 Jan"),
        ("8 feb 2020", "The register is known up to today. Type an earlier day"),
    ],
)
def test_a_day_that_cannot_be_shown_is_answered_beside_the_box(frame: Frame, typed: str, said: str) -> None:
    type_day(frame, typed)
    assert label_text(frame.window, "frame.as_at.message") == said
    assert frame.named("frame.as_at.day").isVisible()
    assert day_shown(frame) == TODAY


def test_the_state_of_the_file_comes_back_with_today(frame: Frame) -> None:
    before = frame.window.info.state
    type_day(frame, "31 jan 2020")
    assert frame.window.info.state != before
    frame.window.files.state_changed.emit(before)
    assert label_text(frame.window, "frame.info.words") == "You are looking at 31 Jan 2020."
    type_day(frame, "today")
    assert frame.window.info.state == before


@pytest.mark.parametrize("place", [entry.key for entry in ENTRIES if entry.key not in ("home", "papers")])
def test_no_place_changes_the_past(frame: Frame, place: str) -> None:
    desk = frame.window.desk
    assert desk is not None
    head = desk.register.chain_head()
    type_day(frame, "31 jan 2020")
    frame.choose(f"go.{place}")
    open_place = frame.window.places.place
    assert open_place is not None
    action = open_place.primary_action()
    if action is not None:
        action.trigger()
    open_place.new_record()
    assert desk.register.chain_head() == head


def test_nothing_is_changed_by_undo_while_the_past_is_shown(frame: Frame) -> None:
    desk = frame.window.desk
    assert desk is not None
    head = desk.register.chain_head()
    type_day(frame, "31 jan 2020")
    frame.press("Ctrl+Z")
    assert desk.register.chain_head() == head


def test_another_register_begins_with_today(frame: Frame, tmp_path: Path) -> None:
    type_day(frame, "31 jan 2020")
    other = make_sample(tmp_path / "b.secdesk")
    assert frame.window.files.open(other)
    assert day_shown(frame) == TODAY
    assert frame.window.info.state is None or "looking at" not in frame.window.info.state.words
    type_day(frame, "30 jan 2020")
    assert day_shown(frame) == date(2020, 1, 30)


@pytest.mark.parametrize(("width", "height", "larger"), [(1280, 800, 0), (900, 520, 5)])
def test_the_line_fits_the_window(frame: Frame, width: int, height: int, larger: int) -> None:
    for _ in range(larger):
        frame.choose("text_larger")
    frame.window.resize(width, height)
    frame.choose("as_at")
    QTest.qWait(0)
    bar = frame.named("frame.as_at")
    assert unnamed(bar) == []
    assert clipped(bar) == []
    assert small(bar) == []
