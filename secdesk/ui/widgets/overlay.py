"""Where something that opens under a box stands: under it, above it where there is no room, always in the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget

_GAP = 2


def place_at(overlay: QWidget, box: QWidget, size: QSize) -> None:
    """Lay a child of the box's window at a size beside the box and show it over everything else."""
    window = box.window()
    width, height = min(size.width(), window.width()), min(size.height(), window.height())
    under = box.mapTo(window, QPoint(0, box.height() + _GAP))
    above = box.mapTo(window, QPoint(0, -_GAP)).y() - height
    fits_under = under.y() + height <= window.height()
    x, y = min(under.x(), window.width() - width), under.y() if fits_under else above
    if not fits_under and above < 0:
        # Neither side has the room: on the right, so that what was typed can still be read.
        x, y = window.width() - width, window.height() - height
    overlay.resize(width, height)
    overlay.move(max(0, x), max(0, y))
    overlay.show()
    overlay.raise_()
