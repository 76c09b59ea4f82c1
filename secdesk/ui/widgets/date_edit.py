"""The box for a date: typed, never spun (ux.md 3.7). Its hint says the weekday and the distance as one types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.dates import DateProblem, format_date, hint_line, parse_date
from secdesk.rules.values import Reading
from secdesk.rules.workdays import add_working_days
from secdesk.ui.icons import INLINE_SIZE, icon
from secdesk.ui.widgets.calendar_popup import CalendarPopup
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.month_grid import EARLIEST, LATEST, move_month
from secdesk.ui.widgets.words import set_tip

__all__ = ["DateEdit", "move_month"]

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_BUTTON = 26
"""The side of the button that opens the calendar, in pixels; nothing to click is under 24 (WCAG 2.5.8)."""


class DateEdit(LineEdit):
    """A line that understands ``7 Feb 20``, ``next wed``, ``+10wd``; arrows move by days, Page keys by months."""

    hinted = Signal(str, bool)
    """The words under the box, and whether they are advice: the day is not a Working Day."""

    def __init__(self, info: FieldInfo, reading: Callable[[], Reading], parent: QWidget | None = None) -> None:
        """Make an empty box; ``reading`` gives today, the calendar and the next meetings when they are needed."""
        super().__init__(info, parent)
        self._reading = reading
        self._calendar: CalendarPopup | None = None
        self.setPlaceholderText("like 27 Feb")
        self.textChanged.connect(self._tell_hint)
        self.opener = self._make_opener()
        self.objectNameChanged.connect(lambda name: self.opener.setObjectName(f"{name}.open_calendar"))

    def load(self, value: Value, words: str) -> None:
        """Show a date as ``7 Feb 2020``."""
        super().load(value, words)
        self._tell_hint()

    def day(self) -> date | None:
        """Return the date that stands in the box; None for an empty box and for text that is no date."""
        reading = self._reading()
        try:
            return parse_date(self.text(), reading.today, reading.calendar, reading.meetings, self.info.label)
        except DateProblem:
            return None

    def open_calendar(self) -> None:
        """Show the calendar under the box; it closes by itself."""
        if self.isReadOnly():
            return
        if self._calendar is None:
            self._calendar = CalendarPopup(self, self.info.label, self._reading)
            self._calendar.chosen.connect(self._on_chosen)
        self._calendar.open_at(self.day())

    def lock(self, locked: bool) -> None:
        """Let the date be read and copied but not changed."""
        super().lock(locked)
        self.opener.setVisible(not locked)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the box from shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        return _opens_calendar(event) or self._move(event) is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the date by a day, a Working Day or a month, set today, open the calendar; other keys are typing."""
        if _opens_calendar(event):
            self.open_calendar()
            return
        move = self._move(event)
        if move is None or self.isReadOnly():
            super().keyPressEvent(event)
        else:
            self._on_chosen(move())

    def _on_chosen(self, day: date) -> None:
        if EARLIEST <= day <= LATEST:
            self.setText(format_date(day))
            self.edited.emit()

    def _make_opener(self) -> QToolButton:
        """Make the button for the mouse; by keys Alt+Down opens the calendar, so it takes no place in the Tab order."""
        button = QToolButton()
        button.setIcon(icon("calendar-blank"))
        button.setIconSize(QSize(INLINE_SIZE, INLINE_SIZE))
        button.setMinimumSize(_BUTTON, _BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(f"Calendar for {self.info.label}")
        set_tip(button, "Calendar (Alt+Down)")
        button.clicked.connect(self.open_calendar)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 3, 0)
        inside.addStretch(1)
        inside.addWidget(button)
        self.setTextMargins(0, 0, _BUTTON, 0)
        return button

    def _move(self, event: QKeyEvent) -> Callable[[], date] | None:
        """Return what a key makes of the date, None for keys that are typing."""
        start, calendar = self.day() or self._reading().today, self._reading().calendar
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Semicolon and held == Qt.KeyboardModifier.ControlModifier:
            return lambda: self._reading().today
        ways = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
        if key not in ways or held not in (_NONE, _SHIFT):
            return None
        way = ways[Qt.Key(key)]
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return lambda: move_month(start, way)
        if held == _SHIFT:
            return lambda: add_working_days(start, way, calendar)
        return lambda: start + timedelta(days=way)

    def _tell_hint(self) -> None:
        day = self.day()
        if day is None:
            self.hinted.emit("", False)
            return
        reading = self._reading()
        words, is_advice = hint_line(day, reading.today, reading.calendar)
        self.hinted.emit(words, is_advice)


def _opens_calendar(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    return (key == Qt.Key.Key_F4 and held == _NONE) or (
        key == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier
    )
