"""Checks of DCC assessments: their dates, their targets, the year in which they count (domain.md 7, 9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from secdesk.papers.facts import AssessmentFact
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.process import STATUSES
from secdesk.rules.wording import in_figures
from secdesk.rules.years import regulatory_year
from secdesk.services.checks.report_view import ReportView
from secdesk.services.checks.rows import AssessmentRow
from secdesk.services.checks.rule import Hit, Rule, hit, names_listed
from secdesk.services.checks.snapshot import Snapshot

_ORDER = (
    ("accepted", "requested"),
    ("returned", "accepted"),
    ("returned", "requested"),
    ("cancelled", "accepted"),
    ("cancelled", "requested"),
)


def dates_in_wrong_order(snapshot: Snapshot) -> Iterator[Hit]:
    """No form lets such dates in; a merged or imported record may hold them."""
    for row in snapshot.assessments:
        for later, earlier in _ORDER:
            after, before = getattr(row, later), getattr(row, earlier)
            if after is not None and before is not None and after < before:
                days = f"was {later} on {format_date(after)} and {earlier} on {format_date(before)}"
                yield hit(f"{_called(snapshot, row)} {days}. Correct its dates", _records(row), later, after, before)
                break


def open_for_closed_proposal(snapshot: Snapshot) -> Iterator[Hit]:
    """The list of open assessments would count days of something that has reached its end."""
    for row in snapshot.assessments:
        if row.is_open(snapshot.at) and snapshot.is_final(row.proposal):
            label = STATUSES[snapshot.status(row.proposal)].label
            sentence = f"{_called(snapshot, row)} is open, and the proposal is at '{label}'. Record its return or end"
            yield hit(sentence, _records(row), label)


def _called(snapshot: Snapshot, row: AssessmentRow) -> str:
    return f"The {words_of('assessment_kind', row.kind) or 'assessment'} of {snapshot.called(row.proposal)}"


def _records(row: AssessmentRow) -> list[tuple[str, str]]:
    return [("assessment", row.uid), ("proposal", row.proposal)]


def over_target(view: ReportView) -> Iterator[Hit]:
    """Target and duration stand side by side in the paper; this says how far the one is beyond the other.

    Proposals on hold are left out: nobody works to their target.
    """
    running = [fact for fact in view.facts.open_assessments if not view.snapshot.is_held(fact.mention.uid)]
    over = [(fact, fact.days - fact.target) for fact in running if fact.days and fact.target]
    late = [(fact, days) for fact, days in over if days > 0]
    if late:
        extremes = sorted({days for _, days in late})
        span = f"{extremes[0]} WD" if len(extremes) == 1 else f"{extremes[0]} to {extremes[-1]} WD"
        names = names_listed([f"{_short(fact)} by {days}" for fact, days in late])
        total = in_figures(len(running), "open assessment")
        verb = "is" if len(late) == 1 else "are"
        sentence = f"{len(late)} of {total} {verb} over target by {span}: {names}"
        records = [("assessment", fact.uid) for fact, _ in late]
        yield hit(sentence, records, *sorted(f"{fact.uid} {days}" for fact, days in late))


def without_target(view: ReportView) -> Iterator[Hit]:
    """Without a target there is no due date, and nobody can tell what is late."""
    found = [fact for fact in view.facts.open_assessments if not fact.target]
    if found:
        verb = "has" if len(found) == 1 else "have"
        names = names_listed([_short(fact) for fact in found])
        sentence = f"{in_figures(len(found), 'open assessment')} {verb} no target: {names}. Enter it in Working Days"
        yield hit(sentence, [("assessment", fact.uid) for fact in found])


def _short(fact: AssessmentFact) -> str:
    return f"{fact.mention.reference} {fact.kind}"


def counted_in_another_year(view: ReportView) -> Iterator[Hit]:
    """A statement may move an assessment into another Regulatory Year; the paper's total then needs explaining.

    The published total of ten for 2019/20 held one returned on 31 January 2019 (domain.md 2.1, trap 2).
    """
    assessments = {row.uid: row for row in view.snapshot.assessments}
    for uid, stated in view.stated("assessment_year").items():
        row = assessments.get(uid)
        if row is None or row.returned is None or row.returned > view.dates.figures_to:
            continue
        own = regulatory_year(row.returned).label
        if own != stated.value and view.dates.year.label in (own, stated.value):
            records = [("stated_figure", stated.uid), *_records(row)]
            yield hit(_year_sentence(view, row, own, stated.value), records, row.returned, stated.value)


def _year_sentence(view: ReportView, row: AssessmentRow, own: str, stated: str) -> str:
    day = format_date(row.returned) if row.returned else ""
    moved = f"{view.snapshot.called(row.proposal)} {row.kind} was returned on {day}, in {own}, and counts in {stated}"
    key = f"{(row.kind or '').lower()}_completed"
    total = next((each for each in view.facts.assessment_totals if each.key == key), None)
    if total is None:
        return f"{moved} by statement"
    printed = total.stated_count.value if total.stated_count else str(len(total.uids))
    kind = f"{words_of('assessment_kind', row.kind)}s"
    return (
        f"{moved} by statement: the paper prints {printed} {kind} completed in {view.dates.year.label};"
        f" by date of return there are {_returned_in_year(view, row.kind)}"
    )


def _returned_in_year(view: ReportView, kind: str | None) -> int:
    figures_to = view.dates.figures_to
    return sum(
        1
        for row in view.snapshot.assessments
        if row.kind == kind and row.returned in view.dates.year_so_far and not _is_past(row.cancelled, figures_to)
    )


def _is_past(day: date | None, at: date) -> bool:
    return day is not None and day <= at


REGISTER_RULES = (Rule("C28", dates_in_wrong_order), Rule("C29", open_for_closed_proposal))
MONTH_RULES = (Rule("C30", over_target), Rule("C31", without_target), Rule("C32", counted_in_another_year))
