"""Filters over a list as chips: each can be changed or taken away, and all of them are seen (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from secdesk.ui.widgets.chips import Chips
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.words import make_button, set_tip, set_words

_REMOVING = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_LONGEST = 44
"""Letters of a chip; all of its words are in its tooltip and its accessible name."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as it is shown: its field and its words."""

    key: str
    words: str


class FilterChip(QFrame):
    """One filter: a button that changes it, and a cross that takes it away."""

    change_wanted = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, name: str, chip: Chip) -> None:
        """Show a filter; ``name`` begins the names of its buttons."""
        super().__init__()
        self.key = chip.key
        self.setObjectName(f"{name}.{chip.key}.chip")
        self.body = _Body(self, f"{name}.{chip.key}")
        self._cross = QToolButton()
        self._cross.setObjectName(f"{name}.{chip.key}.remove")
        self._cross.setText("\u00d7")
        self._cross.setMinimumSize(24, 24)
        # Del and Backspace on the chip do the same, so Tab need not stop here.
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.clicked.connect(lambda: self.removal_wanted.emit(self.key))
        self.body.clicked.connect(lambda: self.change_wanted.emit(self.key))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 1, 4, 1)
        layout.setSpacing(0)
        layout.addWidget(self.body)
        layout.addWidget(self._cross)
        # The theme has no look for two buttons in one frame; these take the palette's colours.
        self.setStyleSheet(
            "FilterChip { border: 1px solid palette(accent); border-radius: 14px; background: palette(highlight); }"
            "QPushButton { border: 1px solid transparent; border-radius: 12px; background: transparent;"
            " min-height: 22px; padding: 0 4px 0 8px; margin: 0; }"
            "QPushButton:focus { border: 2px solid palette(accent); padding: 0 3px 0 7px; margin: 0;"
            " min-height: 22px; }"
            "QToolButton { background: transparent; }"
        )
        self.show_words(chip.words)

    def show_words(self, words: str) -> None:
        """Show other words."""
        self.body.setText(menu_text(words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"))
        self.body.setAccessibleName(f"Filter {words}")
        set_tip(self.body, words)
        self._cross.setAccessibleName(f"Take away the filter {words}")
        set_tip(self._cross, "Take it away (Del)")


class _Body(QPushButton):
    def __init__(self, chip: FilterChip, name: str) -> None:
        super().__init__(chip)
        self._chip = chip
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setAccessibleDescription("Enter changes it, Delete takes it away")

    def event(self, event: QEvent) -> bool:
        """Keep Del from the window, where it means the selected record."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _removes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the filter away with Del or Backspace."""
        if _removes(event):
            self._chip.removal_wanted.emit(self._chip.key)
        else:
            super().keyPressEvent(event)


def _removes(event: QKeyEvent) -> bool:
    return event.key() in _REMOVING and not event.modifiers()


class FilterChips(Chips):
    """The row over a list: the place's own chips, a chip for every filter, and what adds filters and keeps views."""

    add_wanted = Signal()
    views_wanted = Signal()
    change_wanted = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, name: str, place: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        """Make the row; ``name`` begins the names of the place's own chips, ``place`` those of the filters."""
        self._is_built = False
        super().__init__(name, choices)
        self._place = place
        self._filters: dict[str, FilterChip] = {}
        self.add = make_button("+ Filter", f"{place}.filter", accessible="Add a filter")
        self.views = make_button("Views", f"{place}.views", accessible="Saved views")
        set_tip(self.add, "Keep rows with certain values")
        set_tip(self.views, "Filters that were kept under a name")
        self.add.clicked.connect(self.add_wanted)
        self.views.clicked.connect(self.views_wanted)
        for button in (self.add, self.views):
            button.setStyleSheet("QPushButton { min-height: 26px; border-radius: 14px; }")
            self._row.addWidget(button)
        self._is_built = True

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show other chips of the place; filters and buttons stay behind them."""
        super().offer(choices)
        if self._is_built:
            self._put_last()

    @property
    def filters(self) -> list[FilterChip]:
        """The chips of the filters, from the left."""
        return list(self._filters.values())

    def show_filters(self, chips: Sequence[Chip], view: str) -> None:
        """Show these filters, and the name of the saved view that they are, if they are one."""
        focused = next((key for key, chip in self._filters.items() if chip.body.hasFocus()), "")
        order = list(self._filters)
        if [chip.key for chip in chips] != order:
            self._lay_out(chips)
        for chip in chips:
            self._filters[chip.key].show_words(chip.words)
        set_words(self.views, f"View: {view}" if view else "Views")
        if focused and focused not in self._filters:
            self._focus_near(order.index(focused))

    def button_of(self, key: str) -> QWidget:
        """Return the button of a filter, else the one that adds filters."""
        return self._filters[key].body if key in self._filters else self.add

    def _lay_out(self, chips: Sequence[Chip]) -> None:
        for key in [key for key in self._filters if key not in {chip.key for chip in chips}]:
            gone = self._filters.pop(key)
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._filters = {chip.key: self._filters.get(chip.key) or self._make(chip) for chip in chips}
        self._put_last()

    def _put_last(self) -> None:
        """Put filters and buttons after the chips of the place, for the eye and for Tab."""
        tail = [*self._filters.values(), self.add, self.views]
        for widget in tail:
            self._row.removeWidget(widget)
        before: QWidget | None = None
        for widget in tail:
            self._row.addWidget(widget)
            widget.show()
            box = widget.body if isinstance(widget, FilterChip) else widget
            if before is not None:
                QWidget.setTabOrder(before, box)
            before = box
        self.updateGeometry()

    def _make(self, chip: Chip) -> FilterChip:
        made = FilterChip(self._place + ".filter", chip)
        made.setParent(self)
        made.change_wanted.connect(self.change_wanted)
        made.removal_wanted.connect(self.removal_wanted)
        return made

    def _focus_near(self, place: int) -> None:
        """A chip went under the focus: go to the one that took its place, else to the button after it."""
        left = self.filters
        (left[min(place, len(left) - 1)].body if left else self.add).setFocus()
