"""What Home shows: the cycle, how many proposals are at each stage, what is due, what happened since the report.

The cycle is named after the month that it reports (ux.md 1.2): on 7 February 2020 it is January 2020.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from secdesk.exchange.sample import LABEL
from secdesk.models import Event, Meeting, Paper, Proposal, Release, Step
from secdesk.papers.report_dates import report_dates
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.process import OUTCOMES, STAGES, STATUSES
from secdesk.rules.status import counts, happened, status_at, value_at
from secdesk.rules.wording import plural
from secdesk.rules.workdays import distance_in_words
from secdesk.rules.years import Month
from secdesk.services.cycle import CycleDay, cycle_days
from secdesk.services.due import DueList, due
from secdesk.services.outcome_words import short_words

REPORT = "change_status_report"
_PROPER = ("Impact", "Modification")
"""What short words of an outcome may begin with that keeps its capital."""
SAMPLE_TODAY = date(2020, 2, 7)
"""The day on which the papers of January 2020 went out: today, for whoever looks at the sample."""


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many proposals are at a stage."""

    stage: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What Home shows, as at one day.

    ``headline`` says what the day is in the cycle, such as ``Panel in 5 WD``; ``notes`` is the second line of a stage
    by its key, such as ``3 to convert``; ``happened`` counts what was recorded from ``since`` on in short words.
    ``is_empty`` says that the register holds no proposal at all.
    """

    cycle: Month
    headline: tuple[str, ...]
    stages: tuple[StageCount, ...]
    elsewhere: tuple[StageCount, ...]
    notes: Mapping[str, str]
    due: DueList
    days: tuple[CycleDay, ...]
    since: date
    happened: tuple[tuple[int, str], ...]
    is_empty: bool


def present_cycle(today: date) -> Month:
    """Return the month that the next Change Status Report is about: the one before today's."""
    return Month.of(today).previous


def sample_today(session: Session) -> date | None:
    """Return the day that counts as today in a register that began as the sample; None for any other."""
    label = session.scalar(select(Step.label).where(Step.kind == "base").order_by(Step.seq).limit(1))
    return SAMPLE_TODAY if label == LABEL else None


def overview(session: Session, today: date, days: int | None = None) -> Overview:
    """Return what Home shows as at a day; ``days`` is how many Working Days to look ahead (default: a setting)."""
    rules = in_force(session, today)
    dates = report_dates(session, present_cycle(today), rules.calendar, rules.number("paper_days"))
    since = dates.previous_paper_date + timedelta(days=1)
    stages = stage_counts(session, today)
    is_empty = not any(each.number for each in stages)
    found = due(session, today, days)
    return Overview(
        cycle=dates.month,
        headline=tuple(_headline(session, today, dates.paper_date, rules)) if not is_empty else (),
        stages=tuple(each for each in stages if each.stage not in ("closed", "")),
        elsewhere=tuple(each for each in stages if each.stage in ("closed", "") and each.number),
        notes=MappingProxyType(stage_notes(session, today, found)),
        due=found,
        days=tuple(cycle_days(session, today)),
        since=since,
        happened=tuple(events_since(session, since, today)),
        is_empty=is_empty,
    )


def _headline(session: Session, today: date, paper_date: date, rules: InForce) -> Iterator[str]:
    """Yield how far the paper day of the cycle and the next Panel are, as far as they are known and to come."""
    if paper_date >= today:
        yield f"paper day {distance_in_words(paper_date, today, rules.calendar)}"
    panel = session.scalar(
        select(func.min(Meeting.date)).where(
            Meeting.body == "PANEL", Meeting.state != "cancelled", Meeting.date >= today
        )
    )
    if panel is not None:
        yield f"Panel {distance_in_words(panel, today, rules.calendar)}"


def stage_notes(session: Session, today: date, found: DueList) -> dict[str, str]:
    """Return the second line of each stage: what waits there, or the next release; nothing where nothing does."""
    waiting = _status_counts(session, today)
    consulting, converting = (
        sum(row.line.count for row in found.rows if row.line.rule == rule)
        for rule in ("consultation issue", "conversion")
    )
    ready, sent = waiting.get("draft_ready", 0), waiting.get("with_authority", 0)
    goes_live = value_at(Release, "goes_live", today)
    ahead = or_(Release.implemented.is_(None), Release.implemented > today)
    coming = session.scalar(select(func.min(goes_live)).where(ahead, goes_live >= str(today)))
    notes = {
        "define": (ready, f"{converting} to convert" if converting else f"{ready} ready for the Panel"),
        "refine": (consulting, f"{consulting} {plural(consulting, 'consultation')} due"),
        "opine": (sent, f"{sent} with the Authority"),
        "release": (bool(coming), f"next {format_date(date.fromisoformat(coming))}" if coming else ""),
    }
    return {stage: words for stage, (counts_here, words) in notes.items() if counts_here}


def stage_counts(session: Session, at: date) -> list[StageCount]:
    """Return how many proposals are at each stage, in the order of the process; a stage without any counts 0."""
    found: dict[str, int] = {}
    for key, number in _status_counts(session, at).items():
        stage = STATUSES[key].stage if key else ""
        found[stage] = found.get(stage, 0) + number
    return [StageCount(key, stage.label, found.get(key, 0)) for key, stage in STAGES.items()]


def _status_counts(session: Session, at: date) -> dict[str, int]:
    status = select(status_at(at).label("status")).select_from(Proposal).subquery()
    rows = session.execute(select(status.c.status, func.count()).group_by(status.c.status))
    return {row[0]: row[1] for row in rows}


def events_since(session: Session, first: date, last: date) -> list[tuple[int, str]]:
    """Return how often each outcome was recorded from ``first`` to ``last`` in short words, in the process's order."""
    query = (
        select(Event.outcome, func.count())
        .where(counts(Event, last), happened(Event) >= first)
        .group_by(Event.outcome)
    )
    found: dict[str | None, int] = {row[0]: row[1] for row in session.execute(query)}
    told: dict[str, int] = {}
    for key, outcome in OUTCOMES.items():
        if key in found and not outcome.opens:
            words = short_words(key)
            words = words if words.startswith(_PROPER) else f"{words[:1].lower()}{words[1:]}"
            told[words] = told.get(words, 0) + found[key]
    return [(number, words) for words, number in told.items()]


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
