"""The row that corrects an event: what really happened, when, and why it is corrected (ux.md 2.13, domain.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.process import OUTCOMES
from secdesk.services import events, records
from secdesk.ui.acts import asking_reason
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.act_bar import ActBar

_BOXES = (
    FieldInfo("outcome", "What really happened", "choice", choices="outcome"),
    FieldInfo("date", "On", "date"),
    FieldInfo("reason", "Corrected because", "line", limit=2000, help="The history and the timeline print it"),
)
_CARRIED = ("status", "route", "target_meeting", "release", "printed_note", "private_note")
"""What goes over to the correction where the outcome stays as it was."""


class CorrectionBar(QWidget):
    """Corrects one event at a time: the wrong one stays in the timeline and counts no more."""

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str, back: QWidget) -> None:
        """Make the row, hidden; the focus goes ``back`` when it closes."""
        super().__init__()
        self._desk = desk
        self._event = self._called = ""
        self._values: Mapping[str, Value] = {}
        self.bar = ActBar(f"{prefix}.correct", lookup, _BOXES, columns=2)
        self.bar.accepted.connect(self._on_accepted)
        self.bar.cancelled.connect(self._close)
        self._back = back
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.bar)
        self.hide()

    def open_for(self, event_uid: str, called: str, sentence: str) -> None:
        """Ask what really happened in place of an event; ``sentence`` is how the timeline tells it."""
        found = self._desk.read(lambda session: records.get_record(session, "event", event_uid, self._desk.as_at))
        self._event, self._called, self._values = event_uid, called, found.values
        self.show()
        begins = {"outcome": found.values["outcome"], "date": found.values["date"]}
        self.bar.open_bar(f"Correct: {sentence}", "Record the correction", begins)
        self.bar.show_outcome(f"'{OUTCOMES['corrected'].label}' means that nothing of the kind happened.")

    def put_away(self) -> None:
        """Take the row away; what was typed is there when it is opened for the same event again."""
        if not self.isHidden():
            self.bar.put_away()

    def _on_accepted(self, values: Mapping[str, Value]) -> None:
        outcome, day = str(values["outcome"] or "corrected"), values["date"]
        carried = {name: self._values[name] for name in _CARRIED} if outcome == self._values["outcome"] else {}
        known_by = self._values["known_by"] if day is None else None

        def act(session: Any) -> str:
            return events.correct_event(
                session,
                self._event,
                outcome=outcome,
                day=day if isinstance(day, date) else None,
                known_by=known_by if isinstance(known_by, date) else None,
                reason=str(values["reason"] or ""),
                **{name: str(value) for name, value in carried.items() if value is not None},
            )

        label = words_of("outcome", str(self._values["outcome"]))
        try:
            done = self._desk.run(f"Correct {label} of {self._called}", asking_reason(act))
        except Invalid as problem:
            self.bar.refuse(problem.problems[0].sentence)
            self.bar.boxes["reason"].setFocus()
            return
        if done:
            self.bar.hide()
            self._close()
            self._desk.say(shorten(f"{self._called}: {label} corrected"), offers_undo=True)

    def _close(self) -> None:
        self.hide()
        self._back.setFocus()
