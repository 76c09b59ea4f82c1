"""Records as rows of a table, as at a day: values with what follows from them, and the words for each of them.

Rows are read a few hundred at a time, so that a table of any length needs the same memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.cells import Cell, cell_text, exact_cell, plain_text
from secdesk.exchange.seals import fingerprint, join_fingerprints
from secdesk.exchange.table_form import AS_AT, ENDING, ID, SEAL, Column, TableChoice
from secdesk.models import FieldInfo, Proposal, kinds
from secdesk.models.types import Value
from secdesk.rules.naming import NOT_NUMBERED, names, owner_kinds, reference_of
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.status import converted_at, dated_fields_of, first_date, status_at
from secdesk.rules.values import show_value, stored_value

ROWS_AT_ONCE = 500
EXACT_KINDS = frozenset({"date", "month", "number", "yes_no"})
"""Kinds of field whose values spreadsheets write in forms of their own; fingerprints know them by their plain form."""

_GONE = "(not in this register)"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A record as a row: its values by the names of columns, and the names of the records that it points to.

    ``value_info`` is the field whose value a dated value keeps, where the row is one.
    """

    uid: str
    at: date
    values: Mapping[str, Value]
    names: Mapping[tuple[str, str], str]
    value_info: FieldInfo | None = None

    def words(self, column: Column) -> Cell:
        """Return what a person reads in a cell; numbers and dates as such."""
        value = self._plain(column)
        info = self.info(column)
        if info is not None and info.kind not in ("number", "date") and value is not None:
            return _in_words(info, value, self.names)
        if column.name == "stage":
            return STAGES[str(value)].label if self.values["status"] else NOT_NUMBERED
        if column.name == "status" and info is None:
            return STATUSES[str(value)].label if value else NOT_NUMBERED
        return value

    def exact(self, column: Column) -> Cell:
        """Return what a program reads in a cell: keys of choices and uids of records, yes and no as true and false."""
        value = self._plain(column)
        if isinstance(value, bool):
            return "true" if value else "false"
        return value

    def canonical(self, column: Column, exact: bool) -> str:
        """Return the text of a cell in the one form that fingerprints are made of."""
        info = self.info(column)
        kind = info.kind if info is not None else column.kind
        if exact or kind in EXACT_KINDS:
            return exact_cell(self.exact(column))
        return plain_text(cell_text(self.words(column)))

    def info(self, column: Column) -> FieldInfo | None:
        """Return the field behind a cell; for the value of a dated value that of its owner."""
        return self.value_info if self.value_info is not None and column.name == "value" else column.info

    def _plain(self, column: Column) -> Value:
        if column.name == ID:
            return self.uid
        if column.name == AS_AT:
            return self.at
        value = self.values[column.name]
        if self.value_info is None or column.name != "value" or not isinstance(value, str):
            return value
        return _stored(self.value_info, value)


def _in_words(info: FieldInfo, value: Value, named: Mapping[tuple[str, str], str]) -> str:
    try:
        return show_value(info, value, lambda kind, uid: named.get((kind, uid), _GONE))
    except ValueError:
        return str(value)  # a value that its field can no longer read is shown as it is kept


def read_rows(session: Session, choice: TableChoice) -> Iterator[TableRow]:
    """Yield the rows of a table, in the order asked for or else in the kind's own."""
    if choice.uids is None:
        rows = session.execute(_query(choice.kind, choice.at).execution_options(yield_per=ROWS_AT_ONCE))
        for part in rows.partitions(ROWS_AT_ONCE):
            yield from _as_rows(session, choice, part)
        return
    for start in range(0, len(choice.uids), ROWS_AT_ONCE):
        wanted = choice.uids[start : start + ROWS_AT_ONCE]
        model: Any = kinds()[choice.kind]
        found = session.execute(_query(choice.kind, choice.at).where(model.uid.in_(wanted))).all()
        by_uid = {row.uid: row for row in _as_rows(session, choice, found)}
        yield from (by_uid[uid] for uid in wanted if uid in by_uid)


def _query(kind: str, at: date) -> Any:
    model: Any = kinds()[kind]
    stored = model.stored_fields()
    derived: list[Any] = []
    if model is Proposal:
        derived = [
            status_at(at).label("derived_status"),
            converted_at(at).label("derived_converted"),
            first_date(("draft_raised",), at).label("derived_raised"),
        ]
    dated = [expression.label(name) for name, expression in dated_fields_of(model, at).items()]
    query = select(model.uid, *(getattr(model, name) for name in stored), *dated, *derived)
    return query.order_by(*(getattr(model, name) for name in model.kind.order if name in stored), model.uid)


def _as_rows(session: Session, choice: TableChoice, found: Sequence[Any]) -> Iterator[TableRow]:
    raw = [dict(row._mapping) for row in found]
    owners = _owners(session, raw) if choice.kind == "dated_value" else {}
    read = [_read(choice.kind, row, owners) for row in raw]
    named = _names(session, choice, read, owners)
    for row, values, info in read:
        if choice.kind == "dated_value":
            owner = (owners.get(row["record"], ""), row["record"])
            values["belongs_to"] = named.get(owner, _GONE)
        yield TableRow(row["uid"], choice.at, values, named, info)


def _owners(session: Session, raw: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return owner_kinds(session, {row["record"] for row in raw})


_Read = tuple[dict[str, Any], dict[str, Value], FieldInfo | None]


def _read(kind: str, row: dict[str, Any], owners: Mapping[str, str]) -> _Read:
    """Return a row of the query, its values, and for a dated value the field that it is of."""
    values: dict[str, Value] = {
        name: _stored(info, row[name]) if info.dated else row[name] for name, info in kinds()[kind].fields().items()
    }
    if kind == "proposal":
        status = row["derived_status"]
        called = reference_of(row["number"], row["suffix"], row["series"], bool(row["derived_converted"]))
        stage = STATUSES[status].stage if status else ""
        values |= {"reference": called, "stage": stage, "status": status, "raised": row["derived_raised"]}
    info = None
    if kind == "dated_value" and row["record"] in owners:
        info = kinds()[owners[row["record"]]].dated_fields().get(row["field_name"])
    return row, values, info


def _stored(info: FieldInfo, text: str | None) -> Value:
    try:
        return stored_value(info, text)
    except ValueError:
        return text


def _names(
    session: Session, choice: TableChoice, read: Sequence[_Read], owners: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Return the names of all records that some rows point to, by kind and uid."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    links = [info for info in kinds()[choice.kind].fields().values() if info.kind == "link"]
    for row, values, own in read:
        for info in (*links, *((replace(own, name="value"),) if own is not None and own.kind == "link" else ())):
            if values[info.name] is not None:
                wanted[info.link].add(str(values[info.name]))
        if own is not None:
            wanted[owners[row["record"]]].add(row["record"])
    return {
        (kind, uid): name
        for kind, uids in wanted.items()
        for uid, name in names(session, kind, sorted(uids), choice.at).items()
    }


def row_cells(row: TableRow, columns: Sequence[Column], exact: bool) -> list[Cell]:
    """Return the cells of a row, with the fingerprints of the others in the one that is for them."""
    cells = [None if column.name == SEAL else row.exact(column) if exact else row.words(column) for column in columns]
    if any(column.name == SEAL for column in columns):
        sealed = [
            fingerprint(row.uid, column.name, row.canonical(column, exact))
            for column in columns
            if column.name not in ENDING
        ]
        cells = [
            join_fingerprints(sealed) if column.name == SEAL else cell
            for column, cell in zip(columns, cells, strict=True)
        ]
    return cells
