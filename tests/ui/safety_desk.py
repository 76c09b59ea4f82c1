"""What the tests of restoring, importing and exporting share: registers, backups, dialogs, the state as JSON."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from secdesk.exchange.json_form import export_state
from secdesk.register.backup import write_backup
from secdesk.register.kept_backups import folder_of, list_backups
from secdesk.register.register import Register
from secdesk.services import records
from secdesk.ui.desk import Desk
from tests.ui.access import Setting, findings, look, settle
from tests.ui.frames import Frame, make_sample, open_frame, wait_for

FIRST = datetime(2020, 1, 30, 17, 30)
W = TypeVar("W", bound=QWidget)
SETTINGS = tuple(
    Setting(scheme, text, size)
    for scheme, text, size in (
        ("light", 100, (1280, 800)),
        ("dark", 100, (900, 520)),
        ("dark", 150, (1280, 800)),
        ("light", 150, (900, 520)),
    )
)


def desk_of(frame: Frame) -> Desk:
    assert frame.window.desk is not None
    return frame.window.desk


def sample_frame(qtbot: QtBot, folder: Path) -> Frame:
    """Show a window on the sample register."""
    return open_frame(qtbot, folder, make_sample(folder / "SEC register.secdesk"))


def backups_of(frame: Frame) -> Path:
    """Return the folder of the backups of the open register, made if it is not there."""
    register = desk_of(frame).register
    folder = folder_of(frame.settings.backups_folder, register.path.stem, register.register_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def back_up(frame: Frame, days: int = 0, occasion: str = "") -> Path:
    """Write a backup of the open register as it stands, as if made some days after the first."""
    now = FIRST + timedelta(days=days)
    return write_backup(
        desk_of(frame).register, folder=backups_of(frame), now=now, occasion=occasion, thinning=False
    ).path


def occasions(frame: Frame) -> list[str]:
    """Return what the backups of the open register were made before; one may have been made by itself meanwhile."""
    return [kept.occasion for kept in list_backups(backups_of(frame)) if kept.occasion]


def add_person(desk: Desk, name: str) -> str:
    uid = desk.run(f"Add {name}", lambda session: records.create_record(session, "person", {"name": name}))
    assert uid is not None
    return uid


def undo(qtbot: QtBot, frame: Frame) -> None:
    """Press Ctrl+Z once the window has the keys again."""
    frame.window.activateWindow()
    qtbot.waitUntil(frame.window.isActiveWindow)
    settle()
    frame.press("Ctrl+Z")


def state_of(register: Register | Desk) -> bytes:
    """Return the whole state as JSON: equal registers give equal bytes."""
    return export_state(register.register if isinstance(register, Desk) else register)


def dialog(qtbot: QtBot, frame: Frame, name: str) -> QDialog:
    """Wait for a dialog and return it."""
    wait_for(qtbot, lambda: find(frame, name) is not None)
    found = find(frame, name)
    assert found is not None
    return found


def find(frame: Frame, name: str) -> QDialog | None:
    shown = (each for each in frame.window.findChildren(QDialog) if each.objectName() == name and each.isVisible())
    return next(shown, None)


def part(root: QWidget, name: str, kind: type[W]) -> W:
    """Return the widget of a name."""
    found = root.findChild(kind, name)
    assert isinstance(found, kind), f"no {kind.__name__} is called {name}"
    return found


def button(root: QWidget, name: str) -> QAbstractButton:
    return part(root, name, QAbstractButton)


def press(root: QWidget, name: str) -> None:
    """Click a button that can be clicked."""
    found = button(root, name)
    assert found.isVisible(), f"{name} is hidden"
    assert found.isEnabled(), f"{name} is grey"
    found.click()


def words_of(root: QWidget, name: str) -> str:
    return part(root, name, QLabel).text()


def rows_of(root: QWidget, name: str) -> list[tuple[str, ...]]:
    """Return the cells of a table, row by row."""
    table = part(root, name, QTableWidget)
    columns = range(table.columnCount())
    items = [[table.item(row, column) for column in columns] for row in range(table.rowCount())]
    return [tuple(item.text() if item is not None else "" for item in row) for row in items]


def choose(root: QWidget, name: str, words: str) -> None:
    """Choose from a short list as a person does."""
    box = part(root, name, QComboBox)
    place = box.findText(words)
    assert place >= 0, f"{words} is not among {[box.itemText(row) for row in range(box.count())]}"
    box.setCurrentIndex(place)
    box.activated.emit(place)


def faults_of(frame: Frame, shown: QDialog, setting: Setting) -> list[str]:
    """Return what is wrong with a dialog when the window looks as a setting says."""
    look(frame.window, setting)
    shown.resize(shown.size().expandedTo(shown.sizeHint()).boundedTo(QSize(*setting.size) - QSize(32, 16)))
    shown.activateWindow()
    settle()
    too_large = [] if fits(shown, setting) else [f"larger than the window: {shown.size()}"]
    return [*findings(shown), *too_large]


def fits(shown: QDialog, setting: Setting) -> bool:
    return shown.width() <= setting.size[0] and shown.height() <= setting.size[1]
