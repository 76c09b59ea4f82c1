"""Errors that stop the work, files that somebody else has open, and folders that are shared (ux.md 3.5)."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from secdesk.errors import Damaged, DiskFull, KnownError, NewerVersion, RegisterHeld
from secdesk.register.register import Register
from secdesk.ui import texts, troubles
from secdesk.ui.error_dialog import ErrorDialog
from secdesk.ui.faults import Fault
from secdesk.ui.messages import Messages
from secdesk.ui.one_window import OneWindow, show_other
from secdesk.ui.register_files import holder_of
from secdesk.ui.trouble import Trouble, Way
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, make_sample, open_frame, wait_for

pytestmark = OFFSCREEN
FORBIDDEN = ("please", "sorry", "oops", "valid", "invalid", "illegal", "forbidden", "error code", "successfully", "!")


# --- the catalogue --------------------------------------------------------------------------------------------------


def catalogue() -> dict[str, Trouble]:
    folder = "D:\\SEC Papers"
    return {
        "disk full": troubles.trouble_of(DiskFull("The disk is full, so nothing was written. Free some space")),
        "folder full": troubles.not_written(OSError(errno.ENOSPC, "No space"), folder),
        "folder gone": troubles.not_written(OSError(errno.ENOENT, "No such folder"), folder),
        "folder closed": troubles.not_written(OSError(errno.EACCES, "Permission denied"), folder),
        "locked": troubles.trouble_of(RegisterHeld("Somebody else is writing. Wait a moment and try again")),
        "damaged": troubles.trouble_of(Damaged("'a.secdesk' is damaged. Restore your last backup")),
        "newer": troubles.trouble_of(NewerVersion("'a' was written by a newer version. Open it with that")),
        "printer": troubles.no_printer(),
        "import": troubles.not_read(KnownError("Line 3 has no number"), "list.csv"),
        "memory": troubles.no_memory(),
        "unexpected": troubles.unexpected("details"),
    }


@pytest.mark.parametrize("case", catalogue())
def test_every_trouble_says_three_things_in_plain_words(case: str) -> None:
    trouble = catalogue()[case]
    assert not trouble.title.endswith(".")
    for words in (trouble.happened, trouble.safe, trouble.to_do):
        assert words.endswith(".")
        assert not [word for word in FORBIDDEN if word in words.casefold().split()]


def test_each_kind_of_trouble_has_a_title_of_its_own() -> None:
    titles = {case: trouble.title for case, trouble in catalogue().items() if not case.startswith("folder")}
    assert len(set(titles.values())) == len(titles)
    assert catalogue()["folder gone"].happened == "The papers folder D:\\SEC Papers is not there any more."


def test_the_unexpected_offers_to_keep_working_and_the_papers_folder(qtbot: QtBot, tmp_path: Path) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    taken: list[str] = []
    messages = Messages(window)
    way = Way(texts.OPEN_PAPERS_FOLDER, lambda: taken.append("folder"))
    assert messages.show_fault(Fault("1", "ValueError"), [way])
    (dialog,) = window.findChildren(ErrorDialog)
    words = [button.text() for button in dialog.findChildren(QPushButton)]
    assert words == [texts.COPY_DETAILS, texts.OPEN_PAPERS_FOLDER, texts.KEEP_WORKING]
    button = dialog.findChild(QPushButton, "error.way.0")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert taken == ["folder"]


def test_memory_that_ran_out_is_told_as_such(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    Messages(window).show_fault(Fault("1", "MemoryError\n  secdesk/papers/pdf/page.py:1 draw"))
    (dialog,) = window.findChildren(ErrorDialog)
    assert dialog.windowTitle() == texts.NO_MEMORY
    dialog.reject()


def test_a_damaged_register_offers_a_backup(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    path = make_sample(tmp_path / "a.secdesk")
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(bytes(data))
    frame.window.files.ask_restore = lambda: None
    assert not frame.window.files.open(path)
    assert "damaged" in frame.answers.refused[0]
    assert frame.answers.ways[0][0].words == texts.RESTORE_BACKUP


# --- two people, one file -------------------------------------------------------------------------------------------


def bar_words(frame: Frame) -> str:
    label = frame.named("frame.info.words")
    assert isinstance(label, QLabel)
    return label.text()


def test_the_second_opener_reads_who_has_it_and_may_try_again(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sample(tmp_path / "a.secdesk")
    with Register.open(path, who="Analyst Two"):
        frame = open_frame(qtbot, tmp_path, path)
        assert frame.window.desk is not None
        assert frame.window.desk.read_only
        assert bar_words(frame).startswith("Analyst Two has this register open on ")
        assert bar_words(frame).endswith(". You can read and print.")
        assert " since " in bar_words(frame)
        again = frame.named("frame.info.offer.1")
        QTest.mouseClick(again, Qt.MouseButton.LeftButton)
        assert frame.window.desk.read_only
    again = frame.named("frame.info.offer.1")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert not frame.window.desk.read_only
    assert frame.window.info.isHidden()


def test_of_today_only_the_time_is_told(tmp_path: Path) -> None:
    path = make_sample(tmp_path / "a.secdesk")
    now = datetime.now()
    holder = {"who": "Analyst Two", "computer": "laptop-2", "since": f"09:12 on {now:%d %b %Y}"}
    Path(f"{path}.holder").write_text(json.dumps(holder), encoding="utf-8")
    assert holder_of(path) == "Analyst Two has this register open on laptop-2 since 09:12"
    holder["since"] = "09:12 on 03 Feb 2020"
    Path(f"{path}.holder").write_text(json.dumps(holder), encoding="utf-8")
    assert holder_of(path).endswith("since 09:12 on 03 Feb 2020")


def test_a_register_in_a_synced_folder_can_be_moved_or_kept(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "OneDrive - SECAS").mkdir()
    path = make_sample(tmp_path / "OneDrive - SECAS" / "a.secdesk")
    frame = open_frame(qtbot, tmp_path, path)
    assert bar_words(frame) == texts.SYNCED_BAR.format(name="OneDrive")
    frame.answers.paths.append(tmp_path / "a.secdesk")
    QTest.mouseClick(frame.named("frame.info.offer.0"), Qt.MouseButton.LeftButton)
    assert frame.window.desk is not None
    assert frame.window.desk.register.path == tmp_path / "a.secdesk"
    assert not frame.window.desk.read_only
    assert not path.exists()
    assert path.with_name("a.secdesk.moved").is_file()
    assert frame.window.info.isHidden()


def test_whoever_keeps_it_there_is_not_asked_again(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = make_sample(tmp_path / "Dropbox" / "a.secdesk")
    frame = open_frame(qtbot, tmp_path, path)
    QTest.mouseClick(frame.named("frame.info.offer.1"), Qt.MouseButton.LeftButton)
    assert frame.window.info.isHidden()
    frame.window.files.close()
    assert frame.window.files.open(path)
    assert frame.window.info.isHidden()


# --- one window for each register -----------------------------------------------------------------------------------

ASK = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from secdesk.ui.one_window import show_other
app = QCoreApplication([])
sys.exit(0 if show_other(Path(sys.argv[1])) else 7)
"""


