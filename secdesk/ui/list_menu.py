"""What can be done with the selected rows of a list: the commands of the menu bar and of the place (ux.md 2.17)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from secdesk.ui.widgets.label import menu_text

_COPYING = ("copy", "copy_headings")
_CHANGING = ("edit_selected", "delete_selected")


class ListMenu(QObject):
    """Opens the menu of a list; it holds the window's own actions, so that keys and greying are the same."""

    def __init__(
        self, place: QWidget, name: str, own: Callable[[], Sequence[QAction]], more: dict[str, Callable[[], None]]
    ) -> None:
        """Serve a place: ``own`` gives its commands, ``more`` acts that the menu bar reaches in other ways."""
        super().__init__(place)
        self._place, self._name, self._own, self._more = place, name, own, more
        self.menu: QMenu | None = None

    def open_at(self, at: QPoint) -> None:
        """Open it at a point of the screen."""
        menu = self.menu = QMenu(self._place)
        menu.setObjectName(f"{self._name}.menu")
        (opens, open_row), *rest = self._more.items()
        self._add(menu, opens, open_row)
        for action in self._own():
            if action.isVisible() and action.isEnabled():
                menu.addAction(action)
        menu.addSeparator()
        self._add_commands(menu, _COPYING)
        for words, act in rest:
            self._add(menu, words, act)
        menu.addSeparator()
        self._add_commands(menu, _CHANGING)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _add(self, menu: QMenu, words: str, act: Callable[[], None]) -> None:
        action = menu.addAction(menu_text(words))
        action.triggered.connect(lambda _checked: act())

    def _add_commands(self, menu: QMenu, names: Sequence[str]) -> None:
        for name in names:
            action = self._place.window().findChild(QAction, f"command.{name}")
            if isinstance(action, QAction):
                menu.addAction(action)
