"""How a register file is opened: the connection recipe of reliability.md 4.2, checked, and SQLite's errors in words."""

from __future__ import annotations

import sqlite3
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from secdesk.errors import Conflict, Damaged, DiskFull, KnownError, MovedAway, NotARegister, NotFound, RegisterHeld
from secdesk.files import NO_ROOM

APPLICATION_ID = 0x53454344  # 'SECD'

# DELETE with EXTRA is the only mode measured that kept every acknowledged commit in 2,000 simulated power cuts and
# leaves no side file beside a document that people copy and mail (reliability.md 0.1). cache_spill off keeps a plain
# copy of the file sound while a large change is under way.
_PRAGMAS = {
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "mmap_size": ("0", 0),
    "foreign_keys": ("ON", 1),
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", 3),
    "cache_spill": ("OFF", 0),
    "temp_store": ("MEMORY", 2),
    "secure_delete": ("ON", 1),
}
_LONGEST_VALUE = 50_000_000
_BUSY_SECONDS = 0.05
_COMMIT_MS = 2500
"""How long a commit waits for those who are just reading the file, such as a report that is being made."""


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open a register file: ``mode`` is ``ro``, ``rw`` or ``rwc`` (create). Raises a KnownError in words."""
    uri = f"file:{urllib.parse.quote(str(path))}?mode={mode}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
    except sqlite3.Error as error:
        raise in_words(error, path) from error
    try:
        _set_pragmas(connection, read_only=mode == "ro")
    except (sqlite3.Error, UnicodeDecodeError) as error:  # SQLite quotes a damaged schema in bytes that are no text
        connection.close()
        raise in_words(error, path) from error
    return connection


def _set_pragmas(connection: sqlite3.Connection, read_only: bool) -> None:
    for name, (value, expected) in _PRAGMAS.items():
        if read_only and name == "journal_mode":
            continue
        connection.execute(f"PRAGMA {name}={value}")
        answer = connection.execute(f"PRAGMA {name}").fetchone()
        # A build without memory mapping or spilling answers with no row; it cannot do what we switch off.
        if answer is not None and answer[0] != expected:
            raise sqlite3.OperationalError(f"PRAGMA {name} answered {answer[0]!r}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)


def make_engine(connection: sqlite3.Connection, is_writing: Callable[[], bool]) -> Engine:
    """Return an engine over the one connection; a change begins IMMEDIATE so that nothing can slip in between."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(active: Any) -> None:
        active.exec_driver_sql(f"PRAGMA busy_timeout={int(_BUSY_SECONDS * 1000)}")
        active.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN")

    @event.listens_for(engine, "commit")
    def _commit(active: Any) -> None:
        # What was changed is complete and only waits for the end of a reading, which takes some tenths of a second.
        active.exec_driver_sql(f"PRAGMA busy_timeout={_COMMIT_MS}")

    return engine


def in_words(error: BaseException, path: Path) -> KnownError:
    """Return an error of SQLite or of the system as a sentence for a person that says how to put it right."""
    if isinstance(error, OSError):
        return _system_in_words(error, path)
    name = getattr(error, "sqlite_errorname", "") or getattr(getattr(error, "orig", None), "sqlite_errorname", "") or ""
    for start, kind, sentence in _SENTENCES:
        if name.startswith(start):
            return kind(sentence.format(name=path.name))
    if not path.exists():
        return NotFound(f"There is no file '{path}'. Check the name, or make a register with: secdesk new")
    if name.startswith("SQLITE_CANTOPEN"):
        return KnownError(
            f"'{path.name}', or a file that SQLite needs beside it, could not be opened. See that its folder can be"
            " written to and has room, or open a copy elsewhere"
        )
    return NotARegister(f"'{path.name}' could not be read as a register ({name or type(error).__name__})")


def _system_in_words(error: OSError, path: Path) -> KnownError:
    if error.errno in NO_ROOM:
        return DiskFull(f"The disk is full, so '{path.name}' was not written. Free some space and try again")
    reason = error.strerror or type(error).__name__
    return KnownError(f"'{path}' cannot be made ({reason}). Choose a folder that you may write to")


_SENTENCES: tuple[tuple[str, type[KnownError], str], ...] = (
    ("SQLITE_BUSY", RegisterHeld, "Somebody else is writing to '{name}'. Wait a moment and try again"),
    ("SQLITE_LOCKED", RegisterHeld, "Somebody else is writing to '{name}'. Wait a moment and try again"),
    (
        "SQLITE_READONLY_DBMOVED",
        MovedAway,
        "'{name}' was moved or deleted while it was open. Nothing was written; put it back or save a copy elsewhere",
    ),
    (
        "SQLITE_READONLY_ROLLBACK",
        KnownError,
        "'{name}' was just being written when a program or the computer stopped, and here it cannot be put right. Copy"
        " it together with '{name}-journal' to a folder of your own and open the copy",
    ),
    ("SQLITE_READONLY", KnownError, "'{name}' cannot be written to. Copy it to a folder of your own and open the copy"),
    ("SQLITE_FULL", DiskFull, "The disk is full, so nothing was written to '{name}'. Free some space and try again"),
    (
        "SQLITE_IOERR",
        KnownError,
        "The disk with '{name}' does not answer as it should. Copy the register to another disk and open the copy",
    ),
    ("SQLITE_CORRUPT", Damaged, "'{name}' is damaged. Leave it as it is and restore your last backup"),
    ("SQLITE_NOTADB", NotARegister, "'{name}' is not a secdesk register or backup"),
    ("SQLITE_TOOBIG", KnownError, "A text is too long to be kept in '{name}'. Shorten it and try again"),
    (
        "SQLITE_CONSTRAINT",
        Conflict,
        "The change does not fit the other records of '{name}'. Nothing was written; look at it again",
    ),
    ("SQLITE_PERM", KnownError, "You may not open '{name}'. Copy it to a folder of your own and open the copy"),
)
