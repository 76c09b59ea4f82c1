"""Reads off each flush what changed, nets it over a whole transaction, and keeps revision and row hash right."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from secdesk.models import Record
from secdesk.models.base import row_hash
from secdesk.models.types import Plain, to_plain
from secdesk.register.log import Action, RecordChange


class Recorder:
    """Collects the net before and after of every record that one session adds, edits or deletes."""

    def __init__(self, session: Session) -> None:
        """Listen to the session's flushes; it must end with the session."""
        self._before: dict[tuple[str, str], dict[str, Plain] | None] = {}
        self._after: dict[tuple[str, str], dict[str, Plain] | None] = {}
        event.listen(session, "before_flush", self._on_before_flush)

    def changes(self) -> list[RecordChange]:
        """Return the net changes, in the order in which records were first touched."""
        found = (self._net(kind, uid) for kind, uid in self._before)
        return [change for change in found if change is not None]

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
