"""The flags of a proposal as small outlined words: never a colour, and never a stage (ux.md 2.6, domain.md 5)."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from secdesk.ui import theme
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.words import make_label


class FlagWords(QWidget):
    """Some of a set of words, each in an outline; the row breaks where there is no room."""

    def __init__(self, name: str, flags: Collection[str]) -> None:
        """Make a label for each word; none is shown."""
        super().__init__()
        self.setObjectName(name)
        self._labels = {flag: make_label(flag, "flag", name=f"{name}.{flag.replace(' ', '_')}") for flag in flags}
        flow = FlowLayout(self, theme.SPACE_2)
        for label in self._labels.values():
            flow.addWidget(label)
            label.hide()
        self.hide()

    def show_flags(self, flags: Collection[str]) -> None:
        """Show these words alone; without any, nothing."""
        for flag, label in self._labels.items():
            label.setVisible(flag in flags)
        self.setVisible(bool(flags))

    def shown(self) -> list[str]:
        """Return the words that are shown."""
        return [flag for flag, label in self._labels.items() if not label.isHidden()]
