"""Keeping what stands in the note line of a sitting: at Enter, at Esc, and when a box is left (ux.md 1.4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from secdesk.errors import Invalid
from secdesk.ui.forms import REST
from secdesk.ui.models.sitting_rows import SittingRows
from secdesk.ui.sitting_acts import SittingActs
from secdesk.ui.widgets.sitting_note import SittingNote

VOTING = ("CSC", "PANEL", "CB")
"""The bodies that may count votes."""


class SittingNotes(QObject):
    """Opens the note of a line and keeps it; nothing typed is ever dropped."""

    kept = Signal()
    done = Signal(bool)
    """The person has finished; whether the next line comes next."""

    def __init__(self, note: SittingNote, rows: SittingRows, acts: SittingActs, refuse: Callable[[str], None]) -> None:
        """Keep what stands in a note; ``refuse`` says what cannot be kept."""
        super().__init__(note)
        self._note, self._rows, self._acts, self._refuse = note, rows, acts, refuse
        self._is_keeping = False
        self._saved: set[str] = set()
        self._rest = QTimer(self, interval=REST, singleShot=True)
        self._rest.timeout.connect(self._save_half_typed)
        note.edited.connect(self._on_edited)
        note.left.connect(self.keep)
        note.done.connect(self._on_done)

    def open_line(self, key: str) -> None:
        """Show the note of a line; where a reason is lacking, that is asked first."""
        line = self._rows.line(key)
        if line is not None:
            self._note.open_line(line, line.lacks_reason, self._rows.body in VOTING)
            found = self._acts.half_typed(key)
            self._saved = set(found)
            self._note.put_back(found)

    def keep(self) -> bool:
        """Keep what stands in the boxes; say whether it could be."""
        note, line = self._note, self._rows.line(self._note.key)
        if line is None or self._is_keeping or not note.isVisible() or not note.is_touched:
            return True
        self._is_keeping = True
        try:
            self._acts.keep_note(line, note.words)
        except Invalid as problem:
            self._refuse(problem.problems[0].sentence)
            return False
        finally:
            self._is_keeping = False
        note.keep_loaded()
        self._rest.stop()
        self._acts.forget_half_typed(note.key, self._saved)
        self._saved.clear()
        self.kept.emit()
        return True

    def _on_edited(self) -> None:
        """Save for a crash two seconds from now at the latest, however long somebody types without a pause."""
        if not self._rest.isActive():
            self._rest.start()

    def _save_half_typed(self) -> None:
        if self._note.isVisible():
            found = self._note.half_typed
            self._acts.save_half_typed(self._note.key, found)
            self._saved |= set(found)

    def leave(self, key: str) -> None:
        """Take the note away when another line became current, unless something in it cannot be kept."""
        if self._note.isVisible() and key != self._note.key and self.keep():
            self._note.hide()

    def close(self) -> None:
        """Take the note away, whatever line it was about."""
        self.keep()
        self._note.hide()

    def _on_done(self, goes_on: bool) -> None:
        if self.keep():
            self._note.hide()
            self.done.emit(goes_on)
