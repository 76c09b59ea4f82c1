"""What happens to a register file behind the program's back: moved, deleted, replaced, overwritten, cut off.

SQLite notices a file that was moved away, but not always one that was overwritten in place (reliability.md 3.3, F12).
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from secdesk.errors import ChangedOutside, MovedAway
from secdesk.register.log import ROOT

Head = tuple[str, int]
"""Hash and number of the last step."""


class Watch:
    """Knows how a register file was when this program last read or wrote it. Metadata only, never an open()."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take the file as it is now for the one that is meant."""
        self._path, self._connection = path, connection
        self._stat = _stat(path)
        self._head, self._version = self._read_head(), self._read_version()

    def refuse_if_gone(self) -> None:
        """Raise MovedAway where the name no longer leads to the file that is open, before anything is begun."""
        found = _stat(self._path)
        if found is None or self._stat is None or found[:2] != self._stat[:2]:
            happened = "was moved or deleted" if found is None else "was moved or replaced by another file"
            raise MovedAway(
                f"'{self._path.name}' {happened} while it was open. Nothing was written; save a copy elsewhere, or"
                " close it and open the file that you want"
            )
        if found != self._stat:
            # What SQLite remembers of the file may no longer stand in it: it has to read everything anew.
            self._connection.execute("PRAGMA shrink_memory")

    def refuse_if_changed(self) -> None:
        """Raise ChangedOutside, within a transaction, where the file does not end with the step last seen here."""
        if (self._read_head(), self._read_version()) != (self._head, self._version):
            raise ChangedOutside(
                f"'{self._path.name}' was overwritten by another program while it was open. Nothing was written; open"
                " it again to see what is in it now, and look for what is missing in your last backup"
            )

    def note(self, head: Head) -> None:
        """Take the file as it is after a commit of this program for the one that is meant."""
        self._head, self._stat = head, _stat(self._path)

    def _read_head(self) -> Head:
        row = self._connection.execute("SELECT hash, seq FROM step ORDER BY seq DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else (ROOT, 0)

    def _read_version(self) -> int:
        """Return a number that changes when another connection wrote to the file."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def _stat(path: Path) -> tuple[int, int, int, int] | None:
    """Return what tells this file from another under the same name, then what tells whether it was written to."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
