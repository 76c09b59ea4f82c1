"""A CSV file as rows of text: the encoding, the separator and the quoting of the program that wrote it found out.

Numbers of rows are those that a spreadsheet shows: a quoted cell of several lines is in one row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from secdesk.errors import KnownError
from secdesk.exchange.cells import EXACT_ID, protected_as_text
from secdesk.exchange.sheet import Sheet, SheetRow, make_sheet

__all__ = ["LARGEST", "Sheet", "SheetRow", "protected_as_text", "read_sheet"]

LARGEST = 50_000_000
_SEPARATORS = (",", ";", "\t")
_LONGEST_CELL = 10_000_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_sheet(data: bytes, source: str) -> Sheet:
    """Return the rows of a CSV file; raises KnownError, naming file and row, for what is none.

    The apostrophes that protect a spreadsheet from formulas come off, except in a file that was made for programs.
    """
    text = _decode(data, source)
    separator, text = _separator_of(text)
    return make_sheet(_unprotected(_records(text, separator, source)), source)


def _unprotected(records: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield records as their texts are; for whom a file was made stands at the end of its headings."""
    is_exact: bool | None = None
    for number, cells in records:
        filled = [cell for cell in cells if cell.strip()]
        if is_exact is None and filled:
            is_exact = filled[-1] == EXACT_ID
        yield number, cells if is_exact else tuple(map(protected_as_text, cells))


def _decode(data: bytes, source: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise KnownError(f"'{source}' is a spreadsheet or another packed file. Save the list as CSV and import that")
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise KnownError(f"'{source}' is not a text file. Save the list as CSV in UTF-8 and import that")


def _separator_of(text: str) -> tuple[str, str]:
    """Return what stands between cells, and the text without the line by which Excel is told so."""
    told = re.match(r"sep=([,;\t|])\r?\n", text, re.IGNORECASE)
    if told:
        return told[1], text[told.end() :]
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {separator: _count_cells(first, separator) for separator in _SEPARATORS}
    return max(_SEPARATORS, key=lambda separator: counts[separator]), text


def _count_cells(line: str, separator: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        return 0


def _records(text: str, separator: str, source: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, tuple(cells)
        except csv.Error as error:
            raise KnownError(
                f"'{source}' cannot be read from row {number + 1} on: a quotation mark is not closed, or stands where"
                " none is expected. Correct it there"
            ) from error


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let a cell be longer than 131,072 characters; each field has its own limit later."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
