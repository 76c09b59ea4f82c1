"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from typing import Protocol

from secdesk.errors import KnownError


class Stopped(KnownError):
    """The person stopped the work; nothing of it is left."""


class Progress(Protocol):
    """Hears how far long work is; to stop the work it raises :class:`Stopped`."""

    def __call__(self, words: str, done: int, total: int) -> None:
        """Take note: ``words`` say what is being done, ``done`` of ``total`` steps of that are behind."""


def silent(words: str, done: int, total: int) -> None:
    """Take no note."""
