"""The two values of one fact side by side, and which of them holds: what a merge asks of a person (ux.md 2.15)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from secdesk.register.merge_words import MergeLine
from secdesk.ui import theme
from secdesk.ui.safety import words
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.words import make_label

HERE, OTHER = "here", "other"
_DIGITS = 5


class MergeChoice(QWidget):
    """Speaks of one line of a merge at a time."""

    chosen = Signal(str)
    """``here``, ``other``, or with a number ``here=115``."""

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._line: MergeLine | None = None
        self._subject = make_label(role="strong", wraps=True, name="merge.subject")
        self._hint = make_label(role="quiet", wraps=True, name="merge.hint")
        self._here, self._other = QRadioButton(self), QRadioButton(self)
        self._group = QButtonGroup(self)
        for button, name in ((self._here, HERE), (self._other, OTHER)):
            button.setObjectName(f"merge.{name}")
            self._group.addButton(button)
        self._values = {button: make_label(wraps=True) for button in (self._here, self._other)}
        for label in self._values.values():
            label.setContentsMargins(theme.SPACE_6, 0, 0, 0)
        self._take = QCheckBox(self)
        self._take.setObjectName("merge.take")
        self._number = QLineEdit(self)
        self._number.setObjectName("merge.number")
        self._number.setAccessibleName(words.NEW_NUMBER)
        self._number.setMaxLength(_DIGITS)
        self._number_words = make_label(words.NEW_NUMBER)
        self._number_words.setBuddy(self._number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_1)
        for part in self._parts():
            layout.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._number_words)
        row.addWidget(self._number)
        row.addStretch(1)
        layout.insertLayout(layout.count() - 1, row)
        self._group.buttonClicked.connect(lambda _button: self._tell())
        self._take.clicked.connect(lambda _on: self._tell())
        self._number.editingFinished.connect(self._tell)
        self.show_line(None, "")

    def show_line(self, line: MergeLine | None, choice: str) -> None:
        """Speak of a line and of what was chosen for it, or of none."""
        self._line = line
        is_pair = line is not None and line.state in ("conflict", "number")
        has_number = line is not None and line.state == "number"
        may_take = line is not None and line.state in ("new", "changed", "deleted here")
        self._subject.setText("" if line is None else ", ".join(filter(None, (line.name, line.label))))
        self._hint.setText("" if line is None else line.hint)
        for part, is_shown in (
            (self._subject, line is not None), (self._hint, line is not None and bool(line.hint)),
            (self._here, is_pair), (self._other, is_pair), (self._take, may_take),
            *((label, is_pair) for label in self._values.values()),
            (self._number_words, has_number), (self._number, has_number),
        ):  # fmt: skip
            part.setVisible(is_shown)
        if line is not None:
            self._fill(line, choice)

    def _fill(self, line: MergeLine, choice: str) -> None:
        side, _, number = choice.partition("=")
        pattern = words.KEEPS_HERE if line.state == "number" else "{value}"
        for button, template, value, who in (
            (self._here, words.HERE_CHOICE, line.here, line.who_here),
            (self._other, words.OTHER_CHOICE, line.other, line.who_other),
        ):
            _say(button, template.format(who=who) if who else template.partition(",")[0])
            self._values[button].setText(pattern.format(value=value))
            button.setAccessibleDescription(pattern.format(value=value))
        self._group.setExclusive(False)
        self._here.setChecked(side == HERE)
        self._other.setChecked(side == OTHER)
        self._group.setExclusive(True)
        _say(self._take, words.BRING_BACK if line.state == "deleted here" else words.TAKE_CHANGE)
        self._take.setChecked(is_taken(line, choice))
        self._number.setText(number)

    def _tell(self) -> None:
        line = self._line
        if line is None:
            return
        if line.state in ("conflict", "number"):
            side = HERE if self._here.isChecked() else OTHER if self._other.isChecked() else ""
            number = self._number.text().strip() if line.state == "number" else ""
            if side:
                self.chosen.emit(f"{side}={number}" if number else side)
        else:
            self.chosen.emit(OTHER if self._take.isChecked() else HERE)

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self._subject, self._hint, self._here, self._values[self._here], self._other, self._values[self._other],
            self._take,
        )  # fmt: skip


def is_taken(line: MergeLine, choice: str) -> bool:
    """Say whether the other copy's value comes in; what is new or changed there alone does unless it is not wanted."""
    if line.state in ("new", "changed"):
        return choice != HERE
    return choice.startswith(OTHER)


def _say(button: QRadioButton | QCheckBox, told: str) -> None:
    button.setText(menu_text(told))
    button.setAccessibleName(told)
