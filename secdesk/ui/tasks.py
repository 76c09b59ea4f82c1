"""Work that may take longer than a tenth of a second, done beside the window (design.md 5.13).

A job is a plain function that gets values and returns one: never a widget, never a live record.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from secdesk.errors import KnownError

T = TypeVar("T")


class Task(QObject, Generic[T]):
    """One job on a thread of its own. Its result, or its error, comes back on the window's thread.

    Only one of ``on_done``, ``on_refused`` (a KnownError) and the program's fault handler hears of it, and none does
    after :meth:`forget`.
    """

    ended = Signal()
    _came_back = Signal(object, object)

    def __init__(
        self,
        job: Callable[[], T],
        on_done: Callable[[T], None],
        on_refused: Callable[[KnownError], None],
        parent: QObject,
    ) -> None:
        """Keep the job; :meth:`start` begins it."""
        super().__init__(parent)
        self._job = job
        self._on_done: Callable[[T], None] | None = on_done
        self._on_refused = on_refused
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="secdesk-task", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def forget(self) -> None:
        """Hear nothing more of the job; it ends by itself."""
        self._on_done = None

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the job has ended, so that its files are closed, or for so long; its result is not delivered."""
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = self._job()
        except BaseException as caught:
            error = caught
        try:
            self._came_back.emit(result, error)
        except RuntimeError:
            return  # the window was closed meanwhile, and with it whoever asked

    def _on_came_back(self, result: T, error: BaseException | None) -> None:
        on_done, self._on_done = self._on_done, None
        self._thread.join()
        self.ended.emit()
        self.deleteLater()
        if on_done is None:
            return
        if error is None:
            on_done(result)
        elif isinstance(error, KnownError):
            self._on_refused(error)
        else:
            raise error
