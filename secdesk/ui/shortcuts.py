"""The list of keyboard shortcuts, and About."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.actions import words_of
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow


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
        headings = (texts.COMMAND, texts.KEYS)
        table = PlainTable("shortcuts.table", texts.KEYBOARD_SHORTCUTS, headings, (0,), self)
        table.setAlternatingRowColors(True)
        table.fill([TableRow(row, row) for row in rows])
        layout.addWidget(table)
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


def _close(dialog: QDialog) -> QPushButton:
    button = QPushButton(texts.CLOSE, dialog)
    button.setObjectName(f"{dialog.objectName()}.close")
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    return button
