"""An error as a person reads it: what happened, what is safe, what to do (ux.md 3.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from secdesk.ui import texts


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of an error: the words of its button and what it does; the dialog closes first."""

    words: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error dialog says: a title and three short paragraphs, details to copy, the words of its last button."""

    title: str
    happened: str
    safe: str
    to_do: str
    details: str = ""
    ways: Sequence[Way] = ()
    close: str = texts.CLOSE
