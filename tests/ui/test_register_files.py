"""Opening, making and copying registers through the window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from secdesk.register.register import Register
from secdesk.services import records
from secdesk.ui import texts
from secdesk.ui.messages import with_suffix
from secdesk.ui.troubles import split_sentence
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import make_sample, open_frame

pytestmark = OFFSCREEN


def test_the_sample_is_one_click_away_and_today_is_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, today=None)
    button = frame.named("welcome.sample")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk = frame.window.desk
    assert desk is not None
    assert desk.today == date(2020, 2, 7)
    assert not desk.read_only
    assert frame.window.info.state is not None
    assert "Fri 7 Feb 2020" in frame.window.info.state.words
    assert frame.window.places.key == "home"


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    assert frame.named("welcome.sample").hasFocus()
    frame.press("Return")
    assert frame.window.desk is not None


def test_the_sample_goes_when_it_is_closed(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    frame.choose("open_sample")
    assert frame.window.desk is not None
    path = frame.window.desk.register.path
    assert path.is_file()
    frame.window.close()
    assert not path.parent.exists()
    assert frame.settings.recent == []


def test_a_copy_of_the_sample_can_be_kept(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    frame.choose("open_sample")
    assert frame.window.desk is not None
    passing = frame.window.desk.register.path
    frame.answers.paths.append(tmp_path / "mine.secdesk")
    frame.named("frame.info.offer.0").click()  # type: ignore[attr-defined]
    assert frame.window.desk.register.path == tmp_path / "mine.secdesk"
    assert not passing.parent.exists()
    assert frame.window.status.register.text() == "mine"
    assert frame.settings.recent == [tmp_path / "mine.secdesk"]


def test_a_copy_never_takes_the_place_of_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    taken = tmp_path / "taken.secdesk"
    taken.write_text("mine", encoding="utf-8")
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    frame.answers.paths.append(taken)
    frame.choose("keep_copy")
    assert frame.answers.refused == ["'taken.secdesk' is there already. Choose another name"]
    assert taken.read_text(encoding="utf-8") == "mine"
    assert frame.window.desk is not None
    assert frame.window.desk.register.path == tmp_path / "a.secdesk"


def test_a_new_register_is_made_and_opened(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    frame.answers.paths.append(tmp_path / "SEC register 2021.secdesk")
    frame.choose("new_register")
    assert frame.window.desk is not None
    assert frame.window.desk.register.path.name == "SEC register 2021.secdesk"
    assert frame.window.info.isHidden()
    assert frame.named("home.begin").isVisible()


def test_asking_and_then_not_choosing_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    frame.answers.paths.extend([None, None])
    frame.choose("new_register")
    frame.choose("open_register")
    assert frame.window.desk is None
    assert frame.window.welcome.isVisible()


def test_a_file_that_is_no_register_is_refused_and_the_open_one_stays(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    other = tmp_path / "b.secdesk"
    other.write_text("no register", encoding="utf-8")
    frame.answers.paths.append(other)
    frame.choose("open_register")
    assert frame.answers.refused == ["'b.secdesk' is not a secdesk register or backup"]
    assert frame.window.desk is not None
    assert frame.window.desk.register.path == tmp_path / "a.secdesk"


def test_a_register_that_is_held_opens_read_only_and_says_by_whom(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sample(tmp_path / "a.secdesk")
    with Register.open(path, who="Person Two"):
        frame = open_frame(qtbot, tmp_path, path)
        assert frame.window.desk is not None
        assert frame.window.desk.read_only
        assert frame.window.info.state is not None
        assert frame.window.info.state.words.startswith("Person Two has this register open on ")
        assert frame.window.status.saved.text() == texts.READ_ONLY
        assert [words for words, _ in frame.window.info.state.offers] == [texts.WORK_ON_COPY, texts.TRY_AGAIN]
    again = frame.named("frame.info.offer.1")
    assert isinstance(again, QPushButton)
    again.click()
    assert frame.window.desk is not None
    assert not frame.window.desk.read_only
    assert frame.window.info.isHidden()


def test_work_on_a_copy_of_a_held_register_keeps_its_identity(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sample(tmp_path / "a.secdesk")
    with Register.open(path, who="Person Two") as held:
        frame = open_frame(qtbot, tmp_path, path)
        frame.answers.paths.append(tmp_path / "a copy.secdesk")
        frame.named("frame.info.offer.0").click()  # type: ignore[attr-defined]
        assert frame.window.desk is not None
        assert not frame.window.desk.read_only
        assert frame.window.desk.register.register_id == held.register_id
        assert frame.window.desk.register.chain_head() == held.chain_head()


def test_closing_the_window_frees_the_register(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_sample(tmp_path / "a.secdesk")
    frame = open_frame(qtbot, tmp_path, path)
    frame.window.close()
    with Register.open(path) as again:
        assert not again.read_only


def test_the_last_register_stands_first_among_the_recent_ones(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = make_sample(tmp_path / "a.secdesk"), make_sample(tmp_path / "b.secdesk")
    frame = open_frame(qtbot, tmp_path, first)
    frame.window.files.open(second)
    frame.window.menus.menus["recent"].aboutToShow.emit()
    actions = frame.window.menus.menus["recent"].actions()
    assert [action.text() for action in actions] == [str(second), str(first)]
    actions[1].trigger()
    assert frame.window.desk is not None
    assert frame.window.desk.register.path == first
    assert frame.settings.last_register == first


def test_a_recent_register_that_is_gone_is_shown_without_a_button(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path)
    frame.settings.note_register(tmp_path / "gone.secdesk")
    frame.window.show_welcome()
    assert not frame.named("welcome.recent.0").isEnabled()
    assert frame.settings.last_register is None


def test_changing_the_past_is_refused_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    desk = frame.window.desk
    assert desk is not None
    desk.look_at(date(2020, 1, 31))
    assert desk.read_only
    assert frame.window.status.as_at.text() == "Register as at Fri 31 Jan 2020"
    assert desk.run("Add", lambda session: records.create_record(session, "person", {"name": "Person Nine"})) is None
    assert frame.answers.refused == ["The past cannot be changed. Go back to today and change the register there"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("'a.b. c' is damaged. Restore your backup", ("'a.b. c' is damaged", "Restore your backup")),
        ("One sentence alone", ("One sentence alone", "")),
    ],
)
def test_an_errors_text_is_split_into_what_happened_and_what_to_do(text: str, parts: tuple[str, str]) -> None:
    assert split_sentence(text) == parts


def test_the_ending_of_a_register_is_put_right() -> None:
    assert with_suffix(Path("SEC 2.0")) == Path("SEC 2.0.secdesk")
    assert with_suffix(Path("SEC.secdesk")) == Path("SEC.secdesk")
