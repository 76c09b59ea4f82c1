"""Opening, making and copying registers: what the File menu and Welcome do."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from secdesk.errors import Damaged, DiskFull, KnownError, NewerVersion, RegisterHeld
from secdesk.register.passing_folder import PassingFolder, sweep_passing_folders
from secdesk.ui import texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.messages import Messages
from secdesk.ui.place_memory import FILE_NAME, PlaceMemory
from secdesk.ui.safety import words as safety_words
from secdesk.ui.settings import Settings
from secdesk.ui.shared_folders import put_aside, shared_state
from secdesk.ui.trouble import Way
from secdesk.ui.widgets.info_bar import BarState
from secdesk.ui.widgets.label import menu_text

if TYPE_CHECKING:
    from secdesk.register.register import Register


BACKUP_SUFFIX = ".secdesk-backup"
"""How backups end, as :mod:`secdesk.register.container` says; that module is not imported before the first paint."""


class RegisterFiles(QObject):
    """Holds the one open register. A failed attempt leaves the one that was open as it is."""

    opened = Signal(object, object)
    """The :class:`Desk` of a register that is open now, and the :class:`BarState` that lasts, or None."""
    state_changed = Signal(object)
    """The :class:`BarState` that lasts from now on, or None: what was offered was taken."""
    closing = Signal()
    """The open register is about to be closed: store what is half typed, wait for what reads it."""

    def __init__(self, settings: Settings, messages: Messages, today: date | None, parent: QObject) -> None:
        """Open nothing yet. ``today`` None takes the day of the computer, or the sample's own for a sample."""
        super().__init__(parent)
        self._settings = settings
        self._messages = messages
        self._today = today
        self._memory = PlaceMemory(settings.folder / FILE_NAME)
        self._desk: Desk | None = None
        self._passing: PassingFolder | None = None
        sweep_passing_folders()
        self.ask_restore: Callable[[], object] | None = None
        """Asks for a backup and restores it; offered where a register is damaged."""
        self.ask_records: Callable[[Path], object] | None = None
        """Asks which records of a backup are to come back into the register that is open."""
        self.damaged: Path | None = None
        """The register that could not be opened because it is damaged, until another is open."""

    @property
    def desk(self) -> Desk | None:
        """The desk of the open register, or None."""
        return self._desk

    @property
    def is_passing(self) -> bool:
        """Whether the open register is a passing copy, which goes when it is closed."""
        return self._passing is not None

    def open(self, path: Path) -> bool:
        """Open a register, read-only where somebody else holds it; says why not where it cannot be opened."""
        import_records()
        from secdesk.register.register import Register

        if path.suffix == BACKUP_SUFFIX:
            return self.open_backup(path)
        if self._desk is not None and _same(path, self._desk.register.path) and not self._desk.register.read_only:
            return True
        reason = ""
        try:
            try:
                register = Register.open(path, who=self._settings.your_name)
            except RegisterHeld as error:
                reason = str(error)
                register = Register.open(path, read_only=True)
        except KnownError as error:
            self.damaged = path if isinstance(error, Damaged) else None
            self._refuse(error, texts.NOT_OPENED)
            return False
        self._settings.note_register(register.path)
        self._sit_down(register, self._held_state(reason, path) if reason else None)
        return True

    def open_again(self) -> bool:
        """Close the open register and open what is under its name now; False where nothing is open afterwards."""
        if self._desk is None:
            return False
        path = self._desk.register.path
        self.close()
        return self.open(path)

    def open_backup(self, path: Path) -> bool:
        """Open a backup for reading, as a register in a passing folder, which goes when it is closed."""
        from secdesk.ui.safety.backup_view import make_view

        passing = PassingFolder()
        before = self._desk.register.path if self._desk is not None and not self.is_passing else None
        try:
            register, state = make_view(path, passing.path)
        except KnownError as error:
            passing.remove()
            self._refuse(error, texts.NOT_OPENED)
            return False
        offers: list[tuple[str, Callable[[], object]]] = [(texts.KEEP_COPY, self.keep_copy)]
        if before is not None:  # two buttons are what the bar has room for; Keep a copy is in the File menu too
            offers = [
                (safety_words.BACK_TO.format(name=before.stem), partial(self.open, before)),
                (safety_words.BRING_RECORDS_BACK, partial(self._choose_records, before, path)),
            ]
        self._sit_down(register, replace(state, offers=offers), passing)
        return True

    def _choose_records(self, register: Path, backup: Path) -> None:
        """Go back to a register, and ask there which records of a backup are to come back into it."""
        if self.open(register) and self.ask_records is not None:
            self.ask_records(backup)

    def ask_open(self) -> None:
        """Ask for a register and open it."""
        path = self._messages.ask_open_register(self._folder())
        if path is not None:
            self.open(path)

    def ask_new(self) -> None:
        """Ask for a name and a folder, make an empty register there and open it."""
        path = self._messages.ask_new_register(self._folder() / f"{texts.NEW_REGISTER_NAME}.secdesk")
        if path is None:
            return
        import_records()
        from secdesk.register.register import Register

        try:
            register = Register.create(path, name=path.stem, who=self._settings.your_name)
        except KnownError as error:
            self._refuse(error, texts.NOT_MADE)
            return
        self._settings.note_register(register.path)
        self._sit_down(register, None)

    def open_sample(self) -> None:
        """Open the sample as a new copy in a passing folder, which goes when it is closed."""
        import_records()
        from secdesk.exchange.sample import fill_with_sample
        from secdesk.register.register import Register

        passing = PassingFolder()
        try:
            register = Register.create(passing.path / f"{texts.SAMPLE_NAME}.secdesk", name=texts.SAMPLE_NAME)
            try:
                fill_with_sample(register)
            except BaseException:
                register.close()
                raise
        except KnownError as error:
            passing.remove()
            self._refuse(error, texts.NOT_OPENED)
            return
        offers = [(texts.KEEP_COPY, self.keep_copy)]
        self._sit_down(register, lambda day: BarState(texts.SAMPLE_BAR.format(day=day), "info", offers), passing)

    def keep_copy(self) -> None:
        """Ask for a name, write the open register there as a copy, and go on in the copy."""
        if self._desk is None:
            return
        source = self._desk.register
        name = source.path.stem if self._passing else texts.COPY_NAME.format(name=source.path.stem)
        path = self._messages.ask_new_register(self._folder() / f"{name}.secdesk", texts.KEEP_COPY_TITLE)
        if path is None:
            return
        from secdesk.register.copying import copy_register

        try:
            copied = copy_register(source, path)
        except KnownError as error:
            self._refuse(error, texts.NOT_MADE)
            return
        if self.open(copied) and self._desk is not None:
            self._desk.say(shorten(texts.COPY_KEPT.format(name=copied.name)))

    def move_here(self) -> None:
        """Ask for a folder of this computer, go on there, and put the file in the shared folder aside."""
        if self._desk is None:
            return
        source = self._desk.register
        suggestion = Path(platformdirs.user_documents_path()) / source.path.name
        path = self._messages.ask_new_register(suggestion, texts.MOVE_TITLE)
        if path is None:
            return
        from secdesk.register.copying import copy_register

        try:
            copied = copy_register(source, path)
        except KnownError as error:
            self._refuse(error, texts.NOT_MADE)
            return
        if self.open(copied) and self._desk is not None:
            put_aside(source.path)
            self._desk.say(shorten(texts.MOVED_HERE.format(folder=copied.parent.name)))

    def close(self) -> None:
        """Close the open register, if any; a passing copy goes with it."""
        if self._desk is None:
            return
        self.closing.emit()
        desk, self._desk = self._desk, None
        desk.close()
        desk.deleteLater()
        if self._passing is not None:
            self._passing.remove()
            self._passing = None

    def _sit_down(
        self,
        register: Register,
        state: BarState | Callable[[str], BarState] | None,
        passing: PassingFolder | None = None,
    ) -> None:
        """Go on with a register in the place of the one before; a file in a ``passing`` folder goes with it."""
        from secdesk.rules.date_words import format_weekday
        from secdesk.services.home import sample_today

        self.close()
        self._passing, self.damaged = passing, None
        with register.read() as session:
            sample_day = sample_today(session)
        today = self._today or sample_day or date.today()
        self._desk = Desk(register, today, self, self._memory)
        day = format_weekday(today)
        if state is None and not register.read_only:
            state = shared_state(register.path, self._settings, self.move_here, self._keep_here)
        if state is None and sample_day is not None and self._today is None:
            state = BarState(texts.SAMPLE_DAY_BAR.format(day=day))
        self.opened.emit(self._desk, state(day) if callable(state) else state)

    def _held_state(self, reason: str, path: Path) -> BarState:
        offers = [(texts.WORK_ON_COPY, self.keep_copy), (texts.TRY_AGAIN, lambda: self.open(path))]
        holder = holder_of(path)
        words = texts.HELD_BAR.format(holder=holder) if holder else texts.READ_ONLY_BAR.format(reason=reason)
        return BarState(words, "warning", offers)

    def _keep_here(self) -> None:
        if self._desk is not None:
            self._settings.keep_here(self._desk.register.path)
        self.state_changed.emit(None)

    def _refuse(self, error: KnownError, title: str) -> None:
        ways = [Way(texts.WELCOME_OPEN, self.ask_open)] if title == texts.NOT_OPENED else []
        if isinstance(error, Damaged) and self.ask_restore is not None:
            ways.insert(0, Way(texts.RESTORE_BACKUP, self.ask_restore))
        is_plain = not isinstance(error, Damaged | NewerVersion | DiskFull)
        self._messages.show_refusal(error, title if is_plain else "", texts.SAFE_UNTOUCHED if is_plain else "", ways)

    @property
    def folder(self) -> Path:
        """Where the person keeps registers: the folder of the last one, else the documents."""
        return self._folder()

    def _folder(self) -> Path:
        recent = self._settings.recent
        if recent and recent[0].parent.is_dir():
            return recent[0].parent
        return Path(platformdirs.user_documents_path())


