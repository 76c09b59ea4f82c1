"""The collector of cycles: never beside the window, where it would destroy widgets, yet always in the end."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from secdesk.ui.collector import Collector
from secdesk.ui.tasks import Task

MANY = 2_000


class Ring:
    """An object that only the collector frees; it notes on which thread that was."""

    def __init__(self, freed_on: list[threading.Thread]) -> None:
        self.me = self
        self._freed_on = freed_on

    def __del__(self) -> None:
        self._freed_on.append(threading.current_thread())


@pytest.fixture
def usual_thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def make_much() -> int:
    """Make so many objects that Python's own collector would run many times."""
    return len([[number] for number in range(200_000)])


def test_nothing_is_collected_on_the_thread_of_a_job(qtbot: QtBot, qapp: QObject, usual_thresholds: None) -> None:
    gc.collect()
    freed_on: list[threading.Thread] = []
    done: list[int] = []

    def job() -> int:
        for _ in range(MANY):
            Ring(freed_on)
        return make_much()

    Ring(freed_on)
    task = Task(job, done.append, lambda _error: None, qapp)
    task.start()
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    qtbot.waitUntil(lambda: len(freed_on) == MANY + 1, timeout=20_000)
    assert set(freed_on) == {threading.main_thread()}


def test_the_application_has_one_collector(qapp: QObject) -> None:
    assert len(qapp.findChildren(Collector)) == 1
    assert not gc.isenabled()
