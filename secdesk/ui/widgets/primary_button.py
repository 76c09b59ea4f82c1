"""The one filled button of a place: its focus ring is drawn inside the fill, where it can be told from both sides."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from secdesk.ui import theme

_INSET = 3.0


class PrimaryButton(QPushButton):
    """A button filled with the accent colour."""

    def __init__(self, text: str, parent: QWidget) -> None:
        """Make the button; whoever uses it gives it a name."""
        super().__init__(text, parent)
        self.setProperty("primary", True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button and, with the focus, a ring of 2 px within it."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours_now().of("on_accent"), 2))
        ring = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(ring, theme.RADIUS - _INSET, theme.RADIUS - _INSET)
        painter.end()
