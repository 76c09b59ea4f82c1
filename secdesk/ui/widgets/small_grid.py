"""A short table inside a detail: as tall as its rows, with Ins to add and Del to take out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent

from secdesk.ui.models.fixed_rows import FixedRows
from secdesk.ui.models.record_table import Ask, RecordTable
from secdesk.ui.widgets.record_list import RecordList

MOST_ROWS = 14
_OWN = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Insert})


class SmallGrid(RecordList):
    """Rows of a fixed order."""

    removal_wanted = Signal(str)
    addition_wanted = Signal()

    def __init__(self, rows: FixedRows, name: str, accessible: str) -> None:
        """Show rows; they are read by :meth:`read`."""
        super().__init__(RecordTable(rows), name, accessible)
        self.setSelectionMode(RecordList.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSortIndicatorShown(False)

    def read(self) -> None:
        """Read the rows again."""
        self.table.refresh()
        self._fit_height()

    def read_new(self) -> None:
        """Read the rows of another record."""
        self.table.ask(Ask())
        self._fit_height()

    def sizeHint(self) -> QSize:
        """Return the room for the rows."""
        row = self.verticalHeader().defaultSectionSize()
        rows = min(max(self.table.rowCount(), 1), MOST_ROWS)
        return QSize(200, row * rows + self.horizontalHeader().sizeHint().height() + 4)

    def event(self, event: QEvent) -> bool:
        """Keep Del and Ins from the window, where they mean the record that these rows belong to."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add with Ins, take out with Del."""
        if event.key() == Qt.Key.Key_Delete and self.current_uid:
            self.removal_wanted.emit(self.current_uid)
        elif event.key() == Qt.Key.Key_Insert:
            self.addition_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _fit_height(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
