"""Dates in words: English names of days and months and the four ways secdesk writes a date.

The names are spelt out here, so that no locale of the machine changes a paper or what a person may type.
"""

from __future__ import annotations

from datetime import date

MONTHS: tuple[str, ...] = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The months in full; index 0 is January."""

WEEKDAYS: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The days of the week in full; the index is that of ``date.weekday()``."""

EARLIEST_YEAR = 1900
LATEST_YEAR = 2099
"""The years a typed date or month may have. Outside them a slip of the finger is likelier than a fact."""

_SHORTEST_NAME = 3


def format_date(day: date) -> str:
    """Write ``7 Feb 2020``, the form of every date on screen (ux.md 3.7)."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def format_long(day: date) -> str:
    """Write ``7 February 2020``, the form of dates in the sentences of a paper (domain.md 2)."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_short(day: date) -> str:
    """Write ``7 Feb 20``, the form of the assessment tables (domain.md 2); read back as a year from 1980 to 2079."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year % 100:02d}"


def format_weekday(day: date) -> str:
    """Write ``Fri 7 Feb 2020``, the form of hints, agendas and tooltips (ux.md 3.7)."""
    return f"{WEEKDAYS[day.weekday()][:3]} {format_date(day)}"


def month_named(word: str) -> int | None:
    """Give 1 to 12 for a month's name or its first three or more letters, in any case; None for other words."""
    return _index_of_name(word, MONTHS)


def weekday_named(word: str) -> int | None:
    """Give 0 (Monday) to 6 for a weekday's name or its first three or more letters, also ``weds``; else None."""
    found = _index_of_name("wed" if word.casefold() == "weds" else word, WEEKDAYS)
    return None if found is None else found - 1


def full_year(year: str) -> int:
    """Give the year meant by two or four digits: 00 to 79 are 2000 to 2079, 80 to 99 are 1980 to 1999 (ux.md 3.7)."""
    number = int(year)
    if len(year) > 2:
        return number
    return 2000 + number if number < 80 else 1900 + number


def _index_of_name(word: str, names: tuple[str, ...]) -> int | None:
    typed = word.casefold()
    if len(typed) < _SHORTEST_NAME:
        return None
    return next((index for index, name in enumerate(names, start=1) if name.casefold().startswith(typed)), None)
