"""The heads of a list's columns: a click sorts, with Shift as the second key; dragging moves a column."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QWidget


class ListHeader(QHeaderView):
    """Tells what is wanted of a column; the list does it, and says by :meth:`show_order` what is in force."""

    sort_wanted = Signal(int, bool)
    """A column was clicked, and whether with Shift: as the second key."""
    menu_wanted = Signal(int, QPoint)
    """The column under the pointer, and where on the screen."""

    def __init__(self, parent: QWidget) -> None:
        """Make the heads."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._with_shift = False
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setMinimumSectionSize(40)
        self.show_order(-1, False)
        self.sectionClicked.connect(lambda section: self.sort_wanted.emit(section, self._with_shift))

    def show_order(self, section: int, descending: bool) -> None:
        """Mark the column that sorts; none for -1."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        with QSignalBlocker(self):
            self.setSortIndicator(section, order)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Note whether Shift was held."""
        self._with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the column under the pointer."""
        self.menu_wanted.emit(self.logicalIndexAt(event.pos()), event.globalPos())
