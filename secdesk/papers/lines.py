"""Small builders of runs and blocks that every composer uses: mentions, dates, lists with their sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from secdesk.papers.facts import MeetingFact, Mention
from secdesk.papers.tree import Calendar, Figure, Heading, Inline, Line, Paragraph, Text
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_long
from secdesk.rules.wording import count_words, counted
from secdesk.rules.workdays import DayCount
from secdesk.rules.years import parse_month

TITLE_UNKNOWN = "Title not in the register"
TITLE_WITHHELD = "Title above the marking of this paper"


def line(*parts: Inline | str) -> Line:
    """Return a line of runs; plain strings become text."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts if part != "")


def paragraph(*parts: Inline | str) -> Paragraph:
    """Return a body paragraph of runs."""
    return Paragraph(line(*parts))


def note(*parts: Inline | str) -> Paragraph:
    """Return a note, as printed under a table."""
    return Paragraph(line(*parts), style="note")


def heading(level: int, text: str, number: str = "", *, new_page: bool = False) -> Heading:
    """Return a heading of plain text."""
    return Heading(level, (Text(text),), number, new_page)


def count(key: str, uids: Sequence[str], *, words: bool = True) -> Figure:
    """Return a count as a figure that knows its records: in words up to nine, as sentences want it."""
    return Figure(key, count_words(len(uids)) if words else str(len(uids)), tuple(uids))


def counted_figure(key: str, uids: Sequence[str], one: str, many: str | None = None) -> Figure:
    """Return a count with its noun as a figure that begins a sentence: ``Two actions``."""
    words = counted(len(uids), one, many)
    return Figure(key, f"{words[:1].upper()}{words[1:]}", tuple(uids))


def day(key: str, value: date, *records: str) -> Figure:
    """Return a date in words as a figure that knows the record it comes from."""
    return Figure(key, format_long(value), records)


def named(key: str, mention: Mention) -> Line:
    """Return a proposal's reference and its title in quotation marks; the reference alone where no title prints."""
    reference = Figure(f"{key}.{mention.reference}", mention.reference, (mention.uid,))
    return (reference, Text(f" ‘{mention.title}’")) if mention.title else (reference,)


def shown(mentions: Iterable[Mention], leaves_out: bool) -> list[Mention]:
    """Return the proposals that a list prints: all, or without those above the paper's marking, by setting."""
    return [mention for mention in mentions if not (mention.restricted and leaves_out)]


def referred(key: str, mention: Mention, *records: str) -> Line:
    """Return a proposal's reference alone, as tables show it."""
    return (Figure(f"{key}.{mention.reference}", mention.reference, (mention.uid, *records)),)


def titled(mention: Mention) -> Line:
    """Return a proposal's title for a cell of its own, or why it is not there."""
    return line(TITLE_WITHHELD if mention.restricted else mention.title or TITLE_UNKNOWN)


@lru_cache(maxsize=1024)
def calendar_of(counted: DayCount | None) -> Calendar | None:
    """Return how a duration was counted, as the tree keeps it; a paper tells most durations in two tables."""
    if counted is None:
        return None
    left_out = tuple((skipped.isoformat(), why) for skipped, why in counted.left_out)
    return Calendar(counted.start.isoformat(), counted.end.isoformat(), counted.convention.name, counted.days, left_out)


def body_name(meeting: MeetingFact) -> str:
    """Return the words of a meeting's body."""
    return words_of("meeting_body", meeting.body)


def when(key: str, meeting: MeetingFact) -> Line:
    """Return when a meeting is: ``on`` its date, ``in`` its month, or nothing where neither is known."""
    if meeting.day is not None:
        return line(" on ", day(key, meeting.day, meeting.uid))
    if meeting.month is not None:
        return line(" in ", Figure(key, month_label(meeting.month), (meeting.uid,)))
    return ()


def month_label(text: str) -> str:
    """Return a month kept as ``2020-03`` in words; any other text as it is, so that no paper fails on it."""
    try:
        return parse_month(text).label
    except ValueError:
        return text


def clean_note(text: str | None) -> str:
    """Return a printed note as a sentence: trimmed, ending in a stop."""
    trimmed = (text or "").strip()
    return trimmed if not trimmed or trimmed[-1] in ".?!" else f"{trimmed}."
