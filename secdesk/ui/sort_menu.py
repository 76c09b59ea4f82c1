"""View > Sort by: the columns of the open place, for people who cannot reach the heads of a table (ux.md 2.2, 3.9)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from secdesk.ui import texts
from secdesk.ui.place import Place
from secdesk.ui.widgets.label import menu_text


class SortMenu(QObject):
    """Fills the menu each time it is opened."""

    def __init__(self, menu: QMenu, open_place: Callable[[], Place | None]) -> None:
        """Ask for the open place only when the menu is opened."""
        super().__init__(menu)
        self._menu = menu
        self._open_place = open_place
        self._groups: list[QActionGroup] = []
        menu.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """List the columns and the two directions, those in force ticked."""
        self._menu.clear()
        self._groups = [QActionGroup(self), QActionGroup(self)]
        place = self._open_place()
        choices = place.sort_choices() if place is not None else ()
        if place is None or not choices:
            self._menu.addAction(texts.NOTHING_TO_SORT).setEnabled(False)
            return
        by, descending = place.sorted_by()
        for key, words in choices:
            self._add(0, words, key == by, _sorting(place, key, descending and key == by))
        self._menu.addSeparator()
        for words, backwards in ((texts.SORT_ASCENDING, False), (texts.SORT_DESCENDING, True)):
            action = self._add(1, words, bool(by) and descending == backwards, _sorting(place, by, backwards))
            action.setEnabled(bool(by))

    def _add(self, group: int, words: str, is_on: bool, act: Callable[[], None]) -> QAction:
        action = QAction(menu_text(words), self._menu)
        action.setCheckable(True)
        action.setChecked(is_on)
        action.triggered.connect(lambda _checked: act())
        self._groups[group].addAction(action)
        self._menu.addAction(action)
        return action


def _sorting(place: Place, key: str, descending: bool) -> Callable[[], None]:
    return lambda: place.sort_by(key, descending)
