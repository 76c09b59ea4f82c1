"""A meeting's actions, who was there, moving it with its decisions, and the meetings of a year, in the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from secdesk.ui.meeting_actions import MeetingActions
from secdesk.ui.places.meetings import MeetingsPlace
from tests.ui.desks import (
    OFFSCREEN,
    TODAY,
    OpenDesk,
    click,
    enter,
    label_text,
    named,
    press,
    type_keys,
    unnamed,
    wait_for,
)

pytestmark = OFFSCREEN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


def actions_of(place: MeetingsPlace) -> MeetingActions:
    return place.meeting_detail.action_list


def type_into(place: MeetingsPlace, name: str, text: str) -> None:
    box = named(place, name)
    assert isinstance(box, QLineEdit)
    box.setFocus()
    box.selectAll()
    type_keys(text)


def test_an_action_is_added_closed_and_opened_by_one_key_each(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    person = desk.add("person", {"name": "Alex Reed"})
    place = enter(qtbot, MeetingsPlace(desk))
    click(place, "meetings.actions.add")
    type_keys("Ask the DCC for costs")
    press(Qt.Key.Key_Tab)
    type_keys("alex")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    type_keys("4 feb 20")
    press(Qt.Key.Key_Return)
    (action,) = desk.all("action")
    assert (action.values["meeting"], action.values["owner"]) == (meeting, person)
    assert action.values["due"] == date(2020, 2, 4)
    grid = actions_of(place).grid
    assert grid.hasFocus()
    assert label_text(place, "meetings.actions.heading") == "Actions  1 open, 1 late"
    row = grid.table.row_at(0)
    assert row is not None
    assert row.sentence == "Action, Ask the DCC for costs, Alex Reed, due 4 Feb 2020, 3 WD late"
    press(Qt.Key.Key_Space)
    assert desk.values("action", action.uid)["done"] == TODAY
    assert label_text(place, "meetings.actions.heading") == "Actions  0 open"
    press(Qt.Key.Key_Space)
    assert desk.values("action", action.uid)["done"] is None
    press(Qt.Key.Key_Insert)
    assert named(place, "meetings.actions.new.text").hasFocus()
    press(Qt.Key.Key_Escape)
    grid.setFocus()
    press(Qt.Key.Key_Delete)
    assert desk.all("action") == []
    assert len(desk.all("meeting")) == 1


def test_an_action_without_words_is_asked_for_them(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    place = enter(qtbot, MeetingsPlace(desk))
    click(place, "meetings.actions.add")
    press(Qt.Key.Key_Return)
    assert label_text(place, "meetings.actions.new.message") == "Enter what is to be done"
    assert desk.all("action") == []


def test_an_action_opens_its_form_with_enter(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    action = desk.add("action", {"meeting": meeting, "text": "Ask"})
    place = enter(qtbot, MeetingsPlace(desk))
    actions_of(place).grid.setFocus()
    press(Qt.Key.Key_Return)
    assert named(place, "meetings.action.number").hasFocus()
    type_keys("WG/01")
    press(Qt.Key.Key_Tab)
    assert desk.values("action", action)["number"] == "WG/01"
    assert unnamed(place) == []


def test_names_are_noted_one_by_one_or_as_last_time(qtbot: QtBot, desk: OpenDesk) -> None:
    last = desk.add("meeting", {"body": "WG", "date": date(2020, 2, 5), "state": "held"})
    meeting = desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    people = [desk.add("person", {"name": name}) for name in ("Alex Reed", "Bea Holt")]
    for person in people:
        desk.add("attendance", {"meeting": last, "person": person})
    place = enter(qtbot, MeetingsPlace(desk), meeting)
    add = named(place, "meetings.present.add")
    add.setFocus()
    type_keys("bea")
    press(Qt.Key.Key_Return)
    assert [row.values["person"] for row in desk.all("attendance") if row.values["meeting"] == meeting] == [people[1]]
    assert label_text(place, "meetings.present.heading") == "Present  1"
    click(place, "meetings.present.again")
    assert label_text(place, "meetings.present.heading") == "Present  2"
    assert not named(place, "meetings.present.again").isVisible()
    add.setFocus()
    type_keys("Cai New")
    press(Qt.Key.Key_Return)
    assert label_text(place, "meetings.present.heading") == "Present  3"
    named(place, "meetings.present.list").setFocus()
    press(Qt.Key.Key_Delete)
    assert label_text(place, "meetings.present.heading") == "Present  2"
    assert len(desk.all("person")) == 3


def held_meeting(desk: OpenDesk) -> tuple[str, str]:
    meeting = desk.add("meeting", {"body": "CSC", "date": date(2020, 1, 28), "state": "held"})
    proposal = desk.add_proposal(101, "Displays", "raised")
    values = {"proposal": proposal, "outcome": "csc_ready", "date": date(2020, 1, 28), "meeting": meeting}
    return meeting, desk.add("event", values)


@pytest.mark.parametrize(
    ("answer", "meeting_day", "event_day"),
    [
        ("both", date(2020, 1, 30), date(2020, 1, 30)),
        ("alone", date(2020, 1, 30), date(2020, 1, 28)),
        ("neither", date(2020, 1, 28), date(2020, 1, 28)),
    ],
)
def test_moving_a_held_meeting_asks_about_its_decisions(
    qtbot: QtBot, desk: OpenDesk, answer: str, meeting_day: date, event_day: date
) -> None:
    meeting, event = held_meeting(desk)
    place = enter(qtbot, MeetingsPlace(desk), meeting)
    before = desk.steps()
    type_into(place, "meetings.date", "30 jan 20")
    press(Qt.Key.Key_Return)
    wait_for(qtbot, named(place, "meetings.move.both").hasFocus)
    assert desk.steps() == before
    assert label_text(place, "meetings.move.words") == (
        "1 decision of this meeting is dated Tue 28 Jan 2020. Move to Thu 30 Jan 2020?"
    )
    click(place, f"meetings.move.{answer}")
    assert desk.values("meeting", meeting)["date"] == meeting_day
    assert desk.values("event", event)["date"] == event_day
    assert desk.steps() == before + (answer != "neither")
    moved = named(place, "meetings.moved")
    assert moved.isVisible() == (answer != "neither")
    if answer != "neither":
        assert label_text(place, "meetings.moved") == "Moved; it was Tue 28 Jan 2020"
        desk.undo()
        assert desk.values("event", event)["date"] == date(2020, 1, 28)
        assert not moved.isVisible()
    assert not desk.register.drafts()
    place.commit()
    assert desk.values("meeting", meeting)["date"] == date(2020, 1, 28)


def test_esc_leaves_meeting_and_decisions_as_they_are(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting, _ = held_meeting(desk)
    place = enter(qtbot, MeetingsPlace(desk), meeting)
    type_into(place, "meetings.date", "30 jan 20")
    press(Qt.Key.Key_Return)
    wait_for(qtbot, named(place, "meetings.move.both").hasFocus)
    press(Qt.Key.Key_Escape)
    assert desk.values("meeting", meeting)["date"] == date(2020, 1, 28)
    assert not named(place, "meetings.move").isVisible()


def test_a_meeting_without_decisions_moves_without_a_question(qtbot: QtBot, desk: OpenDesk) -> None:
    meeting = desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    place = enter(qtbot, MeetingsPlace(desk), meeting)
    type_into(place, "meetings.date", "11 mar 20")
    press(Qt.Key.Key_Return)
    assert desk.values("meeting", meeting)["date"] == date(2020, 3, 11)
    assert label_text(place, "meetings.moved") == "Moved; it was Wed 4 Mar 2020"


def test_the_meetings_of_a_year_are_looked_through_and_made_in_one_step(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("meeting", {"body": "WG", "date": date(2020, 11, 4)})
    place = enter(qtbot, MeetingsPlace(desk))
    make = next(act for act in place.menu_actions() if act.objectName() == "meetings.make_year")
    assert make.text() == "Make the meetings of 2021…"
    make.trigger()
    maker = place.maker
    assert maker is not None
    assert maker.days.hasFocus()
    assert len(maker.days.chosen()) == 48
    press(Qt.Key.Key_Space)
    assert named(place, "meetings.year.make").text() == "Make 47 meetings"
    assert unnamed(place) == []
    before = desk.steps()
    assert place.primary_action().text() == "Make the chosen meetings"
    place.primary_action().trigger()
    assert place.primary_action().text() == "Confirm agenda"
    assert desk.steps() == before + 1
    assert len(desk.all("meeting")) == 48
    assert desk.toasts[-1] == "47 meetings of 2021 made"
    assert place.list.hasFocus()
    assert make.text() == "Make the meetings of 2022…"
    desk.undo()
    assert len(desk.all("meeting")) == 1


def test_a_day_that_is_there_cannot_be_unticked_and_another_year_can_be_typed(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("meeting", {"body": "WG", "date": date(2020, 3, 4)})
    place = enter(qtbot, MeetingsPlace(desk))
    place.make_year()
    maker = place.maker
    assert maker is not None
    row = next(n for n, day in enumerate(maker.days.days) if day.is_there)
    maker.days.setCurrentRow(row)
    before = len(maker.days.chosen())
    press(Qt.Key.Key_Space)
    assert maker.days.item(row).checkState() == Qt.CheckState.Checked
    assert len(maker.days.chosen()) == before
    type_into(place, "meetings.year.year", "2030")
    press(Qt.Key.Key_Return)
    assert {day.day.year for day in maker.days.days} == {2030}
    assert all("not confirmed" in day.words for day in maker.days.days)
    type_into(place, "meetings.year.year", "20x0")
    press(Qt.Key.Key_Return)
    assert label_text(place, "meetings.year.message") == "Year must be a whole number from 1900 to 2099"
    click(place, "meetings.year.none")
    assert not named(place, "meetings.year.make").isEnabled()
    assert not place.primary_action().isEnabled()
    click(place, "meetings.year.cancel")
    assert place.list.hasFocus()


def test_a_rule_is_edited_in_words_and_the_days_follow(qtbot: QtBot, desk: OpenDesk) -> None:
    place = enter(qtbot, MeetingsPlace(desk))
    place.make_year()
    maker = place.maker
    assert maker is not None
    type_into(place, "meetings.year.rule.ssc", "2nd weds except aug at 9.30")
    hint = "meetings.year.rule.ssc.hint"
    assert label_text(place, hint) == "Next: Wed 12 Feb 2020, Wed 11 Mar 2020, Wed 8 Apr 2020"
    press(Qt.Key.Key_Return)
    assert named(place, "meetings.year.rule.ssc").text() == "second Wednesday except August at 09:30"  # type: ignore[attr-defined]
    assert sum(day.body == "SSC" for day in maker.days.days) == 10
    type_into(place, "meetings.year.rule.ssc", "now and then")
    press(Qt.Key.Key_Return)
    assert "is not a rule for meetings" in label_text(place, hint)
    assert desk.labels()[-1] == "Rule of Security Sub-Committee"
    desk.undo()
    assert sum(day.body == "SSC" for day in maker.days.days) == 0
