"""The info bar: a lasting state, above the content until it is over (ux.md 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from secdesk.ui import theme
from secdesk.ui.icons import NAV_SIZE, draw_icon
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.label import menu_text, plain_label

Tone: TypeAlias = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class BarState:
    """What lasts: its words, its tone, and what can be done about it by button words."""

    words: str
    tone: Tone = "info"
    offers: Sequence[tuple[str, Callable[[], object]]] = ()


class InfoBar(QFrame):
    """Shows one lasting state at a time and pushes the content down; never a success."""

    def __init__(self, parent: QWidget) -> None:
        """Build it, hidden."""
        super().__init__(parent)
        self.setObjectName("frame.info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._state: BarState | None = None
        self._words = plain_label("", wraps=True)
        self._words.setObjectName("frame.info.words")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(
            theme.MARGIN + NAV_SIZE + theme.SPACE_3, theme.SPACE_2, theme.MARGIN, theme.SPACE_2
        )
        self._row.setSpacing(theme.SPACE_2)
        self._row.addWidget(self._words, 1)
        self._buttons: list[QPushButton] = []
        self.hide()

    @property
    def state(self) -> BarState | None:
        """What is shown, or None."""
        return self._state

    def show_state(self, state: BarState | None) -> None:
        """Show a state, or take the bar away."""
        self._state = state
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        self.setVisible(state is not None)
        if state is None:
            return
        self._words.setText(state.words)
        self.setProperty("tone", state.tone)
        self.style().unpolish(self)
        self.style().polish(self)
        for number, (words, act) in enumerate(state.offers):
            self._buttons.append(self._button(number, words, act))
        announce(self, state.words)

    def first_button(self) -> QPushButton | None:
        """Return what ``F6`` puts the focus on."""
        return self._buttons[0] if self._buttons and not self.isHidden() else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the glyph that stands for the tone: the colour is never alone."""
        super().paintEvent(event)
        if self._state is None:
            return
        painter = QPainter(self)
        area = QRect(theme.MARGIN, (self.height() - NAV_SIZE) // 2, NAV_SIZE, NAV_SIZE)
        warns = self._state.tone == "warning"
        draw_icon(painter, area, "warning" if warns else "info", "warning" if warns else "accent")
        painter.end()

    def _button(self, number: int, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(menu_text(words), self)
        button.setObjectName(f"frame.info.offer.{number}")
        button.setAccessibleName(words)
        button.clicked.connect(lambda _checked: act())
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button
