"""Choosing a saved view by its name, and keeping, renaming and forgetting views (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from secdesk.ui import theme
from secdesk.ui.saved_views import LONGEST_NAME
from secdesk.ui.widgets.choice_popup import ChoicePopup
from secdesk.ui.widgets.words import make_button, make_label

_NAME = int(Qt.ItemDataRole.UserRole)
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ViewsPopup(ChoicePopup):
    """The names of the views, and a line that keeps what is shown now under a new one."""

    chosen = Signal(str)
    kept = Signal(str)
    renamed = Signal(str, str)
    removed = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        """Make it empty."""
        super().__init__(f"{name}.popup", "Saved views", parent)
        self._names = _Names(f"{name}.list")
        self._names.setAccessibleName("Saved views")
        self._names.taken.connect(self._on_taken)
        self._names.removal_wanted.connect(self.removed)
        self._names.itemChanged.connect(self._on_item_changed)
        self._name = QLineEdit()
        self._name.setObjectName(f"{name}.name")
        self._name.setAccessibleName("Name for what is shown now")
        self._name.setPlaceholderText("Name for what is shown now")
        self._name.setMaxLength(LONGEST_NAME)
        self._save = make_button("Save view", f"{name}.save")
        self._rename = make_button("Rename", f"{name}.rename", tip="F2")
        self._remove = make_button("Delete", f"{name}.remove", accessible="Delete the view", tip="Del")
        self._empty = make_label("No views yet. Filter the list and give it a name", "quiet", wraps=True)
        self._name.returnPressed.connect(self._on_save)
        self._save.clicked.connect(self._on_save)
        self._rename.clicked.connect(self._names.rename_current)
        self._remove.clicked.connect(lambda: self.removed.emit(self._names.current_name()))
        self._lay_out()

    def open_for(self, opener: QWidget, names: Sequence[str], current: str, can_keep: bool) -> None:
        """Offer the views; ``current`` is the one shown, ``can_keep`` whether anything is filtered at all."""
        self.fill(names, current)
        self._name.clear()
        for widget in (self._name, self._save):
            widget.setEnabled(can_keep)
        self.open_at(opener, self._names if names else self._name)

    def fill(self, names: Sequence[str], current: str = "") -> None:
        """Show these names."""
        before = current or self._names.current_name()
        with QSignalBlocker(self._names):
            self._names.clear()
            for name in names:
                self._names.add_name(name)
            self._names.setCurrentRow(names.index(before) if before in names else 0)
        for widget in (self._names, self._rename, self._remove):
            widget.setVisible(bool(names))
        self._empty.setVisible(not names)

    def _on_taken(self, name: str) -> None:
        self.close()
        self.chosen.emit(name)

    def _on_save(self) -> None:
        name = self._name.text().strip()
        if name:
            self.kept.emit(name)
            self.close()

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        before = str(item.data(_NAME))
        now = item.text().strip()
        if now != before:
            # The editor of the row is still open; the names are shown anew when it has gone.
            QTimer.singleShot(0, self, lambda: self.renamed.emit(before, now))

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(theme.SPACE_2)
        for button in (self._rename, self._remove):
            ways.addWidget(button)
        ways.addStretch(1)
        new = QHBoxLayout()
        new.setSpacing(theme.SPACE_2)
        new.addWidget(self._name, 1)
        new.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._empty)
        layout.addWidget(self._names, 1)
        layout.addLayout(ways)
        layout.addLayout(new)


class _Names(QListWidget):
    """Names; Enter takes one, F2 renames it, Del asks for its removal."""

    taken = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self.itemClicked.connect(lambda item: self.taken.emit(item.text()))

    def sizeHint(self) -> QSize:
        """Return room for six names."""
        row = max(28, self.fontMetrics().height() + theme.SPACE_2)
        return QSize(46 * self.fontMetrics().averageCharWidth(), 6 * row)

    def add_name(self, name: str) -> None:
        """Add a view."""
        item = QListWidgetItem(name)
        item.setData(_NAME, name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setSizeHint(QSize(0, max(28, self.fontMetrics().height() + theme.SPACE_2)))
        self.addItem(item)

    def current_name(self) -> str:
        """Return the view that the arrows went to, an empty string for none."""
        item = self.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def rename_current(self) -> None:
        """Let the person type another name in place."""
        item = self.currentItem()
        if item is not None:
            self.setFocus()
            self.editItem(item)

    def event(self, event: QEvent) -> bool:
        """Keep Del and F2 from the window, where they mean the record."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take, rename or remove the current view."""
        name = self.current_name()
        if name and event.key() in _ENTER and self.state() != QListWidget.State.EditingState:
            self.taken.emit(name)
        elif name and event.key() == Qt.Key.Key_F2:
            self.rename_current()
        elif name and event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit(name)
        else:
            super().keyPressEvent(event)


_OWN = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_F2})
