"""What could go on an agenda, computed from where proposals are; nothing is added by itself (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from secdesk.models import AgendaItem, Assessment, Consultation, Event, Meeting
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import names, references
from secdesk.rules.status import ProposalAt, counts, happened, proposal_of, select_proposals, status_at
from secdesk.services.meeting_days import get_meeting, sitting_day

_AWAITED: Mapping[str, tuple[str, ...]] = {
    "CSC": ("draft_raised", "draft_in_development"),
    "WG": ("refinement",),
    "PANEL": ("draft_ready", "report_to_panel"),
    "CB": ("report_phase",),
}
"""The statuses from which a proposal comes to a body (domain.md 5)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal that could go on an agenda, and why."""

    proposal_uid: str
    reference: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What the reasons are read from: the proposal, its target, its assessments and its consultations as at a day."""

    proposal: ProposalAt
    has_target: bool
    is_target: bool
    target_day: date | None
    target_name: str
    returned: tuple[tuple[date, str], ...]
    is_with_dcc: bool
    closed: tuple[tuple[date, str], ...]
    is_consulting: bool


def suggestions(session: Session, meeting_uid: str, at: date) -> list[Suggestion]:
    """Return the proposals that could go on a meeting's agenda as at a date and are not on it, by number.

    Those on hold are left out. A body without a step of its own is offered what is meant for this meeting.
    """
    meeting = get_meeting(session, meeting_uid)
    body = meeting.body or ""
    listed = set(session.scalars(select(AgendaItem.proposal).where(AgendaItem.meeting == meeting_uid)))
    query = select_proposals(at)
    if body in _AWAITED:
        query = query.where(status_at(at).in_(_AWAITED[body]))
    found = [proposal for row in session.execute(query) if (proposal := proposal_of(row)).uid not in listed]
    waiting = _gather(session, [each for each in found if not each.on_hold], meeting, at)
    called = references(session, [each.proposal.uid for each in waiting], at)
    rule = _REASONS.get(body, _if_meant)
    reasons = ((each.proposal, rule(each, at)) for each in waiting)
    return [
        Suggestion(proposal.uid, called[proposal.uid], proposal.title or "", reason)
        for proposal, reason in reasons
        if reason is not None
    ]


def _gather(session: Session, proposals: list[ProposalAt], meeting: Meeting, at: date) -> list[_Waiting]:
    uids = [proposal.uid for proposal in proposals]
    by_event = event_targets(session, uids, at)
    aims = {each.uid: each.target_meeting or by_event.get(each.uid, "") for each in proposals}
    targets = {uid for uid in aims.values() if uid}
    days = {each.uid: sitting_day(each) for each in session.scalars(select(Meeting).where(Meeting.uid.in_(targets)))}
    called = names(session, "meeting", sorted(targets), at)
    returned, with_dcc = _assessments(session, uids, at)
    closed, consulting = _consultations(session, uids, at)
    return [
        _Waiting(
            proposal=proposal,
            has_target=bool(aims[proposal.uid]),
            is_target=aims[proposal.uid] == meeting.uid,
            target_day=days.get(aims[proposal.uid]),
            target_name=called.get(aims[proposal.uid], ""),
            returned=tuple(sorted(returned.get(proposal.uid, []))),
            is_with_dcc=proposal.uid in with_dcc,
            closed=tuple(sorted(closed.get(proposal.uid, []))),
            is_consulting=proposal.uid in consulting,
        )
        for proposal in proposals
    ]


def event_targets(session: Session, uids: list[str], at: date) -> dict[str, str]:
    """Return where the latest events sent proposals, for records that came in without a target of their own."""
    query = (
        select(Event.proposal, Event.target_meeting)
        .where(Event.proposal.in_(uids), Event.target_meeting.is_not(None), counts(Event, at))
        .order_by(happened(Event), Event.position, Event.uid)
    )
    return {row.proposal: row.target_meeting for row in session.execute(query)}


Dated = dict[str, list[tuple[date, str]]]


def _assessments(session: Session, uids: list[str], at: date) -> tuple[Dated, set[str]]:
    """Return the assessments returned by a date, by proposal, and the proposals that have one with the DCC."""
    query = select(Assessment).where(
        Assessment.proposal.in_(uids), or_(Assessment.cancelled.is_(None), Assessment.cancelled > at)
    )
    returned: Dated = {}
    open_ones = set()
    for row in session.scalars(query):
        # The desk says PA and IA; only other assessments are written out.
        kind = row.assessment_kind
        words = kind if kind in ("PA", "IA") else words_of("assessment_kind", kind)
        if row.returned is not None and row.returned <= at:
            returned.setdefault(row.proposal or "", []).append((row.returned, words))
        elif row.accepted is not None and row.accepted <= at:
            open_ones.add(row.proposal or "")
    return returned, open_ones


def _consultations(session: Session, uids: list[str], at: date) -> tuple[Dated, set[str]]:
    """Return the consultations closed before a date, by proposal, and the proposals that have one open."""
    query = select(Consultation).where(
        Consultation.proposal.in_(uids),
        Consultation.opened <= at,
        or_(Consultation.dropped.is_(None), Consultation.dropped > at),
    )
    closed: Dated = {}
    open_ones = set()
    for row in session.scalars(query):
        if row.closes is not None and row.closes < at:
            words = words_of("consultation_kind", row.consultation_kind)
            closed.setdefault(row.proposal or "", []).append((row.closes, words))
        else:
            open_ones.add(row.proposal or "")
    return closed, open_ones


def _if_meant(waiting: _Waiting, _at: date) -> str | None:
    return "Meant for this meeting" if waiting.is_target else None


def _why_csc(waiting: _Waiting, _at: date) -> str | None:
    if waiting.is_target:
        return "Meant for this meeting"
    if waiting.proposal.status == "draft_in_development":
        return "In further development"
    raised = waiting.proposal.raised
    return f"Raised {format_date(raised)}" if raised else "Raised"


def _why_working_group(waiting: _Waiting, _at: date) -> str | None:
    """With the DCC or out for consultation there is nothing for the group to discuss, unless it is meant for it."""
    if waiting.is_target:
        return "Meant for this meeting"
    if waiting.is_with_dcc or waiting.is_consulting:
        return None
    happenings = [(day, f"{words} returned {format_date(day)}") for day, words in waiting.returned]
    happenings += [(day, f"{words} closed {format_date(day)}") for day, words in waiting.closed]
    return max(happenings)[1] if happenings else "In Refinement"


def _why_panel(waiting: _Waiting, at: date) -> str | None:
    """Ready is not at this Panel (domain.md 1.6): one meant for another is offered only once that one is over."""
    what = "Modification Report lodged" if waiting.proposal.status == "report_to_panel" else "Ready for conversion"
    if waiting.is_target:
        return f"{what}, meant for this meeting"
    if not waiting.has_target:
        return f"{what}, no target meeting set"
    if waiting.target_day is not None and waiting.target_day < at:
        return f"{what}, was meant for {waiting.target_name}"
    return None


def _why_change_board(waiting: _Waiting, _at: date) -> str | None:
    if waiting.is_target:
        return "Meant for this meeting"
    reports = [day for day, words in waiting.closed if words == words_of("consultation_kind", "mrc")]
    if not reports or waiting.is_consulting:
        return None
    return f"{words_of('consultation_kind', 'mrc')} closed {format_date(max(reports))}"


_REASONS: Mapping[str, Callable[[_Waiting, date], str | None]] = {
    "CSC": _why_csc,
    "WG": _why_working_group,
    "PANEL": _why_panel,
    "CB": _why_change_board,
}
