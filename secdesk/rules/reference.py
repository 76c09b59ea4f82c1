"""Numbers of proposals: ``DP101``, ``MP102A``, ``SECMP0067`` and what people and scanners make of them.

A proposal has one number for life; the letters before it only say how far it has come (domain.md 1.2, 14). Two
references are therefore the same when number and suffix are, whatever stands before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from secdesk.rules.text import TextTooLong, clean

OLD_SERIES = "SECMP"
"""The series of proposals raised before the Development Stage; they never carry DP or MP."""

SERIES = "MP"
"""The series that is shown as DP before conversion and as MP after it."""

SortKey: TypeAlias = tuple[int, str]

_LONGEST = 40
_STRICT = re.compile(r"(SECMP|DP|MP)? ?([0-9]{1,6}) ?([A-Z]?)", re.IGNORECASE | re.ASCII)
_LENIENT = re.compile(r"(?:((?i:SECMP|DP|MP))[ .-]*)?([0-9OoQIl|]{1,8}) ?([A-Za-z]?)", re.ASCII)
_MISREAD = str.maketrans("OoQIl|", "000111")
_TYPED_START = re.compile(r"(?:SECMP|DP|MP)? ?0*([1-9][0-9]{0,5})", re.IGNORECASE | re.ASCII)


class ReferenceProblem(ValueError):
    """Text that is no reference; the text of the error says what one looks like."""


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A proposal's ``number`` and ``suffix`` (``A`` to ``Z`` for a split, else empty), which alone are compared.

    ``series`` is ``SECMP``, ``MP``, or empty where only a number was typed; ``prefix`` is what stood before the
    number: ``DP``, ``MP``, ``SECMP`` or nothing.
    """

    number: int
    suffix: str = ""
    series: str = field(default=SERIES, compare=False)
    prefix: str = field(default="", compare=False)


def parse_reference(text: str, lenient: bool = False, label: str = "Number") -> Reference:
    """Read a reference in any case, with or without a space: ``MP77``, ``secmp 0030``, ``mp102a``, ``77``.

    ``lenient`` is for scanned text: O and Q among the figures are read as 0, I and l as 1, so ``MPO97`` is MP097.
    Raises :class:`ReferenceProblem`, naming the field by ``label``, for anything else and for the number 0.
    """
    found = (_LENIENT if lenient else _STRICT).fullmatch(_clean_typed(text))
    figures = found[2] if found else ""
    # A run of misread letters without one true figure is a word, such as the OI of a name.
    if found is None or not re.search("[0-9]", figures) or not int(figures.translate(_MISREAD)):
        raise ReferenceProblem(f"{label} must look like DP114, MP086 or SECMP0067")
    prefix = (found[1] or "").upper()
    series = SERIES if prefix in ("DP", "MP") else prefix
    return Reference(int(figures.translate(_MISREAD)), found[3].upper(), series, prefix)


def format_reference(number: int, suffix: str, series: str, converted: bool) -> str:
    """Write a reference: ``DP101`` before conversion, ``MP101`` after it, ``SECMP0067`` in the old series always."""
    if series == OLD_SERIES:
        return f"{OLD_SERIES}{number:04d}{suffix}"
    return f"{'MP' if converted else 'DP'}{number:03d}{suffix}"


def sort_key(number: int, suffix: str) -> SortKey:
    """Give the key that sorts proposals as people count: 77, 102, 102A, 102B, 1000."""
    return number, suffix.upper()


def matches_search(query: str, number: int, suffix: str) -> bool:
    """Say whether ``query`` names this proposal: ``77``, ``dp77``, ``MP077`` and ``secmp77`` all name number 77.

    A query without a suffix names every part of a split as well: ``102`` finds 102, 102A and 102B.
    """
    try:
        typed = parse_reference(query)
    except ReferenceProblem:
        return False
    return typed.number == number and typed.suffix in ("", suffix.upper())


def begins_search(query: str, number: int, suffix: str) -> bool:
    """Say whether ``query``, perhaps half typed, could grow to name this proposal: ``mp1`` finds 1, 10 and 102A."""
    found = _TYPED_START.fullmatch(_clean_typed(query))
    return matches_search(query, number, suffix) or (found is not None and str(number).startswith(found[1]))


def number_begun(query: str) -> str:
    """Return the figures of a query that may grow to name a proposal: ``mp1`` and ``001`` give ``1``; else nothing."""
    found = _TYPED_START.fullmatch(_clean_typed(query))
    return found[1] if found is not None else ""


def _clean_typed(text: str) -> str:
    try:
        return clean(text, "reference", _LONGEST)
    except TextTooLong:
        return ""