class RecentMenu(QObject):
    """The menu of the registers that were open before, the last one first."""

    def __init__(self, menu: QMenu, settings: Settings, files: RegisterFiles) -> None:
        """Fill the menu now, and again whenever it is opened."""
        super().__init__(menu)
        self._menu, self._settings, self._files = menu, settings, files
        menu.aboutToShow.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        for path in self._settings.recent:
            action = self._menu.addAction(menu_text(str(path)))
            action.triggered.connect(lambda _checked, path=path: self._files.open(path))
        if self._menu.isEmpty():
            self._menu.addAction(texts.NO_RECENT).setEnabled(False)


def import_records() -> None:
    """Import the records and their library without the collector running, which would walk all of it again and again.

    Done after the first paint: it is the largest part of the start (targets.md 1).
    """
    if "secdesk.register.register" in sys.modules:
        return
    was_on = gc.isenabled()
    gc.disable()
    try:
        import secdesk.models
        import secdesk.register.register
        import secdesk.services.home  # noqa: F401 - imported for the time it takes, used by name elsewhere
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def holder_of(path: Path) -> str:
    """Return who has a register open, on which computer and since when; of today only the time is told."""
    from secdesk.register.lock import WriteLock

    holder = WriteLock(path.resolve()).holder()
    if holder is None:
        return ""
    return holder.sentence().removesuffix(f" on {date.today():%d %b %Y}")


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
