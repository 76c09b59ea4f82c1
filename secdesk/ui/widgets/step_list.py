"""The list of the history's steps: Enter opens what a step changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from secdesk.ui import theme
from secdesk.ui.models.step_rows import WHAT, Index, StepTable
from secdesk.ui.widgets.row_delegate import RowDelegate

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_LETTERS = {0: "88 Mmm 8888 88:88", 1: "Change Analyst One", 3: "Changes"}
"""What the columns beside the words have room for."""
_WHO = 1
_ROOMY = 90
"""From how many letters' width on every column is shown."""


class StepList(QTableView):
    """Rows of steps, whole rows chosen at a time."""

    chosen = Signal(int)
    """The row that the person moved to; -1 for none."""
    opened = Signal(int)
    """The row on which Enter was pressed or that was clicked twice."""

    def __init__(self, model: StepTable, name: str, accessible: str, parent: QWidget) -> None:
        """Show a model."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setModel(model)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self._fit()

    def select_row(self, row: int) -> None:
        """Make a row the current one; one that is not there leaves none."""
        index = self.model().index(row, 0)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, _SELECT)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and not held and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row() or not previous.isValid():
            self.chosen.emit(current.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out who did it where the words would have no room: it stands under the step that is chosen, too."""
        super().resizeEvent(event)
        self.setColumnHidden(_WHO, event.size().width() < _ROOMY * self.fontMetrics().averageCharWidth())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(theme.ROW_HEIGHT, metrics.height() + theme.SPACE_3))
        for column, letters in _LETTERS.items():
            self.horizontalHeader().resizeSection(column, metrics.horizontalAdvance(letters) + 2 * theme.SPACE_4)
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            delegate.forget()
