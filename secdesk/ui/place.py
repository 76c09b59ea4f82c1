"""What every place of the window is (ux.md 2.1): a page with one primary action."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.ui.desk import Desk
from secdesk.ui.shown_list import ShownList


class Place(QWidget):
    """A page of the window. The window makes it when it is first entered and keeps it.

    ``verbs`` names which of the window's own commands the place answers: ``new_record``, ``edit_selected``,
    ``delete_selected``, ``copy_selected``, ``paste_rows``, ``select_rows``, ``find_in_list``, ``choose_columns``,
    ``group_rows``, ``add_filter``, ``saved_views``, ``clear_filters``, ``print_shown``, ``meeting_view``,
    ``next_queue``, ``previous_queue``, ``move_up``, ``move_down``, ``shown_list``;
    each calls the method of that name, which a place
    that names it overrides. Every focusable widget has an ``objectName`` ``key.element`` and an accessible name.
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
    meeting_view_changed = Signal(bool)
    """:meth:`meeting_view` is on or off from now on: the window hides its frame and makes the words larger."""

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

    def shown_list(self) -> ShownList | None:
        """Return the list as it is shown, to be exported; None where the place shows none just now."""
        return None

    def select_rows(self) -> None:
        """``Ctrl+A`` while no text box has the focus: select every row of the list."""

    def paste_rows(self) -> None:
        """``Ctrl+V`` while no text box has the focus: take rows from the clipboard."""

    def choose_columns(self) -> None:
        """View > Columns: choose which columns the list shows and in which order."""

    def group_rows(self) -> None:
        """View > Group by stage: turn the groups of the list on or off."""

    def add_filter(self) -> None:
        """``Ctrl+Shift+F``: choose which values of a field the list keeps."""

    def saved_views(self) -> None:
        """View > Saved views: choose, keep and rename the views of the list."""

    def sort_choices(self) -> Sequence[tuple[str, str]]:
        """Return what View > Sort by offers: the key of a column and its words; empty where nothing is sorted."""
        return ()

    def sorted_by(self) -> tuple[str, bool]:
        """Return the key of the column that sorts the list, empty for none, and whether it does so descending."""
        return "", False

    def sort_by(self, key: str, descending: bool) -> None:
        """Sort the list by a column that :meth:`sort_choices` offers."""

    def meeting_view(self) -> None:
        """``F11``: turn the large view for a shared screen on or off, and emit :attr:`meeting_view_changed`."""

    def open_next_step(self) -> None:
        """``Ctrl+Enter`` in the jump box: put the focus on what is to be done next with the record that is shown."""

    def next_queue(self) -> None:
        """``Ctrl+PgDn``: go to the next queue of the place."""

    def previous_queue(self) -> None:
        """``Ctrl+PgUp``: go to the queue before."""

    def print_shown(self) -> None:
        """``Ctrl+P``: print what the place shows."""
