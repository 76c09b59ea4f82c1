"""Keys that mean one thing in a field and another in the register (ux.md 2.3)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QWidget


def act_on_field(method: str) -> bool:
    """Call ``cut``, ``copy``, ``paste`` or ``selectAll`` of what has the focus; False where it has no such thing."""
    focused = QApplication.focusWidget()
    act = getattr(focused, method, None)
    if not callable(act):
        return False
    act()
    return True


class FieldUndo(QObject):
    """Lets ``Ctrl+Z`` reach the register once a field has no more typing to take back.

    Qt's fields keep undo and redo for themselves even when they have nothing to undo.
    """

    def __init__(self, window: QMainWindow) -> None:
        """Watch whichever field of the window has the focus."""
        super().__init__(window)
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo and redo to the window where the field cannot do them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            for key, can_do in ((QKeySequence.StandardKey.Undo, _can_undo), (QKeySequence.StandardKey.Redo, _can_redo)):
                if event.matches(key) and not can_do(watched):
                    event.ignore()
                    return True
        return False

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit):
            now.installEventFilter(self)


def _can_undo(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isUndoAvailable()


def _can_redo(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isRedoAvailable()
