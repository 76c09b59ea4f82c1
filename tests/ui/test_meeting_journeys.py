"""Meetings in the real window, by keys alone (ux.md 1.3 task 4), with every command in a menu."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from secdesk.services import agendas
from secdesk.services.records import get_record
from secdesk.ui.places.holidays import HolidaysPlace
from secdesk.ui.places.meetings import MeetingsPlace
from tests.ui.desks import OFFSCREEN
from tests.ui.frames import TODAY, Frame, clipped, commands, make_sample, menu_words, open_frame, small, unnamed

pytestmark = OFFSCREEN
MARCH = date(2020, 3, 4)


def meetings_of(frame: Frame) -> MeetingsPlace:
    place = frame.window.places.place
    assert isinstance(place, MeetingsPlace)
    return place


def fill_agenda(frame: Frame) -> str:
    """Put four items on the agenda of the next Working Group, as its secretary did the days before."""
    desk = frame.window.desk
    assert desk is not None
    uid = desk.read(lambda session: agendas.next_to_confirm(session, TODAY))
    assert uid is not None

    def act(session: object) -> None:
        for each in agendas.suggestions(session, uid, TODAY):  # type: ignore[arg-type]
            agendas.add_item(session, uid, each.proposal_uid)  # type: ignore[arg-type]

    desk.run("Fill", act)
    return uid


def test_the_next_working_group_is_confirmed_with_three_keys(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    uid = fill_agenda(frame)
    frame.press("Ctrl+4")
    frame.press("Alt+Up")
    frame.press("Ctrl+Return")
    desk = frame.window.desk
    assert desk is not None
    values = desk.read(lambda session: get_record(session, "meeting", uid, TODAY)).values
    assert (values["date"], values["agenda_confirmed"]) == (MARCH, TODAY)
    rows = desk.read(lambda session: agendas.items(session, uid, TODAY))
    assert [(row.number, row.reference) for row in rows] == [
        ("1", "SECMP0067"),
        ("2", "MP077"),
        ("3", "MP093"),
        ("4", "MP080"),
    ]
    frame.press("Ctrl+Z")
    values = desk.read(lambda session: get_record(session, "meeting", uid, TODAY)).values
    assert values["agenda_confirmed"] is None


def test_every_command_of_meetings_and_lists_is_in_a_menu_and_everything_fits(qtbot: QtBot, tmp_path: Path) -> None:
    frame = open_frame(qtbot, tmp_path, make_sample(tmp_path / "a.secdesk"))
    window = frame.window
    fill_agenda(frame)
    frame.press("Ctrl+4")
    meetings_of(frame).make_year()
    for size in ((1280, 800), (900, 520)):
        window.resize(*size)
        QApplication.processEvents()
        assert clipped(window) == []
        assert small(window) == []
        assert unnamed(window) == []
    frame.choose("list.holiday")
    assert isinstance(window.places.place, HolidaysPlace)
    assert clipped(window) == []
    assert small(window) == []
    assert unnamed(window) == []
    known = menu_words(window)
    assert [act.text() for act in commands(window) if act.text() not in known] == []
