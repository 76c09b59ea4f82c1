"""What stands where there is nothing to show: a picture, a sentence, what it is for, and the ways on (ux.md 2.6)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from secdesk.ui import theme
from secdesk.ui.icons import draw_icon
from secdesk.ui.widgets.words import make_button, make_label, set_words

_PICTURE = 40
"""Pixels of the picture over the sentence."""
_LETTERS = 56
"""The longest line of what is said, in average letters."""
_NOT_FOUND = "magnifying-glass"


class EmptyState(QWidget):
    """A few words in the middle of an empty place; the first button is the way on, others may stand beside it."""

    def __init__(self, picture: str) -> None:
        """Say nothing yet; ``picture`` is an icon by its name."""
        super().__init__()
        self._picture = _Picture(picture)
        self._words = make_label(role="section", wraps=True)
        self._why = make_label(role="quiet", wraps=True)
        for label in (self._words, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._ways = QHBoxLayout()
        self._ways.setSpacing(theme.SPACE_2)
        self._ways.addStretch(1)
        self._ways.addStretch(1)
        self._lay_out()

    def say(self, words: str, why: str = "", picture: str = "") -> None:
        """Say what there is none of, and why or what comes here; ``picture`` is another one than the usual."""
        self._words.setText(words)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._picture.show_icon(picture)

    def add_way(self, words: str, name: str) -> QPushButton:
        """Add a button."""
        button = make_button(words, name)
        self._ways.insertWidget(self._ways.count() - 1, button)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Keep the lines as long with larger letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._block.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)

    def _lay_out(self) -> None:
        block = self._block = QWidget()
        self._fit()
        block.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        rows = QVBoxLayout(block)
        rows.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self._words)
        rows.addWidget(self._why)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(block, 8)
        middle.addStretch(1)
        # A little above the middle, where the eye looks first.
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addLayout(self._ways)
        layout.addStretch(3)


class EmptyList(EmptyState):
    """What stands in place of an empty list: that nothing matches, or that there is nothing yet."""

    def __init__(self, key: str, picture: str, why: str) -> None:
        """Make it; ``key`` is that of the place, ``why`` says what comes here."""
        super().__init__(picture)
        self._about = why
        self.wanted = self.add_way("", f"{key}.empty")
        self.others: list[QPushButton] = []

    def describe(self, singular: str, plural: str, is_narrowed: bool) -> None:
        """Say why nothing is listed."""
        if is_narrowed:
            self.say(f"No {plural} match.", picture=_NOT_FOUND)
        else:
            self.say(f"No {plural} yet.", self._about)
        set_words(self.wanted, "Clear filters" if is_narrowed else f"Add the first {singular}")
        for button in self.others:
            button.setVisible(not is_narrowed)


class _Picture(QWidget):
    """An icon that says nothing of its own."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._usual = self._shown = picture
        self.setFixedSize(QSize(_PICTURE, _PICTURE))

    def show_icon(self, picture: str) -> None:
        """Show another icon, or the usual one again."""
        self._shown = picture or self._usual
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        draw_icon(painter, QRect(0, 0, self.width(), self.height()), self._shown, "text_2")
        painter.end()
