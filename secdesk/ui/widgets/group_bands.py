"""The words over the first row of each group of a list; every row says its group to a screen reader by itself."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QTableView

from secdesk.ui import theme

_WORDS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def paint_bands(view: QTableView, groups: Mapping[int, str], height: int) -> None:
    """Draw a band of that height in the upper part of the first row of each group that is in view."""
    colours = theme.colours_of(view.palette())
    painter = QPainter(view.viewport())
    painter.setFont(theme.scaled_font(view.font(), 0, QFont.Weight.DemiBold))
    for row, words in groups.items():
        top = view.rowViewportPosition(row)
        if not view.isRowHidden(row) and -height <= top <= view.viewport().height():
            band = QRect(0, top, view.viewport().width(), height)
            painter.fillRect(band, colours.of("window"))
            painter.fillRect(QRect(0, band.bottom(), band.width(), 1), colours.of("hairline"))
            painter.setPen(colours.of("text_2"))
            painter.drawText(band.adjusted(theme.SPACE_2, 0, 0, 0), _WORDS, words)
    painter.end()
