"""Rows of bank holidays by year: the days of the published list between the register's own lines (domain.md 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from secdesk.rules.date_words import EARLIEST_YEAR, LATEST_YEAR, format_weekday
from secdesk.rules.text import fold
from secdesk.services import bank_holidays
from secdesk.services.bank_holidays import HolidayDay
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.record_table import Ask, Column, Row, Window

PUBLISHED = "published:"
"""Begins the key of a day that is no record: ``published:2020-04-10``."""
OWN, ALL = "own", "all"
_YEARS_BACK, _YEARS_ON = 2, 5


class HolidayRows(KindRows):
    """The bank holidays of one year, of the register alone, or of the years around today."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        super().__init__(desk, "holiday")
        self.lines: dict[str, HolidayDay] = {}

    def make_columns(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        return (
            Column("date", "Date", width=16),
            Column("name", "Name", stretches=True, width=28),
            Column("origin", "Where from", width=22),
        )

    def window(self, ask: Ask) -> Window:
        """Find the days that answer; a year typed into the search shows that year."""
        typed = ask.text.strip()
        year = typed if len(typed) == 4 and typed.isascii() and typed.isdigit() else ""
        found = self.desk.read(lambda session: self._read(session, year or ask.facet))
        self.lines = {key_of(line): line for line in found}
        words = "" if year else fold(typed)
        kept = [line for line in found if not words or words in fold(" ".join(_cells(line)))]
        if ask.filters:
            # A published day is no record, so no filter on a field finds it.
            found_by = set(self.facts().keep([line.uid for line in kept if line.uid], ask.filters))
            kept = [line for line in kept if line.uid in found_by]
        if ask.sort:
            place = next(n for n, column in enumerate(self.columns) if column.key == ask.sort)
            kept.sort(key=lambda line: line.day if not place else _cells(line)[place], reverse=ask.descending)
        return Window(len(kept), len(found), [key_of(line) for line in kept])

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Return some rows of the answer."""
        return [_row(self.lines[key]) for key in (window.uids or ())[offset : offset + limit]]

    def make_rows(self, session: Any, uids: Sequence[str]) -> list[Row]:
        """Return the rows of some days in the order asked for."""
        return [_row(self.lines[key]) for key in uids if key in self.lines]

    def whole_values(self, session: Any, uids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the dates of some days, for a spreadsheet."""
        return {key: {"date": self.lines[key].day} for key in uids if key in self.lines}

    def row_of(self, window: Window, uid: str) -> int:
        """Return where a day stands, -1 where it does not."""
        uids = list(window.uids or ())
        return uids.index(uid) if uid in uids else -1

    def begins(self, window: Window, typed: str) -> int:
        """Return the first day whose date or name begins as typed."""
        hits = (n for n, key in enumerate(window.uids or ()) if fold(self.lines[key].name).startswith(fold(typed)))
        return next(hits, -1)

    def _read(self, session: Any, facet: str) -> list[HolidayDay]:
        at = self.desk.as_at
        if facet == OWN:
            found = bank_holidays.holidays_between(session, date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31), at)
            return [line for line in found if line.uid]
        if facet.isdigit():
            year = min(max(int(facet), EARLIEST_YEAR), LATEST_YEAR)
            return bank_holidays.holidays_between(session, date(year, 1, 1), date(year, 12, 31), at)
        own = bank_holidays.own_years(session)
        today = self.desk.today.year
        first, last = min([today - _YEARS_BACK, *own]), max([today + _YEARS_ON, *own])
        return bank_holidays.holidays_between(session, date(first, 1, 1), date(last, 12, 31), at)


def key_of(line: HolidayDay) -> str:
    """Return the key of a line: the uid of its record, or the day of the published list."""
    return line.uid or f"{PUBLISHED}{line.day.isoformat()}"


def _cells(line: HolidayDay) -> tuple[str, ...]:
    return (format_weekday(line.day), line.name, line.words)


def _row(line: HolidayDay) -> Row:
    counts = "" if line.counts else ", an ordinary day"
    return Row(key_of(line), _cells(line), f"{format_weekday(line.day)}, {line.name}, {line.words}{counts}")
