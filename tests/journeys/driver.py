"""A person at the window who counts what is sent: chords and presses, never what is typed as content (ux.md 1.3).

Keys go to the window that the system says has the focus, presses to the point of the screen where the thing is seen.
No widget is poked: what the person wants to press is found by its name, its words or its place among the rows, brought
into view with the wheel, and must be what really lies under the point.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.frames import Frame, wait_for

IN_MEMORY = pytest.mark.qt_log_ignore("This plugin does not support")
"""What the platform without a screen says of windows that are resized and of menus that open."""
_LEFT = Qt.MouseButton.LeftButton
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_NOTCH = 120
"""What the wheel turns by at once, in eighths of a degree."""
_MOST_NOTCHES = 60


class Driver:
    """Presses keys and buttons in a window, and counts them."""

    def __init__(self, frame: Frame, qtbot: QtBot) -> None:
        """Sit down at a window; nothing has been pressed."""
        self.frame = frame
        self.qtbot = qtbot
        self.keys = 0
        self.clicks = 0

    # --- keys ------------------------------------------------------------------------------------------------------

    def press(self, *chords: str) -> None:
        """Press chords one after the other; each counts as one key."""
        for chord in chords:
            self.keys += 1
            QTest.keySequence(self.window(), chord)
            QApplication.processEvents()

    def type(self, words: str) -> None:
        """Type content letter by letter; it is not counted."""
        for letter in words:
            if letter == "\n":
                QTest.keyClick(self.window(), Qt.Key.Key_Return)
            else:
                QTest.keyClick(self.window(), letter, _SHIFT if letter.isupper() else _NONE)
        QApplication.processEvents()

    def copy(self, words: str) -> None:
        """Have something on the clipboard, as from an e-mail; pasting it is a key of its own."""
        QGuiApplication.clipboard().setText(words)

    def name_file(self, path: Path, *, by_keys: bool = True) -> None:
        """Say beforehand what the system's file dialog is answered: a name and Enter, or a press on it and on Open."""
        self.frame.answers.paths.append(path)
        if by_keys:
            self.keys += 1
        else:
            self.clicks += 2

    # --- presses ---------------------------------------------------------------------------------------------------

    def click(self, name: str) -> None:
        """Press what has a name."""
        widget = self.shown(name)
        self._bring_into_view(widget, QRect(QPoint(0, 0), widget.size()))
        seen = widget.visibleRegion().boundingRect()
        self._press_at(widget, seen.center())

    def click_row(self, name: str, words: str, held: Qt.KeyboardModifier = _NONE) -> None:
        """Press the row of a list in which some words stand."""
        rows = self.shown(name)
        assert isinstance(rows, QAbstractItemView)
        index = find_row(rows, words)
        self._roll_to(rows, index)
        self._press_at(rows.viewport(), rows.visualRect(index).center(), held)

    def click_menu(self, menu: str, *items: str) -> None:
        """Press a menu of the menu bar, and then an item in it and in what it opens."""
        bar = self.frame.window.menuBar()
        titles = {_plain(each.text()): each for each in bar.actions()}
        self._press_at(bar, bar.actionGeometry(titles[menu]).center())
        for words in items:
            popup = QApplication.activePopupWidget()
            assert isinstance(popup, QMenu), f"no menu is open for {words}"
            action = next(each for each in popup.actions() if _plain(each.text()) == words)
            assert action.isEnabled(), f"{words} is grey"
            self._press_at(popup, popup.actionGeometry(action).center())

    def click_picked(self, words: str) -> None:
        """Press the row of the list that a picker has open."""
        views = [each for each in self.frame.window.findChildren(QAbstractItemView) if each.isVisible()]
        found = [each for each in views if each.parentWidget().objectName().endswith(".list")]
        assert len(found) == 1, f"{len(found)} pickers are open"
        index = find_row(found[0], words)
        self._press_at(found[0].viewport(), found[0].visualRect(index).center())

    def _press_at(self, widget: QWidget, point: QPoint, held: Qt.KeyboardModifier = _NONE) -> None:
        """Press at a point of a widget, which must be what lies there."""
        top = widget.window()
        where = widget.mapTo(top, point)
        under = top.childAt(where) or top
        assert under is widget or widget.isAncestorOf(under), (
            f"{under.objectName() or type(under).__name__} lies over {widget.objectName() or type(widget).__name__}"
        )
        modal = QApplication.activeModalWidget()
        assert modal is None or modal is top or isinstance(top, QMenu), f"{modal} is in the way"
        handle = top.windowHandle()
        assert handle is not None
        self.clicks += 1
        QTest.mouseClick(handle, _LEFT, held, where)
        QApplication.processEvents()

    def _bring_into_view(self, widget: QWidget, part: QRect) -> None:
        """Turn the wheel over the area that scrolls until a part of a widget is seen whole, or as much as can be."""
        area = _area_of(widget)
        for _ in range(_MOST_NOTCHES if area is not None else 0):
            assert area is not None
            top = widget.mapTo(area.viewport(), part.topLeft()).y()
            bottom = top + min(part.height(), area.viewport().height())
            if top >= 0 and bottom <= area.viewport().height():
                return
            self._turn(area.viewport(), 1 if top < 0 else -1)

    def _roll_to(self, rows: QAbstractItemView, index: QModelIndex) -> None:
        for _ in range(_MOST_NOTCHES):
            seen = rows.visualRect(index)
            if seen.top() >= 0 and seen.bottom() <= rows.viewport().height():
                break
            self._turn(rows.viewport(), 1 if seen.top() < 0 else -1)
        self._bring_into_view(rows.viewport(), rows.visualRect(index))

    def _turn(self, viewport: QWidget, way: int) -> None:
        top = viewport.window()
        seen = viewport.visibleRegion().boundingRect()
        # At the margin, where no box of several lines takes the wheel for itself.
        margin = QPointF(viewport.mapTo(top, QPoint(seen.left() + 2, seen.center().y())))
        QTest.wheelEvent(top.windowHandle(), margin, QPoint(0, way * _NOTCH))
        QApplication.processEvents()

    # --- looking ---------------------------------------------------------------------------------------------------

    def window(self) -> QWindow:
        """Return the window that has the focus: this one, or the dialog over it."""
        top = QApplication.activeModalWidget() or self.frame.window
        if QGuiApplication.focusWindow() is None:
            # A screen gives the focus back to the window under a dialog that closed; the one in memory does not.
            top.activateWindow()
        self.await_that(top.isActiveWindow)
        handle = top.windowHandle()
        assert handle is not None
        return handle

    def shown(self, name: str) -> QWidget:
        """Return the widget of a name that can be seen and used; there must be one."""
        found = [each for each in self.frame.window.findChildren(QWidget, name) if each.isVisible()]
        assert len(found) == 1, f"{name} is seen {len(found)} times"
        assert found[0].isEnabled(), f"{name} is grey"
        return found[0]

    def sees(self, name: str) -> bool:
        """Say whether something of a name can be seen."""
        return any(each.isVisible() for each in self.frame.window.findChildren(QWidget, name))

    def await_sight(self, name: str) -> None:
        """Wait until something of a name can be seen, as a person does before going on."""
        self.await_that(lambda: self.sees(name))

    def await_that(self, happened: Callable[[], object]) -> None:
        """Wait until something has happened."""
        wait_for(self.qtbot, happened)

    def focus_name(self) -> str:
        """Return the name of what has the focus."""
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""


def find_row(rows: QAbstractItemView, words: str) -> QModelIndex:
    """Return the first cell of a list in which some words stand, seen by its own model."""
    model = rows.model()
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(rows, QListView) else model.columnCount()):
            index = model.index(row, column)
            if words in str(index.data() or ""):
                return index
    raise AssertionError(f"{rows.objectName()} has no row with '{words}'")


def _area_of(widget: QWidget) -> QScrollArea | None:
    """Return the nearest area round a widget that scrolls."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def _plain(words: str) -> str:
    return words.replace("&", "")
