"""Sittings: outcomes drafted in the room, and recording them as events (ux.md 1.4, 2.7).

A draft outcome moves nothing. Recording turns the drafts into events on the day of the meeting and empties them: from
then on the events alone say what was decided, and a decision is changed by correcting its event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem, RuleBroken
from secdesk.models import AgendaItem, Meeting, VoteCount
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import references
from secdesk.rules.process import Outcome, letters_of
from secdesk.rules.wording import in_figures
from secdesk.services.authority import AuthorityRow, authority_queue, record_authority
from secdesk.services.events import record_event, unusual_event
from secdesk.services.meeting_days import get_meeting, later_meetings, sitting_day
from secdesk.services.outcome_words import short_words
from secdesk.services.pastes import PasteLine, paste_outcomes
from secdesk.services.records import create_record, update_record
from secdesk.services.sitting_queue import Sitting, SittingRow, open_sittings, queue, recorded_events, sitting
from secdesk.services.text_fields import tidy

__all__ = [
    "AuthorityRow",
    "PasteLine",
    "Sitting",
    "SittingRow",
    "SittingSummary",
    "add_votes",
    "authority_queue",
    "draft_outcome",
    "letters",
    "move_target",
    "open_sittings",
    "paste_outcomes",
    "queue",
    "record_authority",
    "record_sitting",
    "set_note",
    "sitting",
    "take_paste",
    "unusual",
]

READY = ("csc_ready", "csc_ready_report", "csc_fast_track")
_SENDS_TO: Mapping[str, str] = {
    **dict.fromkeys(READY, "PANEL"),
    "csc_deferred": "CSC",
    "panel_deferred": "PANEL",
    "wg_deferred": "WG",
    "cb_sent_back": "CB",
    "cb_deferred": "CB",
}
"""The body to whose coming meetings an outcome may send a proposal."""


@dataclass(frozen=True, slots=True)
class SittingSummary:
    """What recording a sitting did: ``counts`` by outcome key in agenda order, ``left`` the references without one."""

    recorded: int
    counts: tuple[tuple[str, int], ...]
    left: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The notice, such as "11 decisions recorded: 3 ready, 1 direct to Report, 7 further development"."""
        told = ", ".join(f"{number} {short_words(key)}" for key, number in self.counts)
        return f"{in_figures(self.recorded, 'decision')} recorded: {told}"


def letters(body: str) -> dict[str, Outcome]:
    """Return the outcomes of a body's sitting by letter."""
    return letters_of(body)


def unusual(session: Session, item_uid: str, outcome_key: str, at: date) -> str | None:
    """Return why an outcome would be unusual for an item on the day of its meeting; None where it is expected.

    ``at`` serves where the meeting has no date. An item that is no proposal has nothing unusual.
    """
    item = _item(session, item_uid)
    if item.proposal is None:
        return None
    meeting = get_meeting(session, item.meeting or "")
    return unusual_event(session, item.proposal, outcome_key, meeting.date or meeting.known_by or at)


def draft_outcome(session: Session, item_uid: str, outcome_key: str | None, reason: str = "") -> None:
    """Keep an outcome for an item until the sitting is recorded; None takes it away. The same again changes nothing.

    A ready outcome gets the next Panel as its target. An unusual one is kept without a reason too, so that nothing
    typed in the room is lost; recording asks for it. Raises Conflict where the item has a decision on record, Invalid
    for an item that is no proposal or an outcome of another body.
    """
    item = _undecided(session, item_uid)
    if outcome_key is not None:
        _expect_outcome_of(session, item, outcome_key)
    target = item.draft_target_meeting if outcome_key == item.draft_outcome else None
    if outcome_key in READY and target is None:
        target = _next_panel(session, item)
    values: dict[str, Value] = {
        "draft_outcome": outcome_key,
        "draft_target_meeting": target,
        "draft_reason": tidy(reason, "line") if outcome_key else None,
    }
    update_record(session, "agenda_item", item_uid, values)


def _item(session: Session, item_uid: str) -> AgendaItem:
    found = session.get(AgendaItem, item_uid)
    if found is None:
        raise NotFound("This agenda item is no longer in the register")
    return found


def _undecided(session: Session, item_uid: str) -> AgendaItem:
    item = _item(session, item_uid)
    if item.proposal is None:
        raise Invalid([Problem("draft_outcome", "Only a proposal can have an outcome. Choose one for this item first")])
    event = recorded_events(session, [item_uid]).get(item_uid)
    if event is not None:
        called = references(session, [item.proposal], date.max)[item.proposal]
        recorded = words_of("outcome", event.outcome)
        raise Conflict(f"{called} is recorded as '{recorded}' already. Correct that decision instead")
    return item


def _expect_outcome_of(session: Session, item: AgendaItem, outcome_key: str) -> None:
    body = get_meeting(session, item.meeting or "").body or ""
    known = letters_of(body)
    if outcome_key not in [outcome.key for outcome in known.values()]:
        choice = ", ".join(f"{letter} {short_words(outcome.key)}" for letter, outcome in known.items())
        raise Invalid([Problem("draft_outcome", f"This body has no such outcome. Choose one of: {choice}")])


def _next_panel(session: Session, item: AgendaItem) -> str | None:
    day = sitting_day(get_meeting(session, item.meeting or ""))
    coming = later_meetings(session, "PANEL", day)
    return coming[0].uid if coming else None


