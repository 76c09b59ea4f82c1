"""Recording what happened to a proposal, and correcting what was recorded in error (design.md 5.1, domain.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem, RuleBroken
from secdesk.models import DatedValue, Event, Proposal, VoteCount
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import references
from secdesk.rules.process import OUTCOMES, status_after, unusual_step
from secdesk.rules.status import counts, happened, status_at
from secdesk.services.records import Effect, add_dated_value, create_record
from secdesk.services.release_parts import drop_part, ensure_part, mark_parts, unmark_parts
from secdesk.services.text_fields import tidy

_LIVE = ("part_implemented", "implemented")
ON_RECORD = ("taken_over", "enquired", "raised")
"""Outcomes with which a life in the register begins; they ask for nothing before them."""


def record_event(
    session: Session,
    proposal_uid: str,
    outcome: str,
    *,
    day: date | None,
    known_by: date | None = None,
    body: str | None = None,
    meeting: str | None = None,
    agenda_item: str | None = None,
    status: str | None = None,
    route: str | None = None,
    target_meeting: str | None = None,
    release: str | None = None,
    printed_note: str | None = None,
    private_note: str | None = None,
    reason: str | None = None,
    corrects: str | None = None,
) -> str:
    """Record one official fact about a proposal, after the others of its day; returns the event's uid.

    ``day`` may be unknown; then ``known_by`` is the day by which it was so. ``body`` and ``route`` follow from the
    outcome where they are not given. ``target_meeting`` also becomes the proposal's target from that day; an approval
    with a ``release`` puts the proposal into it. Raises RuleBroken with the sentence where the process does not
    expect the step and no ``reason`` is given, Invalid for what can never be stored.
    """
    facts = OUTCOMES.get(outcome)
    when = day or known_by
    why = tidy(reason, "line")
    sentence = None if corrects else unusual_event(session, proposal_uid, outcome, when)
    if sentence and not why:
        raise RuleBroken(f"{sentence}. Give a reason to record it anyway")
    values: dict[str, Value] = {
        "proposal": proposal_uid,
        "outcome": outcome,
        "date": day,
        "known_by": None if day else known_by,
        "position": _next_position(session, proposal_uid, when),
        "body": body or (facts.body if facts else None) or None,
        "meeting": meeting,
        "agenda_item": agenda_item,
        "status": status,
        "route": route or (facts.route if facts else None) or None,
        "target_meeting": target_meeting,
        "release": release,
        "printed_note": tidy(printed_note),
        "private_note": tidy(private_note),
        "reason": why,
        "corrects": corrects,
    }
    uid = create_record(session, "event", values)
    _follow_on(session, values, when)
    return uid


def unusual_event(session: Session, proposal_uid: str, outcome: str, when: date | None) -> str | None:
    """Return why an event would be unusual on its day, as a sentence without full stop; None where it is expected."""
    at = when or date.max
    found = _status_and_reference(session, proposal_uid, at)
    sentence = unusual_step(outcome, found[0], found[1])
    if sentence or when is None or outcome in ON_RECORD:
        return sentence
    raised = _raised_after(session, proposal_uid, when)
    if raised is None or found[0]:
        return None
    return f"{found[1]} was raised on {format_date(raised)}; this would be before"


def _status_and_reference(session: Session, proposal_uid: str, at: date) -> tuple[str, str]:
    status = session.scalar(select(status_at(at)).where(Proposal.uid == proposal_uid))
    if status is None:
        raise NotFound("This proposal is no longer in the register")
    return status, references(session, [proposal_uid], at)[proposal_uid]


def _raised_after(session: Session, proposal_uid: str, when: date) -> date | None:
    query = select(func.min(Event.date)).where(
        Event.proposal == proposal_uid, Event.outcome == "raised", Event.date > when, counts(Event, date.max)
    )
    return session.scalar(query)


def _next_position(session: Session, proposal_uid: str, when: date | None) -> int:
    """Return the place after all events of the day, so that a paper lists the decisions of a sitting in its order."""
    own = select(func.max(Event.position)).where(Event.proposal == proposal_uid, happened(Event) == when)
    of_day = select(func.max(Event.position)).where(Event.date == when)
    found = [session.scalar(own), session.scalar(of_day)] if when else []
    return max((position for position in found if position is not None), default=0) + 1


def _follow_on(session: Session, values: Mapping[str, Value], when: date | None) -> None:
    proposal, target, release = (str(values[name] or "") for name in ("proposal", "target_meeting", "release"))
    if target:
        decided_by = words_of("body", str(values["body"])) if values["body"] else None
        add_dated_value(session, Proposal, proposal, "target_meeting", target, Effect(when, decided_by=decided_by))
    if release and status_after(str(values["outcome"]), None) == "approved_pending":
        ensure_part(session, release, proposal, when)


def correct_event(
    session: Session,
    event_uid: str,
    *,
    outcome: str = "corrected",
    day: date | None,
    reason: str,
    known_by: date | None = None,
    status: str | None = None,
    route: str | None = None,
    target_meeting: str | None = None,
    release: str | None = None,
    printed_note: str | None = None,
    private_note: str | None = None,
) -> str:
    """Record what really happened in place of an event recorded in error; returns the uid of the new event.

    The wrong event stays in the history and counts at no date. ``outcome`` ``corrected`` says that nothing happened.
    Body, meeting, agenda item and votes are taken over from the wrong event, its target meeting and release only
    where they are given again. Raises Invalid without a reason, Conflict where the event was corrected before.
    """
    wrong = _to_correct(session, event_uid, reason)
    carried = OUTCOMES.get(outcome) is not None and outcome != "corrected"
    unmarked = _take_back(session, wrong)
    uid = record_event(
        session,
        wrong.proposal or "",
        outcome,
        day=day,
        known_by=known_by,
        body=_body_of_correction(wrong, outcome),
        meeting=wrong.meeting,
        agenda_item=wrong.agenda_item if carried else None,
        status=status,
        route=route,
        target_meeting=target_meeting,
        release=release,
        printed_note=printed_note,
        private_note=private_note,
        reason=reason,
        corrects=event_uid,
    )
    if carried:
        _keep_place(session, wrong, uid)
    if outcome in _LIVE and day is not None:
        mark_parts(session, unmarked, day)
    return uid


def _to_correct(session: Session, event_uid: str, reason: str) -> Event:
    wrong = session.get(Event, event_uid)
    if wrong is None:
        raise NotFound("This event is no longer in the register")
    if not tidy(reason, "line"):
        raise Invalid([Problem("reason", "Enter a reason for the correction")])
    if session.scalar(select(Event.uid).where(Event.corrects == event_uid).limit(1)) is not None:
        raise Conflict("This event was corrected already. Correct the later one")
    return wrong


def _body_of_correction(wrong: Event, outcome: str) -> str | None:
    facts = OUTCOMES.get(outcome)
    return facts.body if facts is not None else wrong.body


def _take_back(session: Session, wrong: Event) -> list[str]:
    """Take back what the wrong event did beside itself: the target meeting, the place in a release, what went live.

    Returns the parts that no longer count as live.
    """
    when = wrong.date or wrong.known_by
    if wrong.target_meeting:
        rows = session.scalars(
            select(DatedValue).where(
                DatedValue.record == wrong.proposal,
                DatedValue.field_name == "target_meeting",
                DatedValue.value == wrong.target_meeting,
                DatedValue.effective_from.is_(None) if when is None else DatedValue.effective_from == when,
            )
        )
        for row in rows.all():
            session.delete(row)
    if wrong.release:
        drop_part(session, wrong.release, wrong.proposal or "", when)
    session.flush()
    if wrong.outcome not in _LIVE or when is None:
        return []
    return unmark_parts(session, wrong.proposal or "", wrong.release, when)


def _keep_place(session: Session, wrong: Event, uid: str) -> None:
    """Give a correction the place of the wrong event in its day, and its votes."""
    right = session.get_one(Event, uid)
    if (right.date or right.known_by) == (wrong.date or wrong.known_by):
        right.position = wrong.position
    for vote in session.scalars(select(VoteCount).where(VoteCount.event == wrong.uid)).all():
        values: dict[str, Value] = {**vote.values(), "event": uid}
        create_record(session, "vote_count", values)
    session.flush()


def last_status(session: Session, proposal_uid: str, at: date) -> str:
    """Return the status of a proposal as at a date, empty before anything happened to it; raises NotFound."""
    return _status_and_reference(session, proposal_uid, at)[0]
