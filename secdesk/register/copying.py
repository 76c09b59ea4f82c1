"""A whole copy of an open register under another name: what somebody works on while the file is held elsewhere."""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import suppress
from pathlib import Path

from secdesk.errors import KnownError, NotFound
from secdesk.register.engine import in_words
from secdesk.register.register import Register


def copy_register(register: Register, path: Path) -> Path:
    """Write the register's present state to a new file and return its path; refuses to overwrite.

    The copy keeps the register's identity and history, so that it can be merged back (reliability.md 4.7). SQLite
    writes it from the open connection: the live file is never opened a second time.
    """
    if path.exists():
        raise KnownError(f"'{path.name}' is there already. Choose another name")
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder '{path.parent}'. Make it first, or choose another")
    partial = path.with_name(f"{path.name}.new-{uuid.uuid4().hex[:8]}")
    try:
        register.connection.execute("VACUUM INTO ?", (str(partial),))
        with suppress(OSError):
            os.chmod(partial, 0o600)
        os.rename(partial, path)
    except sqlite3.Error as error:
        raise in_words(error, path) from error
    except OSError as error:
        raise KnownError(f"'{path}' cannot be made. Choose a folder that you may write to") from error
    finally:
        partial.unlink(missing_ok=True)
    return path
