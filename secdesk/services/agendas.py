"""Agendas: items in order, numbers that freeze at Confirm, the day by which that is due (ux.md 2.8, domain.md 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem
from secdesk.models import AgendaItem, Meeting
from secdesk.models.types import Value
from secdesk.rules.in_force import in_force
from secdesk.rules.naming import references
from secdesk.rules.workdays import working_days_before
from secdesk.services.agenda_numbers import is_late, late_number, shown_numbers
from secdesk.services.agenda_suggestions import Suggestion, suggestions
from secdesk.services.agenda_times import turns_of
from secdesk.services.meeting_days import get_meeting
from secdesk.services.queries import proposals_at
from secdesk.services.records import create_record, delete_record, get_record
from secdesk.services.sitting_queue import recorded_events
from secdesk.services.text_fields import tidy

__all__ = [
    "AgendaRow",
    "Suggestion",
    "add_item",
    "agenda_deadline",
    "confirm_agenda",
    "items",
    "move_item",
    "next_to_confirm",
    "numbers_when_reopened",
    "place_item",
    "remove_item",
    "reopen_agenda",
    "suggestions",
    "total_minutes",
]


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item of an agenda: a proposal with its reference, or another matter with its title alone.

    ``number`` is frozen once the agenda is confirmed; ``recorded`` says that a decision on it is on record;
    ``starts`` is when its turn comes (``10:35``), empty where the meeting has no time or an item before has none.
    """

    uid: str
    number: str
    proposal_uid: str | None
    reference: str
    title: str
    purpose: str | None
    presenter: str | None
    minutes: int | None
    recorded: bool
    starts: str = ""


def items(session: Session, meeting_uid: str, at: date) -> list[AgendaRow]:
    """Return the items of an agenda in order, proposals named as at a date."""
    found = _items(session, meeting_uid)
    numbers = shown_numbers(found)
    uids = sorted({item.proposal for item in found if item.proposal})
    called = references(session, uids, at)
    titles = {each.uid: each.title or "" for each in proposals_at(session, at, uids)}
    decided = recorded_events(session, [item.uid for item in found])
    turns = turns_of(get_meeting(session, meeting_uid).time, [item.minutes for item in found])
    return [
        AgendaRow(
            uid=item.uid,
            number=numbers[item.uid],
            proposal_uid=item.proposal,
            reference=called.get(item.proposal or "", ""),
            title=titles.get(item.proposal or "", item.title or ""),
            purpose=item.purpose,
            presenter=item.presenter,
            minutes=item.minutes,
            recorded=item.uid in decided,
            starts=turn,
        )
        for item, turn in zip(found, turns, strict=False)
    ]


def _items(session: Session, meeting_uid: str) -> list[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.meeting == meeting_uid)
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.uid)))


def add_item(
    session: Session,
    meeting_uid: str,
    proposal_uid: str | None = None,
    title: str = "",
    minutes: int | None = None,
    *,
    purpose: str | None = None,
    after: str | None = None,
    again: bool = False,
) -> str:
    """Put a proposal, or another matter by its title, on an agenda; returns the item's uid.

    It comes behind the item ``after``, else at the end. On a confirmed agenda it gets a number like ``3a``, so that
    the printed ones keep theirs. Raises Invalid where there is neither proposal nor title, Conflict where the proposal
    is on the agenda and undecided, unless it comes ``again`` for a second vote.
    """
    meeting, present, words = get_meeting(session, meeting_uid), _items(session, meeting_uid), tidy(title, "line")
    if proposal_uid is None and words is None:
        raise Invalid([Problem("title", "Enter a title for this item, or choose a proposal")])
    if proposal_uid is not None and not again:
        _refuse_twice(session, present, proposal_uid)
    numbers = [item.number for item in present]
    values: dict[str, Value] = {
        "meeting": meeting_uid,
        "position": max((item.position for item in present), default=0) + 1,
        "number": late_number(numbers, numbers) if meeting.agenda_confirmed else None,
        "proposal": proposal_uid,
        "title": words,
        "minutes": minutes,
        "purpose": purpose,
    }
    uid = create_record(session, "agenda_item", values)
    order = [item.uid for item in present]
    if after in order:
        place_item(session, uid, order.index(after) + 1)
    return uid


def _refuse_twice(session: Session, present: list[AgendaItem], proposal_uid: str) -> None:
    """A proposal may come again once it is decided: a second vote is an item of its own (domain.md 4)."""
    own = [item for item in present if item.proposal == proposal_uid]
    decided = recorded_events(session, [item.uid for item in own])
    undecided = [item for item in own if item.uid not in decided]
    if undecided:
        called = references(session, [proposal_uid], date.max)[proposal_uid]
        number = shown_numbers(present)[undecided[0].uid]
        raise Conflict(f"{called} is on this agenda already, as item {number}")


def move_item(session: Session, item_uid: str, steps: int) -> None:
    """Move an item up (negative) or down by so many places, as :func:`place_item` does; it stops at the ends."""
    order = [each.uid for each in _items(session, _item(session, item_uid).meeting or "")]
    place_item(session, item_uid, order.index(item_uid) + steps)


