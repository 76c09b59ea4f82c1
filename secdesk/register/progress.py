"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from secdesk.errors import KnownError

if TYPE_CHECKING:  # the window says how far work is before it has any register
    import sqlite3

_SQLITE_STEPS = 10_000  # some milliseconds of its work


class Stopped(KnownError):
    """The person stopped the work; nothing of it is left."""


class Progress(Protocol):
    """Hears how far long work is; to stop the work it raises :class:`Stopped`."""

    def __call__(self, words: str, done: int, total: int) -> None:
        """Take note: ``words`` say what is being done, ``done`` of ``total`` steps of that are behind."""


def silent(words: str, done: int, total: int) -> None:
    """Take no note."""


@contextmanager
def told_by_sqlite(connection: sqlite3.Connection, words: str, progress: Progress) -> Iterator[None]:
    """Let SQLite ask now and then, within one long statement, whether it shall go on."""
    import sqlite3

    stopped: list[Stopped] = []

    def go_on() -> int:
        try:
            if not stopped:
                progress(words, 0, 1)
        except Stopped as stop:
            stopped.append(stop)
        return len(stopped)

    progress(words, 0, 1)
    connection.set_progress_handler(go_on, _SQLITE_STEPS)
    try:
        yield
    except sqlite3.Error:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
