"""Column types for STRICT tables: dates as ISO text and yes/no as 0 and 1."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from sqlalchemy import Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Value: TypeAlias = str | int | bool | date | None
Plain: TypeAlias = str | int | bool | None


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


def to_plain(value: Value) -> Plain:
    """Return a value as JSON can hold it: dates become ISO text, all else stays."""
    return value.isoformat() if isinstance(value, date) else value
