"""The window on a register that is moved, replaced, overwritten or cut off, or whose disk is full (F10 to F13)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from secdesk.errors import DiskFull
from secdesk.register.passing_folder import PassingFolder, sweep_passing_folders
from secdesk.register.register import Register
from secdesk.ui import texts
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, open_frame
from tests.ui.safety_desk import add_person, desk_of, sample_frame, state_of, undo

pytestmark = [OFFSCREEN, pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move a file that is open")]
FULL = DiskFull("The disk is full. Free some space")


def try_to_add(frame: Frame, name: str) -> None:
    """Make a change that is refused."""
    desk = desk_of(frame)
    from secdesk.services.records import create_record

    assert desk.run(f"Add {name}", lambda session: create_record(session, "person", {"name": name})) is None


def ways(frame: Frame) -> list[str]:
    return [way.words for way in frame.answers.ways[-1]]


def take(frame: Frame, words: str) -> None:
    """Press the button of the last message that has these words."""
    next(way for way in frame.answers.ways[-1] if way.words == words).act()


@pytest.mark.parametrize("gone", ["deleted", "moved", "replaced"])
def test_a_register_that_lost_its_name_is_saved_elsewhere(qtbot: QtBot, tmp_path: Path, gone: str) -> None:
    frame = sample_frame(qtbot, tmp_path)
    path, elsewhere = desk_of(frame).register.path, tmp_path / "rescued.secdesk"
    older = shutil.copyfile(path, tmp_path / "older")
    add_person(desk_of(frame), "Kept before")
    state = state_of(desk_of(frame))
    if gone == "deleted":
        path.unlink()
    elif gone == "moved":
        path.rename(tmp_path / "moved.secdesk")
    else:
        os.replace(older, path)
    try_to_add(frame, "Too late")
    assert "while it was open. Nothing was written" in frame.answers.refused[-1]
    assert ways(frame) == [texts.SAVE_ELSEWHERE, texts.WELCOME_OPEN]
    frame.answers.paths.append(elsewhere)
    take(frame, texts.SAVE_ELSEWHERE)
    assert desk_of(frame).register.path == elsewhere
    assert state_of(desk_of(frame)) == state
    add_person(desk_of(frame), "In time")
    assert path.exists() == (gone == "replaced")


@pytest.mark.parametrize("how", ["overwritten", "cut off"])
def test_a_register_that_was_overwritten_is_opened_again_or_restored(qtbot: QtBot, tmp_path: Path, how: str) -> None:
    frame = sample_frame(qtbot, tmp_path)
    path = desk_of(frame).register.path
    older = path.read_bytes()
    for number in range(12):
        add_person(desk_of(frame), f"Person {number} {'x' * 200}")
    with open(path, "r+b") as file:
        file.truncate(0 if how == "overwritten" else 50_000)
        file.write(older if how == "overwritten" else b"")
    before = path.read_bytes()
    try_to_add(frame, "Too late")
    assert path.read_bytes() == before
    if how == "cut off":
        assert ways(frame) == [texts.RESTORE_BACKUP]
        return
    assert ways(frame) == [texts.OPEN_AGAIN]
    take(frame, texts.OPEN_AGAIN)
    add_person(desk_of(frame), "In time")
    undo(qtbot, frame)
    assert desk_of(frame).register.chain_head()[0] > 1


def test_where_nothing_can_be_opened_again_the_window_welcomes(qtbot: QtBot, tmp_path: Path) -> None:
    frame = sample_frame(qtbot, tmp_path)
    path = desk_of(frame).register.path
    add_person(desk_of(frame), "Kept before")
    with open(path, "r+b") as file:
        file.truncate()
        file.write(b"this is no register" * 9000)
    try_to_add(frame, "Too late")
    frame.window.files.close()
    assert not frame.window.files.open_again()
    frame.window.show_welcome()
    assert frame.window.desk is None
    assert path.read_bytes().startswith(b"this is no register")


def test_a_full_disk_offers_a_copy_elsewhere_and_reading_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    frame = sample_frame(qtbot, tmp_path)
    desk_of(frame).change_refused.emit(FULL)
    assert ways(frame) == [texts.SAVE_ELSEWHERE]
    frame.answers.paths.append(tmp_path / "other disk.secdesk")
    take(frame, texts.SAVE_ELSEWHERE)
    assert desk_of(frame).register.path.name == "other disk.secdesk"


def test_a_second_name_of_an_open_register_is_the_same_register(qtbot: QtBot, tmp_path: Path) -> None:
    frame = sample_frame(qtbot, tmp_path)
    path = desk_of(frame).register.path
    link = tmp_path / "link.secdesk"
    link.symlink_to(path)
    other = open_frame(qtbot, tmp_path / "other", link)
    assert desk_of(other).read_only
    assert desk_of(other).register.path == path
    other.window.close()


def test_what_a_killed_window_left_in_a_passing_folder_goes_and_what_a_living_one_needs_stays(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, strange = tmp_path / "secdesk-left", tmp_path / "secdesk-strange"
    for folder in (left, strange):
        folder.mkdir()
    (left / ".ticket").touch()
    Register.create(left / "sample.secdesk").close()
    living = PassingFolder()
    frame = open_frame(qtbot, tmp_path)
    frame.window.files.open_sample()
    passing = desk_of(frame).register.path.parent
    assert not left.exists()
    assert strange.exists()
    sweep_passing_folders()
    assert passing.exists()
    assert living.path.exists()
    living.remove()
    frame.window.files.close()
    assert not living.path.exists()
    assert not passing.exists()
