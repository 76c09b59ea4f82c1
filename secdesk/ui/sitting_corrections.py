"""Correcting a recorded decision, from the sitting or from the log: the reason is asked in the row (ux.md 2.13)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from secdesk.errors import Invalid
from secdesk.services.decision_log import Decision
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.sitting_rows import Line
from secdesk.ui.sitting_acts import SittingActs
from secdesk.ui.widgets.sitting_correction import CorrectionBar


class SittingCorrections(QObject):
    """Asks in a bar and corrects; the wrong decision stays in the history."""

    done = Signal()

    def __init__(self, desk: Desk, acts: SittingActs, bar: CorrectionBar) -> None:
        """Ask in a bar."""
        super().__init__(bar)
        self._desk, self._acts, self._bar = desk, acts, bar
        self._called = ""
        bar.accepted.connect(self._on_accepted)

    def ask_line(self, line: Line, body: str, wanted: str | None) -> None:
        """Ask about a recorded line of a sitting; ``wanted`` is what was pressed, None for no outcome at all."""
        self._called = line.reference
        about = f"{line.reference} is on record as '{line.outcome_words}'."
        self._bar.ask(line.event, about, body, line.outcome, wanted)

    def ask_logged(self, decision: Decision, refuse: Callable[[str], None]) -> None:
        """Ask about a decision of the log; one that was corrected already is refused in words."""
        if decision.was_corrected or decision.outcome == "corrected":
            refuse("This decision was corrected already. Correct the later one")
            return
        self._called = decision.called.split(" ")[0]
        about = f"{decision.called} is on record as '{decision.outcome_words}'."
        self._bar.ask(decision.uid, about, decision.body, decision.outcome, "")

    def _on_accepted(self, event: str, outcome: str | None, reason: str) -> None:
        try:
            done = self._acts.correct(event, self._called, outcome, reason)
        except Invalid as problem:
            self._bar.refuse(problem.problems[0].sentence)
            return
        if done is not None:
            self._bar.finish()
            self._desk.say(shorten(f"Decision on {self._called} corrected"), offers_undo=True)
            self.done.emit()
