"""The dialog before an export: what will be written, and that it is no backup (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.safety import words
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.primary_button import PrimaryButton
from secdesk.ui.widgets.words import make_button, make_label

_LETTERS = 64


class ExportDialog(QDialog):
    """Says what leaves the register. Its filled button asks where to; Cancel and Esc do nothing."""

    def __init__(
        self, title: str, told: str, choice: str, is_on: bool, on_choose: Callable[[bool], object], parent: QWidget
    ) -> None:
        """Build it over its window; ``choice`` are the words of a box to tick, none without words."""
        super().__init__(parent)
        self.setObjectName("export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{told} {words.READING_ELSEWHERE}")
        self._on_choose = on_choose
        self._box = QCheckBox(menu_text(choice), self)
        self._box.setObjectName("export.choice")
        self._box.setAccessibleName(choice)
        self._box.setMinimumHeight(theme.COMPACT_HEIGHT)
        self._box.setChecked(is_on)
        self._box.setVisible(bool(choice))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.FIELD_GAP)
        layout.addWidget(make_label(title, "section", wraps=True))
        layout.addWidget(make_label(told, wraps=True, name="export.told"))
        layout.addWidget(self._box)
        layout.addWidget(make_label(words.READING_ELSEWHERE, "quiet", wraps=True, name="export.elsewhere"))
        layout.addSpacing(theme.SPACE_2)
        layout.addLayout(self._buttons())
        width = self.fontMetrics().averageCharWidth() * _LETTERS
        self.setMinimumWidth(width)
        # By itself a dialog takes two thirds of a small screen at most, and would cut its words.
        self.resize(width, layout.heightForWidth(width))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        cancel = make_button(texts.CANCEL, "export.cancel")
        cancel.clicked.connect(lambda _checked: self.reject())
        choose = PrimaryButton(words.EXPORT_CHOOSE, self)
        choose.setObjectName("export.choose")
        choose.setAccessibleName(words.EXPORT_CHOOSE)
        choose.setDefault(True)
        choose.clicked.connect(lambda _checked: self._choose())
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(choose)
        choose.setFocus()
        return row

    def _choose(self) -> None:
        self.accept()
        self._on_choose(self._box.isChecked())
