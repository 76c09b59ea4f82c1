"""What belongs to a meeting beside its agenda: actions, who was there, and moving it with its decisions."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.errors import Conflict, Invalid, NotFound
from secdesk.models import Event, Meeting
from secdesk.register import undo
from secdesk.register.register import Register
from secdesk.rules.in_force import in_force
from secdesk.services import actions, attendances, meeting_moves
from secdesk.services.actions import ActionRow
from secdesk.services.proposals import record_event
from secdesk.services.records import update_record

from .desk import add, meeting, raised

TODAY = date(2020, 2, 7)
JANUARY, MARCH = date(2020, 1, 28), date(2020, 3, 4)


def rows(register: Register, uid: str, at: date = TODAY) -> list[ActionRow]:
    with register.read() as session:
        return actions.actions_of(session, uid, at, in_force(session, at).calendar)


def test_an_action_says_who_by_when_and_how_late_it_is(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "WG", date(2020, 2, 5))
        person = add(session, "person", name="Alex Reed")
        actions.add_action(session, uid, "Ask the DCC for costs", person, date(2020, 2, 4))
        actions.add_action(session, uid, "Draft the legal text", None, date(2020, 2, 14))
        actions.add_action(session, uid, "Think about it")
    found = rows(register, uid)
    assert [(row.text, row.owner, row.state, row.is_late) for row in found] == [
        ("Ask the DCC for costs", "Alex Reed", "3 WD late", True),
        ("Draft the legal text", "", "in 5 WD", False),
        ("Think about it", "", "open, no due date", False),
    ]


def test_a_closed_action_was_open_before_and_can_be_opened_again(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "WG", date(2020, 1, 8))
        action = actions.add_action(session, uid, "Ask", None, date(2020, 1, 31))
        actions.close_action(session, action, date(2020, 2, 3))
    assert [(row.state, row.is_late) for row in rows(register, uid)] == [("done 3 Feb 2020", False)]
    assert [(row.state, row.is_late) for row in rows(register, uid, date(2020, 1, 31))] == [("today", False)]
    with register.change("x") as session:
        assert not actions.has_open_actions(session, uid, TODAY)
        actions.close_action(session, action, None)
        assert actions.has_open_actions(session, uid, TODAY)
    assert rows(register, uid)[0].state == "5 WD late"


def test_open_actions_of_earlier_meetings_of_the_body_come_along(register: Register) -> None:
    with register.change("x") as session:
        before = meeting(session, "WG", date(2020, 1, 8))
        elsewhere = meeting(session, "CB", date(2020, 1, 22))
        later = meeting(session, "WG", date(2020, 4, 1))
        uid = meeting(session, "WG", MARCH)
        for each, text in ((before, "open"), (before, "done"), (elsewhere, "other body"), (later, "not yet set")):
            action = actions.add_action(session, each, text)
            if text == "done":
                actions.close_action(session, action, date(2020, 1, 10))
        actions.add_action(session, uid, "own")
    assert [(row.text, row.since) for row in rows(register, uid)] == [
        ("own", ""),
        ("open", "Working Group, 8 Jan 2020"),
    ]


@pytest.mark.parametrize(
    ("present", "number"),
    [
        ((), None),
        (("SECP77/09",), "SECP77/10"),
        (("A9", "A10"), "A11"),
        (("no figures",), None),
        (("SECP77/1", None), "SECP77/2"),
    ],
)
def test_numbers_of_actions_go_on_where_there_are_any(
    register: Register, present: tuple[str | None, ...], number: str | None
) -> None:
    with register.change("x") as session:
        uid = meeting(session, "PANEL", MARCH)
        for each in present:
            add(session, "action", meeting=uid, text="x", number=each)
        assert actions.next_number(session, uid) == number


def test_an_action_needs_words_and_one_that_is_gone_is_not_closed(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "WG", MARCH)
        with pytest.raises(NotFound):
            actions.close_action(session, "nowhere", TODAY)
        with pytest.raises(Invalid):
            actions.add_action(session, uid, "x", "nobody")


def test_somebody_is_noted_once_for_the_organisation_of_the_day(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "WG", MARCH)
        firm = add(session, "organisation", name="Northern Grid", category="electricity_network")
        person = add(session, "person", name="Alex Reed", organisation=firm)
        attendances.add_present(session, uid, person)
        (found,) = attendances.present(session, uid, TODAY)
        assert found.words == "Alex Reed · Northern Grid · Electricity Network Parties"
        with pytest.raises(Conflict, match="Alex Reed is noted as present already"):
            attendances.add_present(session, uid, person)
        with pytest.raises(NotFound):
            attendances.add_present(session, uid, "nobody")


def test_everybody_of_last_time_is_noted_but_nobody_twice(register: Register) -> None:
    with register.change("x") as session:
        people = [add(session, "person", name=name) for name in ("Alex", "Bea", "Cai")]
        older, last = meeting(session, "WG", date(2020, 1, 8)), meeting(session, "WG", date(2020, 2, 5))
        uid, other = meeting(session, "WG", MARCH), meeting(session, "CB", date(2020, 2, 26))
        attendances.add_present(session, older, people[2])
        attendances.add_present(session, other, people[2])
        for person in people[:2]:
            attendances.add_present(session, last, person)
        attendances.add_present(session, uid, people[0])
        assert attendances.came_last_time(session, uid) == [people[1]]
        assert attendances.add_all_of_last_time(session, uid) == 1
        assert [each.words for each in attendances.present(session, uid, TODAY)] == ["Alex", "Bea"]
        assert attendances.came_last_time(session, older) == []


def decided(register: Register) -> tuple[str, list[str]]:
    """A held CSC with two decisions, before one of another body on the next day."""
    with register.change("x") as session:
        uid = meeting(session, "CSC", JANUARY, state="held")
        proposals = [raised(session, title, number) for number, title in ((101, "a"), (104, "b"), (106, "c"))]
        record_event(session, proposals[2], "csc_deferred", day=date(2020, 1, 29))
        events = [record_event(session, each, "csc_ready", day=JANUARY, meeting=uid) for each in proposals[:2]]
        return uid, events


def test_a_meeting_moves_with_its_decisions_as_one_step(register: Register) -> None:
    uid, events = decided(register)
    day = date(2020, 1, 29)
    with register.read() as session:
        assert meeting_moves.dated_events(session, uid) == 2
    with register.change("Move") as session:
        assert meeting_moves.move_meeting(session, uid, day, with_events=True) == 2
    with register.read() as session:
        moved = [session.get_one(Event, each) for each in events]
        assert [each.date for each in moved] == [day, day]
        own = session.query(Event).where(Event.date == day).order_by(Event.position).all()
        assert [each.uid for each in own][-2:] == events
        assert meeting_moves.former_days(session, uid) == [JANUARY]
    undo.undo(register)
    with register.read() as session:
        assert [session.get_one(Event, each).date for each in events] == [JANUARY, JANUARY]
        assert session.get_one(Meeting, uid).date == JANUARY


def test_a_meeting_moves_alone_where_that_is_wanted(register: Register) -> None:
    uid, events = decided(register)
    with register.change("Move") as session:
        assert meeting_moves.move_meeting(session, uid, date(2020, 1, 30), with_events=False) == 0
        assert {session.get_one(Event, each).date for each in events} == {JANUARY}
        assert meeting_moves.dated_events(session, uid) == 0


def test_a_day_that_was_taken_back_is_not_one_that_the_meeting_had(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "WG", date(2020, 3, 4))
    for day in (date(2020, 3, 11), date(2020, 3, 12)):
        with register.change("Move") as session:
            update_record(session, "meeting", uid, {"date": day})
    with register.read() as session:
        assert meeting_moves.former_days(session, uid) == [date(2020, 3, 4), date(2020, 3, 11)]
    undo.undo(register)
    with register.read() as session:
        assert meeting_moves.former_days(session, uid) == [date(2020, 3, 4)]
    undo.undo(register)
    with register.read() as session:
        assert meeting_moves.former_days(session, uid) == []
    with register.change("x") as session:
        update_record(session, "meeting", uid, {"date": None})
    with register.read() as session:
        assert meeting_moves.former_days(session, uid) == [date(2020, 3, 4)]
