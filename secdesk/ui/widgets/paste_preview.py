"""Pasted outcomes: each line is shown matched or not before anything is taken (ux.md 1.4)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.rules.wording import in_figures
from secdesk.services.pastes import PasteLine
from secdesk.ui import theme
from secdesk.ui.widgets.row_list import ListRow, RowList
from secdesk.ui.widgets.words import make_button, make_label, set_words


class PastePreview(QWidget):
    """The pasted lines with what they mean, and two ways on."""

    taken = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        """Make the list, hidden."""
        super().__init__()
        self.lines: list[PasteLine] = []
        self._about = make_label(role="strong", wraps=True)
        self._rows = RowList("decisions.paste", "Pasted outcomes")
        self.take = make_button("Take", "decisions.paste.take")
        self._drop = make_button("Cancel", "decisions.paste.cancel", accessible="Take none of the pasted outcomes")
        self.take.clicked.connect(self._on_taken)
        self._drop.clicked.connect(self._on_dropped)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self._drop)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE_2, 0, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._about)
        layout.addWidget(self._rows)
        layout.addLayout(row)
        self.hide()

    def show_lines(self, lines: Sequence[PasteLine]) -> None:
        """Show what pasted lines mean; Enter on the button takes those that matched."""
        self.lines = list(lines)
        matched = sum(line.matched for line in lines)
        self._about.setText(f"{matched} of {in_figures(len(lines), 'pasted line')} matched")
        self._rows.fill([ListRow(str(place), _words(line)) for place, line in enumerate(lines)])
        set_words(self.take, f"Take {in_figures(matched, 'outcome')}")
        self.take.setEnabled(matched > 0)
        self.show()
        (self.take if matched else self._drop).setFocus()

    def _on_taken(self) -> None:
        self.hide()
        self.taken.emit()

    def _on_dropped(self) -> None:
        self.hide()
        self.dropped.emit()


def _words(line: PasteLine) -> str:
    return f"{line.reference}: {line.outcome_words}" if line.matched else f"'{line.typed}': {line.problem}"
