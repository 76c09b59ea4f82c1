"""The list of keyboard shortcuts, and About."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from secdesk.ui import texts, theme
from secdesk.ui.actions import words_of
from secdesk.ui.widgets.label import plain_label


class ShortcutsDialog(QDialog):
    """Every command that has keys, in the order of the menus."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        """List the commands."""
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(texts.KEYBOARD_SHORTCUTS)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(480, 560)
        rows = [(words_of(each), each.shortcut().toString()) for each in actions if not each.shortcut().isEmpty()]
        layout = _column(self)
        layout.addWidget(_table(rows))
        layout.addWidget(_close(self), 0, Qt.AlignmentFlag.AlignRight)


class AboutDialog(QDialog):
    """What this program is, and its version."""

    def __init__(self, parent: QWidget) -> None:
        """Say it."""
        from importlib import metadata

        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(texts.ABOUT)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = _column(self)
        layout.addWidget(plain_label(texts.PROGRAM, "title"))
        layout.addWidget(plain_label(texts.ABOUT_WORDS))
        layout.addWidget(plain_label(texts.VERSION.format(version=metadata.version("secdesk")), "caption"))
        layout.addWidget(_close(self), 0, Qt.AlignmentFlag.AlignRight)


def _column(dialog: QDialog) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(*[theme.MARGIN] * 4)
    layout.setSpacing(theme.FIELD_GAP)
    return layout


def _table(rows: list[tuple[str, str]]) -> QTableWidget:
    table = QTableWidget(len(rows), 2)
    table.setObjectName("shortcuts.table")
    table.setAccessibleName(texts.KEYBOARD_SHORTCUTS)
    table.setHorizontalHeaderLabels([texts.COMMAND, texts.KEYS])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    return table


def _close(dialog: QDialog) -> QPushButton:
    button = QPushButton(texts.CLOSE, dialog)
    button.setObjectName(f"{dialog.objectName()}.close")
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    return button
