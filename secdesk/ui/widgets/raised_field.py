"""The day on which a proposal was raised, or is about to be: the date of an event, among the fields (ux.md 2.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from secdesk.errors import Invalid, KnownError
from secdesk.models import FieldInfo
from secdesk.rules.date_words import format_date
from secdesk.services import proposal_acts, records
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.field_edit import FieldEdit

RAISED = FieldInfo("raised", "Raised", "date")


class RaisedField(FieldEdit):
    """Before Raise it holds the day that Raise will take, today at first; afterwards that of the event."""

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Make the field; nothing is read."""
        super().__init__(RAISED, lookup, f"{prefix}.raised")
        self._desk, self._lookup = desk, lookup
        self._uid = self._event = self._called = ""
        self.left.connect(lambda _name: self.commit())

    def show_proposal(self, uid: str, is_unraised: bool, called: str) -> None:
        """Show the day of a proposal; one without a raising in the register has no such field."""
        if uid == self._uid and self.editor.is_touched():
            self._event = self._event if not is_unraised else ""
            return
        self._uid, self._called = uid, called
        found = None if is_unraised or not uid else self._read_event(uid)
        self._event = found[0] if found else ""
        day = self._desk.today if is_unraised else found[1] if found else None
        self.load(day, format_date(day) if day else "")
        kept = self._desk.register.drafts().get((uid, RAISED.name))
        if kept is not None and kept != self.editor.typed():
            self.editor.put(kept)
            self._tell_wrong()
        self.setVisible(bool(uid) and (is_unraised or found is not None))
        self.lock(self._desk.read_only)

    def day(self) -> date | None:
        """Return the day that stands in the box, None for no day and for what cannot be read."""
        try:
            found = self.editor.read(self._lookup.reading())
        except Invalid:
            return None
        return found if isinstance(found, date) else None

    def commit(self) -> None:
        """Store the day: in the event, or before Raise beside the record. What is no date stays in the box."""
        if not self._uid or self._desk.read_only:
            return
        if not self.editor.is_touched():
            self._keep_text("")
        elif self._event and self._tell_wrong() is None:
            self._store()
        else:
            self._tell_wrong()
            self._keep_text(self.editor.typed())

    def forget(self) -> None:
        """Drop what was kept, once the proposal is raised."""
        self._keep_text("")
        self._uid = ""

    def _tell_wrong(self) -> str | None:
        """Say under the box why its text is no date, and return the sentence."""
        try:
            self.editor.read(self._lookup.reading())
        except Invalid as problem:
            sentence = problem.problems[0].sentence
            self.say(sentence)
            return sentence
        self.say("")
        return None

    def _store(self) -> None:
        day, event = self.day(), self._event

        def act(session: Any) -> bool:
            records.update_record(session, "event", event, {"date": day})
            return True

        try:
            done = self._desk.run(f"Raised of {self._called}", act)
        except Invalid as problem:
            self.say(problem.problems[0].sentence)
            self._keep_text(self.editor.typed())
            return
        if done:
            self.load(day, format_date(day) if day else "")
            self._keep_text("")

    def _keep_text(self, text: str) -> None:
        register = self._desk.register
        if register.read_only or (not text and (self._uid, RAISED.name) not in register.drafts()):
            return
        try:
            if text:
                register.save_draft("proposal", self._uid, RAISED.name, text)
            else:
                register.drop_draft(self._uid, RAISED.name)
        except KnownError as error:
            self._desk.change_refused.emit(error)

    def _read_event(self, uid: str) -> tuple[str, date | None] | None:
        at = self._desk.as_at
        return self._desk.read(lambda session: proposal_acts.raising_of(session, uid, at))
