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
from secdesk.ui.widgets.words import make_button, make_label, set_role, set_words

if TYPE_CHECKING:
    from secdesk.ui.widgets.editor import Editor


_SIDES = (Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignTop)


class ActBar(QFrame):
    """Boxes, what follows from them, and two buttons. Nothing happens before the first button."""

    accepted = Signal(object)
    """The values by field name."""
    cancelled = Signal()
    edited = Signal()

    def __init__(
        self, name: str, lookup: Lookup, infos: Sequence[FieldInfo], columns: int = 0, *, in_line: bool = False
    ) -> None:
        """Make a box for each field, so many beside each other or all of them; ``name`` begins their object names.

        ``in_line`` puts the buttons beside the boxes, for a row that is to take little height.
        """
        super().__init__()
        self._in_line = in_line
        self.setObjectName(name)
        self.setProperty("card", True)
        self._lookup = lookup
        self._infos = tuple(infos)
        self._columns = columns or len(self._infos)
        self._asked = ""
        self._half_typed: dict[str, dict[str, str]] = {}
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
        """Ask for one act; the caret goes into the first box. What Esc left half typed for the same act is back."""
        self._asked = title
        self._title.setText(title)
        set_words(self.act, act)
        for info in self._infos:
            value = values.get(info.name)
            self._editor(info.name).load(value, self._lookup.words(info, value))
        for name, text in self._half_typed.pop(title, {}).items():
            self._editor(name).put(text)
        self.show_outcome("")
        self._say("")
        self.show()
        first = next(iter(self.boxes.values()), self.act)
        # As by Tab: what stands there is selected, and typing takes its place.
        first.setFocus(Qt.FocusReason.TabFocusReason)
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

    def put_away(self) -> None:
        """Take the row away and keep what is half typed until it is opened for the same act again."""
        touched = {name: self._editor(name).typed() for name in self.boxes if self._editor(name).is_touched()}
        if touched:
            self._half_typed[self._asked] = touched
        self.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do it with Enter, take the row away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
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
        for place, info in enumerate(self._infos):
            row_number, column = divmod(place, self._columns)
            box = self._make_box(name, info)
            label = make_label(info.label, wraps=True)
            label.setBuddy(box)
            hint = self._hints[info.name] = make_label(role="caption", wraps=True)
            for line, widget in enumerate((label, box, hint)):
                grid.addWidget(widget, 3 * row_number + line, column, _SIDES[line])
            grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._title)
        layout.addLayout(grid)
        for label in (self._outcome, self._message):
            layout.addWidget(label)
        if self._in_line:
            for place, button in enumerate((self.act, self._cancel)):
                grid.addWidget(button, 1, self._columns + place, Qt.AlignmentFlag.AlignTop)
            return
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.act)
        row.addWidget(self._cancel)
        row.addStretch(1)
        layout.addLayout(row)

    def typed(self, name: str) -> str:
        """Return what stands in a box."""
        return self._editor(name).typed()

    def put_value(self, name: str, value: Value) -> None:
        """Put a value into a box, as if it had stood there when the row was opened."""
        info = next(each for each in self._infos if each.name == name)
        self._editor(name).load(value, self._lookup.words(info, value))

    def _show_hint(self, name: str, words: str, is_advice: bool) -> None:
        set_role(self._hints[name], "warning" if is_advice else "caption")
        self._hints[name].setText(words)

    def _make_box(self, name: str, info: FieldInfo) -> QWidget:
        box = self.boxes[info.name] = make_box(info, self._lookup, may_be_unknown=True)
        box.setObjectName(f"{name}.{info.name}")
        box.setAccessibleName(info.label)
        box.setAccessibleDescription(info.help)
        editor = self._editor(info.name)
        editor.edited.connect(self.edited)
        if isinstance(box, DateEdit):
            box.hinted.connect(lambda words, is_advice: self._show_hint(info.name, words, is_advice))
        if isinstance(box, LineEdit | ChoiceEdit):
            # In a form Enter goes to the next box; here it does the act.
            box.goes_on = False
        return box
