"""Checks of meetings: past ones nobody recorded, outcomes that do not fit them, items nothing came of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.process import STATUSES
from secdesk.rules.wording import in_figures
from secdesk.services.checks.report_view import ReportView
from secdesk.services.checks.rows import EventRow, ItemRow, MeetingRow
from secdesk.services.checks.rule import Hit, Rule, hit, names_listed
from secdesk.services.checks.snapshot import Snapshot

_DECIDING = ("PANEL", "CB", "CSC")
_FOR_INFORMATION = "inform"
_TOLD_WITHOUT_TARGET = ("csc_ready", "csc_develop")
"""Outcomes that the report lists under one sentence, without the meeting that each goes to."""


def planned_and_past(snapshot: Snapshot) -> Iterator[Hit]:
    """Papers count only what was held; a cancelled meeting is done with."""
    recorded = {event.meeting for events in snapshot.events.values() for event in events}
    for meeting in snapshot.meetings.values():
        last = meeting.last_day
        if meeting.state == "planned" and last is not None and last < snapshot.at:
            also = "has outcomes on record and " if meeting.uid in recorded else ""
            sentence = f"The {meeting.words} {also}is past and still planned. Record it as held, or as cancelled"
            yield hit(sentence, [("meeting", meeting.uid)], last)


def outcomes_of_cancelled(snapshot: Snapshot) -> Iterator[Hit]:
    """A meeting that was cancelled decided nothing."""
    for event, meeting in _at_meetings(snapshot):
        if meeting.state == "cancelled":
            sentence = f"{_told(snapshot, event)} at the {meeting.words}, which was cancelled"
            yield hit(f"{sentence}. Correct one of the two", _both(event, meeting), event.outcome)


def outcomes_on_another_day(snapshot: Snapshot) -> Iterator[Hit]:
    """The outcomes of a meeting happened on its day: when the meeting moves, they move with it (design.md 5.1)."""
    for event, meeting in _at_meetings(snapshot):
        is_own = event.body == meeting.body and meeting.state != "cancelled"
        if is_own and event.date is not None and meeting.date is not None and event.date != meeting.date:
            day = format_date(event.date)
            sentence = f"{_told(snapshot, event)} on {day}, at the {meeting.words}. Give both the same day"
            yield hit(sentence, _both(event, meeting), event.date, meeting.date)


def _at_meetings(snapshot: Snapshot) -> Iterator[tuple[EventRow, MeetingRow]]:
    for uid in snapshot.proposals:
        for event in snapshot.events_of(uid):
            meeting = snapshot.meetings.get(event.meeting or "")
            if meeting is not None:
                yield event, meeting


def _told(snapshot: Snapshot, event: EventRow) -> str:
    return f"{snapshot.called(event.proposal)} is recorded as '{words_of('outcome', event.outcome)}'"


def _both(event: EventRow, meeting: MeetingRow) -> list[tuple[str, str]]:
    return [("event", event.uid), ("meeting", meeting.uid)]


def items_without_decision(snapshot: Snapshot) -> Iterator[Hit]:
    """A proposal that stood before a deciding body which was held, and of which nothing came.

    Left alone: items for information, proposals on hold or at their end by then, and meetings of the time before a
    proposal was taken over into the register. An item taken off an agenda is not there to be asked about.
    """
    for item in snapshot.items:
        meeting = snapshot.meetings[item.meeting]
        if meeting.body in _DECIDING and _is_unanswered(snapshot, item, meeting):
            called = snapshot.called(item.proposal)
            sentence = f"{called} was on the agenda of the {meeting.words}, and no outcome is on record. Record one"
            if item.draft_outcome:
                drafted = words_of("outcome", item.draft_outcome)
                sentence = f"{called} has only a draft, '{drafted}', from the {meeting.words}. Record the sitting"
            records = [("agenda_item", item.uid), ("proposal", item.proposal), ("meeting", meeting.uid)]
            yield hit(sentence, records, item.draft_outcome)


def _is_unanswered(snapshot: Snapshot, item: ItemRow, meeting: MeetingRow) -> bool:
    day = meeting.last_day
    if meeting.state != "held" or day is None or day > snapshot.at or item.purpose == _FOR_INFORMATION:
        return False
    if snapshot.is_held(item.proposal) or snapshot.was_final(item.proposal, day):
        return False
    events = snapshot.events_of(item.proposal)
    return not _came_later(events, day) and not any(_answers(event, item, meeting) for event in events)


def _came_later(events: tuple[EventRow, ...], day: date) -> bool:
    """Say whether a proposal was taken over on a day or after it, with what had come of it by then."""
    return any(event.outcome == "taken_over" and (event.when or day) >= day for event in events)


def _answers(event: EventRow, item: ItemRow, meeting: MeetingRow) -> bool:
    """Say whether an event is what came of an item: by its links, or as the body's outcome on the meeting's day."""
    if event.agenda_item == item.uid or event.meeting == meeting.uid:
        return True
    return event.body == meeting.body and meeting.date is not None and event.date == meeting.date


def group_items_without_outcome(view: ReportView) -> Iterator[Hit]:
    """The paper names what the last Working Group took; a reader asks what came of it."""
    group = view.facts.last_working_group
    meeting = view.snapshot.meetings.get(group.uid) if group else None
    if meeting is None:
        return
    items = [each for each in view.snapshot.items if each.meeting == meeting.uid]
    open_items = [each for each in items if _is_unanswered(view.snapshot, each, meeting)]
    if open_items:
        names = names_listed([view.snapshot.called(each.proposal) for each in open_items])
        number = in_figures(len(open_items), "item")
        sentence = f"{number} of the {meeting.words} without an outcome on record: {names}. Record what came of them"
        yield hit(sentence, [("meeting", meeting.uid), *(("agenda_item", each.uid) for each in open_items)])


def closed_on_agenda(snapshot: Snapshot) -> Iterator[Hit]:
    """What has reached its end has no business before a coming meeting."""
    for item in snapshot.items:
        meeting = snapshot.meetings[item.meeting]
        day = meeting.last_day
        is_coming = meeting.state == "planned" and (day is None or day >= snapshot.at)
        if is_coming and snapshot.is_final(item.proposal) and item.purpose != _FOR_INFORMATION:
            label, called = STATUSES[snapshot.status(item.proposal)].label, snapshot.called(item.proposal)
            sentence = f"{called} is on the agenda of the {meeting.words} and at '{label}'. Take it off"
            yield hit(sentence, [("agenda_item", item.uid), ("proposal", item.proposal)], label)


def meetings_on_days_off(snapshot: Snapshot) -> Iterator[Hit]:
    """A meeting planned for a weekend or bank holiday is likelier a slip than a plan."""
    for meeting in snapshot.meetings.values():
        if meeting.state != "planned" or meeting.date is None or meeting.date < snapshot.at:
            continue
        reason = snapshot.rules.calendar.reason(meeting.date)
        if reason is not None:
            body = words_of("meeting_body", meeting.body)
            sentence = f"The {body} is planned for {format_weekday(meeting.date)}, no Working Day ({reason})"
            yield hit(sentence, [("meeting", meeting.uid)], meeting.date)


def announced_too_late(view: ReportView) -> Iterator[Hit]:
    """A paper of 7 February that announces a meeting on 7 February is out of date when it is read.

    The meeting that the paper itself goes to is another matter: that one reads it.
    """
    snapshot, day = view.snapshot, view.dates.paper_date
    told: dict[str, list[str]] = defaultdict(list)
    for step in (*view.facts.csc, *view.facts.votes):
        if step.target is None or step.outcome in _TOLD_WITHOUT_TARGET:
            continue
        if step.mention.reference not in told[step.target.uid]:
            told[step.target.uid].append(step.mention.reference)
    for meeting in snapshot.meetings.values():
        names = told.get(meeting.uid, [])
        if meeting.uid != view.dates.meeting and (sentence := _caught_up(meeting, day, names)):
            yield hit(sentence, [("meeting", meeting.uid)], day, meeting.date, meeting.state == "cancelled")


def _caught_up(meeting: MeetingRow, day: date, names: list[str]) -> str:
    called = f"{meeting.words} (for {names_listed(names)})" if names else meeting.words
    if meeting.state == "cancelled":
        return f"The paper announces the {called}, which was cancelled" if names else ""
    is_planned = meeting.state == "planned" and meeting.body in (*_DECIDING, "WG")
    if meeting.date == day and (names or is_planned):
        return f"The {called} is on the day of the paper, which cannot tell what came of it"
    if names and meeting.last_day is not None and meeting.last_day < day:
        return f"The paper announces the {called}, which lies before its own date, {format_date(day)}"
    return ""


REGISTER_RULES = (
    Rule("C14", planned_and_past),
    Rule("C15", outcomes_of_cancelled),
    Rule("C16", outcomes_on_another_day),
    Rule("C17", items_without_decision),
    Rule("C19", closed_on_agenda),
    Rule("C20", meetings_on_days_off),
)
MONTH_RULES = (Rule("C18", group_items_without_outcome), Rule("C21", announced_too_late))
