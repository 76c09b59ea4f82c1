"""The table of totals and averages, its counting note, and the notes of figures that a person stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from secdesk.papers.facts import AssessmentFact, StatedValue, Total
from secdesk.papers.lines import calendar_of, note
from secdesk.papers.tree import Block, Column, Figure, Line, Table, Text
from secdesk.rules.countings import Counting
from secdesk.rules.date_words import format_date
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import Convention, DayCount, round_average

NOT_KNOWN, NONE = "not known", "–"


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


def counting_note(counting: Counting, figures_to: date) -> str:
    """Return the note under every table of durations: how days were counted, as at which day."""
    return f"Durations as at {format_date(figures_to)}. {counting.note}"


def totals_table(title: str, first_column: str, totals: Sequence[Total], notes: Notes, counting: Counting) -> Table:
    """Return totals with their averages; a stated figure prints in place of the counted one and is marked."""
    words = "Average duration" if counting.second is None else "Average"
    averages = (Column(counting.title(words, each), "right") for each in counting.conventions)
    columns = (Column(first_column, width=3.0), Column("Total", "right"), *averages)
    return Table(title, columns, tuple(_total_row(total, notes, counting) for total in totals))


def _total_row(total: Total, notes: Notes, counting: Counting) -> tuple[Line, ...]:
    cells = ((Text(total.label),), _count(total, notes), _average(total, notes, counting))
    return cells if counting.second is None else (*cells, _second_average(total, counting.second, counting))


def _second_average(total: Total, convention: Convention, counting: Counting) -> Line:
    if not total.second:
        return (Text(NONE if not total.uids else NOT_KNOWN),)
    key, average = f"{total.key}.average.{convention.name}", round_average(total.second)
    return (Figure(key, counting.words(average, convention), total.uids),)


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


def _average(total: Total, notes: Notes, counting: Counting) -> Line:
    key, stated = f"{total.key}.average", total.stated_average
    own = _own_average(total, counting)
    if stated is not None:
        value = stated_words(stated.value, counting)
        words = f"{total.label}: the average of {value} is stated, not counted; {own}."
        mark = notes.mark(_with_reason(words, stated))
        return (Figure(key, value, (*total.uids, stated.uid), mark=mark),)
    if total.average is None:
        return (Text(NONE if not total.uids else NOT_KNOWN),)
    mark = ""
    if total.known < len(total.uids):
        mark = notes.mark(f"{total.label}: {own}.")
    return (Figure(key, counting.words(total.average), total.uids, mark=mark),)


def stated_words(value: str, counting: Counting) -> str:
    """Return a stated duration for the main column: without a unit where it could be that of either column."""
    return f"{value} WD" if counting.second is None else value


def _own_average(total: Total, counting: Counting) -> str:
    if total.average is None:
        return "this register has no durations to count it from"
    average = counting.words(total.average)
    return f"this register gives {average}, from {total.known} of {in_figures(len(total.uids), 'record')}"


def _with_reason(words: str, stated: StatedValue) -> str:
    reason = stated.reason.strip().rstrip(".")
    return f"{words} Reason: {reason}." if reason else words


def duration_figures(fact: AssessmentFact, key: str, notes: Notes | None, counting: Counting) -> tuple[Line, ...]:
    """Return the duration of one assessment, a cell for each counting, in words where it is not known.

    A stated one is marked where there are ``notes`` to say so; it stands in the main column alone.
    """
    main: Line = (Text(NOT_KNOWN),)
    if fact.stated is not None:
        mark = notes.mark(_with_reason(_stated_duration(fact, counting), fact.stated)) if notes else ""
        main = (Figure(f"{key}.{fact.uid}", stated_words(str(fact.days), counting), (fact.uid,), mark=mark),)
    elif fact.duration is not None:
        main = (_counted(f"{key}.{fact.uid}", fact, fact.duration, counting),)
    if counting.second is None:
        return (main,)
    name = f"{key}.{counting.second.name}.{fact.uid}"
    return main, (_counted(name, fact, fact.second, counting),) if fact.second else (Text(NOT_KNOWN),)


def _counted(key: str, fact: AssessmentFact, count: DayCount, counting: Counting) -> Figure:
    return Figure(key, counting.words(count.days, count.convention), (fact.uid,), calendar_of(count))


def _stated_duration(fact: AssessmentFact, counting: Counting) -> str:
    """Say that a duration is stated; where the register has none of its own, the words are the same for all."""
    if fact.duration is None:
        return "This duration is stated, not counted: this register lacks the date of acceptance."
    return (
        f"{fact.mention.reference} {fact.kind}: {stated_words(str(fact.days), counting)} is stated, not counted; this "
        f"register counts {counting.words(fact.duration.days)}."
    )
