"""A whole copy of an open database, written by SQLite: it has its name once it is complete and on the disk."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from secdesk.files import name_new_file, sync_folder
from secdesk.register.scratch import scratch


def write_copy(connection: sqlite3.Connection, target: Path) -> None:
    """Write the present state of a database to a new file, which only its owner may read.

    Raises FileExistsError for a name that is taken, sqlite3.Error and OSError; then nothing is left. What a killed
    program leaves is removed by the next one (reliability.md F04).
    """
    with scratch(target.parent) as passing:
        part = passing.file("copy")
        connection.execute("VACUUM INTO ?", (str(part),))
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        name_new_file(part, target)
    sync_folder(target.parent)
