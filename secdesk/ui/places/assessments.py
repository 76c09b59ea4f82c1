"""Assessments: how long they have been with the DCC, by which count, and returning them (ux.md 2.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import days_counted
from secdesk.rules.years import regulatory_year
from secdesk.services import assessments
from secdesk.services.assessment_figures import AssessmentFigures, assessment_figures
from secdesk.services.assessments import AssessmentRow
from secdesk.services.home import present_cycle
from secdesk.ui import texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.detail import RecordDetail
from secdesk.ui.forms import Shape
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.service_rows import ALL, ASSESSMENTS, ServiceRows, over_words
from secdesk.ui.places.facet_place import FacetPlace
from secdesk.ui.widgets.act_bar import ActBar
from secdesk.ui.widgets.assessment_totals import AssessmentTotals
from secdesk.ui.widgets.duration_delegate import DurationDelegate, Span
from secdesk.ui.widgets.words import make_label

_SHAPE = Shape(
    sections=(("", ("proposal", "assessment_kind", "requested", "accepted", "returned", "target", "round")),)
)


_ENOUGH = 34
"""Lines of text that the place must be high to show its figures under the row that asks."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One thing that can be done to assessments: its words, to which states, and the service that does it."""

    key: str
    verb: str
    button: str
    done: str
    title: str
    asks: str
    states: tuple[str, ...]
    act: assessments.Act


_RETURN = _Way(
    "return", "Return", "Return", "returned", "returned by the DCC", "returned", ("with_dcc", "requested"),
    assessments.return_assessment,
)  # fmt: skip
_ACCEPT = _Way(
    "accept", "Accept", "Accept", "accepted", "accepted by the DCC", "accepted", ("requested",),
    assessments.accept_assessment,
)  # fmt: skip
_CANCEL = _Way(
    "cancel", "Cancel", "Cancel assessment", "cancelled", "given up", "cancelled", ("with_dcc", "requested"),
    assessments.cancel_assessment,
)  # fmt: skip


class AssessmentDetail(RecordDetail):
    """An assessment, with its duration and the sentence how that was counted."""

    def __init__(self, place: AssessmentsPlace) -> None:
        """Build the form with the counting above it."""
        self._place = place
        super().__init__(place.desk, "assessment", place.lookup, place.key, _SHAPE)
        self._counting = make_label(role="quiet", wraps=True, name="assessments.counting")
        self.insert(self._counting)

    def header_words(self) -> tuple[str, str]:
        """Return what is assessed, and how long it took or has taken."""
        name, about = super().header_words()
        row = self._place.listed.found().get(self.form.uid)
        if row is None:
            return name, about
        taken = f"{row.days} WD so far" if row.state == "with_dcc" else f"{row.days} WD"
        target = f"target {row.target} WD" if row.target else ""
        parts = (taken if row.days is not None else "", target, over_words(row))
        return name, " · ".join(part for part in parts if part)

    def show_header(self) -> None:
        """Show the header and how the duration was counted."""
        super().show_header()
        row = self._place.listed.found().get(self.form.uid)
        lines = [row.counting, row.gap_sentence] if row else []
        self._counting.setText("\n".join(line for line in lines if line))
        self._counting.setVisible(bool(self._counting.text()))


