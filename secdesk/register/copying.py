"""A whole copy of an open register under another name: what somebody works on while the file is held elsewhere."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from secdesk.errors import KnownError, NotFound
from secdesk.register.engine import in_words
from secdesk.register.register import Register
from secdesk.register.whole_copy import write_copy


def copy_register(register: Register, path: Path) -> Path:
    """Write the register's present state to a new file and return its path; refuses to overwrite.

    The copy keeps the register's identity and history, so that it can be merged back (reliability.md 4.7). SQLite
    writes it from the open connection: the live file is never opened a second time.
    """
    taken = KnownError(f"'{path.name}' is there already. Choose another name")
    if os.path.lexists(path):
        raise taken
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder '{path.parent}'. Make it first, or choose another")
    try:
        write_copy(register.connection, path)
    except FileExistsError as error:
        raise taken from error
    except (sqlite3.Error, OSError) as error:
        raise in_words(error, path) from error
    return path
