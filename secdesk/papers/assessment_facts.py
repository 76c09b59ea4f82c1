"""DCC assessments as the report counts them: open, completed in the year, durations, totals (domain.md 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from secdesk.models import Assessment
from secdesk.papers.facts import AssessmentFact, StatedValue, Total
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.source import NO_DAY, Source
from secdesk.rules.status import value_at
from secdesk.rules.workdays import Convention, DayCount, add_working_days, count_days, round_average

KINDS = (("PA", "pa", "Preliminary Assessments"), ("IA", "ia", "Impact Assessments"))


@dataclass(frozen=True, slots=True)
class Assessments:
    """The open and completed assessments of a report, and their totals in the order of its table."""

    open: tuple[AssessmentFact, ...]
    completed: tuple[AssessmentFact, ...]
    totals: tuple[Total, ...]


def collect_assessments(source: Source[PaperDays]) -> Assessments:
    """Return the assessments open and completed as at the day of the figures.

    An assessment is open from its acceptance to its return; it is completed in the Regulatory Year of its return,
    unless a person stated another year with a reason.
    """
    facts = [_fact(source, row, target) for row, target in _rows(source, _may_be_told(source))]
    still_open = tuple(fact for fact in facts if _is_open(source, fact))
    completed = tuple(fact for fact in facts if _completed_in(source, fact))
    totals = tuple(
        total
        for kind, key, words in KINDS
        for total in (
            _total(source, f"{key}_open", f"{words} open", [f for f in still_open if f.kind == kind]),
            _total(
                source,
                f"{key}_completed",
                f"{words} completed during {source.dates.year.label}",
                [f for f in completed if f.kind == kind],
            ),
        )
    )
    return Assessments(still_open, completed, totals)


def assessments_of(source: Source[PaperDays], proposal: str) -> tuple[AssessmentFact, ...]:
    """Return the assessments of one proposal that were requested, accepted or returned by the day of the figures."""
    day = source.dates.figures_to
    facts = [_fact(source, row, target) for row, target in _rows(source, Assessment.proposal == proposal)]
    return tuple(fact for fact in facts if any(known and known <= day for known in _days_of(fact)))


def _days_of(fact: AssessmentFact) -> tuple[date | None, ...]:
    return fact.requested, fact.accepted, fact.returned


def _rows(source: Source[PaperDays], *only: ColumnElement[bool]) -> list[tuple[Assessment, int | None]]:
    target = value_at(Assessment, "target", source.dates.figures_to).label("target")
    rows = source.session.execute(select(Assessment, target).where(Assessment.proposal.is_not(None), *only)).all()
    found = [(row[0], int(row.target) if row.target else None) for row in rows if not _cancelled(source, row[0])]
    return sorted(
        found,
        key=lambda pair: (
            source.order(pair[0].proposal),
            pair[0].returned or date.max,
            pair[0].accepted or NO_DAY,
            pair[0].uid,
        ),
    )


def _may_be_told(source: Source[PaperDays]) -> ColumnElement[bool]:
    """Leave out what came back in an earlier year, as most assessments of a large register did."""
    stated = Assessment.uid.in_(source.stated_records("assessment_year"))
    return or_(Assessment.returned.is_(None), Assessment.returned >= source.dates.year.start, stated)


def _cancelled(source: Source[PaperDays], row: Assessment) -> bool:
    return row.cancelled is not None and row.cancelled <= source.dates.figures_to


def _fact(source: Source[PaperDays], row: Assessment, target: int | None) -> AssessmentFact:
    returned = row.returned if row.returned and row.returned <= source.dates.figures_to else None
    counting = source.rules.counting("duration_convention")
    return AssessmentFact(
        uid=row.uid,
        mention=source.mention(row.proposal or ""),
        kind=row.assessment_kind or "",
        requested=row.requested,
        accepted=row.accepted,
        returned=returned,
        target=target,
        due=add_working_days(row.accepted, target, source.rules.calendar) if row.accepted and target else None,
        duration=_duration(source, row.accepted, returned or source.dates.figures_to, counting.main),
        stated=_stated_days(source, row.uid) if returned else None,
        year_stated=source.stated("assessment_year", row.uid) if returned else None,
        second=_duration(source, row.accepted, returned or source.dates.figures_to, counting.second),
    )


def _stated_days(source: Source[PaperDays], uid: str) -> StatedValue | None:
    """Return the duration that somebody stated; words that are no number of days state none."""
    found = source.stated("assessment_duration", uid)
    return found if found and found.value.isascii() and found.value.isdigit() else None


def _duration(
    source: Source[PaperDays], accepted: date | None, end: date, convention: Convention | None
) -> DayCount | None:
    if accepted is None or accepted > end or convention is None:
        return None
    return count_days(accepted, end, convention, source.rules.calendar)


def _is_open(source: Source[PaperDays], fact: AssessmentFact) -> bool:
    return fact.accepted is not None and fact.accepted <= source.dates.figures_to and fact.returned is None


def _completed_in(source: Source[PaperDays], fact: AssessmentFact) -> bool:
    if fact.returned is None:
        return False
    if fact.year_stated is not None:
        return fact.year_stated.value == source.dates.year.label
    return fact.returned in source.dates.year_so_far


def _total(source: Source[PaperDays], key: str, label: str, facts: Sequence[AssessmentFact]) -> Total:
    days = [fact.days for fact in facts if fact.days is not None]
    return Total(
        key=key,
        label=label,
        uids=tuple(fact.uid for fact in facts),
        known=len(days),
        average=round_average(days) if days else None,
        stated_count=source.stated(f"{key}_count"),
        stated_average=source.stated(f"{key}_average"),
        counted_elsewhere=tuple(f for f in facts if f.year_stated is not None),
        second=tuple(fact.second.days for fact in facts if fact.second is not None),
    )
