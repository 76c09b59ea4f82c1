"""One writer: a lock that the operating system holds and frees, with its holder in words beside it."""

from __future__ import annotations

import errno
import getpass
import json
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from secdesk.errors import KnownError, RegisterHeld
from secdesk.files import NO_ROOM

_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a register open for writing, on which computer, since when (local time as text)."""

    who: str
    computer: str
    since: str

    def sentence(self) -> str:
        """Return the holder in words."""
        return f"{self.who} has this register open on {self.computer} since {self.since}"


class CannotLock(RegisterHeld):
    """The register cannot be locked where it lies, so nobody may write to it there."""

    exit_code = KnownError.exit_code


class WriteLock:
    """The lock of one register file. A crash frees it; the words beside it are then simply overwritten."""

    def __init__(self, register: Path) -> None:
        """Name the lock file and the file with the holder's words; nothing is made yet."""
        self._lock = FileLock(f"{register}.lock")
        self._words = Path(f"{register}.holder")
        self._register = register

    def take(self, who: str, clock: Callable[[], datetime]) -> None:
        """Take the lock or raise :class:`RegisterHeld` saying who has it, or why nobody may write there."""
        if self._register.exists() and not os.access(self._register, os.W_OK):
            raise CannotLock(f"'{self._register.name}' is read-only. To change it, open a copy in a folder of your own")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise RegisterHeld(self._refusal()) from None
        except OSError as error:
            raise CannotLock(self._reason(error)) from error
        holder = {"who": who, "computer": socket.gethostname(), "since": f"{clock().astimezone():%H:%M on %d %b %Y}"}
        with suppress(OSError):  # on a full disk nobody learns who has it open, but it can still be worked in
            self._words.write_text(json.dumps(holder), encoding="utf-8")

    def refuse_second_name(self) -> None:
        """Raise CannotLock for a file that has two names on its disk: each name would have a lock of its own."""
        if os.stat(self._register).st_nlink > 1:
            raise CannotLock(
                f"'{self._register.name}' is also on this disk under another name (a hard link), so two people could"
                " write to it at once. Open a copy of it"
            )

    def free(self) -> None:
        """Give the lock up and remove both files."""
        if not self._lock.is_locked:
            return
        with suppress(OSError):
            self._words.unlink(missing_ok=True)
        # While it is still held: whoever has just opened the lock file then sees that it is gone, and makes another.
        # Windows does not let go of a file that is open; there the lock removes it itself.
        with suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()

    def holder(self) -> Holder | None:
        """Return who has the register open, as far as the file beside it says."""
        try:
            found = json.loads(self._words.read_text(encoding="utf-8"))
            return Holder(str(found["who"]), str(found["computer"]), str(found["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _reason(self, error: OSError) -> str:
        if error.errno in NO_ROOM:
            return f"The disk with '{self._register.name}' is full. Free some space and open it again"
        if error.errno in _NOT_ALLOWED:
            return f"The folder of '{self._register.name}' cannot be written to. Open a copy in a folder of your own"
        return (
            f"Where '{self._register.name}' lies, files cannot be locked, so two people could write to it at once."
            " Open a copy on a disk of this computer"
        )

    def _refusal(self) -> str:
        holder = self.holder()
        if holder is None:
            return "Somebody else has this register open. You can read and print; to change it, wait until it is closed"
        return f"{holder.sentence()}. You can read and print; to change it, wait until it is closed"


def login_name() -> str:
    """Return the name of the person's account, for a history entry where no name was set."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
