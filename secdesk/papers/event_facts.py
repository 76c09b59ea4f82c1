"""Events as papers tell them: those of a window, of a meeting, of a proposal, with the votes behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Event, VoteCount
from secdesk.papers.facts import Step, VoteRow
from secdesk.papers.paper_days import PaperDays, Window
from secdesk.papers.source import NO_DAY, Source
from secdesk.rules.choices import options
from secdesk.rules.process import OUTCOMES
from secdesk.rules.status import counts, happened


def steps(source: Source[PaperDays], window: Window, is_wanted: Callable[[str], bool]) -> tuple[Step, ...]:
    """Return the events of a window whose outcome is wanted, by day and then by number."""
    query = select(Event).where(
        counts(Event, source.dates.paper_date), happened(Event) >= window.first, happened(Event) <= window.last
    )
    events = [event for event in source.session.scalars(query) if event.outcome and is_wanted(event.outcome)]
    events.sort(key=lambda e: (e.date or e.known_by or NO_DAY, source.order(e.proposal), e.position, e.uid))
    return _told(source, events)


def steps_of_proposal(source: Source[PaperDays], proposal: str) -> tuple[Step, ...]:
    """Return the events of a proposal up to the day of the figures, in the order in which they happened."""
    query = select(Event).where(Event.proposal == proposal, counts(Event, source.dates.figures_to))
    return _told(source, source.session.scalars(query.order_by(happened(Event), Event.position, Event.uid)))


def steps_of_meeting(source: Source[PaperDays], meeting: str) -> dict[str, tuple[str | None, Step]]:
    """Return what was recorded under a meeting by the day of the paper: event to agenda item and step."""
    query = select(Event).where(Event.meeting == meeting, counts(Event, source.dates.paper_date))
    events = list(source.session.scalars(query.order_by(Event.position, Event.uid)))
    events.sort(key=lambda event: (source.order(event.proposal), event.position, event.uid))
    items = {event.uid: event.agenda_item for event in events}
    return {told.event: (items[told.event], told) for told in _told(source, events)}


def _told(source: Source[PaperDays], events: Iterable[Event]) -> tuple[Step, ...]:
    return tuple(step(source, event) for event in events if event.proposal and event.outcome in OUTCOMES)


def step(source: Source[PaperDays], event: Event) -> Step:
    """Return an event as papers tell it: its printed note alone, never its private one."""
    release = event.release or source.release_of(event.proposal or "")
    return Step(
        event.uid,
        source.mention(event.proposal or ""),
        event.outcome or "",
        event.date,
        event.printed_note,
        source.meeting(event.target_meeting),
        source.release_names.get(release or ""),
        event.known_by,
        event.route,
    )


def votes_of(session: Session, event: str) -> tuple[VoteRow, ...]:
    """Return the votes counted on an event, by party category in the order of the list."""
    order = list(options("vote_category"))
    rows = session.scalars(select(VoteCount).where(VoteCount.event == event).order_by(VoteCount.uid))
    found = [
        VoteRow(row.uid, row.category or "", row.votes_for, row.votes_against, row.abstained)
        for row in rows
        if row.category
    ]
    return tuple(sorted(found, key=lambda row: order.index(row.category) if row.category in order else len(order)))
