"""Tables as a workbook: a sheet a table, headings bold and frozen, dates as real dates, every text a text.

The rows go into the file as they are read, so a table of any length needs the same memory, no text of a record passes
through a temporary file, and the same tables give the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import IO, BinaryIO
from xml.sax.saxutils import escape

from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.exchange import xlsx_parts
from secdesk.exchange.cells import Cell, fitting, is_like_formula, xlsx_text
from secdesk.exchange.csv_export import register_tables, table_content
from secdesk.exchange.table_form import Column, ColumnKind, TableChoice, TableContent
from secdesk.register.progress import Progress, silent

MOST_ROWS = 1_048_576
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o600 << 16
_LONGEST_IN_TEXT_FORMAT = 255
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree about which day a number is
_DAY_ZERO = date(1899, 12, 30)
_WIDTHS: dict[ColumnKind, int] = {"line": 32, "text": 60, "date": 13, "month": 16, "number": 10, "yes_no": 10}
_WIDTHS |= {"choice": 26, "link": 36, "id": 36, "seal": 14}
_LOOKS: dict[ColumnKind, int] = {"date": xlsx_parts.DAY, "number": xlsx_parts.NUMBER, "text": xlsx_parts.LONG}


def write_workbook(file: BinaryIO, tables: Iterable[TableContent]) -> None:
    """Write tables to an open binary file, a sheet each; raises KnownError for one with more rows than a sheet has."""
    titles: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, table in enumerate(tables, start=1):
            titles.append(table.title)
            with _member(archive, f"xl/worksheets/{xlsx_parts.worksheet_file(place)}") as member:
                for text in _worksheet(table, is_first=place == 1):
                    member.write(text.encode())
        for name, text in xlsx_parts.members(titles).items():
            with _member(archive, name) as member:
                member.write(text.encode())


def export_workbook(
    session: Session, choices: Sequence[TableChoice], file: BinaryIO, progress: Progress = silent
) -> None:
    """Write lists of records to an open binary file, a sheet each."""
    write_workbook(file, (table_content(session, choice, progress=progress) for choice in choices))


def export_register(
    session: Session, file: BinaryIO, at: date, *, private: bool = True, progress: Progress = silent
) -> None:
    """Write the whole register as at a day to an open binary file, a sheet for each kind of record."""
    export_workbook(session, register_tables(at, private=private), file, progress)


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    info = zipfile.ZipInfo(name, _FIXED_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _ORDINARY_FILE
    with archive.open(info, "w") as member:
        yield member


def _worksheet(table: TableContent, is_first: bool) -> Iterator[str]:
    letters = [_letters(place) for place in range(1, len(table.columns) + 1)]
    yield xlsx_parts.worksheet_head([_shape(column) for column in table.columns], is_first)
    headings = (
        _text_cell(f"{letter}1", column.label, xlsx_parts.HEADING)
        for letter, column in zip(letters, table.columns, strict=True)
    )
    yield f'<row r="1">{"".join(headings)}</row>'
    for number, row in enumerate(table.rows, start=2):
        if number > MOST_ROWS:
            raise KnownError(
                f"A sheet has room for {MOST_ROWS - 1:,} records, and '{table.title}' has more. Export CSV instead"
            )
        cells = (_cell(f"{letter}{number}", cell) for letter, cell in zip(letters, row, strict=True))
        yield f'<row r="{number}">{"".join(cells)}</row>'
    yield xlsx_parts.WORKSHEET_END


def _shape(column: Column) -> xlsx_parts.Shape:
    """Return the width of a column, and the look of its cells where nothing stands yet; fingerprints are hidden."""
    width = max(_WIDTHS[column.kind], len(column.label) + 4)
    return xlsx_parts.Shape(width, _LOOKS.get(column.kind, xlsx_parts.TEXT), column.kind == "seal")


def _cell(place: str, value: Cell) -> str:
    match value:
        case None | "":
            return ""
        case date() if value >= _FIRST_DAY:
            return f'<c r="{place}" s="{xlsx_parts.DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
        case date():
            return _text_cell(place, value.isoformat(), xlsx_parts.TEXT)
        case int():
            return f'<c r="{place}" s="{xlsx_parts.NUMBER}"><v>{value}</v></c>'
        case _:
            return _text_cell(place, value, _look_of(value))


def _look_of(text: str) -> int:
    is_long, is_formula = len(text) > _LONGEST_IN_TEXT_FORMAT, is_like_formula(text)
    if is_long:
        return xlsx_parts.LONG_FORMULA_LIKE if is_formula else xlsx_parts.LONG
    return xlsx_parts.FORMULA_LIKE if is_formula else xlsx_parts.TEXT


def _text_cell(place: str, text: str, look: int) -> str:
    """Return a cell that says of itself that it holds text, whatever the text looks like."""
    inner = escape(xlsx_text(fitting(text)))
    return f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{inner}</t></is></c>'


def _letters(place: int) -> str:
    """Return what spreadsheets call a column: A for the first, AA for the twenty-seventh."""
    found = ""
    while place:
        place, letter = divmod(place - 1, 26)
        found = chr(ord("A") + letter) + found
    return found
