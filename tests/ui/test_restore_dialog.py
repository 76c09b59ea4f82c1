"""Restoring through the window: the list, the preview, the guard, one step and one undo (ux.md 2.15, G22)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QTableWidget
from pytestqt.qtbot import QtBot

from secdesk.register.kept_backups import list_backups
from secdesk.register.register import Register
from secdesk.ui import texts
from secdesk.ui.safety import words
from secdesk.ui.safety.restore_dialog import RestoreDialog
from tests.ui.access import Setting, settle
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, make_sample, open_frame, wait_for
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
    return sample_frame(qtbot, tmp_path)


def shown(qtbot: QtBot, frame: Frame) -> RestoreDialog:
    """Choose File > Restore and wait until the chosen backup has been read."""
    frame.choose("restore")
    found = dialog(qtbot, frame, "restore")
    assert isinstance(found, RestoreDialog)
    wait_for(qtbot, lambda: found.told is not None or words_of(found, "restore.warning"))
    return found


def read_another(qtbot: QtBot, found: RestoreDialog, row: int) -> None:
    """Go to another backup and wait for what it holds."""
    part(found, "restore.list", QTableWidget).setCurrentCell(row, 0)
    assert found.told is None
    wait_for(qtbot, lambda: found.told is not None)


def test_the_list_says_when_why_and_how_much_newest_first(qtbot: QtBot, frame: Frame) -> None:
    back_up(frame)
    add_person(desk_of(frame), "Ann")
    back_up(frame, 1, "before import")
    add_person(desk_of(frame), "Bob")
    back_up(frame, 2)
    found = shown(qtbot, frame)
    steps = desk_of(frame).register.chain_head()[0]
    assert rows_of(found, "restore.list") == [
        ("Sat 1 Feb 17:30", f"36 / {steps}", "daily"),
        ("Fri 31 Jan 17:30", f"36 / {steps - 1}", "before import"),
        ("Thu 30 Jan 17:30", f"36 / {steps - 2}", "daily"),
    ]
    assert words.NOTHING_DIFFERS in words_of(found, "restore.sentences")
    assert not button(found, "restore.restore").isEnabled()


def test_the_preview_counts_what_differs_and_what_leaves(qtbot: QtBot, frame: Frame) -> None:
    back_up(frame)
    for name in ("Ann", "Bob", "Cy"):
        add_person(desk_of(frame), name)
    found = shown(qtbot, frame)
    first = rows_of(found, "restore.counts")[0]
    assert first[0] == "People"
    assert int(first[1]) == int(first[2]) + 3
    assert first[3] == "3 fewer"
    assert words_of(found, "restore.title") == "Backup of Thu 30 Jan 2020 17:30, by Tester"
    assert "3 later changes leave the register; History keeps them." in words_of(found, "restore.sentences")
    assert [row[1] for row in rows_of(found, "restore.later")] == ["Add Cy", "Add Bob", "Add Ann"]
    assert button(found, "restore.restore").text() == "Restore 30 Jan"


def test_restoring_keeps_a_copy_first_and_one_undo_brings_it_back(qtbot: QtBot, frame: Frame) -> None:
    before = state_of(desk_of(frame))
    back_up(frame)
    add_person(desk_of(frame), "Ann")
    changed = state_of(desk_of(frame))
    press(shown(qtbot, frame), "restore.restore")
    assert state_of(desk_of(frame)) == before
    assert occasions(frame) == ["before restore"]
    assert frame.window.notices.texts()[0] == "Backup of 30 Jan restored"
    undo(qtbot, frame)
    assert state_of(desk_of(frame)) == changed


def test_a_restore_needs_no_mouse(qtbot: QtBot, frame: Frame) -> None:
    before = state_of(desk_of(frame))
    back_up(frame)
    add_person(desk_of(frame), "Ann")
    found = shown(qtbot, frame)
    found.activateWindow()
    wait_for(qtbot, lambda: part(found, "restore.list", QTableWidget).hasFocus())
    for _ in range(30):
        if button(found, "restore.restore").hasFocus():
            break
        QTest.keyClick(found.windowHandle(), Qt.Key.Key_Tab)
    QTest.keyClick(found.windowHandle(), Qt.Key.Key_Space)
    assert state_of(desk_of(frame)) == before


def test_a_much_smaller_backup_needs_the_box_and_says_so_on_the_button(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "SEC register.secdesk"
    Register.create(path, who="Tester").close()
    frame = open_frame(qtbot, tmp_path, path)
    add_person(desk_of(frame), "Ann")
    back_up(frame)
    for number in range(4):
        add_person(desk_of(frame), f"Person {number}")
    full = state_of(desk_of(frame))
    found = shown(qtbot, frame)
    agree = part(found, "restore.agree", QCheckBox)
    assert button(found, "restore.restore").text() == "Restore 1 record over 5"
    assert agree.text() == "Yes, replace 5 with 1"
    assert agree.isVisible()
    assert not button(found, "restore.restore").isEnabled()
    agree.click()
    press(found, "restore.restore")
    assert desk_of(frame).register.count(_person()) == 1
    assert "before restore" in [kept.occasion for kept in list_backups(backups_of(frame))]
    undo(qtbot, frame)
    assert state_of(desk_of(frame)) == full


def test_the_guard_speaks_of_proposals_where_those_are_fewer(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "SEC register.secdesk"
    Register.create(path, who="Tester").close()
    frame = open_frame(qtbot, tmp_path, path)
    _add_proposals(frame, 1, 2)
    back_up(frame)
    _add_proposals(frame, 3, 60)
    found = shown(qtbot, frame)
    assert button(found, "restore.restore").text() == "Restore 2 proposals over 60"
    assert part(found, "restore.agree", QCheckBox).text() == "Yes, replace 60 with 2"


def test_agreeing_to_one_backup_is_not_agreeing_to_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "SEC register.secdesk"
    Register.create(path, who="Tester").close()
    frame = open_frame(qtbot, tmp_path, path)
    for number in range(2):
        add_person(desk_of(frame), f"Person {number}")
        back_up(frame, number)
    for number in range(8):
        add_person(desk_of(frame), f"More {number}")
    found = shown(qtbot, frame)
    part(found, "restore.agree", QCheckBox).click()
    read_another(qtbot, found, 1)
    assert not part(found, "restore.agree", QCheckBox).isChecked()
    assert not button(found, "restore.restore").isEnabled()


def test_cancel_and_esc_leave_nothing(qtbot: QtBot, frame: Frame) -> None:
    back_up(frame)
    add_person(desk_of(frame), "Ann")
    before, kept = state_of(desk_of(frame)), list_backups(backups_of(frame))
    press(shown(qtbot, frame), "restore.cancel")
    found = shown(qtbot, frame)
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert find(frame, "restore") is None
    assert state_of(desk_of(frame)) == before
    assert list_backups(backups_of(frame)) == kept


def test_a_damaged_backup_says_what_is_sound_and_saves_it_as_a_new_register(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    backup = back_up(frame)
    data = bytearray(backup.read_bytes())
    place = data.index(b'{"uid":"', len(data) // 2)
    data[place + 20 : place + 24] = b"####"
    backup.write_bytes(bytes(data))
    found = shown(qtbot, frame)
    assert "is damaged or was changed" in words_of(found, "restore.warning")
    assert "can still be saved from it" in words_of(found, "restore.sentences")
    assert button(found, "restore.restore").text() == words.SAVE_SOUND
    assert not button(found, "restore.look").isEnabled()
    frame.answers.paths.append(tmp_path / "saved.secdesk")
    press(found, "restore.restore")
    assert desk_of(frame).register.path == tmp_path / "saved.secdesk"
    assert desk_of(frame).register.count(_proposal()) >= 30
    assert frame.window.notices.texts()[0].endswith("saved from the damaged backup")


def test_what_is_no_backup_is_told_in_the_dialog(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    other = tmp_path / "notes.secdesk-backup"
    other.write_text("nothing of the kind", encoding="utf-8")
    frame.choose("restore")
    found = dialog(qtbot, frame, "restore")
    wait_for(qtbot, lambda: part(found, "restore.list", QTableWidget).isHidden())
    assert words_of(found, "restore.none") == words.NO_BACKUPS_HERE
    frame.answers.paths.append(other)
    press(found, "restore.file")
    wait_for(qtbot, lambda: "is not a backup of secdesk" in words_of(found, "restore.warning"))
    assert not button(found, "restore.restore").isEnabled()


def test_a_backup_of_another_register_becomes_a_register_of_its_own(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    from tests.register.backup_files import make_backup

    (tmp_path / "other").mkdir()
    backup = make_backup(tmp_path / "other")
    back_up(frame)
    found = shown(qtbot, frame)
    frame.answers.paths += [backup, tmp_path / "theirs.secdesk"]
    press(found, "restore.file")
    wait_for(qtbot, lambda: "another register" in words_of(found, "restore.warning"))
    assert button(found, "restore.restore").text() == words.MAKE_REGISTER
    press(found, "restore.restore")
    assert desk_of(frame).register.path == tmp_path / "theirs.secdesk"
    assert desk_of(frame).register.chain_head()[0] > 5, "its history came along"


def test_a_register_made_from_a_backup_never_takes_the_place_of_a_file(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.secdesk"
    taken.write_text("mine", encoding="utf-8")
    backup = back_up(frame)
    frame.window.files.close()
    frame.window.show_welcome()
    press(frame.window, "welcome.restore")
    found = dialog(qtbot, frame, "restore")
    assert isinstance(found, RestoreDialog)
    wait_for(qtbot, lambda: found.told is not None)
    assert rows_of(found, "restore.list")[0][3] == "SEC register"
    frame.answers.paths.append(taken)
    press(found, "restore.restore")
    assert frame.answers.refused == ["'taken.secdesk' is there already. Choose another name"]
    assert taken.read_text(encoding="utf-8") == "mine"
    assert backup.is_file()


def test_from_welcome_a_register_comes_back_with_its_history(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    add_person(desk_of(frame), "Ann")
    before, head = state_of(desk_of(frame)), desk_of(frame).register.chain_head()
    back_up(frame)
    path = desk_of(frame).register.path
    frame.window.files.close()
    path.unlink()
    frame.window.show_welcome()
    press(frame.window, "welcome.restore")
    found = dialog(qtbot, frame, "restore")
    assert isinstance(found, RestoreDialog)
    wait_for(qtbot, lambda: found.told is not None)
    frame.answers.paths.append(path)
    press(found, "restore.restore")
    assert desk_of(frame).register.path == path
    assert (state_of(desk_of(frame)), desk_of(frame).register.chain_head()) == (before, head)


def test_a_damaged_register_is_replaced_and_kept_beside(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sample(tmp_path / "SEC register.secdesk")
    frame = open_frame(qtbot, tmp_path, path)
    before = state_of(desk_of(frame))
    back_up(frame)
    frame.window.files.close()
    data = bytearray(path.read_bytes())
    data[4096:60_000] = b"\xff" * (60_000 - 4096)
    path.write_bytes(bytes(data))
    assert not frame.window.files.open(path)
    restore = next(way for way in frame.answers.ways[-1] if way.words == texts.RESTORE_BACKUP)
    restore.act()
    found = dialog(qtbot, frame, "restore")
    assert isinstance(found, RestoreDialog)
    wait_for(qtbot, lambda: found.told is not None)
    frame.answers.paths.append(path)
    press(found, "restore.restore")
    assert state_of(desk_of(frame)) == before
    kept = [each for each in tmp_path.iterdir() if each.name.startswith("before-restore-")]
    assert [each.read_bytes() for each in kept] == [bytes(data)]


def test_a_backup_is_opened_for_reading_and_leads_back(qtbot: QtBot, frame: Frame) -> None:
    path = desk_of(frame).register.path
    back_up(frame)
    add_person(desk_of(frame), "Ann")
    press(shown(qtbot, frame), "restore.look")
    view = desk_of(frame)
    assert view.read_only
    assert frame.window.info.state is not None
    assert "Thu 30 Jan 2020 17:30" in frame.window.info.state.words
    assert "Ann" not in view.read(_names)
    passing = view.register.path
    assert frame.settings.recent == [path], "a passing file is no recent register"
    settle()
    press(frame.window, "frame.info.offer.0")
    assert desk_of(frame).register.path == path
    assert not passing.parent.exists()


def test_the_places_can_be_read_while_a_backup_is_looked_at(qtbot: QtBot, frame: Frame) -> None:
    backup = back_up(frame)
    assert frame.window.files.open(backup), frame.answers.refused
    kept = list_backups(backup.parent)
    for key in ("proposals", "papers", "history", "home"):
        frame.window.go(key)
        settle()
    assert desk_of(frame).search_index is not None
    assert frame.answers.refused == []
    frame.window.files.close()
    assert list_backups(backup.parent) == kept, "what is only looked at needs no backup"


def test_a_damaged_backup_is_not_opened_and_leaves_what_was_open(qtbot: QtBot, frame: Frame) -> None:
    path = desk_of(frame).register.path
    backup = back_up(frame)
    backup.write_bytes(backup.read_bytes()[:-100])
    assert not frame.window.files.open(backup)
    assert "is damaged or was changed" in frame.answers.refused[-1]
    assert desk_of(frame).register.path == path


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_dialog_fits_and_can_be_read_aloud(qtbot: QtBot, frame: Frame, setting: Setting) -> None:
    back_up(frame)
    add_person(desk_of(frame), "Ann")
    found: QDialog = shown(qtbot, frame)
    assert faults_of(frame, found, setting) == []
    found.reject()


def _person() -> type:
    from secdesk.models import Person

    return Person


def _proposal() -> type:
    from secdesk.models import Proposal

    return Proposal


def _names(session: object) -> list[object]:
    from secdesk.services import records
    from tests.ui.desks import TODAY

    return [row.values["name"] for row in records.list_records(session, "person", TODAY)]  # type: ignore[arg-type]


def _add_proposals(frame: Frame, first: int, last: int) -> None:
    from secdesk.services import records

    def act(session: object) -> bool:
        for number in range(first, last + 1):
            records.create_record(session, "proposal", {"number": number, "title": f"Proposal {number}"})  # type: ignore[arg-type]
        return True

    assert desk_of(frame).run("Add proposals", act)
