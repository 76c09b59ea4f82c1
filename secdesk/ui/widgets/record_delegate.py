"""Draws the rows of records: as every list does, but from the row itself, which spares Qt three questions a cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView

from secdesk.ui.models.record_table import RecordTable
from secdesk.ui.widgets.row_delegate import MIDDLE, RowDelegate

_RIGHT = int(Qt.AlignmentFlag.AlignRight)


class RecordDelegate(RowDelegate):
    """Cells of a table of records."""

    def __init__(self, view: QAbstractItemView, table: RecordTable) -> None:
        """Draw for one list."""
        super().__init__(view)
        self._table = table
        self._flags = [MIDDLE | (_RIGHT if column.right else 0) for column in table.source.columns]

    def cell(self, index: QModelIndex | QPersistentModelIndex) -> tuple[str, str | None, int]:
        """Return the words of a cell, the stage whose glyph stands before them, and how they are aligned."""
        row, column = self._table.row_at(index.row()), index.column()
        if row is None:
            return "", None, MIDDLE
        stage = row.stage if column == self._table.source.glyph_column else None
        return row.cells[column], stage, self._flags[column]
