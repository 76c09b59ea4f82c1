"""Meetings and their agendas by keys (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from secdesk.services import agendas
from secdesk.ui.places.meetings import MeetingsPlace
from tests.ui.desks import OFFSCREEN, TODAY, OpenDesk, click, enter, label_text, named, press, type_keys, unnamed

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def agenda(desk: OpenDesk, meeting: str) -> list[tuple[str, str, str]]:
    rows = desk.read(lambda session: agendas.items(session, meeting, TODAY))
    return [(row.number, row.reference, row.title) for row in rows]


def add_working_group(desk: OpenDesk) -> str:
    return desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4), "time": "10:00"})


def test_an_agenda_is_typed_moved_and_confirmed(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_working_group(desk)
    desk.add_proposal(67, "Service Request Traffic Management", "raised", "csc_ready", "panel_converted")
    desk.add_proposal(77, "DCC Service Flagging", "raised", "csc_ready", "panel_converted")
    place = enter(qtbot, MeetingsPlace(desk))
    add = named(place, "meetings.agenda.add")
    add.setFocus()
    type_keys("Welcome and actions")
    press(Qt.Key.Key_Return)
    type_keys("77")
    press(Qt.Key.Key_Return)
    type_keys("67")
    press(Qt.Key.Key_Return)
    assert add.hasFocus()
    assert agenda(desk, meeting) == [
        ("1", "", "Welcome and actions"),
        ("2", "MP077", "DCC Service Flagging"),
        ("3", "MP067", "Service Request Traffic Management"),
    ]
    named(place, "meetings.agenda").setFocus()
    place.meeting_detail.agenda.grid.select_row(2)
    place.move_up()
    assert [row[1] for row in agenda(desk, meeting)] == ["", "MP067", "MP077"]
    assert place.meeting_detail.agenda.grid.currentIndex().row() == 1
    assert "Confirm by Wed 19 Feb 2020 (in 8 WD)" in label_text(place, "meetings.agenda.state")
    place.primary_action().trigger()
    assert desk.values("meeting", meeting)["agenda_confirmed"] == TODAY
    assert not place.primary_action().isEnabled()
    assert label_text(place, "meetings.agenda.state").startswith("Agenda: confirmed")
    desk.undo()
    assert place.primary_action().isEnabled()


def test_an_item_added_after_confirming_gets_a_letter(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_working_group(desk)
    desk.run("x", lambda session: agendas.add_item(session, meeting, None, "Welcome"))
    desk.run("x", lambda session: agendas.confirm_agenda(session, meeting, TODAY))
    place = enter(qtbot, MeetingsPlace(desk))
    named(place, "meetings.agenda.add").setFocus()
    type_keys("Late paper")
    press(Qt.Key.Key_Return)
    assert [row[0] for row in agenda(desk, meeting)] == ["1", "1a"]
    click(place, "meetings.agenda.reopen")
    assert [row[0] for row in agenda(desk, meeting)] == ["1", "2"]


def test_delete_takes_an_item_off_and_not_the_meeting(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_working_group(desk)
    desk.run("x", lambda session: agendas.add_item(session, meeting, None, "Welcome"))
    place = enter(qtbot, MeetingsPlace(desk))
    named(place, "meetings.agenda").setFocus()
    press(Qt.Key.Key_Delete)
    assert agenda(desk, meeting) == []
    assert len(desk.all("meeting")) == 1
    desk.undo()
    assert agenda(desk, meeting) == [("1", "", "Welcome")]


def test_an_item_is_edited_under_the_list(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_working_group(desk)
    desk.run("x", lambda session: agendas.add_item(session, meeting, None, "Welcome"))
    place = enter(qtbot, MeetingsPlace(desk))
    named(place, "meetings.agenda").setFocus()
    press(Qt.Key.Key_Return)
    named(place, "meetings.item.minutes").setFocus()
    type_keys("25")
    press(Qt.Key.Key_Tab)
    (item,) = desk.all("agenda_item")
    assert item.values["minutes"] == 25
    assert label_text(place, "meetings.agenda.total") == "total 25 min, to 10:25"
    assert meeting == item.values["meeting"]


def test_a_new_meeting_is_there_with_its_first_field(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, MeetingsPlace(desk))
    place.new_record()
    assert desk.all("meeting") == []
    press(Qt.Key.Key_Tab)
    type_keys("4 mar")
    press(Qt.Key.Key_Return)
    (meeting,) = desk.all("meeting")
    assert meeting.values["date"] == date(2020, 3, 4)
    assert place.list.current_uid == meeting.uid
    assert place.detail.uid == meeting.uid


def test_past_meetings_are_under_their_chip(qtbot: QtBot, desk: OpenDesk) -> None:
    add_working_group(desk)
    old = desk.add("meeting", {"body": "CSC", "date": date(2020, 1, 28), "state": "held"})
    place = enter(qtbot, MeetingsPlace(desk))
    assert place.table.rowCount() == 1
    click(place, "meetings.chip.past")
    assert [place.table.uid_at(row) for row in range(place.table.rowCount())] == [old]


def test_everything_in_the_place_has_a_name(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = add_working_group(desk)
    desk.run("x", lambda session: agendas.add_item(session, meeting, None, "Welcome"))
    place = enter(qtbot, MeetingsPlace(desk))
    named(place, "meetings.agenda").setFocus()
    press(Qt.Key.Key_Return)
    assert unnamed(place) == []
