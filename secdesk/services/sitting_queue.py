"""What waits for a decision: the sitting of each body, and the proposals on its agenda in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from secdesk.models import AgendaItem, DatedValue, Event, Meeting, VoteCount
from secdesk.rules.choices import words_of
from secdesk.rules.naming import names, references
from secdesk.rules.process import BODIES, STATUSES
from secdesk.rules.status import counts
from secdesk.rules.votes import Votes, show_votes
from secdesk.services.agenda_numbers import shown_numbers
from secdesk.services.authority import authority_queue
from secdesk.services.meeting_days import get_meeting, sitting_day
from secdesk.services.outcome_drafts import AUTHORITY, DraftBook, DraftLine, line_of, read_book, read_books
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
    """A proposal of a sitting with its outcome: the draft, or what was recorded as ``event_uid``.

    ``item_uid`` is its agenda item; of a proposal that is meant for the meeting and not on its agenda it is a
    :func:`meant_key`, and ``number`` is empty.
    """

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
    votes: str = ""
    """Vote counts as they are typed, such as ``for 7 against 1``."""
    correction: bool = False
    """Whether what is on record corrects what was recorded before."""
    target_day: date | None = None


_DECISION, _CORRECTION = aliased(Event), aliased(Event)


def is_recorded(item: Any = AgendaItem) -> ColumnElement[bool]:
    """Say whether an agenda item has a decision on record: an event that nothing corrects links to it."""
    corrected = exists(select(_CORRECTION.uid).where(_CORRECTION.corrects == _DECISION.uid))
    return exists(select(_DECISION.uid).where(_DECISION.agenda_item == item.uid, ~corrected))


def open_sittings(session: Session, today: date) -> list[Sitting]:
    """Return the sitting to work on for each body that has one: today's, else the latest past, else the next.

    A planned meeting is worked on while a proposal on its agenda has no recorded decision. Once it is held, what was
    left without an outcome stays so, and the meeting comes back only where an outcome is drafted. The Authority comes
    last, where something waits for it.
    """
    books = read_books(session)
    pending: dict[str, list[tuple[date, Sitting]]] = {}
    for meeting, sitting in _sittings(session, books, today):
        drafted = sitting.decided - sitting.recorded
        if drafted or (meeting.state == "planned" and sitting.recorded < sitting.total):
            pending.setdefault(sitting.body, []).append((sitting_day(meeting) or date.max, sitting))
    found = [_to_work_on(pending[body], today) for body in SITTING_BODIES if body in pending]
    with_authority = authority_sitting(session, today)
    return [*found, with_authority] if with_authority.total else found


def authority_sitting(session: Session, at: date) -> Sitting:
    """Return what waits for the Authority as a sitting, which may be empty."""
    rows = authority_queue(session, at)
    decided = sum(1 for row in rows if row.draft.outcome)
    return Sitting("", AUTHORITY, BODIES[AUTHORITY], None, len(rows), decided, 0)


def _sittings(session: Session, books: Mapping[str, DraftBook], at: date) -> list[tuple[Meeting, Sitting]]:
    """Return the meetings that have proposals on their agenda, or meant for them, and may be worked on."""
    drafting = {name for name, book in books.items() if any(line.outcome for line in book.lines.values())}
    meant = _meant(session, at)
    item = aliased(AgendaItem)
    brought = select(item.meeting).where(item.draft_outcome.is_not(None))
    query = (
        select(Meeting, AgendaItem, is_recorded().label("recorded"))
        .outerjoin(AgendaItem, and_(AgendaItem.meeting == Meeting.uid, AgendaItem.proposal.is_not(None)))
        .where(
            or_(AgendaItem.uid.is_not(None), Meeting.uid.in_(meant)),
            Meeting.body.in_(SITTING_BODIES),
            or_(Meeting.state == "planned", Meeting.uid.in_(drafting), Meeting.uid.in_(brought)),
            Meeting.state != "cancelled",
        )
        .order_by(Meeting.uid)
    )
    rows: dict[str, list[Any]] = {}
    for row in session.execute(query):
        rows.setdefault(row.Meeting.uid, []).append(row)
    called = names(session, "meeting", list(rows), date.max)
    return [
        (own[0].Meeting, _counted(own, called[uid], books.get(uid, DraftBook()), meant.get(uid, [])))
        for uid, own in rows.items()
    ]


def _counted(rows: Sequence[Any], name: str, book: DraftBook, meant: Sequence[str]) -> Sitting:
    meeting: Meeting = rows[0].Meeting
    items = [row for row in rows if row.AgendaItem is not None]
    listed = {row.AgendaItem.proposal for row in items}
    others = [meant_key(meeting.uid, proposal) for proposal in meant if proposal not in listed]
    recorded = len([row for row in items if row.recorded])
    lines = [line_of(book, row.AgendaItem) for row in items if not row.recorded]
    lines += [book.lines[key] for key in others if key in book.lines]
    drafted = sum(1 for line in lines if line.outcome)
    total = len(items) + len(others)
    return Sitting(meeting.uid, meeting.body or "", name, meeting.date, total, recorded + drafted, recorded)


def meant_key(meeting: str, proposal: str) -> str:
    """Return the key of a proposal that is meant for a meeting and not on its agenda."""
    return f"{meeting}/{proposal}"


def _meant(session: Session, at: date, meeting: str = "") -> dict[str, list[str]]:
    """Return the open proposals that are meant for each planned meeting (or for one) as at a date, by number.

    Those whose fate a meeting has decided already are meant for it no more.
    """
    query = select(DatedValue.record).where(
        DatedValue.field_name == "target_meeting",
        DatedValue.value.in_(select(Meeting.uid).where(Meeting.state == "planned"))
        if not meeting
        else DatedValue.value == meeting,
    )
    uids = sorted(set(session.scalars(query)))
    decided = session.execute(select(Event.meeting, Event.proposal).where(Event.proposal.in_(uids), counts(Event, at)))
    there = {(row.meeting, row.proposal) for row in decided}
    found: dict[str, list[str]] = {}
    for each in sorted(proposals_at(session, at, uids), key=lambda one: (one.number or 0, one.suffix, one.uid)):
        is_open = each.status not in ("", "unknown") and not STATUSES[each.status].decided
        if each.target_meeting and is_open and not each.on_hold and (each.target_meeting, each.uid) not in there:
            found.setdefault(each.target_meeting, []).append(each.uid)
    return found


def _to_work_on(pending: Iterable[tuple[date, Sitting]], today: date) -> Sitting:
    in_order = sorted(pending, key=lambda each: (each[0], each[1].uid))
    reached = [sitting for day, sitting in in_order if day <= today]
    return reached[-1] if reached else in_order[0][1]


def sitting(session: Session, meeting_uid: str, at: date) -> Sitting:
    """Return one meeting as a sitting, whatever its state; raises NotFound."""
    meeting = get_meeting(session, meeting_uid)
    rows = queue(session, meeting_uid, at)
    decided = len([row for row in rows if row.draft_outcome])
    name = names(session, "meeting", [meeting_uid], at)[meeting_uid]
    recorded = len([row for row in rows if row.recorded])
    return Sitting(meeting_uid, meeting.body or "", name, meeting.date, len(rows), decided, recorded)


def queue(session: Session, meeting_uid: str, at: date) -> list[SittingRow]:
    """Return the proposals on a meeting's agenda in its order, named as at a date, each with its outcome so far.

    A recorded row shows what its event says, and ``draft_outcome`` is then the key of the recorded outcome.
    """
    order = [AgendaItem.position, AgendaItem.uid]
    items = list(session.scalars(select(AgendaItem).where(AgendaItem.meeting == meeting_uid).order_by(*order)))
    numbers = shown_numbers(items)
    wanted = {item.uid: item for item in items if item.proposal is not None}
    decided = recorded_events(session, list(wanted))
    book = read_book(session, meeting_uid)
    spots = [(uid, item.proposal or "", line_of(book, item)) for uid, item in wanted.items()]
    spots += _meant_spots(session, meeting_uid, at, {proposal for _, proposal, _ in spots}, book)
    uids = sorted({proposal for _, proposal, _ in spots})
    proposals = {each.uid: each for each in proposals_at(session, at, uids)}
    called = references(session, uids, at)
    meetings = _targets(session, {_target(line, decided.get(key)) for key, _, line in spots}, at)
    votes = votes_of(session, [event.uid for event in decided.values()])
    rows = []
    for key, uid, line in spots:
        proposal, event = proposals[uid], decided.get(key)
        sort_key = (proposal.number or 0, proposal.suffix)
        facts = (key, numbers.get(key, ""), uid, called[uid], proposal.title or "")
        if event is None:
            rows.append(_drafted(line, facts, meetings, sort_key))
        else:
            rows.append(_recorded(event, facts, meetings, sort_key, votes.get(event.uid, "")))
    return rows


def _meant_spots(
    session: Session, meeting_uid: str, at: date, listed: set[str], book: DraftBook
) -> list[tuple[str, str, DraftLine]]:
    """Return the proposals that are meant for a planned meeting without being on its agenda."""
    if get_meeting(session, meeting_uid).state != "planned":
        return []
    others = [uid for uid in _meant(session, at, meeting_uid).get(meeting_uid, []) if uid not in listed]
    keys = [(meant_key(meeting_uid, uid), uid) for uid in others]
    return [(key, uid, book.lines.get(key, DraftLine())) for key, uid in keys]


_Meetings = Mapping[str, tuple[str, date | None]]


def _targets(session: Session, uids: set[str | None], at: date) -> _Meetings:
    """Return the names and days of the meetings that outcomes send proposals to."""
    wanted = sorted(uid for uid in uids if uid)
    days = {row.uid: row.date for row in session.scalars(select(Meeting).where(Meeting.uid.in_(wanted)))}
    return {uid: (name, days.get(uid)) for uid, name in names(session, "meeting", wanted, at).items()}


def recorded_events(session: Session, items: Iterable[str]) -> dict[str, Event]:
    """Return the decision on record for each agenda item that has one, by the item's uid."""
    correction = aliased(Event)
    corrected = exists(select(correction.uid).where(correction.corrects == Event.uid))
    query = select(Event).where(Event.agenda_item.in_(list(items)), ~corrected).order_by(Event.position, Event.uid)
    return {event.agenda_item or "": event for event in session.scalars(query)}


