"""The timeline of a proposal: one sentence an entry, newest first, planned entries hollow (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from secdesk.services import timeline
from secdesk.services.timeline import TimelineEntry
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.parts import PartForm
from secdesk.ui.widgets.correction_bar import CorrectionBar
from secdesk.ui.widgets.event_bar import EventBar
from secdesk.ui.widgets.row_list import ListRow, RowList
from secdesk.ui.widgets.words import make_button, make_label

_PLACES = {
    "assessment": "assessments",
    "consultation": "consultations",
    "release": "releases",
    "release_part": "releases",
    "action": "records:action",
    "document": "records:document",
}
"""Where the records are that have a place of their own."""
_DONE, _PLANNED = "●", "○"
_FILTERS = (
    ("", "All", frozenset[str]()),
    ("decisions", "Decisions and events", frozenset({"event"})),
    ("meetings", "Agendas", frozenset({"agenda_item"})),
    ("consultations", "Consultations", frozenset({"consultation"})),
    ("assessments", "Assessments", frozenset({"assessment"})),
    ("releases", "Releases", frozenset({"release", "release_part"})),
    ("changes", "Changes of fields", frozenset({"proposal"})),
    ("others", "Actions and documents", frozenset({"action", "document"})),
)
"""Key, words and the kinds of record of each filter; the first shows everything."""


class Timeline(QWidget):
    """Everything with a date about one proposal. Enter opens where it comes from; events open in place."""

    removal_wanted = Signal(str)
    field_wanted = Signal(str)
    """The history of a dated field is to be shown; the field's name."""

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Make an empty timeline with its row for recording an event."""
        super().__init__()
        self._desk, self._lookup, self._prefix = desk, lookup, prefix
        self._uid = ""
        self._entries: dict[str, TimelineEntry] = {}
        self._form: PartForm | None = None
        self.rows = RowList(f"{prefix}.timeline", "Timeline, newest first")
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar = EventBar(desk, lookup, prefix)
        self.correction = CorrectionBar(desk, lookup, prefix, self.rows)
        self._empty = make_label(role="quiet", wraps=True)
        self.filter = QComboBox()
        self.filter.setObjectName(f"{prefix}.timeline.filter")
        self.filter.setAccessibleName("What the timeline shows")
        for key, words, _kinds in _FILTERS:
            self.filter.addItem(words, key)
        self.record = make_button("Record event…", f"{prefix}.record", accessible="Record what happened")
        self._menu = QMenu(self.rows)
        self._menu.setObjectName(f"{prefix}.timeline.menu")
        self._source = self._make_action("Open source", "source", self.open_entry)
        self._history = self._make_action("Show in history", "history", self._show_in_history)
        self._correct = self._make_action("Correct…", "correct", self.correct_entry)
        self._lay_out()
        self._connect()

    def show_proposal(self, uid: str) -> None:
        """Show the timeline of a proposal; without one, nothing."""
        if uid != self._uid:
            self.bar.hide()
            self.correction.put_away()
            if self._form is not None and not self._form.isHidden():
                self._form.put_away()
        self._uid = uid
        self.setVisible(bool(uid))
        self.refresh()

    def refresh(self) -> None:
        """Read the timeline again."""
        if not self._uid:
            self._show_commands()
            return
        uid, at = self._uid, self._desk.as_at
        found = self._desk.read(lambda session: timeline.timeline(session, uid, at))
        # One record can give several entries, so the key is its place as well.
        self._entries = {f"{entry.kind}:{entry.uid}:{place}": entry for place, entry in enumerate(found)}
        self._fill()
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
        elif entry.meeting:
            self._desk.go_to("meetings", entry.meeting)
        elif entry.field:
            self.field_wanted.emit(entry.field)
        elif entry.kind in _PLACES:
            self._desk.go_to(_PLACES[entry.kind], entry.uid)

    def correct_entry(self, key: str) -> None:
        """Ask what really happened in place of an event; one that was corrected before is not asked about again."""
        entry = self._entries[key]
        if self._can_correct(entry):
            called = self._lookup.name("proposal", self._uid).split(" ")[0]
            self.correction.open_for(entry.uid, called, entry.sentence)

    def commands(self) -> Sequence[QAction]:
        """Return what can be done with the current entry, for the menu of the window too."""
        return (self._source, self._history, self._correct)

    def menu_for(self, key: str) -> QMenu:
        """Return the menu of an entry, which becomes the current one."""
        self.rows.select_key(key)
        self._show_commands()
        self._menu.clear()
        self._menu.addAction(self._source)
        self._menu.addAction("Copy", self.rows.copy)
        self._menu.addAction(self._history)
        self._menu.addSeparator()
        self._menu.addAction(self._correct)
        return self._menu

    def _make_action(self, words: str, name: str, act: Callable[[str], object]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(f"{self._prefix}.timeline.{name}")
        action.setEnabled(False)
        action.triggered.connect(lambda _checked=False: self._do(act))
        return action

    def _do(self, act: Callable[[str], object]) -> None:
        key = self.rows.current_key()
        if key in self._entries:
            act(key)

    def _show_in_history(self, key: str) -> None:
        self._desk.go_to("history", self._entries[key].uid)

    def _show_commands(self) -> None:
        entry = self._entries.get(self.rows.current_key()) if self._uid else None
        for action in (self._source, self._history):
            action.setEnabled(entry is not None)
        self._correct.setEnabled(entry is not None and self._can_correct(entry))

    def _can_correct(self, entry: TimelineEntry) -> bool:
        return entry.kind == "event" and not entry.corrected and not self._desk.read_only

    def _fill(self) -> None:
        kinds = _FILTERS[max(self.filter.currentIndex(), 0)][2]
        shown = {key: entry for key, entry in self._entries.items() if not kinds or entry.kind in kinds}
        self.rows.fill([_row(key, entry) for key, entry in shown.items()])
        self.rows.setVisible(bool(shown))
        self._empty.setText("Nothing of this kind has happened." if self._entries else "Nothing has happened yet.")
        self._empty.setVisible(not shown)
        self._show_commands()
        words = self.filter.currentText().lower()
        self.rows.setAccessibleName(f"Timeline, {words}, newest first" if kinds else "Timeline, newest first")

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

    def _on_menu_wanted(self, at: QPoint) -> None:
        key = self.rows.current_key()
        if key:
            self.menu_for(key).popup(self.rows.viewport().mapToGlobal(at))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addWidget(make_label("Timeline", "section"))
        top.addWidget(self.filter)
        top.addStretch(1)
        top.addWidget(self.record)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(theme.SPACE_2)
        self._body.addLayout(top)
        for widget in (self.bar, self._empty, self.rows, self.correction):
            self._body.addWidget(widget)

    def _connect(self) -> None:
        self.rows.opened.connect(self.open_entry)
        self.rows.currentItemChanged.connect(lambda _now, _before: self._show_commands())
        self.rows.removal_wanted.connect(self._on_removal_wanted)
        self.rows.customContextMenuRequested.connect(self._on_menu_wanted)
        self.filter.activated.connect(lambda _index: self._fill())
        self.record.clicked.connect(lambda: self.bar.open_for(self._uid))
        self.bar.closed.connect(self.record.setFocus)


def _row(key: str, entry: TimelineEntry) -> ListRow:
    mark = _PLANNED if entry.planned else _DONE
    spoken = f"{entry.sentence}, planned" if entry.planned else entry.sentence
    return ListRow(key, f"{mark}  {entry.when}   {entry.what}", spoken)