class AssessmentsPlace(FacetPlace):
    """All assessments. Its filled button returns those selected."""

    key = "assessments"
    title = texts.ASSESSMENTS
    kind = "assessment"
    list_share = 66

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place, its commands and the row that asks for the day."""
        self._figures: AssessmentFigures | None = None
        self._figures_to = min(present_cycle(desk.today).last, desk.today)
        self._way = _RETURN
        super().__init__(desk, parent)
        self._actions = {way.key: self._make_action(way) for way in (_RETURN, _ACCEPT, _CANCEL)}
        self._primary = self._actions[_RETURN.key]
        self.bar = ActBar("assessments.returning", self.lookup, [FieldInfo("day", "On", "date")], in_line=True)
        self.bar.edited.connect(self._show_duration)
        self.bar.accepted.connect(self._on_accepted)
        self.bar.cancelled.connect(self.list.setFocus)
        self.totals = AssessmentTotals(self.lookup, self._figures_to, desk.today)
        self.totals.day_changed.connect(self._on_day_changed)
        self.add_under_list(self.bar)
        self.add_under_list(self.totals)
        self._delegate = DurationDelegate(self.list, self._span_of)
        keys = [column.key for column in ASSESSMENTS.columns]
        self.list.setItemDelegateForColumn(keys.index("days"), self._delegate)
        self.list.selection_counted.connect(lambda _count: self._show_primary())
        for shown in (self.bar.accepted, self.bar.cancelled):
            shown.connect(self._give_room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the figures give way to the row that asks where there is no room for both."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        lines = self.height() // max(1, self.fontMetrics().height())
        # Noughts of a register without assessments would say nothing.
        has_any = self.is_entered and bool(self.listed.found())
        self.totals.setVisible(has_any and (not self.bar.isVisible() or lines >= _ENOUGH))

    def make_rows(self) -> KindRows:
        """Return the rows of assessments, counted to the day of the figures."""
        listing = replace(
            ASSESSMENTS,
            read=lambda session, at: assessments.rows(session, at, min(self._figures_to, at)),
            facet=self._facet_of,
        )
        return ServiceRows(self.desk, listing)

    def make_detail(self) -> RecordDetail:
        """Return the detail of an assessment."""
        return AssessmentDetail(self)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list."""
        return (
            ("with_dcc", "With the DCC"),
            ("returned", f"Returned {regulatory_year(self.desk.as_at).label}"),
            ("earlier", "Returned earlier"),
            ("cancelled", "Cancelled"),
            (ALL, "All"),
        )

    def primary_action(self) -> QAction:
        """Return the assessments selected."""
        return self._primary

    def menu_actions(self) -> Sequence[QAction]:
        """Return the commands that accept and cancel assessments."""
        return (self._actions[_ACCEPT.key], self._actions[_CANCEL.key])

    def refresh(self) -> None:
        """Read rows, detail and figures again."""
        self._figures = None
        if self.chips is not None:
            self.chips.offer(self.facets())
        super().refresh()
        self._show_figures()
        self._show_primary()

    def _ask(self, facet: str | None = None) -> None:
        super()._ask(facet)
        self._show_figures()

    # --- figures ---------------------------------------------------------------------------------------------------

    def figures(self) -> AssessmentFigures:
        """Return the figures of the report as at the day chosen, read once."""
        if self._figures is None:
            day = self._figures_to
            self._figures = self.desk.read(lambda session: assessment_figures(session, day))
        return self._figures

    def _show_figures(self) -> None:
        if self.is_entered:
            self.totals.show_figures(self.figures())
            self._give_room()

    def _on_day_changed(self, day: date) -> None:
        self._figures_to = day
        self.refresh()

    def _facet_of(self, row: AssessmentRow) -> str:
        """Return the chip of an assessment; one stated to count in another year is where the report counts it."""
        if row.state == "requested":
            return "with_dcc"
        if row.state != "returned":
            return row.state
        year = regulatory_year(self.desk.as_at)
        counts = self.figures().year == year.label and row.uid in self.figures().returned
        return "returned" if counts or (row.returned is not None and row.returned in year) else "earlier"

    def _span_of(self, uid: str) -> Span | None:
        row = self.listed.found().get(uid)
        if row is None or row.days is None:
            return None
        every = self.listed.found().values()
        return Span(row.days, row.target, max(max(each.days or 0, each.target or 0) for each in every))

    # --- what is done to them --------------------------------------------------------------------------------------

    def _make_action(self, way: _Way) -> QAction:
        is_main = way.key == _RETURN.key
        action = QAction(f"{way.verb} assessment" + ("" if is_main else "…"), self)
        action.setObjectName(f"assessments.{way.key}")
        action.setEnabled(False)
        action.triggered.connect(lambda: self._begin(way))
        return action

    def _chosen(self, way: _Way) -> list[AssessmentRow]:
        found = self.listed.found()
        rows = [found[uid] for uid in self.list.selected_uids() if uid in found]
        return [row for row in rows if row.state in way.states]

    def _show_primary(self) -> None:
        for way in (_RETURN, _ACCEPT, _CANCEL):
            self._actions[way.key].setEnabled(bool(self._chosen(way)) and not self.desk.read_only)
        count = len(self._chosen(_RETURN))
        self._primary.setText(f"Return {in_figures(count, 'assessment')}" if count > 1 else "Return assessment")

    def _begin(self, way: _Way) -> None:
        if self.bar.isVisible() and way == self._way:
            self.bar.accept()
            return
        self.commit()
        rows = self._chosen(way)
        if not rows:
            return
        self._way = way
        called = [f"{row.reference} {row.kind_label if len(rows) == 1 else row.kind}" for row in rows]
        named = ", ".join(called[:4]) + (" and others" if len(rows) > 4 else "")
        button = way.button if len(rows) == 1 else f"{way.verb} {in_figures(len(rows), 'assessment')}"
        self._split.show_second(False)
        self.bar.open_bar(f"{named}: {way.title}", button, {"day": self.desk.today})
        self._give_room()

    def _show_duration(self) -> None:
        """Say how long the one to be returned took by that day, or that all of several get the same day."""
        rows, day = self._chosen(self._way), self._typed_day()
        if self._way != _RETURN or day is None or not rows:
            self.bar.show_outcome("")
        elif len(rows) > 1:
            self.bar.show_outcome(f"{len(rows)} assessments get this day")
        else:
            self.bar.show_outcome(self._duration_words(rows[0], day))

    def _typed_day(self) -> date | None:
        try:
            day = self.bar.values()["day"]
        except Invalid:
            return None
        return day if isinstance(day, date) else None

    def _duration_words(self, row: AssessmentRow, day: date) -> str:
        if row.accepted is None or day < row.accepted:
            return ""
        taken = days_counted(
            row.accepted, day, self.desk.in_force.convention("duration_convention"), self.desk.calendar
        )
        over = f", {taken - row.target} over target" if row.target and taken > row.target else ""
        return f"{taken} WD{over}"

    def _on_accepted(self, values: dict[str, Value]) -> None:
        day, rows, way = values["day"], self._chosen(self._way), self._way
        if not isinstance(day, date):
            self.bar.refuse(f"Enter the day on which it was {way.asks}")
            return
        uids = [row.uid for row in rows]

        def act(session: Any) -> bool:
            assessments.do_to_all(session, way.act, uids, day)
            return True

        called = f"{rows[0].reference} {rows[0].kind}" if len(rows) == 1 else in_figures(len(rows), "assessment")
        try:
            done = self.desk.run(f"{way.verb} {called}", act)
        except Invalid as problem:
            self.bar.refuse(problem.problems[0].sentence)
            return
        if done:
            self.bar.hide()
            self.desk.say(shorten(f"{called} {way.done}"), offers_undo=True)
            self.list.setFocus()
