"""Meetings: the list of them, and the agenda of the one selected (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.rules.workdays import distance_in_words
from secdesk.services import agendas, queries, records
from secdesk.ui import texts
from secdesk.ui.agenda_editor import AgendaEditor
from secdesk.ui.desk import Desk
from secdesk.ui.detail import RecordDetail
from secdesk.ui.forms import Shape
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.meeting_rows import ALL, PAST, UPCOMING, MeetingRows
from secdesk.ui.places.list_detail import VERBS, ListDetailPlace

_SHAPE = Shape(sections=(("Meeting", ("body", "date", "time", "place", "state", "number", "ad_hoc")),))


class MeetingDetail(RecordDetail):
    """A meeting: its agenda first, then its fields."""

    agenda_changed = Signal()

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build agenda and form."""
        super().__init__(desk, "meeting", lookup, prefix, _SHAPE, frozenset({"agenda_item"}))
        self.agenda = AgendaEditor(desk, lookup, prefix)
        self.agenda.changed.connect(self.agenda_changed)
        self.agenda.decisions_wanted.connect(lambda uid: desk.go_to("decisions", uid))
        self.insert(self.agenda)

    def refresh(self) -> None:
        """Read the meeting and its agenda again."""
        super().refresh()
        self._show_agenda()

    def commit(self) -> None:
        """Store what is half typed anywhere in the detail."""
        super().commit()
        self.agenda.commit()

    def header_words(self) -> tuple[str, str]:
        """Return body and day, and how far off it is."""
        name, _ = super().header_words()
        values = self.form.loaded.values
        day = values.get("date")
        distance = distance_in_words(day, self.desk.today, self.desk.calendar) if isinstance(day, date) else ""
        where = [distance, str(values.get("time") or ""), str(values.get("place") or "")]
        return name, " · ".join(part for part in where if part) if self.uid else ""

    def _show_parts(self) -> None:
        super()._show_parts()
        self._show_agenda()

    def _show_agenda(self) -> None:
        self.agenda.confirmed = self.form.loaded.values.get("agenda_confirmed") is not None
        self.agenda.show_meeting(self.form.uid)
        self.agenda_changed.emit()


class MeetingsPlace(ListDetailPlace):
    """All meetings. Its filled button confirms the agenda."""

    key = "meetings"
    title = texts.MEETINGS
    kind = "meeting"
    verbs = VERBS | {"move_up", "move_down"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place and its command."""
        super().__init__(desk, parent)
        self._confirm = QAction("Confirm agenda", self)
        self._confirm.setObjectName("meetings.confirm")
        self._confirm.triggered.connect(self._on_confirm)
        self._confirm.setEnabled(False)
        self.meeting_detail.agenda_changed.connect(self._show_primary)

    @property
    def meeting_detail(self) -> MeetingDetail:
        """The detail as what it is."""
        assert isinstance(self.detail, MeetingDetail)
        return self.detail

    def make_rows(self) -> KindRows:
        """Return the rows of meetings."""
        return MeetingRows(self.desk)

    def make_detail(self) -> RecordDetail:
        """Return the detail of a meeting."""
        return MeetingDetail(self.desk, self.lookup, self.key)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list."""
        return ((UPCOMING, "Upcoming"), (PAST, "Past"), (ALL, "All"))

    def clear_filters(self) -> None:
        """Show all meetings."""
        self.show_facet(ALL)

    def primary_action(self) -> QAction:
        """Confirm the agenda of the meeting selected."""
        return self._confirm

    def activate(self, uid: str = "") -> None:
        """Enter at the meeting named, else at the next whose agenda is to be confirmed."""
        first = not self.is_entered
        super().activate(uid)
        if first and not uid:
            self.list.select_uid(self._find_next())

    def move_up(self) -> None:
        """Move the selected agenda item up."""
        self.meeting_detail.agenda.move_item(-1)

    def move_down(self) -> None:
        """Move the selected agenda item down."""
        self.meeting_detail.agenda.move_item(1)

    def _find_next(self) -> str:
        """Return the coming meeting with items whose agenda is due next; those that are late come last."""
        waiting: list[tuple[bool, date, str]] = []
        for row in range(self.table.rowCount()):
            uid = self.table.uid_at(row)
            due = self._due(uid)
            if due is not None and self._waits(uid):
                waiting.append((due < self.desk.today, due, uid))
        return min(waiting)[2] if waiting else self.table.uid_at(0)

    def _due(self, uid: str) -> date | None:
        return self.desk.read(lambda session: agendas.agenda_deadline(session, uid, self.desk.as_at))

    def _waits(self, uid: str) -> bool:
        def read(session: Any) -> bool:
            meeting = records.get_record(session, "meeting", uid, self.desk.as_at)
            return meeting.values["agenda_confirmed"] is None and uid in queries.agenda_sizes(session, [uid])

        return self.desk.read(read)

    def _show_primary(self) -> None:
        agenda = self.meeting_detail.agenda
        self._confirm.setEnabled(bool(agenda.items) and not agenda.confirmed and not self.desk.read_only)

    def _on_confirm(self) -> None:
        self.commit()
        self.meeting_detail.agenda.confirm()
