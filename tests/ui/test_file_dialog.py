"""Asking for files: real dialogs answered by keys, and no file opened by merely being listed."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from secdesk.ui import file_dialog
from tests.ui.desks import OFFSCREEN

pytestmark = OFFSCREEN
KINDS = "Registers (*.secdesk);;All files (*)"
_IN_OPEN, _IN_NONBLOCK = 0x20, 0o4000


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "SEC 2020.secdesk").write_bytes(b"SQLite format 3\0" * 300)
    return folder


def open_dialog() -> QFileDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QFileDialog)
    return found


def answer(act: Callable[[QFileDialog], object], after_ms: int = 50) -> None:
    """Do something with the dialog that is opened next, once it is there."""

    def when_there() -> None:
        if isinstance(QApplication.activeModalWidget(), QFileDialog):
            act(open_dialog())
        else:
            QTimer.singleShot(20, when_there)

    QTimer.singleShot(after_ms, when_there)


def type_name(name: str) -> Callable[[QFileDialog], object]:
    def act(dialog: QFileDialog) -> None:
        box = dialog.findChild(QLineEdit)
        assert box is not None
        box.setText(name)
        QTest.keyClick(box, Qt.Key.Key_Return)

    return act


def test_a_file_that_is_there_is_asked_for(parent: QWidget, listed: Path) -> None:
    answer(type_name("SEC 2020.secdesk"))
    assert file_dialog.ask_existing(parent, "Open register", listed, KINDS) == listed / "SEC 2020.secdesk"


def test_a_new_file_gets_the_name_suggested_and_none_when_cancelled(parent: QWidget, listed: Path) -> None:
    suggestion = listed / "Copy.secdesk"
    answer(lambda dialog: dialog.accept())
    assert file_dialog.ask_new(parent, "New register", suggestion, KINDS) == suggestion
    answer(lambda dialog: dialog.reject())
    assert file_dialog.ask_new(parent, "New register", suggestion, KINDS) is None
    assert not suggestion.exists()


def test_a_folder_is_asked_for(parent: QWidget, listed: Path) -> None:
    answer(lambda dialog: dialog.accept())
    assert file_dialog.ask_folder(parent, "Copies", listed) == listed


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="watches files by what Linux tells of them")
def test_a_register_is_not_opened_by_being_listed(qtbot: QtBot, parent: QWidget, listed: Path) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    watch = library.inotify_init1(_IN_NONBLOCK)
    path = listed / "SEC 2020.secdesk"
    assert library.inotify_add_watch(watch, os.fsencode(path), _IN_OPEN) > 0
    path.read_bytes()
    assert os.read(watch, 4096), "the watch sees a file being opened"
    seen: list[str] = []

    def look(dialog: QFileDialog) -> None:
        rows = dialog.findChild(QListView, "listView")
        assert rows is not None
        model, root = rows.model(), rows.rootIndex()
        seen.extend(str(model.index(row, 0, root).data()) for row in range(model.rowCount(root)))
        dialog.reject()

    answer(look, after_ms=600)
    file_dialog.ask_existing(parent, "Open register", listed, KINDS)
    assert seen == ["SEC 2020.secdesk"]
    with pytest.raises(BlockingIOError):
        os.read(watch, 4096)
    os.close(watch)
