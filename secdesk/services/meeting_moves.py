"""Moving a meeting: its date by hand, with the decisions that were dated on it (design.md 5.1)."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.models import Change, Event
from secdesk.services.meeting_days import get_meeting
from secdesk.services.records import update_record


def dated_events(session: Session, meeting_uid: str) -> int:
    """Return how many events of a meeting are dated on its day."""
    meeting = get_meeting(session, meeting_uid)
    if meeting.date is None:
        return 0
    query = select(func.count()).select_from(Event)
    return session.scalar(query.where(Event.meeting == meeting_uid, Event.date == meeting.date)) or 0


def move_meeting(session: Session, meeting_uid: str, day: date | None, *, with_events: bool) -> int:
    """Give a meeting another day, and the events dated on the old one too; returns how many events moved.

    Moved events keep their order and come after those that the new day had.
    """
    meeting = get_meeting(session, meeting_uid)
    before = meeting.date
    update_record(session, "meeting", meeting_uid, {"date": day})
    if not with_events or before is None or day is None or day == before:
        return 0
    query = select(Event).where(Event.meeting == meeting_uid, Event.date == before)
    moving = list(session.scalars(query.order_by(Event.position, Event.uid)))
    start = session.scalar(select(func.max(Event.position)).where(Event.date == day)) or 0
    for place, event in enumerate(moving, 1):
        update_record(session, "event", event.uid, {"date": day, "position": start + place})
    return len(moving)


def former_days(session: Session, meeting_uid: str) -> list[date]:
    """Return the days that a meeting had before the present one, oldest first, read off the change log.

    A day that was taken back (by undo, or by hand) is not one that it had.
    """
    query = select(Change.fields).where(Change.record == meeting_uid).order_by(Change.step, Change.position)
    had: list[date] = []
    for fields in session.scalars(query):
        turn = json.loads(fields).get("date")
        day = _day_of(turn[1]) if isinstance(turn, list) else None
        if day is None:
            continue
        if day in had:
            del had[had.index(day) :]
        had.append(day)
    present = get_meeting(session, meeting_uid).date
    return [day for day in had if day != present]


def _day_of(value: object) -> date | None:
    """Read a value of the log; one that was removed from it is no day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
