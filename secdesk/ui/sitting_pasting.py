"""Pasting outcomes into a sitting: shown first, taken as one turn (ux.md 1.4)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from secdesk.errors import Invalid
from secdesk.rules.wording import in_figures
from secdesk.ui.desk import Desk
from secdesk.ui.places.sitting_page import SittingPage
from secdesk.ui.sitting_acts import SittingActs

_NOTHING = "There is nothing to paste. Copy two columns: the number, and its outcome"


class SittingPasting(QObject):
    """Reads the clipboard, and takes what matched once the person agrees."""

    done = Signal()

    def __init__(self, desk: Desk, acts: SittingActs, page: SittingPage) -> None:
        """Show pasted lines on a page."""
        super().__init__(page)
        self._desk, self._acts, self._page = desk, acts, page
        page.paste.taken.connect(self._on_taken)
        page.paste.dropped.connect(self.done)

    def show(self, text: str) -> None:
        """Show what pasted lines mean; nothing is taken yet."""
        lines = self._acts.read_paste(text)
        if lines:
            self._page.paste.show_lines(lines)
        else:
            self._page.say(_NOTHING)

    def _on_taken(self) -> None:
        try:
            taken = self._acts.take_paste(self._page.paste.lines)
        except Invalid as problem:
            self._page.say(problem.problems[0].sentence)
            taken = None
        self.done.emit()
        if taken:
            self._desk.say(f"{in_figures(taken, 'outcome')} taken")
