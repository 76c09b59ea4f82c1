"""The log of decisions: everything that bodies have decided, by body, words and period, latest first (ux.md 2.7)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.rules.dates import format_date
from secdesk.rules.process import MEETING_BODIES
from secdesk.services.decision_log import LogAsk
from secdesk.ui import theme
from secdesk.ui.desk import Desk
from secdesk.ui.models.decision_rows import DecisionRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.record_table import RecordTable
from secdesk.ui.widgets.choice_edit import ChoiceEdit
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.record_list import RecordList
from secdesk.ui.widgets.sitting_correction import CorrectionBar
from secdesk.ui.widgets.words import make_button, make_label

_EMPTY = "No decision matches."
_NONE_YET = "No decisions are recorded yet."


class DecisionLog(QWidget):
    """Recorded decisions. Enter opens the proposal, F2 corrects the decision."""

    closed = Signal()
    correction_wanted = Signal(str)

    def __init__(self, desk: Desk, lookup: Lookup) -> None:
        """Nothing is read before :meth:`open_log`."""
        super().__init__()
        self._desk = desk
        self.rows = DecisionRows(desk)
        self.table = RecordTable(self.rows, self)
        self.list = RecordList(self.table, "decisions.log", "Log of decisions")
        self.list.opened.connect(self._on_opened)
        self.correction = CorrectionBar("decisions.log.correction")
        self._search = FilterBox("decisions.log.search", "Find in the log of decisions")
        self._search.textChanged.connect(self.ask)
        self._search.returnPressed.connect(self.list.setFocus)
        body = FieldInfo("body", "Decided by", "choice", choices="meeting_body")
        self._body = ChoiceEdit(body, [("", "All bodies"), *MEETING_BODIES.items()])
        self._body.setObjectName("decisions.log.body")
        self._body.setAccessibleName("Decided by")
        self._body.currentIndexChanged.connect(self.ask)
        self._since = self._date_box(lookup, "since", "From")
        self._until = self._date_box(lookup, "until", "To")
        self._empty = make_label(_EMPTY, "quiet", wraps=True, name="decisions.log.empty")
        self._correct = make_button("Correct…", "decisions.log.correct", accessible="Correct the selected decision")
        self._correct.clicked.connect(self.wish_correction)
        self._back = make_button("Back to the sitting", "decisions.log.close")
        self._back.clicked.connect(self.closed)
        self._lay_out()

    @property
    def asked(self) -> LogAsk:
        """What the boxes over the list ask for."""
        body, since, until = self._body.currentData() or "", self._since.day(), self._until.day()
        return LogAsk(body, self._search.text().strip(), since, until)

    def open_log(self) -> None:
        """Read the decisions and put the focus on them."""
        self.ask()
        if self.list.currentIndex().row() < 0:
            self.list.select_row(0)
        self.list.setFocus()

    def refresh(self) -> None:
        """Read the decisions again."""
        self.table.refresh()
        self._describe()

    def ask(self) -> None:
        """Show the decisions that the boxes ask for."""
        self.rows.asked = self.asked
        self.table.ask(self.table.question)
        self._describe()

    def clear(self) -> None:
        """Ask for every decision again."""
        self._search.clear()
        self._body.setCurrentIndex(0)
        for box in (self._since, self._until):
            box.load(None, "")
        self.ask()

    def words(self) -> str:
        """Return what the log is narrowed by, in words."""
        asked = self.asked
        days = (("from", asked.since), ("to", asked.until))
        period = " ".join(f"{word} {format_date(day)}" for word, day in days if day is not None)
        body = MEETING_BODIES.get(asked.body, "")
        return ", ".join(part for part in ("Decisions", body, period, asked.words) if part)

    def begin_search(self) -> None:
        """Put the focus on the box for words."""
        self._search.setFocus()
        self._search.selectAll()

    def wish_correction(self) -> None:
        """Ask to correct the current decision."""
        if self.list.current_uid:
            self.correction_wanted.emit(self.list.current_uid)

    def _describe(self) -> None:
        count = self.table.rowCount()
        self._empty.setText(_EMPTY if self.asked != LogAsk() else _NONE_YET)
        self._empty.setVisible(not count)
        self._correct.setEnabled(bool(count) and not self._desk.read_only)

    def _date_box(self, lookup: Lookup, name: str, label: str) -> DateEdit:
        box = DateEdit(FieldInfo(name, label, "date"), lookup.reading)
        box.setObjectName(f"decisions.log.{name}")
        box.setAccessibleName(f"{label}, the {'first' if name == 'since' else 'last'} day of the period")
        box.goes_on = False
        box.left.connect(self.ask)
        return box

    def _on_opened(self, uid: str) -> None:
        found = self.rows.decision(uid)
        if found is not None:
            self._desk.go_to("proposals", found.proposal)

    def _lay_out(self) -> None:
        top, narrow = QHBoxLayout(), QHBoxLayout()
        for row in (top, narrow):
            row.setSpacing(theme.SPACE_2)
        top.addWidget(make_label("Log of decisions", "section"))
        top.addWidget(self._search, 1)
        top.addWidget(self._correct)
        top.addWidget(self._back)
        narrow.addWidget(self._body, 2)
        for box in (self._since, self._until):
            label = make_label(box.info.label)
            label.setBuddy(box)
            narrow.addWidget(label)
            narrow.addWidget(box, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.MARGIN, theme.SPACE_3)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(top)
        layout.addLayout(narrow)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.correction)
