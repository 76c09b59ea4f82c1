"""One writer: a lock that the operating system holds and frees, with its holder in words beside it."""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from secdesk.errors import RegisterHeld


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a register open for writing, on which computer, since when (local time as text)."""

    who: str
    computer: str
    since: str

    def sentence(self) -> str:
        """Return the holder in words."""
        return f"{self.who} has this register open on {self.computer} since {self.since}"


class WriteLock:
    """The lock of one register file. A crash frees it; the words beside it are then simply overwritten."""

    def __init__(self, register: Path) -> None:
        """Name the lock file and the file with the holder's words; nothing is made yet."""
        self._lock = FileLock(f"{register}.lock")
        self._words = Path(f"{register}.holder")
        self._register = register

    def take(self, who: str, since: Callable[[], str]) -> None:
        """Take the lock or raise :class:`RegisterHeld` saying who has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise RegisterHeld(self._refusal()) from None
        except OSError as error:
            raise RegisterHeld(
                f"The folder of '{self._register.name}' cannot be written to. Open a copy in a folder of your own"
            ) from error
        holder = {"who": who, "computer": socket.gethostname(), "since": since()}
        self._words.write_text(json.dumps(holder), encoding="utf-8")

    def free(self) -> None:
        """Give the lock up and remove both files."""
        if not self._lock.is_locked:
            return
        self._words.unlink(missing_ok=True)
        self._lock.release()
        with suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)

    def holder(self) -> Holder | None:
        """Return who has the register open, as far as the file beside it says."""
        try:
            found = json.loads(self._words.read_text(encoding="utf-8"))
            return Holder(str(found["who"]), str(found["computer"]), str(found["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

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
