"""Breaking plain text into lines at blanks, and only there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secdesk.papers.widths import cells_of

#: How many columns a line of a plain text paper has.
TEXT_WIDTH = 100

_WORD = re.compile("( *)([^ ]+)")


def wrap_text(text: str, width: int = TEXT_WIDTH, *, first: str = "", rest: str = "") -> list[str]:
    """Return ``text`` as lines of at most ``width`` columns; no lines for text without a word.

    A line feed in the text starts a new line, a tab counts as a blank, several blanks inside a line stay. ``first``
    is set before the first line and ``rest`` before all others. A word wider than the line is left whole.
    """
    text = text.replace("\t", " ")
    if not text.strip():
        return []
    lines: list[str] = []
    for source in text.split("\n"):
        for line in _fill(source, width - cells_of(rest), width - cells_of(first if not lines else rest)):
            lines.append(f"{rest if lines else first}{line}".rstrip())
    return lines


def _fill(source: str, width: int, first_width: int) -> Iterator[str]:
    """Yield the lines of one source line, as many words on each as fit; an empty one for an empty source."""
    line: list[str] = []
    room, taken = first_width, 0
    for blanks, word in _WORD.findall(source):
        needed = cells_of(word)
        if line and taken + len(blanks) + needed > room:
            yield "".join(line)
            line, room, blanks = [], width, ""
        taken = taken + len(blanks) + needed if line else needed
        line += [blanks, word] if line else [word]
    yield "".join(line)
