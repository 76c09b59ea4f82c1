"""The row that records what happened to a proposal: outcome, day, and a reason where the step is unusual."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from secdesk.errors import Invalid, Problem
from secdesk.models import FieldInfo
from secdesk.rules.dates import format_date
from secdesk.rules.process import OUTCOMES
from secdesk.services import events
from secdesk.ui import theme
from secdesk.ui.acts import asking_reason
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup, option_of
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.words import make_button, make_label, set_role

_BY_CORRECTION = frozenset({"corrected"})
"""Outcomes that are recorded from the event that they correct."""


class EventBar(QWidget):
    """One event at a time. Nothing is recorded before the button; then it is one step."""

    recorded = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Make the row, hidden."""
        super().__init__()
        self._desk = desk
        self._lookup = lookup
        self._proposal = ""
        options = [option_of(key, each.label) for key, each in OUTCOMES.items() if key not in _BY_CORRECTION]
        self.outcome = Picker(FieldInfo("outcome", "What happened", "choice", choices="outcome"), lambda: options)
        self.day = DateEdit(FieldInfo("date", "On", "date"), lookup.reading)
        self.reason = LineEdit(FieldInfo("reason", "Because", "line", limit=2000))
        for box, name in ((self.outcome, "outcome"), (self.day, "day"), (self.reason, "reason")):
            box.setObjectName(f"{prefix}.record.{name}")
            box.setAccessibleName(box.info.label)
        self.reason.setPlaceholderText("Reason for the unusual step")
        self._hint = make_label(role="caption", wraps=True)
        self._message = make_label(role="error", wraps=True)
        self._record = make_button("Record", f"{prefix}.record.now", accessible="Record what happened")
        self._cancel = make_button("Cancel", f"{prefix}.record.cancel", accessible="Record nothing")
        self._lay_out()
        self.day.hinted.connect(lambda words, _advice: self._hint.setText(words))
        self.outcome.chosen.connect(lambda _key: self._show_unusual())
        self.day.left.connect(self._show_unusual)
        self._record.clicked.connect(self.record)
        self._cancel.clicked.connect(self.close_bar)
        self.hide()

    def open_for(self, proposal: str) -> None:
        """Ask what happened to a proposal; the day starts as today."""
        self._proposal = proposal
        self.outcome.load(None, "")
        self.day.load(self._desk.today, format_date(self._desk.today))
        self.reason.load(None, "")
        self.reason.hide()
        self._message.hide()
        self.show()
        self.outcome.setFocus()

    def record(self) -> None:
        """Record the event, or say what is missing."""
        try:
            outcome, day = self._read()
        except Invalid as problem:
            self._say(problem.problems[0].sentence, "error")
            return
        reason = self.reason.text().strip() or None
        if events_need_reason(self._desk, self._proposal, outcome, day) and reason is None:
            self._show_unusual()
            self.reason.setFocus()
            return

        def act(session: Any) -> str:
            return events.record_event(session, self._proposal, outcome, day=day, reason=reason)

        called = self._lookup.name("proposal", self._proposal).split(" ")[0]
        label = OUTCOMES[outcome].label
        try:
            uid = self._desk.run(f"{label}: {called}", asking_reason(act))
        except Invalid as problem:
            self._say(problem.problems[0].sentence, "error")
            return
        if uid is not None:
            self.close_bar()
            self._desk.say(f"{called}: {label} recorded"[:60], offers_undo=True)
            self.recorded.emit(uid)

    def close_bar(self) -> None:
        """Take the row away."""
        self.hide()
        self.closed.emit()

    def _read(self) -> tuple[str, date | None]:
        reading = self._lookup.reading()
        outcome = self.outcome.read(reading)
        if outcome is None:
            raise Invalid([Problem("outcome", "Choose what happened")])
        day = self.day.read(reading)
        return str(outcome), day if isinstance(day, date) else None

    def _show_unusual(self) -> None:
        """Say why the step would be unusual and ask for the reason, in the same row."""
        try:
            outcome, day = self._read()
        except Invalid:
            return
        sentence = events_need_reason(self._desk, self._proposal, outcome, day)
        self.reason.setVisible(bool(sentence))
        self._say(f"{sentence}. Record anyway, because" if sentence else "", "warning")

    def _say(self, sentence: str, role: Any) -> None:
        set_role(self._message, role)
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        boxes = QGridLayout()
        boxes.setHorizontalSpacing(theme.SPACE_2)
        boxes.setVerticalSpacing(theme.SPACE_1)
        for column, box in enumerate((self.outcome, self.day)):
            label = make_label(box.info.label)
            label.setBuddy(box)
            boxes.addWidget(label, 0, column)
            boxes.addWidget(box, 1, column)
        boxes.addWidget(self._hint, 2, 1)
        boxes.setColumnStretch(0, 3)
        boxes.setColumnStretch(1, 2)
        row = QHBoxLayout()
        row.addWidget(self._record)
        row.addWidget(self._cancel)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_2, 0, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(boxes)
        layout.addWidget(self._message)
        layout.addWidget(self.reason)
        layout.addLayout(row)


def events_need_reason(desk: Desk, proposal: str, outcome: str, day: date | None) -> str | None:
    """Return why an event would be unusual, None where it is expected."""
    return desk.read(lambda session: events.unusual_event(session, proposal, outcome, day))
