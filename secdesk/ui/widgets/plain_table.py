"""A short table of words: whole rows are chosen, Enter opens one, Tab leaves it (ux.md 3.9).

For lists of some hundred rows at most; records have a windowed model of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from secdesk.ui import theme
from secdesk.ui.widgets.column_widths import squeeze
from secdesk.ui.widgets.label import plain_tip
from secdesk.ui.widgets.row_delegate import RowDelegate

_KEY = Qt.ItemDataRole.UserRole
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LEAST_LETTERS = 4
"""Letters that every column has room for."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: what it stands for, its cells, one sentence for a screen reader, and why it is there.

    With fewer cells than columns, the last cell takes the rest of the row.
    """

    key: Any
    cells: tuple[str, ...]
    spoken: str = ""
    tip: str = ""


class _Cells(RowDelegate):
    """Cells that ask for the room that their words are drawn with."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * theme.SPACE_3, 0)


class PlainTable(QTableWidget):
    """Rows of plain text under headings, or without."""

    chosen = Signal(object)
    """The key of the row that the person moved to; None where there is none."""
    opened = Signal(object)
    """The key of the row on which Enter was pressed or that was clicked twice."""

    def __init__(
        self, name: str, accessible: str, headings: Sequence[str], stretching: Sequence[int], parent: QWidget
    ) -> None:
        """Make an empty table; the columns ``stretching`` share what the others leave. Empty headings show none."""
        super().__init__(0, len(headings), parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setHorizontalHeaderLabels(list(headings))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Cells(self))
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        header.setVisible(any(headings))
        self._stretching = frozenset(stretching)
        self.currentCellChanged.connect(self._on_current_changed)
        self.cellDoubleClicked.connect(lambda row, _column: self.opened.emit(self._key_of(row)))
        self._fit_rows()

    def fill(self, rows: Sequence[TableRow]) -> None:
        """Show rows, staying on the row of the same key, else on the first."""
        before = self.current_key()
        self.blockSignals(True)
        self.clearSpans()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, item in enumerate(_items(row)):
                self.setItem(number, column, item)
            if len(row.cells) < self.columnCount():
                self.setSpan(number, len(row.cells) - 1, 1, self.columnCount() - len(row.cells) + 1)
        self.blockSignals(False)
        self._share()
        if rows and not self.select_key(before):
            self.setCurrentCell(0, 0)
        self.chosen.emit(self.current_key())

    def current_key(self) -> Any:
        """Return the key of the current row, None where there is none."""
        return self._key_of(self.currentRow()) if 0 <= self.currentRow() < self.rowCount() else None

    def select_key(self, key: Any) -> bool:
        """Go to the row of a key; says whether there is one."""
        found = next((row for row in range(self.rowCount()) if self._key_of(row) == key), -1)
        if found >= 0:
            self.setCurrentCell(found, 0)
        return found >= 0

    def fit_height(self) -> None:
        """Be as tall as the rows."""
        height = sum(self.rowHeight(row) for row in range(self.rowCount())) + 2 * self.frameWidth()
        header = self.horizontalHeader()
        self.setFixedHeight(height + (0 if header.isHidden() else header.sizeHint().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in _ENTER and not event.modifiers() and self.currentRow() >= 0:
            self.opened.emit(self.current_key())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()
            self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give each column what it asks for and the rest to those that stretch, but every heading its room."""
        header, room = self.horizontalHeader(), self.viewport().width()
        columns = range(self.columnCount())
        least = self.fontMetrics().averageCharWidth() * _LEAST_LETTERS
        floors = [max(header.sectionSizeHint(column) if not header.isHidden() else 0, least) for column in columns]
        wanted = [
            floors[column] if column in self._stretching else max(floors[column], self.sizeHintForColumn(column))
            for column in columns
        ]
        squeeze(wanted, floors, [1] * len(wanted), room)
        rest = max(0, room - sum(wanted))
        stretching = sorted(self._stretching)
        for number, column in enumerate(stretching):
            wanted[column] += rest // len(stretching) + (rest % len(stretching) if number == 0 else 0)
        for column in columns:
            header.resizeSection(column, wanted[column])

    def _fit_rows(self) -> None:
        height = theme.row_height(self.fontMetrics())
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(height)
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            delegate.forget()

    def _key_of(self, row: int) -> Any:
        item = self.item(row, 0)
        return item.data(_KEY) if item is not None else None

    def _on_current_changed(self, row: int, _column: int, before: int, _before_column: int) -> None:
        if row != before:
            self.viewport().update()
            self.chosen.emit(self._key_of(row) if row >= 0 else None)


def _items(row: TableRow) -> list[QTableWidgetItem]:
    """Return the cells of a row; the first stands for the whole of it, also for a screen reader."""
    items = [QTableWidgetItem(words) for words in row.cells]
    for item in items:
        item.setToolTip(plain_tip(row.tip))
    items[0].setData(_KEY, row.key)
    items[0].setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken or ", ".join(filter(None, row.cells)))
    items[0].setData(Qt.ItemDataRole.AccessibleDescriptionRole, row.tip)
    return items
