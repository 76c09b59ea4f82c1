"""How each line was understood: by the facts that it gave, or by why it gave none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from secdesk.exchange.published_report.lines import Line, shorten
from secdesk.exchange.published_report.reading import RANK, Confidence, Fact, ReadLine
from secdesk.exchange.published_report.sections import Piece

Remarks: TypeAlias = dict[int, tuple[Confidence, str]]
"""What there is to say of lines that give no fact, by their numbers."""

_UNDERSTOOD = frozenset({"title", "heading", "header", "running", "rule", "column"})
_STRANGE = "nothing in it reads like what a report is known to say"


def told_lines(
    lines: Sequence[Line], pieces: Sequence[Piece], facts: Sequence[Fact], remarks: Remarks
) -> Iterator[ReadLine]:
    """Yield every line that has text, as it was understood."""
    by_line: dict[int, list[int]] = {}
    for place, fact in enumerate(facts):
        for number in fact.lines:
            by_line.setdefault(number, []).append(place)
    piece_of = {number: piece for piece in pieces for number in piece.lines}
    for line in lines:
        piece, own = piece_of[line.number], by_line.get(line.number, [])
        confidence, why = _judge(piece, [facts[place] for place in own], remarks.get(line.number))
        yield ReadLine(line.number, shorten(line.text), piece.section, piece.kind, confidence, why, tuple(own))


def _judge(piece: Piece, own: Sequence[Fact], remark: tuple[Confidence, str] | None) -> tuple[Confidence, str]:
    """Return the confidence of the least sure fact with its repairs; without facts, what was remarked."""
    if own:
        least = min(own, key=lambda fact: RANK[fact.confidence])
        return least.confidence, "; ".join(dict.fromkeys((*least.repairs, least.why)))
    if piece.kind in _UNDERSTOOD:
        return "sure", ""
    return remark or ("unknown", _STRANGE)
