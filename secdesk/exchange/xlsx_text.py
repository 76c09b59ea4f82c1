"""A workbook as tables of text, in the same form as CSV: what a person sees in its cells, with dates in words.

A formula is not worked out and its last result is not believed: its own text is read, and the cell is marked. Links to
other workbooks are not followed; hidden sheets are not read.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from secdesk.errors import KnownError
from secdesk.exchange.cells import from_xlsx_text
from secdesk.exchange.sheet import NoteKind, Sheet, make_sheet
from secdesk.exchange.xlsx_package import check_package
from secdesk.rules.date_words import format_date

MOST_ROWS = 100_000
MOST_COLUMNS = 256
_LAST_ROW = 1_048_576
_NO_TIME = time()


def read_workbook(data: bytes, source: str) -> tuple[Sheet, ...]:
    """Return the tables of a workbook, one for each sheet that is shown and not empty, in order.

    Raises KnownError, naming the file, for what is no workbook, is empty, or holds more than a table.
    """
    check_package(data, source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings, formats and extensions, which are not read
            found = tuple(_read_sheets(data, source))
    except (KnownError, MemoryError):
        raise
    except Exception as error:  # the library raises whatever it stumbles over; the file is at fault, not the program
        raise KnownError(
            f"'{source}' cannot be read as a workbook. Copy the table into a new workbook, save it and import that"
        ) from error
    if not found:
        raise KnownError(f"'{source}' is empty. Export the list again, with its headings in the first row")
    return found


def _read_sheets(data: bytes, source: str) -> Iterator[Sheet]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_vba=False, keep_links=False)
    with closing(workbook):
        for worksheet in workbook.worksheets:
            if worksheet.sheet_state != "visible":
                continue
            notes: dict[tuple[int, int], NoteKind] = {}
            records = list(_records(worksheet, source, notes))
            if records:
                yield make_sheet(records, source, notes, worksheet.title)


def _records(
    worksheet: Any, source: str, notes: dict[tuple[int, int], NoteKind]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows that hold something; what a sheet says of its own size is not believed."""
    worksheet.reset_dimensions()
    filled = 0
    empty = None  # the library gives one and the same row for all that are not in the file, up to a million of them
    for number, row in enumerate(worksheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > _LAST_ROW:
            break
        if row is empty:
            continue
        cells = tuple(_text_of(cell, (number, column), notes) for column, cell in enumerate(row))
        if not any(map(str.strip, cells)):
            empty = row
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise KnownError(f"'{source}' has more than {MOST_ROWS:,} rows. Split it and import the parts")
        if cells[MOST_COLUMNS:] != ("",):
            raise KnownError(f"'{source}' has more than {MOST_COLUMNS} columns. Take out those that are not needed")
        yield number, cells[:MOST_COLUMNS]


def _text_of(cell: Any, place: tuple[int, int], notes: dict[tuple[int, int], NoteKind]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        notes[place] = "formula"
        return value if isinstance(value, str) else f"{getattr(value, 'text', None) or '='}"
    if cell.data_type == "e":
        notes[place] = "error"
    return _words_of(value)


def _words_of(value: object) -> str:
    match value:
        case str():
            return from_xlsx_text(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            day = format_date(value.date())
            return day if value.time() == _NO_TIME else f"{day} {_time_words(value.time())}"
        case date():
            return format_date(value)
        case time():
            return _time_words(value)
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return str(value)


def _time_words(value: time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")
