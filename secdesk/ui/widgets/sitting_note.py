"""The line under a sitting for one proposal: its notes, and the reason for an unusual outcome (ux.md 1.4, 2.7)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.ui import theme
from secdesk.ui.models.sitting_rows import Line
from secdesk.ui.widgets.label import Role
from secdesk.ui.widgets.line_edit import LineEdit, is_enter
from secdesk.ui.widgets.words import make_label, set_role


class SittingNote(QWidget):
    """Three boxes for the line that was opened. Enter keeps them and goes on; Esc keeps them and goes back."""

    done = Signal(bool)
    """The person has finished; whether by Enter, which goes on to the next line."""
    left = Signal()
    """A box was left: what stands in it is to be kept."""

    def __init__(self) -> None:
        """Make the boxes, hidden."""
        super().__init__()
        self.key = ""
        self._about = make_label(role="strong", wraps=True, name="decisions.note.about")
        self._why = make_label(role="warning", wraps=True, name="decisions.unusual")
        self.printed = self._box("printed_note", "Printed note", "decisions.note.printed")
        self.private = self._box("private_note", "Private note", "decisions.note.private")
        self.reason = self._box("reason", "Record anyway, because", "decisions.reason")
        self._labels = {box: make_label(box.info.label) for box in (self.printed, self.private, self.reason)}
        self._lay_out()
        self.hide()

    def open_line(self, line: Line, ask_reason: bool) -> None:
        """Show the notes of a line, or ask why its outcome is unusual; the caret goes into the first box."""
        self.key = line.key
        self._about.setText(f"{line.reference}  {line.title}")
        self._why.setText(f"{line.unusual}." if line.unusual else "")
        self._why.setVisible(bool(line.unusual))
        self.printed.load(None, line.printed_note.replace("\n", " "))
        self.private.load(None, line.private_note.replace("\n", " "))
        self.reason.load(None, line.reason)
        for box in (self.reason, self._labels[self.reason]):
            box.setVisible(bool(line.unusual))
        self.show()
        (self.reason if ask_reason else self.printed).setFocus()

    @property
    def is_touched(self) -> bool:
        """Whether something else stands in the boxes than was loaded."""
        return any(box.is_touched() for box in (self.printed, self.private, self.reason))

    def keep_loaded(self) -> None:
        """Take what stands in the boxes as stored."""
        for box in (self.printed, self.private, self.reason):
            box.load(None, box.text())

    def say(self, words: str, role: Role = "warning") -> None:
        """Say something about the line."""
        set_role(self._why, role)
        self._why.setText(words)
        self._why.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Esc; nothing typed is lost by either."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit(False)
        elif is_enter(event):
            self.done.emit(True)
        else:
            super().keyPressEvent(event)

    def _box(self, name: str, label: str, object_name: str) -> LineEdit:
        box = LineEdit(FieldInfo(name, label, "line", limit=2000))
        box.goes_on = False
        box.setObjectName(object_name)
        box.setAccessibleName(label)
        box.left.connect(self.left)
        return box

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_1)
        for column, box in enumerate((self.reason, self.printed, self.private)):
            self._labels[box].setBuddy(box)
            grid.addWidget(self._labels[box], 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE_2, 0, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_1)
        layout.addWidget(self._about)
        layout.addWidget(self._why)
        layout.addLayout(grid)
