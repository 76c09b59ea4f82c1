"""The check of deadlines: what falls due on a day on which nobody works (domain.md 9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from secdesk.rules.date_words import format_weekday
from secdesk.services.checks.rule import Hit, Rule, hit
from secdesk.services.checks.snapshot import Snapshot

_Due = tuple[str, date, list[tuple[str, str]]]


def deadlines_on_days_off(snapshot: Snapshot) -> Iterator[Hit]:
    """A deadline to come on a weekend or bank holiday; what is over, dropped or on hold is left alone."""
    for words, day, records in (*_consultations(snapshot), *_agendas(snapshot), *_actions(snapshot)):
        reason = snapshot.rules.calendar.reason(day)
        if day >= snapshot.at and reason is not None:
            sentence = f"{words} on {format_weekday(day)}, no Working Day ({reason}). Choose another day"
            yield hit(sentence, records, day)


def _consultations(snapshot: Snapshot) -> Iterator[_Due]:
    for row in snapshot.consultations:
        is_over = row.is_dropped(snapshot.at) or snapshot.is_final(row.proposal) or snapshot.is_held(row.proposal)
        if row.closes is not None and not is_over:
            yield f"The {row.words} on {snapshot.called(row.proposal)} closes", row.closes, [("consultation", row.uid)]


def _agendas(snapshot: Snapshot) -> Iterator[_Due]:
    for meeting in snapshot.meetings.values():
        if meeting.agenda_due is not None and meeting.agenda_confirmed is None and meeting.state == "planned":
            yield f"The agenda of the {meeting.words} is due", meeting.agenda_due, [("meeting", meeting.uid)]


def _actions(snapshot: Snapshot) -> Iterator[_Due]:
    for action in snapshot.actions:
        if action.done is None:
            yield f"Action {action.number or 'without a number'} is due", action.due, [("action", action.uid)]


RULES = (Rule("C22", deadlines_on_days_off),)
