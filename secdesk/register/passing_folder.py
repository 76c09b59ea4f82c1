"""A folder for files that nobody keeps: the sample that is tried out, a backup that is looked at.

It holds a whole register, so it must not outlive the program: what a killed one left goes at the next start
(reliability.md F04, H14).
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from secdesk.files import hold

_PREFIX = "secdesk-"
_TICKET = ".ticket"


class PassingFolder:
    """A folder that only its owner may look into, until it is removed or the program ends."""

    def __init__(self) -> None:
        """Make it, empty but for the file by which it is known that its program lives."""
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._handle = os.open(self.path / _TICKET, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        hold(self._handle)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        os.close(self._handle)
        shutil.rmtree(self.path, ignore_errors=True)


def sweep_passing_folders() -> None:
    """Remove the folders that killed programs of this person left; those of living ones stay."""
    with suppress(OSError):
        for folder in list(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")):
            with suppress(OSError):
                if _is_left(folder):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    ticket = folder / _TICKET
    if sys.platform == "win32":
        ticket.unlink()  # refused as long as its program has it open
        return True
    if found.st_uid != os.getuid():
        return False
    handle = os.open(ticket, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        return hold(handle)
    finally:
        os.close(handle)
