"""The lines of a report: numbered as an editor shows them, cleaned, with the breaks between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from secdesk.exchange.published_report.letters import fold_letters
from secdesk.rules.text import clean

MOST_LINES = 20_000
"""How many lines are read; a report has a few hundred."""

LONGEST_LINE = 1_000
"""A longer line is no line of a report, and is left unknown."""

_SHOWN = 300
_ENDS = re.compile("\r\n|\r|\n")
_PAGE = "\f"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that has any text. ``folded`` is as long as ``text``.

    ``after_blank`` and ``after_page`` say that an empty line or a page's end stands before it; ``too_long`` that only
    its beginning is kept.
    """

    number: int
    text: str
    folded: str
    after_blank: bool = False
    after_page: bool = False
    too_long: bool = False


def read_lines(text: str) -> tuple[list[Line], int]:
    """Return the lines that have text, and how many were left because there are too many."""
    raw = _ENDS.split(text)
    return list(_lines_of(raw[:MOST_LINES])), max(0, len(raw) - MOST_LINES)


def _lines_of(raw: list[str]) -> Iterator[Line]:
    blank = page = True
    for number, line in enumerate(raw, 1):
        for place, piece in enumerate(line.split(_PAGE)):
            page = page or place > 0
            too_long = len(piece) > LONGEST_LINE
            cleaned = clean(piece[:_SHOWN] if too_long else piece, "line", 4 * LONGEST_LINE)
            if not cleaned:
                blank = True
                continue
            yield Line(number, cleaned, fold_letters(cleaned), blank, page, too_long)
            blank = page = False


def shorten(text: str) -> str:
    """Return a line as a reading keeps it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
