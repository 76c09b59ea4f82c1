"""The box for a date: typed, never spun (ux.md 3.7). Its hint says the weekday and the distance as one types."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.dates import DateProblem, advice, format_date, format_weekday, hint, parse_date
from secdesk.rules.values import Reading
from secdesk.rules.workdays import add_working_days
from secdesk.ui.widgets.line_edit import LineEdit

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_EARLIEST, _LATEST = date(1900, 1, 1), date(2099, 12, 31)


class DateEdit(LineEdit):
    """A line that understands ``7 Feb 20``, ``next wed``, ``+10wd``; arrows move by days, Page keys by months."""

    hinted = Signal(str, bool)
    """The words under the box, and whether they are advice: the day is not a Working Day."""

    def __init__(self, info: FieldInfo, reading: Callable[[], Reading], parent: QWidget | None = None) -> None:
        """Make an empty box; ``reading`` gives today, the calendar and the next meetings when they are needed."""
        super().__init__(info, parent)
        self._reading = reading
        self.setPlaceholderText("like 27 Feb")
        self.textChanged.connect(self._tell_hint)

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

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the box from shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._move(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the date by a day, a Working Day or a month, or set today; other keys are typing."""
        move = self._move(event)
        if move is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        day = move()
        if _EARLIEST <= day <= _LATEST:
            self.setText(format_date(day))
            self.edited.emit()

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
        remark = advice(day, reading.calendar)
        words = hint(day, reading.today, reading.calendar)
        fact = (remark or "").removeprefix(f"{format_weekday(day)} is ")
        self.hinted.emit(f"{words} · {fact}" if fact else words, bool(fact))


def move_month(day: date, months: int) -> date:
    """Return the same day of another month, its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
