"""Choosing what a list keeps: a field, then its values with how many rows have each (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from secdesk.rules.text import fold
from secdesk.services.facts import FactField, FactValue
from secdesk.ui import theme
from secdesk.ui.widgets.choice_popup import ChoicePopup
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.words import make_label

_KEY = int(Qt.ItemDataRole.UserRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SEARCHED_FROM = 9
"""So many values are searched by typing."""

ReadValues = Callable[[str], Sequence[FactValue]]


class FilterPopup(ChoicePopup):
    """Fields on the left, the values of one on the right. Space keeps a value or lets it go, at once."""

    changed = Signal(str, tuple)
    """A field, and the values of it to keep."""

    def __init__(self, name: str, parent: QWidget) -> None:
        """Make it empty."""
        super().__init__(f"{name}.popup", "Filters", parent)
        self._read: ReadValues = lambda _field: ()
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._fields = _List(f"{name}.fields", "Fields to filter by")
        self._values = _List(f"{name}.values", "Values to keep")
        self._search = FilterBox(f"{name}.value", "Find a value")
        self._fields.currentItemChanged.connect(lambda now, _before: self._show_field(now))
        self._fields.entered_by_key.connect(self._go_to_values)
        self._fields.itemClicked.connect(lambda _item: self._go_to_values())
        self._values.left_by_key.connect(self._fields.setFocus)
        self._values.itemChanged.connect(lambda _item: self._tell())
        self._values.entered_by_key.connect(self.close)
        self._search.textChanged.connect(self._show_found)
        self._search.returnPressed.connect(self._values.setFocus)
        self._lay_out()

    def open_for(
        self,
        opener: QWidget,
        fields: Sequence[FactField],
        chosen: dict[str, tuple[str, ...]],
        read: ReadValues,
        field: str = "",
    ) -> None:
        """Offer fields; with ``field`` begin at the values of that one."""
        self._read, self._chosen = read, dict(chosen)
        with QSignalBlocker(self._fields):
            self._fields.clear()
            for each in fields:
                self._fields.add_row(each.key, each.label, each.label)
            self._fields.setCurrentRow(max(0, next((n for n, each in enumerate(fields) if each.key == field), 0)))
        self._show_field(self._fields.currentItem())
        self.setMaximumSize(opener.window().size())
        self.open_at(opener, self._values if field else self._fields)

    def show_counts(self) -> None:
        """Read the values of the open field again: another filter has changed what they count."""
        self._show_field(self._fields.currentItem())

    @property
    def field(self) -> str:
        """The field whose values are shown."""
        item = self._fields.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def _show_field(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        values = self._read(self.field)
        chosen = self._chosen.get(self.field, ())
        with QSignalBlocker(self._values):
            self._values.clear()
            for value in values:
                self._values.add_value(value, value.key in chosen)
            self._values.setCurrentRow(0)
        self._values.setAccessibleName(f"{item.text()}: values to keep")
        self._search.clear()
        self._search.setVisible(len(values) >= _SEARCHED_FROM)
        self._empty.setVisible(not values)

    def _show_found(self, typed: str) -> None:
        wanted = fold(typed)
        rows = [self._values.item(row) for row in range(self._values.count())]
        for item in rows:
            item.setHidden(wanted not in fold(item.text()))
        first = next((item for item in rows if not item.isHidden()), None)
        if first is not None:
            self._values.setCurrentItem(first)

    def _go_to_values(self) -> None:
        (self._search if self._search.isVisible() else self._values).setFocus()

    def _tell(self) -> None:
        kept = self._values.checked()
        self._chosen[self.field] = kept
        self.changed.emit(self.field, kept)

    def _lay_out(self) -> None:
        self._empty = make_label("Nothing to choose", "quiet")
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE_1)
        right.addWidget(self._search)
        right.addWidget(self._empty)
        right.addWidget(self._values, 1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.SPACE_2)
        columns.addWidget(self._fields, 2)
        columns.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(columns, 1)
        layout.addWidget(make_label("Space keeps a value or lets it go. Esc closes", "caption", wraps=True))


class _List(QListWidget):
    """Rows that Enter and the right arrow lead on from, and the left arrow back."""

    entered_by_key = Signal()
    left_by_key = Signal()

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def sizeHint(self) -> QSize:
        """Return room for eight rows of a name's length."""
        unit = self.fontMetrics().averageCharWidth()
        return QSize(26 * unit, 9 * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows where the window is small."""
        return QSize(12 * self.fontMetrics().averageCharWidth(), 3 * self._row_height())

    def add_row(self, key: str, words: str, spoken: str) -> QListWidgetItem:
        """Add a row."""
        item = QListWidgetItem(words)
        item.setData(_KEY, key)
        item.setData(_SPOKEN, spoken)
        item.setSizeHint(QSize(0, self._row_height()))
        self.addItem(item)
        return item

    def add_value(self, value: FactValue, is_kept: bool) -> None:
        """Add a value that can be kept."""
        item = self.add_row(value.key, f"{value.words}  {value.count}", f"{value.words}, {value.count}")
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_kept else Qt.CheckState.Unchecked)

    def checked(self) -> tuple[str, ...]:
        """Return the keys of the rows that are ticked."""
        rows: Collection[QListWidgetItem] = [self.item(row) for row in range(self.count())]
        return tuple(str(item.data(_KEY)) for item in rows if item.checkState() == Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter and right, back with left."""
        if event.key() in _ENTER or event.key() == Qt.Key.Key_Right:
            self.entered_by_key.emit()
        elif event.key() == Qt.Key.Key_Left:
            self.left_by_key.emit()
        else:
            super().keyPressEvent(event)

    def _row_height(self) -> int:
        return max(28, self.fontMetrics().height() + theme.SPACE_2)
