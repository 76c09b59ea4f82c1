"""Copies of the backups at a second place, made beside the window: a stick that is away holds up nothing (ux.md 2.16).

A folder on a network may keep whoever asks for it waiting for minutes. So every look at it happens on a thread that
nobody has to wait for, and closing gives it what is left of three seconds.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from secdesk.errors import KnownError, NotFound
from secdesk.register.progress import Stopped
from secdesk.rules.date_words import format_weekday
from secdesk.ui.safety import words
from secdesk.ui.tasks import Task

if TYPE_CHECKING:
    from secdesk.register.second_place import SecondCopies
    from secdesk.ui.settings import Settings


@dataclass(frozen=True, slots=True)
class Kept:
    """Whose backups are copied: the register file, its id, and the folder of its backups."""

    register: Path
    register_id: str
    folder: Path


class SecondPlace(QObject):
    """Copies what the second place lacks, one job at a time, and knows whether the last one got there."""

    changed = Signal()
    """Whether backups get there is otherwise than before."""
    failed = Signal(str)
    """The first backup that did not get there since one did: what is wrong, in a sentence."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        """Copy nothing yet."""
        super().__init__(parent)
        self._settings = settings
        self._task: Task[SecondCopies] | None = None
        self._again: Kept | None = None
        self._stopped = threading.Event()
        self._result: list[SecondCopies] = []
        self._place = settings.second_backups_folder

    @property
    def is_busy(self) -> bool:
        """Whether something is being copied."""
        return self._task is not None

    @property
    def problem(self) -> str:
        """Why the last backup did not get there, or nothing."""
        return self._settings.second_problem

    @property
    def is_waiting(self) -> bool:
        """Whether it is worth a try without a new backup: the last one did not get there, or the place is another."""
        return self._task is None and (bool(self.problem) or self._place != self._settings.second_backups_folder)

    def carry_on(self, kept: Kept) -> None:
        """Copy what the second place lacks, if there is one; while that is done already, once more after it."""
        self._place = self._settings.second_backups_folder
        if self._task is not None:
            self._again = kept
        elif self._place is not None:
            self._begin(kept)
        else:
            self.changed.emit()

    def finish(self, kept: Kept | None, seconds: float) -> None:
        """Copy the newest backup now, and wait so long for it at most; then nothing more is heard of it."""
        running, self._task, self._again = self._task, None, None
        if running is not None:
            self._stopped.set()
            running.forget()
        if kept is not None and self._settings.second_backups_folder is not None:
            self._begin(kept, only_newest=True)
            last = self._task
            if last is not None:
                last.forget()
                last.wait(max(0.0, seconds))
                self._stopped.set()
            self._note(kept)
        self._task = None

    def _begin(self, kept: Kept, only_newest: bool = False) -> None:
        place = self._settings.second_backups_folder
        assert place is not None, "without a second place nothing is copied"
        stopped = threading.Event()
        result: list[SecondCopies] = []
        self._stopped, self._result = stopped, result

        def job() -> SecondCopies:
            done = copy_backups(kept, place, only_newest, stopped)
            result.append(done)
            return done

        self._task = Task(job, lambda _done: self._on_done(kept), self._on_refused, self)
        self._task.start()

    def _note(self, kept: Kept) -> None:
        """Keep when the newest backup that is there was made."""
        if self._result and self._result[0].newest is not None:
            self._settings.note_second_copy(kept.register_id, self._result[0].newest.made)

    def _on_done(self, kept: Kept) -> None:
        self._task = None
        self._note(kept)
        if self.problem:
            self._settings.second_problem = ""
            self.changed.emit()
        self._go_on()

    def _on_refused(self, error: KnownError) -> None:
        self._task = None
        if not isinstance(error, Stopped):
            is_new = not self.problem
            self._settings.second_problem = str(error)
            self.changed.emit()
            if is_new:
                self.failed.emit(words.SECOND_AWAY if isinstance(error, NotFound) else words.SECOND_REFUSED)
        self._go_on()

    def _go_on(self) -> None:
        again, self._again = self._again, None
        if again is not None:
            self.carry_on(again)


def copy_backups(kept: Kept, place: Path, only_newest: bool, stopped: threading.Event) -> SecondCopies:
    """Copy the backups of a register that the second place lacks, reading the register by a connection of its own."""
    from secdesk.register.register import Register
    from secdesk.register.second_place import copy_on

    sentence = words.SECOND_STOPPED

    def progress(words: str, done: int, total: int) -> None:
        if stopped.is_set():
            raise Stopped(sentence)

    with Register.open(kept.register, read_only=True) as register:
        return copy_on(register, kept.folder, place, only_newest=only_newest, progress=progress)


def tell_second(settings: Settings, register_id: str) -> str:
    """Return which backup of a register the second place has, and what is wrong; nothing where there is none."""
    if settings.second_backups_folder is None:
        return ""
    made = settings.last_second_copy(register_id) if register_id else None
    when = f"{format_weekday(made.date())} {made:%H:%M}" if made is not None else ""
    last = words.SECOND_LAST.format(when=when) if when else words.SECOND_NONE_YET if register_id else ""
    return " ".join(filter(None, (last, f"{settings.second_problem}." if settings.second_problem else "")))
