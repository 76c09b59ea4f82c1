"""The table of totals and averages, its counting note, and the notes of figures that a person stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from secdesk.papers.facts import AssessmentFact, StatedValue, Total
from secdesk.papers.lines import calendar_of, note
from secdesk.papers.tree import Block, Column, Figure, Line, Table, Text
from secdesk.rules.date_words import format_date
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import Convention

NOT_KNOWN = "not known"


@dataclass
class Notes:
    """Numbers the notes of a paper in the order in which their marks print."""

    _texts: list[str] = field(default_factory=list)
    _printed: int = 0

    def mark(self, text: str) -> str:
        """Take a note and return its mark; the same words share one mark."""
        if text not in self._texts:
            self._texts.append(text)
        return f" [{self._texts.index(text) + 1}]"

    def blocks(self) -> list[Block]:
        """Return the notes taken since the last call, to print under a table."""
        fresh = [note(f"[{number}] {text}") for number, text in enumerate(self._texts, 1) if number > self._printed]
        self._printed = len(self._texts)
        return list(fresh)


def counting_note(convention: Convention, figures_to: date) -> str:
    """Return the note under every table of durations: how days were counted, as at which day."""
    return f"Durations as at {format_date(figures_to)}. WD here means: {convention.note}"


def totals_table(title: str, first_column: str, totals: Sequence[Total], notes: Notes) -> Table:
    """Return totals with their averages; a stated figure prints in place of the counted one and is marked."""
    columns = (Column(first_column, width=3.0), Column("Total", "right"), Column("Average duration", "right"))
    rows = tuple(((Text(total.label),), _count(total, notes), _average(total, notes)) for total in totals)
    return Table(title, columns, rows)


def _count(total: Total, notes: Notes) -> Line:
    own = len(total.uids)
    stated = total.stated_count
    key = f"{total.key}.count"
    if stated is not None:
        words = f"{total.label}: the total of {stated.value} is stated, not counted; this register has {own}."
        return (Figure(key, stated.value, (*total.uids, stated.uid), mark=notes.mark(_with_reason(words, stated))),)
    mark = notes.mark(_elsewhere(total)) if total.counted_elsewhere else ""
    return (Figure(key, str(own), total.uids, mark=mark),)


def _elsewhere(total: Total) -> str:
    """Return the note for records that count in this year because somebody said so."""
    told = [
        f"{fact.mention.reference} {fact.kind} (returned {format_date(fact.returned)})"
        for fact in total.counted_elsewhere
        if fact.returned
    ]
    strictly = len(total.uids) - len(total.counted_elsewhere)
    stated = [fact.year_stated for fact in total.counted_elsewhere if fact.year_stated]
    words = f"{total.label}: counts {', '.join(told)} by statement; by date of return alone the total is {strictly}."
    return _with_reason(words, stated[0])


def _average(total: Total, notes: Notes) -> Line:
    key, stated = f"{total.key}.average", total.stated_average
    if stated is not None:
        words = f"{total.label}: the average of {stated.value} WD is stated, not counted; {_own_average(total)}."
        mark = notes.mark(_with_reason(words, stated))
        return (Figure(key, f"{stated.value} WD", (*total.uids, stated.uid), mark=mark),)
    if total.average is None:
        return (Text("–" if not total.uids else NOT_KNOWN),)
    mark = ""
    if total.known < len(total.uids):
        mark = notes.mark(f"{total.label}: {_own_average(total)}.")
    return (Figure(key, f"{total.average} WD", total.uids, mark=mark),)


def _own_average(total: Total) -> str:
    if total.average is None:
        return "this register has no durations to count it from"
    return f"this register gives {total.average} WD, from {total.known} of {in_figures(len(total.uids), 'record')}"


def _with_reason(words: str, stated: StatedValue) -> str:
    reason = stated.reason.strip().rstrip(".")
    return f"{words} Reason: {reason}." if reason else words


def duration_figure(fact: AssessmentFact, key: str, notes: Notes) -> Line:
    """Return the duration of one assessment, marked where a person stated it, in words where it is not known."""
    if fact.days is None:
        return (Text(NOT_KNOWN),)
    mark = ""
    if fact.stated is not None:
        mark = notes.mark(_with_reason(_stated_duration(fact), fact.stated))
    calendar = None if fact.stated else calendar_of(fact.duration)
    return (Figure(f"{key}.{fact.uid}", f"{fact.days} WD", (fact.uid,), calendar, mark),)


def _stated_duration(fact: AssessmentFact) -> str:
    """Say that a duration is stated; where the register has none of its own, the words are the same for all."""
    if fact.duration is None:
        return "This duration is stated, not counted: this register lacks the date of acceptance."
    return (
        f"{fact.mention.reference} {fact.kind}: {fact.days} WD is stated, not counted; this register counts "
        f"{fact.duration.days} WD."
    )
