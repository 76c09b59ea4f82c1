"""The one picker: type to filter, choose, or add what was typed as new (ux.md 3.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from secdesk.errors import Invalid, Problem
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.values import Reading
from secdesk.ui.models.lookup import Option, Recent
from secdesk.ui.models.ranking import rank_options
from secdesk.ui.widgets.line_edit import ENTER, LineEdit

ROWS_SHOWN = 8
_ROWS_MADE = 60
_ADD = "\x00add"
"""The key of the last row, which no record has."""


class Picker(LineEdit):
    """A line that holds the name of a record or choice; the list under it narrows as one types."""

    chosen = Signal(str)
    """The key of what was just chosen."""

    def __init__(
        self,
        info: FieldInfo,
        options: Callable[[], Sequence[Option]],
        add: Callable[[str], str | None] | None = None,
        parent: QWidget | None = None,
        recent: Recent | None = None,
    ) -> None:
        """Make an empty box. ``options`` is asked when the list opens; ``add`` makes a record of a new name.

        ``recent`` is what was chosen lately of the same kind; without it the box remembers its own.
        """
        super().__init__(info, parent)
        self._options = options
        self._add = add
        self._key: str | None = None
        self._loaded_key: str | None = None
        self._recent = recent or Recent()
        self._list: PickerList | None = None
        self.setPlaceholderText("type to find")
        self.textEdited.connect(self._on_text_edited)

    def load(self, value: Value, words: str) -> None:
        """Show the name of a record."""
        super().load(value, words)
        self._key = self._loaded_key = None if value is None else str(value)

    def put(self, text: str) -> None:
        """Put a kept text into the box; it chooses nothing yet."""
        super().put(text)
        self._key = None

    def is_touched(self) -> bool:
        """Say whether another record was chosen or another text typed."""
        return self._key != self._loaded_key or super().is_touched()

    def read(self, reading: Reading) -> Value:
        """Return the key of what is chosen or unmistakably named; raises Invalid in words."""
        if not self.text().strip():
            return None
        if self._key is not None:
            return self._key
        found = self._named_exactly() or (reading.find(self.info.link, self.text()) if self.info.link else None)
        if found is None:
            raise Invalid([Problem(self.info.name, self._not_found())])
        return found

    def choose(self, key: str, words: str) -> None:
        """Take an option; the box is not left by it."""
        self._key = key
        self.setText(words)
        self._recent.note(key)
        self.close_list()
        self.edited.emit()
        self.chosen.emit(key)

    def open_list(self) -> None:
        """Show what the text may mean; an unchanged name shows everything."""
        typed = "" if self._key is not None else self.text()
        ranked = rank_options(self._options(), typed, self._recent.keys)
        new = typed.strip() if self._add and not any(o.words == typed.strip() for o in ranked) else ""
        if self._list is None:
            self._list = PickerList(self)
            self._list.picked.connect(self._on_picked)
        self._list.fill(ranked, len(self._options()), new)
        self._list.place_under(self)

    def close_list(self) -> None:
        """Hide the list; the text stays."""
        if self._list is not None:
            self._list.hide()

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the open list from shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_open:
            adds = event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Escape or (adds and self._offers_new()):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and choose in the list; Backspace in an empty box clears the value."""
        if self.isReadOnly() or not self._handle_list_key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the list with the focus."""
        self.close_list()
        super().focusOutEvent(event)

    def _handle_list_key(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not control:
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and self.is_open:
            self.close_list()
        elif key in ENTER and self.is_open and self._list is not None:
            self._take(_ADD if control and self._offers_new() else self._list.current())
        else:
            return False
        return True

    def _walk(self, step: int) -> None:
        if not self.is_open:
            self.open_list()
        elif self._list is not None:
            self._list.walk(step)

    def _offers_new(self) -> bool:
        return self._list is not None and bool(self._list.new_name)

    def _on_text_edited(self, text: str) -> None:
        self._key = None
        if text:
            self.open_list()
        else:
            self.close_list()

    def _take(self, key: str) -> None:
        """Choose by Enter, which in a form goes on to the next box (ux.md 2.3)."""
        self._on_picked(key)
        if self.goes_on and self._key is not None:
            self.focusNextChild()

    def _on_picked(self, key: str) -> None:
        if key == _ADD and self._add is not None and self._list is not None:
            name = self._list.new_name
            added = self._add(name)
            if added is not None:
                self.choose(added, name)
            return
        option = next((each for each in self._options() if each.key == key), None)
        if option is None:
            self.close_list()
        else:
            self.choose(option.key, option.words)

    def _named_exactly(self) -> str | None:
        hits = [option for option in self._options() if option.words == self.text().strip()]
        return hits[0].key if len(hits) == 1 else None

    def _not_found(self) -> str:
        typed = self.text().strip()
        if self.info.kind == "choice":
            return f"{self.info.label} must be one of its list, not '{typed}'"
        thing = "No-one" if self.info.link == "person" else f"No {self.info.link.replace('_', ' ')}"
        way = "Choose a name, or press Ctrl+Enter to add one" if self._add else "Choose one from the list"
        return f"{thing} called '{typed}' is in this register. {way}"


class PickerList(QFrame):
    """The list under a picker: at most eight rows to see, how many there are, and the row that adds a name."""

    picked = Signal(str)

    def __init__(self, box: Picker) -> None:
        """Make the list as a child of the window, so that the box keeps the focus."""
        super().__init__(box.window())
        self.new_name = ""
        self.setObjectName(f"{box.objectName()}.list")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setProperty("popup", True)
        self._rows = QListWidget()
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.setStyleSheet("QListWidget::item { padding: 0 6px; }")
        self._rows.setAccessibleName(f"{box.info.label}: what can be chosen")
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._rows.itemClicked.connect(lambda item: self.picked.emit(item.data(Qt.ItemDataRole.UserRole)))
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setProperty("role", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self._rows)
        layout.addWidget(self._count)
        box.destroyed.connect(self.deleteLater)

    def fill(self, options: Sequence[Option], total: int, new_name: str) -> None:
        """Show options, and a last row for a name that is new."""
        self.new_name = new_name
        self._rows.clear()
        for option in options[:_ROWS_MADE]:
            self._add_row(option.key, option.words)
        if new_name:
            self._add_row(_ADD, f"Add '{new_name}'")
        self._rows.setCurrentRow(0)
        self._count.setText(f"{len(options)} of {total}")

    def current(self) -> str:
        """Return the key of the row that Enter chooses, an empty string for none."""
        item = self._rows.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def walk(self, step: int) -> None:
        """Go up or down a row, round at both ends."""
        count = self._rows.count()
        if count:
            self._rows.setCurrentRow((self._rows.currentRow() + step) % count)
            self._rows.scrollToItem(self._rows.currentItem(), QAbstractItemView.ScrollHint.EnsureVisible)

    def place_under(self, box: Picker) -> None:
        """Show the list under the box, above it where there is no room."""
        row = max(self._rows.sizeHintForRow(0), 24)
        self._rows.setFixedHeight(row * min(max(self._rows.count(), 1), ROWS_SHOWN) + 4)
        self.adjustSize()
        window = box.window()
        self.resize(max(box.width(), min(320, window.width())), self.sizeHint().height())
        below = box.mapTo(window, QPoint(0, box.height() + 2))
        fits = below.y() + self.height() <= window.height()
        y = below.y() if fits else max(0, box.mapTo(window, QPoint(0, -2)).y() - self.height())
        self.move(max(0, min(below.x(), window.width() - self.width())), max(0, y))
        self.show()
        self.raise_()

    def _add_row(self, key: str, words: str) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setSizeHint(QSize(0, max(28, self.fontMetrics().height() + 10)))
        self._rows.addItem(item)
