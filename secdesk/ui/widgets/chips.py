"""Chips over a list: one of several ways to narrow it, always to be seen (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.words import set_words


class Chips(QWidget):
    """A row of buttons of which one is down, or none."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        """Make a chip for each key and its words; the first is down."""
        super().__init__()
        self._name = name
        self._chips: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        self._row = FlowLayout(self)
        self.offer(choices)
        if choices:
            self.choose(choices[0][0])

    @property
    def current(self) -> str:
        """The key of the chip that is down."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show other chips; where the keys are the same, only their words change."""
        if [key for key, _ in choices] != list(self._chips):
            for chip in self._chips.values():
                self._row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = {key: self._make_chip(key) for key, _ in choices}
            for chip in self._chips.values():
                self._row.addWidget(chip)
                chip.show()
        self._words = dict(choices)
        for key, words in choices:
            set_words(self._chips[key], words)

    def choose(self, key: str) -> None:
        """Press a chip without telling; a key that no chip has lets all of them up."""
        for each, chip in self._chips.items():
            chip.setChecked(each == key)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write on each chip how many rows it shows."""
        for key, count in counts.items():
            set_words(self._chips[key], f"{self._words[key]} {count}")

    def _make_chip(self, key: str) -> QPushButton:
        chip = QPushButton()
        chip.setObjectName(f"{self._name}.{key.removeprefix('stage:') or 'all'}")
        chip.setCheckable(True)
        chip.setProperty("chip", True)
        # The theme has no look for a button that stays down; these take the palette's colours.
        chip.setStyleSheet(
            "QPushButton { min-height: 26px; border-radius: 14px; }"
            "QPushButton:checked { background: palette(highlight); border-color: palette(accent); }"
        )
        chip.clicked.connect(lambda: self._on_clicked(key))
        return chip

    def _on_clicked(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)
