"""The twelve top tasks within their budgets, by keys alone and by presses (ux.md 1.3, G1, G12, G16).

``-s`` shows what each task took beside what it was designed for and what it may take.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.driver import IN_MEMORY, Driver
from tests.journeys.registers import Shelf, undo_steps
from tests.journeys.tasks import TASKS, Task
from tests.ui.frames import open_frame

pytestmark = IN_MEMORY
PLACES = ["home", "papers"]
"""Where the person is when the task turns up."""
AT_ONCE = [("11a", "papers"), ("12a", "papers")]
"""What takes one press only where its button stands: tried in a second place; the other ways go by the rail."""
SMALL = (900, 520, 150)
"""The smallest window with large text: width, height, and text size in per cent."""


@pytest.fixture(scope="module")
def taken() -> Iterator[list[tuple[str, ...]]]:
    """Collect what each task took, and show it at the end."""
    rows: list[tuple[str, ...]] = []
    yield rows
    heads = ("task", "", "from", "design", "took", "max")
    sys.stdout.write("\n")
    for row in (heads, *rows):
        sys.stdout.write(f"{row[0]:>4}  {row[1]:<40} {row[2]:<14} {row[3]:>6} {row[4]:>5} {row[5]:>4}\n")


class Sitting:
    """A task that is about to be done in an empty settings folder."""

    def __init__(self, qtbot: QtBot, folder: Path, shelf: Shelf, task: Task) -> None:
        self.task, self._qtbot, self._folder = task, qtbot, folder
        self.path = shelf.take(task.register, folder / "register.secdesk")
        if task.register == "here":
            shelf.take("there", folder / "there.secdesk")

    def begin(self, place: str) -> Driver:
        """Open the window, go to the place where the person is, and press nothing yet."""
        frame = open_frame(self._qtbot, self._folder, self.path, self.task.today)
        frame.window.go(place)
        return Driver(frame, self._qtbot)

    def end(self, person: Driver, before: int) -> None:
        """Check what came of it in the file."""
        assert person.frame.answers.refused == []
        self.task.came_of_it(person, self.path)
        if self.task.steps is not None:
            assert undo_steps(self.path) == before + self.task.steps
        person.frame.window.close()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", TASKS)
def test_a_task_is_done_by_keys_within_its_budget(
    qtbot: QtBot, tmp_path: Path, shelf: Shelf, taken: list[tuple[str, ...]], number: str, place: str
) -> None:
    sitting = Sitting(qtbot, tmp_path, shelf, TASKS[number])
    task, before = sitting.task, undo_steps(sitting.path)
    person = sitting.begin(place)
    task.by_keys(person, sitting.path)
    counts = (str(task.design_keys), str(person.keys), str(task.most_keys))
    taken.append((number, task.words, f"{place}, keys", *counts))
    sitting.end(person, before)
    assert person.clicks == 0
    assert person.keys <= task.most_keys


@pytest.mark.parametrize(("number", "place"), [*((each, "home") for each in TASKS), *AT_ONCE])
def test_a_task_is_done_by_presses_within_its_budget(
    qtbot: QtBot, tmp_path: Path, shelf: Shelf, taken: list[tuple[str, ...]], number: str, place: str
) -> None:
    sitting = Sitting(qtbot, tmp_path, shelf, TASKS[number])
    task, before = sitting.task, undo_steps(sitting.path)
    person = sitting.begin(place)
    task.by_clicks(person, sitting.path)
    taken.append((number, task.words, f"{place}, clicks", "", str(person.clicks), str(task.most_clicks)))
    sitting.end(person, before)
    assert person.keys == 0
    assert person.clicks <= task.most_clicks


@pytest.mark.parametrize("number", TASKS)
def test_a_task_is_possible_in_the_smallest_window_with_large_text(
    qtbot: QtBot, tmp_path: Path, shelf: Shelf, taken: list[tuple[str, ...]], number: str
) -> None:
    sitting = Sitting(qtbot, tmp_path, shelf, TASKS[number])
    task, before = sitting.task, undo_steps(sitting.path)
    person = sitting.begin("home")
    window = person.frame.window
    window.look.choose_text_size(SMALL[2])
    try:
        window.resize(*SMALL[:2])
        task.by_keys(person, sitting.path)
        assert (window.width(), window.height()) == SMALL[:2]
        taken.append((number, task.words, "small, keys", "", str(person.keys), str(task.most_keys)))
        sitting.end(person, before)
        assert person.keys <= task.most_keys
    finally:
        window.look.choose_text_size(100)
