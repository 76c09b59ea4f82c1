"""The table of a place: rows of records, chosen by arrows or by typing a number, kept in place by every refresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from secdesk.ui import theme
from secdesk.ui.models.record_table import Index, RecordTable
from secdesk.ui.widgets.column_widths import MEASURED_ROWS, Sheet, column_widths
from secdesk.ui.widgets.copied_cells import as_cells
from secdesk.ui.widgets.group_bands import paint_bands
from secdesk.ui.widgets.list_header import ListHeader
from secdesk.ui.widgets.record_delegate import RecordDelegate
from secdesk.ui.widgets.row_delegate import RowDelegate

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_GOING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})
_TYPING_PAUSE = 1000
"""Milliseconds after which typed figures begin a new number."""
_FEW = 300
"""Rows whose uids are read from the pages at hand; more are taken from the whole answer."""
_MOST_KEPT = 5000
"""Rows that stay selected together when the list is read again."""
_BAR_IF_CHOSEN = Qt.ScrollBarPolicy.ScrollBarAsNeeded
CursorAction = QAbstractItemView.CursorAction
_WHOLE_ROW = QItemSelectionModel.SelectionFlag.Rows
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | _WHOLE_ROW


class RecordList(QTableView):
    """A list of records. What was selected stays selected when the rows are read again."""

    current_changed = Signal(str)
    """The uid of the row that is now current; empty when there is none."""
    opened = Signal(str)
    """Enter or a double click on a row."""
    selection_counted = Signal(int)
    menu_wanted = Signal(QPoint)
    """What can be done with the selected rows is asked for, at a point of the screen."""
    columns_changed = Signal()
    """The person moved a column or gave it another width."""

    def __init__(self, model: RecordTable, name: str, accessible: str, parent: QWidget | None = None) -> None:
        """Show a model; nothing is read here."""
        super().__init__(parent)
        self.table = model
        self.find_elsewhere: Callable[[str], bool] | None = None
        """Asked for a typed number that no row of the list has; says whether it shows it from then on."""
        self._plain_name = accessible
        self._kept: tuple[str, int, int] = ("", 0, 0)
        self._kept_selection: list[str] = []
        self._shown: list[str] | None = None
        self._own_widths: dict[str, int] = {}
        self._is_fitting = False
        self._banded: set[int] = set()
        self.filter_words = ""
        self.header = ListHeader(self)
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
        model.order_changed.connect(self._show_order)
        self.header.sort_wanted.connect(self._on_sort_wanted)
        self.header.sectionMoved.connect(self._on_section_moved)
        self.header.sectionResized.connect(self._on_section_resized)

    # --- what is chosen --------------------------------------------------------------------------------------------

    @property
    def current_uid(self) -> str:
        """The uid of the current row, or an empty string."""
        return self.table.uid_at(self.currentIndex().row())

    def selected_uids(self) -> list[str]:
        """Return the uids of the selected rows, from the top."""
        rows = self.selected_rows()
        if len(rows) <= _FEW:
            return [uid for row in rows if (uid := self.table.uid_at(row))]
        uids = self.table.uids
        return [uids[row] for row in rows if row < len(uids)]

    def selected_rows(self) -> list[int]:
        """Return the places of the selected rows, from the top."""
        return sorted({row for each in self._ranges() for row in range(each.top(), each.bottom() + 1)})

    @property
    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(each.height() for each in self._ranges())

    def _ranges(self) -> list[QItemSelectionRange]:
        chosen = self.selectionModel().selection()
        return [chosen.at(place) for place in range(chosen.count())]

    def select_uid(self, uid: str) -> bool:
        """Make a record's row the current one and bring it into view; say whether it is listed."""
        row = self.table.seek(uid)
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

    def copied_text(self, headings: bool, iso: bool = False) -> str:
        """Return the selected rows as lines of cells with tabs between, for a spreadsheet; columns as they stand.

        With nothing selected, the one cell that the arrows went to. Whole texts are copied, not what fits the cell;
        dates as ``7 Feb 2020``, or as ISO with ``iso``.
        """
        columns = self.table.source.columns
        places, uids = self.visible_places(), self.selected_uids()
        if not uids and self.current_uid:
            places, uids = [self.currentIndex().column()], [self.current_uid]
        rows = self.table.source.copied(uids, [columns[place].key for place in places], iso)
        heads = [tuple(columns[place].heading for place in places)] if headings else []
        return as_cells([*heads, *rows])

    # --- columns ---------------------------------------------------------------------------------------------------

    def visible_places(self) -> list[int]:
        """Return the columns that are shown, as they stand from the left."""
        order = (self.header.logicalIndex(place) for place in range(self.header.count()))
        return [place for place in order if not self.isColumnHidden(place)]

    @property
    def shown_columns(self) -> list[str]:
        """The keys of the columns that are to be shown, from the left; the room may leave some of them out."""
        columns = self.table.source.columns
        order = [columns[self.header.logicalIndex(place)] for place in range(len(columns))]
        return [each.key for each in order if (each.key in self._shown if self._shown is not None else not each.hidden)]

    def show_columns(self, keys: Sequence[str] | None) -> None:
        """Show these columns in this order; None shows those that the list shows by itself."""
        columns = [column.key for column in self.table.source.columns]
        known = [key for key in keys or () if key in columns]
        self._shown = known or None
        self.header.blockSignals(True)
        for target, key in enumerate([*known, *(key for key in columns if key not in known)]):
            self.header.moveSection(self.header.visualIndex(columns.index(key)), target)
        self.header.blockSignals(False)
        self.setHorizontalScrollBarPolicy(_BAR_IF_CHOSEN if known else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    @property
    def has_chosen_columns(self) -> bool:
        """Whether the person chose the columns; else the list fits them to its room."""
        return self._shown is not None

    @property
    def own_widths(self) -> dict[str, int]:
        """The widths in pixels that the person gave to columns, by key."""
        return dict(self._own_widths)

    def use_widths(self, widths: dict[str, int]) -> None:
        """Take widths that were kept."""
        self._own_widths = dict(widths)
        self._fit()

    # --- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; everything else is Qt's."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and not held and self.currentIndex().isValid():
            self.opened.emit(self.current_uid)
            return
        super().keyPressEvent(event)
        if event.key() in _GOING and not held and self.selected_count > 1:
            # At the end of the list Qt finds nowhere to go and would leave all rows selected.
            self.select_row(self.currentIndex().row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what can be done with the row under the pointer, or by key with the current one."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            area = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(area.bottomLeft()))
        elif self.indexAt(self.viewport().mapFromGlobal(event.globalPos())).isValid():
            self.menu_wanted.emit(event.globalPos())

    def selectAll(self) -> None:
        """Select every row that answers, also those not found yet."""
        self.table.complete()
        super().selectAll()

    def moveCursor(self, action: CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Go to the first and the last row with Home and End, as in any list; Qt would go along the row."""
        self.table.complete()
        ends = {CursorAction.MoveHome: 0, CursorAction.MoveEnd: self.table.rowCount() - 1}
        if action in ends and self.table.rowCount():
            return self.table.index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Go to the record whose number or name begins as typed: ``67`` finds SECMP0067."""
        if self._since_typed.restart() > _TYPING_PAUSE:
            self._typed = ""
        if not self._typed and not search.strip():
            return  # Qt searches for the blank of Ctrl+Space, which selects
        self._typed += search
        row = self.table.find_typed(self._typed)
        if row < 0 and self.find_elsewhere is not None and self.find_elsewhere(self._typed):
            return
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
        self.selection_counted.emit(self.selected_count)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which record is current, once for each."""
        super().currentChanged(current, previous)
        self._tell_current()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and over the first row of each group what the group is."""
        last = self.rowAt(self.viewport().height() - 1)
        if self.table.rowCount():
            self.table.look_at(self.rowAt(0), last if last >= 0 else self.table.rowCount() - 1)
        super().paintEvent(event)
        if self.table.groups:
            paint_bands(self, self.table.groups, self._band_height())

    # --- how it looks ----------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.setItemDelegate(RecordDelegate(self, self.table))
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
        self.setHorizontalHeader(self.header)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _fit(self) -> None:
        """Set row heights and column widths; what is left goes to the columns that stretch."""
        metrics = self.fontMetrics()
        height = theme.row_height(metrics)
        self.verticalHeader().setDefaultSectionSize(height)
        for row in self._banded - self.table.groups.keys():
            self.verticalHeader().resizeSection(row, height)
        for row in self.table.groups:
            self.verticalHeader().resizeSection(row, height + self._band_height())
        self._banded = set(self.table.groups)
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            delegate.begin(self.table.groups, self._band_height())
        self._is_fitting = True
        for place, width in enumerate(self._widths()):
            self.setColumnHidden(place, width == 0)
            if width:
                self.setColumnWidth(place, width)
        self._is_fitting = False

    def _band_height(self) -> int:
        return self.fontMetrics().height() + theme.SPACE_3

    def _widths(self) -> list[int]:
        """Return the columns' widths, 0 for those left out."""
        source = self.table.source
        seen = [self.table.row_at(row) for row in range(min(MEASURED_ROWS, self.table.rowCount()))]
        sheet = Sheet(source.columns, [row for row in seen if row], source.glyph_column, self._shown, self._own_widths)
        return column_widths(sheet, self.fontMetrics(), self.viewport().width())

    # --- order and columns by the mouse ----------------------------------------------------------------------------

    def _on_sort_wanted(self, section: int, is_second: bool) -> None:
        """Sort by a column up, then down, then not; with Shift what is equal by the first."""
        key, order = self.table.source.columns[section].key, self.table.order
        before = order[:1] if is_second and order and order[0][0] != key else []
        place = len(before)
        now = order[place][1] if len(order) > place and order[place][0] == key else None
        self.table.sort_by([*before, *([(key, now is False)] if not now else [])])

    def _show_order(self) -> None:
        keys = [column.key for column in self.table.source.columns]
        first, descending = (*self.table.order, ("", False))[0]
        self.header.show_order(keys.index(first) if first in keys else -1, descending)

    def _on_section_moved(self) -> None:
        self._shown = self.shown_columns
        self.columns_changed.emit()

    def _on_section_resized(self, section: int, _before: int, width: int) -> None:
        if not self._is_fitting and width and self.isVisible() and self.header.isEnabled():
            self._own_widths[self.table.source.columns[section].key] = width
            self.columns_changed.emit()

    # --- keeping the place -----------------------------------------------------------------------------------------

    def _keep_place(self) -> None:
        self._kept = (self._told or self.current_uid, self.currentIndex().row(), self.verticalScrollBar().value())
        self._kept_selection = self.selected_uids() if 1 < self.selected_count <= _MOST_KEPT else []

    def _return_to_place(self) -> None:
        uid, row, scroll = self._kept
        count = self.table.rowCount()
        found = self.table.find_row(uid)
        if count:
            self.select_row(found if found >= 0 else min(max(row, 0), count - 1))
            self._select_again()
            self.verticalScrollBar().setValue(scroll)
            self.scrollTo(self.currentIndex())
        if not self.table.question.text:
            # Columns that changed their widths at every letter of a search would dance.
            self._fit()
        self._tell_current()

    def _select_again(self) -> None:
        """Select what was selected together, as far as it is still listed."""
        if not self._kept_selection:
            return
        places = {uid: row for row, uid in enumerate(self.table.uids)}
        self.select_rows(places[uid] for uid in self._kept_selection if uid in places)
        self._kept_selection = []

    def select_rows(self, rows: Iterable[int]) -> None:
        """Select several rows at once; the current row stays the current one."""
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.table.index(row, 0), self.table.index(row, 0))
        if not chosen.isEmpty():
            self.selectionModel().select(chosen, _SELECT)

    def _tell_current(self) -> None:
        uid = self.current_uid
        if uid != self._told:
            self._told = uid
            self.current_changed.emit(uid)

    def tell_filter(self, words: str) -> None:
        """Say for a screen reader what the list is filtered by."""
        self.filter_words = words
        self.table.complete()
        self._on_counted(self.table.rowCount(), self.table.total)

    def _on_counted(self, shown: int, total: int) -> None:
        counted = f", {shown} of {total}" if shown != total else f", {total}"
        found = self.table.question.text
        words = f", found by {found}" if found else ""
        kept = f", filtered by {self.filter_words}" if self.filter_words else ""
        self.setAccessibleName(f"{self._plain_name}{counted}{kept}{words}")
