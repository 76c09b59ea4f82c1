"""What the File menu does to keep a register safe, for one window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from secdesk.errors import KnownError
from secdesk.ui import texts
from secdesk.ui.safety import words
from secdesk.ui.safety.backups import Backups
from secdesk.ui.safety.handing_over import HandingOver
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
        self.pen = HandingOver(window, self.backups)
        self.backups.age_changed.connect(window.status.show_backup)
        window.status.backup_wanted.connect(self.back_up)
        self.backups.written.connect(self._on_written)
        self.backups.refused.connect(self._on_refused)
        self.backups.second.failed.connect(self._on_second_failed)
        window.files.ask_restore = self.restore_damaged
        window.files.ask_records = self.choose_records

    def use(self, desk: Desk) -> None:
        """Look after a register that was opened."""
        files = self._window.files
        self.backups.use(desk, lambda: files.is_passing)
        self.pen.use(desk)

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

        window, after = self._window, self.pen.refresh
        self._with_desk(lambda desk: Merging(desk, window.messages, self.backups, window, after).ask())

    def restore(self) -> None:
        """Show the backups of the open register, or of every register where none is open, and restore one."""
        from secdesk.ui.safety.restoring import Restoring

        self._window.places.commit()
        Restoring(self._window, self.backups).ask()

    def choose_records(self, backup: Path) -> None:
        """Show which records of a backup can be brought back into the open register."""
        from secdesk.ui.safety.restoring import Restoring

        Restoring(self._window, self.backups).choose_records(backup)

    def import_file(self) -> None:
        """Ask for a file and import what is in it."""
        from secdesk.ui.safety.importing import Importing

        self._window.places.commit()
        Importing(self._window, self.backups).ask()

    def import_folder(self) -> None:
        """Ask for a folder of CSV files and import what is in them."""
        from secdesk.ui.safety.importing import Importing

        self._window.places.commit()
        Importing(self._window, self.backups).ask_folder()

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

    def _on_second_failed(self, told: str) -> None:
        preferences = self._window.show_preferences
        self._window.notices.tell(Notice(told, texts.PREFERENCES, lambda: preferences("backups")))

    def _on_refused(self, error: KnownError) -> None:
        self._window.messages.show_refusal(error, words.BACKUP_FAILED, words.SAFE_REGISTER)
