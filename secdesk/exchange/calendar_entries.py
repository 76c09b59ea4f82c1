"""The days of a register that belong into a calendar, each with the words that a paper would print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Consultation, Meeting, Release
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.markings import is_above, marking_of
from secdesk.rules.naming import meeting_name, reference_at
from secdesk.rules.status import ProposalAt, proposal_of, select_proposals, value_at
from secdesk.rules.workdays import working_days_before

What: TypeAlias = Literal["meeting", "agenda", "papers", "closing", "release"]

CLOSING = time(17)
"""When a consultation closes where nothing else is said (domain.md 8)."""

# Whose agendas are fixed ahead, and whose papers go out ahead, by the number of days that the register says (3.1).
_AGENDA_BEFORE = frozenset({"WG"})
_PAPERS_BEFORE = frozenset({"PANEL", "CB"})
_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry: the record it is about and what about it, its day, its time in London where one is known."""

    uid: str
    what: What
    day: date
    at_time: time | None
    summary: str
    place: str = ""
    description: str = ""
    is_cancelled: bool = False


def calendar_entries(session: Session, at: date, since: date | None = None) -> list[CalendarEntry]:
    """Return the entries as at a day, by date; ``since`` leaves out what was before it. What has no day is left out."""
    found = [*_meetings(session, in_force(session, at)), *_closings(session, at), *_releases(session, at)]
    kept = (entry for entry in found if since is None or entry.day >= since)
    return sorted(kept, key=lambda entry: (entry.day, entry.at_time or time(), entry.what, entry.summary, entry.uid))


def read_time(text: str | None) -> time | None:
    """Return the time that words such as ``10:00``, ``10.30``, ``5 pm`` or ``noon`` mean; None for other words."""
    typed = " ".join((text or "").casefold().split())
    if typed in ("noon", "midday", "12 noon"):
        return time(12)
    found = _TIME.fullmatch(typed)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _meetings(session: Session, rules: InForce) -> Iterator[CalendarEntry]:
    columns = (Meeting.uid, Meeting.body, Meeting.date, Meeting.state, Meeting.ad_hoc, Meeting.time, Meeting.place)
    query = select(*columns, Meeting.agenda_due, Meeting.agenda_confirmed).where(Meeting.date.is_not(None))
    for row in session.execute(query):
        body = words_of("meeting_body", row.body) or "Meeting"
        kind = "ad-hoc meeting" if row.ad_hoc else "meeting"
        said = read_time(row.time)
        told = f"Time: {row.time}" if row.time and said is None else ""
        is_cancelled = row.state == "cancelled"
        summary = f"{'Cancelled: ' if is_cancelled else ''}{body} {kind}"
        yield CalendarEntry(row.uid, "meeting", row.date, said, summary, row.place or "", told, is_cancelled)
        yield from _deadlines(row, rules, is_cancelled)


def _deadlines(row: Any, rules: InForce, is_cancelled: bool) -> Iterator[CalendarEntry]:
    """Yield the days before a meeting on which its agenda is to be confirmed and its papers go out."""
    name = meeting_name(row.body, row.date, None, None)
    if row.agenda_due is not None or row.body in _AGENDA_BEFORE:
        day = row.agenda_due or working_days_before(row.date, rules.number("agenda_days"), rules.calendar)
        done = f"Confirmed on {format_date(row.agenda_confirmed)}" if row.agenda_confirmed else ""
        yield CalendarEntry(row.uid, "agenda", day, None, f"{name}: confirm the agenda", "", done, is_cancelled)
    if row.body in _PAPERS_BEFORE:
        day = working_days_before(row.date, rules.number("paper_days"), rules.calendar)
        yield CalendarEntry(row.uid, "papers", day, None, f"{name}: papers go out", "", "", is_cancelled)


def _closings(session: Session, at: date) -> Iterator[CalendarEntry]:
    limit = in_force(session, at).text("report_marking")
    proposals = {found.uid: proposal_of(found) for found in session.execute(select_proposals(at))}
    columns = (Consultation.uid, Consultation.proposal, Consultation.consultation_kind, Consultation.closes)
    query = select(*columns, Consultation.closing_time, Consultation.dropped).where(Consultation.closes.is_not(None))
    for row in session.execute(query):
        kind = words_of("consultation_kind", row.consultation_kind) or "Consultation"
        said = read_time(row.closing_time) if row.closing_time else CLOSING
        told = f"Closes at {row.closing_time}" if said is None else ""
        summary = f"{_called(proposals.get(row.proposal), limit)}{kind} closes".strip()
        is_dropped = row.dropped is not None and row.dropped <= at
        yield CalendarEntry(row.uid, "closing", row.closes, said, summary, "", told, is_dropped)


def _called(proposal: ProposalAt | None, limit: str) -> str:
    """Return what a proposal is called before what happens to it: its reference, its title where that may be told."""
    if proposal is None:
        return ""
    reference = reference_at(proposal)
    if proposal.title is None or is_above(marking_of(proposal.marking, proposal.security_limited), limit):
        return f"{reference}: "
    return f"{reference} {proposal.title}: "


def _releases(session: Session, at: date) -> Iterator[CalendarEntry]:
    day = value_at(Release, "goes_live", at).label("day")
    for row in session.execute(select(Release.uid, Release.name, Release.implemented, day)):
        told = row.implemented or (date.fromisoformat(row.day) if row.day else None)
        if told is not None:
            yield CalendarEntry(row.uid, "release", told, None, row.name or "SEC Release")
