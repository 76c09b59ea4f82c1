"""Undo in a sitting that is not recorded yet: the last letter comes first, then the steps of the register."""

from __future__ import annotations

from collections.abc import Callable

from secdesk.ui.sitting_acts import SittingActs


class SittingUndo:
    """What the desk asks before it takes back a step of the register."""

    def __init__(self, acts: SittingActs, is_usable: Callable[[], bool], step: Callable[[int], None]) -> None:
        """``is_usable`` says whether the sitting is what the person looks at, ``step`` goes back or forward in it."""
        self._acts, self._is_usable, self._step = acts, is_usable, step

    def undo_words(self, newest: int) -> str:
        """Return the words of the last letter, where it is newer than a step of the register."""
        return self._acts.undo_words(newest) if self._is_usable() else ""

    def redo_words(self) -> str:
        """Return the words of the letter that was taken back."""
        return self._acts.redo_words() if self._is_usable() else ""

    def changed_since(self, step: int) -> bool:
        """Say whether a letter was pressed after a step of the register."""
        return self._acts.changed_since(step)

    def step_draft(self, by: int) -> None:
        """Take the last letter back, or press it again."""
        self._step(by)
