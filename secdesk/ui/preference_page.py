"""A page of Preferences: labels above their boxes, each choice applied at once (ux.md 2.16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from secdesk.errors import Invalid
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.look import Look
from secdesk.ui.messages import Messages
from secdesk.ui.settings import Settings
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.label import menu_text, plain_label
from secdesk.ui.widgets.line_edit import mark

FIGURES = 9
"""A box for so few characters holds a number, and is no wider than one."""


@dataclass(frozen=True, slots=True)
class Around:
    """What Preferences may change: the person's settings, how the program looks, the open register, if any."""

    settings: Settings
    look: Look
    desk: Desk | None
    messages: Messages


class PreferencePage(QWidget):
    """One section. A subclass adds its rows in :meth:`build`, one below the other."""

    key = ""
    """The first part of the names of its widgets, after ``preferences.``."""

    def __init__(self, around: Around) -> None:
        """Build the rows with what is in force now."""
        super().__init__()
        self.around = around
        self.settings = around.settings
        self.setObjectName(f"preferences.{self.key}")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(theme.MARGIN, theme.SPACE_4, theme.MARGIN, theme.MARGIN)
        self._rows.setSpacing(theme.SPACE_1)
        self.build()
        self._rows.addStretch(1)

    def build(self) -> None:
        """Add the rows."""

    def add_heading(self, words: str) -> None:
        """Begin a group of rows."""
        if self._rows.count():
            self._rows.addSpacing(theme.SPACE_4)
        self._rows.addWidget(plain_label(words, "section"))

    def add_words(self, words: str) -> QLabel:
        """Add a sentence that explains."""
        label = plain_label(words, "quiet", wraps=True)
        self._rows.addWidget(label)
        return label

    def add_widget(self, widget: QWidget) -> None:
        """Add a widget of its own as wide as the page."""
        self._rows.addWidget(widget)

    def add_line(
        self, name: str, label: str, value: str, keep: Callable[[str], object], note: str = "", limit: int = 200
    ) -> QLineEdit:
        """Add a text box; what was typed is kept when it is left or Enter is pressed, unless it cannot be."""
        box = QLineEdit(value, self)
        box.setMaxLength(limit)
        problem = plain_label("", "error", wraps=True)
        problem.setObjectName(f"preferences.{name}.problem")
        problem.hide()
        self._add_row(name, label, box, note)
        self._rows.addWidget(problem)

        def on_finished() -> None:
            words = _refusal(keep, box.text())
            problem.setText(words)
            problem.setVisible(bool(words))
            mark(box, bool(words))
            if words:
                announce(box, words)

        box.editingFinished.connect(on_finished)
        if limit <= FIGURES:
            box.setMaximumWidth(box.fontMetrics().averageCharWidth() * 16)
        return box

    def add_choice(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[object, str]],
        value: object,
        keep: Callable[[object], object],
        note: str = "",
    ) -> QComboBox:
        """Add a short list to choose from."""
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(max(8, *(min(40, len(words)) for _, words in choices)))
        for key, words in choices:
            box.addItem(words, key)
        keys = [key for key, _ in choices]
        box.setCurrentIndex(keys.index(value) if value in keys else -1)
        box.activated.connect(lambda row: keep(keys[row]))
        self._add_row(name, label, box, note, fills=False)
        return box

    def add_radios(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        value: str,
        keep: Callable[[str], object],
        notes: Mapping[str, str] | None = None,
    ) -> QButtonGroup:
        """Add a few buttons of which one is down: beside each other, or below each other where each has a note."""
        self._add_label(label)
        holder = QWidget(self)
        group = QButtonGroup(holder)
        layout = FlowLayout(holder, theme.SPACE_4) if notes is None else QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        for key, words in choices:
            button = QRadioButton(menu_text(words), holder)
            button.setObjectName(f"preferences.{name}.{key}")
            button.setAccessibleName(f"{label}: {words}")
            button.setMinimumHeight(theme.COMPACT_HEIGHT)
            group.addButton(button)
            button.setChecked(key == value)
            if key != value:  # Tab leads to the one that is down; Qt sees to that only once one has had the focus
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.toggled.connect(lambda on, key=key: keep(key) if on else None)
            button.setEnabled(self._is_open(name))
            layout.addWidget(button)
            if notes is not None:
                button.setAccessibleDescription(notes[key])
                note = plain_label(notes[key], "caption", wraps=True)
                note.setContentsMargins(theme.SPACE_6, 0, 0, theme.SPACE_2)
                layout.addWidget(note)
        self._rows.addWidget(holder)
        return group

    def add_check(self, name: str, words: str, on: bool, keep: Callable[[bool], object]) -> QCheckBox:
        """Add a box to tick."""
        self._rows.addSpacing(theme.SPACE_2)
        box = QCheckBox(menu_text(words), self)
        box.setObjectName(f"preferences.{name}")
        box.setAccessibleName(words)
        box.setMinimumHeight(theme.COMPACT_HEIGHT)
        box.setChecked(on)
        box.setEnabled(self._is_open(name))
        box.toggled.connect(keep)
        self._rows.addWidget(box)
        return box

    def add_button(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        """Add a button below the last row."""
        button = QPushButton(menu_text(words), self)
        button.setObjectName(f"preferences.{name}")
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        line = QHBoxLayout()
        line.addWidget(button)
        line.addStretch(1)
        self._rows.addLayout(line)
        return button

    def _is_open(self, name: str) -> bool:
        """Say whether a row may be changed; a page of a register that may not be written says no."""
        return True

    def _add_row(self, name: str, label: str, box: QWidget, note: str, fills: bool = True) -> None:
        head = self._add_label(label)
        head.setBuddy(box)
        box.setObjectName(f"preferences.{name}")
        box.setAccessibleName(label)
        box.setAccessibleDescription(note)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the page and turns no choice
        box.setEnabled(self._is_open(name))
        if fills:
            self._rows.addWidget(box)
        else:
            self._rows.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
        if note:
            self._rows.addWidget(plain_label(note, "caption", wraps=True))

    def _add_label(self, words: str) -> QLabel:
        self._rows.addSpacing(theme.SPACE_2)
        label = plain_label(words, "strong", wraps=True)
        self._rows.addWidget(label)
        return label


def _refusal(keep: Callable[[str], object], typed: str) -> str:
    """Keep what was typed; return why it could not be, or nothing."""
    try:
        keep(typed)
    except Invalid as error:
        return error.problems[0].sentence
    return ""
