"""Lists of proposals under their sentence; what is above the marking of a paper is left out of them by setting."""

from __future__ import annotations

from collections.abc import Iterable

from secdesk.papers.tree import Block, Bullets, Line, Paragraph
from secdesk.papers.wording import Wording


def items(told: Wording, lines: Iterable[Line]) -> Block:
    """Return a list, or a sentence where every item of it is above the paper's marking and left out."""
    found = tuple(lines)
    return Bullets(found) if found else withheld(told)


def withheld(told: Wording) -> Paragraph:
    """Return what stands in place of rows that are all above the paper's marking."""
    return told.note("paper.withheld")
