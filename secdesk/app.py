"""The window's way in: the frame is painted first, then the register is opened and its places are shown.

Nothing here or in what it imports at its head imports sqlalchemy, reportlab or QtPdf: they take longer than the first
painting of the window (design.md 5.16, targets.md 1).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from secdesk import machine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from secdesk.ui.desk import Desk
    from secdesk.ui.faults import Faults
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.settings import Settings

DONE, NOT_POSSIBLE = 0, 2
_SETTLE_MS = 300
"""How long the window may take to draw what it shows before its picture is taken."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about the window (design.md 6)."""

    register: Path | None = None
    today: date | None = None
    theme: Literal["light", "dark"] | None = None
    settings: Path | None = None
    single_instance: bool = True
    screenshot: Path | None = None


def main(argv: Sequence[str]) -> int:
    """Open the window with these arguments and return the exit code when it is closed."""
    return run(read_options(argv))


def read_options(argv: Sequence[str]) -> Options:
    """Return what the arguments say; arguments that cannot be read end the program with a sentence and code 2."""
    parser = argparse.ArgumentParser(prog="secdesk", description="Open the window.", allow_abbrev=False)
    parser.add_argument("register", nargs="?", type=Path, help="the register to open")
    parser.add_argument("--today", type=_date, metavar="DATE", help="the day that counts as today, like 2020-02-07")
    parser.add_argument("--theme", choices=("light", "dark"), help="how the window looks, whatever the settings say")
    parser.add_argument("--settings", type=Path, metavar="DIR", help="keep settings, log and papers in this folder")
    parser.add_argument(
        "--no-single-instance",
        action="store_true",
        help="open another window, read-only, beside one that has this register open; else that one comes forward",
    )
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="paint the window, save the picture and quit")
    found = parser.parse_args(list(argv))
    return Options(
        found.register, found.today, found.theme, found.settings, not found.no_single_instance, found.screenshot
    )


def run(options: Options) -> int:
    """Open the window and return the exit code when it is closed."""
    missing = machine.missing_libraries(window=os.environ.get("QT_QPA_PLATFORM", "") not in _IN_MEMORY)
    if missing:
        sys.stderr.write(f"{machine.sentence(missing)}\n")
        return NOT_POSSIBLE
    os.umask(0o077)
    from secdesk.ui.faults import Faults
    from secdesk.ui.look import Look
    from secdesk.ui.main_window import MainWindow
    from secdesk.ui.settings import Settings

    app = make_application()
    settings = Settings(options.settings)
    register = options.register or _register_to_open(settings)
    if options.single_instance and register is not None and _is_shown_elsewhere(register):
        return DONE
    faults = Faults(settings.log_folder)
    faults.install()
    try:
        window = MainWindow(settings, Look(app, settings, options.theme), options.today)
        faults.caught.connect(window.show_fault)
        if options.single_instance:
            _listen(window)
        _begin(window, faults, register, options.screenshot)
        code = app.exec()
        _take_down(window, faults)
    finally:
        faults.remove()
    return code


def _is_shown_elsewhere(register: Path) -> bool:
    from secdesk.ui.one_window import show_other

    return show_other(register)


def _listen(window: MainWindow) -> None:
    """Let a second start on the same register bring this window to the front."""
    from secdesk.ui.one_window import OneWindow

    one = OneWindow(window)
    one.wanted.connect(window.come_forward)

    def listen(desk: Desk, _state: object) -> None:
        if not desk.register.read_only:
            one.listen(desk.register.path)

    window.files.opened.connect(listen)
    window.files.closing.connect(one.stop)


def _register_to_open(settings: Settings) -> Path | None:
    return settings.last_register if settings.starts_with == "last" else None


_IN_MEMORY = frozenset({"offscreen", "minimal"})
"""Platforms of Qt that show nothing and need no library of a screen."""


def make_application() -> QApplication:
    """Return the application object, made as every screen needs it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from secdesk.ui.collector import Collector

    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QGuiApplication.setDesktopFileName("secdesk")
    app = cast("QApplication", QApplication.instance() or QApplication(["secdesk"]))
    app.setApplicationName("secdesk")
    if app.findChild(Collector) is None:
        Collector(app)
    return app


def _begin(window: MainWindow, faults: Faults, register: Path | None, screenshot: Path | None) -> None:
    """Show the window; the register is opened after it was painted."""
    from PySide6.QtCore import QTimer

    def after_painting() -> None:
        if register is not None and not window.files.open(register):
            window.show_welcome()
        if screenshot is not None:
            QTimer.singleShot(_SETTLE_MS, window, lambda: _take_picture(window, screenshot))

    window.first_painted.connect(faults.open_log)
    window.first_painted.connect(after_painting)
    if register is None:
        window.show_welcome()
    else:
        window.show_opening(register)
    window.show()


def _take_picture(window: MainWindow, path: Path) -> None:
    from PySide6.QtCore import QCoreApplication

    window.grab().save(str(path))
    window.close()
    QCoreApplication.quit()  # a dialog that is open would keep the program going without its window


def _take_down(window: MainWindow, faults: Faults) -> None:
    """Destroy the window while the application is still there; Qt crashes when that is left to chance."""
    from PySide6.QtCore import QCoreApplication, QEvent

    faults.caught.disconnect(window.show_fault)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date. Type it like 2020-02-07") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
