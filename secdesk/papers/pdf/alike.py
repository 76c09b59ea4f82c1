"""Tables of one paper with the same columns: they share one set of widths, so that their columns stand in line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from secdesk.papers.pdf.columns import ColumnText, share_width
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.pdf.style import Face, Style
from secdesk.papers.pdf.text import TextFlow, set_runs
from secdesk.papers.tree import Block, Column, Line, Table, Text

# Measuring is for the eye: tables of more rows than this together are measured one by one.
_MOST_ROWS = 600

_Columns: TypeAlias = tuple[Column, ...]


class AlikeTables:
    """Knows which tables of a paper have the same columns; measures each such group once."""

    def __init__(self, blocks: Iterable[Block], style: Style, show: PrintableText) -> None:
        found: dict[_Columns, list[Table]] = defaultdict(list)
        for block in blocks:
            if isinstance(block, Table):
                found[block.columns].append(block)
        self._groups = {columns: tables for columns, tables in found.items() if _are_few(tables)}
        self._widths: dict[_Columns, list[float]] = {}
        # What cannot be printed is told by the drawing, in reading order, and not by the measuring before it.
        self._style, self._show = style, PrintableText(show.coverage)

    def widths_of(self, table: Table, available: float) -> list[float] | None:
        """Return the widths that a table shares with its like, without padding; None where it stands alone."""
        tables = self._groups.get(table.columns)
        if tables is None:
            return None
        if table.columns not in self._widths:
            texts = [self._column(place, column, tables) for place, column in enumerate(table.columns)]
            self._widths[table.columns] = share_width(texts, available)
        return self._widths[table.columns]

    def _column(self, place: int, column: Column, tables: list[Table]) -> ColumnText:
        face = self._style.face("cell")
        cells = [self._flow(row[place], face) for table in tables for row in table.rows]
        head = self._flow((Text(column.title),), self._style.face("column"))
        return ColumnText([head, *cells], column.width, column.align == "left")

    def _flow(self, line: Line, face: Face) -> TextFlow:
        return TextFlow(set_runs(line, face, self._show), face.leading)


def _are_few(tables: list[Table]) -> bool:
    return len(tables) > 1 and sum(len(table.rows) for table in tables) <= _MOST_ROWS
