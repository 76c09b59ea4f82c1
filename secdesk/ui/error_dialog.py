"""The error dialog: three short paragraphs, the way out first, then Close (ux.md 3.5)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.trouble import Trouble, Way
from secdesk.ui.widgets.label import menu_text, plain_label

_LETTERS, _LEAST, _MOST = 72, 560, 860
"""The width in letters, and its limits in pixels."""


class ErrorDialog(QDialog):
    """What happened, what is safe, what to do; ``Esc`` and Close do nothing else."""

    def __init__(self, trouble: Trouble, parent: QWidget | None) -> None:
        """Build the dialog; :meth:`open` shows it over its window without stopping the program."""
        super().__init__(parent)
        self.setObjectName("error")
        self.setWindowTitle(trouble.title)
        self.setAccessibleName(trouble.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.GROUP_GAP)
        layout.addWidget(plain_label(trouble.title, "section", wraps=True))
        layout.addLayout(self._paragraphs(trouble))
        buttons = self._buttons(trouble)
        layout.addLayout(buttons)
        layout.addStretch(1)
        # All ways out stand beside each other, in full, however large the words are.
        asked = buttons.sizeHint().width() + 2 * theme.MARGIN
        width = max(_LEAST, asked, min(_MOST, self.fontMetrics().averageCharWidth() * _LETTERS))
        self.setFixedWidth(width)
        self.setAccessibleDescription(f"{trouble.happened} {trouble.safe} {trouble.to_do}")
        self.resize(width, layout.heightForWidth(width))

    def _paragraphs(self, trouble: Trouble) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_4)
        grid.setVerticalSpacing(theme.FIELD_GAP)
        grid.setColumnStretch(1, 1)
        parts = (
            ("happened", texts.WHAT_HAPPENED, trouble.happened),
            ("safe", texts.WHAT_IS_SAFE, trouble.safe),
            ("to_do", texts.WHAT_TO_DO, trouble.to_do),
        )
        for row, (name, lead, words) in enumerate(parts):
            said = _selectable(plain_label(words, wraps=True))
            said.setObjectName(f"error.{name}")
            grid.addWidget(plain_label(lead, "strong"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _buttons(self, trouble: Trouble) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        if trouble.details:
            row.addWidget(self._button("error.copy", texts.COPY_DETAILS, lambda: _copy(trouble.details)))
        row.addStretch(1)
        for number, way in enumerate(trouble.ways):
            row.addWidget(self._button(f"error.way.{number}", way.words, self._take(way)))
        close = self._button("error.close", trouble.close, self.reject)
        close.setDefault(True)
        close.setFocus()
        row.addWidget(close)
        return row

    def _button(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(menu_text(words), self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        return button

    def _take(self, way: Way) -> Callable[[], None]:
        def act() -> None:
            self.accept()
            way.act()

        return act


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _selectable(label: QLabel) -> QLabel:
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
