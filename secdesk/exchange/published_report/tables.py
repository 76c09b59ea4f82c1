"""Tables of assessments as scanners leave them: rows told by the form of their cells, columns torn off and put back.

A torn column is put back only where the number of its values proves which row each belongs to: one for every row of
the one table that lacks it. Otherwise it is left apart (domain.md 2.1 trap 7).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from secdesk.exchange.published_report.dates import FOLDED_SHORT
from secdesk.exchange.published_report.layout import Cell, Column
from secdesk.exchange.published_report.letters import fold_letters
from secdesk.exchange.published_report.numbers import FOLDED_DAYS, FOLDED_MARK
from secdesk.exchange.published_report.phrases import phrase

if TYPE_CHECKING:
    from secdesk.exchange.published_report.sections import Piece

_NOTHING = "(?:not known|-|within target)".replace("i", "l")
_CELL = re.compile(
    rf"(?P<date>{FOLDED_SHORT})|(?P<days>{FOLDED_DAYS})(?:{FOLDED_MARK})?|(?P<nothing>{_NOTHING})(?![a-z0-9])"
)
_ROW_START = re.compile(r"(?P<reference>\S{4,14}) (?P<type>\S{2,5}) ")
_VALUE = re.compile(rf"{FOLDED_DAYS}(?:{FOLDED_MARK})?|{FOLDED_SHORT}|not known|-|[a-z2-9]{{1,4}}")
_FEWEST_TO_TELL = 4
"""Modification, type, accepted and target: a longer header without a duration has lost a column that would tell."""

_TYPES = {"pa": "PA", "la": "IA"}

TableState: TypeAlias = Literal["open", "returned", ""]
"""What the assessments of a table are: with the DCC, returned by it, or not told."""


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell as printed: its form, and its text without the mark of a note."""

    form: Cell
    text: str


@dataclass(frozen=True, slots=True)
class RowText:
    """One row as printed. ``cells`` is None where a part of it is no cell of any form."""

    reference: str
    assessment_kind: str | None
    cells: tuple[CellText, ...] | None
    lines: tuple[int, ...]
    section: str


@dataclass(slots=True)
class Table:
    """A table: its columns in order after reference and type, and its rows; ``torn`` holds columns put back.

    ``state`` says what its assessments are, empty where headings do not tell; ``year`` is the Regulatory Year in which
    the report lists them.
    """

    columns: tuple[Column, ...]
    section: str
    state: TableState
    year: str | None = None
    rows: list[RowText] = field(default_factory=list)
    torn: dict[str, list[CellText]] = field(default_factory=dict)

    def lacks(self, name: str) -> bool:
        """Say whether no row gives a field, so that its column may be the one that was torn off."""
        return all(name not in fields_of(self, place) for place in range(len(self.rows)))

    def may_have(self, name: str) -> bool:
        """Say whether a column of a field can belong here: current durations go with what is still open."""
        wanted = {"current": "open", "duration": "returned", "returned": "returned"}.get(name, self.state)
        return self.state in ("", wanted)


def read_header(columns: Sequence[Column], folded: str) -> tuple[Column, ...]:
    """Return the columns that a line of headings names; none where the line has other words too."""
    found: list[Column] = []
    rest = folded
    while rest:
        column = _column_at_start(columns, rest)
        if column is None:
            return ()
        found.append(column[0])
        rest = rest[column[1] :].lstrip()
    return tuple(found)


def _column_at_start(columns: Sequence[Column], folded: str) -> tuple[Column, int] | None:
    """Return the column whose heading begins a text, the longest where several do."""
    hits = [(column, found.end()) for column in columns if (found := phrase(column.pattern).match(folded))]
    whole = [hit for hit in hits if folded[hit[1] : hit[1] + 1] in ("", " ")]
    return max(whole, key=lambda hit: hit[1], default=None)


def state_of(columns: Sequence[Column], under: str) -> TableState:
    """Return what the assessments of a table are, by its columns; ``under`` is what the heading above it says.

    A table whose columns and heading disagree, or that lacks the columns to tell, says nothing.
    """
    names = {column.field for column in columns}
    state: TableState = ""
    if names & {"returned", "duration"} and "current" not in names:
        state = "returned"
    elif "accepted" in names and ("current" in names or len(columns) <= _FEWEST_TO_TELL):
        state = "open"
    return state if under in ("", state) else ""


