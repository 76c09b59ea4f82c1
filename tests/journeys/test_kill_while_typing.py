"""What a kill takes: of a sitting nothing (G4), of a box that is being typed into two seconds at most (G6)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.services import records
from secdesk.services.sitting_queue import open_sittings, queue
from tests.journeys.driver import IN_MEMORY, Driver
from tests.journeys.registers import CSC_DAY, PAPER_DAY, Shelf, outcomes_on, reopened, undo_steps
from tests.journeys.tasks import LETTERS, OUTCOMES_BY_LETTER
from tests.ui.frames import open_frame

pytestmark = IN_MEMORY
MOST_LOST = 2.0
"""Seconds of typing in one text box (ux.md 5, G6)."""
SLACK = 1.0
"""Seconds that a busy machine may need to write what is due."""
LONGEST = 400
"""Letters typed in a run at the most: some six seconds without a pause."""
SENTENCE = "meters report twice a night and nobody knows which of the two counts "
BOXES = (
    ("Ctrl+Shift+N" + 4 * " Tab", "issue"),
    ("Ctrl+Shift+N", "title"),
    ("Ctrl+4 Ctrl+N" + 11 * " Tab", "note"),
    ("Ctrl+3 Return", "printed_note"),
)
"""How the caret comes into a box of several lines, into one of a line, into a record that is not there yet, and into
the note of a sitting."""


class Killed:
    """The person in the other process, and how far the typing was when the process ended."""

    def __init__(self, path: Path, folder: Path, today: date, chords: str, text: str) -> None:
        code = Path(__file__).with_name("at_the_desk.py")
        self._process = subprocess.Popen(
            [sys.executable, str(code), str(path), str(folder), today.isoformat(), chords, text],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.letters: list[float] = []

    def read_until(self, letters: int) -> None:
        """Follow the typing until so many letters were sent, or everything was."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip() == "done":
                return
            self.letters.append(float(line.split()[2]))
            if len(self.letters) >= letters:
                return
        raise AssertionError(f"the window ended by itself: {self._process.wait()}")

    def kill(self) -> float:
        """Kill the process and read what it told before; returns when that was."""
        assert self._process.stdout is not None
        at = time.monotonic()
        self._process.send_signal(signal.SIGKILL)
        self.letters.extend(float(line.split()[2]) for line in self._process.stdout if line.startswith("letter"))
        assert self._process.wait() == -signal.SIGKILL
        self._process.stdout.close()
        return at


def test_a_sitting_of_twelve_survives_a_kill_and_is_recorded_as_one_step(
    qtbot: QtBot, tmp_path: Path, shelf: Shelf
) -> None:
    path = shelf.take("csc", tmp_path / "register.secdesk")
    before = undo_steps(path)
    person = Killed(path, tmp_path / "other", CSC_DAY, " ".join(("Ctrl+3", *LETTERS)), "")
    person.read_until(1)
    person.kill()
    with reopened(path) as session:
        (sitting,) = [each for each in open_sittings(session, CSC_DAY) if each.body == "CSC"]
        drafted = [row.draft_outcome for row in queue(session, sitting.uid, CSC_DAY)]
        assert drafted == [OUTCOMES_BY_LETTER[letter] for letter in LETTERS]
        assert outcomes_on(session, CSC_DAY) == {}
    assert undo_steps(path) == before
    again = Driver(open_frame(qtbot, tmp_path, path, CSC_DAY), qtbot)
    again.press("Ctrl+3", "Ctrl+Return")
    assert undo_steps(path) == before + 1
    with reopened(path) as session:
        assert sorted(outcomes_on(session, CSC_DAY).values()) == sorted(drafted)
    again.press("Ctrl+Z")
    assert undo_steps(path) == before
    with reopened(path) as session:
        assert outcomes_on(session, CSC_DAY) == {}


def kept_text(path: Path, field: str, typed: str) -> str:
    """Return what a register holds of a text: the longest beginning of it, in a record or kept beside one."""
    with Register.open(path) as register:
        assert check_file(register) == []
        texts = [text for (_record, name), text in register.drafts().items() if name == field]
        with register.read() as session:
            for kind in ("proposal", "meeting"):
                for row in records.list_records(session, kind, PAPER_DAY):
                    texts.append(str(row.values.get(field) or ""))
    return max((text for text in texts if text and typed.startswith(text)), key=len, default="")


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(each, marks=pytest.mark.heavy) for each in range(4, 50))])
def test_a_kill_takes_two_seconds_of_one_box_at_most(tmp_path: Path, shelf: Shelf, seed: int) -> None:
    random = Random(seed)
    path = shelf.take("sample", tmp_path / "register.secdesk")
    chords, field = BOXES[seed % len(BOXES)]
    text = (SENTENCE * 9)[:LONGEST]
    person = Killed(path, tmp_path / "other", PAPER_DAY, chords, text)
    person.read_until(random.randint(1, LONGEST))
    time.sleep(random.random() * 0.05)
    at = person.kill()
    kept = kept_text(path, field, text)
    lost = person.letters[len(kept) :]
    assert not lost or at - lost[0] <= MOST_LOST + SLACK, f"{at - lost[0]:.1f} seconds of typing are gone"


def test_a_note_that_was_being_typed_stands_in_its_box_after_a_kill(qtbot: QtBot, tmp_path: Path, shelf: Shelf) -> None:
    path = shelf.take("sample", tmp_path / "register.secdesk")
    person = Killed(path, tmp_path / "other", PAPER_DAY, "Ctrl+3 Return", (SENTENCE * 9)[:LONGEST])
    person.read_until(LONGEST)
    person.kill()
    again = Driver(open_frame(qtbot, tmp_path, path), qtbot)
    again.press("Ctrl+3", "Return")
    found = str(again.shown("decisions.note.printed").property("text"))
    assert found
    assert (SENTENCE * 9).startswith(found)
    again.press("Return")
    with Register.open(path, read_only=True) as register:
        assert not [record for record, _field in register.drafts() if record.startswith("note")]
        with register.read() as session:
            (sitting,) = [each for each in open_sittings(session, PAPER_DAY) if each.body == "CB"]
            assert [row.printed_note for row in queue(session, sitting.uid, PAPER_DAY)] == [found.strip()]
    again.frame.window.close()
