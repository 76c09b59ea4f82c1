"""The one confirmation of the routine: issuing a paper cannot be undone, as the Panel may have it (ux.md 2.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from secdesk.ui import paper_words, texts, theme
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.primary_button import PrimaryButton

if TYPE_CHECKING:
    from secdesk.services.issue import Prepared

_WIDTH = 640
_ROWS = 3
"""Rows of the open checks that are seen at the least."""


class IssueSheet(QDialog):
    """What is open, what becomes final, its file and its reference; Enter issues, Esc does nothing."""

    finding_wanted = Signal(str)
    """The key of the open finding to look at instead."""

    def __init__(self, prepared: Prepared, parent: QWidget) -> None:
        """Build the sheet for a paper as it would be issued."""
        super().__init__(parent)
        self.setObjectName("issue")
        self.setWindowTitle(f"Issue {prepared.name}")
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(min(_WIDTH, parent.width() - 2 * theme.SPACE_4))
        note = paper_words.issue_note(prepared.version)
        opened = paper_words.open_words(len(prepared.findings.open))
        self.setAccessibleDescription(f"{opened} {note}")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.FIELD_GAP)
        column.addWidget(plain_label(opened, "strong", wraps=True))
        if prepared.findings.open:
            column.addWidget(self._findings(prepared), 1)
        if prepared.corrections:
            column.addWidget(self._corrections(prepared), 1)
        column.addWidget(plain_label(note, wraps=True))
        column.addLayout(_facts(prepared))
        column.addLayout(self._buttons(prepared.version))
        self._take_room(column, parent)

    def _take_room(self, column: QVBoxLayout, parent: QWidget) -> None:
        """Open as high as the words ask for; by itself a dialog takes two thirds of a small screen at most."""
        width = min(max(_WIDTH, column.sizeHint().width()), parent.width() - 2 * theme.SPACE_4)
        height = max(column.heightForWidth(width), column.sizeHint().height())
        self.resize(width, min(height, parent.height() - theme.SPACE_4))

    def _findings(self, prepared: Prepared) -> PlainTable:
        table = PlainTable("issue.checks", paper_words.CHECKS, ("", ""), (1,), self)
        rows = [
            TableRow(each.key, (paper_words.SEVERITIES[each.severity], each.sentence), tip=each.sentence)
            for each in prepared.findings.open
        ]
        table.fill(rows)
        table.setMinimumHeight(_ROWS * theme.row_height(self.fontMetrics()))
        table.opened.connect(self._on_finding_opened)
        return table

    def _corrections(self, prepared: Prepared) -> PlainTable:
        table = PlainTable("issue.corrections", paper_words.CHANGES, (paper_words.CHANGES,), (0,), self)
        table.fill([TableRow(number, (each,), tip=each) for number, each in enumerate(prepared.corrections)])
        return table

    def _buttons(self, version: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(texts.CANCEL, self)
        cancel.setObjectName("issue.cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        issue = PrimaryButton(f"Issue v{version}", self)
        issue.setObjectName("issue.accept")
        issue.setAccessibleDescription("An issued paper cannot be undone")
        issue.setDefault(True)
        issue.clicked.connect(self.accept)
        issue.setFocus()
        row.addWidget(cancel)
        row.addWidget(issue)
        return row

    def _on_finding_opened(self, key: str) -> None:
        self.reject()
        self.finding_wanted.emit(key)


def _facts(prepared: Prepared) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_4)
    grid.setColumnStretch(1, 1)
    facts = (
        ("File", prepared.file_name),
        ("Reference", prepared.draft.reference or "Not yet given"),
        ("Classification", prepared.draft.marking or "None"),
    )
    for row, (label, words) in enumerate(facts):
        grid.addWidget(plain_label(label, "caption"), row, 0)
        grid.addWidget(plain_label(words, wraps=True), row, 1)
    return grid
