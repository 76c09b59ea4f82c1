"""Tables whose columns print only where something is known of them, and small cells that several papers need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from secdesk.papers.lines import line
from secdesk.papers.tree import Align, Column, Figure, Line, Table, Text, plain
from secdesk.rules.date_words import format_date
from secdesk.rules.wording import join_and

NOT_KNOWN = "not known"
NONE = "–"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cells(Generic[Row]):
    """A column of a table: its title and what each row has in it. An empty line is unknown.

    ``needed`` keeps the column although nothing is known in it; ``unknown`` is what an unknown cell says.
    """

    title: str
    cell: Callable[[Row], Line]
    align: Align = "left"
    width: float = 0.0
    needed: bool = False
    unknown: str = NOT_KNOWN


def table_of(title: str, columns: Sequence[Cells[Row]], rows: Sequence[Row]) -> Table:
    """Return a table of the columns in which something is known."""
    kept = [column for column in columns if column.needed or _is_known(column, rows)]
    body = tuple(tuple(column.cell(row) or line(column.unknown) for column in kept) for row in rows)
    return Table(title, tuple(Column(column.title, column.align, column.width) for column in kept), body)


def left_out(columns: Sequence[Cells[Row]], rows: Sequence[Row]) -> str:
    """Name the columns in which nothing is known, as in "lead, length and decision"; empty where there are none."""
    return join_and([column.title.lower() for column in columns if not (column.needed or _is_known(column, rows))])


def _is_known(column: Cells[Row], rows: Sequence[Row]) -> bool:
    return any(plain(column.cell(row)).strip() for row in rows)


def day_cell(key: str, value: date | None, uid: str) -> Line:
    """Return a date for a cell, as ``7 Feb 2020``; an empty line where it is not known."""
    return () if value is None else (Figure(f"{key}.{uid}", format_date(value), (uid,)),)


def number_cell(key: str, value: int | None, uid: str) -> Line:
    """Return a number for a cell; an empty line where it is not known."""
    return () if value is None else (Figure(f"{key}.{uid}", f"{value:,}", (uid,)),)


def text_cell(value: str | None) -> Line:
    """Return words for a cell; an empty line where there are none."""
    return (Text(value),) if value and value.strip() else ()


def yes_no(value: bool | None) -> str:
    """Return yes, no or that it is not known."""
    return NOT_KNOWN if value is None else "yes" if value else "no"