def votes_of(session: Session, events: Iterable[str]) -> dict[str, str]:
    """Return the votes on record for each event that has any, as they are typed."""
    found: dict[str, list[Votes]] = {}
    rows = session.scalars(select(VoteCount).where(VoteCount.event.in_(list(events))).order_by(VoteCount.category))
    for row in rows:
        counted = Votes(row.category or "", row.votes_for, row.votes_against, row.abstained)
        found.setdefault(row.event or "", []).append(counted)
    return {event: show_votes(counts) for event, counts in found.items()}


_Facts = tuple[str, str, str, str, str]
_NOWHERE: tuple[str, date | None] = ("", None)


def _target(line: DraftLine, event: Event | None) -> str | None:
    return event.target_meeting if event is not None else line.target


def _drafted(line: DraftLine, facts: _Facts, meetings: _Meetings, sort_key: tuple[int, str]) -> SittingRow:
    return SittingRow(
        *facts,
        draft_outcome=line.outcome,
        outcome_words=words_of("outcome", line.outcome),
        target_uid=line.target if line.target in meetings else None,
        target_name=meetings.get(line.target or "", _NOWHERE)[0],
        target_day=meetings.get(line.target or "", _NOWHERE)[1],
        printed_note=line.printed,
        private_note=line.private,
        reason=line.reason,
        recorded=False,
        event_uid=None,
        sort_key=sort_key,
        votes=line.votes,
    )


def _recorded(
    event: Event, facts: _Facts, meetings: _Meetings, sort_key: tuple[int, str], votes: str
) -> SittingRow:
    return SittingRow(
        *facts,
        draft_outcome=event.outcome,
        outcome_words=words_of("outcome", event.outcome),
        target_uid=event.target_meeting,
        target_name=meetings.get(event.target_meeting or "", _NOWHERE)[0],
        target_day=meetings.get(event.target_meeting or "", _NOWHERE)[1],
        printed_note=event.printed_note or "",
        private_note=event.private_note or "",
        reason=event.reason or "",
        recorded=True,
        event_uid=event.uid,
        sort_key=sort_key,
        votes=votes,
        correction=event.corrects is not None,
    )
