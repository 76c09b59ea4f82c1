"""Names, sizes, keys and the way of Tab over every place, dialog and popup (ux.md 3.12, 5: G9, G10, G11, G15)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import access
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, make_sample, open_frame

pytestmark = OFFSCREEN
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return open_frame(qtbot, tmp_path, make_sample(tmp_path / "SEC register 2020.secdesk"))


@pytest.mark.parametrize("setting", access.ORDINARY, ids=str)
def test_every_place_can_be_used_by_keys_and_read_aloud_and_nothing_is_cut_off(
    frame: Frame, setting: access.Setting
) -> None:
    access.look(frame.window, setting)
    assert list(access.walk(frame.window)) == []


@pytest.mark.parametrize("setting", access.ORDINARY, ids=str)
def test_every_dialog_of_the_frame_can_be_used_by_keys_and_read_aloud(frame: Frame, setting: access.Setting) -> None:
    access.look(frame.window, setting)
    assert list(access.walk_dialogs(frame.window)) == []


def test_every_command_is_in_a_menu_and_has_keys_of_its_own(frame: Frame) -> None:
    for place in access.PLACES:
        frame.window.go(place)
        assert access.shared_keys(frame.window) == [], place
    assert access.unreachable(frame.window) == []


def test_welcome_can_be_used_by_keys_and_read_aloud(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    for setting in access.ORDINARY:
        access.look(frame.window, setting)
        assert list(access.findings(frame.window)) == []


@pytest.mark.heavy
@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_scale_of_the_screen_and_size_of_the_text_holds_to_it(scale: str) -> None:
    wanted = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.access", "--all"]
    ran = subprocess.run(command, cwd=ROOT, env=wanted, capture_output=True, text=True, timeout=1200, check=False)
    assert ran.stdout, ran.stderr[-2000:]
    assert json.loads(ran.stdout) == []


# --- the lint itself finds what it should ---------------------------------------------------------------------------


def page_of(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    for number, widget in enumerate(widgets):
        widget.setObjectName(f"page.{number}")
        layout.addWidget(widget)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_the_lint_finds_what_has_no_name_or_is_too_small(qtbot: QtBot) -> None:
    small = QPushButton("x")
    small.setFixedSize(20, 20)
    page = page_of(qtbot, QLineEdit(), small)
    found = list(access.findings(page))
    assert any(each.startswith("without a name: QLineEdit#page.0") for each in found)
    assert "under 24 px: page.1" in found


def test_the_lint_finds_a_widget_that_keeps_the_focus_to_itself(qtbot: QtBot) -> None:
    class Trap(QLineEdit):
        def focusNextPrevChild(self, _next: bool) -> bool:
            return True

    trap = Trap()
    trap.setAccessibleName("Trap")
    other = QPushButton("Other")
    assert access.ring_faults(page_of(qtbot, other, trap)) == ["does not come back to page.0, stays at page.1"]


def test_the_lint_finds_a_letter_that_is_given_out_twice(qtbot: QtBot) -> None:
    box, label = QLineEdit(), QLabel("&Title")
    label.setBuddy(box)
    page = page_of(qtbot, label, box, QPushButton("&Take it"))
    assert access.twice(page) == ["t"]
    assert access.access_letters("Research && &development") == ["d"]
