"""Faults of the program itself: logged without a word of any record, shown once, never the end of the window.

An exception in a slot never reaches whoever emitted the signal (design.md 4), so all of them end here, with those of
threads and the messages of Qt (reliability.md 4.9).
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

LOG_FILES, LOG_BYTES = 5, 1_000_000
_PACKAGE = Path(__file__).resolve().parent.parent

log = logging.getLogger("secdesk")


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that nobody expected: an id that is the same for the same fault, and where it came from."""

    id: str
    details: str


def fault_of(error: BaseException) -> Fault:
    """Return what may be told of an exception: its types and lines of code, never its text, which may quote records."""
    import hashlib  # a millisecond that the first paint need not wait for

    lines: list[str] = []
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(_class_name(type(link)))
        lines.extend(f"  {_where(frame)}" for frame in traceback.extract_tb(link.__traceback__))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    details = "\n".join(lines)
    return Fault(hashlib.sha256(details.encode()).hexdigest()[:8], details)


class Faults(QObject):
    """Catches what would be lost and tells the window, on the window's own thread."""

    caught = Signal(object)
    """A :class:`Fault`; emitted wherever it happened, delivered to the window's thread."""
    _came_up = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Log to a folder; nothing is caught before :meth:`install`."""
        super().__init__(parent)
        self.folder = folder
        self._crashes: TextIO | None = None
        self._handler: logging.Handler | None = None
        self._came_up.connect(self.caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch the exceptions of slots and threads and the messages of Qt from now on."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(self._on_qt_message)

    def remove(self) -> None:
        """Put back what Python and Qt do by themselves, and close the log."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()
        if self._handler is not None:
            log.removeHandler(self._handler)
            self._handler.close()

    def open_log(self) -> None:
        """Open the log; done by itself for the first entry, and best after the first paint, as it takes its time."""
        from logging.handlers import RotatingFileHandler

        if self._handler is not None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._crashes = open(self.folder / "crash.log", "a", encoding="utf-8")  # noqa: SIM115 - closed in remove
            handler = RotatingFileHandler(
                self.folder / "secdesk.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8"
            )
        except OSError:
            return  # a full or closed disk must not keep anybody from working
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._handler = handler
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
        faulthandler.enable(self._crashes)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._tell(error.with_traceback(trace))

    def _on_thread_exception(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self._tell(found.exc_value)

    def _tell(self, error: BaseException) -> None:
        self.open_log()
        fault = fault_of(error)
        log.error("fault %s\n%s", fault.id, fault.details)
        self._came_up.emit(fault)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        self.open_log()
        level = _LEVELS.get(kind, logging.INFO)
        log.log(level, "qt %s: %s", context.category or "default", message.replace(str(Path.home()), "~"))


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _class_name(kind: type[BaseException]) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _where(frame: traceback.FrameSummary) -> str:
    """Return a frame as file, line and function; files outside the program by their last two parts."""
    path = Path(frame.filename)
    name = os.path.relpath(path, _PACKAGE.parent) if path.is_relative_to(_PACKAGE) else "/".join(path.parts[-2:])
    return f"{Path(name).as_posix()}:{frame.lineno} {frame.name}"
