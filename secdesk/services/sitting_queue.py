"""What waits for a decision: the sitting of each body, and the proposals on its agenda in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from secdesk.models import AgendaItem, Event, Meeting
from secdesk.rules.choices import words_of
from secdesk.rules.naming import names, references
from secdesk.rules.process import BODIES
from secdesk.services.agenda_numbers import shown_numbers
from secdesk.services.authority import authority_queue
from secdesk.services.meeting_days import get_meeting, sitting_day
from secdesk.services.queries import proposals_at

SITTING_BODIES = ("CSC", "CB", "PANEL", "WG")


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting with decisions to take: ``total`` proposals, those ``decided`` in draft or on record, and ``recorded``.

    The Authority has no meetings: its sitting has an empty ``uid`` and no ``day``.
    """

    uid: str
    body: str
    name: str
    day: date | None
    total: int
    decided: int
    recorded: int

    @property
    def left(self) -> int:
        """How many proposals have no outcome yet."""
        return self.total - self.decided


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A proposal on the agenda of a sitting with its outcome: the draft, or what was recorded as ``event_uid``."""

    item_uid: str
    number: str
    proposal_uid: str
    reference: str
    title: str
    draft_outcome: str | None
    outcome_words: str
    target_uid: str | None
    target_name: str
    printed_note: str
    private_note: str
    reason: str
    recorded: bool
    event_uid: str | None
    sort_key: tuple[int, str]


def is_recorded(item: Any = AgendaItem) -> ColumnElement[bool]:
    """Say whether an agenda item has a decision on record: an event that nothing corrects links to it."""
    event, correction = aliased(Event), aliased(Event)
    corrected = exists(select(correction.uid).where(correction.corrects == event.uid))
    return exists(select(event.uid).where(event.agenda_item == item.uid, ~corrected))


def open_sittings(session: Session, today: date) -> list[Sitting]:
    """Return the sitting to work on for each body that has one: today's, else the latest past, else the next.

    A planned meeting is worked on while a proposal on its agenda has no recorded decision. Once it is held, what was
    left without an outcome stays so, and the meeting comes back only where an outcome is drafted. The Authority comes
    last, where something waits for it.
    """
    pending: dict[str, list[tuple[date, Sitting]]] = {}
    for meeting, sitting, drafted in _sittings(session):
        if drafted or (meeting.state == "planned" and sitting.recorded < sitting.total):
            pending.setdefault(sitting.body, []).append((sitting_day(meeting) or date.max, sitting))
    found = [_to_work_on(pending[body], today) for body in SITTING_BODIES if body in pending]
    waiting = len(authority_queue(session, today))
    if waiting:
        found.append(Sitting("", "AUTHORITY", BODIES["AUTHORITY"], None, waiting, 0, 0))
    return found


def _sittings(session: Session) -> list[tuple[Meeting, Sitting, int]]:
    """Return the meetings that have proposals on their agenda, with how many outcomes each holds in draft."""
    recorded = is_recorded()
    drafted = and_(AgendaItem.draft_outcome.is_not(None), ~recorded)
    query = (
        select(
            Meeting,
            func.count().label("total"),
            func.sum(recorded).label("recorded"),
            func.sum(drafted).label("drafted"),
        )
        .join(AgendaItem, AgendaItem.meeting == Meeting.uid)
        .where(
            AgendaItem.proposal.is_not(None),
            Meeting.body.in_(SITTING_BODIES),
            or_(Meeting.state == "planned", AgendaItem.meeting.in_(_drafting())),
            Meeting.state != "cancelled",
        )
        .group_by(Meeting.uid)
        .order_by(Meeting.uid)
    )
    rows = session.execute(query).all()
    called = names(session, "meeting", [row[0].uid for row in rows], date.max)
    return [(row[0], _as_sitting(row[0], called[row[0].uid], row), int(row.drafted)) for row in rows]


def _drafting() -> Any:
    """Return a SELECT of the meetings with an outcome in draft."""
    item = aliased(AgendaItem)
    return select(item.meeting).where(item.draft_outcome.is_not(None))


def _as_sitting(meeting: Meeting, name: str, counted: Any) -> Sitting:
    recorded, drafted = int(counted.recorded), int(counted.drafted)
    return Sitting(
        meeting.uid, meeting.body or "", name, meeting.date, int(counted.total), recorded + drafted, recorded
    )


def _to_work_on(pending: Iterable[tuple[date, Sitting]], today: date) -> Sitting:
    in_order = sorted(pending, key=lambda each: (each[0], each[1].uid))
    reached = [sitting for day, sitting in in_order if day <= today]
    return reached[-1] if reached else in_order[0][1]


def sitting(session: Session, meeting_uid: str, at: date) -> Sitting:
    """Return one meeting as a sitting, whatever its state; raises NotFound."""
    meeting = get_meeting(session, meeting_uid)
    rows = queue(session, meeting_uid, at)
    decided = sum(1 for row in rows if row.draft_outcome)
    name = names(session, "meeting", [meeting_uid], at)[meeting_uid]
    recorded = sum(1 for row in rows if row.recorded)
    return Sitting(meeting_uid, meeting.body or "", name, meeting.date, len(rows), decided, recorded)


def queue(session: Session, meeting_uid: str, at: date) -> list[SittingRow]:
    """Return the proposals on a meeting's agenda in its order, named as at a date, each with its outcome so far.

    A recorded row shows what its event says, and ``draft_outcome`` is then the key of the recorded outcome.
    """
    order = [AgendaItem.position, AgendaItem.uid]
    items = list(session.scalars(select(AgendaItem).where(AgendaItem.meeting == meeting_uid).order_by(*order)))
    numbers = shown_numbers(items)
    wanted = [item for item in items if item.proposal is not None]
    decided = recorded_events(session, [item.uid for item in wanted])
    uids = sorted({item.proposal or "" for item in wanted})
    proposals = {each.uid: each for each in proposals_at(session, at, uids)}
    called = references(session, uids, at)
    targets = {_target(item, decided.get(item.uid)) for item in wanted}
    meetings = names(session, "meeting", sorted(uid for uid in targets if uid), at)
    rows = []
    for item in wanted:
        proposal = proposals[item.proposal or ""]
        title, key = proposal.title or "", (proposal.number or 0, proposal.suffix)
        facts = (numbers[item.uid], proposal.uid, called[proposal.uid], title)
        rows.append(_row(item, decided.get(item.uid), facts, meetings, key))
    return rows


def recorded_events(session: Session, items: Iterable[str]) -> dict[str, Event]:
    """Return the decision on record for each agenda item that has one, by the item's uid."""
    correction = aliased(Event)
    corrected = exists(select(correction.uid).where(correction.corrects == Event.uid))
    query = select(Event).where(Event.agenda_item.in_(list(items)), ~corrected).order_by(Event.position, Event.uid)
    return {event.agenda_item or "": event for event in session.scalars(query)}


def _target(item: AgendaItem, event: Event | None) -> str | None:
    return event.target_meeting if event is not None else item.draft_target_meeting


def _row(
    item: AgendaItem,
    event: Event | None,
    facts: tuple[str, str, str, str],
    meetings: dict[str, str],
    sort_key: tuple[int, str],
) -> SittingRow:
    outcome = event.outcome if event is not None else item.draft_outcome
    target = _target(item, event)
    printed, private, reason = (
        (event.printed_note, event.private_note, event.reason)
        if event is not None
        else (item.draft_printed_note, item.draft_private_note, item.draft_reason)
    )
    return SittingRow(
        item.uid,
        *facts,
        draft_outcome=outcome,
        outcome_words=words_of("outcome", outcome),
        target_uid=target,
        target_name=meetings.get(target or "", ""),
        printed_note=printed or "",
        private_note=private or "",
        reason=reason or "",
        recorded=event is not None,
        event_uid=event.uid if event is not None else None,
        sort_key=sort_key,
    )
