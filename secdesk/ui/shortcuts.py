"""The sheet of keyboard shortcuts (``Ctrl+/``), and About."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from secdesk.rules.text import fold
from secdesk.ui import texts, theme
from secdesk.ui.key_map import KeyRow
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow


class ShortcutsDialog(QDialog):
    """Every key with what it does, by the part of the window where it works; what is typed narrows the list."""

    def __init__(self, rows: Sequence[KeyRow], parent: QWidget) -> None:
        """List all of them and put the caret into the search."""
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(texts.KEYBOARD_SHORTCUTS)
        self.setAccessibleName(texts.KEYBOARD_SHORTCUTS)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._keys = rows
        self._search = FilterBox("shortcuts.search", texts.KEYS_FIND)
        self._search.setPlaceholderText(texts.KEYS_FIND)
        self._search.textChanged.connect(self._show)
        self._none = plain_label(texts.KEYS_NONE, "quiet", wraps=True)
        headings = (texts.COMMAND, texts.KEYS, texts.KEYS_WHERE)
        self.table = PlainTable("shortcuts.table", texts.KEYBOARD_SHORTCUTS, headings, (0,), self)
        self.table.setAlternatingRowColors(True)
        layout = _column(self)
        layout.addWidget(self._search)
        layout.addWidget(self._none)
        layout.addWidget(self.table, 1)
        layout.addWidget(_close(self), 0, Qt.AlignmentFlag.AlignRight)
        room = parent.window().size()
        self.resize(min(760, room.width() - theme.MARGIN), min(640, room.height() - theme.MARGIN))
        self._show("")
        self._search.setFocus()

    def _show(self, typed: str) -> None:
        wanted = fold(typed).split()
        found = [row for row in self._keys if all(word in _folded(row) for word in wanted)]
        cells = [(row.words, row.keys, row.area) for row in found]
        self.table.fill([TableRow(each, each, f"{each[0]}: {each[1]}, {each[2]}") for each in cells])
        self.table.setVisible(bool(found))
        self._none.setVisible(not found)


def _folded(row: KeyRow) -> str:
    return fold(f"{row.words} {row.keys} {row.area}")


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
    button.setAccessibleName(texts.CLOSE)
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    return button
