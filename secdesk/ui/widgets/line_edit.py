"""The box for a line, a whole number or a month."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.values import Reading, read_value

AWAY = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason})
"""The focus goes to a menu and comes back: the person has not left the box."""
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier
"""No modifier that changes the meaning of a key."""


def is_enter(event: QKeyEvent) -> bool:
    """Say whether a key is Enter alone; with Ctrl it belongs to the place."""
    return event.key() in ENTER and event.modifiers() in (Qt.KeyboardModifier.NoModifier, PLAIN)


class LineEdit(QLineEdit):
    """One line of text. Enter means done, and goes to the next box."""

    edited = Signal()
    left = Signal()
    goes_on = True
    """Whether Enter goes to the next box; where it does not, it belongs to what the box stands in."""

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        """Make an empty box for a field."""
        super().__init__(parent)
        self.info = info
        # The limit is that of the stored text; a month or a date may be typed at greater length.
        self._typed_as = info if info.kind == "line" else replace(info, limit=0)
        self._loaded = ""
        self.textEdited.connect(self.edited)

    def load(self, value: Value, words: str) -> None:
        """Show a value as text."""
        self.setText(words)
        self._loaded = self.text()
        self.setCursorPosition(0)

    def typed(self) -> str:
        """Return what stands in the box."""
        return self.text()

    def put(self, text: str) -> None:
        """Put a kept text into the box."""
        self.setText(text)

    def is_touched(self) -> bool:
        """Say whether something else stands in the box than was loaded."""
        return self.text() != self._loaded

    def read(self, reading: Reading) -> Value:
        """Return the value meant; raises Invalid in words."""
        return read_value(self._typed_as, self.text(), reading)

    def lock(self, locked: bool) -> None:
        """Let the text be read and copied but not changed."""
        self.setReadOnly(locked)

    def mark_wrong(self, wrong: bool) -> None:
        """Show an outline in the colour of errors."""
        mark(self, wrong)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as done; Esc stays with the place and changes nothing here."""
        if is_enter(event):
            self.left.emit()
            if self.goes_on:
                self.focusNextChild()
            else:
                event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all on Tab, as boxes do, but not in a box whose text is to be mended."""
        super().focusInEvent(event)
        if self.property("wrong"):
            self.deselect()
            self.end(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person has left, unless only a menu opened."""
        super().focusOutEvent(event)
        if event.reason() not in AWAY:
            self.left.emit()


def mark(box: QWidget, wrong: bool) -> None:
    """Set the property by which the stylesheet outlines a box in the colour of errors."""
    if bool(box.property("wrong")) == wrong:
        return
    box.setProperty("wrong", wrong)
    box.style().unpolish(box)
    box.style().polish(box)
