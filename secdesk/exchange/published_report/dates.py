"""Dates and months as scanners leave them: ``10ct 19`` is 1 Oct 19, ``5Jun 19`` is 5 Jun 19 (domain.md 2.1 trap 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from secdesk.exchange.published_report.letters import fold_letters, read_figures, repair_note
from secdesk.rules.date_words import MONTHS, format_long, format_short, full_year
from secdesk.rules.years import Month

_FULL = [fold_letters(name) for name in MONTHS]
_NAMES = {**{name[:3]: index for index, name in enumerate(_FULL, 1)}, **{n: i for i, n in enumerate(_FULL, 1)}}
_ANY_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_FULL_NAME = "|".join(_FULL)

FOLDED_DATE = rf"(?<![a-z0-9])[2-9ol]{{1,2}} ?(?:{_FULL_NAME}) ?[2-9ol]{{4}}(?![a-z0-9])"
"""The pattern of a date in a sentence: day, month in full, four figures of the year."""

FOLDED_SHORT = rf"(?<![a-z0-9])[2-9ol]{{1,2}} ?(?:{_ANY_NAME}) ?[2-9ol]{{2}}(?![a-z0-9])"
"""The pattern of a date in a table: day, three letters, two figures of the year."""

FOLDED_MONTH = rf"(?<![a-z0-9])(?:{_FULL_NAME}) ?[2-9ol]{{4}}(?![a-z0-9])"
"""The pattern of a month with its year."""

FOLDED_MONTH_NAME = rf"(?<![a-z0-9])(?:{_FULL_NAME})(?![a-z0-9])"
"""The pattern of a month without a year."""

_DATE = re.compile(rf"([2-9ol]{{1,2}}) ?({_ANY_NAME}) ?([2-9ol]{{4}}|[2-9ol]{{2}})")
_MONTH = re.compile(rf"({_FULL_NAME}) ?([2-9ol]{{4}})")
_FARTHEST_YEARS = 15


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date and the repair that gave it, if any."""

    day: date
    repair: str = ""


@dataclass(frozen=True, slots=True)
class ReadMonth:
    """A month and the repair that gave it, if any."""

    month: Month
    repair: str = ""


def read_date(text: str) -> ReadDate | None:
    """Return the date that a piece of text is, with a year of two or four figures; None where it is none."""
    piece = text.strip()
    found = _DATE.fullmatch(fold_letters(piece))
    if found is None:
        return None
    day, year = (read_figures(piece[found.start(group) : found.end(group)]) for group in (1, 3))
    if not day or not year:
        return None
    try:
        read = date(full_year(year), _NAMES[found[2]], int(day))
    except ValueError:
        return None
    return ReadDate(read, _repair_of(piece, read, is_short=len(year) == 2))


def _repair_of(piece: str, read: date, is_short: bool) -> str:
    """Name what is printed other than it was read; a nought before the day is no repair."""
    usual = format_short(read) if is_short else format_long(read)
    return "" if usual in (piece, piece.removeprefix("0")) else repair_note(piece, usual)


def read_month(text: str) -> ReadMonth | None:
    """Return the month that a piece of text is, with a year of four figures; None where it is none."""
    piece = text.strip()
    found = _MONTH.fullmatch(fold_letters(piece))
    year = read_figures(piece[found.start(2) : found.end(2)]) if found else ""
    if found is None or not year:
        return None
    read = Month(int(year), _NAMES[found[1]])
    return ReadMonth(read, "" if piece == read.label else repair_note(piece, read.label))


def month_after(name: str, day: date) -> Month | None:
    """Return the next month of a name on or after a day: March for 7 February 2020 is March 2020."""
    number = _NAMES.get(fold_letters(name.strip()))
    if number is None:
        return None
    return Month(day.year if number >= day.month else day.year + 1, number)


def is_near(day: date, month: Month) -> bool:
    """Say whether a date can stand in the report of a month: not many years away."""
    return abs(day.year - month.year) <= _FARTHEST_YEARS
