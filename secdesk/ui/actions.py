"""The menu bar: an action of the window for every command (ux.md 2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from secdesk.ui.commands import MENUS, SECOND_KEYS, Command, Menu
from secdesk.ui.widgets.label import menu_text


class MenuBar:
    """The menus of a window and its actions by name."""

    def __init__(self, window: QMainWindow) -> None:
        """Build every menu; nothing is wired before :meth:`wire`."""
        self._window = window
        self._groups: dict[str, QActionGroup] = {}
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for menu in MENUS:
            self._fill(window.menuBar().addMenu(menu.words), menu)

    def wire(self, acts: Mapping[str, Callable[[], object]]) -> None:
        """Say what each command does; a command that is left out, or one too many, is a mistake."""
        if acts.keys() != self.actions.keys():
            raise LookupError(f"commands and what they do differ: {sorted(acts.keys() ^ self.actions.keys())}")
        for name, act in acts.items():
            self.actions[name].triggered.connect(_without_checked(act))

    def commands(self) -> Iterator[QAction]:
        """Yield every action that can be chosen now, for the jump box; those of the open place too."""
        own = {id(action) for action in self.actions.values()}
        named = [action for name, action in self.actions.items() if name not in ("jump", "primary")]
        for action in (*named, *(each for each in self.menus["record"].actions() if id(each) not in own)):
            if action.isEnabled() and action.isVisible() and action.text():
                yield action

    def _fill(self, target: QMenu, menu: Menu) -> None:
        target.setObjectName(f"menu.{menu.name}")
        self.menus[menu.name] = target
        for item in menu.items:
            if item is None:
                target.addSeparator()
            elif isinstance(item, Menu):
                self._fill(target.addMenu(item.words), item)
            else:
                target.addAction(self._make(item))

    def _make(self, command: Command) -> QAction:
        action = QAction(menu_text(command.words), self._window)
        action.setObjectName(f"command.{command.name}")
        action.setCheckable(command.checkable)
        if command.keys:
            keys = (command.keys, *SECOND_KEYS.get(command.name, ()))
            action.setShortcuts([QKeySequence(each) for each in keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.group:
            self._group(command.group).addAction(action)
        if command.name == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        elif command.name == "preferences":
            action.setMenuRole(QAction.MenuRole.PreferencesRole)
        elif command.name == "about":
            action.setMenuRole(QAction.MenuRole.AboutRole)
        self.actions[command.name] = action
        return action

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self._window)
        return self._groups[name]


def words_of(action: QAction) -> str:
    """Return the words of an action as a person reads them, without access keys."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")


def _without_checked(act: Callable[[], object]) -> Callable[[bool], None]:
    def slot(_checked: bool) -> None:
        act()

    return slot
