"""How wide text runs and how the columns of a table share a width: plain arithmetic, no font file needed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Advance widths of Arial (and Arimo, which has its metrics) in thousandths of the size, for printable ASCII.
_ARIAL = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl",
        260: "|",
        278: " !,./:;[\\]ftI",
        333: "()-`r",
        334: "{}",
        355: '"',
        389: "*",
        469: "^",
        500: "ckvxyszJ",
        556: "#$0123456789?L_abdeghnopqu",
        584: "+<=>~",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1015: "@",
    }.items()
    for character in characters
}
_OTHER = 600
_WIDE = 1000
_BOLD = 1.07


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """What a column of a table needs: the widest word in it, the widest whole line, and a wished ratio or 0.

    ``takes_more`` says that the column may grow when width is left over; columns of numbers do not.
    """

    least: float
    natural: float
    ratio: float = 0.0
    takes_more: bool = True


def cells_of(text: str) -> int:
    """Return how many places ``text`` takes in a typewriter face: two for wide letters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def arial_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide ``text`` runs in Arial at ``size``, in the unit of ``size``."""
    thousandths = sum(_ARIAL.get(character) or _guess_width(character) for character in text)
    return thousandths * size / 1000 * (_BOLD if bold else 1.0)


def share_width(needs: Sequence[ColumnNeed], available: float) -> list[float]:
    """Return a width for each column; together they are ``available``.

    Columns with a ratio get what the measured ones leave, in that ratio. A measured column is as wide as its text
    where that costs no more than a fair share, and shares the rest by its text otherwise; no word is split while
    every column's widest word has room.
    """
    if not needs:
        return []
    if all(need.ratio > 0 for need in needs):
        return _in_proportion([need.ratio for need in needs], available)
    if any(need.ratio > 0 for need in needs):
        return _share_mixed(needs, available)
    return _share_measured(needs, available)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _guess_width(character: str) -> int:
    return (0, _OTHER, _WIDE)[_cells(character)]


def _in_proportion(parts: Sequence[float], available: float) -> list[float]:
    """Share ``available`` in the proportion of ``parts``; evenly where they are all nothing."""
    whole = sum(parts)
    return [available * part / whole if whole else available / len(parts) for part in parts]


def _share_mixed(needs: Sequence[ColumnNeed], available: float) -> list[float]:
    fair = available / len(needs)
    measured = [0.0 if need.ratio else min(need.natural, max(fair, need.least)) for need in needs]
    rest = max(available - sum(measured), fair)
    ratios = _in_proportion([need.ratio for need in needs], rest)
    return _in_proportion([a + b for a, b in zip(measured, ratios, strict=True)], available)


def _share_measured(needs: Sequence[ColumnNeed], available: float) -> list[float]:
    natural = [need.natural for need in needs]
    if sum(natural) <= available:
        return _spread(needs, available - sum(natural))
    least = [need.least for need in needs]
    if sum(least) >= available:
        return _in_proportion(least, available)
    return _share_scarce(needs, available)


def _spread(needs: Sequence[ColumnNeed], spare: float) -> list[float]:
    """Give width that is left over to the columns that take more, or to all where none does."""
    growing = [need.natural if need.takes_more else 0.0 for need in needs]
    if not any(growing):
        growing = [1.0] * len(needs)
    return [need.natural + more for need, more in zip(needs, _in_proportion(growing, spare), strict=True)]


def _share_scarce(needs: Sequence[ColumnNeed], available: float) -> list[float]:
    """Every column gets its widest word; then those that want little more get it, and the long ones share the rest."""
    spare = available - sum(need.least for need in needs)
    wishes = [need.natural - need.least for need in needs]
    order = sorted(range(len(needs)), key=wishes.__getitem__)
    more = [0.0] * len(needs)
    while order and wishes[order[0]] <= spare / len(order):
        index = order.pop(0)
        more[index] = wishes[index]
        spare -= wishes[index]
    for index, share in zip(order, _in_proportion([wishes[index] for index in order], spare), strict=True):
        more[index] = share
    return [need.least + extra for need, extra in zip(needs, more, strict=True)]
