"""A file of tables, whatever program made it: CSV or a workbook, told apart by its first bytes."""

from __future__ import annotations

from secdesk.exchange.csv_text import read_sheet
from secdesk.exchange.sheet import Sheet

_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


def read_sheets(data: bytes, source: str) -> tuple[Sheet, ...]:
    """Return the tables of a file: one of CSV, of a workbook each sheet that is shown and not empty.

    Raises KnownError, naming the file, for what is neither.
    """
    if not data.startswith(_PACKED):
        return (read_sheet(data, source),)
    from secdesk.exchange.xlsx_text import read_workbook

    return read_workbook(data, source)


def read_first_sheet(data: bytes, source: str) -> Sheet:
    """Return the first table of a file; raises KnownError for what is no file of tables."""
    return read_sheets(data, source)[0]
