"""The calendar under a box for a date: never the only way to a date, always one by keys (ux.md 3.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from secdesk.rules.date_words import MONTHS
from secdesk.rules.dates import hint_line
from secdesk.rules.values import Reading
from secdesk.ui import theme
from secdesk.ui.icons import INLINE_SIZE, icon
from secdesk.ui.widgets.month_grid import DayMarks, MonthGrid, move_month
from secdesk.ui.widgets.overlay import place_at
from secdesk.ui.widgets.words import make_label, set_role, set_tip

_LEAST = 26


class CalendarPopup(QFrame):
    """A month over the window, a child of it. Esc and a click elsewhere close it and change nothing."""

    chosen = Signal(object)
    """The day that was chosen; the calendar is closed and the box has the focus again."""

    def __init__(self, box: QWidget, label: str, reading: Callable[[], Reading]) -> None:
        """Make the calendar of a box; it is shown by :meth:`open_at`."""
        super().__init__(box.window())
        self._box, self._reading = box, reading
        self._leaving = False
        self.setObjectName(f"{box.objectName()}.calendar")
        self.setAccessibleName(f"Calendar for {label}")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.grid = MonthGrid(self._marks, self)
        self.grid.setObjectName(f"{box.objectName()}.calendar.days")
        self._month = make_label(role="strong")
        self._about = make_label(role="caption", wraps=True, name=f"{box.objectName()}.calendar.about")
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._lay_out(box.objectName())
        self.grid.moved.connect(self._show_day)
        self.grid.picked.connect(self._on_picked)
        self.grid.left.connect(self._on_left)
        box.destroyed.connect(self.deleteLater)
        self.hide()

    def open_at(self, day: date | None) -> None:
        """Show the month of a day, or of today, under the box; the focus goes into it."""
        reading = self._reading()
        self.grid.begin(day or reading.today, reading.today)
        # Two lines are kept for what is said of a day, so that the weeks stay where they are.
        self._about.setMinimumHeight(2 * self._about.fontMetrics().lineSpacing())
        place_at(self, self._box, self.sizeHint())
        self.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self, name: str) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_1)
        top.addWidget(self._month, 1)
        for months, glyph, words in ((-1, "arrow-left", "Month before"), (1, "arrow-right", "Month after")):
            top.addWidget(self._make_step(months, glyph, words, name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_1)
        layout.addLayout(top)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self._about)

    def _make_step(self, months: int, glyph: str, words: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{name}.calendar.{'before' if months < 0 else 'after'}")
        button.setIcon(icon(glyph))
        button.setIconSize(QSize(INLINE_SIZE, INLINE_SIZE))
        button.setMinimumSize(_LEAST, _LEAST)
        button.setAccessibleName(words)
        set_tip(button, f"{words} ({'PgUp' if months < 0 else 'PgDn'})")
        # The keys stay with the days.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.grid.go_to(move_month(self.grid.day, months)))
        return button

    def _marks(self, first: date, last: date) -> Mapping[date, DayMarks]:
        reading = self._reading()
        meetings = reading.meetings_between(first, last)
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        found = {day: DayMarks(reading.calendar.bank_holiday(day) or "", meetings.get(day, ())) for day in days}
        return {day: marks for day, marks in found.items() if marks.words}

    def _show_day(self, day: date) -> None:
        reading = self._reading()
        words, is_advice = hint_line(day, reading.today, reading.calendar)
        meetings = self.grid.marks.get(day, DayMarks()).meetings
        self._month.setText(f"{MONTHS[day.month - 1]} {day.year}")
        self._about.setText(" · ".join((words, *meetings)))
        set_role(self._about, "warning" if is_advice else "caption")

    def _on_picked(self, day: date) -> None:
        self._close(True)
        self.chosen.emit(day)

    def _on_left(self) -> None:
        if not self._leaving and self.isVisible():
            self._close(self.grid.hasFocus())

    def _close(self, returns_focus: bool) -> None:
        self._leaving = True
        if returns_focus:
            # Before hiding: Qt would hand the focus to whatever comes next in the window.
            self._box.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self._leaving = False
