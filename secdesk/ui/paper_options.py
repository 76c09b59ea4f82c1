"""What can be chosen for a paper before it is issued: its days, marking, reference, author (ux.md 2.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from secdesk.models import kinds
from secdesk.models.types import Value
from secdesk.ui import paper_words
from secdesk.ui.desk import Desk
from secdesk.ui.forms import RecordForm, Shape
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.label import plain_label

if TYPE_CHECKING:
    from secdesk.papers.issue_facts import Subject

_SHOWN = ("figures_to", "date", "marking", "reference", "author", "team")


class PaperOptions(QWidget):
    """A form on the record of the chosen paper; the first thing chosen makes that record."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the form; nothing is read."""
        super().__init__(parent)
        self._desk = desk
        self._subject: Subject | None = None
        hidden = frozenset(kinds()["paper"].fields()) - frozenset(_SHOWN)
        shape = Shape(sections=(("", _SHOWN),), hidden=hidden, access_keys=False)
        self.form = RecordForm(desk, "paper", Lookup(desk, self), "papers", shape)
        self._note = plain_label("", "caption", wraps=True, parent=self)
        self._note.setObjectName("papers.options.note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._note)
        column.addWidget(self.form)
        column.addStretch(1)

    def show_subject(self, subject: Subject | None, issued: bool) -> None:
        """Show what was chosen for a paper; an issued one has nothing to choose any more."""
        from secdesk.services.issue import working_record

        has_record = subject is not None and bool(subject.month or subject.meeting or subject.proposal)
        editable = has_record and not issued
        self._note.setText(paper_words.AS_ISSUED if issued else "" if editable else paper_words.NO_OPTIONS)
        self._note.setVisible(not editable)
        self.form.setVisible(editable)
        if not editable or subject is None:
            self.form.leave()
            self._subject = None
            return
        wanted = subject
        found = self._desk.read(lambda session: working_record(session, wanted))
        if found is not None:
            self.form.show_record(found.uid)
        elif subject != self._subject:
            given: dict[str, Value] = {"paper_kind": subject.kind}
            about = {"month": subject.month, "meeting": subject.meeting, "proposal": subject.proposal}
            given.update({name: value for name, value in about.items() if value})
            self.form.start_new(given)
        self._subject = subject
