"""Every key of the window with what it does and where: the menus' and those beyond the menus (ux.md 2.2, 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from secdesk.ui import texts
from secdesk.ui.actions import words_of


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of the sheet: what is done, by which keys, and where they work."""

    words: str
    keys: str
    area: str


BEYOND: tuple[tuple[str, Sequence[tuple[str, str]]], ...] = (
    (
        texts.KEYS_LIST,
        (
            ("Go through the rows", "Up, Down, Home, End, PgUp, PgDown"),
            ("Go to a number", "Type its figures: 67 finds SECMP0067"),
            ("Open the detail", "Enter"),
            ("Add a row to the selection", "Ctrl+Space, Shift+Up, Shift+Down"),
            ("Menu of the row", "Shift+F10"),
            ("Leave the list", "Tab"),
        ),
    ),
    (
        texts.KEYS_FORM,
        (
            ("Next or previous field", "Tab, Shift+Tab"),
            ("Keep this field and go on", "Enter"),
            ("Go to a field", "Alt and the underlined letter"),
            ("Take back typing, then the last change", "Ctrl+Z"),
        ),
    ),
    (
        texts.KEYS_DATE,
        (
            ("Today", "Ctrl+;"),
            ("Next or previous day", "Up, Down"),
            ("Next or previous working day", "Shift+Up, Shift+Down"),
            ("Next or previous month", "PgUp, PgDown"),
            ("Calendar", "Alt+Down, F4"),
        ),
    ),
    (
        texts.KEYS_PICKER,
        (
            ("Filter", "Type a part of the name"),
            ("Choose", "Down, then Enter"),
            ("Add what was typed as new", "Ctrl+Enter"),
            ("Clear", "Backspace in the empty box"),
        ),
    ),
    (
        texts.KEYS_SITTING,
        (
            ("Record an outcome and go on", "The letter under the grid"),
            ("Clear the outcome", "Backspace"),
            ("Note of the row", "Enter"),
            ("Next or previous Panel for a ready row", "+, -"),
            ("Paste outcomes", "Ctrl+V"),
        ),
    ),
    (
        texts.KEYS_AGENDA,
        (("Move an item", "Alt+Up, Alt+Down"), ("Add an item", "Ins"), ("Remove an item", "Del")),
    ),
    (
        texts.KEYS_PREVIEW,
        (
            ("Page through", "PgUp, PgDown, Home, End"),
            ("Larger or smaller pages", "Ctrl++, Ctrl+-"),
            ("Fit width", "Ctrl+0"),
        ),
    ),
    (
        texts.KEYS_SEARCH,
        (("Choose a result", "Up, Down"), ("Open it", "Enter"), ("Open its next step", "Ctrl+Enter"), ("Close", "Esc")),
    ),
    (
        texts.KEYS_TOAST,
        (("Go to the notice", "F6"), ("Take its offer", "Enter"), ("Dismiss it", "Esc")),
    ),
    (
        texts.KEYS_ANYWHERE,
        (("Close a popup, clear a filter, go outwards; discards nothing", "Esc"), ("Say that all is saved", "Ctrl+S")),
    ),
)
"""Keys that no menu lists, by the part of the window where they work."""


def rows_of(menus: Iterable[QMenu]) -> Iterator[KeyRow]:
    """Yield the commands of menus that have keys, by menu, and then the keys beyond them."""
    for menu in menus:
        area = menu.title().replace("&", "")
        for action in _actions_of(menu):
            if not action.shortcut().isEmpty() and action.isVisible():
                yield KeyRow(words_of(action), action.shortcut().toString(), area)
    for area, rows in BEYOND:
        yield from (KeyRow(words, keys, area) for words, keys in rows)


def _actions_of(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _actions_of(inner)
        elif not action.isSeparator():
            yield action
