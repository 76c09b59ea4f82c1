"""What stands in place of an empty list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from secdesk.ui import theme
from secdesk.ui.widgets.words import make_button, make_label, set_words


class EmptyList(QWidget):
    """What stands in place of an empty list: a sentence and the way on (ux.md 2.6)."""

    def __init__(self, key: str) -> None:
        """Make it; ``key`` is that of the place."""
        super().__init__()
        self._words = make_label(role="quiet", wraps=True)
        self.wanted = make_button("", f"{key}.empty")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE_6, 0, 0)
        layout.setSpacing(theme.SPACE_3)
        layout.addWidget(self._words)
        layout.addWidget(self.wanted, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def describe(self, singular: str, plural: str, is_narrowed: bool) -> None:
        """Say why nothing is listed."""
        self._words.setText(f"No {plural} match." if is_narrowed else f"No {plural} yet.")
        set_words(self.wanted, "Clear filters" if is_narrowed else f"Add the first {singular}")
