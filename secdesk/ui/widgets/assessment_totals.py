"""The totals under the list of assessments: how many are open and came back, and how long they took (ux.md 2.10)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.dates import format_date
from secdesk.services.assessment_figures import AssessmentFigures, KindFigures
from secdesk.ui import theme
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.words import make_label, set_tip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BESIDE = 34
"""Letters that the box for the day needs beside the table."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class AssessmentTotals(QFrame):
    """Figures by kind as at a day that can be changed; each figure is a label with words."""

    day_changed = Signal(object)
    """The figures are wanted as at another day."""

    def __init__(self, lookup: Lookup, day: date, latest: date) -> None:
        """Show no figures yet; they are as at ``day`` until another one is typed, up to ``latest``."""
        super().__init__()
        self.setObjectName("assessments.figures")
        self.setAccessibleName("Figures of assessments")
        self._day, self._latest = day, latest
        self.box = DateEdit(FieldInfo("figures_to", "Figures to", "date"), lookup.reading)
        self.box.setObjectName("assessments.figures_to")
        self.box.setAccessibleName("Figures to")
        self.box.setAccessibleDescription("The day to which those with the DCC are counted")
        self.box.goes_on = False
        self.box.load(day, format_date(day))
        self.box.left.connect(self._on_left)
        self._hint = make_label(role="caption", wraps=True, name="assessments.figures_to.hint")
        self.note = make_label(role="caption", wraps=True, name="assessments.figures.note")
        self._line = make_label(role="strong", wraps=True, name="assessments.figures.line")
        self._table = QWidget()
        self._cells: dict[tuple[int, int], QLabel] = {}
        self._lay_out()

    @property
    def day(self) -> date:
        """The day of the figures."""
        return self._day

    def show_figures(self, figures: AssessmentFigures) -> None:
        """Show the figures of a day."""
        heads = ("", "With the DCC", "average", f"Returned {figures.year}", "average")
        rows = [heads]
        for kind in figures.kinds:
            open_days, done_days = (_days(each) for each in (kind.open_average, kind.returned_average))
            rows.append((kind.kind, str(kind.open), open_days, str(kind.returned), done_days))
        for line, cells in enumerate(rows):
            for column, words in enumerate(cells):
                self._cells[line, column].setText(words)
        self._line.setText(" · ".join(map(_in_short, figures.kinds)))
        self.note.setText(f"Counted: {figures.convention.note}")
        set_tip(self._line, self.note.text())
        self.setAccessibleDescription(figures.sentence)

    def _lay_out(self) -> None:
        label = make_label("Figures to")
        label.setBuddy(self.box)
        asking = QHBoxLayout()
        asking.setSpacing(theme.SPACE_2)
        asking.addWidget(label)
        asking.addWidget(self.box, 1)
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_4)
        grid.setVerticalSpacing(theme.SPACE_1)
        for line in range(3):
            for column in range(5):
                cell = self._cells[line, column] = make_label(role="caption" if not line else "strong")
                grid.addWidget(cell, line, column, _RIGHT if column else _LEFT)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_1)
        left.addLayout(asking)
        left.addWidget(self._hint)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_6)
        row.addLayout(left, 1)
        row.addWidget(self._table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE_2, 0, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_1)
        layout.addLayout(row)
        layout.addWidget(self._line)
        layout.addWidget(self.note)
        self._hint.hide()
        self._line.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the figures as a table where there is room for one, else as a line of words."""
        super().resizeEvent(event)
        letters = self.fontMetrics().averageCharWidth()
        has_room = event.size().width() >= self._table.sizeHint().width() + _BESIDE * letters
        self._table.setVisible(has_room)
        self._line.setVisible(not has_room)
        # In a small window the rows are worth more; the detail of each tells how it was counted.
        self.note.setVisible(has_room)

    def _on_left(self) -> None:
        """Take the day that was typed; text that is no day up to today says so, and the old figures stay."""
        day = self.box.day() if self.box.is_touched() else self._day
        fault = ""
        if day is None:
            fault = "Type a day and month, like 31 Jan"
        elif day > self._latest:
            fault = f"Figures must be as at {format_date(self._latest)} or a day before it"
        self._hint.setText(fault)
        self._hint.setVisible(bool(fault))
        self.box.mark_wrong(bool(fault))
        if day is not None and not fault and day != self._day:
            self._day = day
            self.box.load(day, format_date(day))
            self.day_changed.emit(day)


def _in_short(kind: KindFigures) -> str:
    """Return the figures of a kind for a small window: ``PA 5 (106 WD), returned 10 (59 WD)``."""
    return f"{kind.kind} {kind.open}{_mean(kind.open_average)}, returned {kind.returned}{_mean(kind.returned_average)}"


def _mean(days: int | None) -> str:
    return "" if days is None else f" ({days} WD)"


def _days(days: int | None) -> str:
    return "" if days is None else f"{days} WD"
