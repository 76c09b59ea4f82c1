"""The line under a sitting for one proposal: notes, votes, and the reason for an unusual outcome (ux.md 1.4, 2.7)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.votes import read_votes
from secdesk.ui import theme
from secdesk.ui.models.sitting_rows import Line
from secdesk.ui.sitting_acts import NoteWords
from secdesk.ui.widgets.line_edit import LineEdit, is_enter
from secdesk.ui.widgets.words import make_label

_HOW_TO_VOTE = "for 7 against 1 abstain 0"


class SittingNote(QWidget):
    """Boxes for the line that was opened. Enter keeps them and goes on; Esc keeps them and goes back."""

    done = Signal(bool)
    """The person has finished; whether by Enter, which goes on to the next line."""
    left = Signal()
    """A box was left: what stands in it is to be kept."""
    edited = Signal()
    """Somebody is typing."""

    def __init__(self) -> None:
        """Make the boxes, hidden."""
        super().__init__()
        self.key = ""
        self._told_of = ""
        self._about = make_label(role="strong", wraps=True, name="decisions.note.about")
        self._why = make_label(role="warning", wraps=True, name="decisions.unusual")
        self._problem = make_label(role="error", wraps=True, name="decisions.note.problem")
        self.reason = self._box("reason", "Record anyway, because", "decisions.reason")
        self.printed = self._box("printed_note", "Printed note", "decisions.note.printed")
        self.private = self._box("private_note", "Private note", "decisions.note.private")
        self.votes = self._box("votes", "Votes", "decisions.note.votes")
        self.votes.setPlaceholderText(_HOW_TO_VOTE)
        self.votes.setAccessibleDescription(
            f"Such as: {_HOW_TO_VOTE}. Party categories are divided by semicolons: large 5 1 0; networks 2 0 0"
        )
        self._boxes = (self.reason, self.printed, self.private, self.votes)
        self._labels = {box: make_label(box.info.label) for box in self._boxes}
        self._lay_out()
        self.hide()

    def open_line(self, line: Line, ask_reason: bool, takes_votes: bool) -> None:
        """Show the notes of a line, or ask why its outcome is unusual; the caret goes into the first box."""
        self.key = line.key
        self._told_of = ""
        self._say("")
        self._about.setText(f"{line.reference}  {line.title}")
        self._why.setText(f"{line.unusual}." if line.unusual else "")
        self._why.setVisible(bool(line.unusual))
        self.printed.load(None, line.printed_note.replace("\n", " "))
        self.private.load(None, line.private_note.replace("\n", " "))
        self.votes.load(None, line.votes)
        self.reason.load(None, line.reason)
        self._show(self.reason, bool(line.unusual))
        self._show(self.votes, takes_votes)
        for box in (self.printed, self.private):
            self._show(box, True)
        self.show()
        (self.reason if ask_reason else self.printed).setFocus()

    @property
    def is_touched(self) -> bool:
        """Whether something else stands in the boxes than was loaded."""
        return any(box.is_touched() for box in self._boxes)

    @property
    def words(self) -> NoteWords:
        """What stands in the boxes."""
        found = [box.text().strip() for box in (self.printed, self.private, self.votes, self.reason)]
        return NoteWords(*found)

    @property
    def half_typed(self) -> dict[str, str]:
        """What stands in each box that was typed into, by the name of its field."""
        return {box.info.name: box.typed() for box in self._boxes if box.is_touched()}

    def put_back(self, texts: Mapping[str, str]) -> None:
        """Put texts that were kept from before into their boxes, to be stored when the note is left."""
        for box in self._boxes:
            if box.info.name in texts:
                box.put(texts[box.info.name])

    def keep_loaded(self) -> None:
        """Take what stands in the boxes as stored."""
        for box in self._boxes:
            box.load(None, box.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Esc; nothing typed is lost by either."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit(False)
        elif is_enter(event):
            if not self._asks_about_votes():
                self.done.emit(True)
        else:
            super().keyPressEvent(event)

    def _asks_about_votes(self) -> bool:
        """Say once why votes cannot be read. Enter again goes on: votes never stand in the way of an outcome."""
        typed = self.votes.text().strip()
        problem = read_votes(typed).problem if typed and self.votes.isVisible() else ""
        self._say(problem)
        if not problem or self._told_of == typed:
            return False
        self._told_of = typed
        self.votes.setFocus()
        return True

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.votes.mark_wrong(bool(sentence))

    def _show(self, box: LineEdit, shown: bool) -> None:
        for widget in (box, self._labels[box]):
            widget.setVisible(shown)
        self._grid.setColumnStretch(self._boxes.index(box), 1 if shown else 0)

    def _box(self, name: str, label: str, object_name: str) -> LineEdit:
        box = LineEdit(FieldInfo(name, label, "line", limit=2000))
        box.goes_on = False
        box.setObjectName(object_name)
        box.setAccessibleName(label)
        box.left.connect(self.left)
        box.edited.connect(self.edited)
        return box

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_1)
        for column, box in enumerate(self._boxes):
            self._labels[box].setBuddy(box)
            grid.addWidget(self._labels[box], 0, column)
            grid.addWidget(box, 1, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE_2, 0, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_1)
        for label in (self._about, self._why):
            layout.addWidget(label)
        layout.addLayout(grid)
        layout.addWidget(self._problem)
