"""Names, sizes, keys and the way of Tab over every place, dialog and popup (ux.md 3.12, 5: G9, G10, G11, G15)."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

import secdesk.ui
from tests.ui import access, opened_dialogs, opened_rows
from tests.ui.desks import OFFSCREEN
from tests.ui.lint import menu_faults
from tests.ui.stage import Stage, make_stage

pytestmark = OFFSCREEN
ROOT = Path(__file__).resolve().parents[2]
UI = Path(next(iter(secdesk.ui.__path__)))
MENUS = {
    "agenda_editor.py": "meetings.agenda.menu",
    "list_columns.py": "proposals.columns.menu",
    "list_menu.py": "proposals.menu",
    "widgets/next_step_box.py": "next_box.more",
    "widgets/timeline_list.py": "timeline.menu_for",
}
"""The modules that build menus, and what the walk opens each by."""


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Stage:
    made = make_stage(tmp_path, qapp)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    return made


def test_every_place_with_records_and_without_can_be_used_by_keys_and_read_aloud_and_nothing_is_cut_off(
    stage: Stage,
) -> None:
    access.look(stage.window, access.ROOMY)
    assert list(access.walk_shown(stage, access.Walk())) == []


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_whatever_can_be_opened_can_be_used_by_keys_and_read_aloud_and_nothing_is_cut_off_in_the_least_room(
    stage: Stage,
) -> None:
    assert list(access.everything(stage, [access.TIGHT], access.Walk())) == []


def test_every_menu_that_the_program_builds_is_opened_by_the_walk() -> None:
    built = {path.relative_to(UI).as_posix() for path in UI.rglob("*.py") if "QMenu(" in path.read_text("utf-8")}
    assert built == MENUS.keys()
    opened = "".join(inspect.getsource(each) for each in (opened_dialogs, opened_rows))
    assert [name for name in MENUS.values() if name not in opened] == []


def test_every_command_is_in_a_menu_and_has_keys_of_its_own(stage: Stage) -> None:
    for place in access.PLACES:
        stage.window.go(place)
        assert access.shared_keys(stage.window) == [], place
    assert access.unreachable(stage.window) == []


@pytest.mark.heavy
@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_scale_of_the_screen_and_size_of_the_text_holds_to_it(scale: str) -> None:
    wanted = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.access", "--all"]
    ran = subprocess.run(command, cwd=ROOT, env=wanted, capture_output=True, text=True, timeout=2400, check=False)
    assert ran.stdout, ran.stderr[-2000:]
    assert json.loads(ran.stdout)["wrong"] == []


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


def test_the_lint_finds_what_is_narrower_or_lower_than_its_words(qtbot: QtBot) -> None:
    lines = QLabel("Several words that need several lines where there is little room for them")
    lines.setWordWrap(True)
    lines.setFixedSize(120, 18)
    choice = QComboBox()
    choice.addItem("A choice with rather many words in it")
    choice.setFixedWidth(80)
    table = QTableWidget(1, 1)
    table.setAccessibleName("Table")
    table.setHorizontalHeaderLabels(["A heading that is long"])
    table.setColumnWidth(0, 40)
    found = list(access.findings(page_of(qtbot, lines, choice, table)))
    assert "too little room: ('page.0', 'Several words that need severa')" in found
    assert "too little room: ('page.1', 'A choice with rather many word')" in found
    assert "heading cut: page.2 'A heading that is long'" in found


def test_the_lint_finds_what_juts_out_of_what_it_stands_in(qtbot: QtBot) -> None:
    frame = QWidget()
    frame.setFixedSize(200, 40)
    button = QPushButton("Button", frame)
    button.setObjectName("button")
    button.move(150, 4)
    page = page_of(qtbot, frame)
    assert "beyond its frame: button 'Button' in page.0" in list(access.findings(page))


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_the_lint_finds_an_item_twice_in_a_menu_and_one_without_words(qtbot: QtBot) -> None:
    menu = QMenu()
    menu.setObjectName("menu")
    qtbot.addWidget(menu)
    for words in ("&Open", "&Open", ""):
        menu.addAction(words)
    menu.popup(menu.pos())
    access.settle()
    found = list(menu_faults(menu))
    menu.close()
    assert "twice in one menu: Open" in found
    assert "Alt and a letter twice: o" in found
    assert any(each.startswith("without words") for each in found)
