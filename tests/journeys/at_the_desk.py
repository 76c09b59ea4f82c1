"""A person at the window in a process of its own, which may be killed at any moment; started by the tests of kills.

What happens is told on the standard output, line by line: ``letter N SECONDS`` before the N-th letter of a text goes
into the window, ``done`` when everything was sent. The process then waits to be killed.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from secdesk.app import make_application
from secdesk.ui.look import Look
from secdesk.ui.main_window import MainWindow
from secdesk.ui.settings import Settings

PAUSE = 0.012
"""Seconds between two letters: a fast typist five times over, so that a run is short."""


def tell(words: str) -> None:
    """Tell the test what is about to happen; the pipe has it when this returns."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def open_window(register: Path, settings: Path, today: str) -> QWindow:
    """Open a register in a window and wait until keys reach it."""
    app = make_application()
    kept = Settings(settings)
    window = MainWindow(kept, Look(app, kept, "light"), date.fromisoformat(today))
    app.setProperty("shown", window)
    window.show()
    window.activateWindow()
    assert window.files.open(register)
    while not window.isActiveWindow():
        app.processEvents()
    handle = window.windowHandle()
    assert handle is not None
    return handle


def press(handle: QWindow, chords: str) -> None:
    """Press chords with blanks between them."""
    for chord in chords.split():
        QTest.keySequence(handle, chord)
        QApplication.processEvents()


def type_slowly(handle: QWindow, text: str) -> None:
    """Type letter by letter, telling of each first; the window does what it does between them."""
    for number, letter in enumerate(text):
        tell(f"letter {number} {time.monotonic()}")
        QTest.keyClick(handle, Qt.Key.Key_Return if letter == "\n" else letter)
        until = time.monotonic() + PAUSE
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.002)


def main(register: str, settings: str, today: str, chords: str, text: str) -> None:
    """Press chords, then type, then wait."""
    handle = open_window(Path(register), Path(settings), today)
    press(handle, chords)
    type_slowly(handle, text)
    tell("done")
    while True:
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
