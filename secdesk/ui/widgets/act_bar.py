"""A row that asks what one act needs (a day, a number), says what will follow, and does it at Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.ui import theme
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.choice_edit import ChoiceEdit
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.field_edit import make_box
from secdesk.ui.widgets.line_edit import LineEdit, is_enter
from secdesk.ui.widgets.words import make_button, make_label, set_words

if TYPE_CHECKING:
    from secdesk.ui.widgets.editor import Editor


_SIDES = (Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignTop)


class ActBar(QFrame):
    """Boxes, what follows from them, and two buttons. Nothing happens before the first button."""

    accepted = Signal(object)
    """The values by field name."""
    cancelled = Signal()
    edited = Signal()

    def __init__(self, name: str, lookup: Lookup, infos: Sequence[FieldInfo]) -> None:
        """Make a box for each field; ``name`` begins their object names."""
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._lookup = lookup
        self._infos = tuple(infos)
        self.boxes: dict[str, QWidget] = {}
        self._hints: dict[str, QLabel] = {}
        self._title = make_label(role="strong", wraps=True)
        self._outcome = make_label(role="quiet", wraps=True, name=f"{name}.outcome")
        self._message = make_label(role="error", wraps=True, name=f"{name}.message")
        self.act = make_button("Do it", f"{name}.now")
        self._cancel = make_button("Cancel", f"{name}.cancel")
        self.act.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.cancel)
        self._lay_out(name)
        self.hide()

    def open_bar(self, title: str, act: str, values: Mapping[str, Value]) -> None:
        """Ask for one act; the caret goes into the first box."""
        self._title.setText(title)
        set_words(self.act, act)
        for info in self._infos:
            value = values.get(info.name)
            self._editor(info.name).load(value, self._lookup.words(info, value))
        self.show_outcome("")
        self._say("")
        self.show()
        first = next(iter(self.boxes.values()), self.act)
        first.setFocus()
        self.edited.emit()

    def show_outcome(self, words: str) -> None:
        """Say what will follow from what stands in the boxes."""
        self._outcome.setText(words)
        self._outcome.setVisible(bool(words))

    def values(self) -> dict[str, Value]:
        """Return what stands in the boxes; raises Invalid in words."""
        reading = self._lookup.reading()
        return {info.name: self._editor(info.name).read(reading) for info in self._infos}

    def accept(self) -> None:
        """Ask for the act, or say what cannot be read."""
        try:
            found = self.values()
        except Invalid as problem:
            self._say(problem.problems[0].sentence)
            return
        self._say("")
        self.accepted.emit(found)

    def refuse(self, sentence: str) -> None:
        """Say why the act was not done; the boxes keep what stands in them."""
        self._say(sentence)

    def cancel(self) -> None:
        """Take the row away; nothing was done."""
        self.hide()
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do it with Enter, take the row away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif is_enter(event):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _editor(self, name: str) -> Editor:
        return cast("Editor", self.boxes[name])

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def _lay_out(self, name: str) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_3)
        grid.setVerticalSpacing(theme.SPACE_1)
        for column, info in enumerate(self._infos):
            box = self._make_box(name, info)
            label = make_label(info.label, wraps=True)
            label.setBuddy(box)
            hint = self._hints[info.name] = make_label(role="caption", wraps=True)
            for line, widget in enumerate((label, box, hint)):
                grid.addWidget(widget, line, column, _SIDES[line])
            grid.setColumnStretch(column, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.act)
        row.addWidget(self._cancel)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._title)
        layout.addLayout(grid)
        for label in (self._outcome, self._message):
            layout.addWidget(label)
        layout.addLayout(row)

    def _make_box(self, name: str, info: FieldInfo) -> QWidget:
        box = self.boxes[info.name] = make_box(info, self._lookup, may_be_unknown=True)
        box.setObjectName(f"{name}.{info.name}")
        box.setAccessibleName(info.label)
        box.setAccessibleDescription(info.help)
        editor = self._editor(info.name)
        editor.edited.connect(self.edited)
        if isinstance(box, DateEdit):
            box.hinted.connect(lambda words, _advice: self._hints[info.name].setText(words))
        if isinstance(box, LineEdit | ChoiceEdit):
            # In a form Enter goes to the next box; here it does the act.
            box.goes_on = False
        return box
