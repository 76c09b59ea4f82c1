"""What was typed in the window stands in the register alone: not in settings, log or passing files (G20, H14)."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from secdesk.errors import KnownError
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import make_sample, open_frame
from tests.ui.safety_desk import add_person, desk_of

pytestmark = OFFSCREEN
MARKER = "Zwiebelkuchen-4712"


def told(*folders: Path) -> list[str]:
    """Return the files below some folders that hold the marker."""
    forms = [MARKER.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(path.name for path in files if any(form in path.read_bytes() for form in forms))


def test_settings_log_and_passing_files_know_nothing_of_what_was_typed(
    qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "registers"
    folder.mkdir()
    frame = open_frame(qtbot, tmp_path, make_sample(folder / "SEC register.secdesk"))
    desk = desk_of(frame)
    uid = add_person(desk, MARKER)
    desk.register.save_draft("person", uid, "note", f"{MARKER}, half typed")
    for place in ("records", "proposals", "history", "home"):
        desk.go_to(place, uid if place == "records" else "")
        for box in frame.window.findChildren(QLineEdit):
            if box.isVisible() and box.isEnabled() and not box.isReadOnly() and "find" in box.objectName():
                box.setFocus()
                QTest.keyClicks(box, MARKER)
    desk.change_refused.emit(KnownError(f"'{MARKER}' cannot be kept. Choose another name"))
    frame.window.close()
    assert told(folder) == ["SEC register.secdesk"]
    assert [name for name in told(tmp_path / "settings", home) if not name.endswith(".secdesk-backup")] == []
    backups = [*(tmp_path / "settings").rglob("*.secdesk-backup")]
    assert backups
    assert all(os.name == "nt" or path.stat().st_mode & 0o077 == 0 for path in backups)
