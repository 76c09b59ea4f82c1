"""Undo in the window: the selection moves to what changed; later steps are asked about (ux.md 3.1, design.md 5.6)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from secdesk.services import records
from secdesk.ui.desk import Desk
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import Frame, make_sample, open_frame, wait_for

pytestmark = OFFSCREEN


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path) -> Frame:
    return open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))


def desk_of(frame: Frame) -> Desk:
    assert frame.window.desk is not None
    return frame.window.desk


def uid_of(desk: Desk, number: int) -> str:
    rows = desk.read(lambda session: records.list_records(session, "proposal", date(2020, 2, 7)))
    return next(row.uid for row in rows if row.values["number"] == number)


def edit(desk: Desk, uid: str, label: str, **values: object) -> None:
    desk.run(label, lambda session: records.update_record(session, "proposal", uid, values))  # type: ignore[arg-type]


def shown(frame: Frame) -> str:
    place = frame.window.places.place
    return str(place.detail.uid)  # type: ignore[union-attr]


def test_undo_selects_what_it_changed_in_the_open_place(frame: Frame) -> None:
    desk = desk_of(frame)
    changed, other = uid_of(desk, 77), uid_of(desk, 101)
    edit(desk, changed, "Urgent MP077", urgent=True)
    frame.window.go("proposals", other)
    assert shown(frame) == other
    frame.press("Ctrl+Z")
    assert shown(frame) == changed
    assert frame.window.notices.texts()[0] == "Undone: Urgent MP077"
    frame.window.go("proposals", other)
    frame.press("Ctrl+Shift+Z")
    assert shown(frame) == changed


def test_undo_elsewhere_says_what_it_took_back_and_stays_where_one_is(frame: Frame) -> None:
    desk = desk_of(frame)
    edit(desk, uid_of(desk, 77), "Urgent MP077", urgent=True)
    frame.window.go("releases")
    frame.choose("undo")
    assert frame.window.places.key == "releases"
    assert frame.window.notices.texts()[0] == "Undone: Urgent MP077"


def overtaken(frame: Frame) -> tuple[Desk, str]:
    """A value that was edited and then changed again by a step that undo does not offer."""
    desk = desk_of(frame)
    uid = uid_of(desk, 77)
    edit(desk, uid, "Issue of MP077", issue="mine")
    with desk.register.change("Brought in", kind="base") as session:
        records.update_record(session, "proposal", uid, {"issue": "theirs"})
    return desk, uid


def question(qtbot: QtBot, frame: Frame) -> QDialog:
    wait_for(qtbot, lambda: frame.window.findChild(QDialog, "question"))
    found = frame.window.findChild(QDialog, "question")
    assert isinstance(found, QDialog)
    return found


def test_what_was_changed_again_is_asked_about_with_both_lines(qtbot: QtBot, frame: Frame) -> None:
    desk, uid = overtaken(frame)
    frame.choose("undo")
    dialog = question(qtbot, frame)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert words[0].startswith("'Issue of MP077' was changed again on ")
    assert words[0].endswith("Undo both?")
    assert [line.rpartition(": ")[2] for line in words[1:]] == ["Issue of MP077", "Brought in"]
    cancel = dialog.findChild(QPushButton, "question.cancel")
    assert isinstance(cancel, QPushButton)
    assert cancel.isDefault()
    cancel.click()
    assert desk.read(lambda s: records.get_record(s, "proposal", uid, desk.today)).values["issue"] == "theirs"


def test_both_are_taken_back_as_one_step(qtbot: QtBot, frame: Frame) -> None:
    desk, uid = overtaken(frame)
    before = desk.register.chain_head()[0]
    frame.choose("undo")
    act = question(qtbot, frame).findChild(QPushButton, "question.act")
    assert isinstance(act, QPushButton)
    assert act.text() == "Undo both"
    act.click()
    assert desk.read(lambda s: records.get_record(s, "proposal", uid, desk.today)).values["issue"] is None
    assert desk.register.chain_head()[0] == before + 1
    assert frame.answers.refused == []
