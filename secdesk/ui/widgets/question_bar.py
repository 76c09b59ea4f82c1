"""A question about the current record, asked in its place, with an answer on each button (ux.md 3.4)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from secdesk.ui import theme
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.words import make_button, make_label, set_words


class QuestionBar(QFrame):
    """A sentence and its answers. The last answer changes nothing; Esc gives it."""

    answered = Signal(str)

    def __init__(self, name: str) -> None:
        """Ask nothing yet; ``name`` begins the names of the buttons."""
        super().__init__()
        self._name = name
        self._keys: list[str] = []
        self._buttons: list[QPushButton] = []
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._words = make_label(role="strong", wraps=True, name=f"{name}.words")
        self._row = QWidget()
        self._flow = FlowLayout(self._row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._words)
        layout.addWidget(self._row)
        self.hide()

    def ask(self, words: str, answers: Sequence[tuple[str, str]]) -> None:
        """Ask; ``answers`` are keys and the words of their buttons. The focus goes to the first."""
        self._words.setText(words)
        if [key for key, _ in answers] != self._keys:
            self._replace([key for key, _ in answers])
        for button, (_, label) in zip(self._buttons, answers, strict=True):
            set_words(button, label)
        self.show()
        announce(self, words, urgent=True)
        # The box that was left may still hand the focus on to the next one.
        QTimer.singleShot(0, self, self._take_focus)

    def put_away(self) -> None:
        """Ask no longer."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with what changes nothing on Esc."""
        if event.key() == Qt.Key.Key_Escape and self._keys:
            self._answer(self._keys[-1])
        else:
            super().keyPressEvent(event)

    def _replace(self, keys: list[str]) -> None:
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._keys = keys
        self._buttons = [self._make(key) for key in keys]

    def _make(self, key: str) -> QPushButton:
        button = make_button("", f"{self._name}.{key}")
        button.clicked.connect(lambda: self._answer(key))
        self._flow.addWidget(button)
        button.show()
        return button

    def _answer(self, key: str) -> None:
        self.hide()
        self.answered.emit(key)

    def _take_focus(self) -> None:
        if self.isHidden() or not self._buttons:
            return
        self._buttons[0].setFocus()
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self)
