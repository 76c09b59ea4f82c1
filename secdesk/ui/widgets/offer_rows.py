"""What could be added, each in a line of its own with its reason and its button (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from secdesk.ui import theme
from secdesk.ui.widgets.words import make_button, make_label, set_words

FEW = 5
"""How many are shown until the others are asked for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that could be added: its key, its short name, its words and why it is offered."""

    key: str
    name: str
    words: str
    reason: str


class _Line(QWidget):
    """One offer: its words, and the button that takes it. The line is used again for another one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.key = ""
        self.words: QLabel = make_label(wraps=True)
        self.add: QPushButton = make_button("Add", name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)

    def show_offer(self, offer: Offer) -> None:
        self.key = offer.key
        self.words.setText(f"{offer.words} ({offer.reason})")
        self.add.setAccessibleName(f"Add {offer.name}")
        self.add.setAccessibleDescription(f"{offer.words}. {offer.reason}")


class OfferRows(QWidget):
    """Offers under a heading. Lines keep their buttons, so the focus stays where it is while they move up."""

    taken = Signal(str)
    all_taken = Signal()

    def __init__(self, name: str, heading: str) -> None:
        """Offer nothing yet; ``name`` begins the names of the buttons."""
        super().__init__()
        self._name = name
        self._offers: tuple[Offer, ...] = ()
        self._lines: list[_Line] = []
        self._shows_all = False
        self._heading = make_label(heading, "strong")
        self._every = make_button("Add all", f"{name}.all")
        self._more = make_button("Show more", f"{name}.more")
        self._every.clicked.connect(self.all_taken)
        self._more.clicked.connect(self._on_more)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._every)
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.SPACE_1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(top)
        layout.addLayout(self._body)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def keys(self) -> list[str]:
        """The keys of what is offered."""
        return [offer.key for offer in self._offers]

    def offer(self, offers: Sequence[Offer], *, anew: bool = False) -> None:
        """Offer something else; ``anew`` folds a long list again. Without offers nothing is shown."""
        self._offers = tuple(offers)
        self._shows_all = self._shows_all and not anew
        shown = self._offers if self._shows_all else self._offers[:FEW]
        while len(self._lines) < len(shown):
            self._add_line()
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(shown))
            if place < len(shown):
                line.show_offer(shown[place])
        left = len(self._offers) - len(shown)
        self._more.setVisible(left > 0)
        set_words(self._more, f"Show {left} more")
        self._every.setVisible(len(self._offers) > 1)
        set_words(self._every, f"Add all {len(self._offers)}")
        self.setVisible(bool(self._offers))

    def _add_line(self) -> None:
        line = _Line(f"{self._name}.{len(self._lines) + 1}")
        line.add.clicked.connect(lambda: self.taken.emit(line.key))
        self._lines.append(line)
        self._body.addWidget(line)

    def _on_more(self) -> None:
        self._shows_all = True
        before = len([line for line in self._lines if not line.isHidden()])
        self.offer(self._offers)
        self._lines[before].add.setFocus()
