"""Promises: "to the Panel in March" becomes something to follow until it is kept, moved or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from secdesk.rules.date_words import format_date
from secdesk.services.checks.report_view import ReportView
from secdesk.services.checks.rows import EventRow, MeetingRow
from secdesk.services.checks.rule import Hit, Rule, hit
from secdesk.services.checks.snapshot import WAITING_FOR_PANEL, Snapshot

PromiseState: TypeAlias = Literal["kept", "moved", "dropped", "missed", "overtaken", "on_hold", "waiting"]
"""``kept``: the meeting dealt with it. ``moved``: it is meant for another, or the meeting deferred it. ``dropped``: it
is meant for none. ``missed``: the meeting was held without it or cancelled. ``overtaken``: something else happened to
the proposal first. ``on_hold``: nothing is due. ``waiting``: the meeting is still to come, or not recorded."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the last paper promised of a proposal, and what became of it; meetings are in words and as uids."""

    proposal: str
    reference: str
    meeting: str
    meeting_words: str
    state: PromiseState
    now: str | None = None
    now_words: str = ""


@dataclass(frozen=True, slots=True)
class _Target:
    """The meeting that a proposal is meant for as at a day, and since when; ``made`` is None where nobody knows."""

    meeting: MeetingRow
    made: date | None


def promises_of(view: ReportView) -> list[Promise]:
    """Return what became of each proposal that was meant for a coming meeting on the day of the last paper."""
    snapshot, found = view.snapshot, []
    for uid in snapshot.proposals:
        promised = _target_on(snapshot, uid, view.last_paper)
        if promised is not None and _was_to_come(snapshot, uid, promised.meeting, view.last_paper):
            found.append(_followed(snapshot, uid, promised))
    return found


def _was_to_come(snapshot: Snapshot, proposal: str, meeting: MeetingRow, day: date) -> bool:
    """Say whether a paper of a day could promise a proposal for a meeting: both were still open then."""
    last = meeting.last_day
    return last is not None and last >= day and not snapshot.was_final(proposal, day)


def _followed(snapshot: Snapshot, proposal: str, promised: _Target) -> Promise:
    meeting, now = promised.meeting, _target_on(snapshot, proposal, snapshot.at)
    state = _state(snapshot, proposal, promised, now.meeting if now else None)
    told = now.meeting if now is not None and state == "moved" else None
    return Promise(
        proposal,
        snapshot.called(proposal),
        meeting.uid,
        meeting.words,
        state,
        told.uid if told else None,
        told.words if told else "",
    )


def _state(snapshot: Snapshot, proposal: str, promised: _Target, now: MeetingRow | None) -> PromiseState:
    meeting = promised.meeting
    outcomes = _outcomes_at(snapshot, proposal, meeting)
    if outcomes and not _is_deferred(outcomes):
        return "kept"
    if _is_overtaken(snapshot, proposal, promised):
        return "overtaken"
    if snapshot.is_held(proposal):
        return "on_hold"
    if now is None:
        return "dropped"
    if now.uid != meeting.uid:
        return "moved"
    return "missed" if outcomes or _is_over(meeting, snapshot.at) else "waiting"


def _target_on(snapshot: Snapshot, proposal: str, day: date) -> _Target | None:
    """Return the meeting that a proposal is meant for: its own field, or what a later outcome says of it."""
    made, uid = snapshot.text_on(proposal, "target_meeting", day)
    for event in snapshot.events_of(proposal):
        if event.target_meeting is None or event.when is None or event.when > day:
            continue
        if made is None or event.when > made:
            made, uid = event.when, event.target_meeting
    meeting = snapshot.meetings.get(uid or "")
    return _Target(meeting, made) if meeting is not None else None


def _outcomes_at(snapshot: Snapshot, proposal: str, meeting: MeetingRow) -> list[EventRow]:
    """Return the outcomes of a proposal at a meeting, or of the meeting's body on its day or in its month."""
    found = []
    for event in snapshot.events_of(proposal):
        is_of_body = event.meeting is None and event.body == meeting.body
        if event.meeting == meeting.uid or (is_of_body and _lies_within(event.date, meeting)):
            found.append(event)
    return found


