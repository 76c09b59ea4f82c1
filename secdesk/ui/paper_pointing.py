"""Pointing at a figure in the preview: Ctrl+click leads to the records behind it (ux.md 2.12).

Qt's view of a PDF tells nobody where its pages stand, so their places are worked out as it works them out itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtPdfWidgets import QPdfView

from secdesk.ui.widgets.pdf_pane import PdfPane

if TYPE_CHECKING:
    from secdesk.papers.tree import FigurePlace

_SLACK = 2.0
"""How far beside a figure, in points, a click still means it."""


def page_rectangles(view: QPdfView) -> Iterator[QRectF]:
    """Yield where each page stands in the whole scrolled document, in pixels from its upper left."""
    document, margins, width = view.document(), view.documentMargins(), view.viewport().width()
    if document is None:
        return
    scale = view.screen().logicalDotsPerInch() / 72
    sizes = [(document.pagePointSize(page) * scale).toSize() for page in range(document.pageCount())]
    if view.zoomMode() == QPdfView.ZoomMode.FitToWidth:
        sizes = [size * ((width - margins.left() - margins.right()) / max(size.width(), 1)) for size in sizes]
    else:
        points = [document.pagePointSize(page) for page in range(document.pageCount())]
        sizes = [(point * scale * view.zoomFactor()).toSize() for point in points]
    widest = max((size.width() for size in sizes), default=0) + margins.left() + margins.right()
    top = float(margins.top())
    for size in sizes:
        yield QRectF((max(widest, width) - size.width()) // 2, top, size.width(), size.height())
        top += size.height() + view.pageSpacing()


class FigurePointing(QObject):
    """Watches the mouse over a preview; with Ctrl held a figure is a link."""

    figure_wanted = Signal(str)
    """The key of the figure that was clicked."""

    def __init__(self, pane: PdfPane, parent: QObject) -> None:
        """Watch a pane; there are no figures before :meth:`show_places`."""
        super().__init__(parent)
        self._view = pane.view
        self._port = pane.view.viewport()
        self._places: Sequence[FigurePlace] = ()
        self._port.setMouseTracking(True)
        self._port.installEventFilter(self)

    def show_places(self, places: Sequence[FigurePlace]) -> None:
        """Know where the figures of the shown paper stand."""
        self._places = places

    def figure_at(self, point: QPointF) -> str | None:
        """Return the key of the figure at a point of the preview, if one stands there."""
        where = point + QPointF(self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value())
        for number, page in enumerate(page_rectangles(self._view), start=1):
            if page.contains(where):
                return self._on_page(number, page, where - page.topLeft())
        return None

    def _on_page(self, number: int, page: QRectF, inside: QPointF) -> str | None:
        size = self._view.document().pagePointSize(number - 1)
        x, y = inside.x() / page.width() * size.width(), (1 - inside.y() / page.height()) * size.height()
        for place in self._places:
            across = place.left - _SLACK <= x <= place.right + _SLACK
            if place.page == number and across and place.bottom - _SLACK <= y <= place.top + _SLACK:
                return place.key
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the hand over a figure while Ctrl is held, and follow a click on it."""
        if isinstance(event, QMouseEvent) and event.type() in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease):
            held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            key = self.figure_at(event.position()) if held else None
            self._port.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            if key and event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
                self.figure_wanted.emit(key)
                return True
        return super().eventFilter(watched, event)
