"""The one rule for the cells of spreadsheets: what a text, a number, a date and an unknown value look like in them.

A spreadsheet takes a text that begins with an equals sign, or with one of a few other signs, for a formula and works it
out (reliability.md 2.3 H07, 3.8). In CSV such a text gets an apostrophe before it, which comes off again when the file
is read; in a workbook its cell says that it is text, so it stands there as it is. Numbers and dates are written as such
and need nothing.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TypeAlias

from secdesk.rules.date_words import format_date

Cell: TypeAlias = str | int | date | None
"""What a cell holds: text, a whole number, a day, or nothing where a value is not known."""

MOST_IN_CELL = 32_767
"""The most characters of a cell, counted as spreadsheets count them: in units of UTF-16."""

EXACT_ID = "uid"
"""The heading of the last column of a CSV file for programs, by which it is known when it comes back."""

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"  # also in full and in small width
# Behind blanks and invisible characters a sign counts too: some programs take those off before they look.
_FORMULA = f"(?:[\\t\\r\\n]|[\\s\\ufeff\\u200b]*[{_SIGNS}])"
_LIKE_FORMULA = re.compile(f"'*{_FORMULA}")
_PROTECTED = re.compile(f"'+{_FORMULA}")

_NEVER_IN_CSV = re.compile("[\x00\ud800-\udfff]")
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_CODE = re.compile("_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)|_x00(0[0-8BbCcDdEeFf]|1[0-9A-Fa-f])_")

_TOO_LONG = (
    "[{} characters: too long for a cell of a spreadsheet. The whole text stands in the register; an import leaves it"
    " as it is]"
)
_NOTICE = re.compile(re.escape(_TOO_LONG).replace(re.escape("{}"), "[0-9,]+"))


def is_like_formula(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula, apostrophes before it left aside."""
    return _LIKE_FORMULA.match(text) is not None


def protect(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet could take it for a formula."""
    return f"'{text}" if is_like_formula(text) else text


def protected_as_text(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return text[1:] if _PROTECTED.match(text) else text


def csv_cell(value: Cell) -> str:
    """Return a cell of a CSV file for a spreadsheet: no formula, dates in words so that no locale turns them round.

    A text that no spreadsheet could hold in one cell is replaced by a notice of its length.
    """
    if isinstance(value, str):
        return protect(fitting(plain_text(value)))
    return format_date(value) if isinstance(value, date) else cell_text(value)


def exact_cell(value: Cell) -> str:
    """Return a cell of a CSV file for programs: text as it is, dates as ``2020-02-07``."""
    if isinstance(value, str):
        return plain_text(value)
    return value.isoformat() if isinstance(value, date) else cell_text(value)


def cell_text(value: Cell) -> str:
    """Return what a person reads in a cell: dates as ``7 Feb 2020``, nothing where nothing is known."""
    if value is None:
        return ""
    return format_date(value) if isinstance(value, date) else str(value)


def plain_text(text: str) -> str:
    """Return a text with the sign for a lost character in place of what no text file can hold."""
    return text if text.isprintable() else _NEVER_IN_CSV.sub("\ufffd", text)


def fitting(text: str) -> str:
    """Return a text, or where it is longer than a cell may be, a notice that says so."""
    if len(text) <= MOST_IN_CELL // 2:
        return text
    units = len(text) + sum(letter > "\uffff" for letter in text)
    return text if units <= MOST_IN_CELL else _TOO_LONG.format(f"{len(text):,}")


def is_notice(text: str) -> bool:
    """Say whether a cell holds the notice that its text was too long."""
    return _NOTICE.fullmatch(text.strip()) is not None


def xlsx_text(text: str) -> str:
    """Return a text as a workbook holds it, with codes like ``_x0007_`` for what its form has no place for.

    A text that looks like such a code is marked, so that nothing takes it for one.
    """
    return _NEVER_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def from_xlsx_text(text: str) -> str:
    """Return the text of a cell of a workbook: codes of control characters become what they stand for."""
    return _CODE.sub(lambda found: chr(int(found[1], 16)) if found[1] else "_", text)
