"""Counts and durations as scanners leave them: ``15WD``, ``l0``; ``a7`` stays unknown (domain.md 2.1 traps 1, 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from secdesk.exchange.published_report.letters import fold_letters, read_figures, repair_note

FOLDED_DAYS = r"(?<![a-z0-9])[2-9ol]{1,4} ?wd(?![a-z0-9])"
"""The pattern of a duration in folded text: ``15 WD``."""

FOLDED_MARK = r" ?\[[2-9ol]{1,2}\]"
"""The pattern of the mark of a note after a figure: ``[4]``."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
FOLDED_COUNT = rf"(?:{'|'.join(fold_letters(word) for word in _WORDS)}|[2-9ol]{{1,3}})"
"""The pattern of a count in a sentence: in words up to ten, else in figures."""

_COUNTS = {fold_letters(word): count for count, word in enumerate(_WORDS)}
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number and the repair that gave it, if any."""

    number: int
    repair: str = ""


def read_number(text: str) -> ReadNumber | None:
    """Return the whole number that a piece of text is; None for ``a7``, or where it has no true figure."""
    piece = text.strip()
    figures = read_figures(piece)
    if not figures or len(figures) > _LONGEST or (len(figures) > 1 and figures[0] == "0"):
        return None
    return ReadNumber(int(figures), repair_note(piece, figures) if figures != piece else "")


def read_days(text: str) -> ReadNumber | None:
    """Return the number of days of ``15 WD`` or ``15WD``; without its unit it is none."""
    piece = text.strip()
    found = re.fullmatch(r"(.*?) ?WD", piece, re.IGNORECASE)
    read = read_number(found[1]) if found else None
    if read is None or not read.number:
        return None
    usual = f"{read.number} WD"
    return ReadNumber(read.number, repair_note(piece, usual) if piece != usual else "")


def read_count(text: str) -> int | None:
    """Return a count in words or figures; None where it cannot be read."""
    folded = fold_letters(text.strip())
    if folded in _COUNTS:
        return _COUNTS[folded]
    read = read_number(text)
    return read.number if read else None
