"""What the File menu does to keep a register safe, for one window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from secdesk.errors import KnownError
from secdesk.ui.safety import words
from secdesk.ui.safety.backups import Backups
from secdesk.ui.widgets.toast import Notice

if TYPE_CHECKING:
    from secdesk.services.exporting import Whole
    from secdesk.ui.desk import Desk
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.safety.exports import Exports, ListForm


class Keeping(QObject):
    """Backups by hand and by themselves, restoring and merging; each screen is imported when it is first wanted."""

    def __init__(self, window: MainWindow) -> None:
        """Look after the registers of a window."""
        super().__init__(window)
        self._window = window
        self.backups = Backups(window.settings, self)
        self.backups.age_changed.connect(window.status.show_backup)
        window.status.backup_wanted.connect(self.back_up)
        self.backups.written.connect(self._on_written)
        self.backups.refused.connect(self._on_refused)
        window.files.ask_restore = self.restore_damaged

    def use(self, desk: Desk) -> None:
        """Look after a register that was opened."""
        files = self._window.files
        self.backups.use(desk, lambda: files.is_passing)

    def leave(self) -> None:
        """Let go of the register before it is closed."""
        self.backups.leave()

    def back_up(self) -> None:
        """Write a backup now."""
        self._window.places.commit()
        self.backups.back_up_now()

    def merge(self) -> None:
        """Ask for another copy and merge it."""
        from secdesk.ui.safety.merging import Merging

        self._with_desk(lambda desk: Merging(desk, self._window.messages, self.backups, self._window).ask())

    def restore(self) -> None:
        """Show the backups of the open register, or of every register where none is open, and restore one."""
        from secdesk.ui.safety.restoring import Restoring

        self._window.places.commit()
        Restoring(self._window, self.backups).ask()

    def import_file(self) -> None:
        """Ask for a file and import what is in it."""
        from secdesk.ui.safety.importing import Importing

        self._window.places.commit()
        Importing(self._window, self.backups).ask()

    def export_list(self, ending: ListForm) -> None:
        """Export the list of the open place as it is shown."""
        self._with_desk(lambda desk: self._exports(desk).ask_list(ending))

    def export_whole(self, what: Whole) -> None:
        """Export the whole register, its cross-code rows or its calendar."""
        self._with_desk(lambda desk: self._exports(desk).ask_whole(what))

    def _exports(self, desk: Desk) -> Exports:
        from secdesk.ui.safety.exports import Exports

        return Exports(desk, self._window)

    def restore_damaged(self) -> None:
        """Show the backups that could take the place of the register that is damaged."""
        from secdesk.ui.safety.restoring import Restoring

        Restoring(self._window, self.backups, self._window.files.damaged).ask()

    def _with_desk(self, act: Callable[[Desk], object]) -> None:
        self._window.places.commit()
        if self._window.desk is not None:
            act(self._window.desk)

    def _on_written(self, told: str, folder: QUrl) -> None:
        self._window.notices.tell(Notice(told, words.SHOW_IN_FOLDER, lambda: self._window.open_url(folder)))

    def _on_refused(self, error: KnownError) -> None:
        self._window.messages.show_refusal(error, words.BACKUP_FAILED, words.SAFE_REGISTER)