def move_target(session: Session, item_uid: str, steps: int) -> str:
    """Move the target of a drafted outcome through the coming meetings of the body it goes to; returns the new one.

    Ready proposals go to a Panel, sent back or deferred ones to a later meeting of the same body. It stops at the
    first and the last. Raises Invalid for an outcome that goes nowhere, NotFound where no meeting is planned.
    """
    item = _undecided(session, item_uid)
    body = _SENDS_TO.get(item.draft_outcome or "")
    if body is None:
        sentence = "This outcome goes to no later meeting. Choose a ready one first"
        raise Invalid([Problem("draft_target_meeting", sentence)])
    day = sitting_day(get_meeting(session, item.meeting or ""))
    coming = [meeting.uid for meeting in later_meetings(session, body, day)]
    if not coming:
        after = f" after {format_date(day)}" if day else ""
        raise NotFound(f"No meeting of the {words_of('body', body)} is planned{after}. Add one under Meetings")
    present = coming.index(item.draft_target_meeting) if item.draft_target_meeting in coming else -1
    target = coming[min(max(present + steps, 0), len(coming) - 1)]
    update_record(session, "agenda_item", item_uid, {"draft_target_meeting": target})
    return target


def set_note(session: Session, item_uid: str, printed: str | None, private: str | None) -> None:
    """Keep the notes of an item's outcome: only the printed one reaches papers. On record, they change the event's."""
    event = recorded_events(session, [item_uid]).get(item_uid)
    if event is not None:
        update_record(session, "event", event.uid, {"printed_note": tidy(printed), "private_note": tidy(private)})
        return
    values: dict[str, Value] = {"draft_printed_note": tidy(printed), "draft_private_note": tidy(private)}
    update_record(session, "agenda_item", item_uid, values)


def take_paste(session: Session, lines: tuple[PasteLine, ...] | list[PasteLine]) -> int:
    """Draft the outcomes of the pasted lines that matched; returns how many."""
    matched = [line for line in lines if line.matched]
    for line in matched:
        draft_outcome(session, line.item_uid or "", line.outcome_key)
    return len(matched)


def record_sitting(session: Session, meeting_uid: str, today: date) -> SittingSummary:
    """Turn the drafted outcomes of a meeting into events on its day, in agenda order; the meeting is then held.

    Items without an outcome stay as they are. A ready outcome without a target goes to the next Panel, if one is
    planned. Raises Invalid where there is nothing to record or the meeting has no date or is still to come, and
    RuleBroken, with a sentence for each, where unusual outcomes lack a reason; then nothing is recorded.
    """
    meeting = _ready_to_record(session, meeting_uid, today)
    rows = [row for row in queue(session, meeting_uid, today) if not row.recorded]
    drafted = [row for row in rows if row.draft_outcome]
    if not drafted:
        raise Invalid([Problem("draft_outcome", "Nothing has an outcome yet. Give one to a proposal before recording")])
    refused = [sentence for row in drafted if (sentence := _record(session, meeting, row))]
    if refused:
        raise RuleBroken(f"{'. '.join(refused)}. Give a reason to record this anyway")
    meeting.state = "held"
    session.flush()
    counted = Counter(row.draft_outcome or "" for row in drafted)
    left = tuple(row.reference for row in rows if not row.draft_outcome)
    return SittingSummary(len(drafted), tuple(counted.items()), left)


def _ready_to_record(session: Session, meeting_uid: str, today: date) -> Meeting:
    meeting = get_meeting(session, meeting_uid)
    day = meeting.date or meeting.known_by
    if day is None:
        raise Invalid([Problem("date", "Enter the date of this meeting before its decisions are recorded")])
    if day > today:
        sentence = f"The meeting is on {format_date(day)}. Record its decisions from that day on, or change its date"
        raise Invalid([Problem("date", sentence)])
    return meeting


def _record(session: Session, meeting: Meeting, row: SittingRow) -> str | None:
    """Record one drafted row and empty its draft; returns the sentence that an unusual one is refused with."""
    item, outcome = _item(session, row.item_uid), row.draft_outcome or ""
    when = meeting.date or meeting.known_by
    sentence = unusual_event(session, row.proposal_uid, outcome, when)
    if sentence and not row.reason:
        return sentence
    target = row.target_uid or (_next_panel(session, item) if outcome in READY else None)
    record_event(
        session,
        row.proposal_uid,
        outcome,
        day=meeting.date,
        known_by=meeting.known_by,
        meeting=meeting.uid,
        agenda_item=row.item_uid,
        target_meeting=target,
        printed_note=row.printed_note,
        private_note=row.private_note,
        reason=row.reason,
    )
    update_record(session, "agenda_item", row.item_uid, dict.fromkeys(_DRAFT_FIELDS))
    return None


_DRAFT_FIELDS = AgendaItem.kind.facts[0]


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
    values: dict[str, Value] = {"votes_for": votes_for, "votes_against": votes_against, "abstained": abstained}
    own = select(VoteCount.uid).where(VoteCount.event == event_uid, VoteCount.category == category)
    found = session.scalar(own.limit(1))
    if found is None:
        return create_record(session, "vote_count", {"event": event_uid, "category": category, **values})
    update_record(session, "vote_count", found, values)
    return found
