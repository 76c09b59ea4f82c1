"""Sentences one below the other, each as tall as its words need: read with the arrow keys, copied with Ctrl+C."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget, QWidget

from secdesk.ui import theme


class WordList(QListWidget):
    """A list of plain sentences that break into lines where the width asks for it."""

    def __init__(self, name: str, accessible: str, parent: QWidget) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setWordWrap(True)
        self.setSpacing(theme.SPACE_1)

    def fill(self, sentences: Sequence[str]) -> None:
        """Show sentences."""
        self.clear()
        self.addItems(list(sentences))
        if sentences:
            self.setCurrentRow(0)
