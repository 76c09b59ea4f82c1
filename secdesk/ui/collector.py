"""Python's collector of unreachable cycles, kept on the window's thread, as widgets may be destroyed on no other.

Left to itself it runs in whichever thread happens to make the next object. A widget that hangs in such a cycle was
then destroyed beside the window while Qt painted it, and that ended the program.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 500
_OLDEST = 2
_SHARE = 100
"""The oldest generation is everything there is: after a search of it, wait a hundred times as long for the next."""


class Collector(QObject):
    """Collects from time to time while the event loop of the thread that made it runs; automatic collection is off."""

    def __init__(self, parent: QObject) -> None:
        """Take over from now on, for as long as the program runs."""
        super().__init__(parent)
        gc.disable()
        self._rest_until = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(_EVERY_MS)

    def collect_due(self) -> None:
        """Collect the generations that Python's own thresholds call due."""
        due = [count > limit > 0 for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if not due[0]:
            return
        generation = 1 if due[1] else 0
        began = time.monotonic()
        if generation and due[_OLDEST] and began >= self._rest_until:
            generation = _OLDEST
        gc.collect(generation)
        if generation == _OLDEST:
            ended = time.monotonic()
            self._rest_until = ended + (ended - began) * _SHARE
