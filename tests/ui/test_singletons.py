"""The guard against calls of Qt that free None and True."""

from __future__ import annotations

import subprocess
import sys

MANY_CALLS = """
import secdesk.ui
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rung = Signal()

app = QCoreApplication([])
bell = Bell()
for _ in range(100_000):
    bell.rung.emit()
    bell.setObjectName("bell")
print("still here")
"""


def test_a_hundred_thousand_calls_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", MANY_CALLS], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "still here\n"), done.stderr
