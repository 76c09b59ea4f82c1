"""Rows of meetings: those to come first by date, past ones latest first (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_weekday
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import distance_in_words
from secdesk.rules.years import parse_month
from secdesk.services import queries, records
from secdesk.services.records import RecordRow
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.record_table import Ask, Column, Row

UPCOMING, PAST, ALL = "upcoming", "past", "all"


class MeetingRows(KindRows):
    """Meetings; the facets are those to come, those past, and all."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        super().__init__(desk, "meeting")

    def make_columns(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        return (
            Column("date", "Date", width=16),
            Column("body", "Body", stretches=True, width=22),
            Column("distance", "When", width=9),
            Column("items", "Items", right=True, width=5),
            Column("state", "State", width=10, optional=1),
        )

    def default_order(self, ask: Ask) -> list[str]:
        """Return meetings by the column asked for; without one those to come by date, past ones latest first."""
        rows: list[RecordRow] = self.readings.get(_ALL)
        if ask.sort:
            return self.sort_uids([row.uid for row in rows], ask)
        coming = [row for row in rows if self._is_coming(row)]
        past = [row for row in rows if not self._is_coming(row)]
        found = [*sorted(coming, key=_when), *sorted(past, key=_when, reverse=True)]
        return [row.uid for row in found]

    def facet(self, facet: str) -> Any:
        """Return the meetings to come, or the past ones."""
        rows: list[RecordRow] = self.readings.get(_ALL)
        if facet == ALL:
            return {row.uid for row in rows}
        return {row.uid for row in rows if self._is_coming(row) == (facet == UPCOMING)}

    def make_rows(self, session: Any, uids: Sequence[str]) -> list[Row]:
        """Return the rows of some meetings in the order asked for."""
        found = {row.uid: row for row in records.list_records(session, "meeting", self.desk.as_at, uids=uids)}
        sizes = queries.agenda_sizes(session, uids)
        return [self._make(found[uid], sizes.get(uid, 0)) for uid in uids if uid in found]

    def sort_keys(self, session: Any, column: str) -> Mapping[str, Any]:
        """Return what a column sorts by."""
        rows = records.list_records(session, "meeting", self.desk.as_at)
        if column in ("date", "distance"):
            return {row.uid: _when(row) for row in rows}
        if column == "items":
            sizes = queries.agenda_sizes(session, [row.uid for row in rows])
            return {row.uid: sizes.get(row.uid, 0) for row in rows}
        return {row.uid: words_of(*_CHOICES[column], _text(row, column)) or None for row in rows}

    def read_part(self, session: Any, part: str) -> Any:
        """Read all meetings, or what every kind keeps."""
        if part == _ALL:
            return records.list_records(session, "meeting", self.desk.as_at)
        return super().read_part(session, part)

    def _is_coming(self, row: RecordRow) -> bool:
        return row.values["state"] == "planned" and _when(row) >= self.desk.as_at

    def _make(self, row: RecordRow, items: int) -> Row:
        day = row.values["date"]
        distance = distance_in_words(day, self.desk.as_at, self.desk.calendar) if isinstance(day, date) else ""
        body = words_of("meeting_body", _text(row, "body")) or "(no body yet)"
        state = words_of("meeting_state", _text(row, "state"))
        agenda = ["agenda confirmed"] if row.values["agenda_confirmed"] is not None else []
        if agenda and row.values["state"] == "planned":
            state = "Confirmed"
        cells = (date_words(row), body, distance, str(items) if items else "", state)
        spoken = ", ".join([body, date_words(row), distance or state, in_figures(items, "item"), *agenda])
        return Row(row.uid, cells, spoken)


_ALL = "all"
"""The part that holds every meeting."""
_CHOICES = {"body": ("meeting_body",), "state": ("meeting_state",)}


def date_words(row: RecordRow) -> str:
    """Return when a meeting is or was, as far as that is known."""
    day, month, known_by = row.values["date"], row.values["month"], row.values["known_by"]
    if isinstance(day, date):
        return format_weekday(day)
    if month is not None:
        return parse_month(str(month)).label
    return f"by {format_weekday(known_by)}" if isinstance(known_by, date) else "date not known"


def _when(row: RecordRow) -> date:
    day, month, known_by = row.values["date"], row.values["month"], row.values["known_by"]
    if isinstance(day, date):
        return day
    if month is not None:
        return parse_month(str(month)).last
    return known_by if isinstance(known_by, date) else date.max


def _text(row: RecordRow, name: str) -> str | None:
    value = row.values[name]
    return None if value is None else str(value)
