"""Rows of recorded decisions, newest first: the log of decisions (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from secdesk.rules import naming
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date, format_weekday
from secdesk.services import records
from secdesk.services.records import RecordRow
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.record_table import Ask, Column, Row


class DecisionRows(KindRows):
    """Events that a body decided, latest first."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        super().__init__(desk, "event")

    def make_columns(self) -> tuple[Column, ...]:
        """Return the columns of the log."""
        return (
            Column("date", "Date", width=11),
            Column("body", "Decided by", width=18),
            Column("proposal", "Proposal", stretches=True, width=30),
            Column("outcome", "Outcome", width=24),
            Column("note", "Note", width=24),
        )

    def default_order(self, ask: Ask) -> list[str]:
        """Return decisions by date, latest first, unless another column is asked for."""
        column, descending = (ask.sort, ask.descending) if ask.sort else ("date", True)
        keys = self.desk.read(lambda session: self.sort_keys(session, column))
        known = [uid for uid, key in keys.items() if key is not None]
        unknown = [uid for uid, key in keys.items() if key is None]
        return [*sorted(known, key=keys.__getitem__, reverse=descending), *unknown]

    def sort_keys(self, session: Any, column: str) -> Mapping[str, Any]:
        """Return what a column sorts by, for decisions alone."""
        rows = [row for row in records.list_records(session, "event", self.desk.as_at) if _is_decision(row)]
        if column == "date":
            return {row.uid: row.values["date"] or row.values["known_by"] for row in rows}
        made = {row.uid: row for row in self.make_rows(session, [row.uid for row in rows])}
        place = [each.key for each in self.columns].index(column)
        return {uid: row.cells[place].casefold() or None for uid, row in made.items()}

    def make_rows(self, session: Any, uids: Sequence[str]) -> list[Row]:
        """Return the rows of some decisions in the order asked for."""
        found = {row.uid: row for row in records.list_records(session, "event", self.desk.as_at, uids=uids)}
        proposals = {str(row.values["proposal"]) for row in found.values() if row.values["proposal"]}
        called = naming.names(session, "proposal", proposals, self.desk.as_at)
        return [_row(found[uid], called) for uid in uids if uid in found]


def _is_decision(row: RecordRow) -> bool:
    return row.values["body"] not in (None, "SECAS", "PROPOSER", "DCC")


def _row(row: RecordRow, called: Mapping[str, str]) -> Row:
    day = row.values["date"]
    when = format_date(day) if isinstance(day, date) else "not known"
    cells = (
        when,
        words_of("body", _text(row, "body")),
        called.get(_text(row, "proposal") or "", ""),
        words_of("outcome", _text(row, "outcome")),
        (_text(row, "printed_note") or _text(row, "private_note") or "").replace("\n", " "),
    )
    tips = (format_weekday(day) if isinstance(day, date) else "",)
    return Row(row.uid, cells, ", ".join(cell for cell in cells if cell), tips)


def _text(row: RecordRow, name: str) -> str | None:
    value = row.values[name]
    return None if value is None else str(value)
