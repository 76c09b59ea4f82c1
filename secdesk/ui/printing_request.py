"""What a place hands on to be printed: a title, and how its pages are made (ux.md 3.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A paper to print: what the window calls it, and the job that makes its PDF.

    ``make`` runs on a thread of its own: it takes no widget and opens a read-only connection of its own. It returns
    the bytes of the file that is previewed and printed alike, and raises KnownError in words where it cannot.
    """

    title: str
    make: Callable[[], bytes]
