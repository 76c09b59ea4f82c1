"""Merging in the window: what differs is told, conflicts are decided by keys, one undo takes it back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton, QTableWidget
from pytestqt.qtbot import QtBot

from secdesk.exchange.json_form import export_state
from secdesk.register.kept_backups import list_backups
from secdesk.register.register import Register
from secdesk.services.records import Effect, create_record, update_record
from secdesk.ui.safety import words
from secdesk.ui.safety.backups import in_bytes, in_time
from secdesk.ui.safety.merge_dialog import MergeDialog
from tests.ui.frames import Frame, clipped, open_frame, small, unnamed

DAY = date(2020, 2, 7)


def make_pair(folder: Path, conflicts: bool = True) -> tuple[Path, Path]:
    here, other = folder / "here.secdesk", folder / "laptop.secdesk"
    with Register.create(here, who="Change Lead") as register, register.change("Begin") as session:
        create_record(session, "proposal", {"number": 114, "title": "Alarms"}, uid="p")
        create_record(session, "person", {"name": "Ann"}, uid="ann")
    shutil.copyfile(here, other)
    with Register.open(other, who="Analyst Two") as register, register.change("Away") as session:
        create_record(session, "proposal", {"number": 115, "title": "Meters there"}, uid="q")
        update_record(session, "person", "ann", {"role": "Chair"})
        if conflicts:
            update_record(session, "proposal", "p", {"title": "Loud alarms"}, effect=Effect(DAY))
    if conflicts:
        with Register.open(here, who="Analyst One") as register, register.change("Here") as session:
            create_record(session, "proposal", {"number": 115, "title": "Meters here"}, uid="r")
            update_record(session, "proposal", "p", {"title": "Quiet alarms"}, effect=Effect(DAY))
    return here, other


def dialog_of(qtbot: QtBot, frame: Frame) -> MergeDialog:
    def is_there() -> bool:
        return frame.window.findChild(MergeDialog) is not None

    qtbot.waitUntil(is_there, timeout=10_000)
    found = frame.window.findChild(MergeDialog)
    assert isinstance(found, MergeDialog)
    return found


def told(frame: Frame, words: str) -> bool:
    notice = frame.window.toast.notice
    return notice is not None and words in notice.text


def numbers(frame: Frame) -> dict[int, str]:
    desk = frame.window.desk
    assert desk is not None
    rows = desk.register.connection.execute("SELECT number, uid FROM proposal")
    return dict(rows.fetchall())


@pytest.fixture
def merging(qtbot: QtBot, tmp_path: Path) -> tuple[Frame, MergeDialog]:
    here, other = make_pair(tmp_path)
    frame = open_frame(qtbot, tmp_path, here)
    frame.answers.paths = [other]
    frame.choose("merge")
    return frame, dialog_of(qtbot, frame)


def test_a_merge_waits_for_every_decision_and_one_undo_takes_it_back(
    qtbot: QtBot, merging: tuple[Frame, MergeDialog]
) -> None:
    frame, dialog = merging
    desk = frame.window.desk
    assert desk is not None
    before = export_state(desk.register)
    table, merge = dialog.findChild(QTableWidget, "merge.table"), dialog.findChild(QPushButton, "merge.merge")
    assert isinstance(table, QTableWidget)
    assert isinstance(merge, QPushButton)
    assert table.rowCount() == 4
    assert not merge.isEnabled()
    QTest.keyClick(table, Qt.Key.Key_O)
    assert not merge.isEnabled()
    QTest.keyClick(table, Qt.Key.Key_H)
    assert merge.isEnabled()
    assert merge.text() == "Merge 4 changes"
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(numbers(frame)) == 3)
    assert set(numbers(frame)) == {114, 115, 116}
    assert told(frame, "4 changes merged, 2 conflicts settled")
    kept = list_backups(frame.window.keeping.backups.folder)
    assert "before merge" in {each.occasion for each in kept}
    frame.window.activateWindow()
    qtbot.waitUntil(frame.window.isActiveWindow)
    frame.press("Ctrl+Z")
    assert export_state(desk.register) == before


def test_who_keeps_a_number_and_the_new_one_are_said_and_can_be_typed(
    qtbot: QtBot, merging: tuple[Frame, MergeDialog]
) -> None:
    frame, dialog = merging
    table = dialog.findChild(QTableWidget, "merge.table")
    number, here = dialog.findChild(QLineEdit, "merge.number"), dialog.findChild(QRadioButton, "merge.here")
    hint = dialog.findChild(QLabel, "merge.hint")
    assert isinstance(table, QTableWidget)
    assert isinstance(number, QLineEdit)
    assert isinstance(here, QRadioButton)
    assert isinstance(hint, QLabel)
    row = next(row for row in range(4) if "Number 115" in (table.item(row, 0) or table.item(0, 0)).text())
    table.setCurrentCell(row, 0)
    assert "becomes 116" in hint.text()
    here.click()
    number.setFocus()
    QTest.keyClicks(number, "120")
    QTest.keyClick(number, Qt.Key.Key_Tab)
    assert dialog.choices["number:115"] == "here=120"
    other = next(row for row in range(4) if row != row_of(table, "Number 115") and decides(table, row))
    table.setCurrentCell(other, 0)
    QTest.keyClick(table, Qt.Key.Key_H)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: set(numbers(frame)) == {114, 115, 120})
    assert numbers(frame)[115] == "r"


def row_of(table: QTableWidget, words: str) -> int:
    return next(row for row in range(table.rowCount()) if words in _text(table, row, 0))


def decides(table: QTableWidget, row: int) -> bool:
    return _text(table, row, 4) == "to decide"


def _text(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    return item.text() if item is not None else ""


def test_a_change_that_is_not_wanted_is_left_out_with_the_space_bar(qtbot: QtBot, tmp_path: Path) -> None:
    here, other = make_pair(tmp_path, conflicts=False)
    frame = open_frame(qtbot, tmp_path, here)
    frame.answers.paths = [other]
    frame.choose("merge")
    dialog = dialog_of(qtbot, frame)
    table = dialog.findChild(QTableWidget, "merge.table")
    assert isinstance(table, QTableWidget)
    table.setCurrentCell(row_of(table, "Ann"), 0)
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(numbers(frame)) == 2)
    desk = frame.window.desk
    assert desk is not None
    assert desk.register.connection.execute("SELECT role FROM person").fetchone() == (None,)


def test_a_copy_with_nothing_new_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    here, other = make_pair(tmp_path, conflicts=False)
    shutil.copyfile(here, other)
    frame = open_frame(qtbot, tmp_path, here)
    frame.answers.paths = [other]
    frame.choose("merge")
    qtbot.waitUntil(lambda: told(frame, "Nothing to merge"), timeout=10_000)


def test_a_file_that_is_no_register_is_refused_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    here, _ = make_pair(tmp_path)
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"PK a letter")
    frame = open_frame(qtbot, tmp_path, here)
    frame.answers.paths = [letter]
    frame.choose("merge")
    qtbot.waitUntil(lambda: bool(frame.answers.refused), timeout=10_000)
    assert "letter.docx" in frame.answers.refused[0]


@pytest.mark.parametrize("steps", [0, 5])
def test_everything_in_the_dialog_has_a_name_and_room(
    qtbot: QtBot, merging: tuple[Frame, MergeDialog], steps: int
) -> None:
    frame, dialog = merging
    for _ in range(steps):
        frame.choose("text_larger")
    table = dialog.findChild(QTableWidget, "merge.table")
    assert isinstance(table, QTableWidget)
    for row in range(table.rowCount()):
        table.setCurrentCell(row, 0)
        qtbot.waitUntil(lambda: (unnamed(dialog), clipped(dialog), small(dialog)) == ([], [], []))
    for _ in range(steps):
        frame.choose("text_smaller")


def test_histories_are_joined_where_no_record_differs(qtbot: QtBot, tmp_path: Path) -> None:
    here, other = make_pair(tmp_path, conflicts=False)
    shutil.copyfile(here, other)
    for role in ("Chair", None):
        with Register.open(other, who="Analyst Two") as register, register.change(f"Role {role}") as session:
            update_record(session, "person", "ann", {"role": role})
    frame = open_frame(qtbot, tmp_path, here)
    frame.answers.paths = [other]
    frame.choose("merge")
    qtbot.waitUntil(lambda: told(frame, words.JOINED))
    assert frame.window.desk is not None
    steps = frame.window.desk.register.connection.execute("SELECT label FROM step").fetchall()
    assert {"Role Chair", "Role None"} <= {label for (label,) in steps}


# --- what is not recorded --------------------------------------------------------------------------------------------


def test_what_is_not_recorded_is_told_in_the_dialog_and_stays_where_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    here, other = make_pair(tmp_path, conflicts=False)
    with Register.open(other, who="Analyst Two") as theirs:
        theirs.save_draft("person", "ann", "note", "half typed there")
    frame = open_frame(qtbot, tmp_path, here)
    desk = frame.window.desk
    assert desk is not None
    desk.register.save_draft("person", "ann", "note", "half typed here")
    desk.register.save_draft("person", "new person", "name", "Bo")
    kept = desk.register.drafts()
    frame.answers.paths = [other]
    frame.choose("merge")
    dialog = dialog_of(qtbot, frame)
    label, merge = dialog.findChild(QLabel, "merge.drafts"), dialog.findChild(QPushButton, "merge.merge")
    assert isinstance(label, QLabel)
    assert isinstance(merge, QPushButton)
    assert label.text() == "\n".join(
        [
            words.DRAFTS_STAY_MERGED.format(drafts="2 half-typed texts"),
            words.DRAFTS_THERE.format(drafts="1 half-typed text"),
        ]
    )
    merge.click()
    qtbot.waitUntil(lambda: told(frame, "merged"))
    assert desk.register.drafts() == kept
    with Register.open(other, read_only=True) as theirs:
        assert list(theirs.drafts().values()) == ["half typed there"]


def test_drafts_there_are_told_although_nothing_is_merged(qtbot: QtBot, tmp_path: Path) -> None:
    here, other = make_pair(tmp_path, conflicts=False)
    shutil.copyfile(here, other)
    with Register.open(other, who="Analyst Two") as theirs:
        theirs.save_draft("person", "ann", "note", "half typed there")
    frame = open_frame(qtbot, tmp_path, here)
    frame.answers.paths = [other]
    frame.choose("merge")
    qtbot.waitUntil(lambda: any("Not recorded in the other copy" in each for each in frame.window.notices.texts()))


# --- backups --------------------------------------------------------------------------------------------------------


def test_one_key_makes_a_backup_and_says_where_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    here, _ = make_pair(tmp_path)
    frame = open_frame(qtbot, tmp_path, here)
    frame.press("Ctrl+B")
    qtbot.waitUntil(lambda: told(frame, "Backup saved"), timeout=10_000)
    folder = frame.window.keeping.backups.folder
    assert len(list_backups(folder)) == 1
    assert frame.window.status.backup.text() == "Backup just now"
    QTest.keyClick(frame.window.toast, Qt.Key.Key_Return)
    assert [url.toLocalFile() for url in frame.urls] == [str(folder)]


def test_closing_makes_the_last_backup_of_a_session_and_none_where_nothing_changed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    here, _ = make_pair(tmp_path)
    frame = open_frame(qtbot, tmp_path, here)
    desk = frame.window.desk
    assert desk is not None
    folder = frame.window.keeping.backups.folder
    desk.run("Rename", lambda session: update_record(session, "person", "ann", {"name": "Anne"}))
    head = desk.register.chain_head()
    frame.window.close()
    assert [(each.step, each.head) for each in list_backups(folder)] == [(head[0], head[1][:8])]
    frame = open_frame(qtbot, tmp_path, here)
    frame.window.close()
    assert len(list_backups(folder)) == 1


def test_the_sample_is_backed_up_only_by_hand(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    frame.choose("open_sample")
    folder = frame.window.keeping.backups.folder
    frame.window.close()
    assert list_backups(folder) == []


@pytest.mark.parametrize(("size", "words"), [(3_400, "3 kB"), (1, "1 kB"), (2_100_000, "2.1 MB"), (120_000, "0.1 MB")])
def test_sizes_are_told_as_people_read_them(size: int, words: str) -> None:
    assert in_bytes(size) == words


def test_ages_are_told_in_their_largest_unit() -> None:
    from datetime import timedelta

    told = [in_time(timedelta(minutes=each)) for each in (0, 5, 180, 2879, 2881)]
    assert told == ["", "5 min", "3 h", "47 h", "2 days"]
