"""How soon the window is painted first: processor time as a ratio of a bare window with one list and one box (G3)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

pytestmark = pytest.mark.heavy

ROUNDS, MOST = 7, 2.6
BARE = """
import os, time
from PySide6.QtCore import QTimer, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QMainWindow, QVBoxLayout, QWidget

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.process_time(), flush=True)
        os._exit(0)

app = QApplication([])
window = Window()
page = QWidget(window)
rows = QVBoxLayout(page)
rows.addWidget(QLineEdit(page))
rows.addWidget(QListView(page))
window.setCentralWidget(page)
window.resize(1280, 800)
window.show()
app.exec()
"""
OURS = """
import os, sys, time
from secdesk import app
from secdesk.ui import main_window

class Window(main_window.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.process_time(), flush=True)
        os._exit(0)

main_window.MainWindow = Window
app.main(sys.argv[1:])
"""


def processor_time(code: str, *arguments: str) -> float:
    """Run a program until its first painting; return the processor time that it took."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=120, check=True)
    return float(ran.stdout.split()[-1])


def test_the_first_paint_costs_a_few_times_that_of_a_bare_window(tmp_path: Path) -> None:
    options = ("--settings", str(tmp_path / "settings"), "--no-single-instance")
    processor_time(OURS, *options)  # the first run compiles
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(processor_time(BARE))
        ours.append(processor_time(OURS, *options))
    assert median(ours) <= MOST * median(bare), (median(ours), median(bare))
