"""The clock of an agenda: when each item's turn comes, and how long all of them take (ux.md 2.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TIME = re.compile(r"\s*([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(am|pm)?(?![0-9])", re.IGNORECASE)
_DAY = 24 * 60


def start_of(time: str | None) -> int | None:
    """Return the minute of the day at which a meeting begins (``10:00 to 12:00`` is 600); None for other words."""
    found = _TIME.match(time or "")
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].casefold() == "pm" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def turns_of(time: str | None, minutes: Sequence[int | None]) -> list[str]:
    """Return when the turn of each item comes; empty from the first item on that follows one without minutes."""
    at = start_of(time)
    turns: list[str] = []
    for taken in minutes:
        turns.append(clock_words(at))
        at = at + taken if at is not None and taken is not None else None
    return turns


def end_of(time: str | None, minutes: Sequence[int | None]) -> str:
    """Return when all items are through, empty where that is not known."""
    start = start_of(time)
    known = [taken for taken in minutes if taken is not None]
    return clock_words(start + sum(known)) if start is not None and known and len(known) == len(minutes) else ""


def clock_words(minute: int | None) -> str:
    """Write a minute of the day as a clock does; past midnight it begins anew."""
    return "" if minute is None else f"{minute % _DAY // 60:02d}:{minute % 60:02d}"


def length_words(minutes: int) -> str:
    """Write how long something takes: ``45 min``, ``1 h 50``, ``2 h``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
