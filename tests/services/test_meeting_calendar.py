"""The meetings of a year from the rules: what is proposed, what is kept, and what is made."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.errors import Invalid, NotFound
from secdesk.models import Meeting
from secdesk.register import undo
from secdesk.register.register import Register
from secdesk.rules.in_force import in_force
from secdesk.services import meeting_calendar
from secdesk.services.meeting_calendar import CalendarDay
from secdesk.services.records import delete_record, list_records

from .desk import add, meeting

TODAY = date(2020, 2, 7)


def plan(register: Register, year: int, today: date = TODAY) -> dict[tuple[str, date], CalendarDay]:
    with register.read() as session:
        return {(each.body, each.day): each for each in meeting_calendar.plan_year(session, year, today)}


def test_a_year_has_the_four_bodies_in_every_month_by_date(register: Register) -> None:
    found = plan(register, 2021)
    days = list(found.values())
    assert len(days) == 48
    assert [each.day for each in days] == sorted(each.day for each in days)
    assert {body: sum(each.body == body for each in days) for body in ("PANEL", "CSC", "WG", "CB", "SSC")} == {
        "PANEL": 12,
        "CSC": 12,
        "WG": 12,
        "CB": 12,
        "SSC": 0,
    }
    assert found["WG", date(2021, 2, 3)] == CalendarDay("WG", date(2021, 2, 3), "", "", wanted=True)


def test_only_days_from_today_on_are_proposed(register: Register) -> None:
    found = plan(register, 2020)
    assert min(day for _, day in found) == date(2020, 2, 14)


def test_a_bank_holiday_moves_the_meeting_by_a_week_as_the_panel_of_good_friday_did(register: Register) -> None:
    found = plan(register, 2020)
    assert found["PANEL", date(2020, 4, 17)].words == "moved from Fri 10 Apr 2020, Good Friday"
    assert ("PANEL", date(2020, 4, 10)) not in found


def test_where_the_week_after_is_in_another_month_the_one_before_is_taken(register: Register) -> None:
    with register.change("Rule") as session:
        meeting_calendar.set_rule(session, "CB", "last Monday", TODAY)
    found = plan(register, 2020)
    assert found["CB", date(2020, 5, 18)].words == "moved from Mon 25 May 2020, Spring bank holiday"


def test_a_day_that_cannot_move_is_proposed_with_its_reason(register: Register) -> None:
    with register.change("Rule") as session:
        meeting_calendar.set_rule(session, "CB", "first, second, third, fourth and fifth Monday", TODAY)
    found = plan(register, 2020)
    assert found["CB", date(2020, 5, 25)].words == "Spring bank holiday, no other week is free"


def test_the_registers_own_bank_holidays_count(register: Register) -> None:
    with register.change("Holiday") as session:
        add(session, "holiday", date=date(2020, 3, 4), name="Office closed")
    assert plan(register, 2020)["WG", date(2020, 3, 11)].words == "moved from Wed 4 Mar 2020, Office closed"


def test_years_beyond_the_confirmed_ones_say_so(register: Register) -> None:
    assert plan(register, 2028)["WG", date(2028, 2, 2)].words == "bank holidays not confirmed"


def test_a_meeting_that_is_there_is_kept(register: Register) -> None:
    with register.change("x") as session:
        meeting(session, "WG", date(2020, 3, 4))
    there = plan(register, 2020)["WG", date(2020, 3, 4)]
    assert (there.is_there, there.wanted, there.words) == (True, False, "in the register already")
    with register.change("Make") as session:
        assert meeting_calendar.make_meetings(session, [there]) == []


def test_a_meeting_moved_by_hand_stands_for_that_of_its_month(register: Register) -> None:
    with register.change("x") as session:
        meeting(session, "WG", date(2020, 3, 12))
        meeting(session, "CB", date(2020, 3, 18), state="cancelled")
        meeting(session, "CSC", date(2020, 3, 3), ad_hoc=True)
    found = plan(register, 2020)
    assert found["WG", date(2020, 3, 4)].words == "there is one on Thu 12 Mar 2020"
    assert found["CB", date(2020, 3, 25)].words == "cancelled on Wed 18 Mar 2020"
    assert [found[key].wanted for key in (("WG", date(2020, 3, 4)), ("CB", date(2020, 3, 25)))] == [False, False]
    assert found["CSC", date(2020, 3, 31)].wanted


def test_a_meeting_of_which_only_the_month_was_known_gets_its_day(register: Register) -> None:
    with register.change("x") as session:
        panel = meeting(session, "PANEL", None, month="2020-03", number=78)
    day = plan(register, 2020)["PANEL", date(2020, 3, 13)]
    assert (day.words, day.wanted, day.meeting) == ("the day of the meeting of March 2020", True, panel)
    with register.change("Make") as session:
        assert meeting_calendar.make_meetings(session, [day]) == [panel]
        kept = session.get_one(Meeting, panel)
        assert (kept.date, kept.month, kept.number) == (date(2020, 3, 13), None, 78)


def test_a_meeting_that_went_meanwhile_is_not_made_up(register: Register) -> None:
    with register.change("x") as session:
        panel = meeting(session, "PANEL", None, month="2020-03")
    day = plan(register, 2020)["PANEL", date(2020, 3, 13)]
    with register.change("x") as session:
        delete_record(session, "meeting", panel, TODAY)
    with pytest.raises(NotFound, match="Look through the days again"), register.change("Make") as session:
        meeting_calendar.make_meetings(session, [day])


def test_a_year_is_made_as_one_step_and_taken_back_as_one(register: Register) -> None:
    with register.change("Rule") as session:
        meeting_calendar.set_rule(session, "WG", "first wed at 10", TODAY)
    days = [each for each in plan(register, 2021).values() if each.wanted]
    with register.change("Make the meetings of 2021") as session:
        made = meeting_calendar.make_meetings(session, days)
    assert len(made) == 48
    with register.read() as session:
        rows = list_records(session, "meeting", TODAY)
    assert {row.values["state"] for row in rows} == {"planned"}
    assert {row.values["time"] for row in rows if row.values["body"] == "WG"} == {"10:00"}
    assert all(each.is_there for each in plan(register, 2021).values())
    undo.undo(register)
    with register.read() as session:
        assert list_records(session, "meeting", TODAY) == []


def test_the_next_year_follows_the_one_that_is_planned_to_its_end(register: Register) -> None:
    with register.change("x") as session:
        assert meeting_calendar.next_year(session, TODAY) == 2020
        meeting(session, "WG", date(2020, 3, 4))
        assert meeting_calendar.next_year(session, TODAY) == 2020
        meeting(session, "CSC", date(2020, 11, 24))
        assert meeting_calendar.next_year(session, TODAY) == 2021


def test_a_rule_is_kept_in_the_words_in_which_rules_are_written(register: Register) -> None:
    with register.change("Rule") as session:
        written = meeting_calendar.set_rule(session, "TABASC", "3rd thu except aug", TODAY)
        assert written == "third Thursday except August"
        assert in_force(session, TODAY).settings["tabasc_meets"] == "third Thursday except August"
        rows = {row.body: row for row in meeting_calendar.rule_rows(session, TODAY)}
    assert rows["TABASC"].words == "third Thursday except August"
    assert rows["WG"].words == "first Wednesday"
    found = plan(register, 2021)
    assert ("TABASC", date(2021, 7, 15)) in found
    assert not any(body == "TABASC" and day.month == 8 for body, day in found)


def test_a_rule_that_cannot_be_read_is_refused_with_its_sentence(register: Register) -> None:
    with pytest.raises(Invalid, match="is not a rule for meetings"), register.change("Rule") as session:
        meeting_calendar.set_rule(session, "WG", "whenever", TODAY)


def test_a_rule_that_came_in_from_elsewhere_and_cannot_be_read_is_told(register: Register) -> None:
    with register.change("x") as session:
        add(session, "setting", key="wg_meets", value="whenever")
    with register.read() as session:
        row = next(row for row in meeting_calendar.rule_rows(session, TODAY) if row.body == "WG")
    assert row.words == "whenever"
    assert "is not a rule" in row.problem
    assert not any(body == "WG" for body, _ in plan(register, 2021))
    assert meeting_calendar.next_days("whenever", TODAY) == []
    assert meeting_calendar.next_days("first Wednesday", TODAY, 2) == [date(2020, 3, 4), date(2020, 4, 1)]
