"""What every place of the window is (ux.md 2.1): a page with one primary action."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.ui.desk import Desk


class Place(QWidget):
    """A page of the window. The window makes it when it is first entered and keeps it.

    ``verbs`` names which of the window's own commands the place answers: ``new_record``, ``edit_selected``,
    ``delete_selected``, ``copy_selected``, ``find_in_list``, ``clear_filters``, ``move_up``, ``move_down``; each calls
    the method of that name, which a place that names it overrides. Every focusable widget has an ``objectName``
    ``key.element`` and an accessible name.
    """

    key: str = ""
    """What :meth:`Desk.go_to` calls it by, and the first part of its widgets' names."""
    title: str = ""
    """What stands in the header row."""
    verbs: frozenset[str] = frozenset()

    subject_changed = Signal(str)
    """What the title bar puts first, such as ``MP077 DCC Service Flagging``; empty for the place alone."""
    count_changed = Signal(str)
    """What the status bar says of the selection, such as ``1 of 47``."""
    primary_changed = Signal()
    """:meth:`primary_action` would now return another action."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page; records are read in :meth:`activate` and :meth:`refresh`."""
        super().__init__(parent)
        self.desk = desk

    def primary_action(self) -> QAction | None:
        """Return the one filled button of the place (``Ctrl+Enter``); a child of the place, made once."""
        return None

    def menu_actions(self) -> Sequence[QAction]:
        """Return further commands, which the Record menu shows while the place is open; children of the place."""
        return ()

    def activate(self, uid: str = "") -> None:
        """Enter: show the record ``uid`` if one is named, and put the focus on the main list."""

    def refresh(self) -> None:
        """Read the records again, keeping selection, scroll and focus."""

    def commit(self) -> None:
        """Store what is half typed; called when the person leaves the place or the window, and before quitting."""

    def close_place(self) -> None:
        """Stop whatever reads the register beside the window; called before the register is closed."""

    def panes(self) -> Sequence[QWidget]:
        """Return the widgets that ``F6`` goes through, in order."""
        return ()

    def new_record(self) -> None:
        """``Ctrl+N``: begin a new record of the place's kind."""

    def edit_selected(self) -> None:
        """``F2``: edit the current field."""

    def delete_selected(self) -> None:
        """``Del``: delete what is selected."""

    def copy_selected(self, headings: bool = False) -> None:
        """``Ctrl+C`` while a list has the focus: copy the selected rows as TSV; ``headings`` adds the first row."""

    def find_in_list(self) -> None:
        """``Ctrl+F``: put the focus on the filter of the list."""

    def clear_filters(self) -> None:
        """``Ctrl+Backspace``: show the whole list again."""

    def move_up(self) -> None:
        """``Alt+Up``: move the selected row up."""

    def move_down(self) -> None:
        """``Alt+Down``: move the selected row down."""
