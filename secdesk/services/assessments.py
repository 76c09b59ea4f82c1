"""DCC assessments: requested, accepted and returned are three days, and the clock runs from accepted (domain.md 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem
from secdesk.models import Assessment
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.naming import name_of, reference_at
from secdesk.rules.status import ProposalAt, value_at
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import WD_AFTER_START, DayCount, add_working_days, count_days, days_counted
from secdesk.services.queries import proposals_at
from secdesk.services.records import update_record

State: TypeAlias = Literal["requested", "with_dcc", "returned", "cancelled"]
_DEFAULT_TARGETS = {"PA": "pa_target", "IA": "ia_target"}


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment as at a date.

    ``days`` is its duration, so far or in all, under the register's convention, and ``counting`` says how it was
    counted; both are empty while the day of acceptance is not known. ``target`` is in the same days; ``over_by`` is
    by how much ``days`` exceeds it. ``due`` is the Working Day on which the target is reached. ``gap`` counts the
    Working Days from requested to accepted, which no published duration shows.
    """

    uid: str
    proposal_uid: str
    reference: str
    title: str
    kind: str
    kind_label: str
    round: int | None
    state: State
    requested: date | None
    accepted: date | None
    returned: date | None
    target: int | None
    due: date | None
    days: int | None
    counting: str
    over_by: int | None
    gap: int | None
    gap_sentence: str
    sort_key: tuple[int, str]


def return_assessment(session: Session, uid: str, day: date) -> None:
    """Record that the DCC returned an assessment. Raises Conflict where it was returned or cancelled before,
    Invalid for a day before it was accepted or requested.
    """
    row = _get(session, uid)
    _refuse_if_over(row)
    update_record(session, "assessment", uid, {"returned": day})


def accept_assessment(session: Session, uid: str, day: date) -> None:
    """Record that the DCC accepted an assessment, from which day its clock runs. Raises Conflict where it did so
    before, Invalid for a day before it was requested.
    """
    row = _get(session, uid)
    _refuse_if_over(row)
    if row.accepted is not None:
        raise Conflict(f"This assessment was accepted on {format_date(row.accepted)} already. Change that day instead")
    update_record(session, "assessment", uid, {"accepted": day})


def cancel_assessment(session: Session, uid: str, day: date) -> None:
    """Record that an assessment was given up. Raises Conflict where it was returned or cancelled before."""
    _refuse_if_over(_get(session, uid))
    update_record(session, "assessment", uid, {"cancelled": day})


Act: TypeAlias = Callable[[Session, str, date], None]
"""What is done to one assessment on a day: :func:`return_assessment` and its like."""


def do_to_all(session: Session, act: Act, uids: Sequence[str], day: date) -> None:
    """Do one thing to several assessments on one day, all or none; where it fails, the message says for which."""
    for uid in uids:
        try:
            act(session, uid, day)
        except (Invalid, Conflict) as problem:
            if len(uids) == 1:
                raise
            called = name_of(session, "assessment", uid, day)
            if isinstance(problem, Conflict):
                raise Conflict(f"{called}: {problem}") from problem
            named = [Problem(each.field, f"{called}: {each.sentence}") for each in problem.problems]
            raise Invalid(named) from problem


def _get(session: Session, uid: str) -> Assessment:
    found = session.get(Assessment, uid)
    if found is None:
        raise NotFound("This assessment is no longer in the register")
    return found


def _refuse_if_over(row: Assessment) -> None:
    for day, words in ((row.returned, "returned"), (row.cancelled, "cancelled")):
        if day is not None:
            raise Conflict(f"This assessment was {words} on {format_date(day)} already. Change that day instead")


def rows(
    session: Session, at: date, counted_to: date | None = None, *, only_asked: bool = False
) -> list[AssessmentRow]:
    """Return all assessments as at a date, by number of their proposal, then by the day they were accepted.

    ``counted_to`` is the day up to which those still with the DCC are counted, where it is not ``at``: the day of a
    paper's figures. One that was accepted after that day has no duration yet. ``only_asked`` leaves out those that
    came back by then.
    """
    rules = in_force(session, at)
    query = select(Assessment, value_at(Assessment, "target", at))
    if only_asked:
        query = query.where(or_(Assessment.returned.is_(None), Assessment.returned > at))
    records = session.execute(query).all()
    uids = sorted({row.proposal for row, _ in records if row.proposal})
    proposals = {each.uid: each for each in proposals_at(session, at, uids)}
    found = []
    for row, target in records:
        proposal = proposals.get(row.proposal or "")
        reference = reference_at(proposal) if proposal else ""
        own_target = int(target) if target else None
        found.append(_row(row, own_target, proposal, reference, rules, at, counted_to or at))
    return sorted(found, key=lambda row: (row.sort_key, row.accepted or row.requested or row.returned or at, row.uid))


def _row(
    row: Assessment,
    own_target: int | None,
    proposal: ProposalAt | None,
    reference: str,
    rules: InForce,
    at: date,
    counted_to: date,
) -> AssessmentRow:
    requested, accepted, returned = (
        day if day is not None and day <= at else None for day in (row.requested, row.accepted, row.returned)
    )
    kind = row.assessment_kind or ""
    target = own_target or (rules.number(_DEFAULT_TARGETS[kind]) if kind in _DEFAULT_TARGETS else None)
    count = _duration(row, accepted, returned, rules, at, counted_to)
    gap = days_counted(requested, accepted, WD_AFTER_START, rules.calendar) if requested and accepted else None
    return AssessmentRow(
        uid=row.uid,
        proposal_uid=row.proposal or "",
        reference=reference,
        title=(proposal.title or "") if proposal else "",
        kind=kind,
        kind_label=words_of("assessment_kind", row.assessment_kind),
        round=row.round,
        state=_state(row, accepted, returned, at),
        requested=requested,
        accepted=accepted,
        returned=returned,
        target=target,
        due=add_working_days(accepted, target, rules.calendar) if accepted and target else None,
        days=count.days if count else None,
        counting=count.sentence if count else "",
        over_by=count.days - target if count and target and count.days > target else None,
        gap=gap,
        gap_sentence=_gap_sentence(requested, accepted, gap),
        sort_key=(proposal.number or 0, proposal.suffix) if proposal else (0, ""),
    )


def _state(row: Assessment, accepted: date | None, returned: date | None, at: date) -> State:
    if returned is not None:
        return "returned"
    if row.cancelled is not None and row.cancelled <= at:
        return "cancelled"
    return "with_dcc" if accepted is not None else "requested"


def _duration(
    row: Assessment, accepted: date | None, returned: date | None, rules: InForce, at: date, counted_to: date
) -> DayCount | None:
    """Count an assessment to its return or cancelling, else to a day given; nothing without acceptance."""
    if accepted is None:
        return None
    ends = [day for day in (returned, row.cancelled) if day is not None and accepted <= day <= at]
    end = min(ends, default=counted_to)
    if end < accepted:
        return None
    return count_days(accepted, end, rules.convention("duration_convention"), rules.calendar)


def _gap_sentence(requested: date | None, accepted: date | None, gap: int | None) -> str:
    if requested is None or accepted is None or gap is None:
        return ""
    told = in_figures(gap, "Working Day")
    return f"Requested {format_date(requested)}, accepted {format_date(accepted)}: {told} before the clock started"
