"""The columns and the order of a list as a person wants them: chosen, moved, sorted, kept (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from secdesk.ui.columns_dialog import ColumnsDialog
from secdesk.ui.place_memory import PlaceMemory
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.record_list import RecordList


class ListColumns(QObject):
    """What is kept per place: columns, widths and order, under ``proposals.columns`` and the like."""

    def __init__(self, memory: PlaceMemory, key: str, view: RecordList, title: str) -> None:
        """Let the person arrange a list; :meth:`restore` brings back what was kept."""
        super().__init__(view)
        self._memory, self._key, self._view, self._title = memory, key, view, title
        self._dialog: ColumnsDialog | None = None
        self._menu: QMenu | None = None
        view.header.setSectionsMovable(True)
        view.header.setFirstSectionMovable(True)
        view.columns_changed.connect(self._keep_columns)
        view.table.order_changed.connect(self._keep_order)
        view.header.menu_wanted.connect(self.open_menu)

    def restore(self) -> None:
        """Bring back what was kept; what has another shape is passed over."""
        columns = self._memory.read(f"{self._key}.columns", None)
        widths = self._memory.read(f"{self._key}.widths", {})
        order = self._memory.read(f"{self._key}.sort", [])
        if isinstance(columns, list):
            self._view.show_columns([str(key) for key in columns])
        if isinstance(widths, dict):
            self._view.use_widths({key: wide for key, wide in widths.items() if isinstance(wide, int)})
        self._view.table.sort_by(_order_of(order))

    def choose(self) -> None:
        """Open the dialog with the columns."""
        if self._dialog is None:
            self._dialog = ColumnsDialog(self._key, f"Columns of {self._title}", self._view)
            self._dialog.chosen.connect(self._on_chosen)
            self._dialog.reset_wanted.connect(self.reset)
        self._dialog.offer(self._view.table.source.columns, self._view.shown_columns)
        self._dialog.open()

    def reset(self) -> None:
        """Show the columns that the list has by itself, in its own order and widths."""
        self._view.use_widths({})
        self._view.show_columns(None)
        for name in ("columns", "widths"):
            self._memory.keep(f"{self._key}.{name}", None)
        if self._dialog is not None:
            self._dialog.offer(self._view.table.source.columns, self._view.shown_columns)

    def open_menu(self, section: int, at: QPoint) -> None:
        """Offer what can be done with a column; all of it is in the View menu too."""
        column = self._view.table.source.columns[section] if section >= 0 else None
        menu = self._menu = QMenu(self._view)
        menu.setObjectName(f"{self._key}.columns.menu")
        if column is not None:
            sort, key = self._view.table.sort_by, column.key
            _add(menu, "Sort ascending", lambda: sort([(key, False)]))
            _add(menu, "Sort descending", lambda: sort([(key, True)]))
            hide = _add(menu, "Hide column", lambda: self._hide(key))
            hide.setEnabled(len(self._view.shown_columns) > 1)
            menu.addSeparator()
        _add(menu, "Columns…", self.choose)
        _add(menu, "Reset columns", self.reset)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _hide(self, key: str) -> None:
        self._on_chosen([each for each in self._view.shown_columns if each != key])

    def _on_chosen(self, keys: Sequence[str]) -> None:
        self._view.show_columns(keys)
        self._keep_columns()

    def _keep_columns(self) -> None:
        # The columns are kept only once they are chosen: until then the list fits them to the room.
        if self._view.has_chosen_columns:
            self._memory.keep(f"{self._key}.columns", self._view.shown_columns)
        self._memory.keep(f"{self._key}.widths", self._view.own_widths or None)

    def _keep_order(self) -> None:
        self._memory.keep(f"{self._key}.sort", [list(pair) for pair in self._view.table.order] or None)


def _add(menu: QMenu, words: str, act: Any) -> QAction:
    action = menu.addAction(menu_text(words))
    action.triggered.connect(lambda _checked: act())
    return action


def _order_of(kept: Any) -> list[tuple[str, bool]]:
    try:
        return [(str(key), bool(down)) for key, down in kept]
    except (TypeError, ValueError):
        return []
