"""Reads off each flush what changed, nets it over a whole transaction, and keeps revision and row hash right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from secdesk.models import Record
from secdesk.models.base import row_hash
from secdesk.models.types import Plain, Value, to_plain
from secdesk.register.log import Action, RecordChange

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
        for kind, uid in self._before:
            change = self._net(kind, uid)
            if change is not None:
                yield change

    def note_added(self, kind: str, uid: str, after: dict[str, Plain]) -> None:
        """Take note of a new record that was written below the mapper, by its values that are not empty."""
        self._before.setdefault((kind, uid), None)
        self._after[kind, uid] = after

    def _net(self, kind: str, uid: str) -> RecordChange | None:
        before, after = self._before[kind, uid], self._after[kind, uid]
        if before is None and after is None:
            return None
        action: Action = "add" if before is None else "delete" if after is None else "edit"
        old, new = before or {}, after or {}
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        if action == "edit" and not names:
            return None
        return RecordChange(kind, uid, action, {name: (old.get(name), new.get(name)) for name in names})

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


def add_in_bulk(session: Session, model: type[Record], records: Iterable[tuple[str, Mapping[str, Value]]]) -> None:
    """Add many new records, each a uid with its stored values, to the session of a change; its step tells of each.

    They go straight into the table: a mapped object a record costs several times as much, which counts for a whole
    register. They must be new, and checked already.
    """
    recorder: Recorder = session.info[Recorder]
    session.flush()
    columns = model.__table__.columns
    defaults = {column.name: column.default for column in columns if column.default is not None}
    names = ", ".join(f'"{column.name}"' for column in columns)
    statement = f'INSERT INTO "{model.kind_name()}" ({names}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
    connection = session.connection()
    waiting = iter(records)
    while some := list(islice(waiting, _AT_ONCE)):
        rows = []
        for uid, values in some:
            row = {column.name: to_plain(values.get(column.name)) for column in columns}
            for name, default in defaults.items():
                if row[name] is None:
                    row[name] = default.arg(None) if callable(default.arg) else default.arg
            row |= {"uid": uid, "rev": 1}
            row["row_hash"] = row_hash(model.kind_name(), row)
            said = {name: row[name] for name in model.stored_fields() if row[name] is not None}
            recorder.note_added(model.kind_name(), uid, said)
            rows.append(tuple(row.values()))
        connection.exec_driver_sql(statement, rows)


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
