"""Long work on the window's own thread: a change of the register, which nobody else may write meanwhile (ux.md 3.6).

After a second a dialog tells how far it is and offers Cancel; what is cancelled is taken back as a whole, because it
was one transaction. Other windows are locked meanwhile, so that nothing can begin a second change.
"""

from __future__ import annotations

import time
from types import TracebackType

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QCloseEvent, QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from secdesk.register.progress import Stopped
from secdesk.ui import texts, theme
from secdesk.ui.long_work import POINTER_MS, WORDS_MS, Working
from secdesk.ui.widgets.label import plain_label

_BETWEEN_SECONDS = 0.05


class WorkDialog(QDialog):
    """Says how far work is; Cancel and Esc ask it to stop, closing does no more."""

    def __init__(self, parent: QWidget | None) -> None:
        """Build it with nothing to tell yet."""
        super().__init__(parent)
        self.setObjectName("work")
        self.setWindowTitle(texts.WORKING)
        self.setAccessibleName(texts.WORKING)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.is_stopped = False
        self._words = plain_label("", wraps=True)
        self._words.setObjectName("work.words")
        self._bar = QProgressBar(self)
        self._bar.setObjectName("work.bar")
        self._bar.setAccessibleName(texts.WORKING)
        self._bar.setTextVisible(False)
        cancel = QPushButton(texts.CANCEL, self)
        cancel.setObjectName("work.cancel")
        cancel.setAccessibleName(texts.CANCEL)
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.FIELD_GAP)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addWidget(cancel, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def show_working(self, working: Working) -> None:
        """Tell how far it is."""
        self._words.setText(working.sentence())
        self._bar.setRange(0, working.total)
        self._bar.setValue(working.done)

    def reject(self) -> None:
        """Ask the work to stop; the dialog goes when it has."""
        self.is_stopped = True
        self._words.setText(texts.STOPPING)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take closing for Cancel while the work goes on."""
        if self.isVisible():
            event.ignore()
            self.reject()


class WorkHere:
    """A :class:`~secdesk.register.progress.Progress` that keeps the window alive between the steps of a job."""

    def __init__(self, words: str, cancellable: bool = True) -> None:
        """Begin the clock."""
        self._words = words
        self._cancellable = cancellable
        self._began = self._looked = time.monotonic()
        self._dialog: WorkDialog | None = None
        self._has_pointer = False

    def __enter__(self) -> WorkHere:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._has_pointer:
            QGuiApplication.restoreOverrideCursor()
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()

    def __call__(self, words: str, done: int, total: int) -> None:
        """Take note and let the window live for a moment; raises Stopped when the person asked for it."""
        now = time.monotonic()
        if now - self._looked < _BETWEEN_SECONDS and done < total:
            return
        self._looked = now
        passed = (now - self._began) * 1000
        if passed >= POINTER_MS and not self._has_pointer:
            self._has_pointer = True
            QGuiApplication.setOverrideCursor(QCursor(Qt.CursorShape.BusyCursor))
        if passed >= WORDS_MS and self._cancellable:
            self._tell(Working(words or self._words, done, total))
        self._live()

    def _tell(self, working: Working) -> None:
        if self._dialog is None:
            self._dialog = WorkDialog(QApplication.activeWindow())
            self._dialog.show()
        if not self._dialog.is_stopped:
            self._dialog.show_working(working)

    def _live(self) -> None:
        flags = QEventLoop.ProcessEventsFlag
        # Before the dialog locks the window, no key and no click may begin anything else.
        allowed = flags.AllEvents if self._dialog is not None else flags.ExcludeUserInputEvents
        QApplication.processEvents(allowed)
        if self._dialog is not None and self._dialog.is_stopped:
            raise Stopped(texts.STOPPED)
