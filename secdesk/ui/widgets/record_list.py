"""The table of a place: rows of records, chosen by arrows or by typing a number, kept in place by every refresh."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from secdesk.ui import theme
from secdesk.ui.icons import INLINE_SIZE
from secdesk.ui.models.record_table import Column, Index, RecordTable
from secdesk.ui.widgets.row_delegate import RowDelegate

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TYPING_PAUSE = 1000
"""Milliseconds after which typed figures begin a new number."""
_MEASURED_ROWS = 60
_NARROWEST = 56
_SHORT = 14
"""Columns of so many characters at the most hold numbers and dates, which mean nothing when cut."""
_WHOLE_ROW = QItemSelectionModel.SelectionFlag.Rows
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | _WHOLE_ROW


class RecordList(QTableView):
    """A list of records. What was selected stays selected when the rows are read again."""

    current_changed = Signal(str)
    """The uid of the row that is now current; empty when there is none."""
    opened = Signal(str)
    """Enter or a double click on a row."""
    selection_counted = Signal(int)

    def __init__(self, model: RecordTable, name: str, accessible: str, parent: QWidget | None = None) -> None:
        """Show a model; nothing is read here."""
        super().__init__(parent)
        self.table = model
        self._plain_name = accessible
        self._kept: tuple[str, int, int] = ("", 0, 0)
        self._told = ""
        self._typed = ""
        self._since_typed = QElapsedTimer()
        self._since_typed.start()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self._dress()
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._return_to_place)
        model.counted.connect(self._on_counted)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.table.uid_at(index.row())))
        self.horizontalHeader().sortIndicatorChanged.connect(model.sort)

    # --- what is chosen --------------------------------------------------------------------------------------------

    @property
    def current_uid(self) -> str:
        """The uid of the current row, or an empty string."""
        return self.table.uid_at(self.currentIndex().row())

    def selected_uids(self) -> list[str]:
        """Return the uids of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [uid for row in rows if (uid := self.table.uid_at(row))]

    def select_uid(self, uid: str) -> bool:
        """Make a record's row the current one and bring it into view; say whether it is listed."""
        row = self.table.find_row(uid)
        if row < 0:
            return False
        self.select_row(row)
        return True

    def select_row(self, row: int) -> None:
        """Make a row the current one; outside the list, none."""
        if 0 <= row < self.table.rowCount():
            index = self.table.index(row, 0)
            self.selectionModel().setCurrentIndex(index, _SELECT)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def copied_text(self, headings: bool) -> str:
        """Return the selected rows as lines of cells with tabs between, for a spreadsheet."""
        places = [place for place in range(len(self.table.source.columns)) if not self.isColumnHidden(place)]
        heads = [self.table.source.columns[place].heading for place in places]
        lines = ["\t".join(heads)] if headings else []
        for index in sorted(self.selectionModel().selectedRows(), key=lambda each: each.row()):
            row = self.table.row_at(index.row())
            if row is not None:
                lines.append("\t".join(" ".join(row.cells[place].split()) for place in places))
        return "\n".join(lines)

    # --- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; everything else is Qt's."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and not held and self.currentIndex().isValid():
            self.opened.emit(self.current_uid)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the record whose number or name begins as typed: ``67`` finds SECMP0067."""
        if self._since_typed.restart() > _TYPING_PAUSE:
            self._typed = ""
        self._typed += search
        row = self.table.find_typed(self._typed)
        if row < 0 and len(self._typed) > 1:
            self._typed = search
            row = self.table.find_typed(search)
        self.select_row(row)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room that is left to the widest column."""
        super().resizeEvent(event)
        self._fit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell how many rows are selected."""
        super().selectionChanged(selected, deselected)
        self.selection_counted.emit(len(self.selectionModel().selectedRows()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which record is current, once for each."""
        super().currentChanged(current, previous)
        self._tell_current()
        self.viewport().update()

    # --- how it looks ----------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSortingEnabled(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setSortIndicatorShown(True)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setMinimumSectionSize(40)

    def _fit(self) -> None:
        """Set row heights and column widths; what is left goes to the columns that stretch."""
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(max(theme.ROW_HEIGHT, metrics.height() + theme.SPACE_3))
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            delegate.forget()
        for place, width in enumerate(self._widths()):
            self.setColumnHidden(place, width == 0)
            if width:
                self.setColumnWidth(place, width)

    def _widths(self) -> list[int]:
        """Return the columns' widths, 0 for those left out.

        Where room is short, long columns give way first, then optional ones are left out, then all give way.
        """
        columns, room = self.table.source.columns, self.viewport().width()
        wanted = self._wanted_widths()
        optional = sorted((n for n, column in enumerate(columns) if column.optional), key=lambda n: columns[n].optional)
        floors = [self._floor(column, width) for column, width in zip(columns, wanted, strict=True)]
        while optional and sum(map(min, wanted, floors)) > room:
            wanted[optional.pop()] = 0
        weights = [2 if column.stretches else 1 for column in columns]
        squeeze(wanted, floors, weights, room)
        squeeze(wanted, [_NARROWEST] * len(wanted), weights, room)
        stretching = [n for n, column in enumerate(columns) if column.stretches and wanted[n]] or [len(columns) - 1]
        for place in stretching:
            wanted[place] += max(0, room - sum(wanted)) // len(stretching)
        return wanted

    def _floor(self, column: Column, wanted: int) -> int:
        """Return the width under which a column is not squeezed while others can give way; short ones stay whole."""
        if column.stretches:
            return 22 * self._unit()
        floor = max(column.least, 18) * self._unit()
        return min(wanted, floor) if column.width > _SHORT else wanted

    def _wanted_widths(self) -> list[int]:
        """Return what headings and the first rows ask for; an optional column without content asks for nothing."""
        metrics, padding = self.fontMetrics(), 2 * theme.SPACE_2 + 4
        seen = [self.table.row_at(row) for row in range(min(_MEASURED_ROWS, self.table.rowCount()))]
        wanted = []
        for place, column in enumerate(self.table.source.columns):
            glyph = INLINE_SIZE + theme.SPACE_2 if place == self.table.source.glyph_column else 0
            most, least = 2 * column.width * self._unit(), column.least * self._unit()
            cells = max((metrics.horizontalAdvance(row.cells[place][:200]) for row in seen if row), default=0)
            heading = metrics.horizontalAdvance(column.heading)
            left_out = column.optional and not column.least and not cells and seen
            wanted.append(0 if left_out else max(heading, least, min(cells, most)) + padding + glyph)
        return wanted

    def _unit(self) -> int:
        return self.fontMetrics().averageCharWidth()

    # --- keeping the place -----------------------------------------------------------------------------------------

    def _keep_place(self) -> None:
        self._kept = (self._told or self.current_uid, self.currentIndex().row(), self.verticalScrollBar().value())

    def _return_to_place(self) -> None:
        uid, row, scroll = self._kept
        count = self.table.rowCount()
        found = self.table.find_row(uid)
        if count:
            self.select_row(found if found >= 0 else min(max(row, 0), count - 1))
            self.verticalScrollBar().setValue(scroll)
            self.scrollTo(self.currentIndex())
        if not self.table.question.text:
            # Columns that changed their widths at every letter of a search would dance.
            self._fit()
        self._tell_current()

    def _tell_current(self) -> None:
        uid = self.current_uid
        if uid != self._told:
            self._told = uid
            self.current_changed.emit(uid)

    def _on_counted(self, shown: int, total: int) -> None:
        counted = f", {shown} of {total}" if shown != total else f", {total}"
        found = self.table.question.text
        words = f", found by {found}" if found else ""
        self.setAccessibleName(f"{self._plain_name}{counted}{words}")


def squeeze(widths: list[int], floors: Sequence[int], weights: Sequence[int], room: int) -> None:
    """Narrow the widest columns, by weight, until all fit into the room or stand at their floors."""
    while sum(widths) > room:
        loose = [place for place, width in enumerate(widths) if width > floors[place]]
        if not loose:
            return
        widest = max(loose, key=lambda place: widths[place] / weights[place])
        widths[widest] = max(floors[widest], widths[widest] - max(1, (sum(widths) - room) // 4))