def is_header(columns: Sequence[Column], folded: str) -> bool:
    """Say whether a line is the headings of a table."""
    return len(read_header(columns, folded)) > 1


def is_column(columns: Sequence[Column], folded: str) -> bool:
    """Say whether a line is the heading of one column of days or dates, torn off its table."""
    found = read_header(columns, folded)
    return len(found) == 1 and found[0].cell in ("days", "date")


def is_row(text: str) -> bool:
    """Say whether a line is a row of an assessment table: two words, then cells, at least one a date or a duration."""
    folded = fold_letters(text)
    start = _ROW_START.match(folded)
    if start is None:
        return False
    cells = _cells_of(folded[start.end() :], text[start.end() :])
    has_type = start["type"] in _TYPES
    if cells is None:
        return has_type and _CELL.search(folded, start.end()) is not None and len(text.split()) < 16
    return any(cell.form in ("date", "days") for cell in cells)


def is_value(text: str) -> bool:
    """Say whether a line can be one value of a torn column."""
    return _VALUE.fullmatch(fold_letters(text)) is not None


def read_row(piece: Piece) -> RowText:
    """Return a row as printed."""
    start = _ROW_START.match(piece.folded)
    if start is None:
        return RowText("", None, None, piece.lines, piece.section)
    cells = _cells_of(piece.folded[start.end() :], piece.text[start.end() :])
    reference = piece.text[: start.end("reference")]
    return RowText(reference, _TYPES.get(start["type"]), cells, piece.lines, piece.section)


def _cells_of(folded: str, text: str) -> tuple[CellText, ...] | None:
    """Return the cells of a stretch of text, None where something in it is no cell."""
    cells: list[CellText] = []
    place = 0
    while place < len(folded):
        found = _CELL.match(folded, place)
        if found is None:
            return None
        form: Cell = "date" if found["date"] else "days" if found["days"] else "other"
        group = found.lastgroup or "nothing"
        cells.append(CellText(form, text[found.start(group) : found.end(group)]))
        place = found.end()
        if folded[place : place + 1] not in ("", " "):
            return None
        place += 1
    return tuple(cells)


def read_value(text: str) -> CellText | None:
    """Return a value of a torn column; None where it is of no form, such as a number without its unit."""
    cells = _cells_of(fold_letters(text), text)
    return cells[0] if cells is not None and len(cells) == 1 else None


def fields_of(table: Table, place: int) -> dict[str, CellText]:
    """Return the cells of a row by the field they fill, as far as the columns prove it.

    With a cell for every column each is in its place. With fewer, cells of one form are taken where there are as many
    as columns of that form; a lone duration under two columns of durations belongs to either, so to none.
    """
    cells = table.rows[place].cells
    columns = [column for column in table.columns if column.cell in ("date", "days")]
    found: dict[str, CellText] = {}
    if cells is not None and len(cells) == len(columns):
        pairs = list(zip(columns, cells, strict=True))
        found = {column.field: cell for column, cell in pairs} if all(_fits(*pair) for pair in pairs) else {}
    elif cells is not None and all(cell.form != "other" for cell in cells):
        for form in ("date", "days"):
            own = [cell for cell in cells if cell.form == form]
            wanted = [column for column in columns if column.cell == form]
            if len(own) == len(wanted):
                found |= {column.field: cell for column, cell in zip(wanted, own, strict=True)}
    found |= {name: values[place] for name, values in table.torn.items()}
    return {name: cell for name, cell in found.items() if name and cell.form != "other"}


def _fits(column: Column, cell: CellText) -> bool:
    return cell.form in (column.cell, "other")


def put_back(tables: Sequence[Table], column: Column, values: Sequence[CellText | None]) -> Table | None:
    """Put a torn column back into the one table that it proves to belong to; None where nothing proves it.

    A table that does not say what it is may be the one as well, so that it stands in the way of a proof.
    """
    name = column.field
    candidates = [table for table in tables if table.rows and table.may_have(name) and table.lacks(name)]
    whole = [value for value in values if value is not None]
    if not name or len(candidates) != 1 or len(whole) != len(values) or len(values) != len(candidates[0].rows):
        return None
    if any(value.form not in (column.cell, "other") for value in whole):
        return None
    candidates[0].torn[name] = whole
    return candidates[0]
