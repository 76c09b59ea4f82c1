"""What is due, one below the other: when, what, and a button with the verb that leads there (ux.md 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from secdesk.services.due import DueList as Found
from secdesk.services.due import DueRow
from secdesk.ui import texts, theme
from secdesk.ui.icons import INLINE_SIZE, draw_icon
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.words import make_button, set_tip, set_words


class _Mark(QWidget):
    """The glyph of what is due today or late: a sign beside the words, which say the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_shown = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(INLINE_SIZE, theme.CONTROL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.is_shown:
            painter = QPainter(self)
            area = QRect(0, (self.height() - INLINE_SIZE) // 2, INLINE_SIZE, INLINE_SIZE)
            draw_icon(painter, area, "warning", "warning")
            painter.end()


@dataclass(frozen=True, slots=True)
class _Line:
    mark: _Mark
    when: QLabel
    words: QLabel
    button: QPushButton


class DueList(QWidget):
    """The rows of what is due. Tab and the arrows go from button to button; Enter and Space do what one says."""

    chosen = Signal(str, str)
    """The place and the record that the pressed button leads to."""

    def __init__(self, name: str, parent: QWidget) -> None:
        """Show no row yet."""
        super().__init__(parent)
        self.setObjectName(name)
        self._lines: list[_Line] = []
        self._rows: Sequence[DueRow] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_3)
        self._grid.setVerticalSpacing(theme.SPACE_2)
        self._grid.setColumnStretch(2, 1)

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons of the rows that are shown, from the top."""
        return [line.button for line in self._lines[: len(self._rows)]]

    def show_due(self, found: Found) -> None:
        """Show rows; the focus stays on the row that it was on, wherever that stands now."""
        before = self._focused()
        self._rows = found.rows
        while len(self._lines) < len(found.rows):
            self._lines.append(self._make_line(len(self._lines)))
        for place, line in enumerate(self._lines):
            is_used = place < len(found.rows)
            for part in (line.mark, line.when, line.words, line.button):
                part.setVisible(is_used)
            if is_used:
                _fill(line, found.rows[place])
        self.setAccessibleName(texts.DUE_NAME.format(count=len(found.rows)))
        self.setVisible(bool(found.rows))
        if before is not None:
            self._return_to(before)

    def _focused(self) -> tuple[str, str, str] | None:
        for row, button in zip(self._rows, self.buttons, strict=False):
            if button.hasFocus():
                return row.line.rule, row.line.place, row.line.uid
        return None

    def _return_to(self, key: tuple[str, str, str]) -> None:
        for row, button in zip(self._rows, self.buttons, strict=True):
            if (row.line.rule, row.line.place, row.line.uid) == key:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if self._rows:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_line(self, place: int) -> _Line:
        words = plain_label("", wraps=True, parent=self)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        button = make_button("", f"{self.objectName()}.{place}")
        button.setParent(self)
        button.clicked.connect(lambda _checked: self._on_clicked(place))
        line = _Line(_Mark(self), plain_label("", parent=self), words, button)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(line.mark, place, 0)
        self._grid.addWidget(line.when, place, 1, middle)
        self._grid.addWidget(line.words, place, 2)
        self._grid.addWidget(line.button, place, 3, middle)
        return line

    def _on_clicked(self, place: int) -> None:
        line = self._rows[place].line
        self.chosen.emit(line.place, line.uid)


def _fill(line: _Line, row: DueRow) -> None:
    line.mark.is_shown = row.is_pressing
    line.mark.update()
    line.when.setText(row.when)
    line.words.setText(row.line.words)
    set_words(line.button, row.line.verb)
    told = texts.DUE_ACT.format(verb=row.line.verb, words=row.line.words, when=row.when)
    line.button.setAccessibleName(told)
    line.button.setAccessibleDescription(row.reason)
    for part in (line.when, line.words, line.button):
        set_tip(part, row.reason)
