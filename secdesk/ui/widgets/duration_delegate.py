"""A duration in a cell: its words, and beside them a bar with a tick at the target (ux.md 2.10).

The words carry everything; the bar only underlines them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from secdesk.ui import theme
from secdesk.ui.models.record_table import UID_ROLE
from secdesk.ui.widgets.row_delegate import RowDelegate

_INSET, _TICK, _LEAST = 4, 2, 24
_LONGEST = "0000 WD"


@dataclass(frozen=True, slots=True)
class Span:
    """How long something took and was to take, and what the whole width of the cell stands for; all in days."""

    days: int
    target: int | None
    whole: int


class DurationDelegate(RowDelegate):
    """Cells of durations. ``span_of`` returns that of a record by uid, None where none is known."""

    def __init__(self, view: QAbstractItemView, span_of: Callable[[str], Span | None]) -> None:
        """Draw for one column of a list."""
        super().__init__(view)
        self._span_of = span_of

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super()._paint_ground(painter, option, index)
        span = self._span_of(str(index.data(UID_ROLE) or ""))
        if span is None or span.whole <= 0:
            return
        colours = theme.colours_of(option.palette)
        words = option.fontMetrics.horizontalAdvance(_LONGEST) + theme.SPACE_2
        area = option.rect.adjusted(theme.SPACE_2, _INSET + 2, -words - theme.SPACE_1, -_INSET - 2)
        if area.width() < _LEAST:
            return
        until, tick = (self._width(area, days, span.whole) for days in (span.days, span.target or 0))
        within = QRect(area.x(), area.y(), min(until, tick) if span.target else until, area.height())
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = option.palette.color(QPalette.ColorRole.Base) if is_selected else colours.of("hairline")
        painter.fillRect(within, ground)
        if not span.target:
            return
        if until > tick:
            painter.fillRect(QRect(area.x() + tick, area.y(), until - tick, area.height()), colours.of("warning_tint"))
        painter.fillRect(QRect(area.x() + tick, area.y(), _TICK, area.height()), colours.of("text_2"))

    def _width(self, area: QRect, days: int, whole: int) -> int:
        return min(area.width(), area.width() * days // whole)
