"""Consultations: to issue, open, closed; issuing several with the usual dates (ux.md 2.9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import WD_INCLUSIVE, count_days
from secdesk.services import consultations
from secdesk.services.consultations import CLOSING_TIME, ConsultationRow
from secdesk.ui import texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.detail import RecordDetail
from secdesk.ui.forms import Shape
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.service_rows import ALL, CONSULTATIONS, ServiceRows, step_words
from secdesk.ui.places.facet_place import FacetPlace
from secdesk.ui.widgets.act_bar import ActBar

_FACETS = (("to_issue", "To issue"), ("open", "Open"), ("closed", "Closed"), ("set_aside", "Set aside"), (ALL, "All"))
_SHAPE = Shape(
    sections=(
        ("", ("proposal", "consultation_kind", "opened", "closes", "closing_time", "responses")),
        ("Before it has dates", ("expected_month", "expectation_known_by")),
    )
)
_DATES = (FieldInfo("opened", "Opens", "date", required=True), FieldInfo("closes", "Closes", "date", required=True))
_ISSUE, _CHANGE = "issue", "change"


class ConsultationDetail(RecordDetail):
    """A consultation, with its period and its step over the form."""

    def __init__(self, place: ConsultationsPlace) -> None:
        """Build the form; its dates stand before what was expected."""
        self._place = place
        super().__init__(place.desk, "consultation", place.lookup, place.key, _SHAPE)

    def header_words(self) -> tuple[str, str]:
        """Return what is consulted on, and when it opens and closes."""
        name, about = super().header_words()
        row = self._place.listed.found().get(self.form.uid)
        if row is None:
            return name, about
        opens = f"{format_weekday(row.opened)} to" if row.opened and row.closes else ""
        closes = f"{format_weekday(row.closes)}, {row.closing_time}" if row.closes else ""
        length = f"{row.days} WD" if row.days else ""
        return name, " · ".join(part for part in (f"{opens} {closes}".strip(), length, step_words(row)) if part)


class ConsultationsPlace(FacetPlace):
    """All consultations. Its filled button issues the selected ones, or closes the one that is open."""

    key = "consultations"
    title = texts.CONSULTATIONS
    kind = "consultation"
    list_share = 66

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place, its commands and the row that asks for the days."""
        super().__init__(desk, parent)
        self._doing, self._usual = _ISSUE, ""
        self._primary = QAction("Issue consultation", self)
        self._primary.setObjectName("consultations.primary")
        self._primary.setEnabled(False)
        self._primary.triggered.connect(self._on_primary)
        self._change = QAction("Change dates of consultations…", self)
        self._change.setObjectName("consultations.change_dates")
        self._change.setEnabled(False)
        self._change.triggered.connect(self._on_change)
        self.bar = ActBar("consultations.issue", self.lookup, _DATES, in_line=True)
        self.bar.edited.connect(self._on_edited)
        self.bar.accepted.connect(self._on_accepted)
        self.bar.cancelled.connect(self.list.setFocus)
        self.add_under_list(self.bar)
        self.list.selection_counted.connect(lambda _count: self._show_primary())

    def make_rows(self) -> KindRows:
        """Return the rows of consultations."""
        return ServiceRows(self.desk, CONSULTATIONS)

    def make_detail(self) -> RecordDetail:
        """Return the detail of a consultation."""
        return ConsultationDetail(self)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list."""
        return _FACETS

    def first_field(self) -> str:
        """A new consultation begins with its proposal, one to issue with its day, an issued one with its responses."""
        row = self.listed.found().get(self.detail.uid)
        if row is None:
            return "proposal"
        return "responses" if row.state in ("open", "closed") else "opened"

    def primary_action(self) -> QAction:
        """Issue what is selected, or close it."""
        return self._primary

    def menu_actions(self) -> Sequence[QAction]:
        """Return the command that gives all selected consultations the same days."""
        return (self._change,)

    def refresh(self) -> None:
        """Read rows, detail and counts again."""
        super().refresh()
        self._show_primary()

    # --- what is to be done ----------------------------------------------------------------------------------------

    def _selected(self, *states: str) -> list[ConsultationRow]:
        found = self.listed.found()
        rows = [found[uid] for uid in self.list.selected_uids() if uid in found]
        return [row for row in rows if row.state in states]

    def _current(self) -> ConsultationRow | None:
        row: ConsultationRow | None = self.listed.found().get(self.list.current_uid)
        return row

    def _show_primary(self) -> None:
        count, row = len(self._selected("to_issue")), self._current()
        words = f"Issue {in_figures(count, 'consultation')}" if count > 1 else "Issue consultation"
        can_do = count > 0
        if not count and row is not None and row.state in ("open", "closed"):
            words = "Close consultation" if row.state == "open" else "Record responses"
            can_do = row.state == "open" or row.responses is None
        self._primary.setText(words)
        self._primary.setEnabled(can_do and not self.desk.read_only)
        has_dates = bool(self._selected("to_issue", "open", "closed"))
        self._change.setEnabled(has_dates and not self.desk.read_only)

    def _on_primary(self) -> None:
        if self.bar.isVisible():
            self.bar.accept()
            return
        self.commit()
        chosen, row = self._selected("to_issue"), self._current()
        if chosen:
            self._ask_dates(_ISSUE, chosen, self.desk.today, None)
        elif row is not None and row.state == "open" and row.responses is not None:
            self._close(row)
        elif row is not None:
            self.edit_selected()

    def _on_change(self) -> None:
        self.commit()
        chosen = self._selected("to_issue", "open", "closed")
        if chosen:
            opened, closes = (_shared(getattr(row, name) for row in chosen) for name in ("opened", "closes"))
            self._ask_dates(_CHANGE, chosen, opened, closes)

    def _ask_dates(
        self, doing: str, chosen: Sequence[ConsultationRow], opened: date | None, closes: date | None
    ) -> None:
        named = ", ".join(row.reference for row in chosen[:6]) + (" and others" if len(chosen) > 6 else "")
        self._doing, self._usual = doing, ""
        verb = "Issue" if doing == _ISSUE else "Change dates of"
        words = f"Issue {in_figures(len(chosen), 'consultation')}" if doing == _ISSUE else "Change dates"
        self._split.show_second(False)
        self.bar.open_bar(f"{verb} {named}", words, {"opened": opened, "closes": closes})

    # --- the row that asks -----------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        """Follow the opening day with the usual closing day, unless the person chose another one."""
        typed = self.bar.typed("closes")
        opened = self._read("opened")
        if opened is not None and typed == self._usual:
            closes = self.desk.read(lambda session: consultations.usual_closing(session, opened))
            self._usual = format_date(closes)
            self.bar.put_value("closes", closes)
        held = [f"{row.reference} is {row.held}" for row in self._selected("to_issue") if row.held]
        told = [*held, self._length_words(opened, self._read("closes"))]
        self.bar.show_outcome(" · ".join(words for words in told if words))

    def _read(self, name: str) -> date | None:
        try:
            value = self.bar.values()[name]
        except Invalid:
            return None
        return value if isinstance(value, date) else None

    def _length_words(self, opened: date | None, closes: date | None) -> str:
        if opened is None or closes is None or closes < opened:
            return ""
        count = count_days(opened, closes, WD_INCLUSIVE, self.desk.calendar)
        left_out = ", ".join(f"{name} ({format_date(day)})" for day, name in count.holidays)
        without = f" · left out: {left_out}" if left_out else ""
        return f"{count.days} WD, both days counted{without} · closes at {CLOSING_TIME}"

    def _on_accepted(self, values: dict[str, Value]) -> None:
        opened, closes = values["opened"], values["closes"]
        is_issue = self._doing == _ISSUE
        chosen = self._selected("to_issue") if is_issue else self._selected("to_issue", "open", "closed")
        if is_issue and not isinstance(opened, date):
            self.bar.refuse("Enter the day on which they open")
            return
        given = {name: day for name, day in (("opened", opened), ("closes", closes)) if isinstance(day, date)}
        if not given:
            self.bar.refuse("Enter the day on which they open or close")
            return
        uids = [row.uid for row in chosen]

        def act(session: Any) -> int:
            if is_issue:
                consultations.issue(session, uids, given["opened"], given.get("closes"))
            else:
                consultations.change_dates(session, uids, given)
            return len(uids)

        words = in_figures(len(uids), "consultation")
        label, told = (
            (f"Issue {words}", f"{words} issued") if is_issue else (f"Dates of {words}", f"Dates of {words} changed")
        )
        try:
            done = self.desk.run(label, act)
        except Invalid as problem:
            self.bar.refuse(problem.problems[0].sentence)
            return
        if done:
            self.bar.hide()
            self.desk.say(told, offers_undo=True)
            self.list.setFocus()

    def _close(self, row: ConsultationRow) -> None:
        def act(session: Any) -> date:
            return consultations.close_consultation(session, row.uid, self.desk.today)

        called = f"{row.reference} {row.kind_label}".strip()
        if self.desk.run(f"Close {called}", act):
            self.desk.say(shorten(f"{called} closed, {in_figures(row.responses or 0, 'response')}"), offers_undo=True)
            self.list.setFocus()


def _shared(days: Any) -> date | None:
    """Return the day that all have, None where they differ."""
    found = set(days)
    return found.pop() if len(found) == 1 else None
