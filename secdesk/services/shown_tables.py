"""A list as somebody looks at it, as a table for a spreadsheet: nothing in it can be taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from secdesk.exchange.cells import Cell
from secdesk.exchange.csv_export import write_csv
from secdesk.exchange.table_form import Column, ColumnKind, TableContent
from secdesk.exchange.xlsx_export import write_workbook
from secdesk.services.saving import saving

_LOOKED_AT = 50


def write_shown(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows under headings as CSV, or as a workbook where the name ends in ``.xlsx``.

    Raises KnownError where the place refuses; what ``rows`` raises leaves no file.
    """
    iterator = iter(rows)
    first = list(islice(iterator, _LOOKED_AT))
    kinds = [_kind_of([row[place] for row in first]) for place in range(len(headings))]
    columns = [Column(str(place), heading, kinds[place]) for place, heading in enumerate(headings)]
    content = TableContent(title, columns, _joined(first, iterator))
    with saving(path) as file:
        if path.suffix.lower() == ".xlsx":
            write_workbook(file, [content])
        else:
            write_csv(file, content)


def _joined(first: Sequence[Sequence[Cell]], others: Iterable[Sequence[Cell]]) -> Iterable[Sequence[Cell]]:
    yield from first
    yield from others


def _kind_of(cells: Sequence[Cell]) -> ColumnKind:
    """Return how wide and in which look a column is written, by what stands in it first."""
    found = next((cell for cell in cells if cell is not None), None)
    if isinstance(found, date):
        return "date"
    if isinstance(found, int):
        return "number"
    return "text" if any(isinstance(cell, str) and len(cell) > 120 for cell in cells) else "line"
