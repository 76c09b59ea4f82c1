"""The toast: one at a time, gone by itself, reachable, never the only copy."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from secdesk.ui.widgets.info_bar import BarState, InfoBar
from secdesk.ui.widgets.toast import STAYS_MS, Notice, Toast
from tests.ui.desks import OFFSCREEN

pytestmark = OFFSCREEN


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(QLineEdit())
    page.resize(800, 400)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def toast(page: QWidget) -> Toast:
    return Toast(page)


def test_a_notice_lies_at_the_bottom_in_the_middle_and_follows_the_window(
    qtbot: QtBot, page: QWidget, toast: Toast
) -> None:
    toast.show_notice(Notice("12 decisions recorded"))
    assert abs(toast.geometry().center().x() - page.width() // 2) <= 1
    page.resize(600, 300)
    qtbot.waitUntil(lambda: abs(toast.geometry().center().x() - 300) <= 1)
    assert toast.geometry().bottom() < 300


def test_it_stays_eight_seconds_and_no_longer(qtbot: QtBot, toast: Toast) -> None:
    toast.show_notice(Notice("Backup saved, 2.1 MB"))
    assert toast._clock.isActive()
    assert toast._clock.interval() == STAYS_MS == 8000
    toast._clock.timeout.emit()
    assert toast.isHidden()
    assert toast.notice is None


def test_the_clock_stands_still_while_the_toast_has_the_focus(qtbot: QtBot, page: QWidget, toast: Toast) -> None:
    toast.show_notice(Notice("MP077 converted", "Undo", lambda: None))
    toast.setFocus()
    qtbot.waitUntil(lambda: not toast._clock.isActive())
    page.findChild(QLineEdit).setFocus()  # type: ignore[union-attr]
    qtbot.waitUntil(toast._clock.isActive)


def test_the_newest_notice_takes_the_place_of_the_last(qtbot: QtBot, toast: Toast) -> None:
    shown: list[str] = []
    toast.shown.connect(lambda notice: shown.append(notice.text))
    for number in range(3):
        toast.show_notice(Notice(f"Notice {number}"))
    assert toast.notice is not None
    assert toast.notice.text == "Notice 2"
    assert shown == ["Notice 0", "Notice 1", "Notice 2"]


def test_notices_wait_while_the_person_is_at_the_toast(qtbot: QtBot, toast: Toast) -> None:
    toast.show_notice(Notice("First"))
    toast.setFocus()
    for number in range(5):
        toast.show_notice(Notice(f"Later {number}"))
    assert toast.notice is not None
    assert toast.notice.text == "First"
    seen = []
    while toast.notice is not None:
        seen.append(toast.notice.text)
        toast.dismiss()
    assert seen == ["First", "Later 2", "Later 3", "Later 4"]


def test_enter_takes_the_offer_and_esc_dismisses(qtbot: QtBot, toast: Toast) -> None:
    taken: list[int] = []
    toast.show_notice(Notice("MP077 converted", "Undo", lambda: taken.append(1)))
    toast.setFocus()
    QTest.keyClick(toast, Qt.Key.Key_Return)
    assert taken == [1]
    assert toast.notice is None
    toast.show_notice(Notice("MP077 converted", "Undo", lambda: taken.append(1)))
    toast.setFocus()
    with qtbot.waitSignal(toast.dismissed):
        QTest.keyClick(toast, Qt.Key.Key_Escape)
    assert taken == [1]


def test_the_button_of_the_offer_can_be_clicked(qtbot: QtBot, toast: Toast) -> None:
    taken: list[int] = []
    toast.show_notice(Notice("MP077 converted", "Undo", lambda: taken.append(1)))
    button = toast.findChild(QPushButton, "frame.toast.offer")
    assert isinstance(button, QPushButton)
    assert button.accessibleName() == "Undo: MP077 converted"
    button.click()
    assert taken == [1]


def test_words_are_never_read_as_markup(qtbot: QtBot, toast: Toast) -> None:
    toast.show_notice(Notice("<b>DP1</b> raised"))
    label = toast.findChild(QWidget, "frame.toast.words")
    assert label.textFormat() == Qt.TextFormat.PlainText  # type: ignore[union-attr]


def test_the_info_bar_shows_what_lasts_and_what_can_be_done(qtbot: QtBot, page: QWidget) -> None:
    bar = InfoBar(page)
    taken: list[str] = []
    offers = [("Work on a copy", lambda: taken.append("copy")), ("Try again", lambda: taken.append("again"))]
    bar.show_state(BarState("Person Two has this register open", "warning", offers))
    buttons = bar.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["Work on a copy", "Try again"]
    buttons[1].click()
    assert taken == ["again"]
    assert bar.first_button() is buttons[0]
    bar.show_state(None)
    assert bar.isHidden()
    assert bar.first_button() is None
