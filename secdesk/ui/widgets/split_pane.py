"""A list and its detail: side by side where there is room, one in place of the other where there is not (ux.md 2.1)."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from secdesk.ui import theme

_LIST_SHARE = 55
_LETTERS = 118
"""Average letters that fit side by side into both panes at the least."""
_SETTLED_MS = 400
"""Milliseconds after which a moved border counts as left where it is."""
_SIDE_BY_SIDE_FROM = theme.WIDE_FROM - theme.NAV_WIDTH - 60


class SplitPane(QWidget):
    """Two panes with a movable border. In a narrow window one of them is shown at a time."""

    narrowed = Signal(bool)
    share_settled = Signal(int)
    """The person moved the border: the first pane's part of the width in per cent."""

    def __init__(self, name: str, first: QWidget, second: QWidget, first_share: int = _LIST_SHARE) -> None:
        """Hold a list and its detail; ``first_share`` is the list's part of the width in per cent."""
        super().__init__()
        self._first, self._second = first, second
        self._share = first_share
        self._is_narrow = False
        self._shows_second = False
        self._leaves_out = False
        self._moved = False
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName(f"{name}.splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(first)
        self._splitter.addWidget(second)
        self._splitter.splitterMoved.connect(self._on_moved)
        self._settling = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._settling.timeout.connect(self._tell_share)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    @property
    def is_narrow(self) -> bool:
        """Whether only one of the two is shown."""
        return self._is_narrow

    def show_second(self, shown: bool) -> None:
        """In a narrow window: show the detail, or the list again."""
        self._shows_second = shown
        self._arrange()

    def leave_out_second(self, left_out: bool) -> None:
        """Give the list all the room, until its detail is asked for: there is nothing that it could show."""
        if left_out != self._leaves_out:
            self._leaves_out = left_out
            self._shows_second = self._shows_second and not left_out
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go narrow or wide with the window; keep the shares of both until the person moves the border."""
        super().resizeEvent(event)
        # Larger text needs more room beside it.
        least = max(_SIDE_BY_SIDE_FROM, _LETTERS * self.fontMetrics().averageCharWidth())
        narrow = event.size().width() < least
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            # The pane with the focus is the one that stays.
            focused = self.focusWidget()
            self._shows_second = focused is not None and self._second.isAncestorOf(focused)
            self._arrange()
            self.narrowed.emit(narrow)
        if not self._moved:
            self._spread(event.size().width())

    def _arrange(self) -> None:
        self._first.setVisible(not self._is_narrow or not self._shows_second)
        self._second.setVisible(self._shows_second or not (self._is_narrow or self._leaves_out))

    def use_share(self, share: int) -> None:
        """Give the first pane another part of the width, from 20 to 80 per cent."""
        self._share = max(20, min(80, share))
        self._moved = False
        self._spread(self.width())

    def _spread(self, width: int) -> None:
        self._splitter.setSizes([width * self._share // 100, width * (100 - self._share) // 100])

    def _on_moved(self) -> None:
        self._moved = True
        self._settling.start()

    def _tell_share(self) -> None:
        first, second = self._splitter.sizes()
        if first and second:
            self.share_settled.emit(100 * first // (first + second))
