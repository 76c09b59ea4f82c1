"""Item numbers of agendas: they follow the order while it is a draft and freeze at Confirm (ux.md 2.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from secdesk.models import AgendaItem

_LETTERED = re.compile(r"([0-9]+)([a-z]+)|[A-Z]1")
_PLAIN = re.compile(r"([0-9]+)")


def shown_numbers(items: Sequence[AgendaItem]) -> dict[str, str]:
    """Return the number of each item of one agenda, in its order: the frozen one, or its place."""
    return {item.uid: item.number or str(place) for place, item in enumerate(items, 1)}


def is_late(number: str | None) -> bool:
    """Say whether a number is one given after the agenda was confirmed, like ``3a``."""
    return number is not None and _LETTERED.fullmatch(number) is not None


def late_number(before: Iterable[str | None], taken: Iterable[str | None]) -> str:
    """Return the number of an item that comes after others of a confirmed agenda.

    ``before`` are the numbers in front of it, in order; ``taken`` all that are in use. After item 3 it is ``3a``,
    then ``3b``; before the first item it is ``A1``, as Acts number a section put in front.
    """
    plain = [number for number in before if number is not None and _PLAIN.fullmatch(number)]
    used = {number for number in taken if number is not None}
    if not plain:
        return next(name for place in range(26) if (name := f"{chr(65 + place)}1") not in used)
    return next(name for place in range(26 * 27) if (name := f"{plain[-1]}{_letters(place)}") not in used)


def _letters(place: int) -> str:
    first, second = divmod(place, 26)
    return (chr(96 + first) if first else "") + chr(97 + second)