def place_item(session: Session, item_uid: str, place: int) -> None:
    """Put an item at a place of its agenda, 0 for the first; a place beyond an end is that end.

    On a confirmed agenda the numbers stay with their items. One added later is numbered anew for its place.
    """
    item = _item(session, item_uid)
    order = _items(session, item.meeting or "")
    start = next(at for at, each in enumerate(order) if each.uid == item_uid)
    goal = min(max(place, 0), len(order) - 1)
    order.insert(goal, order.pop(start))
    if goal != start and is_late(item.number):
        others = [each.number for each in order if each.uid != item_uid]
        item.number = late_number([each.number for each in order[:goal]], others)
    _set_positions(session, order)


def _item(session: Session, item_uid: str) -> AgendaItem:
    found = session.get(AgendaItem, item_uid)
    if found is None:
        raise NotFound("This agenda item is no longer in the register")
    return found


def _set_positions(session: Session, order: list[AgendaItem]) -> None:
    for place, item in enumerate(order, 1):
        if item.position != place:
            item.position = place
    session.flush()


def remove_item(session: Session, item_uid: str) -> None:
    """Take an item off its agenda; the others keep frozen numbers. Raises Conflict where a decision rests on it."""
    item = _item(session, item_uid)
    meeting_uid = item.meeting or ""
    if item_uid in recorded_events(session, [item_uid]):
        raise Conflict("A decision is recorded under this item, so it stays on the agenda")
    delete_record(session, "agenda_item", item_uid, date.max)
    _set_positions(session, _items(session, meeting_uid))


def confirm_agenda(session: Session, meeting_uid: str, today: date) -> None:
    """Confirm an agenda: its items are numbered from 1 in their order and keep these numbers.

    Raises Invalid for an agenda without items, Conflict for one that is confirmed.
    """
    meeting, present = get_meeting(session, meeting_uid), _items(session, meeting_uid)
    if meeting.agenda_confirmed is not None:
        raise Conflict("This agenda is confirmed already. Reopen it to number its items anew")
    if not present:
        raise Invalid([Problem("", "Add an item before the agenda is confirmed")])
    _set_positions(session, present)
    for place, item in enumerate(present, 1):
        item.number = str(place)
    meeting.agenda_confirmed = today
    session.flush()


def reopen_agenda(session: Session, meeting_uid: str) -> None:
    """Make a confirmed agenda a draft again: its numbers follow the order until it is confirmed anew.

    Raises Conflict where decisions are recorded under its numbers, or where it is a draft.
    """
    meeting, present = get_meeting(session, meeting_uid), _items(session, meeting_uid)
    if meeting.agenda_confirmed is None:
        raise Conflict("This agenda is a draft already")
    if recorded_events(session, [item.uid for item in present]):
        raise Conflict("Decisions are recorded under the numbers of this agenda, so they stay as they are")
    for item in present:
        item.number = None
    meeting.agenda_confirmed = None
    session.flush()


def numbers_when_reopened(session: Session, meeting_uid: str) -> list[tuple[str, str]]:
    """Return which numbers of a confirmed agenda would change with reopening it: the present and the new one."""
    present = _items(session, meeting_uid)
    turned = [(item.number or "", str(place)) for place, item in enumerate(present, 1)]
    return [(before, after) for before, after in turned if before and before != after]


def next_to_confirm(session: Session, at: date) -> str | None:
    """Return the planned meeting whose agenda is to be confirmed next as at a date; None where there is none.

    Deadlines to come are before those that are over, and agendas with items before empty ones.
    """
    query = select(Meeting).where(Meeting.state == "planned", Meeting.agenda_confirmed.is_(None), Meeting.date >= at)
    found = list(session.scalars(query))
    filled = set(session.scalars(select(AgendaItem.meeting).where(AgendaItem.meeting.in_([m.uid for m in found]))))
    rules = in_force(session, at)
    days = rules.number("agenda_days")
    waiting = []
    for meeting in found:
        due = meeting.agenda_due or working_days_before(meeting.date or date.max, days, rules.calendar)
        waiting.append((due < at, meeting.uid not in filled, due, meeting.uid))
    return min(waiting)[-1] if waiting else None


def agenda_deadline(session: Session, meeting_uid: str, at: date) -> date | None:
    """Return the day by which an agenda is to be confirmed; None while the meeting has no date.

    It is the day set by hand, or as many Working Days before the meeting as the register says as at a date, the day
    of the meeting not counted: 19 February for 4 March 2020 (domain.md 3.1).
    """
    meeting: Meeting = get_meeting(session, meeting_uid)
    if meeting.agenda_due is not None or meeting.date is None:
        return meeting.agenda_due
    rules = in_force(session, at)
    return working_days_before(meeting.date, rules.number("agenda_days"), rules.calendar)


def total_minutes(session: Session, meeting_uid: str) -> int:
    """Return the minutes of all items together; an item without any counts none."""
    get_record(session, "meeting", meeting_uid, date.max)
    return sum(item.minutes or 0 for item in _items(session, meeting_uid))
