"""The pen in the window: a bar where somebody else holds it, handing it over, taking it (peers.md 17).

The pen locks nothing. It says whose changes count and whose must be merged, and the window says so too.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from secdesk.errors import KnownError
from secdesk.register.progress import Progress
from secdesk.ui.desk import shorten
from secdesk.ui.safety import words
from secdesk.ui.widgets.info_bar import BarState
from secdesk.ui.widgets.toast import Notice

if TYPE_CHECKING:
    from secdesk.register.backup import BackupReport
    from secdesk.register.pen import Pen
    from secdesk.ui.desk import Desk
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.safety.backups import Backups


class HandingOver(QObject):
    """Knows who holds the pen of the open register, and passes it on."""

    def __init__(self, window: MainWindow, backups: Backups) -> None:
        """Serve a window."""
        super().__init__(window)
        self._window, self._backups = window, backups
        self._shown: Pen | None = None

    def use(self, desk: Desk) -> None:
        """Say from now on who holds the pen of a register: an undo or a merge may change it."""
        desk.records_changed.connect(lambda _announcement: self._show_if_other())

    def state_over(self, state: BarState | None) -> BarState | None:
        """Return what the info bar is to say: who holds the pen, where that is somebody else and nothing is urgent."""
        desk = self._window.desk
        pen = self._elsewhere(desk) if desk is not None else None
        self._shown = pen
        if state is not None or pen is None:
            return state
        return BarState(words.PEN_BAR.format(pen=pen.words), "info", [(words.TAKE_PEN, self.take)])

    def refresh(self) -> None:
        """Look again who holds the pen."""
        self._window.as_at.show_again()

    # --- handing over ----------------------------------------------------------------------------------------------

    def hand_over(self) -> None:
        """Ask to whom, and write the file for the next holder."""
        desk = self._window.desk
        if desk is None:
            return
        self._window.places.commit()
        if desk.register.read_only:
            self._refuse(KnownError(words.PEN_READ_ONLY))
            return
        from secdesk.register.pen import pen_of
        from secdesk.services.drafts import count_drafts
        from secdesk.services.hand_overs import people_in_history
        from secdesk.ui.safety.hand_over_dialog import HandOverDialog

        pen = pen_of(desk.register)
        lines = [f"{pen.words}." if pen is not None else words.NO_PEN_YET, words.HAND_OVER_TOLD]
        warning = desk.read(count_drafts).sentence(words.DRAFTS_NOT_HANDED)
        # Whoever passed it on can write the file again, for one that was lost.
        is_taken = pen is not None and not pen.was_given_by(desk.register.who)
        known = {desk.register.who.casefold(), pen.holder.casefold() if pen is not None and is_taken else ""}
        others = [name for name in desk.read(people_in_history) if name.casefold() not in known]
        HandOverDialog(lines, warning, others, lambda name: self._write(desk, name), self._window).open()

    def _write(self, desk: Desk, name: str) -> None:
        from secdesk.files import free_name, safe_file_name
        from secdesk.register.container import SUFFIX
        from secdesk.register.pen import hand_over
        from secdesk.services.remade_papers import remake_paper

        path, now = desk.register.path, datetime.now().astimezone()
        called = safe_file_name(words.HAND_OVER_NAME.format(register=path.stem[:40], name=name[:40], day=now.date()))
        suggestion = free_name(path.with_name(f"{called}{SUFFIX}"))
        target = self._window.messages.ask_export(suggestion, words.HAND_OVER_TITLE, words.BACKUP_FILES)
        if target is None:
            return

        def job(progress: Progress) -> BackupReport:
            return hand_over(desk.register, name, target, now=now, remake=remake_paper, progress=progress)[1]

        report = desk.work_here(words.HANDING_OVER, job)
        self.refresh()
        if report is not None:
            folder = QUrl.fromLocalFile(str(report.path.parent))
            told = shorten(words.HANDED_OVER.format(name=name))
            self._window.notices.tell(Notice(told, words.SHOW_IN_FOLDER, lambda: self._window.open_url(folder)))

    # --- taking ----------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Take the pen: with the copy of whoever holds it, without it, or by the file that was written for us."""
        self._window.places.commit()
        desk = self._window.desk
        pen = self._elsewhere(desk) if desk is not None else None
        if desk is None or pen is None:
            self._ask_file(words.CHOOSE_HAND_OVER)
            return
        from secdesk.ui.safety.hand_over_dialog import TakePenDialog

        lines = [f"{pen.words}.", words.TAKE_TOLD.format(holder=pen.holder)]
        TakePenDialog(lines, self._ask_copy, lambda: self._take_back(desk), self._window).open()

    def _ask_copy(self) -> None:
        desk = self._window.desk
        if desk is None:
            return
        path = self._window.messages.ask_copy(desk.register.path.parent, words.TAKE_PEN_TITLE)
        if path is not None:
            self._merge(desk, path)

    def _take_back(self, desk: Desk) -> None:
        from secdesk.register.pen import take_back

        now = datetime.now().astimezone()
        taken = desk.work_here(words.TAKE_PEN_TITLE, lambda _progress: take_back(desk.register, now=now))
        self.refresh()
        if taken is not None:
            desk.say(words.PEN_TAKEN)

    def _ask_file(self, title: str) -> None:
        """Ask for a hand-over file: of the open register it is merged, of another a register is made."""
        from secdesk.ui.register_files import import_records

        path = self._window.messages.ask_copy(self._window.files.folder, title, only_backups=True)
        if path is None:
            return
        import_records()
        from secdesk.register.backup_heads import read_head

        desk, head = self._window.desk, read_head(path)
        if desk is not None and head is not None and head.register_id == desk.register.register_id:
            self._merge(desk, path)
            return
        from secdesk.ui.safety.restoring import Restoring

        name = head.register_name if head is not None else path.stem
        Restoring(self._window, self._backups).make_register(path, name)

    def _merge(self, desk: Desk, path: Path) -> None:
        from secdesk.ui.safety.merging import Merging

        Merging(desk, self._window.messages, self._backups, self._window, self.refresh).compare(path)

    # --- who holds it ----------------------------------------------------------------------------------------------

    def _elsewhere(self, desk: Desk) -> Pen | None:
        """Return the pen where somebody else than this person holds it."""
        from secdesk.register.pen import pen_of

        pen = pen_of(desk.register)
        return pen if pen is not None and not pen.is_with(desk.register.who) else None

    def _show_if_other(self) -> None:
        desk = self._window.desk
        if desk is not None and self._elsewhere(desk) != self._shown:
            self.refresh()

    def _refuse(self, error: KnownError) -> None:
        self._window.messages.show_refusal(error, words.NOT_HANDED_OVER, words.SAFE_PEN)
