"""The items of an agenda: moved by their handle, with the keys of a short table (ux.md 2.8, WCAG 2.5.7)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from secdesk.ui import theme
from secdesk.ui.models.fixed_rows import FixedRows
from secdesk.ui.widgets.small_grid import SmallGrid

HANDLE = "::"
"""What stands in the first column of a row that can be dragged."""
_LINE = 2
_HANDLE_WIDTH = 24


class AgendaGrid(SmallGrid):
    """Rows that the handle in their first column moves; a line shows where a dragged one would go."""

    dropped = Signal(str, int)
    """The row that was dragged, and the place to which it goes, 0 for the first."""
    menu_wanted = Signal(QPoint)
    """A right click or the menu key on a row; where on the screen."""

    def __init__(self, rows: FixedRows, name: str, accessible: str) -> None:
        """Show rows; they are read by :meth:`read`."""
        super().__init__(rows, name, accessible)
        self._dragged = ""
        self._gap = -1
        self.viewport().setMouseTracking(True)
        # The handle needs less room than a column of words.
        self.horizontalHeader().setMinimumSectionSize(_HANDLE_WIDTH)

    @property
    def gap(self) -> int:
        """The row before which the dragged one would go; -1 while nothing is dragged."""
        return self._gap

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a row by its handle."""
        super().mousePressEvent(event)
        spot = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._is_handle(spot):
            self._dragged = self.table.uid_at(self.rowAt(spot.y()))
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would go; without one, show what can be taken hold of."""
        spot = event.position().toPoint()
        if not self._dragged:
            shape = Qt.CursorShape.OpenHandCursor if self._is_handle(spot) else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            super().mouseMoveEvent(event)
            return
        self._show_gap(self._gap_at(spot.y()))
        if spot.y() < 0 or spot.y() > self.viewport().height():
            self.scrollTo(self.table.index(min(max(self._gap, 0), self.table.rowCount() - 1), 0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the row go where the line is."""
        uid, gap = self._dragged, self._gap
        self._let_go()
        super().mouseReleaseEvent(event)
        if uid and gap >= 0:
            row = self.table.find_row(uid)
            place = gap - 1 if gap > row else gap
            if place != row:
                self.dropped.emit(uid, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc put a dragged row back; the other keys are those of every short table."""
        if event.key() == Qt.Key.Key_Escape and self._dragged:
            self._let_go()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the current row."""
        if not self.currentIndex().isValid():
            return
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        spot = event.pos() if by_mouse else self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(self.viewport().mapToGlobal(spot))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and the line of a row that is being dragged."""
        super().paintEvent(event)
        if self._gap < 0:
            return
        painter = QPainter(self.viewport())
        colour = theme.colours_of(self.palette()).of("accent")
        painter.fillRect(0, max(0, self._gap_height() - _LINE // 2), self.viewport().width(), _LINE, colour)
        painter.end()

    def _is_handle(self, spot: QPoint) -> bool:
        return self.columnAt(spot.x()) == 0 and bool(self.indexAt(spot).data())

    def _gap_at(self, y: int) -> int:
        """Return before which row a height lies; after the last it is their number."""
        row = self.rowAt(y)
        if row < 0:
            return 0 if y < 0 else self.table.rowCount()
        return row + (y > self.rowViewportPosition(row) + self.rowHeight(row) // 2)

    def _gap_height(self) -> int:
        last = self.table.rowCount() - 1
        if self._gap <= last:
            return self.rowViewportPosition(self._gap)
        return self.rowViewportPosition(last) + self.rowHeight(last) - _LINE

    def _show_gap(self, gap: int) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def _let_go(self) -> None:
        self._dragged = ""
        self.viewport().unsetCursor()
        self._show_gap(-1)
