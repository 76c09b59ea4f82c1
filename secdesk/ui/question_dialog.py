"""A question that only the person can answer: what it is about in a few lines, the act, and Cancel (ux.md 3.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.words import make_button

_LETTERS = 64


class QuestionDialog(QDialog):
    """Cancel is the default and does nothing, ``Esc`` does the same."""

    def __init__(
        self, title: str, lines: Sequence[str], act: str, on_act: Callable[[], object], parent: QWidget | None
    ) -> None:
        """Build the dialog; :meth:`open` shows it over its window without stopping the program."""
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(". ".join(lines))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_act = on_act
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.FIELD_GAP)
        layout.addWidget(plain_label(title, "section", wraps=True))
        for line in lines:
            layout.addWidget(plain_label(line, wraps=True))
        layout.addSpacing(theme.SPACE_2)
        layout.addLayout(self._buttons(act))
        width = self.fontMetrics().averageCharWidth() * _LETTERS
        self.setMinimumWidth(width)
        # By itself a dialog takes two thirds of a small screen at most, and would cut its words.
        self.resize(width, layout.heightForWidth(width))

    def _buttons(self, act: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addStretch(1)
        cancel, do = make_button(texts.CANCEL, "question.cancel"), make_button(act, "question.act")
        cancel.setDefault(True)
        cancel.clicked.connect(lambda _checked: self.reject())
        do.clicked.connect(lambda _checked: self._take())
        row.addWidget(cancel)
        row.addWidget(do)
        cancel.setFocus()
        return row

    def _take(self) -> None:
        self.accept()
        self._on_act()
