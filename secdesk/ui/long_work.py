"""Long work: told in words and numbers after a second, stopped by whoever asked for it (ux.md 3.6).

Under 0.3 s nothing is shown, to 1 s a busy pointer, over 1 s words, a number where one is known, and Cancel.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication

from secdesk.errors import KnownError
from secdesk.register.progress import Progress, Stopped
from secdesk.ui import texts
from secdesk.ui.tasks import Task

T = TypeVar("T")
POINTER_MS, WORDS_MS = 300, 1000
"""When the pointer, and when words say that something is under way."""
_BETWEEN_SECONDS = 0.05
"""How often at most a job tells the window how far it is."""


@dataclass(frozen=True, slots=True)
class Working:
    """How far work is: ``total`` is 0 where no number is known."""

    words: str
    done: int = 0
    total: int = 0
    can_stop: bool = True

    def sentence(self) -> str:
        """Return it in words: ``Importing 1,240 of 3,000``."""
        return f"{self.words} {self.done:,} of {self.total:,}" if self.total else self.words


class LongWork(QObject):
    """One job beside the window. ``job`` gets a :class:`Progress`, which raises :class:`Stopped` once it is stopped.

    Only one of ``on_done``, ``on_refused`` and the program's fault handler hears of its end.
    """

    changed = Signal(object)
    """A :class:`Working` once words are due, and at each step from then on; None when it is over."""
    ended = Signal()
    _came_on = Signal(str, int, int)

    def __init__(
        self,
        words: str,
        job: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_refused: Callable[[KnownError], None],
        parent: QObject,
        cancellable: bool = True,
    ) -> None:
        """Keep the job; :meth:`start` begins it."""
        super().__init__(parent)
        self._working = Working(words, can_stop=cancellable)
        self._stopped = threading.Event()
        self._told_at = 0.0
        self.is_told = False
        """Whether words are due by now."""
        self._task: Task[Any] = Task(lambda: job(self._progress), on_done, on_refused, self)
        self._task.ended.connect(self._on_ended)
        self._came_on.connect(self._on_came_on, Qt.ConnectionType.QueuedConnection)
        self._pointer = self._timer(POINTER_MS, self._show_pointer)
        self._words = self._timer(WORDS_MS, self._show_words)
        self._has_pointer = False

    @property
    def working(self) -> Working:
        """How far it is."""
        return self._working

    def start(self) -> None:
        """Begin."""
        self._pointer.start()
        self._words.start()
        self._task.start()

    def stop(self) -> None:
        """Have the job stop at its next step; nothing happens where it cannot be stopped or is over."""
        if self._working.can_stop:
            self._stopped.set()

    def wait(self) -> None:
        """Stop the job where that is possible, and wait until it has ended; nobody hears of its result."""
        self.stop()
        self._task.forget()
        self._task.wait()
        self._hide()

    def _progress(self, words: str, done: int, total: int) -> None:
        """Called by the job, on its own thread."""
        import time

        if self._stopped.is_set():
            raise Stopped(texts.STOPPED)
        now = time.monotonic()
        if now - self._told_at >= _BETWEEN_SECONDS or done >= total:
            self._told_at = now
            self._came_on.emit(words, done, total)

    def _on_came_on(self, words: str, done: int, total: int) -> None:
        self._working = Working(words or self._working.words, done, total, self._working.can_stop)
        if self.is_told:
            self.changed.emit(self._working)

    def _on_ended(self) -> None:
        self._hide()
        self.ended.emit()
        self.deleteLater()

    def _show_pointer(self) -> None:
        self._has_pointer = True
        QGuiApplication.setOverrideCursor(QCursor(Qt.CursorShape.BusyCursor))

    def _show_words(self) -> None:
        self._hide_pointer()
        self.is_told = True
        self.changed.emit(self._working)

    def _hide(self) -> None:
        self._pointer.stop()
        self._words.stop()
        self._hide_pointer()
        if self.is_told:
            self.is_told = False
            self.changed.emit(None)

    def _hide_pointer(self) -> None:
        if self._has_pointer:
            self._has_pointer = False
            QGuiApplication.restoreOverrideCursor()

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer
