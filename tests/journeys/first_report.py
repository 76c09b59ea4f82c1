"""Somebody who starts the program for the first time: Welcome, the sample, Export; run in a process of its own.

Prints the presses and the paper that came of them as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from secdesk.app import make_application
from secdesk.ui.look import Look
from secdesk.ui.main_window import MainWindow
from secdesk.ui.settings import Settings


class Newcomer:
    """Presses buttons that can be seen, and counts the presses."""

    def __init__(self, window: MainWindow) -> None:
        """Sit down."""
        self._window = window
        self.clicks = 0

    def click(self, name: str) -> None:
        """Wait until a button can be seen and press it where it is."""
        while not (found := [each for each in self._window.findChildren(QWidget, name) if each.isVisible()]):
            QApplication.processEvents()
        button, handle = found[0], self._window.windowHandle()
        assert handle is not None
        self.clicks += 1
        where = button.mapTo(self._window, QPoint(button.width() // 2, button.height() // 2))
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)


def main(folder: Path) -> None:
    """Start without a register, and export the report of the sample."""
    app = make_application()
    settings = Settings(folder)
    settings.opens_exports = False
    window = MainWindow(settings, Look(app, settings, "light"))
    window.show_welcome()
    window.show()
    person = Newcomer(window)
    person.click("welcome.sample")
    person.click("frame.primary")
    while not (found := list(settings.papers_folder.glob("*.pdf"))):
        QApplication.processEvents()
    window.close()
    sys.stdout.write(json.dumps({"clicks": person.clicks, "papers": [str(each) for each in found]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
