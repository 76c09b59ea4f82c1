"""Reads off each flush what changed, nets it over a whole transaction, and keeps revision and row hash right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from secdesk.models import Record
from secdesk.models.base import row_hash
from secdesk.models.types import Plain, Value, to_plain
from secdesk.register.log import RecordChange

_AT_ONCE = 500


class Recorder:
    """Collects the net before and after of every record that one session adds, edits or deletes."""

    def __init__(self, session: Session) -> None:
        """Listen to the session's flushes; it must end with the session."""
        self._before: dict[tuple[str, str], dict[str, Plain] | None] = {}
        self._after: dict[tuple[str, str], dict[str, Plain] | None] = {}
        session.info[Recorder] = self
        event.listen(session, "before_flush", self._on_before_flush)

    @property
    def touched(self) -> int:
        """How many records were touched, also those that came out as they were."""
        return len(self._before)

    def changes(self) -> Iterator[RecordChange]:
        """Yield the net changes, in the order in which records were first touched."""
        for (kind, uid), before in self._before.items():
            change = _net(kind, uid, before, self._after[kind, uid])
            if change is not None:
                yield change

    def note_added(self, kind: str, uid: str, after: dict[str, Plain]) -> None:
        """Take note of a new record that was written below the mapper, by its values that are not empty."""
        self._before.setdefault((kind, uid), None)
        self._after[kind, uid] = after

    def _on_before_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        for record in session.new:
            if isinstance(record, Record):
                self._note(record, None, _plain_values(record))
        for record in session.dirty:
            if isinstance(record, Record) and session.is_modified(record):
                self._note(record, _values_before(record), _plain_values(record))
        for record in session.deleted:
            if isinstance(record, Record):
                self._note(record, _values_before(record), None)

    def _note(self, record: Record, before: dict[str, Plain] | None, after: dict[str, Plain] | None) -> None:
        if before is None:
            _set_defaults(record)
            after = _plain_values(record)
        key = (record.kind_name(), record.uid)
        self._before.setdefault(key, before)
        self._after[key] = after
        if after is not None:
            record.rev = (record.rev or 0) + 1
            record.row_hash = hash_of(record)


def _net(kind: str, uid: str, before: dict[str, Plain] | None, after: dict[str, Plain] | None) -> RecordChange | None:
    """Return what came of a record's state before and its state after, or None where that is nothing."""
    if before is None:
        added = None if after is None else {name: (None, value) for name, value in after.items() if value is not None}
        return None if added is None else RecordChange(kind, uid, "add", added)
    new = after or {}
    names = [name for name in {**before, **new} if before.get(name) != new.get(name)]
    if after is not None and not names:
        return None
    changed = {name: (before.get(name), new.get(name)) for name in names}
    return RecordChange(kind, uid, "delete" if after is None else "edit", changed)


def add_in_bulk(session: Session, model: type[Record], records: Iterable[tuple[str, Mapping[str, Value]]]) -> None:
    """Add many new records, each a uid with its stored values, to the session of a change; its step tells of each.

    They go straight into the table: a mapped object a record costs several times as much, which counts for a whole
    register. They must be new, and checked already.
    """
    recorder: Recorder = session.info[Recorder]
    session.flush()
    kind, empty = model.kind_name(), _empty_row(model)
    names = ", ".join(f'"{name}"' for name in (*empty, "row_hash"))
    statement = f'INSERT INTO "{kind}" ({names}) VALUES ({", ".join("?" * (len(empty) + 1))})'  # noqa: S608 - our own
    stored = model.stored_fields()
    given = [name for name in stored if empty[name] is not None]
    days = [name for name, info in stored.items() if info.kind == "date"]
    connection = session.connection()
    rows: list[tuple[Plain, ...]] = []
    for uid, values in records:
        row: dict[str, Any] = {**empty, **values, "uid": uid}
        for name in given:
            if row[name] is None:
                row[name] = empty[name]
        for name in days:
            if row[name] is not None:
                row[name] = to_plain(row[name])
        recorder.note_added(kind, uid, {name: row[name] for name in stored if row[name] is not None})
        rows.append((*row.values(), row_hash(kind, row)))
        if len(rows) == _AT_ONCE:
            connection.exec_driver_sql(statement, rows)
            rows = []
    if rows:
        connection.exec_driver_sql(statement, rows)


def _empty_row(model: type[Record]) -> dict[str, Plain]:
    """Return the row of a new record of which nothing is known, but for its hash.

    The columns stand in the order of the alphabet, in which the hash takes them.
    """
    columns = model.__table__.columns
    defaults = {name: columns[name].default for name in model.stored_fields()}
    known = {name: None if default is None else default.arg for name, default in defaults.items()}
    return dict(sorted({**known, "uid": "", "rev": 1}.items()))


def hash_of(record: Record) -> str:
    """Return the hash over every column of a record as it stands."""
    return row_hash(record.kind_name(), {c.name: getattr(record, c.name) for c in record.__table__.columns})


def _set_defaults(record: Record) -> None:
    """Give a new record its defaults now: the hash over the row must see what will be stored."""
    for column in record.__table__.columns:
        default = column.default
        if getattr(record, column.name) is None and default is not None:
            argument = default.arg
            setattr(record, column.name, argument(None) if callable(argument) else argument)


def _plain_values(record: Record) -> dict[str, Plain]:
    return {name: to_plain(value) for name, value in record.values().items()}


def _values_before(record: Record) -> dict[str, Plain]:
    """Return the values as they are in the file, also where the record has been edited since."""
    state = inspect(record)
    values: dict[str, Plain] = {}
    for name in record.stored_fields():
        deleted = state.attrs[name].history.deleted
        values[name] = to_plain(deleted[0] if deleted else getattr(record, name))
    return values
