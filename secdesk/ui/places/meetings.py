"""Meetings: the list of them, the one selected in detail, and making those of a year (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.services import agendas, meeting_calendar
from secdesk.ui import texts
from secdesk.ui.agenda_printing import agenda_request
from secdesk.ui.calendar_maker import CalendarMaker
from secdesk.ui.desk import Desk
from secdesk.ui.detail import DetailArea, RecordDetail
from secdesk.ui.meeting_detail import MeetingDetail
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.meeting_rows import ALL, PAST, UPCOMING, MeetingRows
from secdesk.ui.places.list_detail import VERBS, ListDetailPlace
from secdesk.ui.printing_request import PrintRequest


class MeetingsPlace(ListDetailPlace):
    """All meetings. Its filled button confirms the agenda."""

    key = "meetings"
    title = texts.MEETINGS
    kind = "meeting"
    list_share = 45
    verbs = VERBS | {"move_up", "move_down"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place and its commands."""
        super().__init__(desk, parent)
        self._confirm = self._make_action("Confirm agenda", "confirm", self._on_confirm)
        self._confirm.setEnabled(False)
        agenda = self.meeting_detail.agenda
        agenda.menu_acts = [
            self._make_action("Open agenda item", "open_item", agenda.open_selected),
            self._make_action("Move to…", "move_to", agenda.ask_place),
            self._make_action("Remove agenda item", "remove_item", lambda: agenda.remove_item(agenda.grid.current_uid)),
        ]
        self._reopen = self._make_action("Reopen agenda", "reopen", agenda.reopen)
        self._print = self._make_action("Print agenda", "print_agenda", self.print_agenda)
        agenda.print_wanted.connect(self.print_agenda)
        self._act = self._make_action("Add action", "add_action", self.meeting_detail.action_list.begin)
        self._make_year = self._make_action("Make the meetings of a year…", "make_year", self.make_year)
        self._make_now = self._make_action("Make the chosen meetings", "make_now", self._on_make_now)
        self._make_now.setEnabled(False)
        self.maker: CalendarMaker | None = None
        self.meeting_detail.agenda_changed.connect(self._show_commands)

    @property
    def meeting_detail(self) -> MeetingDetail:
        """The detail as what it is."""
        assert isinstance(self.detail, MeetingDetail)
        return self.detail

    def make_rows(self) -> KindRows:
        """Return the rows of meetings."""
        return MeetingRows(self.desk)

    def empty_ways(self) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """Offer to make the meetings of a year by the rules of the bodies."""
        return (("empty_year", "Make the meetings of a year…", self.make_year),)

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
        """Confirm the agenda of the meeting selected; while a year is looked through, make its meetings."""
        return self._make_now if self.maker is not None and self._is_making() else self._confirm

    def menu_actions(self) -> Sequence[QAction]:
        """Return the other commands: the agenda's, adding an action, making the meetings of a year."""
        own = (self._reopen, self._print, self._act, self._make_now, self._make_year)
        return (*self.meeting_detail.agenda.menu_acts, *own, self._confirm)

    def activate(self, uid: str = "") -> None:
        """Enter at the meeting named, else at the next whose agenda is to be confirmed."""
        first = not self.is_entered
        super().activate(uid)
        if first and not uid:
            found = self.desk.read(lambda session: agendas.next_to_confirm(session, self.desk.as_at))
            self.list.select_uid(found or self.table.uid_at(0))
        self._name_year()

    def refresh(self) -> None:
        """Read list, detail and the days of a year again."""
        super().refresh()
        if self.is_entered:
            self._name_year()
            if self.maker is not None and self._is_making():
                self.maker.refresh()

    def commit(self) -> None:
        """Store what is half typed."""
        super().commit()
        if self.maker is not None:
            self.maker.commit()

    def move_up(self) -> None:
        """Move the selected agenda item up."""
        self.meeting_detail.agenda.move_item(-1)

    def move_down(self) -> None:
        """Move the selected agenda item down."""
        self.meeting_detail.agenda.move_item(1)

    def agenda_request(self) -> PrintRequest | None:
        """Return what prints the agenda of the meeting selected; None where it has no items."""
        uid = self.detail.uid
        if not uid or not self.meeting_detail.agenda.items:
            return None
        return agenda_request(self.desk, uid, self.lookup.name("meeting", uid))

    def print_agenda(self) -> None:
        """Print the agenda of the meeting selected; Ctrl+P prints the list."""
        from secdesk.ui.printing import Printing  # brings Qt's PDF engine along

        self.commit()
        request = self.agenda_request()
        if request is not None:
            self._printing = self._printing or Printing(self.desk, self)
            self._printing.print_request(request)

    def make_year(self) -> None:
        """Show the days on which the rules let the bodies meet, to make their meetings."""
        if self.desk.read_only:
            return
        if self.maker is None:
            self.maker = CalendarMaker(self.desk, self.key)
            self.maker.made.connect(self._leave_year)
            self.maker.closed.connect(self._leave_year)
            self.maker.counted.connect(lambda count: self._make_now.setEnabled(count > 0 and not self.desk.read_only))
            self._pages.addWidget(DetailArea(self.maker, "meetings.year", "Meetings of a year"))
        self.commit()
        self._pages.setCurrentIndex(self._pages.count() - 1)
        self._split.show_second(True)
        self.maker.open_year(self._next_year())
        self.primary_changed.emit()

    def _show_detail(self, uid: str) -> None:
        super()._show_detail(uid)
        self._make_now.setEnabled(False)
        self.primary_changed.emit()

    def _on_make_now(self) -> None:
        if self.maker is not None and self._is_making():
            self.maker.make_chosen()

    def _is_making(self) -> bool:
        area = self._pages.currentWidget()
        return isinstance(area, DetailArea) and area.widget() is self.maker

    def _leave_year(self) -> None:
        self._split.show_second(False)
        self._show_detail(self.list.current_uid)
        self.list.setFocus()

    def _next_year(self) -> int:
        return self.desk.read(lambda session: meeting_calendar.next_year(session, self.desk.today))

    def _name_year(self) -> None:
        self._make_year.setText(f"Make the meetings of {self._next_year()}…")
        self._make_year.setEnabled(not self.desk.read_only)

    def _make_action(self, words: str, name: str, act: Callable[[], object]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(f"{self.key}.{name}")
        action.triggered.connect(lambda _checked=False: act())
        return action

    def _show_commands(self) -> None:
        agenda, locked = self.meeting_detail.agenda, self.desk.read_only
        self._confirm.setEnabled(bool(agenda.items) and not agenda.confirmed and not locked)
        self._reopen.setEnabled(agenda.confirmed and not locked)
        self._print.setEnabled(bool(agenda.items))
        self._act.setEnabled(bool(self.detail.uid) and not locked)

    def _on_confirm(self) -> None:
        self.commit()
        self.meeting_detail.agenda.confirm()
