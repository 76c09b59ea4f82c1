"""The second place of the backups in the window: copied beside it, told once when it is away, never waited for."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QTableWidget
from pytestqt.qtbot import QtBot

from secdesk.register.backup import verify_backup, write_backup
from secdesk.register.kept_backups import list_backups
from secdesk.ui import texts
from secdesk.ui.preference_page import Around
from secdesk.ui.preferences import Preferences
from secdesk.ui.safety import second_place, words
from secdesk.ui.safety.backups import AT_CLOSING
from secdesk.ui.safety.restore_dialog import RestoreDialog
from tests.ui.access import Setting
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, open_frame, wait_for
from tests.ui.safety_desk import (
    SETTINGS,
    add_person,
    back_up,
    backups_of,
    desk_of,
    dialog,
    faults_of,
    part,
    press,
    rows_of,
    sample_frame,
    words_of,
)

pytestmark = OFFSCREEN


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path, stick: Path) -> Frame:
    frame = sample_frame(qtbot, tmp_path)
    frame.settings.second_backups_folder = stick
    return frame


def there(frame: Frame, stick: Path) -> list[Path]:
    """Return the backups of the open register at the second place."""
    return [kept.path for kept in list_backups(stick / backups_of(frame).name)]


def settled(qtbot: QtBot, frame: Frame) -> None:
    """Wait until nothing is copied any more."""
    wait_for(qtbot, lambda: not frame.window.keeping.backups.second.is_busy)


def back_up_by_hand(qtbot: QtBot, frame: Frame) -> None:
    """Press Ctrl+B and wait for the backup and its copy."""
    before = len(list_backups(backups_of(frame)))
    frame.press("Ctrl+B")
    wait_for(qtbot, lambda: len(list_backups(backups_of(frame))) > before)
    wait_for(qtbot, lambda: frame.window.status.backup.text() != words.NO_BACKUP)
    settled(qtbot, frame)


def test_a_backup_by_hand_gets_there_and_is_sound(qtbot: QtBot, frame: Frame, stick: Path) -> None:
    back_up_by_hand(qtbot, frame)
    wait_for(qtbot, lambda: there(frame, stick))
    (copied,) = there(frame, stick)
    assert verify_backup(copied).is_sound
    made = frame.settings.last_second_copy(desk_of(frame).register.register_id)
    assert made is not None
    assert (datetime.now() - made).total_seconds() < 3600
    assert "second place" not in frame.window.status.backup.text()


def test_an_automatic_backup_and_a_safety_copy_get_there_too(qtbot: QtBot, frame: Frame, stick: Path) -> None:
    desk = desk_of(frame)
    add_person(desk, "Ann")
    wait_for(qtbot, lambda: there(frame, stick))  # made two seconds after the first change
    settled(qtbot, frame)
    later = datetime.now() + timedelta(minutes=1)
    write_backup(desk.register, folder=backups_of(frame), now=later, occasion="before import", thinning=False)
    frame.window.keeping.backups.carry_on()
    wait_for(qtbot, lambda: len(there(frame, stick)) == 2)
    assert {kept.occasion for kept in list_backups(stick / backups_of(frame).name)} == {"", "before import"}


def test_a_place_that_is_away_is_told_once_and_made_up_for_when_it_is_back(
    qtbot: QtBot, frame: Frame, stick: Path, tmp_path: Path
) -> None:
    back_up_by_hand(qtbot, frame)
    wait_for(qtbot, lambda: there(frame, stick))
    away = stick.rename(tmp_path / "in a drawer")
    for name in ("Ann", "Bob"):
        add_person(desk_of(frame), name)
        back_up_by_hand(qtbot, frame)
        wait_for(qtbot, lambda: frame.settings.second_problem)
    assert frame.answers.refused == [], "it is no error"
    assert frame.window.notices.texts().count(words.SECOND_AWAY) == 1
    assert frame.window.status.backup.text().endswith("not at the second place")
    assert not stick.exists(), "the place itself is never made"
    away.rename(stick)
    frame.window.keeping.backups.look()
    wait_for(qtbot, lambda: len(there(frame, stick)) == 3)
    settled(qtbot, frame)
    wait_for(qtbot, lambda: not frame.settings.second_problem)
    assert "second place" not in frame.window.status.backup.text()


def test_a_place_that_cannot_be_written_to_is_told_in_other_words(qtbot: QtBot, frame: Frame, stick: Path) -> None:
    (stick / backups_of(frame).name).write_text("in the way", encoding="utf-8")
    back_up_by_hand(qtbot, frame)
    wait_for(qtbot, lambda: words.SECOND_REFUSED in frame.window.notices.texts())
    assert "cannot be written to" in frame.settings.second_problem
    assert frame.answers.refused == []


def test_closing_copies_the_last_backup(qtbot: QtBot, frame: Frame, stick: Path) -> None:
    add_person(desk_of(frame), "Ann")
    folder, head = backups_of(frame), desk_of(frame).register.chain_head()
    frame.window.close()
    assert [kept.step for kept in list_backups(stick / folder.name)] == [head[0]]


def test_a_place_that_never_answers_holds_up_closing_no_longer_than_three_seconds(
    qtbot: QtBot, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def never(*_: object) -> None:
        released.wait(60)
        raise second_place.Stopped("over")

    monkeypatch.setattr(second_place, "copy_backups", never)
    add_person(desk_of(frame), "Ann")
    kept = backups_of(frame)
    start = time.monotonic()
    frame.window.close()
    took = time.monotonic() - start
    released.set()
    assert took < AT_CLOSING + 2
    assert len(list_backups(kept)) == 1, "the backup itself was made"


def test_without_a_second_place_nothing_is_said_or_copied(qtbot: QtBot, frame: Frame, stick: Path) -> None:
    frame.settings.second_backups_folder = None
    back_up_by_hand(qtbot, frame)
    assert list(stick.iterdir()) == []
    assert "second place" not in frame.window.status.backup.text()


def test_the_sample_is_not_copied(qtbot: QtBot, tmp_path: Path, stick: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    frame.settings.second_backups_folder = stick
    frame.choose("open_sample")
    back_up_by_hand(qtbot, frame)
    frame.window.close()
    assert list(stick.iterdir()) == []


def test_the_list_of_backups_has_those_that_are_only_at_the_second_place(
    qtbot: QtBot, frame: Frame, stick: Path
) -> None:
    back_up_by_hand(qtbot, frame)
    wait_for(qtbot, lambda: there(frame, stick))
    settled(qtbot, frame)
    lost = list_backups(backups_of(frame))[0].path
    add_person(desk_of(frame), "Ann")
    back_up(frame)
    lost.unlink()
    frame.choose("restore")
    found = dialog(qtbot, frame, "restore")
    assert isinstance(found, RestoreDialog)
    wait_for(qtbot, lambda: found.told is not None)
    assert [row[2] for row in rows_of(found, "restore.list")] == ["daily", words.AT_SECOND_PLACE]
    assert words_of(found, "restore.second").startswith("The newest backup at the second place is of ")
    part(found, "restore.list", QTableWidget).setCurrentCell(1, 0)
    wait_for(qtbot, lambda: found.told is not None)
    press(found, "restore.restore")
    assert frame.window.notices.texts()[0].endswith("restored")


def test_a_lost_computer_is_made_up_for_from_the_second_place(
    qtbot: QtBot, frame: Frame, stick: Path, tmp_path: Path
) -> None:
    back_up_by_hand(qtbot, frame)
    wait_for(qtbot, lambda: there(frame, stick))
    head = desk_of(frame).register.chain_head()
    frame.window.close()
    (tmp_path / "new computer").mkdir()
    other = open_frame(qtbot, tmp_path / "new computer")
    other.settings.second_backups_folder = stick
    press(other.window, "welcome.restore")
    found = dialog(qtbot, other, "restore")
    assert isinstance(found, RestoreDialog)
    wait_for(qtbot, lambda: found.told is not None)
    other.answers.paths.append(tmp_path / "new computer" / "SEC register.secdesk")
    press(found, "restore.restore")
    assert desk_of(other).register.chain_head() == head


# --- preferences -----------------------------------------------------------------------------------------------------


def page_of(frame: Frame) -> Preferences:
    window = frame.window
    found = Preferences(Around(frame.settings, window.look, window.desk, frame.answers), window, "backups")
    found.open()
    return found


def test_the_second_place_is_chosen_typed_and_given_up_in_preferences(
    qtbot: QtBot, tmp_path: Path, stick: Path
) -> None:
    frame = sample_frame(qtbot, tmp_path)
    page = page_of(frame)
    box = part(page, "preferences.backups.second", QLineEdit)
    problem = part(page, "preferences.backups.second.problem", QLabel)
    state = part(page, "preferences.backups.second.state", QLabel)
    assert not state.isVisible()
    frame.answers.paths.append(stick)
    press(page, "preferences.backups.second.choose")
    assert frame.settings.second_backups_folder == stick
    assert state.text() == words.SECOND_NONE_YET
    for typed, sentence in (
        (tmp_path / "nowhere", texts.NO_SUCH_FOLDER.format(folder=tmp_path / "nowhere")),
        (backups_of(frame), words.SECOND_SAME),
    ):
        box.setText(str(typed))
        box.editingFinished.emit()
        assert problem.text() == sentence
        assert frame.settings.second_backups_folder == stick
    press(page, "preferences.backups.second.none")
    assert frame.settings.second_backups_folder is None
    assert box.text() == ""


def test_preferences_say_which_backup_got_there_last_and_what_is_wrong(
    qtbot: QtBot, frame: Frame, stick: Path, tmp_path: Path
) -> None:
    back_up_by_hand(qtbot, frame)
    wait_for(qtbot, lambda: frame.settings.last_second_copy(desk_of(frame).register.register_id))
    stick.rename(tmp_path / "in a drawer")
    add_person(desk_of(frame), "Ann")
    back_up_by_hand(qtbot, frame)
    wait_for(qtbot, lambda: frame.settings.second_problem)
    told = part(page_of(frame), "preferences.backups.second.state", QLabel).text()
    assert told.startswith("The newest backup at the second place is of ")
    assert told.endswith("is not there. Connect it, or choose another.")


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_the_page_fits_and_can_be_read_aloud(qtbot: QtBot, frame: Frame, setting: Setting) -> None:
    page = page_of(frame)
    assert faults_of(frame, page, setting) == []
    page.reject()
