"""The one question before a sitting is recorded: what about lines without an outcome, or a meeting without a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.dates import format_date
from secdesk.ui import theme
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.line_edit import is_enter
from secdesk.ui.widgets.words import make_button, make_label, set_words


class SittingQuestion(QWidget):
    """Words, where needed a box for a day, and two buttons; Enter records."""

    dropped = Signal()

    def __init__(self, lookup: Lookup) -> None:
        """Make the row, hidden."""
        super().__init__()
        self._words = make_label(role="strong", wraps=True, name="decisions.question")
        self._day = DateEdit(FieldInfo("held", "Held on", "date"), lookup.reading)
        self._day.setObjectName("decisions.held_on")
        self._day.setAccessibleName("Day on which the meeting was held")
        self._day.goes_on = False
        self.record = make_button("Record", "decisions.record_some")
        self.go = make_button("Go", "decisions.go_to_open")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._day, 1)
        row.addWidget(self.record)
        row.addWidget(self.go)
        row.addStretch(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._words)
        layout.addLayout(row)
        self.hide()

    @property
    def asks_day(self) -> bool:
        """Whether the day of the meeting is asked."""
        return self._day.isVisible()

    def day(self) -> date | None:
        """Return the day that stands in the box, None for none."""
        return self._day.day() if self.asks_day else None

    def ask(self, decided: int, left: Sequence[str], undated: str = "", day: date | None = None) -> None:
        """Ask about the lines that are ``left``, and about the day of a meeting that has none (its name)."""
        named = ", ".join(left[:5]) + (" and others" if len(left) > 5 else "")
        has = "has" if len(left) == 1 else "have"
        parts = [f"{len(left)} of {decided + len(left)} {has} no outcome: {named}."] if left else []
        parts += [f"{undated} has no date. On which day was it held?"] if undated else []
        self._words.setText(" ".join(parts))
        self._day.setVisible(bool(undated))
        if undated:
            self._day.load(day, format_date(day) if day else "")
        set_words(self.record, f"Record {decided}")
        self.go.setVisible(bool(left))
        if left:
            set_words(self.go, f"Go to {left[0]}")
        self.show()
        (self._day if undated else self.record).setFocus()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window while this asks."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and is_escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record with Enter in the box or on the first button, leave the question with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif is_enter(event):
            (self.go if self.go.hasFocus() else self.record).click()
        else:
            super().keyPressEvent(event)