def ask_from_elsewhere(qtbot: QtBot, path: Path) -> int:
    """Start the program again, as far as its question to the first window; return what came of it."""
    process = QProcess()
    process.start(sys.executable, ["-c", ASK, str(path)])
    wait_for(qtbot, lambda: process.state() == QProcess.ProcessState.NotRunning, timeout=60_000)
    return process.exitCode()


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_second_start_on_the_same_register_brings_the_first_window_forward(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sample(tmp_path / "a.secdesk")
    frame = open_frame(qtbot, tmp_path, path)
    one = OneWindow(frame.window)
    one.wanted.connect(frame.window.come_forward)
    assert one.listen(path)
    frame.window.showMinimized()
    assert ask_from_elsewhere(qtbot, path) == 0
    assert not frame.window.isMinimized()
    one.stop()
    assert ask_from_elsewhere(qtbot, path) == 7


def test_nobody_is_asked_for_a_register_that_nobody_has_open(tmp_path: Path) -> None:
    assert not show_other(make_sample(tmp_path / "a.secdesk"))


def test_with_no_single_instance_another_window_opens_read_only(tmp_path: Path) -> None:
    path = make_sample(tmp_path / "a.secdesk")
    picture = tmp_path / "w.png"
    options = ["--settings", str(tmp_path / "s"), "--screenshot", str(picture), "--no-single-instance"]
    command = [sys.executable, "-m", "secdesk", str(path), *options]
    with Register.open(path, who="Analyst Two"):
        ran = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert ran.returncode == 0
    assert picture.is_file()
