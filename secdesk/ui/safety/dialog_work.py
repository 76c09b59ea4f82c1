"""What a dialog does beside the window: one job at a time, with words and a bar in the dialog itself (ux.md 3.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from secdesk.errors import KnownError
from secdesk.register.progress import Progress, Stopped
from secdesk.ui import theme
from secdesk.ui.long_work import LongWork, Working
from secdesk.ui.widgets.words import make_label

T = TypeVar("T")


class DialogWork(QWidget):
    """Says after a second how far the newest job is; an older one is stopped and nobody hears of it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        """Have nothing to do; ``name`` is the first part of the names of its widgets."""
        super().__init__(parent)
        self._works: list[LongWork] = []
        self._newest: LongWork | None = None
        self._words = make_label(role="caption", wraps=True, name=f"{name}.work")
        self._bar = QProgressBar(self)
        self._bar.setObjectName(f"{name}.bar")
        self._bar.setTextVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_1)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for a result."""
        return self._newest is not None

    def start(
        self,
        words: str,
        job: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_refused: Callable[[KnownError], None],
    ) -> None:
        """Begin a job; only one of ``on_done`` and ``on_refused`` hears of it, and only if none was begun since."""
        if self._newest is not None:
            self._newest.stop()
        work: LongWork

        def done(result: T) -> None:
            if self._is_newest(work):
                on_done(result)

        def refused(error: KnownError) -> None:
            if self._is_newest(work) and not isinstance(error, Stopped):
                on_refused(error)

        work = self._newest = LongWork(words, job, done, refused, self)
        self._works.append(work)
        self._bar.setAccessibleName(words)
        work.changed.connect(lambda working, work=work: self._show(work, working))
        work.ended.connect(lambda work=work: self._works.remove(work))
        work.start()

    def wait(self) -> None:
        """Stop what is under way and wait until it has ended; nobody hears of its result."""
        self._newest = None
        for work in tuple(self._works):
            work.wait()
        self._works.clear()

    def _is_newest(self, work: LongWork) -> bool:
        if self._newest is not work:
            return False
        self._newest = None
        return True

    def _show(self, work: LongWork, working: Working | None) -> None:
        if work is not self._newest and self._newest is not None:
            return
        self.setVisible(working is not None)
        if working is not None:
            self._words.setText(working.sentence())
            self._bar.setRange(0, working.total)
            self._bar.setValue(working.done)
