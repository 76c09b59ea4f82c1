"""The start of the window as a process of its own, and what becomes of faults."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from secdesk import app, machine
from secdesk.ui import texts
from secdesk.ui.error_dialog import ErrorDialog
from secdesk.ui.faults import Fault, Faults, fault_of, log
from secdesk.ui.messages import Messages
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import make_sample

pytestmark = OFFSCREEN

AT_FIRST_PAINT = """
import json, sys
from secdesk import app
from secdesk.ui.main_window import MainWindow

painted = []
paint = MainWindow.paintEvent

def note(window, event):
    if not painted:
        painted.append(sorted(sys.modules))
    paint(window, event)

MainWindow.paintEvent = note
code = app.main(sys.argv[1:])
print(json.dumps({"code": code, "first": painted[0], "last": sorted(sys.modules)}))
"""
LATER = ("sqlalchemy", "reportlab", "PIL", "PySide6.QtPdf", "PySide6.QtPrintSupport", "PySide6.QtNetwork", "qtawesome")


def start(*arguments: str, code: str = AT_FIRST_PAINT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120)


def loaded(names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(LATER)]


def test_nothing_slow_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    register = make_sample(tmp_path / "SEC register.secdesk")
    picture = tmp_path / "window.png"
    done = start(str(register), "--settings", str(tmp_path / "set"), "--screenshot", str(picture))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["code"] == 0
    assert "PySide6.QtWidgets" in found["first"]
    assert loaded(found["first"]) == []
    assert "sqlalchemy" in found["last"]


def test_a_start_without_a_register_shows_welcome_and_imports_no_records(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = start("--settings", str(tmp_path / "set"), "--theme", "dark", "--screenshot", str(picture))
    found = json.loads(done.stdout.splitlines()[-1])
    assert loaded(found["last"]) == []
    image = QImage(str(picture))
    assert (image.width(), image.height()) >= (900, 520)
    assert image.pixelColor(2, 500).lightness() < 80


def test_the_last_register_is_opened_by_itself_the_next_time(tmp_path: Path) -> None:
    register = make_sample(tmp_path / "SEC register.secdesk")
    options = ("--settings", str(tmp_path / "set"), "--screenshot", str(tmp_path / "window.png"))
    start(str(register), *options)
    found = json.loads(start(*options).stdout.splitlines()[-1])
    assert "sqlalchemy" in found["last"]
    assert not register.with_name(f"{register.name}.holder").exists()


def test_files_that_the_window_makes_are_for_its_person_alone(tmp_path: Path) -> None:
    start("--settings", str(tmp_path / "set"), "--screenshot", str(tmp_path / "window.png"))
    files = [path for path in (tmp_path / "set").rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def test_a_machine_without_libraries_is_told_which(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "missing_libraries", lambda window: ["libGL.so.1"])
    assert app.run(app.Options()) == 2
    assert "libgl1" in capfd.readouterr().err


def test_the_options_are_read() -> None:
    found = app.read_options(
        ["r.secdesk", "--today", "2020-02-07", "--theme", "dark", "--no-single-instance", "--screenshot", "p.png"]
    )
    assert found == app.Options(Path("r.secdesk"), date(2020, 2, 7), "dark", None, False, Path("p.png"))


def test_a_day_that_is_none_is_answered_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.read_options(["--today", "soon"])
    assert ended.value.code == 2
    assert "'soon' is not a date. Type it like 2020-02-07" in capsys.readouterr().err


# --- faults --------------------------------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def faults(tmp_path: Path, window: QMainWindow) -> Faults:
    return Faults(tmp_path / "log", window)


def raise_with_words() -> None:
    raise ValueError("the secret title of a proposal")


@pytest.mark.qt_no_exception_capture
def test_an_exception_in_a_slot_shows_the_dialog_once_and_keeps_the_window(
    qtbot: QtBot, faults: Faults, window: QMainWindow
) -> None:
    messages = Messages(window)
    shown: list[bool] = []
    faults.caught.connect(lambda fault: shown.append(messages.show_fault(fault)))
    faults.install()
    try:
        button = QPushButton("Raise", window)
        button.clicked.connect(raise_with_words)
        for _ in range(3):
            button.click()
        qtbot.waitUntil(lambda: len(shown) == 3)
    finally:
        faults.remove()
    assert shown == [True, False, False]
    (dialog,) = window.findChildren(ErrorDialog)
    assert dialog.isVisible()
    assert window.isVisible()
    dialog.reject()


@pytest.mark.qt_no_exception_capture
def test_the_log_names_the_place_of_a_fault_and_no_word_of_any_record(
    qtbot: QtBot, faults: Faults, tmp_path: Path
) -> None:
    faults.install()
    try:
        with qtbot.waitSignal(faults.caught) as caught:
            QTimer.singleShot(0, raise_with_words)
        qWarning("a warning of Qt")
    finally:
        faults.remove()
    words = (tmp_path / "log" / "secdesk.log").read_text(encoding="utf-8")
    assert "ValueError" in words
    assert "test_app.py" in words
    assert "raise_with_words" in words
    assert "secret title" not in words
    assert "a warning of Qt" in words
    (fault,) = caught.args
    assert fault.id in words


@pytest.mark.qt_no_exception_capture
def test_an_exception_in_a_thread_reaches_the_window(qtbot: QtBot, faults: Faults) -> None:
    faults.install()
    try:
        with qtbot.waitSignal(faults.caught) as caught:
            thread = threading.Thread(target=raise_with_words)
            thread.start()
            thread.join()
    finally:
        faults.remove()
    assert "raise_with_words" in caught.args[0].details


def test_taking_the_hooks_away_leaves_python_as_it_was(faults: Faults) -> None:
    faults.install()
    faults.remove()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__
    assert not [handler for handler in log.handlers if isinstance(handler, logging.FileHandler)]


def test_a_log_folder_that_cannot_be_made_keeps_nobody_from_working(tmp_path: Path, window: QMainWindow) -> None:
    (tmp_path / "log").write_text("a file stands in the way", encoding="utf-8")
    faults = Faults(tmp_path / "log", window)
    faults.install()
    faults.remove()
    assert (tmp_path / "log").is_file()


def test_the_same_fault_has_the_same_id_and_another_another() -> None:
    def caught(act: object) -> Fault:
        try:
            raise_with_words() if act else [][1]
        except (ValueError, IndexError) as error:
            return fault_of(error)
        raise AssertionError

    assert caught(True) == caught(True)
    assert caught(True).id != caught(False).id


def test_the_error_dialog_says_three_things_and_copies_details_without_records(
    qtbot: QtBot, window: QMainWindow
) -> None:
    messages = Messages(window)
    assert messages.show_fault(Fault("0badcafe", "ValueError\n  secdesk/ui/x.py:1 act"))
    (dialog,) = window.findChildren(ErrorDialog)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {texts.WHAT_HAPPENED, texts.WHAT_IS_SAFE, texts.WHAT_TO_DO} <= words
    copy = dialog.findChild(QPushButton, "error.copy")
    assert isinstance(copy, QPushButton)
    copy.click()
    assert "fault 0badcafe" in QGuiApplication.clipboard().text()
    close = dialog.findChild(QPushButton, "error.close")
    assert isinstance(close, QPushButton)
    assert close.isDefault()
    close.click()
    assert not messages.show_fault(Fault("0badcafe", ""))
