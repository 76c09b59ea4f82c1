"""The box that narrows a list as one types."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit


class FilterBox(QLineEdit):
    """A line that tells when the person comes to it, so that what it searches can be read before the first letter."""

    entered = Signal()

    def __init__(self, name: str, words: str, keys: str = "") -> None:
        """Make the box; ``keys`` are the keys that lead to it."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setPlaceholderText(f"{words}  ({keys})" if keys else words)
        self.setClearButtonEnabled(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the person has come."""
        super().focusInEvent(event)
        self.entered.emit()
