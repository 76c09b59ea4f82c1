"""How the Papers place is laid out: list and options at the left, the paper at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from secdesk.ui import paper_words, theme


def lay_out(place: QWidget, left: Sequence[QWidget], page: QWidget) -> QSplitter:
    """Put the list, what stands under it and the options at the left of the page."""
    column_widget = QWidget(place)
    column = QVBoxLayout(column_widget)
    column.setContentsMargins(theme.MARGIN, 0, theme.SPACE_3, theme.SPACE_3)
    column.setSpacing(theme.SPACE_2)
    *above, options = left
    for each in above:
        column.addWidget(each, 3 if each is above[0] else 0)
    scroll = QScrollArea(column_widget)
    scroll.setObjectName("papers.options")
    scroll.setAccessibleName(paper_words.OPTIONS)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidgetResizable(True)
    scroll.setWidget(options)
    column.addWidget(scroll, 2)
    split = QSplitter(Qt.Orientation.Horizontal, place)
    split.setObjectName("papers.splitter")
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    split.addWidget(column_widget)
    split.addWidget(page)
    split.setStretchFactor(0, 2)
    split.setStretchFactor(1, 3)
    split.setSizes([410, 650])
    outer = QVBoxLayout(place)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(split)
    return split
