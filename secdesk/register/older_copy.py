"""A register file of an older version, read for a merge: upgraded in memory, so that the file itself stays as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from secdesk.errors import Damaged, NotARegister
from secdesk.register import migrations, schema
from secdesk.register.engine import APPLICATION_ID, connect, in_words
from secdesk.register.register import Register
from secdesk.register.tables import build_schema


def open_older(path: Path) -> Register | None:
    """Return the register of an older file, open for reading, in memory; None where the file is of another kind.

    Its tables must be exactly those that its version had: a database from elsewhere is never adopted (reliability.md
    4.6). Raises NotARegister and Damaged in words.
    """
    with closing(connect(path, "ro")) as connection:
        try:
            version = _older_version(connection)
            if version is None:
                return None
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise Damaged(f"'{path.name}' is damaged. Ask for another copy, or for a backup of it")
            if schema.schema_of(connection) != _schema_of(version):
                raise NotARegister(f"'{path.name}' has tables that secdesk did not make, so it cannot be merged")
            data = connection.serialize()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise in_words(error, path) from error
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        memory.deserialize(data)
        _upgrade(memory, path)
    except BaseException:
        memory.close()
        raise
    return Register(path, memory, None, "", lambda: datetime.now(UTC))


def _older_version(connection: sqlite3.Connection) -> int | None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return None
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return version if 1 <= version < migrations.newest() else None


def _schema_of(version: int) -> tuple[str, ...]:
    with closing(sqlite3.connect(":memory:")) as connection:
        build_schema(connection, version)
        return schema.schema_of(connection)


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    migrations.upgrade(connection)
    if connection.execute("PRAGMA foreign_key_check").fetchone() or not schema.is_expected(connection):
        raise NotARegister(f"'{path.name}' could not be upgraded. Open it by itself first, then merge it")
    connection.execute("COMMIT")
