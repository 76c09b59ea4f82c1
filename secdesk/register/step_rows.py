"""What a step leaves in the change log: a row for each record that it touched, written a few hundred at a time.

An import makes one step of a whole register, so neither rows nor changes are held all at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from secdesk.models import Change
from secdesk.models.compact_json import compact_sorted
from secdesk.register.log import RecordChange, digest_of_change
from secdesk.register.progress import Progress

_AT_ONCE = 500
_COLUMNS = ("step", "position", "kind", "record", "action", "fields", "salt")
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_INSERT = f'INSERT INTO "{Change.__tablename__}" ({_NAMES}) VALUES ({", ".join("?" * len(_COLUMNS))})'  # noqa: S608
Touched = frozenset[tuple[str, str]]
"""The kinds and uids of the records that a step touched."""


def write_changes(
    session: Session, step: int, changes: Iterable[RecordChange], progress: Progress, total: int
) -> tuple[list[str], Touched]:
    """Add the change rows of a step and return their digests, in order, and what they touched.

    The step itself is added afterwards: its hash is made of the digests.
    """
    digests: list[str] = []
    touched: set[tuple[str, str]] = set()
    rows: list[tuple[str | int, ...]] = []
    connection = session.connection()
    for position, change in enumerate(changes):
        if position % _AT_ONCE == 0:
            progress("Writing the history", position, total)
            _write(connection, rows)
            rows = []
        salt = secrets.token_hex(16)
        fields = compact_sorted(change.fields)
        rows.append((step, position, str(change.kind), str(change.record), change.action, fields, salt))
        digests.append(digest_of_change(salt, change))
        touched.add((change.kind, change.record))
    _write(connection, rows)
    return digests, frozenset(touched)


def _write(connection: Connection, rows: list[tuple[str | int, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(_INSERT, rows)
