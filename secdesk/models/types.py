"""Column types for STRICT tables: dates as ISO text and yes/no as 0 and 1."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TypeAlias

from sqlalchemy import Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Value: TypeAlias = str | int | bool | date | None
Plain: TypeAlias = str | int | bool | None

_LENGTH_OF_DAY = 10
_MOST_DAYS = 20_000  # half a century of them


class IsoDate(TypeDecorator[date]):
    """A calendar date without a time zone, kept as ``YYYY-MM-DD``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Return the ISO text of a date."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Return the date of an ISO text."""
        return None if value is None else date.fromisoformat(value)


class YesNo(TypeDecorator[bool]):
    """Yes or no, kept as 1 or 0 (STRICT tables know no BOOLEAN)."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Return 1, 0 or nothing."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Return the truth value of 1 or 0."""
        return None if value is None else bool(value)


@lru_cache(_MOST_DAYS)
def _in_calendar(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def iso_day(text: str) -> date | None:
    """Return the day of a text exactly as ``YYYY-MM-DD``, and None for any other; few days stand in many records."""
    return _in_calendar(text) if len(text) == _LENGTH_OF_DAY else None


def to_plain(value: Value) -> Plain:
    """Return a value as JSON can hold it: dates become ISO text, all else stays."""
    return value.isoformat() if isinstance(value, date) else value
