"""When meetings are or were, as far as that is known, and which of a body come after another."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import NotFound
from secdesk.models import Meeting
from secdesk.rules.years import parse_month


def get_meeting(session: Session, uid: str) -> Meeting:
    """Return a meeting; raises NotFound."""
    found = session.get(Meeting, uid)
    if found is None:
        raise NotFound("This meeting is no longer in the register")
    return found


def sitting_day(meeting: Meeting) -> date | None:
    """Return the day of a meeting for putting meetings in order.

    Where only the month is known it is the month's last day, and else the day by which the meeting was held.
    """
    if meeting.date is not None:
        return meeting.date
    return parse_month(meeting.month).last if meeting.month else meeting.known_by


def later_meetings(session: Session, body: str, after: date | None) -> list[Meeting]:
    """Return the planned meetings of a body after a day, the next first; all of them where the day is not known."""
    query = select(Meeting).where(Meeting.body == body, Meeting.state == "planned")
    dated = [(day, found) for found in session.scalars(query) if (day := sitting_day(found)) is not None]
    coming = [(day, found.uid, found) for day, found in dated if after is None or day > after]
    return [found for _, _, found in sorted(coming, key=lambda each: each[:2])]
