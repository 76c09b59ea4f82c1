"""Consultations: to issue, open, closed; issuing several with the usual dates (ux.md 2.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.date_words import format_weekday
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import end_of_period
from secdesk.services import consultations
from secdesk.services.consultations import ConsultationRow
from secdesk.ui import texts
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.service_rows import ALL, CONSULTATIONS, ServiceRows
from secdesk.ui.places.list_detail import ListDetailPlace
from secdesk.ui.widgets.act_bar import ActBar

_FACETS = (("to_issue", "To issue"), ("open", "Open"), ("closed", "Closed"), ("dropped", "Dropped"), (ALL, "All"))


class ConsultationsPlace(ListDetailPlace):
    """All consultations. Its filled button issues the selected ones, or leads to the responses of one."""

    key = "consultations"
    title = texts.CONSULTATIONS
    kind = "consultation"
    list_share = 62

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place, its command and the row that asks for the day."""
        super().__init__(desk, parent)
        self._primary = QAction("Issue consultation", self)
        self._primary.setObjectName("consultations.primary")
        self._primary.triggered.connect(self._on_primary)
        opens = FieldInfo("opened", "Opens", "date", required=True)
        self.bar = ActBar("consultations.issue", self.lookup, [opens])
        self.bar.edited.connect(self._show_closing)
        self.bar.accepted.connect(self._on_accepted)
        self.bar.cancelled.connect(self.list.setFocus)
        self.add_under_list(self.bar)
        self.list.selection_counted.connect(lambda _count: self._show_primary())

    @property
    def rows(self) -> ServiceRows[ConsultationRow]:
        """The rows as what they are."""
        source = self.table.source
        assert isinstance(source, ServiceRows)
        return source

    def make_rows(self) -> KindRows:
        """Return the rows of consultations."""
        return ServiceRows(self.desk, CONSULTATIONS)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list."""
        return _FACETS

    def clear_filters(self) -> None:
        """Show all consultations."""
        self.show_facet(ALL)

    def first_field(self) -> str:
        """A new consultation begins with its proposal; one that was issued is opened at its responses."""
        issued = self.detail.uid and self.rows.found().get(self.detail.uid)
        return "responses" if issued and issued.state in ("open", "closed") else "proposal"

    def first_facet(self) -> str:
        """Return what is to be issued, else what is open."""
        counts = self._counts()
        return next((key for key, _ in _FACETS[:3] if counts[key]), ALL)

    def primary_action(self) -> QAction:
        """Issue what is selected."""
        return self._primary

    def refresh(self) -> None:
        """Read rows, detail and counts again."""
        super().refresh()
        self._show_counts()
        self._show_primary()

    def _ask(self, facet: str | None = None) -> None:
        super()._ask(facet)
        self._show_counts()

    def _counts(self) -> Counter[str]:
        return Counter(row.state for row in self.rows.found().values())

    def _show_counts(self) -> None:
        counts = self._counts()
        if self.chips is not None:
            self.chips.show_counts({key: counts[key] for key, _ in _FACETS if key != ALL} | {ALL: counts.total()})

    def _selected(self, state: str) -> list[ConsultationRow]:
        found = self.rows.found()
        return [found[uid] for uid in self.list.selected_uids() if uid in found and found[uid].state == state]

    def _show_primary(self) -> None:
        count = len(self._selected("to_issue"))
        words = f"Issue {in_figures(count, 'consultation')}" if count > 1 else "Issue consultation"
        if not count and self.list.current_uid:
            words = "Record responses"
        self._primary.setText(words)
        self._primary.setEnabled(bool(self.list.current_uid) and not self.desk.read_only)

    def _on_primary(self) -> None:
        self.commit()
        chosen = self._selected("to_issue")
        if chosen:
            named = ", ".join(row.reference for row in chosen[:6]) + (" and others" if len(chosen) > 6 else "")
            words = f"Issue {in_figures(len(chosen), 'consultation')}"
            self.bar.open_bar(f"Issue {named}", words, {"opened": self.desk.today})
        else:
            self.edit_selected()

    def _show_closing(self) -> None:
        try:
            opened = self.bar.values()["opened"]
        except Invalid:
            self.bar.show_outcome("")
            return
        if isinstance(opened, date):
            days = self.desk.in_force.number("consultation_days")
            closes = end_of_period(opened, days, self.desk.calendar)
            self.bar.show_outcome(f"Closes {format_weekday(closes)}, 17:00: {days} WD, both days counted")

    def _on_accepted(self, values: dict[str, Value]) -> None:
        opened, chosen = values["opened"], self._selected("to_issue")
        if not isinstance(opened, date):
            self.bar.refuse("Enter the day on which they open")
            return

        def act(session: Any) -> int:
            for row in chosen:
                consultations.open_consultation(session, row.uid, opened)
            return len(chosen)

        words = in_figures(len(chosen), "consultation")
        try:
            done = self.desk.run(f"Issue {words}", act)
        except Invalid as problem:
            self.bar.refuse(problem.problems[0].sentence)
            return
        if done:
            self.bar.hide()
            self.desk.say(f"{words} issued", offers_undo=True)
            self.list.setFocus()
