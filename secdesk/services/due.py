"""What is due within some Working Days or late, by date, and what comes after it (ux.md 2.5).

A pure function of a register and a day: what Home lists, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.rules.date_words import format_weekday
from secdesk.rules.workdays import deadline_in_words
from secdesk.services.due_facts import DueFacts, MeetingDay, gather
from secdesk.services.due_rules import RULES, DueLine

HORIZONS = (5, 10, 15, 20, 40)
"""How many Working Days ahead Home can look."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A line of Home: its rule's words, how far its day is (``today``, ``in 5 WD``, ``3 WD late``), and if it presses.

    ``is_pressing`` says that it is due today or late.
    """

    line: DueLine
    when: str
    is_pressing: bool

    @property
    def reason(self) -> str:
        """Why it is listed, in one sentence without a full stop."""
        return f"Due because: {self.line.why}"


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due as at ``today`` within ``days`` Working Days; ``following`` names the next meeting after today."""

    today: date
    days: int
    rows: tuple[DueRow, ...]
    following: str


def due(session: Session, today: date, days: int | None = None) -> DueList:
    """Return what is due or late as at a day; ``days`` is how many Working Days to look ahead (default: a setting)."""
    facts = gather(session, today, days)
    ahead = facts.rules.number("due_days") if days is None else days
    lines = [(place, line) for place, rule in enumerate(RULES) for line in rule.find(facts)]
    lines.sort(key=lambda each: (each[1].day is None, each[1].day or today, each[0], each[1].words))
    return DueList(today, ahead, tuple(_row(line, facts) for _, line in lines), _following(facts))


def _row(line: DueLine, facts: DueFacts) -> DueRow:
    if line.day is None:
        return DueRow(line, "late", is_pressing=True)
    if line.when and line.day >= facts.today:
        return DueRow(line, line.when, is_pressing=False)
    words = deadline_in_words(line.day, facts.today, facts.rules.calendar)
    return DueRow(line, words, is_pressing=line.day <= facts.today)


def _following(facts: DueFacts) -> str:
    """Name the next meeting: ``SEC Panel, Fri 13 Mar 2020``; nothing where none is planned."""
    coming = [meeting for meeting in facts.meetings if meeting.day > facts.today and not meeting.held]
    return _called(coming[0]) if coming else ""


def _called(meeting: MeetingDay) -> str:
    body = meeting.name.rpartition(",")[0]
    return f"{body}, {format_weekday(meeting.day)}" if meeting.exact else meeting.name
