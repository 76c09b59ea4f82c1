"""Reading a register beside whoever has it open: through a connection of its own, given up as soon as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from secdesk.errors import KnownError, RegisterHeld
from secdesk.register.register import Register

K = TypeVar("K", bound=Hashable)
_TRIES = 20
_STEPS = 10_000
"""Of SQLite's work, some milliseconds: how often it asks whether it shall go on."""


def read_parts(
    path: Path, parts: Iterable[K], read: Callable[[Session, K], Any], is_stopped: Callable[[], bool]
) -> dict[K, Any]:
    """Return what ``read`` makes of each part; those that were read, where it was stopped.

    Each part is a read of its own, so that a save gets in between. Raises RegisterHeld where somebody writes all the
    while, and any other KnownError of a register that cannot be read.
    """
    found: dict[K, Any] = {}
    wanted = list(parts)
    for left in reversed(range(_TRIES)):
        try:
            _read_missing(path, wanted, read, is_stopped, found)
            return found
        except KnownError as error:
            if is_stopped():
                return found  # SQLite was interrupted, which it tells as an error
            if not isinstance(error, RegisterHeld) or not left:
                raise
    raise AssertionError("the last try returns or raises")


def _read_missing(
    path: Path, parts: list[K], read: Callable[[Session, K], Any], is_stopped: Callable[[], bool], found: dict[K, Any]
) -> None:
    with Register.open(path, read_only=True) as register:
        register.connection.set_progress_handler(is_stopped, _STEPS)
        for part in parts:
            if part not in found and not is_stopped():
                with register.read() as session:
                    found[part] = read(session, part)
