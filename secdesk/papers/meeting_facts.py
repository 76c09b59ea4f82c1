"""Meetings as papers tell of them: when, with which proposals on the agenda, when the agenda is fixed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from secdesk.models import AgendaItem, Meeting
from secdesk.papers.facts import MeetingFact
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.source import Source
from secdesk.rules.workdays import working_days_before


def dated_meetings(source: Source[PaperDays], body: str) -> list[Meeting]:
    """Return the meetings of a body that have a date and were not cancelled, by date."""
    query = select(Meeting).where(Meeting.body == body, Meeting.state != "cancelled", Meeting.date.is_not(None))
    return list(source.session.scalars(query.order_by(Meeting.date, Meeting.uid)))


def agenda_items(source: Source[PaperDays], meeting: str) -> list[AgendaItem]:
    """Return the items of an agenda in order."""
    query = select(AgendaItem).where(AgendaItem.meeting == meeting)
    return list(source.session.scalars(query.order_by(AgendaItem.position, AgendaItem.uid)))


def agenda_day(source: Source[PaperDays], meeting: Meeting) -> tuple[date | None, bool]:
    """Return when an agenda was confirmed, or is to be, and whether it was by the day of the paper."""
    confirmed = meeting.agenda_confirmed
    if confirmed is not None and confirmed <= source.dates.paper_date:
        return confirmed, True
    if meeting.agenda_due is not None or meeting.date is None:
        return meeting.agenda_due, False
    return working_days_before(meeting.date, source.rules.number("agenda_days"), source.rules.calendar), False


def with_agenda(source: Source[PaperDays], meeting: Meeting) -> MeetingFact:
    """Return a meeting with the proposals on its agenda."""
    mentions = tuple(source.mention(item.proposal) for item in agenda_items(source, meeting.uid) if item.proposal)
    fixed, is_confirmed = agenda_day(source, meeting)
    return MeetingFact(
        meeting.uid,
        meeting.body or "",
        meeting.date,
        meeting.month,
        bool(meeting.ad_hoc),
        mentions,
        fixed,
        is_confirmed,
    )


def item_number(source: Source[PaperDays], proposal: str) -> str:
    """Return the item number of a proposal on the agenda of the paper's meeting; empty where it is on none."""
    items = agenda_items(source, source.dates.meeting or "")
    return next((item.number or str(place) for place, item in enumerate(items, 1) if item.proposal == proposal), "")
