"""Recording a sitting: nothing is asked when all is decided, and what is left open is asked in the row (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from secdesk.errors import Invalid
from secdesk.ui.desk import Desk
from secdesk.ui.places.sitting_page import SittingPage
from secdesk.ui.sitting_acts import SittingActs

TOAST = 60
"""The most letters of a notice (ux.md 3.4)."""


class SittingRecording(QObject):
    """Asks what there is to ask, and records as one step."""

    done = Signal()

    def __init__(self, desk: Desk, page: SittingPage, acts: SittingActs, open_note: Callable[[str], None]) -> None:
        """Record what a page shows; ``open_note`` asks for the reason of a line."""
        super().__init__(page)
        self._desk, self._page, self._acts, self._open_note = desk, page, acts, open_note
        page.record_wanted.connect(self.record_now)

    def record(self) -> None:
        """Record, or ask once about lines without an outcome and the day of a meeting that has none."""
        rows, question = self._page.rows, self._page.question
        decided, left = rows.counts()
        lacking = next((line for line in rows.lines if line.lacks_reason), None)
        found = rows.sitting
        undated = found.name if found is not None and found.uid and found.day is None else ""
        if lacking is not None:
            self._page.grid.select_uid(lacking.key)
            self._open_note(lacking.key)
        elif decided and (left or undated) and not question.isVisible():
            question.ask(decided, [line.reference for line in rows.lines if line.is_open], undated, self._desk.today)
        else:
            self.record_now()

    def record_now(self) -> None:
        """Record what is decided, as one step."""
        page = self._page
        decided, _ = page.rows.counts()
        if not decided:
            page.say("Nothing has an outcome yet. Press a letter for a proposal first")
            return
        day = page.letter_day() if page.rows.is_authority else page.question.day()
        try:
            done = self._acts.record(decided, day)
        except Invalid as problem:
            page.say(problem.problems[0].sentence)
            return
        if done is not None:
            page.note.hide()
            page.hide_question()
            self._desk.say(done.notice(TOAST), offers_undo=True)
            self.done.emit()
