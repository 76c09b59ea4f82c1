"""The register's days as a calendar file: meetings, agendas and papers due, consultations closing, releases.

Every entry keeps its identity from one export to the next, so a calendar that takes the file in again moves what has
moved. Only what papers print goes in, never a private note, and of a proposal with a marking above that of the monthly
report only the reference. The same records as at the same day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from sqlalchemy.orm import Session

from secdesk.exchange.calendar_entries import CalendarEntry, calendar_entries
from secdesk.rules.in_force import in_force
from secdesk.rules.text import clean

ZONE = "Europe/London"
_PRODUCT = "-//secdesk//Register of change//EN"
_LONGEST = 10_000


def export_calendar(session: Session, at: date, *, since: date | None = None) -> bytes:
    """Return the calendar as at a day; ``since`` leaves out what was before it."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _plain(in_force(session, at).text("register_name")))
    calendar.add_component(_london())
    for entry in calendar_entries(session, at, since):
        calendar.add_component(_event(entry, at))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, at: date) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}-{entry.what}@secdesk")
    event.add("dtstamp", datetime.combine(at, time(), UTC))
    event.add("summary", _plain(entry.summary))
    if entry.at_time is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", datetime.combine(entry.day, entry.at_time, ZoneInfo(ZONE)))
    if entry.place:
        event.add("location", _plain(entry.place))
    if entry.description:
        event.add("description", _plain(entry.description))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event


def _plain(text: str) -> str:
    """Return a text in one line without characters that a calendar has no place for."""
    return clean(text, "line", max(_LONGEST, 2 * len(text)))


def _london() -> Timezone:
    """Return the clock of London as calendars spell it out: one hour forward from March to October, as since 1996."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for change in _changes():
        zone.add_component(change)
    return zone


def _changes() -> Iterator[TimezoneDaylight | TimezoneStandard]:
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    hour, none = timedelta(hours=1), timedelta(0)
    for part, start, before, after, name, month in (
        (summer, datetime(1996, 3, 31, 1), none, hour, "BST", 3),
        (winter, datetime(1996, 10, 27, 2), hour, none, "GMT", 10),
    ):
        part.add("dtstart", start)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        yield part
