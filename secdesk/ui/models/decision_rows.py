"""Rows of recorded decisions for the log (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.text import fold
from secdesk.services.decision_log import Decision, LogAsk, decisions
from secdesk.ui.desk import Desk
from secdesk.ui.models.fixed_rows import UnsortedRows
from secdesk.ui.models.record_table import Ask, Column, Row, Window

_COLUMNS = (
    Column("date", "Date", width=11),
    Column("body", "Decided by", width=18, least=19),
    Column("proposal", "Proposal", stretches=True, width=30),
    Column("outcome", "Outcome", width=26, least=20),
    Column("note", "Note", width=22, optional=1),
    Column("who", "Who", width=12, optional=2),
)


class DecisionRows(UnsortedRows):
    """What bodies decided, latest first unless a column is sorted by. :attr:`asked` narrows it."""

    glyph_column = -1
    columns = _COLUMNS
    sortable: Mapping[str, str] = {column.key: column.heading for column in _COLUMNS}

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        self._desk = desk
        self.asked = LogAsk()
        self.found: list[Decision] = []

    def window(self, ask: Ask) -> Window:
        """Read the decisions asked for."""
        self.found = self._desk.read(lambda session: decisions(session, self.asked, self._desk.as_at))
        if ask.sort in self.sortable:
            key = _sort_key(ask.sort)
            known = [each for each in self.found if key(each) is not None]
            unknown = [each for each in self.found if key(each) is None]
            self.found = [*sorted(known, key=key, reverse=ask.descending), *unknown]
        return Window(len(self.found), len(self.found), [each.uid for each in self.found])

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Return some decisions as rows."""
        return [_row(each) for each in self.found[offset : offset + limit]]

    def row_of(self, window: Window, uid: str) -> int:
        """Return where a decision stands, -1 where it does not."""
        return next((place for place, each in enumerate(self.found) if each.uid == uid), -1)

    def begins(self, window: Window, typed: str) -> int:
        """Return the first decision on a proposal whose number begins as typed, -1 for none."""
        wanted = fold(typed).lstrip("0")
        return next((place for place, each in enumerate(self.found) if _number(each).startswith(wanted)), -1)

    def forget(self) -> None:
        """Decisions are read anew with every window."""

    def decision(self, uid: str) -> Decision | None:
        """Return a decision that is listed."""
        return next((each for each in self.found if each.uid == uid), None)


def _number(each: Decision) -> str:
    return "".join(filter(str.isdigit, each.called.split(" ")[0])).lstrip("0")


def _sort_key(column: str) -> Callable[[Decision], Any]:
    if column == "date":
        return lambda each: each.day or each.known_by
    cell = [each.key for each in _COLUMNS].index(column)
    return lambda each: fold(_cells(each)[cell]) or None


def _cells(each: Decision) -> tuple[str, ...]:
    when = format_date(each.day) if each.day else f"by {format_date(each.known_by)}" if each.known_by else "not known"
    return when, each.body_words, each.called, each.outcome_words, each.note, each.who


def _row(each: Decision) -> Row:
    cells = _cells(each)
    tips = (format_weekday(each.day) if each.day else "",)
    return Row(each.uid, cells, ", ".join(cell for cell in cells if cell), tips)
