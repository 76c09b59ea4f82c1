"""A meeting in detail: its agenda, its actions, who was there, and its fields (ux.md 2.8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_weekday
from secdesk.rules.wording import in_figures, join_and
from secdesk.rules.workdays import distance_in_words
from secdesk.services import meeting_moves
from secdesk.ui.agenda_editor import AgendaEditor
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.detail import RecordDetail
from secdesk.ui.forms import Shape
from secdesk.ui.meeting_actions import MeetingActions
from secdesk.ui.meeting_attendance import MeetingAttendance
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.question_bar import QuestionBar
from secdesk.ui.widgets.words import make_label

_SHAPE = Shape(sections=(("Meeting", ("body", "date", "time", "place", "state", "number", "ad_hoc")),))
_OWN_LISTS = frozenset({"agenda_item", "action", "attendance"})
_BOTH, _ALONE, _NEITHER = "both", "alone", "neither"


class MeetingDetail(RecordDetail):
    """A meeting: its agenda first, then actions and names, then its fields."""

    agenda_changed = Signal()

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build the lists and the form."""
        super().__init__(desk, "meeting", lookup, prefix, _SHAPE, _OWN_LISTS)
        self.agenda = AgendaEditor(desk, lookup, prefix)
        self.action_list = MeetingActions(desk, lookup, prefix)
        self.attendance = MeetingAttendance(desk, lookup, prefix)
        self.moving = QuestionBar(f"{prefix}.move")
        self._moved: QLabel = make_label(role="quiet", wraps=True, name=f"{prefix}.moved")
        self._new_day: date | None = None
        self.agenda.changed.connect(self.agenda_changed)
        self.agenda.decisions_wanted.connect(lambda uid: desk.go_to("decisions", uid))
        self.moving.answered.connect(self._on_move_answered)
        self.form.asks_first = self._asks_first
        own: tuple[QWidget, ...] = (self._moved, self.agenda, self.action_list, self.attendance, self.moving)
        for place, widget in enumerate(own, 1):
            self.insert(widget, place)

    def refresh(self) -> None:
        """Read the meeting and what belongs to it again."""
        super().refresh()
        self._show_lists()

    def commit(self) -> None:
        """Store what is half typed anywhere in the detail."""
        super().commit()
        self.agenda.commit()
        self.action_list.commit()
        self.attendance.commit()

    def header_words(self) -> tuple[str, str]:
        """Return body and day, and how far off it is."""
        name, _ = super().header_words()
        values = self.form.loaded.values
        day = values.get("date")
        distance = distance_in_words(day, self.desk.as_at, self.desk.calendar) if isinstance(day, date) else ""
        where = [distance, str(values.get("time") or ""), str(values.get("place") or "")]
        return name, " · ".join(part for part in where if part) if self.uid else ""

    def show_header(self) -> None:
        """Show what the meeting is called, and the days that it had before."""
        super().show_header()
        uid = self.uid
        former = self.desk.read(lambda session: meeting_moves.former_days(session, uid)) if uid else []
        self._moved.setText(f"Moved; it was {join_and([format_weekday(day) for day in former])}" if former else "")
        self._moved.setVisible(bool(former))

    def _show_parts(self) -> None:
        super()._show_parts()
        self.moving.put_away()
        self._show_lists()

    def _show_lists(self) -> None:
        values, uid = self.form.loaded.values, self.form.uid
        self.agenda.confirmed = values.get("agenda_confirmed") is not None
        self.agenda.is_planned = values.get("state") in (None, "planned")
        time = str(values["time"]) if values.get("time") else None
        self.agenda.show_meeting(uid, words_of("meeting_body", str(values.get("body") or "")), time)
        self.action_list.show_meeting(uid)
        self.attendance.show_meeting(uid)
        self.agenda_changed.emit()

    # --- moving a meeting with its decisions -----------------------------------------------------------------------

    def _asks_first(self, name: str, value: Value) -> bool:
        """Say whether a new day has to wait for an answer: decisions are dated on the old one (design.md 5.1)."""
        before, uid = self.form.loaded.values.get("date"), self.uid
        if name != "date" or not isinstance(value, date) or not isinstance(before, date):
            return False
        count = self.desk.read(lambda session: meeting_moves.dated_events(session, uid))
        if not count:
            return False
        self._new_day = value
        decisions = in_figures(count, "decision")
        are = "is" if count == 1 else "are"
        self.moving.ask(
            f"{decisions} of this meeting {are} dated {format_weekday(before)}. Move to {format_weekday(value)}?",
            (
                (_BOTH, f"Move the meeting and {decisions}"),
                (_ALONE, "Move the meeting alone"),
                (_NEITHER, "Leave both as they are"),
            ),
        )
        return True

    def _on_move_answered(self, answer: str) -> None:
        uid, day = self.uid, self._new_day
        if answer == _NEITHER or day is None or not uid:
            self.form.take_back("date")
            return

        def act(session: Any) -> int:
            return meeting_moves.move_meeting(session, uid, day, with_events=answer == _BOTH)

        moved = self.desk.run(f"Move {self.lookup.name('meeting', uid)}", act)
        if moved is None:
            return
        self.form.commit()
        what = f" with {in_figures(moved, 'decision')}" if moved else ""
        self.desk.say(shorten(f"Meeting moved to {format_weekday(day)}{what}"), offers_undo=True)
        self.form.focus_field("date")
