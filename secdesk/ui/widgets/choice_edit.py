"""The box for a choice of few, yes and no included. Nothing is chosen by a turn of the wheel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.choices import options
from secdesk.rules.values import Reading
from secdesk.ui.widgets.line_edit import AWAY, is_enter, mark

NOT_KNOWN = "Not known"


def choices_of(info: FieldInfo, may_be_unknown: bool) -> list[tuple[Value, str]]:
    """Return what a field can hold, with its words; unknown is a value as well."""
    found: list[tuple[Value, str]] = [(None, NOT_KNOWN)] if may_be_unknown else []
    if info.kind == "yes_no":
        return [*found, (True, "Yes"), (False, "No")]
    return [*found, *options(info.choices).items()]


class ChoiceEdit(QComboBox):
    """A short list, opened or typed into by first letters."""

    edited = Signal()
    left = Signal()
    goes_on = True
    """Whether Enter goes to the next box."""

    def __init__(self, info: FieldInfo, choices: Sequence[tuple[Value, str]], parent: QWidget | None = None) -> None:
        """Make the box with its choices."""
        super().__init__(parent)
        self.info = info
        self._loaded = -1
        self._by_list = False
        self._locked = False
        self._ahead = ""
        self._since_typed = QElapsedTimer()
        for value, words in choices:
            self.addItem(words, value)
        # The wheel scrolls the form; it neither turns the choice nor takes the focus.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._on_activated)

    def load(self, value: Value, words: str) -> None:
        """Show a value; one that the list does not have any more is added to it as it is."""
        with QSignalBlocker(self):
            index = self._index_of(value)
            if index < 0:
                self.addItem(words or str(value), value)
                index = self.count() - 1
            self.setCurrentIndex(index)
            self._loaded = index

    def typed(self) -> str:
        """Return the words of what is chosen, nothing for unknown."""
        return "" if self.currentData() is None else self.currentText()

    def put(self, text: str) -> None:
        """Choose by words; words that the list does not have change nothing."""
        index = self.findText(text)
        if index >= 0:
            with QSignalBlocker(self):
                self.setCurrentIndex(index)

    def is_touched(self) -> bool:
        """Say whether something else is chosen than was loaded."""
        return self.currentIndex() != self._loaded

    def read(self, reading: Reading) -> Value:
        """Return the chosen value."""
        value: Value = self.currentData()
        return value

    def lock(self, locked: bool) -> None:
        """Let the choice be read but not changed."""
        self._locked = locked
        self.setEnabled(not locked)

    def mark_wrong(self, wrong: bool) -> None:
        """Show an outline in the colour of errors."""
        mark(self, wrong)

    def showPopup(self) -> None:
        """Open the list: what is chosen from it is done at once."""
        self._by_list = True
        super().showPopup()

    def hidePopup(self) -> None:
        """Close the list; Qt tells of the choice only after that."""
        super().hidePopup()
        QTimer.singleShot(0, self, self._forget_list)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as done, as in a line."""
        if is_enter(event):
            self.left.emit()
            if self.goes_on:
                self.focusNextChild()
            else:
                event.ignore()
        elif not self._type_ahead(event):
            super().keyPressEvent(event)

    def _type_ahead(self, event: QKeyEvent) -> bool:
        """Go to the choice that begins with what is being typed, spaces included; say whether the key was taken.

        Qt's own search leaves the space out: it opens the list in the middle of "In development".
        """
        typed = event.text()
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if not typed or not typed.isprintable() or held != Qt.KeyboardModifier.NoModifier:
            return False
        interval = QApplication.keyboardInputInterval()
        going_on = self._since_typed.isValid() and self._since_typed.elapsed() < interval and bool(self._ahead)
        if typed == " " and not going_on:
            return False
        self._ahead = self._ahead + typed if going_on else typed
        self._since_typed.restart()
        index = self._find_ahead()
        if index >= 0 and index != self.currentIndex():
            self.setCurrentIndex(index)
            self.activated.emit(index)
        return True

    def _find_ahead(self) -> int:
        """Return the choice meant; the same letter again goes to the next one that begins with it."""
        wanted = self._ahead.casefold()
        repeats = len(set(wanted)) == 1
        first = self.currentIndex() + (1 if repeats else 0)
        places = [(first + step) % self.count() for step in range(self.count())]
        words = [self.itemText(place).casefold() for place in places]
        exact = next((place for place, each in zip(places, words, strict=True) if each.startswith(wanted)), -1)
        if exact >= 0 or not repeats:
            return exact
        return next((place for place, each in zip(places, words, strict=True) if each.startswith(wanted[0])), -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll; a choice is never turned away by chance."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person has left, unless only the list opened."""
        super().focusOutEvent(event)
        if event.reason() not in AWAY:
            self.left.emit()

    def _index_of(self, value: Value) -> int:
        kept = (self.itemData(index) for index in range(self.count()))
        return next((i for i, each in enumerate(kept) if each == value and type(each) is type(value)), -1)

    def _forget_list(self) -> None:
        self._by_list = False

    def _on_activated(self, _index: int) -> None:
        self.edited.emit()
        # By arrow keys one passes other choices on the way; from the open list one chooses.
        if self._by_list:
            self.left.emit()
