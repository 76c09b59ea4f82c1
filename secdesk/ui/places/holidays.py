"""Bank holidays by year: the published list, the register's own lines over it, and which years are confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from secdesk.models.types import Value
from secdesk.rules.date_words import format_weekday
from secdesk.services import bank_holidays
from secdesk.services.bank_holidays import HolidayDay
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.models.holiday_rows import ALL, OWN, PUBLISHED, HolidayRows
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.places.list_detail import VERBS, ListDetailPlace
from secdesk.ui.widgets.words import make_button, make_label, set_words

_YEARS_BACK, _YEARS_ON = 1, 3


class PublishedDay(QWidget):
    """What can be done with a day of the published list, which is no record of the register."""

    def __init__(self) -> None:
        """Show no day yet."""
        super().__init__()
        self._name = make_label(role="section", wraps=True, name="holiday.published.name")
        self._about = make_label(role="quiet", wraps=True, name="holiday.published.about")
        self.out = make_button("Make it an ordinary day", "holiday.published.take_out")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_4, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.SPACE_3)
        for widget in (self._name, self._about):
            layout.addWidget(widget)
        layout.addWidget(self.out, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def show_day(self, line: HolidayDay, *, locked: bool) -> None:
        """Show a day."""
        self._name.setText(f"{line.name}, {format_weekday(line.day)}")
        self._about.setText(
            "From the published list of England and Wales. A line of the register's own for the same day goes before it"
        )
        self.out.setVisible(not locked)


class HolidaysPlace(ListDetailPlace):
    """The bank holidays of a year; a line of the register's own adds a day or takes one out."""

    kind = "holiday"
    key = "holiday"
    title = "Bank holidays"
    # A published day is no record: it can neither be filtered by fields nor printed as a list of records.
    verbs = VERBS - {"print_shown", "add_filter"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place and its commands."""
        super().__init__(desk, parent)
        self._published = PublishedDay()
        self._published.out.clicked.connect(self._take_out_current)
        self._pages.addWidget(self._published)
        self._state = make_label(role="caption", wraps=True, name="holiday.confirmed")
        self._confirm = make_button("Confirm the next year", "holiday.confirm")
        self._confirm.clicked.connect(self._confirm_year)
        self._confirm_action = QAction("Confirm the bank holidays of the next year", self)
        self._confirm_action.setObjectName("holiday.confirm_year")
        self._confirm_action.triggered.connect(self._confirm_year)
        under = QWidget()
        layout = QVBoxLayout(under)
        layout.setContentsMargins(0, 0, 0, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._state)
        layout.addWidget(self._confirm, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_under_list(under)

    @property
    def rows(self) -> HolidayRows:
        """The rows as what they are."""
        source = self.table.source
        assert isinstance(source, HolidayRows)
        return source

    def make_rows(self) -> KindRows:
        """Return the rows of bank holidays."""
        return HolidayRows(self.desk)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list: all, the years around today, the register's own lines."""
        this = self.desk.today.year
        years = [(str(year), str(year)) for year in range(this - _YEARS_BACK, this + _YEARS_ON + 1)]
        return ((ALL, "All"), *years, (OWN, "Own list"))

    def first_facet(self) -> str:
        """Return the present year."""
        return str(self.desk.today.year)

    def menu_actions(self) -> Sequence[QAction]:
        """Return the further command: confirming a year."""
        return (self._confirm_action,)

    def new_values(self) -> Mapping[str, Value]:
        """A new line holds from today on, so that figures of earlier days keep their count."""
        return {"effective_from": self.desk.today}

    def activate(self, uid: str = "") -> None:
        """Enter at the present year."""
        super().activate(uid)
        self._describe()

    def refresh(self) -> None:
        """Read list and detail again."""
        super().refresh()
        if self.is_entered:
            self._describe()

    def edit_selected(self) -> None:
        """Go into the form of an own line, or to what can be done with a published day."""
        if self.list.current_uid.startswith(PUBLISHED):
            self._split.show_second(True)
            self._published.out.setFocus()
        else:
            super().edit_selected()

    def delete_selected(self) -> None:
        """Make published days ordinary ones, or delete the register's own lines."""
        uids = self.list.selected_uids()
        days = [date.fromisoformat(uid.removeprefix(PUBLISHED)) for uid in uids if uid.startswith(PUBLISHED)]
        if not days:
            super().delete_selected()
        elif self.list.hasFocus() and len(days) == len(uids):
            self._take_out(days)
        elif self.list.hasFocus():
            self.desk.say("Select either published days or lines of your own")

    def _show_detail(self, uid: str) -> None:
        line = self.rows.lines.get(uid)
        if line is None or line.uid:
            super()._show_detail(uid)
            return
        self.detail.leave()
        self._published.show_day(line, locked=self.desk.read_only)
        self._pages.setCurrentWidget(self._published)
        self.subject_changed.emit(f"{line.name}, {format_weekday(line.day)}")

    def _take_out_current(self) -> None:
        uid = self.list.current_uid
        if uid.startswith(PUBLISHED):
            self._take_out([date.fromisoformat(uid.removeprefix(PUBLISHED))])

    def _take_out(self, days: Sequence[date]) -> None:
        today = self.desk.today
        if self.desk.read_only:
            return

        def act(session: Any) -> list[str]:
            return [bank_holidays.take_out(session, day, today) for day in days]

        what = format_weekday(days[0]) if len(days) == 1 else f"{len(days)} bank holidays"
        made = self.desk.run(f"Make {what} ordinary", act)
        if made:
            told = "an ordinary day" if len(days) == 1 else "ordinary days"
            self.desk.say(f"{what} made {told}", offers_undo=True)
            self.list.select_uid(made[0])
            self.list.setFocus()

    def _confirm_year(self) -> None:
        if self.desk.read_only:
            return
        today = self.desk.today
        year = self.desk.run(
            "Confirm the bank holidays of a year", lambda session: bank_holidays.confirm_next_year(session, today)
        )
        if year:
            self.desk.say(f"Bank holidays of {year} confirmed", offers_undo=True)

    def _describe(self) -> None:
        year = self.desk.calendar.confirmed_until.year
        self._state.setText(
            f"Confirmed to the end of {year}. Later days follow the rules of the Acts: bank holidays not confirmed"
        )
        words = f"Confirm the bank holidays of {year + 1}"
        set_words(self._confirm, words)
        self._confirm_action.setText(words)
        self._confirm.setVisible(not self.desk.read_only)
        self._confirm_action.setEnabled(not self.desk.read_only)
