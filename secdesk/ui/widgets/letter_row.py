"""The letters of a sitting as real buttons: a click does what the key does (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from secdesk.rules.process import Outcome
from secdesk.services.outcome_words import short_words
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.words import make_button


class LetterRow(QWidget):
    """A button for each outcome of a body, in as many rows as the width asks for."""

    pressed = Signal(str)

    def __init__(self) -> None:
        """Make an empty row."""
        super().__init__()
        self._buttons: list[QPushButton] = []
        self._flow = FlowLayout(self)

    def show_letters(self, letters: Mapping[str, Outcome]) -> None:
        """Show the outcomes of a body."""
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._make(letter, outcome) for letter, outcome in letters.items()]
        for button in self._buttons:
            self._flow.addWidget(button)
            button.show()

    def set_usable(self, usable: bool) -> None:
        """Let the buttons be pressed or not."""
        for button in self._buttons:
            button.setEnabled(usable)

    def _make(self, letter: str, outcome: Outcome) -> QPushButton:
        short = short_words(outcome.key)
        words, accessible = f"{letter}  {short[:1].upper()}{short[1:]}", f"{outcome.label}, key {letter}"
        button = make_button(words, f"decisions.outcome.{letter}", accessible=accessible, tip=outcome.label)
        # The focus stays in the grid, where the next letter belongs; the keys do all that the buttons do.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.pressed.emit(letter))
        return button
