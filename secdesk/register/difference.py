"""What makes one register's records equal to another's: the fewest additions, edits and deletions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Set
from dataclasses import dataclass

from secdesk.models import Record, kinds
from secdesk.models.types import Plain
from secdesk.register import migrations
from secdesk.register.log import RecordChange
from secdesk.register.tables import Row, TableShape, read_rows, shapes

Key = tuple[str, str]
"""Kind and uid of a record."""

_BOOKKEEPING = ("uid", "rev", "row_hash")


@dataclass(frozen=True, slots=True)
class _Side:
    """The rows of one table, read in the order of their uids."""

    shape: TableShape
    rows: Iterator[tuple[str | int | None, ...]]

    def next(self) -> Row | None:
        """Return the next row, or None at the end."""
        cells = next(self.rows, None)
        return None if cells is None else dict(zip(self.shape.columns, cells, strict=True))

    def fields(self, row: Row) -> dict[str, Plain]:
        """Return the stored fields of a row as the history holds them."""
        return {name: self.shape.plain(name, cell) for name, cell in row.items() if name not in _BOOKKEEPING}


def differences(
    present: sqlite3.Connection, wanted: sqlite3.Connection, only: Set[Key] | None = None
) -> Iterator[RecordChange]:
    """Yield what turns the records of one register file into those of another, kind by kind.

    Both must be of the newest version. ``only`` limits it to some records. Revisions and hashes are not compared:
    they tell how often a record was saved, not what it says.
    """
    tables = shapes(migrations.newest())
    for kind in kinds():
        shape = tables[kind]
        for change in _of_table(_Side(shape, read_rows(present, shape)), _Side(shape, read_rows(wanted, shape))):
            if only is None or (change.kind, change.record) in only:
                yield change


def _of_table(present: _Side, wanted: _Side) -> Iterator[RecordChange]:
    here, there = present.next(), wanted.next()
    while here is not None or there is not None:
        if there is None or (here is not None and str(here["uid"]) < str(there["uid"])):
            assert here is not None
            yield _change(present, here, None)
            here = present.next()
        elif here is None or str(there["uid"]) < str(here["uid"]):
            yield _change(present, None, there)
            there = wanted.next()
        else:
            change = _change(present, here, there)
            if change.fields:
                yield change
            here, there = present.next(), wanted.next()


def _change(side: _Side, here: Row | None, there: Row | None) -> RecordChange:
    """Return the change from one row to another, either of which may not be there."""
    before = side.fields(here) if here else {}
    after = side.fields(there) if there else {}
    names = [name for name in before or after if before.get(name) != after.get(name)]
    uid = str((here or there or {})["uid"])
    fields = {name: (before.get(name), after.get(name)) for name in names}
    return RecordChange(side.shape.name, uid, "add" if here is None else "delete" if there is None else "edit", fields)


def parts_of(connection: sqlite3.Connection, kind: str, uid: str) -> set[Key]:
    """Return a record, its dated values and its parts, and theirs, as they stand in one register file."""
    found = {(kind, uid)}
    rows = connection.execute("SELECT uid FROM dated_value WHERE record=?", (uid,)).fetchall()
    found |= {("dated_value", row[0]) for row in rows}
    for other, model in kinds().items():
        for column in _owner_links(model, kind):
            query = f'SELECT uid FROM "{other}" WHERE "{column}"=?'  # noqa: S608 - names of our own models
            for row in connection.execute(query, (uid,)).fetchall():
                if (other, row[0]) not in found:
                    found |= parts_of(connection, other, row[0])
    return found


def _owner_links(model: type[Record], kind: str) -> list[str]:
    return [name for name, info in model.stored_fields().items() if info.owner and info.link == kind]
