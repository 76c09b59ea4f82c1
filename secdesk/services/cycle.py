"""The fixed days of one cycle, each with what was or is to be done on it (ux.md 1.2, 2.5).

A cycle is named after the month that it reports. It begins in that month's fourth week, with the last meetings that
its report tells of, and ends with the month after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from secdesk.models import Event, Meeting, Paper, Release
from secdesk.papers.report_dates import report_dates
from secdesk.rules.date_words import format_weekday
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.process import BODIES
from secdesk.rules.status import value_at
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import working_days_before
from secdesk.rules.years import Month, parse_month

Mark: TypeAlias = Literal["done", "now", "open"]
_BEGINS_AFTER = 21
"""Days of the month before its fourth week."""
_NOUNS = {"CB": "vote"}


@dataclass(frozen=True, slots=True)
class CycleDay:
    """A day of the cycle: ``when`` in words without the year, what it is, how far it is done, where a click leads."""

    day: date
    when: str
    words: str
    mark: Mark
    place: str
    uid: str


def cycle_days(session: Session, today: date) -> list[CycleDay]:
    """Return the days of the cycle that the report of the month before ``today`` belongs to, in order."""
    month = Month.of(today).previous
    first, last = month.first + timedelta(days=_BEGINS_AFTER), month.next.last
    rules = in_force(session, today)
    found = [
        *_meetings(session, first, last, today),
        *_agendas(session, first, last, today, rules),
        *_report(session, month, today, rules),
        *_releases(session, first, last, today),
    ]
    if found:
        found.append(_day(month.last, "figures closed", today > month.last, today, "papers", str(month)))
    return sorted(found, key=lambda each: each.day)


def _day(day: date, words: str, is_done: bool, today: date, place: str, uid: str, when: str = "") -> CycleDay:
    mark: Mark = "done" if is_done else "now" if day == today else "open"
    return CycleDay(day, when or format_weekday(day).rpartition(" ")[0], words, mark, place, uid)


def _meetings(session: Session, first: date, last: date, today: date) -> Iterator[CycleDay]:
    months = [str(Month.of(first)), str(Month.of(last))]
    rows: Sequence[Meeting] = session.scalars(
        select(Meeting)
        .where(
            Meeting.state != "cancelled",
            (Meeting.date.between(first, last)) | (Meeting.date.is_(None) & Meeting.month.in_(months)),
        )
        .order_by(Meeting.date, Meeting.body, Meeting.uid)
    ).all()
    decided = _decided(session, [row.uid for row in rows], today)
    for row in rows:
        yield _meeting(row, decided.get(row.uid, 0), today)


def _agendas(session: Session, first: date, last: date, today: date, rules: InForce) -> Iterator[CycleDay]:
    """Yield the days on which agendas of Working Groups are to be confirmed."""
    query = select(Meeting).where(Meeting.body == "WG", Meeting.state != "cancelled", Meeting.date >= first)
    for row in session.scalars(query.order_by(Meeting.date, Meeting.uid)):
        if row.date is None:
            continue
        due = row.agenda_due or working_days_before(row.date, rules.number("agenda_days"), rules.calendar)
        if first <= due <= last:
            is_done = row.agenda_confirmed is not None and row.agenda_confirmed <= today
            is_done = is_done or (row.state == "held" and row.date <= today)
            yield _day(due, "confirm WG agenda", is_done, today, "meetings", row.uid)


def _meeting(row: Meeting, decided: int, today: date) -> CycleDay:
    month = None if row.date else parse_month(row.month or "")
    day = month.last if month else row.date or today
    body = BODIES.get(row.body or "", row.body or "")
    told = in_figures(decided, _NOUNS.get(row.body or "", "decision")) if decided else ""
    is_done = row.state == "held" and (month.first if month else day) <= today
    place = "decisions" if decided or day <= today else "meetings"
    return _day(day, f"{body}, {told}" if told else body, is_done, today, place, row.uid, month.label if month else "")


def _decided(session: Session, meetings: Sequence[str], today: date) -> dict[str, int]:
    """Return how many decisions of each meeting are on record as at a day."""
    correction = aliased(Event)
    corrected = select(correction.uid).where(correction.corrects == Event.uid).exists()
    query = (
        select(Event.meeting, func.count())
        .where(Event.meeting.in_(meetings), ~corrected, func.coalesce(Event.date, Event.known_by) <= today)
        .group_by(Event.meeting)
    )
    return {row[0] or "": row[1] for row in session.execute(query)}


def _report(session: Session, month: Month, today: date, rules: InForce) -> Iterator[CycleDay]:
    if session.scalar(select(Event.uid).limit(1)) is None:
        return
    dates = report_dates(session, month, rules.calendar, rules.number("paper_days"))
    query = select(Paper.uid).where(
        Paper.paper_kind == "change_status_report", Paper.month == str(month), Paper.issued <= today
    )
    is_done = session.scalar(query.limit(1)) is not None
    yield _day(dates.paper_date, "issue the report", is_done, today, "papers", str(month))


def _releases(session: Session, first: date, last: date, today: date) -> Iterator[CycleDay]:
    goes_live = value_at(Release, "goes_live", today).label("goes_live")
    for row in session.execute(select(Release.uid, Release.name, Release.implemented, goes_live)):
        day = date.fromisoformat(row.goes_live) if row.goes_live else None
        if day is not None and first <= day <= last:
            is_done = row.implemented is not None and row.implemented <= today
            yield _day(day, row.name or "Release", is_done, today, "releases", row.uid)
