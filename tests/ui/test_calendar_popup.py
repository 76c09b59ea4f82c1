"""The calendar under a date box, by keys and by mouse (ux.md 3.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from secdesk.models import FieldInfo
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.calendar_popup import CalendarPopup
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.month_grid import EARLIEST, LATEST, MonthGrid, move_month
from tests.ui.desks import OFFSCREEN, OpenDesk, label_text, named, press, type_keys, unnamed

pytestmark = OFFSCREEN
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    opened.add("meeting", {"body": "PANEL", "date": date(2020, 2, 14)})
    opened.add("meeting", {"body": "CSC", "date": date(2020, 2, 25), "state": "cancelled"})
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot, desk: OpenDesk) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    box = DateEdit(FieldInfo("opened", "Opens", "date"), Lookup(desk, made).reading)
    box.setObjectName("x.opened")
    box.setAccessibleName("Opens")
    other = LineEdit(FieldInfo("note", "Note", "line"))
    other.setObjectName("x.note")
    other.setAccessibleName("Note")
    layout.addWidget(box)
    layout.addWidget(other)
    layout.addStretch(1)
    made.resize(700, 500)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    box.setFocus()
    return made


def box_of(window: QWidget) -> DateEdit:
    box = named(window, "x.opened")
    assert isinstance(box, DateEdit)
    return box


def days_of(window: QWidget) -> MonthGrid:
    grid = named(window, "x.opened.calendar.days")
    assert isinstance(grid, MonthGrid)
    return grid


def spoken(grid: MonthGrid, day: date) -> str:
    for row in range(grid.rowCount()):
        for column in range(grid.columnCount()):
            item = grid.item(row, column)
            if item is not None and str(item.data(Qt.ItemDataRole.AccessibleTextRole)).find(f"{day.day} ") >= 0:
                words = str(item.data(Qt.ItemDataRole.AccessibleTextRole))
                if grid.words_of(day) == words:
                    return words
    return ""


@pytest.mark.parametrize(("key", "held"), [(KEY.Key_Down, ALT), (KEY.Key_F4, Qt.KeyboardModifier.NoModifier)])
def test_keys_open_it_on_the_day_of_the_box(window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    type_keys("4 mar")
    press(key, held)
    grid = days_of(window)
    assert grid.hasFocus()
    assert grid.day == date(2020, 3, 4)
    assert grid.model().headerData(0, Qt.Orientation.Horizontal) == "Mon"
    assert label_text(window, "x.opened.calendar.about") == "Wed 4 Mar 2020 · in 18 WD"


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ([], "2020-02-07"),
        ([(KEY.Key_Right, None)], "2020-02-08"),
        ([(KEY.Key_Left, None)], "2020-02-06"),
        ([(KEY.Key_Down, None)], "2020-02-14"),
        ([(KEY.Key_Up, None), (KEY.Key_Up, None)], "2020-01-24"),
        ([(KEY.Key_Home, None)], "2020-02-03"),
        ([(KEY.Key_End, None)], "2020-02-09"),
        ([(KEY.Key_PageDown, None)], "2020-03-07"),
        ([(KEY.Key_PageUp, None)], "2020-01-07"),
        ([(KEY.Key_PageDown, CONTROL)], "2021-02-07"),
        ([(KEY.Key_PageDown, None), (KEY.Key_Semicolon, CONTROL)], "2020-02-07"),
    ],
)
def test_arrows_go_about_and_enter_chooses(
    window: QWidget, keys: list[tuple[Qt.Key, Qt.KeyboardModifier | None]], day: str
) -> None:
    press(KEY.Key_Down, ALT)
    for key, held in keys:
        press(key, held or Qt.KeyboardModifier.NoModifier)
    press(KEY.Key_Return)
    box = box_of(window)
    assert box.hasFocus()
    assert box.day() == date.fromisoformat(day)
    assert box.is_touched()
    assert not named(window, "x.opened.calendar").isVisible()


@pytest.mark.parametrize("key", [KEY.Key_Escape, KEY.Key_Tab, KEY.Key_F4])
def test_leaving_it_changes_nothing_and_returns_to_the_box(window: QWidget, key: Qt.Key) -> None:
    type_keys("27 feb")
    left: list[bool] = []
    box_of(window).left.connect(lambda: left.append(True))
    press(KEY.Key_F4)
    press(KEY.Key_Down)
    press(key)
    assert box_of(window).hasFocus()
    assert box_of(window).text() == "27 feb"
    assert not named(window, "x.opened.calendar").isVisible()
    assert left == []


def test_a_text_that_is_no_day_stays_when_the_calendar_is_left(window: QWidget) -> None:
    type_keys("31 feb")
    press(KEY.Key_F4)
    assert days_of(window).day == date(2020, 2, 7)
    press(KEY.Key_Escape)
    assert box_of(window).text() == "31 feb"


def test_bank_holidays_and_meetings_are_named_for_the_eye_and_the_ear(window: QWidget) -> None:
    press(KEY.Key_F4)
    grid = days_of(window)
    assert spoken(grid, date(2020, 2, 14)) == "Friday 14 Feb 2020, SEC Panel"
    assert spoken(grid, date(2020, 2, 7)) == "Friday 7 Feb 2020, today"
    assert spoken(grid, date(2020, 2, 25)) == "Tuesday 25 Feb 2020"
    press(KEY.Key_Down)
    assert label_text(window, "x.opened.calendar.about") == "Fri 14 Feb 2020 · in 5 WD · SEC Panel"
    grid.go_to(date(2020, 4, 10))
    assert spoken(grid, date(2020, 4, 10)) == "Friday 10 Apr 2020, Good Friday"
    assert "Good Friday" in (grid.currentItem().toolTip())
    assert label_text(window, "x.opened.calendar.about") == "Fri 10 Apr 2020 is Good Friday · in 44 WD"
    assert named(window, "x.opened.calendar.about").property("role") == "warning"
    assert unnamed(window) == []


def test_the_mouse_opens_turns_and_chooses(window: QWidget) -> None:
    box = box_of(window)
    QTest.mouseClick(box.opener, LEFT)
    after = named(window, "x.opened.calendar.after")
    assert isinstance(after, QToolButton)
    QTest.mouseClick(after, LEFT)
    grid = days_of(window)
    assert grid.day == date(2020, 3, 7)
    QTest.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(grid.model().index(3, 2)).center())
    assert box.text() == "18 Mar 2020"
    assert box.hasFocus()


def test_a_click_elsewhere_closes_it_without_a_choice(window: QWidget) -> None:
    press(KEY.Key_F4)
    QTest.mouseClick(named(window, "x.note"), LEFT, pos=QPoint(5, 5))
    named(window, "x.note").setFocus()
    assert not named(window, "x.opened.calendar").isVisible()
    assert box_of(window).text() == ""


def test_a_locked_box_opens_no_calendar(window: QWidget) -> None:
    box = box_of(window)
    box.lock(True)
    press(KEY.Key_F4)
    assert window.findChildren(CalendarPopup) == []
    assert not box.opener.isVisible()


@pytest.mark.parametrize("size", [(700, 500), (340, 300)])
def test_it_stays_inside_the_window_at_any_size(window: QWidget, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()
    press(KEY.Key_F4)
    shown = named(window, "x.opened.calendar").geometry()
    assert window.rect().contains(shown)
    assert small_buttons(window) == []


def small_buttons(window: QWidget) -> list[str]:
    buttons = [each for each in window.findChildren(QToolButton) if each.isVisible()]
    assert len(buttons) == 3
    return [each.objectName() for each in buttons if min(each.width(), each.height()) < 24]


@given(st.dates(EARLIEST, LATEST), st.integers(-15, 15))
def test_months_never_lead_out_of_the_years_there_are(day: date, months: int) -> None:
    moved = move_month(day, months)
    assert EARLIEST <= moved <= LATEST
    assert abs((moved - day) // timedelta(days=1)) <= 31 * abs(months)
