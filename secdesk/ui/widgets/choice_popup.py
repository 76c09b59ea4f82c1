"""A panel that opens at a button and closes with Esc or a click elsewhere; the focus goes back where it was."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from secdesk.ui import theme


class ChoicePopup(QFrame):
    """The frame of such a panel; subclasses lay out what is in it."""

    closed = Signal()

    def __init__(self, name: str, accessible: str, parent: QWidget) -> None:
        """Make it; it is shown by :meth:`open_at`."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._opener: QWidget | None = None
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setWindowTitle(accessible)
        self.setFrameShape(QFrame.Shape.StyledPanel)

    def open_at(self, opener: QWidget, first: QWidget) -> None:
        """Show it under a widget, or over it where there is no room; ``first`` gets the focus."""
        self._opener = opener
        self.adjustSize()
        screen = opener.screen().availableGeometry()
        below = opener.mapToGlobal(QPoint(0, opener.height() + theme.SPACE_1))
        if below.y() + self.height() > screen.bottom():
            below.setY(max(screen.top(), opener.mapToGlobal(QPoint(0, -theme.SPACE_1)).y() - self.height()))
        below.setX(max(screen.left(), min(below.x(), screen.right() - self.width())))
        self.move(below)
        self.show()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; what was chosen stays chosen."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back."""
        super().hideEvent(event)
        opener, self._opener = self._opener, None
        if opener is not None and opener.isVisible():
            opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
