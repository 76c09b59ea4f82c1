"""Opening, making and copying registers: what the File menu and Welcome do."""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from secdesk.errors import KnownError, RegisterHeld
from secdesk.ui import texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.messages import Messages
from secdesk.ui.settings import Settings
from secdesk.ui.trouble import Way
from secdesk.ui.widgets.info_bar import BarState
from secdesk.ui.widgets.label import menu_text

if TYPE_CHECKING:
    from secdesk.register.register import Register


class RegisterFiles(QObject):
    """Holds the one open register. A failed attempt leaves the one that was open as it is."""

    opened = Signal(object, object)
    """The :class:`Desk` of a register that is open now, and the :class:`BarState` that lasts, or None."""
    closing = Signal()
    """The open register is about to be closed: store what is half typed, wait for what reads it."""

    def __init__(self, settings: Settings, messages: Messages, today: date | None, parent: QObject) -> None:
        """Open nothing yet. ``today`` None takes the day of the computer, or the sample's own for a sample."""
        super().__init__(parent)
        self._settings = settings
        self._messages = messages
        self._today = today
        self._desk: Desk | None = None
        self._passing: Path | None = None

    @property
    def desk(self) -> Desk | None:
        """The desk of the open register, or None."""
        return self._desk

    def open(self, path: Path) -> bool:
        """Open a register, read-only where somebody else holds it; says why not where it cannot be opened."""
        import_records()
        from secdesk.register.register import Register

        if self._desk is not None and _same(path, self._desk.register.path) and not self._desk.register.read_only:
            return True
        reason = ""
        try:
            try:
                register = Register.open(path)
            except RegisterHeld as error:
                reason = str(error)
                register = Register.open(path, read_only=True)
        except KnownError as error:
            self._refuse(error, texts.NOT_OPENED)
            return False
        self._settings.note_register(register.path)
        self._sit_down(register, self._held_state(reason, path) if reason else None)
        return True

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
            register = Register.create(path, name=path.stem)
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

        folder = Path(tempfile.mkdtemp(prefix="secdesk-"))
        try:
            register = Register.create(folder / f"{texts.SAMPLE_NAME}.secdesk", name=texts.SAMPLE_NAME)
            try:
                fill_with_sample(register)
            except BaseException:
                register.close()
                raise
        except KnownError as error:
            shutil.rmtree(folder, ignore_errors=True)
            self._refuse(error, texts.NOT_OPENED)
            return
        offers = [(texts.KEEP_COPY, self.keep_copy)]
        self._sit_down(register, lambda day: BarState(texts.SAMPLE_BAR.format(day=day), "info", offers))
        self._passing = folder

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

    def close(self) -> None:
        """Close the open register, if any; a passing copy goes with it."""
        if self._desk is None:
            return
        self.closing.emit()
        desk, self._desk = self._desk, None
        desk.close()
        desk.deleteLater()
        if self._passing is not None:
            shutil.rmtree(self._passing, ignore_errors=True)
            self._passing = None

    def _sit_down(self, register: Register, state: BarState | Callable[[str], BarState] | None) -> None:
        from secdesk.rules.date_words import format_weekday
        from secdesk.services.home import sample_today

        self.close()
        with register.read() as session:
            sample_day = sample_today(session)
        today = self._today or sample_day or date.today()
        self._desk = Desk(register, today, self)
        day = format_weekday(today)
        if state is None and sample_day is not None and self._today is None:
            state = BarState(texts.SAMPLE_DAY_BAR.format(day=day))
        self.opened.emit(self._desk, state(day) if callable(state) else state)

    def _held_state(self, reason: str, path: Path) -> BarState:
        offers = [(texts.WORK_ON_COPY, self.keep_copy), (texts.TRY_AGAIN, lambda: self.open(path))]
        return BarState(texts.READ_ONLY_BAR.format(reason=reason), "warning", offers)

    def _refuse(self, error: KnownError, title: str) -> None:
        ways = [Way(texts.WELCOME_OPEN, self.ask_open)] if title == texts.NOT_OPENED else []
        self._messages.show_refusal(error, title, texts.SAFE_UNTOUCHED, ways)

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


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
