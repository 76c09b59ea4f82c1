"""A sitting in a process of its own that is killed before it is recorded; run by test_sitting_window."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest

from secdesk.app import make_application
from secdesk.ui.look import Look
from secdesk.ui.main_window import MainWindow
from secdesk.ui.settings import Settings


def main(register: Path, folder: Path, letters: str) -> None:
    """Press letters in the window of a register, and be killed."""
    app = make_application()
    settings = Settings(folder)
    window = MainWindow(settings, Look(app, settings, "light"), date(2020, 2, 7))
    window.show()
    window.activateWindow()
    assert window.files.open(register)
    app.processEvents()
    for keys in ("Ctrl+3", *letters):
        QTest.keySequence(window.windowHandle(), keys)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
