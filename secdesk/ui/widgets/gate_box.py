"""What is missing at a gate: all of it at once, each line a way to its field (ux.md 3.2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from secdesk.errors import Problem
from secdesk.ui import theme
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.words import make_button, make_label


class GateBox(QFrame):
    """A box at the top of a detail. It takes the focus when it is shown, and goes when all is well."""

    field_wanted = Signal(str)

    def __init__(self, name: str) -> None:
        """Make the box, hidden."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("What is missing")
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name = name
        self._buttons: list[QPushButton] = []
        self._heading = make_label(role="strong", wraps=True)
        self._lines = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._heading)
        layout.addLayout(self._lines)
        self.hide()

    def show_problems(self, problems: Sequence[Problem], goal: str) -> None:
        """List problems under "2 things are needed before ..." and put the focus on the first."""
        self.clear()
        count = len(problems)
        things = "1 thing is" if count == 1 else f"{count} things are"
        heading = f"{things} needed before {goal}"
        self._heading.setText(heading)
        for place, problem in enumerate(problems, start=1):
            button = make_button(problem.sentence, f"{self._name}.{place}")
            button.setProperty("link", True)
            button.clicked.connect(lambda _checked=False, field=problem.field: self.field_wanted.emit(field))
            self._lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._buttons.append(button)
        self.show()
        if self._buttons:
            self._buttons[0].setFocus()
        announce(self, heading, urgent=True)

    def clear(self) -> None:
        """Take the list away."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        self.hide()
