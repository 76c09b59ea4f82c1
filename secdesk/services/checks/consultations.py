"""Checks of consultations: closed without responses, expected and not opened, on proposals that are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.process import STATUSES
from secdesk.rules.years import Month
from secdesk.services.checks.report_view import ReportView
from secdesk.services.checks.rows import AssessmentRow, ConsultationRow, month_of
from secdesk.services.checks.rule import Hit, Rule, hit
from secdesk.services.checks.snapshot import Snapshot

_WAITS_FOR: Mapping[str, tuple[str, ...]] = {"refinement": ("PA",), "mrc": ("PA", "IA")}
"""The assessments that have to be back before a kind of consultation opens (domain.md 4, steps 7 to 12)."""

_BEFORE_THE_REPORT = ("define", "refine")


def closes_before_it_opens(snapshot: Snapshot) -> Iterator[Hit]:
    """No form lets such dates in; a merged or imported record may hold them."""
    for row in snapshot.consultations:
        if row.opened and row.closes and row.closes < row.opened:
            days = f"opens on {format_date(row.opened)} and closes on {format_date(row.closes)}"
            yield hit(f"{_called(snapshot, row)} {days}. Correct its dates", _records(row), row.opened, row.closes)


def closed_without_responses(snapshot: Snapshot) -> Iterator[Hit]:
    """What came in belongs to the report of a proposal that is still to be decided."""
    for row in snapshot.consultations:
        if row.closes is None or row.closes >= snapshot.at or row.is_dropped(snapshot.at):
            continue
        if row.responses is None and _matters(snapshot, row):
            sentence = f"{_called(snapshot, row)} closed on {format_date(row.closes)} and has no number of responses"
            yield hit(f"{sentence}. Enter it, 0 if there were none", _records(row), row.closes)


def expected_and_not_opened(snapshot: Snapshot) -> Iterator[Hit]:
    """What the last paper expected in a month that is over, and nobody opened, moved or dropped."""
    present = Month.of(snapshot.at)
    for row in snapshot.consultations:
        month = month_of(row.expected_month)
        if month is None or month >= present or row.opened is not None or row.is_dropped(snapshot.at):
            continue
        is_known = row.expectation_known_by is None or row.expectation_known_by <= snapshot.at
        if is_known and _matters(snapshot, row) and _can_still_open(snapshot, row):
            sentence = f"{_called(snapshot, row)} was expected in {month.label} and has not opened"
            yield hit(f"{sentence}. Open it, move it or drop it", _records(row), row.expected_month)


def _matters(snapshot: Snapshot, row: ConsultationRow) -> bool:
    return snapshot.is_open(row.proposal) and not snapshot.is_held(row.proposal)


def _can_still_open(snapshot: Snapshot, row: ConsultationRow) -> bool:
    return row.kind != "refinement" or snapshot.proposals[row.proposal].stage in _BEFORE_THE_REPORT


def on_closed_proposal(snapshot: Snapshot) -> Iterator[Hit]:
    """A paper would ask for answers on something that has reached its end."""
    for row in snapshot.consultations:
        if snapshot.is_final(row.proposal) and (is_open := row.is_open(snapshot.at)) | _is_to_come(snapshot, row):
            label = STATUSES[snapshot.status(row.proposal)].label
            state = "open" if is_open else "expected"
            sentence = f"{_called(snapshot, row)} is {state}, and the proposal is at '{label}'. Drop it"
            yield hit(sentence, _records(row), state, label)


def _is_to_come(snapshot: Snapshot, row: ConsultationRow) -> bool:
    if row.is_dropped(snapshot.at):
        return False
    if row.opened is not None:
        return row.opened > snapshot.at
    month = month_of(row.expected_month)
    return month is not None and month >= Month.of(snapshot.at)


def expected_before_assessment(view: ReportView) -> Iterator[Hit]:
    """A consultation rests on the assessment before it: as long as the DCC has that, the month is a hope."""
    snapshot = view.snapshot
    for kind, facts in view.facts.expected.items():
        for fact in facts:
            if snapshot.is_held(fact.mention.uid):
                continue
            for assessment in _open_assessments(snapshot, fact.mention.uid, _WAITS_FOR.get(kind, ())):
                sentence = f"{fact.mention.reference}: a {words_of('consultation_kind', kind)} is expected in"
                sentence += f" {view.dates.coming_month.label}, and {_still_out(assessment)}"
                records = [("consultation", fact.uid), ("assessment", assessment.uid), ("proposal", fact.mention.uid)]
                yield hit(sentence, records, view.dates.coming_month)


def _open_assessments(snapshot: Snapshot, proposal: str, kinds: tuple[str, ...]) -> list[AssessmentRow]:
    own = [row for row in snapshot.assessments if row.proposal == proposal and row.kind in kinds]
    return [row for row in own if row.is_open(snapshot.at)]


def _still_out(row: AssessmentRow) -> str:
    words = f"its {words_of('assessment_kind', row.kind)}"
    if row.accepted:
        return f"{words}, accepted on {format_date(row.accepted)}, is not back"
    return f"{words} is not accepted yet"


def _called(snapshot: Snapshot, row: ConsultationRow) -> str:
    return f"The {row.words} on {snapshot.called(row.proposal)}"


def _records(row: ConsultationRow) -> list[tuple[str, str]]:
    return [("consultation", row.uid), ("proposal", row.proposal)]


REGISTER_RULES = (
    Rule("C23", closes_before_it_opens),
    Rule("C24", closed_without_responses),
    Rule("C25", expected_and_not_opened),
    Rule("C26", on_closed_proposal),
)
MONTH_RULES = (Rule("C27", expected_before_assessment),)
