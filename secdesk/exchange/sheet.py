"""A table as it comes in, from CSV or from a workbook: headings, and rows of text.

Numbers of rows are those that a spreadsheet shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from secdesk.errors import KnownError
from secdesk.rules.wording import in_figures

NoteKind: TypeAlias = Literal["formula", "error"]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its number in a spreadsheet and its cells, as many as there are columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of a table and its rows without those that are empty; ``ragged`` are rows with too many cells.

    ``notes`` marks cells by row number and column, from 0: a ``formula``, whose text is given and not its result, or
    an ``error`` of the spreadsheet, such as ``#REF!``. ``title`` is the name of a workbook's sheet.
    """

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    ragged: tuple[SheetRow, ...] = ()
    notes: Mapping[tuple[int, int], NoteKind] = field(default_factory=dict)
    title: str = ""

    @property
    def all_rows(self) -> tuple[SheetRow, ...]:
        """Every row, those with too many cells too, in order."""
        return tuple(sorted((*self.rows, *self.ragged), key=lambda row: row.number))


def make_sheet(
    records: Iterable[tuple[int, tuple[str, ...]]],
    source: str,
    notes: Mapping[tuple[int, int], NoteKind] | None = None,
    title: str = "",
) -> Sheet:
    """Return numbered records as a table; raises KnownError, naming the file, where there are none."""
    filled = [SheetRow(number, cells) for number, cells in records if any(map(str.strip, cells))]
    if not filled:
        raise KnownError(f"'{source}' is empty. Export the list again, with its headings in the first row")
    headings = tuple(cell.strip() for cell in _without_empty_end(filled[0].cells))
    width = len(headings)
    rows: list[SheetRow] = []
    ragged: list[SheetRow] = []
    for row in filled[1:]:
        cells = _without_empty_end(row.cells)
        whole = SheetRow(row.number, (*cells, *("" for _ in range(width - len(cells)))))
        (rows if len(cells) <= width else ragged).append(whole)
    return Sheet(headings, tuple(rows), tuple(ragged), notes or {}, title)


def ragged_sentence(row: SheetRow, width: int) -> str:
    """Return what is wrong with a row of more cells than there are columns."""
    cells, columns = in_figures(len(row.cells), "cell"), in_figures(width, "column")
    return f"Row {row.number}: it has {cells} for {columns}. Put text that holds a separator between quotation marks"


def note_remarks(sheet: Sheet) -> Iterator[str]:
    """Yield what a person should know of a table with formulas or errors in its cells."""
    for kind, words in _NOTE_WORDS.items():
        places = sorted(place for place, found in sheet.notes.items() if found == kind)
        if places:
            row, column = places[0]
            heading = sheet.headings[column] if column < len(sheet.headings) else "beyond the last heading"
            yield words.format(cells=in_figures(len(places), "cell"), place=f"row {row}, {heading}")


_NOTE_WORDS: Mapping[NoteKind, str] = {
    "formula": "{cells} with a formula, first in {place}: formulas are not worked out, their own text is read. Paste"
    " the values in their place to import those",
    "error": "{cells} with an error of the spreadsheet, first in {place}. Put right what is meant",
}


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return cells without the empty ones at the end, which spreadsheets write where a row was once longer."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
