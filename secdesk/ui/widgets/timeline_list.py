"""The timeline of a proposal: one sentence an entry, newest first, planned entries hollow (ux.md 2.6)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.services import timeline
from secdesk.services.timeline import TimelineEntry
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.parts import PartForm
from secdesk.ui.widgets.event_bar import EventBar
from secdesk.ui.widgets.row_list import ListRow, RowList
from secdesk.ui.widgets.words import make_button, make_label

_PLACES = {
    "assessment": "assessments",
    "consultation": "consultations",
    "release": "releases",
    "release_part": "releases",
}
"""Where the records are that have a place of their own."""
_DONE, _PLANNED = "●", "○"


class Timeline(QWidget):
    """Everything with a date about one proposal. Enter opens where it comes from; events open in place."""

    removal_wanted = Signal(str)

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Make an empty timeline with its row for recording an event."""
        super().__init__()
        self._desk, self._lookup, self._prefix = desk, lookup, prefix
        self._uid = ""
        self._entries: dict[str, TimelineEntry] = {}
        self._form: PartForm | None = None
        self.rows = RowList(f"{prefix}.timeline", "Timeline, newest first")
        self.rows.opened.connect(self.open_entry)
        self.rows.removal_wanted.connect(self._on_removal_wanted)
        self.bar = EventBar(desk, lookup, prefix)
        self._empty = make_label("Nothing has happened yet.", "quiet")
        self.record = make_button("Record event…", f"{prefix}.record", accessible="Record what happened")
        self.record.clicked.connect(lambda: self.bar.open_for(self._uid))
        self.bar.closed.connect(self.record.setFocus)
        top = QHBoxLayout()
        top.addWidget(make_label("Timeline", "section"))
        top.addStretch(1)
        top.addWidget(self.record)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(theme.SPACE_2)
        self._body.addLayout(top)
        self._body.addWidget(self.bar)
        for widget in (self._empty, self.rows):
            self._body.addWidget(widget)

    def show_proposal(self, uid: str) -> None:
        """Show the timeline of a proposal; without one, nothing."""
        if uid != self._uid:
            self.bar.hide()
            if self._form is not None and not self._form.isHidden():
                self._form.put_away()
        self._uid = uid
        self.setVisible(bool(uid))
        self.refresh()

    def refresh(self) -> None:
        """Read the timeline again."""
        if not self._uid:
            return
        uid, at = self._uid, self._desk.as_at
        found = self._desk.read(lambda session: timeline.timeline(session, uid, at))
        # One record can give several entries, so the key is its place as well.
        self._entries = {f"{entry.kind}:{entry.uid}:{place}": entry for place, entry in enumerate(found)}
        self.rows.fill([_row(key, entry) for key, entry in self._entries.items()])
        self.rows.setVisible(bool(found))
        self._empty.setVisible(not found)
        self.record.setEnabled(not self._desk.read_only)
        if self._form is not None and not self._form.isHidden():
            self._form.refresh()

    def commit(self) -> None:
        """Store what is half typed in the form of an event."""
        if self._form is not None and not self._form.isHidden():
            self._form.form.commit()

    def open_entry(self, key: str) -> None:
        """Open the record that an entry comes from."""
        entry = self._entries[key]
        if entry.kind == "event":
            self._open_event(entry.uid)
        elif entry.kind in _PLACES:
            self._desk.go_to(_PLACES[entry.kind], entry.uid)

    def _open_event(self, uid: str) -> None:
        if self._form is None:
            self._form = PartForm(self._desk, self._lookup, "event", "proposal", f"{self._prefix}.event")
            self._form.closed.connect(self.rows.setFocus)
            self._body.addWidget(self._form)
        self._form.show()
        self._form.show_part(uid)
        self._form.focus_first()

    def _on_removal_wanted(self, key: str) -> None:
        entry = self._entries[key]
        if entry.kind == "event":
            self.removal_wanted.emit(entry.uid)


def _row(key: str, entry: TimelineEntry) -> ListRow:
    mark = _PLANNED if entry.planned else _DONE
    spoken = f"{entry.sentence}, planned" if entry.planned else entry.sentence
    return ListRow(key, f"{mark}  {entry.when}   {entry.what}", spoken)
