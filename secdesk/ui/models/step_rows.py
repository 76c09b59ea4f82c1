"""The steps of the history as a table model: pages are read as they are looked at, however long the log is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from secdesk.register.history import HistoryEntry, told_steps
from secdesk.register.history_search import Group, HistoryAsk, find_steps, search_size
from secdesk.rules.wording import in_figures
from secdesk.ui import texts
from secdesk.ui.desk import Desk
from secdesk.ui.readings import FEW, Readings
from secdesk.ui.widgets.label import plain_tip

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (texts.WHEN, texts.WHO, texts.WHAT, texts.CHANGES)
WHAT = 2
"""The column that takes the room left."""
_PAGE = 100
_NOWHERE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class StepTable(QAbstractTableModel):
    """The steps that answer a question, newest first; drafts of one sitting are one row."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Show nothing before :meth:`ask`."""
        super().__init__(parent)
        self._desk = desk
        self.question = HistoryAsk()
        self._groups: Sequence[Group] = ()
        self._pages: dict[int, list[HistoryEntry]] = {}
        self.readings: Readings[HistoryAsk] = Readings(desk, find_steps)

    def find(self, question: HistoryAsk, then: Callable[[], None]) -> None:
        """Call ``then`` when the steps that answer a question are known; :meth:`show` shows them.

        Where much has to be looked through, that is done beside the window; a newer question replaces an older one.
        """
        self.readings.forget()
        is_large = self._desk.read(lambda session: search_size(session, question)) >= FEW
        if not is_large or not self.readings.require("steps", [question], then):
            self.readings.let_go("steps")
            then()

    def show(self, question: HistoryAsk) -> None:
        """Show the steps that answer a question."""
        found = self.readings.get(question)
        self.beginResetModel()
        self.question = question
        self._groups = found
        self._pages = {}
        self.endResetModel()

    def group_at(self, row: int) -> Group:
        """Return the steps of a row, newest first; none where there is no such row."""
        return self._groups[row] if 0 <= row < len(self._groups) else ()

    def row_of(self, seq: int) -> int:
        """Return the row that holds a step, -1 where none does."""
        return next((row for row, group in enumerate(self._groups) if group[-1] <= seq <= group[0]), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words; the whole of the row for a screen reader."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() == len(COLUMNS) - 1 else None
        if role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole
        ):  # fmt: skip
            return None
        cells = self.cells(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cells[WHAT])
        if index.column():
            return f"{COLUMNS[index.column()]}: {cells[index.column()]}"
        return ", ".join([*cells[:3], in_figures(int(cells[3] or 1), "change")])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == len(COLUMNS) - 1:
            return _RIGHT
        return COLUMNS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def cells(self, row: int) -> tuple[str, str, str, str]:
        """Return what a row says, column by column."""
        entry, group = self.entry_at(row), self.group_at(row)
        if entry is None:
            return ("", "", "", "")
        if len(group) > 1:
            return (entry.when, entry.who, self.title_at(row), str(len(group)))
        return (entry.when, entry.who, words_of(entry), str(entry.total) if entry.total > 1 else "")

    def title_at(self, row: int) -> str:
        """Return what a row is called: the label of its step, or how many outcomes were drafted."""
        entry, group = self.entry_at(row), self.group_at(row)
        if entry is None:
            return ""
        return texts.DRAFTED.format(count=len(group)) if len(group) > 1 else entry.label

    def entry_at(self, row: int) -> HistoryEntry | None:
        """Return the newest step of a row, told shortly."""
        number, place = divmod(row, _PAGE)
        if number not in self._pages:
            groups = self._groups[number * _PAGE : (number + 1) * _PAGE]
            seqs = [group[0] for group in groups]
            self._pages[number] = self._desk.read(lambda session: told_steps(session, seqs, lines=2))
        page = self._pages[number]
        return page[place] if place < len(page) else None


def words_of(entry: HistoryEntry) -> str:
    """Return a step in words: an edit of one value with the values, anything else by what the step was called."""
    if entry.kind == "edit" and entry.total == 1 and len(entry.sentences) == 1 and entry.lines[0].action == "edit":
        return entry.sentences[0]
    return entry.label
