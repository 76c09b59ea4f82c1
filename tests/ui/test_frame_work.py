"""Long work: words, a number and Cancel after a second, and nothing left of what was stopped (ux.md 3.6)."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from secdesk.errors import KnownError
from secdesk.register.progress import Progress
from secdesk.services import records
from secdesk.ui import texts
from secdesk.ui.desk import Desk
from secdesk.ui.long_work import LongWork, Working
from secdesk.ui.work_here import WorkDialog
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, make_sample, open_frame, wait_for

pytestmark = OFFSCREEN


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return open_frame(qtbot, tmp_path, make_sample(tmp_path / "SEC register 2020.secdesk"))


def desk_of(frame: Frame) -> Desk:
    assert frame.window.desk is not None
    return frame.window.desk


class Steps:
    """A job that tells a step whenever it is let on, until it is stopped or has done them all."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.may_go = threading.Event()
        self.done = 0

    def __call__(self, progress: Progress) -> int:
        for number in range(self.total + 1):
            self.done = number
            progress("Reading rows", number, self.total)
            if number == self.total // 2 and not self.may_go.wait(30):
                raise AssertionError("nobody let the job go on")
        return self.total


def hurry(work: LongWork) -> None:
    """Let the second pass."""
    work._words.stop()
    work._words.timeout.emit()


def test_a_result_comes_back_on_the_thread_of_the_window(qtbot: QtBot, frame: Frame) -> None:
    got: list[tuple[int, bool]] = []
    job = Steps(10)
    job.may_go.set()
    desk_of(frame).work("Reading", job, lambda result: got.append((result, on_the_window_thread())))
    wait_for(qtbot, lambda: got)
    assert got == [(10, True)]


def on_the_window_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def test_after_a_second_words_a_number_and_cancel_stand_in_the_status_bar(qtbot: QtBot, frame: Frame) -> None:
    job = Steps(3000)
    work = desk_of(frame).work("Reading", job, lambda _result: None)
    status = frame.window.status
    assert not status.work.isVisible()
    hurry(work)
    wait_for(qtbot, lambda: "Reading rows" in status.work.text())
    assert status.work.text().endswith(" of 3,000")
    assert status.cancel.isVisible()
    frame.press("Ctrl+9")
    assert frame.window.places.key == "history", "the window can be used meanwhile"
    job.may_go.set()
    wait_for(qtbot, lambda: not status.work.isVisible())
    assert not status.cancel.isVisible()


def test_cancel_stops_the_job_and_says_that_nothing_was_changed(qtbot: QtBot, frame: Frame) -> None:
    got: list[int] = []
    job = Steps(100)
    work = desk_of(frame).work("Reading", job, got.append)
    hurry(work)
    QTest.mouseClick(frame.window.status.cancel, Qt.MouseButton.LeftButton)
    assert frame.window.status.work.text() == texts.STOPPING
    job.may_go.set()
    wait_for(qtbot, lambda: texts.STOPPED in frame.window.notices.texts())
    assert got == []
    assert job.done < 100


def test_work_that_cannot_be_stopped_offers_no_cancel(qtbot: QtBot, frame: Frame) -> None:
    job = Steps(4)
    work = desk_of(frame).work("Writing", job, lambda _result: None, cancellable=False)
    hurry(work)
    assert frame.window.status.work.isVisible()
    assert not frame.window.status.cancel.isVisible()
    work.stop()
    job.may_go.set()
    with qtbot.waitSignal(work.ended):
        pass
    assert job.done == 4


def test_what_a_job_refuses_is_shown_by_the_window_or_by_who_asked(qtbot: QtBot, frame: Frame) -> None:
    def refuse(_progress: Progress) -> None:
        raise KnownError("The file has no rows. Choose another")

    heard: list[str] = []
    desk_of(frame).work("Reading", refuse, lambda _result: None)
    desk_of(frame).work("Reading", refuse, lambda _result: None, lambda error: heard.append(str(error)))
    wait_for(qtbot, lambda: heard and frame.answers.refused)
    assert frame.answers.refused == heard == ["The file has no rows. Choose another"]


def test_closing_the_register_stops_what_reads_it(qtbot: QtBot, frame: Frame) -> None:
    job = Steps(1000)
    desk_of(frame).work("Reading", job, lambda _result: pytest.fail("nobody asks for it any more"))
    job.may_go.set()
    frame.window.files.close()
    assert QApplication.overrideCursor() is None


def test_the_pointer_says_that_something_is_under_way_before_words_do(qtbot: QtBot, frame: Frame) -> None:
    job = Steps(10)
    work = desk_of(frame).work("Reading", job, lambda _result: None)
    work._pointer.timeout.emit()
    pointer = QApplication.overrideCursor()
    assert pointer is not None
    assert pointer.shape() == Qt.CursorShape.BusyCursor
    hurry(work)
    assert QApplication.overrideCursor() is None
    job.may_go.set()
    with qtbot.waitSignal(work.ended):
        pass


def test_how_far_work_is_reads_as_a_sentence() -> None:
    assert Working("Importing", 1240, 3000).sentence() == "Importing 1,240 of 3,000"
    assert Working("Importing").sentence() == "Importing"


# --- on the window's own thread --------------------------------------------------------------------------------------


def add_people(desk: Desk, count: int) -> int | None:
    def job(progress: Progress) -> int:
        with desk.register.change("Import people") as session:
            for number in range(count):
                progress("Importing people", number, count)
                records.create_record(session, "person", {"name": f"Person {number}"})
        return count

    return desk.work_here("Importing", job)


def people(desk: Desk) -> int:
    return len(desk.read(lambda session: records.list_records(session, "person", desk.today)))


def test_a_change_that_is_over_quickly_shows_no_dialog(qtbot: QtBot, frame: Frame) -> None:
    desk = desk_of(frame)
    before = people(desk)
    assert add_people(desk, 5) == 5
    assert people(desk) == before + 5
    assert frame.window.findChildren(WorkDialog) == []


def test_cancel_takes_a_half_done_change_back_as_a_whole(
    qtbot: QtBot, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secdesk.ui.work_here.WORDS_MS", 0)
    monkeypatch.setattr("secdesk.ui.work_here._BETWEEN_SECONDS", 0)
    desk = desk_of(frame)
    before, undo = people(desk), desk.undo_label
    said: list[str] = []

    def cancel() -> None:
        dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, WorkDialog))
        said.append(dialog.findChild(QLabel, "work.words").text())  # type: ignore[union-attr]
        QTest.mouseClick(dialog.findChild(QPushButton, "work.cancel"), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, frame.window, cancel)
    assert add_people(desk, 500) is None
    assert said[0].startswith("Importing people ")
    assert said[0].endswith(" of 500")
    assert people(desk) == before
    assert desk.undo_label == undo
    assert frame.window.notices.texts()[0] == texts.STOPPED
    assert not any(isinstance(each, QDialog) and each.isVisible() for each in QApplication.topLevelWidgets())
