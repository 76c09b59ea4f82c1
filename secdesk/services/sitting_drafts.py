"""Outcomes drafted in the room: kept at every key, and moving nothing before the sitting is recorded (ux.md 1.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem
from secdesk.models import AgendaItem, Meeting, Proposal, VoteCount
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import references
from secdesk.rules.process import letters_of
from secdesk.rules.votes import Votes, read_votes
from secdesk.rules.wording import in_figures
from secdesk.services.agendas import add_item
from secdesk.services.authority import draft_authority
from secdesk.services.events import unusual_event
from secdesk.services.meeting_days import get_meeting, later_meetings, sitting_day
from secdesk.services.outcome_drafts import DraftLine, change_lines, line_of, read_book
from secdesk.services.outcome_words import letter_for, short_words
from secdesk.services.pastes import PasteLine
from secdesk.services.records import create_record, delete_record, update_record
from secdesk.services.sitting_queue import recorded_events
from secdesk.services.text_fields import tidy

READY = ("csc_ready", "csc_ready_report", "csc_fast_track")
SENDS_TO: Mapping[str, str] = {
    **dict.fromkeys(READY, "PANEL"),
    "csc_deferred": "CSC",
    "panel_deferred": "PANEL",
    "wg_deferred": "WG",
    "cb_sent_back": "CB",
    "cb_deferred": "CB",
}
"""The body to whose coming meetings an outcome may send a proposal."""


def unusual(session: Session, item_uid: str, outcome_key: str, at: date) -> str | None:
    """Return why an outcome would be unusual for an item on the day of its meeting; None where it is expected.

    ``at`` serves where the meeting has no date. An item that is no proposal has nothing unusual.
    """
    spot = find_spot(session, item_uid)
    if spot.proposal is None:
        return None
    meeting = get_meeting(session, spot.meeting)
    return unusual_event(session, spot.proposal, outcome_key, meeting.date or meeting.known_by or at)


def draft_outcome(session: Session, item_uid: str, outcome_key: str | None, reason: str = "") -> None:
    """Keep an outcome for an item until the sitting is recorded; None takes it away. The same again changes nothing.

    A ready outcome gets the next Panel as its target. An unusual one is kept without a reason too, so that nothing
    typed in the room is lost; recording asks for it. Raises Conflict where the item has a decision on record, Invalid
    for an item that is no proposal or an outcome of another body.
    """
    spot = _undecided(session, item_uid)
    body = get_meeting(session, spot.meeting).body or ""
    called = _called(session, spot)
    label = f"Outcome {letter_for(body, outcome_key)} for {called}" if outcome_key else f"No outcome for {called}"
    change_lines(session, spot.meeting, label, {item_uid: _with_outcome(session, spot, outcome_key, reason)})


def _with_outcome(session: Session, spot: Spot, outcome_key: str | None, reason: str = "") -> DraftLine:
    """Return a line with another outcome; raises Invalid for one of another body."""
    if outcome_key is not None:
        _expect_outcome_of(session, spot, outcome_key)
    present = _line(session, spot)
    target = present.target if outcome_key == present.outcome else None
    if outcome_key in READY and target is None:
        target = next_panel(session, spot.meeting)
    why = (tidy(reason, "line") or "") if outcome_key else ""
    return replace(present, outcome=outcome_key, target=target, reason=why)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a draft is kept: an agenda item, or a proposal that is meant for a meeting without being on its agenda."""

    key: str
    meeting: str
    proposal: str | None
    item: AgendaItem | None


def find_spot(session: Session, key: str) -> Spot:
    """Return what a row of a sitting is; raises NotFound."""
    meeting, divided, proposal = key.partition("/")
    if divided and session.get(Meeting, meeting) is not None and session.get(Proposal, proposal) is not None:
        return Spot(key, meeting, proposal, None)
    item = session.get(AgendaItem, key)
    if item is None:
        raise NotFound("This agenda item is no longer in the register")
    return Spot(key, item.meeting or "", item.proposal, item)


def _called(session: Session, spot: Spot) -> str:
    if spot.proposal is None:
        return (spot.item.title if spot.item else None) or ""
    return references(session, [spot.proposal], date.max)[spot.proposal]


def _line(session: Session, spot: Spot) -> DraftLine:
    book = read_book(session, spot.meeting)
    return line_of(book, spot.item) if spot.item else book.lines.get(spot.key, DraftLine())


def _undecided(session: Session, key: str) -> Spot:
    spot = find_spot(session, key)
    if spot.proposal is None:
        raise Invalid([Problem("draft_outcome", "Only a proposal can have an outcome. Choose one for this item first")])
    event = recorded_events(session, [key]).get(key)
    if event is not None:
        recorded = words_of("outcome", event.outcome)
        raise Conflict(f"{_called(session, spot)} is recorded as '{recorded}' already. Correct that decision instead")
    return spot


def _expect_outcome_of(session: Session, spot: Spot, outcome_key: str) -> None:
    body = get_meeting(session, spot.meeting).body or ""
    known = letters_of(body)
    if outcome_key not in [outcome.key for outcome in known.values()]:
        choice = ", ".join(f"{letter} {short_words(outcome.key)}" for letter, outcome in known.items())
        raise Invalid([Problem("draft_outcome", f"This body has no such outcome. Choose one of: {choice}")])


