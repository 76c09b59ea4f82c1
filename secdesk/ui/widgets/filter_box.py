"""The box that narrows a list as one types."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton

from secdesk.ui.icons import INLINE_SIZE, icon
from secdesk.ui.widgets.words import set_tip

_BUTTON = 26
"""Pixels of the button that clears it: Qt's own is smaller than what a pointer can be asked to hit (ux.md 3.12)."""
_CLEAR = "Clear what is typed"


class FilterBox(QLineEdit):
    """A line that tells when the person comes to it, so that what it searches can be read before the first letter."""

    entered = Signal()

    def __init__(self, name: str, words: str, keys: str = "") -> None:
        """Make the box; ``keys`` are the keys that lead to it."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setPlaceholderText(f"{words}  ({keys})" if keys else words)
        self._clear = self._make_button(f"{name}.clear")
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the person has come."""
        super().focusInEvent(event)
        self.entered.emit()

    def _make_button(self, name: str) -> QToolButton:
        """Make the button for the mouse; by keys Esc clears the box, so it takes no place in the Tab order."""
        button = QToolButton()
        button.setObjectName(name)
        button.setIcon(icon("x"))
        button.setIconSize(QSize(INLINE_SIZE, INLINE_SIZE))
        button.setMinimumSize(_BUTTON, _BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(_CLEAR)
        set_tip(button, f"{_CLEAR} (Esc)")
        button.clicked.connect(self.clear)
        button.hide()
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 3, 0)
        inside.addStretch(1)
        inside.addWidget(button)
        self.setTextMargins(0, 0, _BUTTON, 0)
        return button
