"""The grid of a sitting: one letter is one outcome, and only while the grid has the focus (ux.md 2.7, WCAG 2.1.4)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent

from secdesk.ui.models.record_table import Index
from secdesk.ui.models.sitting_rows import SittingRows, SittingTable
from secdesk.ui.widgets.record_list import RecordList

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class SittingGrid(RecordList):
    """Rows of a sitting with keys of their own."""

    letter_pressed = Signal(str)
    cleared = Signal()
    target_moved = Signal(int)
    pasted = Signal()

    def __init__(self, rows: SittingRows) -> None:
        """Show the rows of a sitting."""
        self.lines = rows
        self._sitting_table = SittingTable(rows)
        super().__init__(self._sitting_table, "decisions.grid", "Sitting")
        self.setSelectionMode(RecordList.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSortIndicatorShown(False)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Let the line that a letter would decide say so."""
        super().currentChanged(current, previous)
        self._sitting_table.set_current(current.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current line in view when a question or a note takes room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def refit(self) -> None:
        """Measure the columns anew: recorded outcomes have more to say."""
        self._fit()

    def go_to_open(self, after: int) -> bool:
        """Go to the next line without an outcome, from the top again after the last; say whether there is one."""
        count = len(self.lines.lines)
        order = [(after + step) % count for step in range(1, count + 1)] if count else []
        found = next((row for row in order if self.lines.lines[row].is_open), None)
        if found is None:
            return False
        self.select_row(found)
        return True

    def paste(self) -> None:
        """Take outcomes from the clipboard; what the Edit menu calls as well."""
        self.pasted.emit()

    def event(self, event: QEvent) -> bool:
        """Keep pasting from the window: here it means outcomes."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain_backspace = event.key() == Qt.Key.Key_Backspace and not event.modifiers()
            if event.matches(QKeySequence.StandardKey.Paste) or plain_backspace:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take letters as outcomes, Backspace as none, plus and minus as the next and the previous target.

        Home and End go to the first and the last line, not to its first and last cell.
        """
        held, text = event.modifiers(), event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif held not in _PLAIN:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.select_row(0 if event.key() == Qt.Key.Key_Home else len(self.lines.lines) - 1)
        elif event.key() == Qt.Key.Key_Backspace:
            self.cleared.emit()
        elif text in ("+", "-"):
            self.target_moved.emit(1 if text == "+" else -1)
        elif text.isascii() and text.isalpha():
            self.letter_pressed.emit(text.upper())
        else:
            super().keyPressEvent(event)
