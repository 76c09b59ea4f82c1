"""Only some records of a backup come back: chosen in the window, one step, a copy first, one undo (ux.md 2.15)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from secdesk.register.kept_backups import list_backups
from secdesk.register.register import Session
from secdesk.services import records
from secdesk.services.drafts import count_drafts
from secdesk.ui.safety import words
from secdesk.ui.safety.records_dialog import RecordsDialog
from secdesk.ui.safety.restore_dialog import RestoreDialog
from tests.ui.access import Setting, settle
from tests.ui.desks import OFFSCREEN, TODAY
from tests.ui.frames import Frame, wait_for
from tests.ui.safety_desk import (
    SETTINGS,
    add_person,
    back_up,
    backups_of,
    button,
    desk_of,
    dialog,
    faults_of,
    find,
    occasions,
    part,
    press,
    rows_of,
    sample_frame,
    state_of,
    undo,
    words_of,
)

pytestmark = OFFSCREEN


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    """Return a window on the sample, of which a backup was made before some records went and others changed."""
    frame = sample_frame(qtbot, tmp_path)
    for name in ("Ann", "Bob"):
        add_person(desk_of(frame), name)
    back_up(frame)
    assert desk_of(frame).run("Spoil", _spoil)
    return frame


def _spoil(session: Session) -> bool:
    for row in records.list_records(session, "person", TODAY):
        if row.values["name"] == "Ann":
            records.delete_record(session, "person", row.uid, TODAY)
        if row.values["name"] == "Bob":
            records.update_record(session, "person", row.uid, {"name": "Robert"})
    events = [row for row in records.list_records(session, "event", TODAY) if row.values["meeting"] is None]
    records.delete_record(session, "event", events[0].uid, TODAY)
    records.create_record(session, "person", {"name": "Later"})
    return True


def names(frame: Frame) -> set[object]:
    rows = desk_of(frame).read(lambda session: records.list_records(session, "person", TODAY))
    return {row.values["name"] for row in rows}


def shown(qtbot: QtBot, frame: Frame) -> RecordsDialog:
    """Choose File > Restore, the backup, and Only some records."""
    frame.choose("restore")
    restore = dialog(qtbot, frame, "restore")
    assert isinstance(restore, RestoreDialog)
    wait_for(qtbot, lambda: restore.told is not None)
    press(restore, "restore.some")
    found = dialog(qtbot, frame, "records_back")
    assert isinstance(found, RecordsDialog)
    return found


def pick(found: RecordsDialog, name: str) -> None:
    """Go to the record of a name and tick the box."""
    table = part(found, "records_back.rows", QTableWidget)
    row = [cells[1] for cells in rows_of(found, "records_back.rows")].index(name)
    table.setCurrentCell(row, 0)
    part(found, "records_back.box", QCheckBox).click()


def test_what_is_gone_and_what_changed_is_listed_and_nothing_is_chosen(qtbot: QtBot, frame: Frame) -> None:
    found = shown(qtbot, frame)
    listed = {(cells[1], cells[2], cells[3]) for cells in rows_of(found, "records_back.rows")}
    assert ("Ann", "Person", "gone") in listed
    assert ("Bob", "Person", "changed") in listed
    assert len(listed) == 3
    assert not button(found, "records_back.take").isEnabled()
    assert not any("Later" in cells[1] for cells in rows_of(found, "records_back.rows"))


def test_only_the_chosen_record_comes_back_after_a_copy_and_one_undo_takes_it_away(qtbot: QtBot, frame: Frame) -> None:
    before, steps = state_of(desk_of(frame)), desk_of(frame).register.chain_head()[0]
    found = shown(qtbot, frame)
    pick(found, "Ann")
    assert button(found, "records_back.take").text() == "Bring back 1 record"
    press(found, "records_back.take")
    assert {"Ann", "Robert", "Later"} <= names(frame)
    assert desk_of(frame).register.chain_head()[0] == steps + 1
    assert occasions(frame) == ["before restore"]
    assert frame.window.notices.texts()[0] == "1 record brought back"
    undo(qtbot, frame)
    assert state_of(desk_of(frame)) == before


def test_a_changed_record_shows_both_values_and_is_put_back(qtbot: QtBot, frame: Frame) -> None:
    found = shown(qtbot, frame)
    pick(found, "Bob")
    assert rows_of(found, "records_back.fields") == [("Name", "Robert", "Bob")]
    press(found, "records_back.take")
    assert {"Bob", "Later"} <= names(frame)
    assert not {"Ann", "Robert"} & names(frame)


def test_records_are_chosen_filtered_and_brought_back_by_keys_alone(qtbot: QtBot, frame: Frame) -> None:
    found = shown(qtbot, frame)
    found.activateWindow()
    wait_for(qtbot, lambda: part(found, "records_back.rows", QTableWidget).hasFocus())
    QTest.keyClick(found.windowHandle(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = part(found, "records_back.filter", QLineEdit)
    wait_for(qtbot, line.hasFocus)
    QTest.keyClicks(line, "person ann")
    assert [cells[1] for cells in rows_of(found, "records_back.rows")] == ["Ann"]
    QTest.keyClick(line, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: part(found, "records_back.rows", QTableWidget).hasFocus())
    QTest.keyClick(found.windowHandle(), Qt.Key.Key_Space)
    assert rows_of(found, "records_back.rows")[0][0] == words.TAKEN_YES
    QTest.keyClick(found.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, lambda: "Ann" in names(frame))


def test_the_chips_narrow_the_list_and_cancel_does_nothing(qtbot: QtBot, frame: Frame) -> None:
    before = state_of(desk_of(frame))
    found = shown(qtbot, frame)
    part(found, "records_back.chip.changed", QPushButton).click()
    assert [cells[1] for cells in rows_of(found, "records_back.rows")] == ["Bob"]
    part(found, "records_back.filter", QLineEdit).setText("nobody")
    assert rows_of(found, "records_back.rows") == []
    assert words_of(found, "records_back.more") == words.RECORDS_NONE
    press(found, "records_back.cancel")
    assert find(frame, "records_back") is None
    assert state_of(desk_of(frame)) == before


def test_what_a_chosen_record_names_comes_along_and_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    frame = sample_frame(qtbot, tmp_path)
    desk = desk_of(frame)

    def add(session: Session) -> str:
        party = records.create_record(session, "organisation", {"name": "Aardvark Energy"})
        return records.create_record(session, "person", {"name": "Ann", "organisation": party})

    uid = desk.run("Add both", add)
    assert uid is not None
    back_up(frame)
    desk.undo()
    found = shown(qtbot, frame)
    pick(found, "Ann")
    assert words_of(found, "records_back.along") == words.COME_ALONG.format(records="organisation Aardvark Energy")
    marks = {cells[1]: cells[0] for cells in rows_of(found, "records_back.rows")}
    assert marks["Aardvark Energy"] == words.COMES_ALONG
    assert button(found, "records_back.take").text() == "Bring back 2 records"
    press(found, "records_back.take")
    row = desk.read(lambda session: records.get_record(session, "person", uid, TODAY))
    assert row.values["organisation"]


def test_a_backup_that_is_looked_at_leads_to_its_records(qtbot: QtBot, frame: Frame) -> None:
    path, backup = desk_of(frame).register.path, list_backups(backups_of(frame))[0].path
    assert frame.window.files.open(backup), frame.answers.refused
    settle()
    offer = part(frame.window, "frame.info.offer.1", QPushButton)
    assert offer.text() == words.BRING_RECORDS_BACK
    offer.click()
    assert desk_of(frame).register.path == path
    found = dialog(qtbot, frame, "records_back")
    assert isinstance(found, RecordsDialog)
    pick(found, "Ann")
    press(found, "records_back.take")
    assert "Ann" in names(frame)


def test_a_backup_of_another_register_brings_no_record_back(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    from tests.register.backup_files import make_backup

    (tmp_path / "other").mkdir()
    frame.window.keeping.choose_records(make_backup(tmp_path / "other"))
    wait_for(qtbot, lambda: frame.answers.refused)
    assert "is a backup of another register" in frame.answers.refused[0]


def test_a_backup_in_which_nothing_differs_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    frame = sample_frame(qtbot, tmp_path)
    frame.window.keeping.choose_records(back_up(frame))
    wait_for(qtbot, lambda: words.NO_RECORDS in frame.window.notices.texts())
    assert find(frame, "records_back") is None


# --- what is not recorded --------------------------------------------------------------------------------------------


def test_drafts_are_told_before_a_restore_stay_and_come_back_with_their_record(qtbot: QtBot, frame: Frame) -> None:
    desk = desk_of(frame)
    later = next(
        row.uid
        for row in desk.read(lambda session: records.list_records(session, "person", TODAY))
        if row.values["name"] == "Later"
    )
    desk.register.save_draft("person", later, "role", "half ty")
    kept = desk.register.drafts()
    frame.choose("restore")
    restore = dialog(qtbot, frame, "restore")
    assert isinstance(restore, RestoreDialog)
    wait_for(qtbot, lambda: restore.told is not None)
    assert words.DRAFTS_STAY.format(drafts="1 half-typed text") in words_of(restore, "restore.sentences")
    press(restore, "restore.restore")
    assert "Later" not in names(frame)
    assert desk.register.drafts() == kept, "the text of a record that left is still there"
    undo(qtbot, frame)
    assert "Later" in names(frame)
    assert desk.register.drafts() == kept


def test_bringing_records_back_leaves_drafts_alone(qtbot: QtBot, frame: Frame) -> None:
    desk = desk_of(frame)
    desk.register.save_draft("person", "new person", "name", "Half")
    kept = desk.register.drafts()
    found = shown(qtbot, frame)
    pick(found, "Ann")
    press(found, "records_back.take")
    assert desk.register.drafts() == kept
    assert desk.read(count_drafts).words == "1 half-typed text"


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_dialog_fits_and_can_be_read_aloud(qtbot: QtBot, frame: Frame, setting: Setting) -> None:
    found = shown(qtbot, frame)
    pick(found, "Ann")
    assert faults_of(frame, found, setting) == []
    found.reject()
