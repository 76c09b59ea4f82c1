"""What Home shows: the cycle, how many proposals are at each stage, the days ahead, what happened since the report.

The cycle is named after the month that it reports (ux.md 1.2): on 7 February 2020 it is January 2020.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from secdesk.exchange.sample import LABEL
from secdesk.models import Event, Meeting, Paper, Step, kinds
from secdesk.papers.report_dates import report_dates
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.naming import meeting_name
from secdesk.rules.process import OUTCOMES, STAGES, STATUSES
from secdesk.rules.status import counts, happened, status_at
from secdesk.rules.workdays import working_days_before
from secdesk.rules.years import Month
from secdesk.services.queries import count_records

REPORT = "change_status_report"
SAMPLE_TODAY = date(2020, 2, 7)
"""The day on which the papers of January 2020 went out: today, for whoever looks at the sample."""

DAYS_AHEAD = 60
_HOLDINGS = ("proposal", "event", "meeting", "consultation", "assessment", "release", "person", "organisation")
_PAPERS_BEFORE = frozenset({"PANEL", "CB"})
_AGENDA_BEFORE = frozenset({"WG"})


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many proposals are at a stage."""

    stage: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day to keep: its date, what is to be done in words, why it falls on this day, and the meeting behind it."""

    day: date
    words: str
    why: str
    meeting: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What Home shows, as at one day."""

    cycle: Month
    stages: tuple[StageCount, ...]
    elsewhere: tuple[StageCount, ...]
    holdings: tuple[tuple[int, str, str], ...]
    ahead: tuple[DayAhead, ...]
    since: date
    happened: tuple[tuple[int, str], ...]


def present_cycle(today: date) -> Month:
    """Return the month that the next Change Status Report is about: the one before today's."""
    return Month.of(today).previous


def sample_today(session: Session) -> date | None:
    """Return the day that counts as today in a register that began as the sample; None for any other."""
    label = session.scalar(select(Step.label).where(Step.kind == "base").order_by(Step.seq).limit(1))
    return SAMPLE_TODAY if label == LABEL else None


def overview(session: Session, today: date) -> Overview:
    """Return what Home shows as at a day."""
    rules = in_force(session, today)
    dates = report_dates(session, present_cycle(today), rules.calendar, rules.number("paper_days"))
    since = dates.previous_paper_date + timedelta(days=1)
    stages = stage_counts(session, today)
    return Overview(
        cycle=dates.month,
        stages=tuple(each for each in stages if each.stage not in ("closed", "")),
        elsewhere=tuple(each for each in stages if each.stage in ("closed", "") and each.number),
        holdings=tuple(_holdings(session)),
        ahead=tuple(days_ahead(session, today, rules)),
        since=since,
        happened=tuple(events_since(session, since, today)),
    )


def stage_counts(session: Session, at: date) -> list[StageCount]:
    """Return how many proposals are at each stage, in the order of the process; a stage without any counts 0."""
    status = _each_status(at)
    rows = session.execute(select(status.c.status, func.count()).group_by(status.c.status))
    found: dict[str, int] = {}
    for key, number in rows:
        stage = STATUSES[key].stage if key else ""
        found[stage] = found.get(stage, 0) + number
    return [StageCount(key, stage.label, found.get(key, 0)) for key, stage in STAGES.items()]


def _each_status(at: date) -> Any:
    model = kinds()["proposal"]
    return select(status_at(at).label("status")).select_from(model).subquery()


def _holdings(session: Session) -> Iterator[tuple[int, str, str]]:
    for name in _HOLDINGS:
        words = kinds()[name].kind
        yield count_records(session, name), words.singular, words.plural


def days_ahead(session: Session, today: date, rules: InForce) -> list[DayAhead]:
    """Return the planned meetings of the coming weeks, and when their agendas and papers are due, by date."""
    until = today + timedelta(days=DAYS_AHEAD)
    query = (
        select(Meeting.uid, Meeting.body, Meeting.date, Meeting.agenda_due, Meeting.agenda_confirmed)
        .where(Meeting.state == "planned", Meeting.date >= today, Meeting.date <= until)
        .order_by(Meeting.date, Meeting.body, Meeting.uid)
    )
    found = [each for row in session.execute(query) for each in _days_of(row, rules)]
    return sorted((each for each in found if each.day >= today), key=lambda each: each.day)


def _days_of(row: Row[*tuple[Any, ...]], rules: InForce) -> Iterator[DayAhead]:
    name = meeting_name(row.body, row.date, None, None)
    yield DayAhead(row.date, name.rpartition(",")[0], "", row.uid)
    if row.body in _AGENDA_BEFORE and row.agenda_confirmed is None:
        yield _day_before(row, name, "agenda_days", "confirm the agenda", rules)
    if row.body in _PAPERS_BEFORE:
        yield _day_before(row, name, "paper_days", "papers go out", rules)


def _day_before(row: Row[*tuple[Any, ...]], name: str, setting: str, act: str, rules: InForce) -> DayAhead:
    days = rules.number(setting)
    day = working_days_before(row.date, days, rules.calendar)
    why = f"{name} − {days} WD"
    if setting == "agenda_days" and row.agenda_due is not None:
        day, why = row.agenda_due, f"{name}; the day was set by hand"
    return DayAhead(day, f"{name}: {act}", why, row.uid)


def events_since(session: Session, first: date, last: date) -> list[tuple[int, str]]:
    """Return how often each outcome was recorded with a date from ``first`` to ``last``, in the process's order."""
    query = (
        select(Event.outcome, func.count())
        .where(counts(Event, last), happened(Event) >= first)
        .group_by(Event.outcome)
    )
    found: dict[str | None, int] = {row[0]: row[1] for row in session.execute(query)}
    return [(found[key], outcome.label) for key, outcome in OUTCOMES.items() if key in found and not outcome.opens]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A Change Status Report in the list of papers: its month, its version and whether it was issued."""

    month: Month
    version: str
    issued: date | None
    paper_date: date | None

    @property
    def state(self) -> str:
        """The version of an issued report, else ``draft``."""
        return (f"v{self.version}" if self.version else "issued") if self.issued else "draft"


def report_entries(session: Session, today: date) -> list[ReportEntry]:
    """Return the present cycle's report and those of all earlier months that have a dated event, newest first."""
    newest = present_cycle(today)
    first = session.scalar(select(func.min(Event.date)))
    papers = _report_papers(session)
    months = {newest, *papers}
    month = Month.of(first) if first is not None else newest
    while month < newest:
        months.add(month)
        month = month.next
    return [papers.get(month, ReportEntry(month, "", None, None)) for month in sorted(months, reverse=True)]


def _report_papers(session: Session) -> Mapping[Month, ReportEntry]:
    query = (
        select(Paper.month, Paper.version, Paper.issued, Paper.date)
        .where(Paper.paper_kind == REPORT, Paper.month.is_not(None))
        .order_by(Paper.issued.is_not(None), Paper.issued, Paper.version)
    )
    found: dict[Month, ReportEntry] = {}
    for row in session.execute(query):
        month = Month(*map(int, str(row.month).split("-")))
        found[month] = ReportEntry(month, row.version or "", row.issued, row.date)
    return MappingProxyType(found)
