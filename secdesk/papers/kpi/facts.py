"""The CACoP figures that the register can count, by quarter of the Regulatory Year (domain.md 13).

What it does not keep (original timetables and their extensions, implementation costs as numbers) is not counted
here; the sheet says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Consultation, Event, Meeting, Paper, Proposal
from secdesk.papers.covers import Cover, collect_cover
from secdesk.papers.open_source import AnySource, open_source
from secdesk.papers.paper_days import PaperDays, Window
from secdesk.rules.countings import Counting
from secdesk.rules.process import OUTCOMES
from secdesk.rules.status import counts, happened
from secdesk.rules.workdays import days_counted, working_days_before
from secdesk.rules.years import Month

_APPROVES = {"cb_recommended_approval": "authority_approved", "cb_recommended_rejection": "authority_rejected"}


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or the whole year, as far as it lies before the day of the figures."""

    label: str
    window: Window


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one period: ``value`` None means that there was nothing to measure.

    ``of`` is the number it is a part of; ``uids`` are the records behind it. ``second`` is a duration by the counting
    that stands beside the main one.
    """

    value: float | None
    uids: tuple[str, ...] = ()
    of: int | None = None
    second: float | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the sheet: its key, its words, how its figures are written, and one figure for each period."""

    key: str
    label: str
    form: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """The indicators of a Regulatory Year so far."""

    dates: PaperDays
    cover: Cover
    counting: Counting
    periods: tuple[Period, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Lap:
    """One case of a stretch: how many days it took by each counting, on which day it ended, and the two events."""

    uids: tuple[str, ...]
    end: date
    days: tuple[int, ...]


@dataclass
class KpiSource:
    """The records behind the figures, read once."""

    source: AnySource
    _laps: dict[Stretch, list[Lap]] = field(default_factory=dict)

    @cached_property
    def events(self) -> dict[str, list[Event]]:
        """The events that count on the day of the figures, by proposal, in the order in which they happened."""
        day = self.source.dates.figures_to
        query = select(Event).where(counts(Event, day), Event.proposal.is_not(None))
        found: dict[str, list[Event]] = {}
        for event in self.source.session.scalars(query.order_by(happened(Event), Event.position, Event.uid)):
            found.setdefault(event.proposal or "", []).append(event)
        return found

    @cached_property
    def consultations(self) -> list[Consultation]:
        """The consultations that were not dropped."""
        day = self.source.dates.figures_to
        rows = self.source.session.scalars(select(Consultation).order_by(Consultation.uid))
        return [row for row in rows if not (row.dropped and row.dropped <= day)]

    @cached_property
    def proposals(self) -> dict[str, Proposal]:
        """The proposals by uid."""
        return {row.uid: row for row in self.source.session.scalars(select(Proposal))}

    def days(self, start: date, end: date) -> tuple[int, ...]:
        """Count the days of a stretch by the register's convention for durations, or by each of the two that print."""
        counting, calendar = self.source.rules.counting("duration_convention"), self.source.rules.calendar
        return tuple(days_counted(start, end, each, calendar) for each in counting.conventions)

    def laps(self, stretch: Stretch) -> list[Lap]:
        """Return every case of a stretch, worked out once for all periods."""
        if stretch not in self._laps:
            self._laps[stretch] = [
                lap
                for proposal, own in self.events.items()
                if stretch.systems is None or self.proposals[proposal].dcc_systems is stretch.systems
                for lap in _laps_of(own, stretch, self.days)
            ]
        return self._laps[stretch]


def collect_kpi(session: Session, at: date, *, marking: str | None = None) -> KpiFacts:
    """Return the indicators of the Regulatory Year of a day."""
    source = open_source(session, "kpi", at, marking=marking)
    records = KpiSource(source)
    periods = tuple(_periods(source.dates))
    return KpiFacts(
        dates=source.dates,
        cover=collect_cover(source),
        counting=source.rules.counting("duration_convention"),
        periods=periods,
        indicators=tuple(
            Indicator(key, label, form, tuple(measure(records, period.window) for period in periods))
            for key, label, form, measure in INDICATORS
        ),
    )


def _periods(days: PaperDays) -> Iterable[Period]:
    """Return the quarters that have begun, each up to the day of the figures, and the year so far."""
    first = Month.of(days.year.start)
    for number in range(4):
        month = first.later(3 * number)
        window = Window(month.first, min(month.later(2).last, days.figures_to))
        if window.first <= days.figures_to:
            yield Period(f"Q{number + 1}", window)
    yield Period(days.year.label, days.year_so_far)


def _sent_back(records: KpiSource, window: Window) -> Measure:
    found = [event.uid for event in _in(records, window, lambda event: event.outcome == "authority_sent_back")]
    return Measure(len(found), tuple(found))


def _in(records: KpiSource, window: Window, is_wanted: Callable[[Event], bool]) -> list[Event]:
    return [event for own in records.events.values() for event in own if event.date in window and is_wanted(event)]


def _in_line(records: KpiSource, window: Window) -> Measure:
    """Count the Authority's decisions that follow the last recommendation of the Change Board before them."""
    decided, agreed = [], []
    for own in records.events.values():
        recommended: str | None = None
        for event in own:
            recommended = event.outcome if event.outcome in _APPROVES else recommended
            if event.outcome in _APPROVES.values() and recommended and event.date in window:
                decided.append(event.uid)
                agreed += [event.uid] if _APPROVES[recommended] == event.outcome else []
    return Measure(len(agreed) if decided else None, tuple(decided), len(decided))


def _consultations(records: KpiSource, window: Window) -> Measure:
    found = tuple(row.uid for row in records.consultations if row.opened in window)
    return Measure(len(found), found)


def _respondents(records: KpiSource, window: Window) -> Measure:
    """Average the responses to consultations that closed in the period and have a number on record."""
    found = [row for row in records.consultations if row.closes in window and row.responses is not None]
    return _mean([row.responses or 0 for row in found], tuple(row.uid for row in found))


def _mean(numbers: Sequence[int], uids: tuple[str, ...]) -> Measure:
    return Measure(sum(numbers) / len(numbers) if numbers else None, uids, len(numbers))


def _meetings(records: KpiSource, window: Window) -> Measure:
    rows = records.source.session.scalars(select(Meeting).where(Meeting.state == "held").order_by(Meeting.uid))
    found = tuple(row.uid for row in rows if row.date in window)
    return Measure(len(found), found)


def _papers(records: KpiSource, window: Window) -> Measure:
    found = tuple(row.uid for row in _issued(records, window))
    return Measure(len(found), found)


def _issued(records: KpiSource, window: Window) -> list[Paper]:
    rows = records.source.session.scalars(select(Paper).order_by(Paper.uid))
    return [row for row in rows if row.issued in window]


def _late_papers(records: KpiSource, window: Window) -> Measure:
    """Count the Panel papers issued later than their day, of those issued for a Panel with a date."""
    rules = records.source.rules
    late, known = [], []
    for row in _issued(records, window):
        panel = records.source.session.get(Meeting, row.meeting) if row.meeting else None
        if panel is None or panel.body != "PANEL" or panel.date is None or row.issued is None:
            continue
        known.append(row.uid)
        if row.issued > working_days_before(panel.date, rules.number("paper_days"), rules.calendar):
            late.append(row.uid)
    return Measure(len(late) if known else None, tuple(known), len(known))


def _no_estimate(records: KpiSource, window: Window) -> Measure:
    """Count the Modification Report Consultations opened on a proposal that has no estimate of its cost."""
    opened = [row for row in records.consultations if row.consultation_kind == "mrc" and row.opened in window]
    proposals = [records.proposals.get(row.proposal or "") for row in opened]
    without = sum(1 for proposal in proposals if proposal is not None and not proposal.cost_estimate)
    return Measure(without if opened else None, tuple(row.uid for row in opened), len(opened))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the way by the outcomes that begin and end it.

    ``systems`` keeps the proposals that change DCC systems, or those that do not; None keeps all.
    """

    begins: frozenset[str]
    ends: frozenset[str]
    systems: bool | None = None

    def measure(self, records: KpiSource, window: Window) -> Measure:
        """Return its average over the cases that ended in a period."""
        laps = [lap for lap in records.laps(self) if lap.end in window]
        means = [sum(days) / len(laps) for days in zip(*(lap.days for lap in laps), strict=True)]
        uids = tuple(uid for lap in laps for uid in lap.uids)
        return Measure(means[0] if means else None, uids, len(laps), means[1] if means[1:] else None)


def _laps_of(own: Sequence[Event], stretch: Stretch, days: Callable[[date, date], tuple[int, ...]]) -> Iterable[Lap]:
    """Yield the stretches of one proposal, each from the last beginning before its end."""
    start: Event | None = None
    for event in own:
        if start is not None and start.date and event.date and event.outcome in stretch.ends:
            yield Lap((start.uid, event.uid), event.date, days(start.date, event.date))
            start = None
        start = event if event.outcome in stretch.begins else start


def _leading_to(status: str) -> frozenset[str]:
    return frozenset(key for key, outcome in OUTCOMES.items() if outcome.status == status)


_RAISED = frozenset({"raised"})
_SUBMITTED = _leading_to("with_authority")
_APPROVED = _leading_to("approved_pending")
_DECIDED = frozenset({"authority_approved", "authority_rejected"})
_LIVE = frozenset({"implemented"})

INDICATORS: tuple[tuple[str, str, str, Callable[[KpiSource, Window], Measure]], ...] = (
    ("sent_back", "Reports sent back by the Authority", "number", _sent_back),
    ("in_line", "Authority decisions in line with the recommendation", "part", _in_line),
    ("consultations", "Consultations opened", "number", _consultations),
    ("respondents", "Average number of responses", "mean", _respondents),
    ("meetings", "Meetings held", "number", _meetings),
    ("papers", "Papers issued", "number", _papers),
    ("late_papers", "Panel papers issued late", "part", _late_papers),
    ("no_estimate", "Report consultations without a cost estimate", "part", _no_estimate),
    (
        "raised_submitted",
        "Raised to submitted to the Authority",
        "days",
        Stretch(_RAISED, _SUBMITTED).measure,
    ),
    (
        "submitted_decided",
        "Submitted to decided by the Authority",
        "days",
        Stretch(_SUBMITTED, _DECIDED).measure,
    ),
    (
        "decided_live_systems",
        "Approved to implemented, DCC systems changed",
        "days",
        Stretch(_APPROVED, _LIVE, systems=True).measure,
    ),
    (
        "decided_live_other",
        "Approved to implemented, DCC systems not changed",
        "days",
        Stretch(_APPROVED, _LIVE, systems=False).measure,
    ),
)
