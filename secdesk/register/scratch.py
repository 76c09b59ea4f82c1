"""Files that exist only while something is written, in the folder where the finished file goes.

A killed program leaves them behind. Each set has a ticket, an empty file that its writer holds locked for as long as it
lives; a set whose ticket is free belongs to nobody and is removed (reliability.md F04).
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secdesk.files import PART_ENDING, hold

_TICKET = re.compile(rf"\.([0-9a-f]{{16}})\.ticket{re.escape(PART_ENDING)}")


class Scratch:
    """A set of passing files in one folder, readable by their owner alone."""

    def __init__(self, folder: Path, mark: str) -> None:
        """Use :func:`scratch`."""
        self.folder = folder
        self._mark = mark

    def path(self, name: str) -> Path:
        """Return the path of a passing file that is not there yet."""
        return self.folder / f".{self._mark}.{name}{PART_ENDING}"

    def file(self, name: str) -> Path:
        """Make an empty file and return its path."""
        path = self.path(name)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return path


@contextmanager
def scratch(folder: Path) -> Iterator[Scratch]:
    """Yield a set of passing files; whatever of it still stands there at the end is removed."""
    sweep(folder)
    mark = secrets.token_hex(8)
    ticket = folder / f".{mark}.ticket{PART_ENDING}"
    handle = os.open(ticket, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        hold(handle)
        yield Scratch(folder, mark)
    finally:
        gone = _remove(folder, mark)
        os.close(handle)
        with suppress(OSError):
            if gone:
                ticket.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the passing sets of files that a killed program left in a folder; those of a living one stay."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            found = _TICKET.fullmatch(path.name)
            if found:
                with suppress(OSError):
                    _sweep_one(folder, path, found[1])


def _sweep_one(folder: Path, ticket: Path, mark: str) -> None:
    if sys.platform == "win32":
        ticket.unlink()  # refused as long as its writer has it open
        _remove(folder, mark)
        return
    handle = os.open(ticket, os.O_RDWR)
    try:
        if hold(handle) and _remove(folder, mark):
            ticket.unlink()
    finally:
        os.close(handle)


def _remove(folder: Path, mark: str) -> bool:
    """Remove the files of a set; what cannot be removed now keeps its ticket, so that it is tried again."""
    gone = True
    for path in list(folder.glob(f".{mark}.*")):
        if not _TICKET.fullmatch(path.name):
            try:
                path.unlink(missing_ok=True)
            except OSError:
                gone = False
    return gone
