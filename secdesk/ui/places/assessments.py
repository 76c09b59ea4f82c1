"""Assessments: how long they have been with the DCC, by which count, and returning them (ux.md 2.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.workdays import days_counted, round_average
from secdesk.services import assessments
from secdesk.services.assessments import AssessmentRow
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.detail import RecordDetail
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.service_rows import ALL, ASSESSMENTS, ServiceRows, over_words
from secdesk.ui.places.list_detail import ListDetailPlace
from secdesk.ui.widgets.act_bar import ActBar
from secdesk.ui.widgets.words import make_label

_FACETS = (("with_dcc", "With the DCC"), ("returned", "Returned"), ("cancelled", "Cancelled"), (ALL, "All"))


class AssessmentDetail(RecordDetail):
    """An assessment, with its duration and the sentence how that was counted."""

    def __init__(self, place: AssessmentsPlace) -> None:
        """Build the form with the counting above it."""
        self._place = place
        super().__init__(place.desk, "assessment", place.lookup, place.key)
        self._counting = make_label(role="quiet", wraps=True, name="assessments.counting")
        self.insert(self._counting)

    def header_words(self) -> tuple[str, str]:
        """Return what is assessed, and how long it took or has taken."""
        name, about = super().header_words()
        row = self._place.rows.found().get(self.form.uid)
        if row is None:
            return name, about
        taken = f"{row.days} WD so far" if row.state == "with_dcc" else f"{row.days} WD"
        target = f"target {row.target} WD" if row.target else ""
        parts = (taken if row.days is not None else "", target, over_words(row))
        return name, " · ".join(part for part in parts if part)

    def show_header(self) -> None:
        """Show the header and how the duration was counted."""
        super().show_header()
        row = self._place.rows.found().get(self.form.uid)
        lines = [row.counting, row.gap_sentence] if row else []
        self._counting.setText("\n".join(line for line in lines if line))
        self._counting.setVisible(bool(self._counting.text()))


class AssessmentsPlace(ListDetailPlace):
    """All assessments. Its filled button returns the one selected."""

    key = "assessments"
    title = texts.ASSESSMENTS
    kind = "assessment"
    list_share = 62

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place, its command and the row that asks for the day."""
        super().__init__(desk, parent)
        self._primary = QAction("Return assessment", self)
        self._primary.setObjectName("assessments.return")
        self._primary.triggered.connect(self._on_primary)
        self.bar = ActBar("assessments.returning", self.lookup, [FieldInfo("returned", "Returned on", "date")])
        self.bar.edited.connect(self._show_duration)
        self.bar.accepted.connect(self._on_accepted)
        self.bar.cancelled.connect(self.list.setFocus)
        self._figures = make_label(role="quiet", wraps=True, name="assessments.figures")
        self._figures.setContentsMargins(0, theme.SPACE_2, 0, theme.SPACE_2)
        self.add_under_list(self._figures)
        self.add_under_list(self.bar)
        self.list.current_changed.connect(lambda _uid: self._show_primary())

    @property
    def rows(self) -> ServiceRows[AssessmentRow]:
        """The rows as what they are."""
        source = self.table.source
        assert isinstance(source, ServiceRows)
        return source

    def make_rows(self) -> KindRows:
        """Return the rows of assessments."""
        return ServiceRows(self.desk, ASSESSMENTS)

    def make_detail(self) -> RecordDetail:
        """Return the detail of an assessment."""
        return AssessmentDetail(self)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list."""
        return _FACETS

    def clear_filters(self) -> None:
        """Show all assessments."""
        self.show_facet(ALL)

    def primary_action(self) -> QAction:
        """Return the assessment selected."""
        return self._primary

    def refresh(self) -> None:
        """Read rows, detail and figures again."""
        super().refresh()
        self._show_figures()
        self._show_primary()

    def _ask(self, facet: str | None = None) -> None:
        super()._ask(facet)
        self._show_figures()

    def _current(self) -> AssessmentRow | None:
        return self.rows.found().get(self.list.current_uid)

    def _show_primary(self) -> None:
        row = self._current()
        can_return = row is not None and row.state in ("with_dcc", "requested")
        self._primary.setEnabled(can_return and not self.desk.read_only)

    def _show_figures(self) -> None:
        """Show how many are open and how long on average, by kind, with the name of the count."""
        parts = []
        for kind in ("PA", "IA"):
            days = [r.days for r in self.rows.found().values() if r.state == "with_dcc" and r.kind == kind]
            known = [each for each in days if each is not None]
            average = f", average {round_average(known)} WD" if known else ""
            parts.append(f"{kind} open {len(days)}{average}")
        convention = self.desk.in_force.convention("duration_convention")
        counts = {key: sum(key in (ALL, _facet(row)) for row in self.rows.found().values()) for key, _ in _FACETS}
        counts[ALL] = len(self.rows.found())
        self._figures.setText(f"{' · '.join(parts)}. Counted: {convention.label}")
        if self.chips is not None:
            self.chips.show_counts(counts)

    def _on_primary(self) -> None:
        self.commit()
        row = self._current()
        if row is not None:
            title = f"{row.reference} {row.kind_label}: returned by the DCC"
            self.bar.open_bar(title, "Return", {"returned": self.desk.today})

    def _show_duration(self) -> None:
        row = self._current()
        try:
            day = self.bar.values()["returned"]
        except Invalid:
            day = None
        if row is None or row.accepted is None or not isinstance(day, date) or day < row.accepted:
            self.bar.show_outcome("")
            return
        convention = self.desk.in_force.convention("duration_convention")
        taken = days_counted(row.accepted, day, convention, self.desk.calendar)
        over = f", {taken - row.target} over target" if row.target and taken > row.target else ""
        self.bar.show_outcome(f"{taken} WD{over}")

    def _on_accepted(self, values: dict[str, Value]) -> None:
        day, row = values["returned"], self._current()
        if row is None:
            return
        if not isinstance(day, date):
            self.bar.refuse("Enter the day on which it was returned")
            return

        def act(session: Any) -> bool:
            assessments.return_assessment(session, row.uid, day)
            return True

        called = f"{row.reference} {row.kind}"
        try:
            done = self.desk.run(f"Return {called}", act)
        except Invalid as problem:
            self.bar.refuse(problem.problems[0].sentence)
            return
        if done:
            self.bar.hide()
            self.desk.say(shorten(f"{called} returned"), offers_undo=True)
            self.list.setFocus()


def _facet(row: AssessmentRow) -> str:
    return ASSESSMENTS.facet(row)
