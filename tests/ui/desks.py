"""A desk without the window: a real register in a folder of its own, places on it, and keys as a person types them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from secdesk.errors import KnownError
from secdesk.models import Step
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.process import OUTCOMES
from secdesk.services import records
from secdesk.ui.desk import Desk
from secdesk.ui.place import Place

OFFSCREEN = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
"""What the platform without a screen says whenever a window learns its smallest size."""
TODAY = date(2020, 2, 7)
T = TypeVar("T")
P = TypeVar("P", bound=Place)


class OpenDesk(Desk):
    """A desk that notes what it would show in the window, and shows changes in its place as the window does."""

    def __init__(self, path: Path, today: date = TODAY) -> None:
        """Make a register, or open the one that is there."""
        register = Register.open(path, who="Tester") if path.exists() else Register.create(path, who="Tester")
        super().__init__(register, today)
        self.toasts: list[str] = []
        self.refused: list[KnownError] = []
        self.journeys: list[tuple[str, str]] = []
        self.toast_requested.connect(lambda text, _undo: self.toasts.append(text))
        self.change_refused.connect(self.refused.append)
        self.place_requested.connect(lambda place, uid: self.journeys.append((place, uid)))

    def add(self, kind: str, values: Mapping[str, Value], **dated: Any) -> str:
        """Add a record as somebody would have done before the test; returns its uid."""
        uid = self.run(f"Add {kind}", lambda session: records.create_record(session, kind, values, **dated))
        assert uid is not None, self.refused
        return uid

    def add_proposal(self, number: int | None, title: str, *outcomes: str, day: date = date(2020, 1, 6)) -> str:
        """Add a proposal to which some outcomes happened on one day, in that order."""
        uid = self.add("proposal", {"number": number, "title": title})
        for position, outcome in enumerate(outcomes):
            body = OUTCOMES[outcome].body
            self.add("event", {"proposal": uid, "outcome": outcome, "date": day, "body": body, "position": position})
        return uid

    def values(self, kind: str, uid: str) -> Mapping[str, Value]:
        """Return what the register holds of a record today."""
        return self.read(lambda session: records.get_record(session, kind, uid, self.today)).values

    def all(self, kind: str) -> list[records.RecordRow]:
        """Return every record of a kind."""
        return self.read(lambda session: records.list_records(session, kind, self.today))

    def steps(self) -> int:
        """Return how many steps the log has."""
        return self.read(lambda session: session.scalar(select(func.count()).select_from(Step))) or 0

    def labels(self) -> list[str]:
        """Return the words of every step, oldest first."""
        return self.read(lambda session: list(session.scalars(select(Step.label).order_by(Step.seq))))


def enter(qtbot: QtBot, place: P, uid: str = "", width: int = 1280) -> P:
    """Show a place as the window does: entered, and read again after every change."""
    place.resize(width, 800)
    qtbot.addWidget(place)
    place.desk.records_changed.connect(place.refresh)
    place.show()
    place.activateWindow()
    qtbot.waitUntil(place.isActiveWindow, timeout=5000)
    place.activate(uid)
    return place


def named(root: QWidget, name: str) -> QWidget:
    """Return the widget of a name; there must be one."""
    found = [each for each in root.findChildren(QWidget) if each.objectName() == name]
    assert len(found) == 1, f"{name}: {len(found)} widgets"
    return found[0]


def click(root: QWidget, name: str) -> None:
    """Click a button by its name."""
    button = named(root, name)
    assert isinstance(button, QAbstractButton)
    assert button.isVisible(), f"{name} is hidden"
    assert button.isEnabled(), f"{name} is grey"
    button.click()


def label_text(root: QWidget, name: str) -> str:
    """Return what a label says."""
    label = named(root, name)
    assert isinstance(label, QLabel)
    return label.text()


def type_keys(text: str, widget: QWidget | None = None) -> None:
    """Type ASCII letters where the caret is."""
    target = widget or QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)


def focusable(root: QWidget) -> list[QWidget]:
    """Return the widgets that Tab can reach or a click can give the focus to."""
    skip = {"qt_scrollarea_viewport", "qt_spinbox_lineedit"}
    return [
        each
        for each in root.findChildren(QWidget)
        if each.isVisibleTo(root)
        and each.isEnabled()
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not each.focusProxy()
        and each.objectName() not in skip
    ]


def unnamed(root: QWidget) -> list[str]:
    """Return the focusable widgets that a screen reader could only call by their kind."""
    QAccessible.setActive(True)
    found = []
    for widget in focusable(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__}#{widget.objectName()}")
    return found


def wait_for(qtbot: QtBot, happened: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    qtbot.waitUntil(happened, timeout=5000)
