"""From the content of a backup to a register file by our own schema; a database from elsewhere is never adopted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from secdesk.register import migrations
from secdesk.register.backup_content import BackupContent
from secdesk.register.container import DamagedBackup
from secdesk.register.engine import APPLICATION_ID
from secdesk.register.integrity import Finding, check_file
from secdesk.register.progress import Progress, silent, told_by_sqlite
from secdesk.register.register import Register
from secdesk.register.soundness import findings
from secdesk.register.tables import Cell, build_schema, insert_statement

_ROWS_A_NOTICE = 500


def open_backup(path: Path, progress: Progress = silent) -> Register:
    """Return the register of a backup, open for reading, built in memory; nothing is written to any disk.

    A backup of an older version is upgraded. Raises NotFound, KnownError for a newer backup, and DamagedBackup for
    one that is not sound in every row.
    """
    with BackupContent.open(path, progress) as content:
        refuse_unsound(content, findings(content, progress))
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA foreign_keys=ON")
            fill_file(connection, content, progress)
            register = Register(path, connection, None, "", lambda: datetime.now(UTC))
            refuse_unsound(content, check_file(register, progress))
        except BaseException:
            connection.close()
            raise
        return register


def refuse_unsound(content: BackupContent, found: Iterator[Finding] | list[Finding]) -> None:
    """Raise DamagedBackup with the first finding, if there is one."""
    for finding in found:
        raise content.container.damaged(finding.sentence)


def fill_file(connection: sqlite3.Connection, content: BackupContent, progress: Progress) -> None:
    """Build a register in an empty database: schema, state, history and lineage, in one transaction.

    The schema is that of the backup's own version and is then upgraded, as a register of that version would be.
    """
    # Links are checked once, when all rows are there: tables come in the order of the alphabet, and SQLite would look
    # through whole tables for every link that is still open.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        build_schema(connection, content.manifest.schema_version)
        for shape in content.shapes.values():
            connection.executemany(insert_statement(shape), _cells(content, shape.name, progress))
        for sha256 in content.files:
            connection.execute("INSERT INTO blob (sha256, data) VALUES (?, ?)", (sha256, content.file(sha256)))
        migrations.upgrade(connection)
        with told_by_sqlite(connection, "Checking the links", progress):
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise content.container.damaged("a record in it points to one that is not there")
        connection.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        connection.execute("ROLLBACK")
        raise content.container.damaged("a row in it is not one that a register can hold") from error
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def _cells(content: BackupContent, table: str, progress: Progress) -> Iterator[tuple[Cell, ...]]:
    for number, row in enumerate(content.rows(table)):
        if number % _ROWS_A_NOTICE == 0:
            progress("Building the register", number, content.manifest.tables[table])
        yield tuple(row.values())


__all__ = ["DamagedBackup", "fill_file", "open_backup", "refuse_unsound"]
