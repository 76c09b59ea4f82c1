"""The next step of a proposal: one sentence, when it is due, and the one button (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from secdesk.rules.date_words import format_weekday
from secdesk.rules.workdays import deadline_in_words
from secdesk.services.next_steps import NextStep
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.widgets.words import make_button, make_label, set_role, set_words


class NextStepBox(QFrame):
    """Says what comes next, why, and by when; a step set by hand says so and offers the register's own."""

    wanted = Signal()
    """The person wants to do it."""
    own_wanted = Signal()
    """The person wants the register's own step in place of the one set by hand."""

    def __init__(self, desk: Desk, name: str, commands: Sequence[QAction]) -> None:
        """Make the box; ``commands`` are offered under More."""
        super().__init__()
        self._desk = desk
        self.setObjectName(name)
        self.setProperty("card", True)
        self._words = make_label(role="strong", wraps=True, name=f"{name}.words")
        self._due = make_label(role="caption", wraps=True, name=f"{name}.due")
        self._by_hand = make_label(role="caption", wraps=True, name=f"{name}.by_hand")
        self.button = make_button("", f"{name}.do")
        self._own = make_button("Use the register's own", f"{name}.own")
        self.more = make_button("More", f"{name}.more", accessible="More to do with this proposal")
        self._menu = QMenu(self.more)
        self._menu.setObjectName(f"{name}.more.menu")
        self._menu.addActions(list(commands))
        self.more.setMenu(self._menu)
        self.button.clicked.connect(self.wanted)
        self._own.clicked.connect(self.own_wanted)
        self._lay_out()

    def show_step(self, step: NextStep) -> None:
        """Show a step; one without words says only why there is none."""
        is_there = bool(step.words)
        sentence = step.sentence if is_there else f"Nothing is left to do: {step.why}"
        self._words.setText(f"Next: {sentence}" if is_there else sentence)
        today = self._desk.as_at
        when = deadline_in_words(step.due, today, self._desk.calendar) if step.due else ""
        self._due.setText(f"Due {format_weekday(step.due)} · {when}" if step.due else "")
        set_role(self._due, "warning" if step.due and step.due < today else "caption")
        self._due.setVisible(step.due is not None)
        self._by_hand.setText(f"Set by hand. The register would say: {step.computed}" if step.by_hand else "")
        self._by_hand.setVisible(step.by_hand)
        self._own.setVisible(step.by_hand and not self._desk.read_only)
        set_words(self.button, step.button)
        self.button.setVisible(bool(step.button))
        self.button.setEnabled(not self._desk.read_only)
        self.more.setEnabled(not self._desk.read_only)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.button)
        row.addWidget(self._own)
        row.addStretch(1)
        row.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_1)
        for label in (self._words, self._due, self._by_hand):
            layout.addWidget(label)
        layout.addSpacing(theme.SPACE_1)
        layout.addLayout(row)