def _lies_within(day: date | None, meeting: MeetingRow) -> bool:
    first, last = meeting.first_day, meeting.last_day
    return day is not None and first is not None and last is not None and first <= day <= last


def _is_deferred(outcomes: list[EventRow]) -> bool:
    return bool(outcomes) and outcomes[-1].outcome.endswith("_deferred")


def _is_overtaken(snapshot: Snapshot, proposal: str, target: _Target) -> bool:
    """Say whether a proposal moved on by another way: it is decided or over, or its status has changed since."""
    if not snapshot.is_open(proposal):
        return True
    others = [event for event in snapshot.events_of(proposal) if event.target_meeting != target.meeting.uid]
    return any(event.leads_to and _came_after(event, target) for event in others)


def _came_after(event: EventRow, target: _Target) -> bool:
    """Say whether an event is later than a promise; where nobody knows when that was made, than its meeting's eve."""
    if event.when is None:
        return False
    first = target.meeting.first_day
    return event.when > target.made if target.made is not None else first is not None and event.when >= first


def _is_over(meeting: MeetingRow, at: date) -> bool:
    """Say whether a meeting is done with: cancelled, or held by a day; a past one nobody recorded is not."""
    last = meeting.last_day
    return meeting.state == "cancelled" or (meeting.state == "held" and last is not None and last <= at)


def meant_for_past_meeting(snapshot: Snapshot) -> Iterator[Hit]:
    """What was to go to a meeting that is over, and needs another."""
    on_agenda = {(item.meeting, item.proposal) for item in snapshot.items}
    for uid in snapshot.proposals:
        target = _target_on(snapshot, uid, snapshot.at)
        if target is None or not _is_over(target.meeting, snapshot.at):
            continue
        if not snapshot.is_open(uid) or snapshot.is_held(uid):
            continue
        ended = _how_it_ended(snapshot, uid, target, is_item=(target.meeting.uid, uid) in on_agenda)
        if ended:
            sentence = f"{snapshot.called(uid)} is meant for the {target.meeting.words}, which {ended}"
            records = [("proposal", uid), ("meeting", target.meeting.uid)]
            yield hit(f"{sentence}. Choose its next meeting", records, ended)


def _how_it_ended(snapshot: Snapshot, proposal: str, target: _Target, *, is_item: bool) -> str:
    """Say how a meeting ended for a proposal that still needs one; empty where it needs none.

    What waits for the Panel always does. What stood on the agenda without an outcome is asked for as an item.
    """
    outcomes = _outcomes_at(snapshot, proposal, target.meeting)
    is_done = bool(outcomes) and not _is_deferred(outcomes)
    needs_one = snapshot.status(proposal) in WAITING_FOR_PANEL
    if not needs_one and (is_done or _is_overtaken(snapshot, proposal, target)):
        return ""
    if target.meeting.state == "cancelled":
        return "was cancelled"
    if outcomes:
        return "is over" if is_done else "deferred it"
    return "" if is_item else "was held without it"


def promises_moved(view: ReportView) -> Iterator[Hit]:
    """The Panel remembers what it was told: a new month is worth a word in the paper."""
    for promise in promises_of(view):
        if promise.state == "moved" and promise.now:
            told = f"in the paper of {format_date(view.last_paper)}"
            sentence = f"{promise.reference} was promised for the {promise.meeting_words} {told}"
            records = [("proposal", promise.proposal), ("meeting", promise.meeting), ("meeting", promise.now)]
            yield hit(f"{sentence}, and is now meant for the {promise.now_words}", records)


def promises_dropped(view: ReportView) -> Iterator[Hit]:
    """A promise that nobody kept, moved or ended; what misses its meeting is told of by itself."""
    for promise in promises_of(view):
        if promise.state == "dropped":
            told = f"in the paper of {format_date(view.last_paper)}"
            sentence = f"{promise.reference} was promised for the {promise.meeting_words} {told}"
            records = [("proposal", promise.proposal), ("meeting", promise.meeting)]
            yield hit(f"{sentence}, and is now meant for no meeting. Choose one, or say why not", records)


REGISTER_RULES = (Rule("C44", meant_for_past_meeting),)
MONTH_RULES = (Rule("C45", promises_moved), Rule("C46", promises_dropped))
