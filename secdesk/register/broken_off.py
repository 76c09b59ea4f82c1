"""A register whose writer was killed: what was half written is taken back before anybody reads it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from secdesk.errors import KnownError, RegisterHeld
from secdesk.register.engine import connect
from secdesk.register.lock import WriteLock


def put_right(path: Path, who: str, clock: Callable[[], datetime]) -> None:
    """Let SQLite take back what a killed program had half written, which somebody who only reads may not.

    Nothing is done where somebody has the register open, who is then just writing, or where it may not be written to;
    then the reading that follows says why it cannot be done. A person who copied the register alone, without its
    journal, would have half a change in the copy.
    """
    if not _has_journal(path):
        return
    lock = WriteLock(path)
    try:
        lock.take(who, clock)
    except RegisterHeld:
        return
    try:
        with suppress(KnownError, sqlite3.Error), closing(connect(path, "rw")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        lock.free()


def _has_journal(path: Path) -> bool:
    try:
        return os.stat(f"{path}-journal").st_size > 0
    except OSError:
        return False
