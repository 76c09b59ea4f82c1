"""What toasts said, kept to be read later (ux.md 3.4): a toast never carries the only copy of anything."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from secdesk.ui import texts
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.toast import Notice, Toast

KEPT = 20


class Notices(QObject):
    """Shows notices as toasts and keeps the last twenty in the Notifications menu."""

    def __init__(self, menu: QMenu, toast: Toast, parent: QObject) -> None:
        """Begin with nothing to read."""
        super().__init__(parent)
        self._menu = menu
        self._toast = toast
        self._kept: deque[Notice] = deque(maxlen=KEPT)
        toast.shown.connect(self._on_shown)
        self._fill()

    def tell(self, notice: Notice) -> None:
        """Show a notice."""
        self._toast.show_notice(notice)

    def texts(self) -> list[str]:
        """Return what was said, the newest first."""
        return [notice.text for notice in self._kept]

    def _on_shown(self, notice: Notice) -> None:
        self._kept.appendleft(notice)
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        for notice in self._kept:
            action = QAction(menu_text(notice.text), self._menu)
            # Undo always means the newest step, so an old notice does not offer it again.
            action.setEnabled(notice.act is not None and notice.offer != texts.UNDO)
            if notice.act is not None:
                action.triggered.connect(lambda _checked, act=notice.act: act())
            self._menu.addAction(action)
        if self._menu.isEmpty():
            self._menu.addAction(texts.NO_NOTIFICATIONS).setEnabled(False)
