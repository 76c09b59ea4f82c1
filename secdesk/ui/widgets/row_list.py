"""A list of short sentences, each a record: parts, timelines, suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from secdesk.ui import theme
from secdesk.ui.widgets.label import plain_tip

MOST_ROWS = 8
_LEAST_HEIGHT = 28
_DELETE = frozenset({Qt.Key.Key_Delete})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row: its key, what stands in it, and what a screen reader says where that differs."""

    key: str
    words: str
    spoken: str = ""


class RowList(QListWidget):
    """A list as tall as its rows, up to eight. Enter opens a row, Del asks for its removal."""

    opened = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, name: str, accessible: str, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setStyleSheet("QListWidget::item { padding: 0 8px; }")
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(_key(item)))

    def fill(self, rows: Sequence[ListRow]) -> None:
        """Show rows, keeping the selected one."""
        before = self.current_key()
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.words)
            item.setData(Qt.ItemDataRole.UserRole, row.key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken or row.words)
            item.setToolTip(plain_tip(row.words))
            item.setSizeHint(QSize(0, self._row_height()))
            self.addItem(item)
        if not self.select_key(before):
            self.setCurrentRow(0)
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())

    def current_key(self) -> str:
        """Return the key of the selected row, or an empty string."""
        item = self.currentItem()
        return _key(item) if item is not None else ""

    def select_key(self, key: str) -> bool:
        """Select a row by its key; say whether it is there."""
        for row in range(self.count()):
            if key and _key(self.item(row)) == key:
                self.setCurrentRow(row)
                return True
        return False

    def copy(self) -> None:
        """Copy what the selected row says."""
        item = self.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText(str(item.data(Qt.ItemDataRole.AccessibleTextRole)))

    def sizeHint(self) -> QSize:
        """Return the room for the rows."""
        rows = min(max(self.count(), 1), MOST_ROWS)
        return QSize(super().sizeHint().width(), self._row_height() * rows + 4)

    def _row_height(self) -> int:
        return max(_LEAST_HEIGHT, self.fontMetrics().height() + theme.SPACE_3)

    def event(self, event: QEvent) -> bool:
        """Keep Del from the window, where it means the record that these rows belong to."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _DELETE:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, remove with Del."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        key = self.current_key()
        if key and plain and event.key() in _ENTER:
            self.opened.emit(key)
        elif key and plain and event.key() in _DELETE:
            self.removal_wanted.emit(key)
        else:
            super().keyPressEvent(event)


def _key(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.UserRole))
