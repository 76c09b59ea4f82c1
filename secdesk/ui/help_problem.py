"""Report a problem: a text file with what helps to find a fault, and no word of any register (ux.md 2.2)."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QUrl, qVersion
from PySide6.QtGui import QGuiApplication

from secdesk.errors import KnownError
from secdesk.files import write_atomically
from secdesk.ui import help_words, texts
from secdesk.ui.widgets.toast import Notice

if TYPE_CHECKING:
    from secdesk.ui.main_window import MainWindow

_LINES = 200
"""How many of the last lines of each log are told."""
_BYTES = 200_000
_LOGS = ("secdesk.log", "crash.log")
_PARTS = ("PySide6-Essentials", "SQLAlchemy", "reportlab", "pikepdf")


def report_problem(window: MainWindow) -> None:
    """Ask where to, write the file there and say so."""
    now = datetime.now().astimezone()
    suggestion = window.settings.papers_folder.parent / help_words.PROBLEM_NAME.format(day=now.date().isoformat())
    path = window.messages.ask_text_file(suggestion, help_words.PROBLEM_TITLE)
    if path is None:
        return
    try:
        write_atomically(path, problem_text(window, now).encode())
    except (OSError, KnownError) as error:
        window.messages.show_refusal(KnownError(str(error)), help_words.PROBLEM_NOT_WRITTEN)
        return
    folder = QUrl.fromLocalFile(str(path.parent))
    window.notices.tell(Notice(help_words.PROBLEM_WRITTEN, texts.SHOW_IN_FOLDER, lambda: window.open_url(folder)))


def problem_text(window: MainWindow, now: datetime) -> str:
    """Return the report: the program, the computer, how it looks, the end of the log."""
    lines = [
        help_words.PROBLEM_HEAD,
        "",
        f"Written   {now.isoformat(timespec='minutes')}",
        f"Program   secdesk {metadata.version('secdesk')}",
        f"System    {platform.platform()}, Python {platform.python_version()}, Qt {qVersion()}",
        f"Libraries {', '.join(_versions())}",
        f"Screens   {', '.join(_screens())}",
        f"Language  {QLocale.system().name()}",
        f"Look      {window.look.choice}, text {window.settings.text_scale} %, rows {window.settings.row_height}",
        f"Place     {window.places.key or 'none'}, {'a register is open' if window.desk else 'no register is open'}",
    ]
    for name in _LOGS:
        lines += ["", f"The end of {name}", *_tail(window.settings.log_folder / name)]
    return "\n".join(lines) + "\n"


def _versions() -> Iterator[str]:
    for part in _PARTS:
        yield f"{part} {metadata.version(part)}"


def _screens() -> Iterator[str]:
    for screen in QGuiApplication.screens():
        size = screen.geometry()
        yield f"{size.width()}x{size.height()} at {screen.devicePixelRatio():g}"


def _tail(path: Path) -> list[str]:
    """Return the last lines of a log, with the person's own folder left out of them."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return [help_words.PROBLEM_NO_LOG]
    return text.replace(str(Path.home()), "~").splitlines()[-_LINES:] or [help_words.PROBLEM_NO_LOG]
