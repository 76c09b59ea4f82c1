"""What the dialogs of an import have alike: lines to look through, what becomes of one, one button (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.ui import texts, theme
from secdesk.ui.safety import words
from secdesk.ui.safety.dialog_work import DialogWork
from secdesk.ui.safety.restore_dialog import fit_to_window
from secdesk.ui.widgets.chips import Chips
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.primary_button import PrimaryButton
from secdesk.ui.widgets.words import make_button, make_label, set_tip, set_words

if TYPE_CHECKING:
    from secdesk.ui.models.lookup import Lookup
    from secdesk.ui.widgets.date_edit import DateEdit

_LETTERS_WIDE, _ROWS_HIGH = 150, 19
_MOST_LINES, _ROOMY_FROM = 3, 16
MOST_ROWS = 1000
"""So many lines are listed at once; the others are read and taken all the same."""


class PreviewDialog(QDialog):
    """Nothing is taken before the filled button is pressed; Esc and Cancel leave everything as it is."""

    def __init__(self, title: str, rows: PlainTable, cells: PlainTable, parent: QWidget | None) -> None:
        """Lay out the parts; a subclass fills them and adds its own to ``head`` and ``under``."""
        super().__init__(parent)
        self.setObjectName("import")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.work = DialogWork("import", self)
        self.head, self.under = QWidget(self), QVBoxLayout()
        self._head_row = FlowLayout(self.head, theme.SPACE_2)
        self.chips = Chips("import.chip")
        self.rows, self.cells = rows, cells
        self._problem = make_label("", "error", wraps=True, name="import.problem")
        self._remarks = QPlainTextEdit(self)
        self._remarks.setObjectName("import.remarks")
        self._remarks.setAccessibleName(words.IMPORT_REMARKS)
        self._remarks.setReadOnly(True)
        self._remarks.setTabChangesFocus(True)
        self.state = make_label("", "strong", wraps=True, name="import.state")
        self.take_button = PrimaryButton("", self)
        self.take_button.setObjectName("import.import")
        self.take_button.setAutoDefault(False)
        self.take_button.clicked.connect(lambda _checked: self.take())
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+Return"), self, self._take_if_open)

    def done(self, result: int) -> None:
        """Stop reading before the dialog goes."""
        self.work.wait()
        super().done(result)

    def take(self) -> None:
        """Take what is shown."""
        raise LookupError("a dialog of an import says what it takes")

    def offer(self, text: str, may: bool) -> None:
        """Say what the filled button does, and whether it can be pressed."""
        set_words(self.take_button, text)
        self.take_button.setEnabled(may)

    def tell(self, problem: str, remarks: Sequence[str]) -> None:
        """Say what stands in the way, and what should be known."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._remarks.setPlainText("\n".join(remarks))
        self._remarks.setVisible(bool(remarks))
        room = self.height() > _ROOMY_FROM * theme.row_height(self.fontMetrics())
        lines = min(len(remarks), _MOST_LINES if room else 1)
        self._remarks.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * theme.SPACE_3 + 2)

    def list_rows(self, rows: Sequence[TableRow]) -> str:
        """List as many rows as can be looked through; returns what to say where they are not all."""
        self.rows.fill(rows[:MOST_ROWS])
        return words.FIRST_ROWS.format(shown=MOST_ROWS, all=len(rows)) if len(rows) > MOST_ROWS else ""

    def add_day(self, label: str, lookup: Lookup, on_day: Callable[[date | None], object]) -> DateEdit:
        """Add a box for the day that the file speaks of to the head."""
        from secdesk.ui.widgets.date_edit import DateEdit

        box = DateEdit(FieldInfo("as_at", label, "date"), lookup.reading)
        box.setObjectName("import.day")
        box.setAccessibleName(label)
        box.setFixedWidth(self.fontMetrics().averageCharWidth() * 20)
        box.setAccessibleDescription(words.IMPORT_DAY_NOTE)
        set_tip(box, words.IMPORT_DAY_NOTE)
        box.editingFinished.connect(lambda: on_day(box.day()))
        box.edited.connect(lambda: on_day(box.day()))
        self.add_to_head(label, box)
        return box

    def add_to_head(self, label: str, box: QWidget) -> None:
        """Add a box with a label before it to the head."""
        told = make_label(label)
        told.setBuddy(box)
        pair = QWidget(self.head)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(told)
        row.addWidget(box)
        self._head_row.addWidget(pair)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.SPACE_4] * 4)
        layout.setSpacing(theme.SPACE_2)
        for part in (self.head, self._problem, self.work, self.chips):
            layout.addWidget(part)
        layout.addWidget(self.rows, 3)
        layout.addWidget(self.cells, 2)
        layout.addLayout(self.under)
        layout.addWidget(self._remarks)
        layout.addLayout(self._buttons())
        letter, row = self.fontMetrics().averageCharWidth(), theme.row_height(self.fontMetrics())
        for table in (self.rows, self.cells):
            table.setMinimumHeight(2 * row)
        fit_to_window(self, letter * _LETTERS_WIDE, row * _ROWS_HIGH)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        cancel = make_button(texts.CANCEL, "import.cancel")
        cancel.clicked.connect(lambda _checked: self.reject())
        row.addWidget(self.state, 1)
        row.addWidget(cancel)
        row.addWidget(self.take_button)
        return row

    def _take_if_open(self) -> None:
        if self.take_button.isEnabled():
            self.take()
