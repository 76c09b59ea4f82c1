"""An older register brought to the present version: a safety copy beside it first, then all of it or nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from secdesk.errors import KnownError, NotARegister
from secdesk.files import free_name
from secdesk.register import migrations, schema
from secdesk.register.engine import connect
from secdesk.register.whole_copy import write_copy

State = tuple[int, tuple[int, str] | None]
"""The version of a register, with number and hash of its last step."""


def upgrade_file(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Upgrade an open register of a version in one transaction, after a safety copy that is whole.

    Raises NotARegister where it would not come out as a new register is, sqlite3.Error and OSError; then the register
    is as it was.
    """
    _keep_copy(connection, path)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.upgrade(connection)
        if connection.execute("PRAGMA foreign_key_check").fetchone() or not schema.is_expected(connection):
            raise NotARegister(f"'{path.name}' could not be upgraded from version {version}; it is unchanged")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the older register, unless the copy that is there holds the same: an upgrade that was broken off made it."""
    copy = path.with_name(f"{path.name}.before-version-{migrations.newest()}")
    if not os.path.lexists(copy) or _state_of_file(copy) != _state(connection):
        write_copy(connection, free_name(copy))


def _state_of_file(path: Path) -> State | None:
    try:
        with closing(connect(path, "ro")) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return _state(connection) if sound else None
    except (sqlite3.Error, KnownError):
        return None  # half a copy, as a program of before left it when it was killed, or another file


def _state(connection: sqlite3.Connection) -> State:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return version, connection.execute("SELECT seq, hash FROM step ORDER BY seq DESC LIMIT 1").fetchone()
