"""What takes back before the register does: keys that are kept beside the record and are no steps of the log."""

from __future__ import annotations

from typing import Protocol


class DraftUndo(Protocol):
    """A place with drafts that undo and redo mean first, such as a sitting that is not recorded yet."""

    def undo_words(self, newest: int) -> str:
        """Return the words of what can be taken back and is newer than the step ``newest``, or nothing."""

    def redo_words(self) -> str:
        """Return the words of what can be done again, or nothing."""

    def changed_since(self, step: int) -> bool:
        """Say whether something was drafted after a step, so that what it took back is not done again."""

    def step_draft(self, by: int) -> None:
        """Take the last draft back (-1), or do the next again (1), and show it."""
