"""Draws the cells of a list itself: one piece of text a cell, a stage's glyph before it, a bar at the current row.

The style draws a cell of a Python model about three times as slowly (targets.md 2a).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from secdesk.ui import theme
from secdesk.ui.icons import INLINE_SIZE, draw_icon
from secdesk.ui.models.record_table import GLYPH_ROLE

_SELECTED = QStyle.StateFlag.State_Selected
_ALTERNATE = QStyleOptionViewItem.ViewItemFeature.Alternate
_RIGHT = int(Qt.AlignmentFlag.AlignRight)
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_BAR = 3


class RowDelegate(QStyledItemDelegate):
    """Cells of plain words. What is being edited is left to the style."""

    def __init__(self, view: QAbstractItemView) -> None:
        """Draw for one list."""
        super().__init__(view)
        self._view = view
        self._elided: dict[tuple[str, int], str] = {}
        self._groups: Mapping[int, str] = {}
        self._band = 0

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground, the glyph and the words."""
        self._paint_ground(painter, option, index)
        text, stage, flags = self.cell(index)
        inner = self._area(option, index).adjusted(theme.SPACE_2, 0, -theme.SPACE_2, 0)
        if stage is not None:
            side = min(INLINE_SIZE, inner.height())
            glyph = QRect(inner.x(), inner.y() + (inner.height() - side) // 2, side, side)
            draw_icon(painter, glyph, theme.STAGE_GLYPHS[stage], f"stage.{stage}")
            inner = inner.adjusted(side + theme.SPACE_2, 0, 0, 0)
        if text:
            painter.setFont(option.font)
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            painter.drawText(inner, flags, self._elide(text, inner.width(), option.fontMetrics))

    def cell(self, index: QModelIndex | QPersistentModelIndex) -> tuple[str, str | None, int]:
        """Return the words of a cell, the stage whose glyph stands before them, and how they are aligned."""
        flags = MIDDLE | (int(index.data(_ALIGNMENT) or 0) & _RIGHT)
        return cast(str, index.data()), index.data(GLYPH_ROLE), flags

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        palette, area, is_selected = option.palette, self._area(option, index), bool(option.state & _SELECTED)
        if is_selected:
            painter.fillRect(area, palette.color(QPalette.ColorRole.Highlight))
        elif option.features & _ALTERNATE:
            painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))
        current = self._view.currentIndex()
        if current.row() != index.row() or not self._view.hasFocus():
            return
        if index.column() == 0:
            bar = QRect(area.x(), area.y(), _BAR, area.height())
            painter.fillRect(bar, theme.colours_of(palette).of("accent"))
        if not is_selected and current == index:
            # Nothing is selected: the outline shows which cell would be copied.
            painter.setPen(theme.focus_pen(theme.colours_of(palette)))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _area(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Return where a cell is drawn: under the band that stands over the first row of a group."""
        area: QRect = option.rect
        return area.adjusted(0, self._band, 0, 0) if self._groups and index.row() in self._groups else area

    def _elide(self, text: str, width: int, metrics: QFontMetrics) -> str:
        key = (text, width)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > 20_000:
                self._elided.clear()
            found = self._elided[key] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return found

    def forget(self) -> None:
        """Drop what was measured: the font or its size has changed."""
        self._elided.clear()

    def begin(self, groups: Mapping[int, str], band: int) -> None:
        """Draw other rows from now on: those in ``groups`` have a band of that height above them."""
        self.forget()
        self._groups, self._band = groups, band
