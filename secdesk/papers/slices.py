"""Tables too wide for their page: told in parts, each with the columns that say which row it is.

Where the widest words of all columns no longer fit side by side, as in large print, words would break in their middle.
Such a table becomes two or more under each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from secdesk.papers.tree import Block, Figure, Inline, Line, Table, Text, plain
from secdesk.rules.date_words import WEEKDAYS

_MOST_KEYS = 2
_FEWEST_COLUMNS = 4
# A figure of up to so many letters, such as a date, stays on one line.
_SHORT_FIGURE = 18
# Only the longest of a column are measured.
_LONGEST_PIECES = 12


#: The width of a text in a cell, in points; the second argument says whether it is a heading.
Measure: TypeAlias = Callable[[str, bool], float]


@dataclass(frozen=True, slots=True)
class Room:
    """What a table has on a page: its width, what each cell adds to its text, how text is measured; in points."""

    available: float
    padding: float
    measure: Measure


def sliced(table: Table, room: Room) -> tuple[Table, ...]:
    """Return a table in as many parts as its words need; the table alone where it fits, or no parting helps."""
    if len(table.columns) < _FEWEST_COLUMNS or any(len(row) != len(table.columns) for row in table.rows):
        return (table,)
    wanted = [_widest(table, column, room.measure) + room.padding for column in range(len(table.columns))]
    if sum(wanted) <= room.available:
        return (table,)
    keys = _keys(table)
    rest, left = range(keys, len(wanted)), room.available - sum(wanted[:keys])
    if any(wanted[column] > left for column in rest):
        return (table,)
    bounds = _bounds([wanted[column] for column in rest], left)
    return tuple(
        _part(table, keys, [keys + column for column in range(first, last)], place)
        for place, (first, last) in enumerate(pairwise(bounds))
    )


def slice_blocks(blocks: Sequence[Block], room: Room) -> list[Block]:
    """Return the blocks of a paper with its wide tables in parts."""
    found: list[Block] = []
    for block in blocks:
        found += sliced(block, room) if isinstance(block, Table) else (block,)
    return found


def _keys(table: Table) -> int:
    """Return how many columns name the row: those at the left that are set to the left, one or two."""
    left = [column.align == "left" for column in table.columns[:_MOST_KEYS]]
    return _MOST_KEYS if all(left) else 1


def _widest(table: Table, column: int, measure: Measure) -> float:
    """Return the width of the longest piece of a column that should not be parted."""
    head = (measure(word, True) for word in table.columns[column].title.split())
    pieces = {piece for row in table.rows for run in row[column] for piece in _pieces(run)}
    longest = heapq.nlargest(_LONGEST_PIECES, pieces, key=lambda piece: (len(piece), piece))
    return max((*head, *(measure(piece, False) for piece in longest)), default=0.0)


def _pieces(run: Inline) -> list[str]:
    text = plain((run,))
    return [text] if isinstance(run, Figure) and stays_together(text) else text.split()


def stays_together(text: str) -> bool:
    """Say whether a figure is not parted at a line end: a short one with digits, such as ``163 WD``, or a day.

    A day may have its weekday before it: ``Friday 14 February 2020``.
    """
    weekday, _, day = text.partition(" ")
    dated = day if weekday in WEEKDAYS else text
    return len(dated) <= _SHORT_FIGURE and any(letter.isdigit() for letter in dated)


def _bounds(widths: Sequence[float], room: float) -> list[int]:
    """Return where each part begins, and the end: as few parts as there can be, of about as many columns each."""
    for parts in range(2, len(widths) + 1):
        bounds = [round(len(widths) * place / parts) for place in range(parts + 1)]
        if all(sum(widths[first:last]) <= room for first, last in pairwise(bounds)):
            return bounds
    return list(range(len(widths) + 1))


def _part(table: Table, keys: int, columns: Sequence[int], place: int) -> Table:
    """Return a part; from the second on the key columns are plain text, since each figure stands in a paper once."""
    kept = [*range(keys), *columns]
    rows = tuple(
        tuple(_as_text(row[column]) if place and column < keys else row[column] for column in kept)
        for row in table.rows
    )
    title = f"{table.title}, continued" if place else table.title
    return Table(title, tuple(table.columns[column] for column in kept), rows)


def _as_text(line: Line) -> Line:
    return tuple(Text(plain((run,)), run.strong) if isinstance(run, Figure) else run for run in line)