def next_panel(session: Session, meeting_uid: str) -> str | None:
    """Return the first planned Panel after a meeting, or None."""
    coming = later_meetings(session, "PANEL", sitting_day(get_meeting(session, meeting_uid)))
    return coming[0].uid if coming else None


def move_target(session: Session, item_uid: str, steps: int) -> str:
    """Move the target of a drafted outcome through the coming meetings of the body it goes to; returns the new one.

    Ready proposals go to a Panel, sent back or deferred ones to a later meeting of the same body. It stops at the
    first and the last. Raises Invalid for an outcome that goes nowhere, NotFound where no meeting is planned.
    """
    spot = _undecided(session, item_uid)
    line = _line(session, spot)
    body = SENDS_TO.get(line.outcome or "")
    if line.outcome is None:
        sentence = f"{_called(session, spot)} has no outcome yet. Press its letter first, then + or -"
        raise Invalid([Problem("draft_target_meeting", sentence)])
    if body is None:
        sentence = f"'{words_of('outcome', line.outcome)}' goes to no later meeting. Choose a ready outcome first"
        raise Invalid([Problem("draft_target_meeting", sentence)])
    day = sitting_day(get_meeting(session, spot.meeting))
    coming = [meeting.uid for meeting in later_meetings(session, body, day)]
    if not coming:
        after = f" after {format_date(day)}" if day else ""
        raise NotFound(f"No meeting of the {words_of('body', body)} is planned{after}. Add one under Meetings")
    present = coming.index(line.target) if line.target in coming else -1
    target = coming[min(max(present + steps, 0), len(coming) - 1)]
    label = f"Target of {_called(session, spot)}"
    change_lines(session, spot.meeting, label, {item_uid: replace(line, target=target)})
    return target


def set_note(
    session: Session,
    item_uid: str,
    printed: str | None,
    private: str | None,
    *,
    votes: str | None = None,
    reason: str | None = None,
) -> None:
    """Keep the notes of an item's outcome: only the printed one reaches papers. On record, they change the event's.

    ``votes`` are vote counts as typed, ``reason`` why an unusual outcome is recorded; None leaves either as it is.
    Raises Invalid for votes on a recorded decision that cannot be read; in a draft they stay as they were typed.
    """
    spot = find_spot(session, item_uid)
    event = recorded_events(session, [item_uid]).get(item_uid)
    if event is not None:
        update_record(session, "event", event.uid, {"printed_note": tidy(printed), "private_note": tidy(private)})
        if votes is not None:
            set_votes(session, event.uid, votes)
        return
    line = _line(session, spot)
    changed = replace(
        line,
        printed=tidy(printed) or "",
        private=tidy(private) or "",
        votes=line.votes if votes is None else tidy(votes, "line") or "",
        reason=line.reason if reason is None else tidy(reason, "line") or "",
    )
    change_lines(session, spot.meeting, f"Note on {_called(session, spot)}", {item_uid: changed})


def take_paste(session: Session, lines: Sequence[PasteLine]) -> int:
    """Draft the outcomes of the pasted lines that matched, as one turn; returns how many."""
    matched = [line for line in lines if line.matched and line.item_uid and line.outcome_key]
    changed: dict[str, dict[str, DraftLine]] = {}
    for line in matched:
        if line.is_proposal:
            draft_authority(session, line.item_uid or "", line.outcome_key)
            continue
        spot = _undecided(session, line.item_uid or "")
        changed.setdefault(spot.meeting, {})[spot.key] = _with_outcome(session, spot, line.outcome_key)
    for meeting, own in changed.items():
        change_lines(session, meeting, in_figures(len(own), "pasted outcome"), own)
    return len(matched)


def vote_again(session: Session, item_uid: str) -> str:
    """Put the proposal of a decided item on the agenda once more, right below it: the first vote stays.

    Returns the uid of the new item. Raises Invalid where the first has no outcome yet.
    """
    spot = find_spot(session, item_uid)
    is_decided = item_uid in recorded_events(session, [item_uid]) or _line(session, spot).outcome is not None
    if spot.proposal is None or spot.item is None or not is_decided:
        raise Invalid([Problem("draft_outcome", "There is no first vote yet. Press a letter for this proposal")])
    return add_item(session, spot.meeting, spot.proposal, purpose=spot.item.purpose, after=item_uid, again=True)


def set_votes(session: Session, event_uid: str, typed: str) -> None:
    """Set all votes on a decision from what was typed; raises Invalid with the sentence where it cannot be read."""
    reading = read_votes(typed)
    if reading.problem:
        raise Invalid([Problem("votes", reading.problem)])
    present = {
        vote.category or "": vote.uid
        for vote in session.scalars(select(VoteCount).where(VoteCount.event == event_uid))
    }
    for counted in reading.counts:
        put_votes(session, event_uid, counted, present.pop(counted.category, None))
    for uid in present.values():
        delete_record(session, "vote_count", uid, date.max)


def put_votes(session: Session, event_uid: str, counted: Votes, present: str | None) -> str:
    """Store the votes of one category on a decision, in place of ``present`` where there are any; returns the uid."""
    values = {"votes_for": counted.votes_for, "votes_against": counted.against, "abstained": counted.abstained}
    if present is None:
        return create_record(session, "vote_count", {"event": event_uid, "category": counted.category, **values})
    update_record(session, "vote_count", present, values)
    return present
