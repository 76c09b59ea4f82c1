"""Help from anywhere: ``F1`` opens the page of the place, or of the dialog, that the person is in (ux.md 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from secdesk.ui.navigation import ENTRIES
from secdesk.ui.place_stack import LIST_PREFIX, RESULTS

if TYPE_CHECKING:
    from secdesk.ui.help_window import HelpWindow
    from secdesk.ui.main_window import MainWindow

KEYS = "F1"
FIRST, NUMBERS = "first-steps", "numbers"
_DIALOGS: Mapping[str, str] = MappingProxyType(
    {
        "preferences": "preferences",
        "columns": "finding",
        "shortcuts": "keys",
        "issue": "papers",
        "restore": "safety",
        "merge": "safety",
        "import": "exchange",
        "export": "exchange",
        "error": "trouble",
    }
)
"""The page of each dialog by the first part of its name; any other has the page of the place behind it."""


class HelpDesk(QObject):
    """Holds the one window of the manual, which is made when it is first wanted and goes with the program's."""

    def __init__(self, window: MainWindow) -> None:
        """Serve a window and whatever dialogs open over it."""
        super().__init__(window)
        self._window = window
        self.manual: HelpWindow | None = None
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def show_here(self) -> None:
        """Open the manual at the page of where the person is."""
        self.show_page(self.page_here())

    def show_numbers(self) -> None:
        """Open the manual at What the numbers mean."""
        self.show_page(NUMBERS)

    def show_page(self, link: str) -> None:
        """Open the manual at a page."""
        from secdesk.ui.help_window import HelpWindow

        if self.manual is None:
            self.manual = HelpWindow(self._window.settings, self._window.look.change_text_size)
        self.manual.open_at(link)

    def page_here(self, dialog: QWidget | None = None) -> str:
        """Return the page of a dialog, or else of the open place."""
        found = _DIALOGS.get(dialog.objectName().partition(".")[0]) if dialog is not None else None
        return found or page_of(self._window.places.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the manual with the window."""
        if event.type() == QEvent.Type.Close and watched is self._window and self.manual is not None:
            manual, self.manual = self.manual, None
            manual.close()
            manual.deleteLater()
        return False

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Give a dialog its F1 once the person is in it: the menus of the window behind do not hear it."""
        dialog = now.window() if now is not None else None
        if isinstance(dialog, QDialog) and not dialog.property("helped"):
            dialog.setProperty("helped", True)
            shortcut = QShortcut(QKeySequence(KEYS), dialog)
            shortcut.activated.connect(lambda: self.show_page(self.page_here(dialog)))


def page_of(place: str) -> str:
    """Return the page of a place by its key; nothing open has the first steps."""
    if place.startswith(LIST_PREFIX):
        return "lists"
    if place == RESULTS:
        return "finding"
    return place if place in {entry.key for entry in ENTRIES} else FIRST
