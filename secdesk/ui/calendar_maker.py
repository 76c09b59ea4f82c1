"""Making the meetings of a year from the rules: the days to look through, then one act and one step (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.date_words import EARLIEST_YEAR, LATEST_YEAR
from secdesk.rules.wording import in_figures
from secdesk.services import meeting_calendar
from secdesk.services.meeting_calendar import CalendarDay
from secdesk.ui import theme
from secdesk.ui.calendar_rules import CalendarRules
from secdesk.ui.desk import Desk
from secdesk.ui.widgets.label import plain_tip
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.words import make_button, make_label, set_words

_CHECKED, _EMPTY = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_LEAST_ROW = 28
_ROWS_SHOWN = 12


class DayList(QListWidget):
    """Days with a box each; Space ticks the current one. Days that are in the register already stay ticked."""

    def __init__(self, name: str) -> None:
        """Show no days yet."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Days to be made")
        self.setAccessibleDescription("Space ticks or unticks a day")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.days: list[CalendarDay] = []

    def fill(self, days: Sequence[CalendarDay]) -> None:
        """Show days, those wanted ticked."""
        self.blockSignals(True)
        self.clear()
        self.days = list(days)
        height = max(_LEAST_ROW, self.fontMetrics().height() + theme.SPACE_3)
        for day in days:
            item = QListWidgetItem(day.sentence)
            item.setToolTip(plain_tip(day.sentence))
            item.setSizeHint(QSize(0, height))
            # A day that is in the register keeps its tick: nobody can untick it here.
            tick = Qt.ItemFlag.NoItemFlags if day.is_there else Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | tick)
            item.setCheckState(_CHECKED if day.wanted or day.is_there else _EMPTY)
            self.addItem(item)
        self.setCurrentRow(0)
        self.blockSignals(False)
        self.setFixedHeight(height * min(max(len(days), 1), _ROWS_SHOWN) + 4)

    def chosen(self) -> list[CalendarDay]:
        """Return the days that are ticked."""
        return [
            day
            for row, day in enumerate(self.days)
            if not day.is_there and self.item(row).checkState() == _CHECKED
        ]

    def tick_all(self, ticked: bool) -> None:
        """Tick every day that is to be made, or none."""
        for row, day in enumerate(self.days):
            if not day.is_there:
                self.item(row).setCheckState(_CHECKED if ticked and day.wanted else _EMPTY)


class CalendarMaker(QWidget):
    """A year, its days, and the rules that give them."""

    made = Signal()
    closed = Signal()
    counted = Signal(int)
    """How many meetings would be made now."""

    def __init__(self, desk: Desk, prefix: str) -> None:
        """Build the page; days are read by :meth:`open_year`."""
        super().__init__()
        self._desk = desk
        self._heading = make_label(role="section", wraps=True, name=f"{prefix}.year.heading")
        self.year = LineEdit(
            FieldInfo("year", "Year", "number", minimum=EARLIEST_YEAR, maximum=LATEST_YEAR, limit=4)
        )
        self.year.goes_on = False
        self.year.setObjectName(f"{prefix}.year.year")
        self.year.setAccessibleName("Year")
        self._message = make_label(role="error", wraps=True, name=f"{prefix}.year.message")
        self._about = make_label(role="quiet", wraps=True, name=f"{prefix}.year.about")
        self.days = DayList(f"{prefix}.year.days")
        self.make = make_button("Make the meetings", f"{prefix}.year.make")
        self._none = make_button("Untick all", f"{prefix}.year.none")
        self._all = make_button("Tick all", f"{prefix}.year.every")
        self._cancel = make_button("Cancel", f"{prefix}.year.cancel")
        self.rules = CalendarRules(desk, f"{prefix}.year")
        self._year = desk.today.year
        self._lay_out()
        self.year.left.connect(self._on_year_left)
        self.days.itemChanged.connect(lambda _item: self._count())
        self.make.clicked.connect(self.make_chosen)
        self._none.clicked.connect(lambda: self.days.tick_all(False))
        self._all.clicked.connect(lambda: self.days.tick_all(True))
        self._cancel.clicked.connect(self.closed)
        self.rules.changed.connect(self._read)

    def open_year(self, year: int) -> None:
        """Show the days of a year; the focus goes to them."""
        self._year = year
        self.year.load(year, str(year))
        self.rules.refresh()
        self._read()
        self.days.setFocus()

    def commit(self) -> None:
        """Store rules that are half typed."""
        self.rules.commit()

    def refresh(self) -> None:
        """Follow a change of the register: what was ticked is asked anew where the days are others."""
        self.rules.refresh()
        found = self._plan()
        if found != self.days.days:
            self._show(found)

    def make_chosen(self) -> None:
        """Make the ticked meetings as one step."""
        chosen, year = self.days.chosen(), self._year
        if not chosen or self._desk.read_only:
            return
        label = f"Make the meetings of {year}"
        done = self._desk.run(label, lambda session: meeting_calendar.make_meetings(session, chosen))
        if done is not None:
            self._desk.say(f"{in_figures(len(done), 'meeting')} of {year} made", offers_undo=True)
            self.made.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; nothing was made."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _plan(self) -> list[CalendarDay]:
        year, today = self._year, self._desk.today
        return self._desk.read(lambda session: meeting_calendar.plan_year(session, year, today))

    def _read(self) -> None:
        self._show(self._plan())

    def _show(self, found: Sequence[CalendarDay]) -> None:
        self._heading.setText(f"Meetings of {self._year}")
        self.days.fill(found)
        self._count()

    def _count(self) -> None:
        there = sum(day.is_there for day in self.days.days)
        chosen = len(self.days.chosen())
        stay = "stays as it is" if there == 1 else "stay as they are"
        kept = f" {in_figures(there, 'meeting')} in the register already {stay}." if there else ""
        if self.days.days:
            words = f"Look through the days and untick what is not wanted.{kept} Each can be moved by hand later."
        else:
            words = f"The rules give no day of {self._year} that is still to come."
        self._about.setText(words)
        set_words(self.make, f"Make {in_figures(chosen, 'meeting')}")
        self.make.setEnabled(chosen > 0 and not self._desk.read_only)
        self.counted.emit(chosen)

    def _on_year_left(self) -> None:
        typed = self.year.typed().strip()
        readable = typed.isascii() and typed.isdigit() and EARLIEST_YEAR <= int(typed) <= LATEST_YEAR
        self._message.setText("" if readable else f"Year must be a whole number from {EARLIEST_YEAR} to {LATEST_YEAR}")
        self._message.setVisible(not readable)
        self.year.mark_wrong(not readable)
        if readable and int(typed) != self._year:
            self._year = int(typed)
            self._read()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        label = make_label("Year")
        label.setBuddy(self.year)
        for widget in (label, self.year, self._all, self._none):
            top.addWidget(widget)
        top.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_2)
        buttons.addWidget(self.make)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_4, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.SPACE_3)
        layout.addWidget(self._heading)
        layout.addWidget(self._about)
        layout.addLayout(top)
        layout.addWidget(self._message)
        layout.addWidget(self.days)
        layout.addLayout(buttons)
        layout.addWidget(make_label("Rules", "strong"))
        layout.addWidget(self.rules)
        layout.addStretch(1)
        self._message.hide()
