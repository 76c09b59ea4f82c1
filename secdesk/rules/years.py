"""Regulatory years, which start on 1 April, and months as a person types and reads them (domain.md 9)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from secdesk.rules.date_words import EARLIEST_YEAR, LATEST_YEAR, MONTHS, month_named

_FIRST_MONTH = 4
_QUOTED = 40
_LABEL = re.compile(r"([0-9]{4})[/-]([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/ ]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/ ]([0-9]{4})")
_NAME_FIRST = re.compile(r"([a-z]+)[-/. ]*([0-9]{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class RegulatoryYear:
    """A year from 1 April to 31 March; ``2019/20`` is 1 April 2019 to 31 March 2020 (domain.md 9)."""

    start: date
    end: date
    label: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; earlier months are smaller. A ValueError names a month number that is not 1 to 12."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"Month must be a whole number from 1 to 12, not {self.month}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    @classmethod
    def of(cls, day: date) -> Month:
        """Give the month in which ``day`` falls."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def label(self) -> str:
        """The month in words: ``January 2020``."""
        return f"{MONTHS[self.month - 1]} {self.year}"

    @property
    def next(self) -> Month:
        """The month after."""
        return self.later(1)

    @property
    def previous(self) -> Month:
        """The month before."""
        return self.later(-1)

    def later(self, months: int) -> Month:
        """Give the month so many months later, or earlier if negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)


def regulatory_year(day: date) -> RegulatoryYear:
    """Give the regulatory year in which ``day`` falls."""
    first = day.year if day.month >= _FIRST_MONTH else day.year - 1
    return _year_from(first)


def parse_regulatory_year(text: str) -> RegulatoryYear:
    """Read ``2019/20``, ``2019-20`` or ``2019/2020``; a ValueError says how to type it."""
    typed = text.strip()
    found = _LABEL.fullmatch(typed)
    first = int(found[1]) if found else 0
    if found is None or found[2] not in (str(first + 1), str(first + 1)[-2:]) or not _is_typed_year(first):
        raise ValueError(f"'{typed[:_QUOTED]}' is not a regulatory year. Type it like 2019/20")
    return _year_from(first)


def parse_month(text: str) -> Month:
    """Read ``2020-01``, ``2020-1``, ``01/2020``, ``January 2020`` or ``jan 2020``; a ValueError says how to type it."""
    typed = text.strip()
    year, month = _read_month(typed)
    if not 1 <= month <= 12 or not _is_typed_year(year):
        raise ValueError(f"'{typed[:_QUOTED]}' is not a month. Type it like 2020-01")
    return Month(year, month)


def _year_from(first: int) -> RegulatoryYear:
    start, end = date(first, _FIRST_MONTH, 1), date(first + 1, _FIRST_MONTH - 1, 31)
    return RegulatoryYear(start, end, f"{first}/{(first + 1) % 100:02d}")


def _is_typed_year(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def _read_month(typed: str) -> tuple[int, int]:
    """Give year and month as typed, either of them 0 where the text has another shape."""
    if found := _YEAR_FIRST.fullmatch(typed):
        return int(found[1]), int(found[2])
    if found := _MONTH_FIRST.fullmatch(typed):
        return int(found[2]), int(found[1])
    if found := _NAME_FIRST.fullmatch(typed):
        return int(found[2]), month_named(found[1]) or 0
    return 0, 0
