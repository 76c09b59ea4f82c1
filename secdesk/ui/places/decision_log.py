"""The log of decisions: everything that bodies have decided, latest first (ux.md 2.7)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.services import records
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.models.event_rows import DecisionRows
from secdesk.ui.models.record_table import Ask, RecordTable
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.record_list import RecordList
from secdesk.ui.widgets.words import make_button, make_label


class DecisionLog(QWidget):
    """Recorded decisions. Enter opens the proposal."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Nothing is read before :meth:`open_log`."""
        super().__init__()
        self._desk = desk
        self.table = RecordTable(DecisionRows(desk), self)
        self.list = RecordList(self.table, "decisions.log", "Log of decisions")
        self.list.opened.connect(self._on_opened)
        self._search = FilterBox("decisions.log.search", "Find in the log of decisions")
        self._search.textChanged.connect(self._ask)
        self._search.returnPressed.connect(self.list.setFocus)
        back = make_button("Back to the sitting", "decisions.log.close")
        back.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_3)
        top.addWidget(make_label("Log of decisions", "section"))
        top.addWidget(self._search, 1)
        top.addWidget(back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.MARGIN, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)

    def open_log(self) -> None:
        """Read the decisions and put the focus on them."""
        self.table.source.forget()
        self._ask()
        self.list.setFocus()

    def refresh(self) -> None:
        """Read the decisions again."""
        self.table.refresh()

    def _ask(self) -> None:
        question = self.table.question
        self.table.ask(Ask(self._search.text().strip(), question.sort, question.descending))

    def _on_opened(self, uid: str) -> None:
        row = self._desk.read(lambda session: records.get_record(session, "event", uid, self._desk.as_at))
        self._desk.go_to("proposals", str(row.values["proposal"] or ""))
