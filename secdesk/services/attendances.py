"""Who was at a meeting: one name at a time, or everybody who came last time (domain.md 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, NotFound
from secdesk.models import Attendance, Meeting, Organisation, Person
from secdesk.rules.choices import words_of
from secdesk.rules.naming import name_of, names
from secdesk.services.meeting_days import get_meeting, sitting_day
from secdesk.services.records import create_record


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was at a meeting, as papers list them."""

    uid: str
    person: str
    words: str


def present(session: Session, meeting_uid: str, at: date) -> list[Present]:
    """Return who was at a meeting, by name."""
    rows = list(session.scalars(select(Attendance).where(Attendance.meeting == meeting_uid)))
    people = names(session, "person", sorted({row.person for row in rows if row.person}), at)
    firms = names(session, "organisation", sorted({row.organisation for row in rows if row.organisation}), at)
    found = [Present(row.uid, row.person or "", _words(row, people, firms)) for row in rows]
    return sorted(found, key=lambda each: (each.words.casefold(), each.uid))


def _words(row: Attendance, people: dict[str, str], firms: dict[str, str]) -> str:
    parts = [
        people.get(row.person or "", ""),
        firms.get(row.organisation or "", ""),
        words_of("party_category", row.category),
        "as an alternate" if row.alternate else "",
    ]
    return " · ".join(part for part in parts if part)


def add_present(session: Session, meeting_uid: str, person_uid: str) -> str:
    """Note that a person was at a meeting, for the organisation of today; returns the uid of the note.

    Raises Conflict where the person is noted already, NotFound for one who is not there.
    """
    get_meeting(session, meeting_uid)
    person = session.get(Person, person_uid)
    if person is None:
        raise NotFound("This person is no longer in the register")
    query = select(Attendance.uid).where(Attendance.meeting == meeting_uid, Attendance.person == person_uid)
    if session.scalar(query) is not None:
        raise Conflict(f"{name_of(session, 'person', person_uid, date.max)} is noted as present already")
    firm = session.get(Organisation, person.organisation) if person.organisation else None
    values = {
        "meeting": meeting_uid,
        "person": person_uid,
        "organisation": person.organisation,
        "category": firm.category if firm is not None else None,
    }
    return create_record(session, "attendance", values)


def came_last_time(session: Session, meeting_uid: str) -> list[str]:
    """Return who was at the body's latest earlier meeting with a list of those present, and is not noted yet."""
    meeting = get_meeting(session, meeting_uid)
    here = set(session.scalars(select(Attendance.person).where(Attendance.meeting == meeting_uid)))
    last = _last_meeting(session, meeting)
    if last is None:
        return []
    query = select(Attendance.person).where(Attendance.meeting == last, Attendance.person.is_not(None))
    return [person for person in session.scalars(query.order_by(Attendance.uid)) if person and person not in here]


def add_all_of_last_time(session: Session, meeting_uid: str) -> int:
    """Note everybody of :func:`came_last_time`; returns how many they are."""
    people = came_last_time(session, meeting_uid)
    for person in people:
        add_present(session, meeting_uid, person)
    return len(people)


def _last_meeting(session: Session, meeting: Meeting) -> str | None:
    noted = select(Attendance.meeting).distinct()
    query = select(Meeting).where(Meeting.body == meeting.body, Meeting.uid != meeting.uid, Meeting.uid.in_(noted))
    day = sitting_day(meeting)
    earlier = [
        (held, each.uid)
        for each in session.scalars(query)
        if (held := sitting_day(each)) is not None and (day is None or held < day)
    ]
    return max(earlier)[1] if earlier else None
