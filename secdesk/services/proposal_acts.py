"""What people do with one proposal from its detail: hold, convert, withdraw, consult, assess, release (ux.md 2.2).

Each act is one call in one transaction. A step that the process does not expect raises RuleBroken with its sentence
unless a reason is given; what can never be stored raises Invalid.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, Problem
from secdesk.models import AgendaItem, Assessment, Consultation, Event, Meeting
from secdesk.models.types import Value
from secdesk.rules.in_force import in_force
from secdesk.rules.naming import references
from secdesk.rules.status import counts, happened
from secdesk.rules.workdays import end_of_period
from secdesk.services.consultations import open_consultation
from secdesk.services.events import record_event
from secdesk.services.records import Effect, create_record, get_record, update_record
from secdesk.services.release_parts import add_part
from secdesk.services.sitting_queue import is_recorded
from secdesk.services.text_fields import tidy

_CONVERSIONS = {"refinement": "panel_converted", "report_phase": "panel_converted_report"}


def put_on_hold(session: Session, proposal_uid: str, since: date, reason: str | None) -> None:
    """Put a proposal on hold from a day; it keeps its stage. Raises Conflict where it is on hold then."""
    _set_hold(session, proposal_uid, True, since, reason)


def take_off_hold(session: Session, proposal_uid: str, since: date, reason: str | None) -> None:
    """Let a proposal go on from a day. Raises Conflict where it is not on hold then."""
    _set_hold(session, proposal_uid, False, since, reason)


def _set_hold(session: Session, proposal_uid: str, on_hold: bool, since: date, reason: str | None) -> None:
    present = bool(get_record(session, "proposal", proposal_uid, since).values["on_hold"])
    if present == on_hold:
        called = references(session, [proposal_uid], since)[proposal_uid]
        raise Conflict(f"{called} is {'on hold already' if on_hold else 'not on hold'} on that day")
    effect = Effect(since, reason=tidy(reason, "line"))
    update_record(session, "proposal", proposal_uid, {"on_hold": on_hold}, effect=effect)


def convert(session: Session, proposal_uid: str, day: date, route: str | None, reason: str | None = None) -> str:
    """Record that the Panel converted a Draft Proposal on a day; returns the event's uid.

    Where the proposal is on the agenda of the Panel of that day, the event becomes that item's outcome.
    """
    if route not in _CONVERSIONS:
        raise Invalid([Problem("route", "Choose where it goes: Refinement or the Report Phase")])
    meeting = session.scalar(
        select(Meeting).where(Meeting.body == "PANEL", Meeting.date == day, Meeting.state != "cancelled").limit(1)
    )
    item = _open_item(session, proposal_uid, meeting.uid) if meeting is not None else None
    return record_event(
        session,
        proposal_uid,
        _CONVERSIONS[route],
        day=day,
        meeting=meeting.uid if meeting is not None else None,
        agenda_item=item,
        reason=reason,
    )


def _open_item(session: Session, proposal_uid: str, meeting_uid: str) -> str | None:
    query = select(AgendaItem.uid).where(
        AgendaItem.proposal == proposal_uid, AgendaItem.meeting == meeting_uid, ~is_recorded()
    )
    return session.scalar(query.order_by(AgendaItem.position, AgendaItem.uid).limit(1))


def withdraw(
    session: Session, proposal_uid: str, day: date, note: str | None = None, reason: str | None = None
) -> str:
    """Record that its Proposer withdrew a proposal, effective on a day; ``note`` is printed. Returns the event."""
    return record_event(session, proposal_uid, "withdrawn", day=day, printed_note=note, reason=reason)


def lodge_report(session: Session, proposal_uid: str, day: date, reason: str | None = None) -> str:
    """Record that the Modification Report was lodged for a Panel; returns the event's uid."""
    return record_event(session, proposal_uid, "report_lodged", day=day, reason=reason)


def begin_consultation(session: Session, proposal_uid: str, kind: str | None, opened: date) -> date:
    """Issue a consultation on a day and return the day it closes.

    One of that kind that was expected is issued; else a new one is made. Raises Invalid without a kind.
    """
    if kind is None:
        raise Invalid([Problem("consultation_kind", "Choose a kind of consultation")])
    query = select(Consultation.uid).where(
        Consultation.proposal == proposal_uid,
        Consultation.consultation_kind == kind,
        Consultation.opened.is_(None),
        Consultation.dropped.is_(None),
    )
    uid = session.scalar(query.order_by(Consultation.expected_month, Consultation.uid).limit(1))
    if uid is None:
        uid = create_record(session, "consultation", {"proposal": proposal_uid, "consultation_kind": kind})
    return open_consultation(session, uid, opened)


def closing_day(session: Session, opened: date) -> date:
    """Return the day on which a consultation that opens on a day closes (domain.md 9)."""
    rules = in_force(session, opened)
    return end_of_period(opened, rules.number("consultation_days"), rules.calendar)


def request_assessment(session: Session, proposal_uid: str, kind: str | None, requested: date) -> str:
    """Record that the DCC was asked for an assessment on a day; returns its uid.

    Raises Invalid without a kind, Conflict where one of that kind is still with the DCC.
    """
    if kind is None:
        raise Invalid([Problem("assessment_kind", "Choose a type of assessment")])
    own = Assessment.proposal == proposal_uid
    pending = select(Assessment.uid).where(
        own, Assessment.assessment_kind == kind, Assessment.returned.is_(None), Assessment.cancelled.is_(None)
    )
    if session.scalar(pending.limit(1)) is not None:
        raise Conflict("One of this type is with the DCC already. Record its return first, or cancel it")
    values: dict[str, Value] = {"proposal": proposal_uid, "assessment_kind": kind, "requested": requested}
    return create_record(session, "assessment", values)


def assign_to_release(session: Session, proposal_uid: str, release: str | None, label: str, since: date | None) -> str:
    """Put a modification, or the part called ``label``, into a release from a day on; returns the part's uid."""
    if release is None:
        raise Invalid([Problem("release", "Choose a release")])
    return add_part(session, release, proposal_uid, label, since=since)


def set_next_step(session: Session, proposal_uid: str, words: str | None, reason: str | None) -> None:
    """Set a next step by hand with the reason, or without ``words`` let the register work it out again.

    Raises Invalid for a step without a reason (ux.md 2.6).
    """
    step, why = tidy(words, "line"), tidy(reason, "line")
    if step and not why:
        raise Invalid([Problem("next_step_reason", "Enter a reason for this next step")])
    update_record(session, "proposal", proposal_uid, {"next_step": step, "next_step_reason": why if step else None})


def raising_of(session: Session, proposal_uid: str, at: date) -> tuple[str, date | None] | None:
    """Return the event by which a proposal was raised and its date; None where the register has none."""
    query = (
        select(Event.uid, Event.date)
        .where(Event.proposal == proposal_uid, Event.outcome == "raised", counts(Event, at))
        .order_by(happened(Event), Event.position, Event.uid)
    )
    row = session.execute(query.limit(1)).first()
    return (row.uid, row.date) if row is not None else None
