"""What a place shows as a list: its rows and columns as they stand, to be taken elsewhere (ux.md 2.2, Export)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from secdesk.ui.widgets.record_list import RecordList

Cell: TypeAlias = str | int | date | None
ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list: what it is called, its headings from the left, how many rows, and how some of them are read.

    ``read`` takes the places of the first row and of the one after the last; it is asked on the window's thread.
    """

    title: str
    headings: tuple[str, ...]
    count: int
    read: Callable[[int, int], Sequence[Sequence[Cell]]]

    def rows(self, on_part: Callable[[int], object]) -> Iterator[Sequence[Cell]]:
        """Yield every row; ``on_part`` hears how many are behind before each part of them is read."""
        for start in range(0, self.count, ROWS_AT_ONCE):
            on_part(start)
            yield from self.read(start, start + ROWS_AT_ONCE)


def shown_list(view: RecordList, title: str) -> ShownList:
    """Return a list of records as it is shown: sorted, filtered, its columns as they stand; dates are dates."""
    source = view.table.source
    columns = [source.columns[place] for place in view.visible_places()]
    keys = [column.key for column in columns]
    uids = tuple(view.table.uids)

    def read(start: int, end: int) -> list[list[Cell]]:
        part = uids[start:end]
        pairs = zip(source.copied(part, keys, False), source.copied(part, keys, True), strict=True)
        return [[_cell(*cell) for cell in zip(words, exact, strict=True)] for words, exact in pairs]

    return ShownList(title, tuple(column.heading for column in columns), len(uids), read)


def _cell(words: str, exact: str) -> Cell:
    """Return a cell: where its two forms differ it is a date, which spreadsheets can count with."""
    if words != exact:
        return date.fromisoformat(exact)
    is_number = words.isascii() and words.isdigit() and (words == "0" or not words.startswith("0"))
    return int(words) if is_number else words or None
