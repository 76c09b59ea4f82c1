"""Sittings: recording what was drafted in the room as events, and correcting what is on record (ux.md 1.4, 2.7).

A draft outcome moves nothing. Recording turns the drafts into events on the day of the meeting: from then on the
events alone say what was decided, and a decision is changed by correcting its event.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem, RuleBroken
from secdesk.models import AgendaItem, Event, Meeting, VoteCount
from secdesk.rules.date_words import format_date
from secdesk.rules.process import Outcome, letters_of
from secdesk.rules.votes import Votes, read_votes
from secdesk.services.agendas import add_item
from secdesk.services.authority import AuthorityRow, authority_queue, record_authority
from secdesk.services.events import correct_event, record_event, unusual_event
from secdesk.services.meeting_days import get_meeting
from secdesk.services.outcome_drafts import spend_lines
from secdesk.services.outcome_words import SittingSummary
from secdesk.services.pastes import PasteLine, paste_outcomes
from secdesk.services.records import update_record
from secdesk.services.sitting_drafts import (
    READY,
    draft_outcome,
    find_spot,
    move_target,
    next_panel,
    put_votes,
    set_note,
    set_votes,
    take_paste,
    unusual,
    vote_again,
)
from secdesk.services.sitting_queue import Sitting, SittingRow, open_sittings, queue, sitting

__all__ = [
    "AuthorityRow",
    "PasteLine",
    "Sitting",
    "SittingRow",
    "SittingSummary",
    "add_votes",
    "authority_queue",
    "correct_decision",
    "draft_outcome",
    "letters",
    "move_target",
    "open_sittings",
    "paste_outcomes",
    "queue",
    "record_authority",
    "record_sitting",
    "set_note",
    "set_votes",
    "sitting",
    "take_paste",
    "unusual",
    "vote_again",
]


def letters(body: str) -> dict[str, Outcome]:
    """Return the outcomes of a body's sitting by letter."""
    return letters_of(body)


def record_sitting(
    session: Session, meeting_uid: str, today: date, held_on: date | None = None
) -> SittingSummary:
    """Turn the drafted outcomes of a meeting into events on its day, in agenda order; the meeting is then held.

    ``held_on`` becomes the date of a meeting that has none. Proposals decided without an agenda item get one. Items
    without an outcome stay as they are. A ready outcome without a target goes to the next Panel, if one is planned.
    Raises Invalid where there is nothing to record or the meeting has no date or is still to come, and
    RuleBroken, with a sentence for each, where unusual outcomes lack a reason; then nothing is recorded.
    """
    meeting = _ready_to_record(session, meeting_uid, today, held_on)
    rows = [row for row in queue(session, meeting_uid, today) if not row.recorded]
    drafted = [row for row in rows if row.draft_outcome]
    if not drafted:
        raise Invalid([Problem("draft_outcome", "Nothing has an outcome yet. Give one to a proposal before recording")])
    refused: list[str] = []
    events: dict[str, str] = {}
    for row in drafted:
        sentence = unusual_event(session, row.proposal_uid, row.draft_outcome or "", meeting.date or meeting.known_by)
        if sentence and not row.reason:
            refused.append(sentence)
        else:
            events[row.item_uid] = _record(session, meeting, row)
    if refused:
        raise RuleBroken(f"{'. '.join(refused)}. Give a reason to record this anyway")
    meeting.state = "held"
    session.flush()
    spend_lines(session, meeting_uid, events, today)
    counted = Counter(row.draft_outcome or "" for row in drafted)
    left = tuple(row.reference for row in rows if not row.draft_outcome)
    return SittingSummary(len(drafted), tuple(counted.items()), left)


def _ready_to_record(session: Session, meeting_uid: str, today: date, held_on: date | None) -> Meeting:
    meeting = get_meeting(session, meeting_uid)
    if meeting.date is None and held_on is not None:
        meeting.date = held_on
    day = meeting.date or meeting.known_by
    if day is None:
        raise Invalid([Problem("date", "Enter the date of this meeting before its decisions are recorded")])
    if day > today:
        sentence = f"The meeting is on {format_date(day)}. Record its decisions from that day on, or change its date"
        raise Invalid([Problem("date", sentence)])
    return meeting


def _record(session: Session, meeting: Meeting, row: SittingRow) -> str:
    """Record one drafted row; returns the uid of its event."""
    outcome = row.draft_outcome or ""
    target = row.target_uid or (next_panel(session, meeting.uid) if outcome in READY else None)
    spot = find_spot(session, row.item_uid)
    item = spot.item.uid if spot.item else add_item(session, meeting.uid, row.proposal_uid)
    reading = read_votes(row.votes)
    # Votes never stand in the way of an outcome: what cannot be read is kept in words.
    private = f"{row.private_note}\nVotes: {row.votes}".strip() if reading.problem else row.private_note
    event = record_event(
        session,
        row.proposal_uid,
        outcome,
        day=meeting.date,
        known_by=meeting.known_by,
        meeting=meeting.uid,
        agenda_item=item,
        target_meeting=target,
        printed_note=row.printed_note,
        private_note=private,
        reason=row.reason,
    )
    for counted in reading.counts:
        put_votes(session, event, counted, None)
    if spot.item and any(getattr(spot.item, name) is not None for name in _DRAFT_FIELDS):
        update_record(session, "agenda_item", item, dict.fromkeys(_DRAFT_FIELDS))
    return event


_DRAFT_FIELDS = AgendaItem.kind.facts[0]
"""A draft outcome that an item brought along, from an import or a merged copy."""


def correct_decision(session: Session, event_uid: str, outcome_key: str | None, reason: str) -> str:
    """Put another outcome in place of a recorded decision, or with None say that nothing was decided.

    The wrong decision stays in the history, marked as recorded in error; the right one is a correction on the same
    day, with the same notes and votes. Returns its uid. Raises Invalid without a reason or for the same outcome again,
    Conflict where the decision was corrected before.
    """
    wrong = session.get(Event, event_uid)
    if wrong is None:
        raise NotFound("This decision is no longer in the register")
    if outcome_key == wrong.outcome:
        raise Invalid([Problem("outcome", "This is on record already. Choose what was really decided")])
    if wrong.outcome == "corrected":
        raise Conflict("This says that a decision was recorded in error. Record what was decided as a new event")
    stays = outcome_key is not None
    return correct_event(
        session,
        event_uid,
        outcome=outcome_key or "corrected",
        day=wrong.date,
        known_by=wrong.known_by,
        reason=reason,
        target_meeting=_target_after(session, wrong, outcome_key),
        release=wrong.release if outcome_key in ("cb_approved", "authority_approved", "panel_approved") else None,
        printed_note=wrong.printed_note if stays else None,
        private_note=wrong.private_note if stays else None,
    )


def _target_after(session: Session, wrong: Event, outcome_key: str | None) -> str | None:
    if outcome_key not in READY:
        return None
    if wrong.target_meeting and wrong.outcome in READY:
        return wrong.target_meeting
    return next_panel(session, wrong.meeting) if wrong.meeting else None


def add_votes(
    session: Session,
    event_uid: str,
    category: str,
    votes_for: int | None,
    votes_against: int | None,
    abstained: int | None,
) -> str:
    """Set the votes of one party category on a decision, such as 7 for, 1 against; returns the uid of the count.

    Votes never decide an outcome and are never asked for (domain.md 8). Raises Invalid for counts that cannot be.
    """
    own = select(VoteCount.uid).where(VoteCount.event == event_uid, VoteCount.category == category)
    present = session.scalar(own.limit(1))
    return put_votes(session, event_uid, Votes(category, votes_for, votes_against, abstained), present)
