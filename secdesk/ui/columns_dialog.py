"""Choosing the columns of a list: which are shown and in which order; what is done is seen at once (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from secdesk.ui import theme
from secdesk.ui.models.record_table import Column
from secdesk.ui.widgets.words import make_button, make_label

_KEY = int(Qt.ItemDataRole.UserRole)


class ColumnsDialog(QDialog):
    """Columns with ticks. Space ticks, Alt and the arrows move; there is nothing to confirm."""

    chosen = Signal(list)
    """The keys of the columns to show, from the left."""
    reset_wanted = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        """Make it empty; it is shown by :meth:`offer` and :meth:`open`."""
        super().__init__(parent)
        self.setObjectName(f"{name}.columns")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._list = QListWidget()
        self._list.setObjectName(f"{name}.columns.list")
        self._list.setAccessibleName(title)
        self._list.setAccessibleDescription("Space shows or hides a column, Alt and the arrows move it")
        self._list.installEventFilter(self)
        self._up = make_button("Move up", f"{name}.columns.up", tip="Alt+Up")
        self._down = make_button("Move down", f"{name}.columns.down", tip="Alt+Down")
        self._reset = make_button("Reset", f"{name}.columns.reset", tip="Columns as the list has them by itself")
        self._close = make_button("Close", f"{name}.columns.close", tip="Esc")
        self._up.clicked.connect(lambda: self.move_current(-1))
        self._down.clicked.connect(lambda: self.move_current(1))
        self._reset.clicked.connect(self.reset_wanted)
        self._close.clicked.connect(self.close)
        self._list.itemChanged.connect(lambda _item: self._tell())
        self._list.currentRowChanged.connect(lambda _row: self._show_ways())
        self._lay_out()

    def offer(self, columns: Sequence[Column], shown: Sequence[str]) -> None:
        """Show the columns: first those shown, in their order, then the others."""
        order = [*shown, *(column.key for column in columns if column.key not in shown)]
        by_key = {column.key: column for column in columns}
        before = self._list.currentRow()
        with QSignalBlocker(self._list):
            self._list.clear()
            for key in order:
                self._list.addItem(self._row(by_key[key], key in shown))
            self._list.setCurrentRow(max(0, before))
        self._show_ways()

    def move_current(self, step: int) -> None:
        """Move the current column up or down."""
        row = self._list.currentRow()
        if not 0 <= row + step < self._list.count():
            return
        with QSignalBlocker(self._list):
            item = self._list.takeItem(row)
            self._list.insertItem(row + step, item)
            self._list.setCurrentRow(row + step)
        self._show_ways()
        self._tell()

    def keys(self) -> list[str]:
        """Return the columns that are ticked, from the left."""
        rows = [self._list.item(row) for row in range(self._list.count())]
        return [str(item.data(_KEY)) for item in rows if item.checkState() == Qt.CheckState.Checked]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the current column with Alt and the arrows, before the list takes them."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in steps:
            self.move_current(steps[key])
            return True
        return super().eventFilter(watched, event)

    def _row(self, column: Column, is_shown: bool) -> QListWidgetItem:
        item = QListWidgetItem(column.heading)
        item.setData(_KEY, column.key)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, max(28, self.fontMetrics().height() + theme.SPACE_2)))
        return item

    def _tell(self) -> None:
        found = self.keys()
        if found:
            self.chosen.emit(found)
        else:
            # A list without any column would show nothing to undo it by.
            self._list.currentItem().setCheckState(Qt.CheckState.Checked)

    def _show_ways(self) -> None:
        row = self._list.currentRow()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < self._list.count() - 1)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(theme.SPACE_2)
        for button in (self._up, self._down, self._reset):
            side.addWidget(button)
        side.addStretch(1)
        side.addWidget(self._close)
        rows = QHBoxLayout()
        rows.setSpacing(theme.SPACE_3)
        rows.addWidget(self._list, 1)
        rows.addLayout(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_3)
        layout.addWidget(make_label("Tick the columns to show", "strong"))
        layout.addLayout(rows, 1)

    def sizeHint(self) -> QSize:
        """Return room for a dozen columns."""
        unit = self.fontMetrics().averageCharWidth()
        return QSize(56 * unit, min(440, 20 * self.fontMetrics().height()))
