"""A CSV file as rows of text: the encoding, the separator and the quoting of the program that wrote it found out.

Numbers of rows are those that a spreadsheet shows: a quoted cell of several lines is in one row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from secdesk.errors import KnownError

LARGEST = 50_000_000
_SEPARATORS = (",", ";", "\t")
_LONGEST_CELL = 10_000_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What a spreadsheet would take for a formula, behind the apostrophes that keep it from doing so (reliability.md 3.8).
_PROTECTED = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its number in a spreadsheet and its cells, as many as there are columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of a file and its rows without those that are empty; ``ragged`` are rows with too many cells."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    ragged: tuple[SheetRow, ...] = ()


def read_sheet(data: bytes, source: str) -> Sheet:
    """Return the rows of a CSV file; raises KnownError, naming file and row, for what is none."""
    text = _decode(data, source)
    separator, text = _separator_of(text)
    records = _records(text, separator, source)
    numbered = [SheetRow(number, cells) for number, cells in records if any(map(str.strip, cells))]
    if not numbered:
        raise KnownError(f"'{source}' is empty. Export the list again, with its headings in the first row")
    headings = tuple(cell.strip() for cell in _without_empty_end(numbered[0].cells))
    width = len(headings)
    rows: list[SheetRow] = []
    ragged: list[SheetRow] = []
    for row in numbered[1:]:
        cells = _without_empty_end(row.cells)
        filled = SheetRow(row.number, (*cells, *("" for _ in range(width - len(cells)))))
        (rows if len(cells) <= width else ragged).append(filled)
    return Sheet(headings, tuple(rows), tuple(ragged))


def protected_as_text(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return text[1:] if _PROTECTED.match(text) else text


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
                yield number, tuple(protected_as_text(cell) for cell in cells)
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


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return cells without the empty ones at the end, which spreadsheets write where a row was once longer."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
