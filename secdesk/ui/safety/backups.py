"""Backups of the open register: by hand with one key, and by themselves while a person works (ux.md 2.15).

By themselves: after the first change of a session, every 30 minutes of changes, and at closing, which they hold up by
three seconds at most (reliability.md 4.4).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from secdesk.errors import KnownError
from secdesk.register.progress import Progress, Stopped, silent
from secdesk.ui.safety import words
from secdesk.ui.safety.second_place import Kept, SecondPlace, tell_second

if TYPE_CHECKING:
    from secdesk.register.backup import BackupReport
    from secdesk.register.kept_backups import Head
    from secdesk.ui.desk import Desk
    from secdesk.ui.long_work import LongWork
    from secdesk.ui.settings import Settings

AT_CLOSING = 3.0
"""Seconds for which closing may wait for a backup."""
OLD_AFTER = timedelta(days=7)
_REST_MS = 2000
_LOOK_MS = 60_000


class Backups(QObject):
    """Makes the backups of one open register after another, and knows how old the newest is."""

    age_changed = Signal(str, bool)
    """How old the newest backup is, in words, and whether that is a warning."""
    written = Signal(str, object)
    """What a person asked for is done: the words, and the :class:`QUrl` of the folder."""
    refused = Signal(object)
    """A :class:`KnownError`: a backup could not be written."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        """Wait for a register."""
        super().__init__(parent)
        self._settings = settings
        self._desk: Desk | None = None
        self._is_passing: Callable[[], bool] = bool
        self._work: LongWork | None = None
        self._last: Head | None = None
        self._last_at: float | None = None
        self._newest: datetime | None = None
        self.second = SecondPlace(settings, self)
        self.second.changed.connect(self._tell_age)
        self._rest = self._timer(_REST_MS, self._back_up_if_due, single=True)
        self._look = self._timer(_LOOK_MS, self.look)

    def use(self, desk: Desk, is_passing: Callable[[], bool]) -> None:
        """Look after a register. A passing copy, such as the sample, is backed up only by hand."""
        from secdesk.register.kept_backups import list_backups

        self._desk, self._is_passing = desk, is_passing
        kept = [each for each in list_backups(self.folder) if each.is_sound]
        self._newest = max((each.made for each in kept), default=None)
        self._last, self._last_at = None, None
        head = desk.register.chain_head()
        if any((each.step, each.head) == (head[0], head[1][:8]) for each in kept):
            self._last = head
        desk.records_changed.connect(self._on_changed)
        self._look.start()
        self._tell_age()

    def leave(self) -> None:
        """Make a last backup where one is due and copy it on, within three seconds, and look after nothing any more."""
        desk, self._desk = self._desk, None
        if desk is None:
            return
        end = time.monotonic() + AT_CLOSING
        self._rest.stop()
        self._look.stop()
        desk.records_changed.disconnect(self._on_changed)
        if self._work is not None:
            self._work.wait()
            self._work = None
        try:
            is_new = self._changed_since_last(desk) and self._back_up_in_time(desk, end)
            kept = self._kept(desk) if is_new or self.second.is_busy else None
        except KnownError:  # the file was damaged or taken away while it was open: closing it must go on all the same
            kept = None
        self.second.finish(kept, end - time.monotonic())
        self.age_changed.emit("", False)

    @property
    def folder(self) -> Path:
        """Where the backups of the open register are kept."""
        assert self._desk is not None, "a folder of backups belongs to a register"
        return self._kept(self._desk).folder

    @property
    def second_words(self) -> str:
        """Where the second place is and which backup it has, in words; nothing where there is none."""
        register_id = self._desk.register.register_id if self._desk is not None else ""
        return tell_second(self._settings, register_id)

    def carry_on(self) -> None:
        """Copy what the second place lacks; a passing register has no place there."""
        if self._desk is not None and not self._is_passing():
            self.second.carry_on(self._kept(self._desk))

    def look(self) -> None:
        """Say how old the newest backup is, and see whether a second place that was away is there again."""
        self._tell_age()
        if self.second.is_waiting:
            self.carry_on()

    def _kept(self, desk: Desk) -> Kept:
        from secdesk.register.kept_backups import folder_of

        register = desk.register
        folder = folder_of(self._settings.backups_folder, register.path.stem, register.register_id)
        return Kept(register.path, register.register_id, folder)

    def back_up_now(self) -> None:
        """Write a backup beside the window and say where it is."""
        if self._desk is not None and self._work is None:
            self._begin(by_hand=True)

    def _begin(self, by_hand: bool) -> None:
        desk = self._desk
        assert desk is not None
        path, folder = desk.register.path, self.folder

        def job(progress: Progress) -> BackupReport:
            return back_up(path, folder, progress)

        self._work = desk.work(
            words.BACKING_UP,
            job,
            lambda report: self._on_written(report, by_hand),
            lambda error: self._on_refused(error, by_hand),
        )

    def _on_written(self, report: BackupReport, by_hand: bool) -> None:
        self._work = None
        self._last, self._last_at, self._newest = report.head, time.monotonic(), datetime.now()
        self._tell_age()
        if by_hand or not report.is_sound:
            told = words.BACKUP_SAVED.format(size=in_bytes(report.size)) if report.is_sound else words.BACKUP_UNSOUND
            self.written.emit(told, QUrl.fromLocalFile(str(report.path.parent)))
        self.carry_on()

    def _on_refused(self, error: KnownError, by_hand: bool) -> None:
        self._work = None
        self._last_at = time.monotonic()  # try again in half an hour, not at every change
        if not isinstance(error, Stopped) or by_hand:
            self.refused.emit(error)

    def _on_changed(self, _announcement: object) -> None:
        self._rest.start()

    def _back_up_if_due(self) -> None:
        from secdesk.register.kept_backups import is_due

        desk = self._desk
        if desk is None or self._work is not None or self._is_passing() or desk.register.read_only:
            return
        since = None if self._last_at is None else timedelta(seconds=time.monotonic() - self._last_at)
        try:
            due = is_due(desk.register.chain_head(), self._last, since)
        except KnownError as error:  # the file was damaged or taken away: said once, not every time it is looked at
            self._look.stop()
            self._on_refused(error, by_hand=False)
            return
        if due:
            self._begin(by_hand=False)

    def _changed_since_last(self, desk: Desk) -> bool:
        if self._is_passing() or desk.register.read_only:
            return False
        head = desk.register.chain_head()
        return head[0] > 0 and head != self._last

    def _back_up_in_time(self, desk: Desk, end: float) -> bool:
        """Back up while the register is being closed; where it takes too long nothing is left of it."""

        def progress(words: str, done: int, total: int) -> None:
            if time.monotonic() > end:
                raise Stopped(words)

        try:
            back_up(desk.register.path, self._kept(desk).folder, progress)
        except KnownError:
            return False  # the next session begins with a backup
        return True

    def _tell_age(self) -> None:
        if self._desk is None or self._is_passing():
            self.age_changed.emit("", False)
            return
        if self._newest is None:
            self.age_changed.emit(words.NO_BACKUP, False)
            return
        age = datetime.now() - self._newest
        is_old = age > OLD_AFTER
        told = words.BACKUP_OLD if is_old else words.BACKUP_AGE
        brief = in_time(age)
        said = told.format(age=brief) if brief else words.BACKUP_JUST_NOW
        missing = bool(self.second.problem) and self._settings.second_backups_folder is not None
        self.age_changed.emit(words.ONLY_HERE.format(age=said) if missing else said, is_old or missing)

    def _timer(self, milliseconds: int, act: object, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.setSingleShot(single)
        timer.timeout.connect(act)
        return timer


def back_up(path: Path, folder: Path, progress: Progress = silent) -> BackupReport:
    """Write a backup of a register file to a folder, through a connection of its own, and prove it."""
    from secdesk.register.backup import write_backup
    from secdesk.register.register import Register
    from secdesk.services.remade_papers import remake_paper

    folder.mkdir(parents=True, exist_ok=True)
    with Register.open(path, read_only=True) as own:
        now = datetime.now().astimezone()
        return write_backup(own, folder=folder, now=now, remake=remake_paper, progress=progress)


def in_bytes(size: int) -> str:
    """Return a size as people read it: ``2.1 MB``, ``38 kB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"


def in_time(age: timedelta) -> str:
    """Return a time that passed in its largest unit: ``3 h``, ``5 days``; nothing for less than a minute."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return ""
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"
