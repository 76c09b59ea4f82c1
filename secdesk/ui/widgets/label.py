"""Labels that show text as it is: never read as markup (reliability.md 4.8)."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

Role: TypeAlias = Literal["", "title", "section", "strong", "caption", "quiet", "error", "warning", "flag"]


def plain_label(text: str = "", role: Role = "", *, wraps: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label; ``role`` names a step of the type scale (ux.md 4.1)."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    return label


class ElidedLabel(QLabel):
    """One line of plain text that ends in dots where there is no room; what is read aloud is always the whole."""

    def __init__(self, role: Role = "", parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("elides", True)
        if role:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        whole = super().sizeHint()
        return QSize(min(whole.width(), self.fontMetrics().averageCharWidth() * 6), whole.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()


def plain_tip(text: str) -> str:
    """Return a text as a tooltip that shows it as it is; tooltips would otherwise guess at markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>" if text else ""


def menu_text(text: str) -> str:
    """Return a text for a menu item or button; ``&`` would otherwise vanish and underline a letter."""
    return text.replace("&", "&&")
