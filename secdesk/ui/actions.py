"""The menu bar: every command of the window by name, words and keys (ux.md 2.2 and 2.3).

A command that does not exist yet is not listed. No command sits on Alt and a letter: those belong to access keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from secdesk.ui import texts
from secdesk.ui.navigation import ENTRIES
from secdesk.ui.widgets.label import menu_text

LINE = None
"""A dividing line in a menu."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name within the program, its words, its keys, whether it can be on or off, its group."""

    name: str
    words: str
    keys: str = ""
    checkable: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu or a submenu with a name; ``items`` may be empty where the window fills it."""

    name: str
    words: str
    items: Sequence[Command | Menu | None] = ()


LIST_KINDS = ("person", "organisation", "event", "action", "document", "stated_figure", "paper", "holiday", "setting")
"""The kinds of record that have no place of their own and are reached by Edit > Lists."""

_GO = [Command(f"go.{entry.key}", entry.title, f"Ctrl+{number}") for number, entry in enumerate(ENTRIES, start=1)]

MENUS: tuple[Menu, ...] = (
    Menu(
        "file",
        texts.MENU_FILE,
        (
            Command("new_register", texts.NEW_REGISTER),
            Command("open_register", texts.OPEN_REGISTER, "Ctrl+O"),
            Menu("recent", texts.OPEN_RECENT),
            Command("open_sample", texts.OPEN_SAMPLE),
            LINE,
            Command("keep_copy", texts.KEEP_COPY),
            LINE,
            Command("quit", texts.QUIT, "Ctrl+Q"),
        ),
    ),
    Menu(
        "edit",
        texts.MENU_EDIT,
        (
            Command("undo", texts.UNDO, "Ctrl+Z"),
            Command("redo", texts.REDO, "Ctrl+Shift+Z"),
            LINE,
            Command("cut", texts.CUT, "Ctrl+X"),
            Command("copy", texts.COPY, "Ctrl+C"),
            Command("paste", texts.PASTE, "Ctrl+V"),
            Command("copy_headings", texts.COPY_HEADINGS, "Ctrl+Shift+C"),
            Command("select_all", texts.SELECT_ALL, "Ctrl+A"),
            LINE,
            Command("edit_selected", texts.EDIT_FIELD, "F2"),
            Command("delete_selected", texts.DELETE, "Del"),
            LINE,
            Command("find_in_list", texts.FIND_IN_LIST, "Ctrl+F"),
            Command("jump", texts.JUMP_TO, "Ctrl+K"),
            LINE,
            Menu("lists", texts.LISTS, [Command(f"list.{kind}", texts.LIST_TITLES[kind]) for kind in LIST_KINDS]),
        ),
    ),
    Menu(
        "view",
        texts.MENU_VIEW,
        (
            Command("clear_filters", texts.CLEAR_FILTERS, "Ctrl+Backspace"),
            LINE,
            Menu(
                "text_size",
                texts.TEXT_SIZE,
                (
                    Command("text_larger", texts.LARGER, "Ctrl++"),
                    Command("text_smaller", texts.SMALLER, "Ctrl+-"),
                    Command("text_reset", texts.RESET, "Ctrl+0"),
                ),
            ),
            LINE,
            Command("scheme.light", texts.LIGHT, checkable=True, group="scheme"),
            Command("scheme.dark", texts.DARK, checkable=True, group="scheme"),
            Command("scheme.system", texts.AS_SYSTEM, checkable=True, group="scheme"),
            LINE,
            Menu("notifications", texts.NOTIFICATIONS),
        ),
    ),
    Menu(
        "go",
        texts.MENU_GO,
        (
            *_GO,
            LINE,
            Command("back", texts.BACK, "Alt+Left"),
            Command("forward", texts.FORWARD, "Alt+Right"),
            Command("next_pane", texts.NEXT_PANE, "F6"),
            Command("previous_pane", texts.PREVIOUS_PANE, "Shift+F6"),
        ),
    ),
    Menu(
        "record",
        texts.MENU_RECORD,
        (
            Command("new_record", texts.NEW_HERE, "Ctrl+N"),
            Command("primary", texts.MAIN_ACTION, "Ctrl+Return"),
            LINE,
            Command("move_up", texts.MOVE_UP, "Alt+Up"),
            Command("move_down", texts.MOVE_DOWN, "Alt+Down"),
            LINE,
        ),
    ),
    Menu(
        "papers",
        texts.MENU_PAPERS,
        (
            Command("export_report", texts.EXPORT_REPORT, "Ctrl+E"),
            LINE,
            Command("show_report", texts.CHANGE_STATUS_REPORT),
            LINE,
            Command("open_papers", texts.OPEN_PAPERS_FOLDER),
            Command("opens_exports", texts.OPEN_AFTER_EXPORT, checkable=True),
        ),
    ),
    Menu(
        "help",
        texts.MENU_HELP,
        (
            Command("shortcuts", texts.KEYBOARD_SHORTCUTS, "Ctrl+/"),
            LINE,
            Command("show_log", texts.SHOW_LOG),
            Command("about", texts.ABOUT),
        ),
    ),
)

IN_PLACES = frozenset(
    {"new_record", "edit_selected", "delete_selected", "find_in_list", "clear_filters", "move_up", "move_down"}
)
"""Commands that the open place answers, by the name of its method."""

WITH_REGISTER = frozenset(
    {
        "undo",
        "redo",
        "keep_copy",
        "jump",
        "back",
        "forward",
        "next_pane",
        "previous_pane",
        "primary",
        "export_report",
        "show_report",
        *(command.name for command in _GO),
        *(f"list.{kind}" for kind in LIST_KINDS),
    }
)
"""Commands that need an open register."""

_SECOND_KEYS: Mapping[str, tuple[str, ...]] = {"text_larger": ("Ctrl+=",), "primary": ("Ctrl+Enter",)}
"""The same keys elsewhere: the plus that needs no shift, the Enter of the number block."""


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
        """Yield every action that can be chosen now, for the jump box."""
        for name, action in self.actions.items():
            if action.isEnabled() and action.isVisible() and name not in ("jump", "primary"):
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
            keys = (command.keys, *_SECOND_KEYS.get(command.name, ()))
            action.setShortcuts([QKeySequence(each) for each in keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.group:
            self._group(command.group).addAction(action)
        if command.name == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
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
