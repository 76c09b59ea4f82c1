"""Agendas: order, numbers, deadline and what could go on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound
from secdesk.models import AgendaItem, Meeting
from secdesk.models.base import Base
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.services import agendas, sittings
from secdesk.services.agenda_numbers import is_late, late_number
from secdesk.services.agenda_times import end_of, length_words, turns_of
from secdesk.services.consultations import open_consultation
from secdesk.services.proposals import record_event
from secdesk.services.records import Effect, update_record

from .desk import LATER, add, agenda, at_status, meeting, raised

MARCH = date(2020, 3, 4)


def titled(session: Session, *titles: str, body: str = "WG", day: date = MARCH) -> tuple[str, list[str]]:
    uid = meeting(session, body, day)
    return uid, [agendas.add_item(session, uid, title=title, minutes=10) for title in titles]


def shown(session: Session, uid: str) -> list[tuple[str, str]]:
    return [(row.number, row.title) for row in agendas.items(session, uid, LATER)]


def test_numbers_follow_the_order_while_the_agenda_is_a_draft(register: Register) -> None:
    with register.change("x") as session:
        uid, items = titled(session, "Welcome", "DCC", "Any other business")
        agendas.move_item(session, items[2], -1)
        assert shown(session, uid) == [("1", "Welcome"), ("2", "Any other business"), ("3", "DCC")]
        agendas.remove_item(session, items[0])
        assert shown(session, uid) == [("1", "Any other business"), ("2", "DCC")]


@pytest.mark.parametrize(("steps", "order"), [(-9, "cab"), (-1, "acb"), (0, "abc"), (9, "abc")])
def test_an_item_moves_by_its_steps_and_stops_at_the_ends(register: Register, steps: int, order: str) -> None:
    with register.change("x") as session:
        uid, items = titled(session, "a", "b", "c")
        agendas.move_item(session, items[2], steps)
        assert "".join(title for _, title in shown(session, uid)) == order


def test_confirming_freezes_the_numbers(register: Register) -> None:
    with register.change("x") as session:
        uid, items = titled(session, "a", "b", "c")
        agendas.confirm_agenda(session, uid, date(2020, 2, 19))
        assert session.get_one(Meeting, uid).agenda_confirmed == date(2020, 2, 19)
        agendas.move_item(session, items[2], -2)
        assert shown(session, uid) == [("3", "c"), ("1", "a"), ("2", "b")]
        agendas.remove_item(session, items[0])
        assert shown(session, uid) == [("3", "c"), ("2", "b")]


def test_later_insertions_become_3a_and_3b(register: Register) -> None:
    with register.change("x") as session:
        uid, _ = titled(session, "a", "b", "c", "Any other business")
        agendas.confirm_agenda(session, uid, date(2020, 2, 19))
        for title in ("late", "later"):
            item = agendas.add_item(session, uid, title=title)
            agendas.move_item(session, item, -1)
        assert shown(session, uid) == [
            ("1", "a"),
            ("2", "b"),
            ("3", "c"),
            ("3a", "late"),
            ("3b", "later"),
            ("4", "Any other business"),
        ]


def test_an_item_put_before_the_first_of_a_confirmed_agenda_is_numbered_as_acts_do(register: Register) -> None:
    with register.change("x") as session:
        uid, _ = titled(session, "a", "b")
        agendas.confirm_agenda(session, uid, date(2020, 2, 19))
        agendas.move_item(session, agendas.add_item(session, uid, title="apologies"), -9)
        assert shown(session, uid) == [("A1", "apologies"), ("1", "a"), ("2", "b")]


@given(st.integers(1, 12), st.lists(st.integers(0, 20), max_size=40))
def test_late_numbers_are_never_used_twice_and_sort_behind_their_item(first: int, places: list[int]) -> None:
    order = [str(number) for number in range(1, first + 1)]
    for place in places:
        number = late_number(order[:place], order)
        assert is_late(number)
        assert number not in order
        order.insert(place, number)
    plain = [number for number in order if not is_late(number)]
    assert plain == [str(number) for number in range(1, first + 1)]


def test_reopening_numbers_the_items_by_their_order_again(register: Register) -> None:
    with register.change("x") as session:
        uid, items = titled(session, "a", "b")
        agendas.confirm_agenda(session, uid, date(2020, 2, 19))
        agendas.move_item(session, items[1], -1)
        agendas.reopen_agenda(session, uid)
        assert session.get_one(Meeting, uid).agenda_confirmed is None
        assert shown(session, uid) == [("1", "b"), ("2", "a")]
        with pytest.raises(Conflict):
            agendas.reopen_agenda(session, uid)


def test_an_agenda_is_confirmed_once_and_not_empty(register: Register) -> None:
    with register.change("x") as session:
        uid, _ = titled(session, "a")
        agendas.confirm_agenda(session, uid, MARCH)
        with pytest.raises(Conflict):
            agendas.confirm_agenda(session, uid, MARCH)
        with pytest.raises(Invalid, match="Add an item before the agenda is confirmed"):
            agendas.confirm_agenda(session, meeting(session, "WG", MARCH), MARCH)


def test_an_agenda_with_recorded_decisions_keeps_its_numbers_and_items(register: Register) -> None:
    with register.change("x") as session:
        uid, items = agenda(session, "CSC", date(2020, 1, 28), [raised(session, "One", 1)])
        agendas.confirm_agenda(session, uid, date(2020, 1, 14))
        sittings.draft_outcome(session, items[0], "csc_noted")
        sittings.record_sitting(session, uid, LATER)
        assert agendas.items(session, uid, LATER)[0].recorded
        with pytest.raises(Conflict):
            agendas.reopen_agenda(session, uid)
        with pytest.raises(Conflict):
            agendas.remove_item(session, items[0])


def test_a_proposal_comes_twice_only_for_a_second_decision(register: Register) -> None:
    with register.change("x") as session:
        proposal = at_status(session, 127, "report_phase")
        uid = meeting(session, "CB", date(2020, 7, 22))
        item = agendas.add_item(session, uid, proposal)
        with pytest.raises(Conflict, match="MP127 is on this agenda already, as item 1"):
            agendas.add_item(session, uid, proposal)
        sittings.draft_outcome(session, item, "cb_deferred")
        sittings.record_sitting(session, uid, LATER)
        agendas.add_item(session, uid, proposal)
        assert [row.reference for row in agendas.items(session, uid, LATER)] == ["MP127", "MP127"]


def test_an_item_needs_a_proposal_or_a_title(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "WG", MARCH)
        with pytest.raises(Invalid, match="Enter a title for this item, or choose a proposal"):
            agendas.add_item(session, uid, title="  ")
        with pytest.raises(NotFound):
            agendas.add_item(session, "nowhere", title="Welcome")


def test_an_agenda_is_due_10_working_days_before_the_meeting(january: Register) -> None:
    with january.change("x") as session:
        group = session.query(Meeting).filter(Meeting.date == MARCH).one()
        assert agendas.agenda_deadline(session, group.uid, date(2020, 2, 7)) == date(2020, 2, 19)
        undated = session.query(Meeting).filter(Meeting.month == "2020-03").one()
        assert agendas.agenda_deadline(session, undated.uid, date(2020, 2, 7)) is None
        group.agenda_due = date(2020, 2, 21)
        assert agendas.agenda_deadline(session, group.uid, date(2020, 2, 7)) == date(2020, 2, 21)


def test_the_deadline_counts_as_the_register_says_on_the_day_and_leaves_bank_holidays_out(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "WG", date(2020, 4, 15))
        add(session, "setting", key="agenda_days", value="5", effective_from=date(2020, 4, 1))
        assert agendas.agenda_deadline(session, uid, date(2020, 3, 1)) == date(2020, 3, 30)
        assert agendas.agenda_deadline(session, uid, date(2020, 4, 1)) == date(2020, 4, 6)


def test_minutes_add_up_and_an_item_without_any_counts_none(register: Register) -> None:
    with register.change("x") as session:
        uid, _ = titled(session, "a", "b")
        agendas.add_item(session, uid, title="c")
        assert agendas.total_minutes(session, uid) == 20


def suggested(session: Session, uid: str, at: date) -> list[tuple[str, str]]:
    return [(found.reference, found.reason) for found in agendas.suggestions(session, uid, at)]


def test_the_working_group_of_march_is_offered_what_the_dcc_returned(january: Register) -> None:
    with january.change("x") as session:
        today = date(2020, 2, 7)
        uid = session.query(Meeting.uid).filter(Meeting.date == MARCH).scalar()
        assert suggested(session, uid, today) == [
            ("SECMP0067", "PA returned 5 Jun 2019"),
            ("MP077", "PA returned 31 Dec 2019"),
            ("MP080", "PA returned 17 Jan 2020"),
            ("MP093", "PA returned 21 Jan 2020"),
        ]
        agendas.add_item(session, uid, find(session, "proposal", "MP077", today))
        held = find(session, "proposal", "MP080", today) or ""
        update_record(session, "proposal", held, {"on_hold": True}, effect=Effect(today))
        assert [reference for reference, _ in suggested(session, uid, today)] == ["SECMP0067", "MP093"]


def test_a_panel_is_offered_what_is_meant_for_it_or_was_left_over(january: Register) -> None:
    with january.read() as session:
        february, march = (
            session.query(Meeting.uid).filter(Meeting.body == "PANEL", Meeting.month == month).scalar()
            for month in ("2020-02", "2020-03")
        )
        meant = "Ready for conversion, meant for this meeting"
        today = date(2020, 2, 7)
        assert suggested(session, february, today) == [("DP101", meant), ("DP104", meant), ("DP106", meant)]
        assert suggested(session, march, today) == [("DP098", meant), ("DP110", meant)]
        left = "Ready for conversion, was meant for SEC Panel, February 2020"
        assert ("DP101", left) in suggested(session, march, date(2020, 3, 1))


def test_a_panel_is_offered_reports_and_what_has_no_target(register: Register) -> None:
    with register.change("x") as session:
        panel = meeting(session, "PANEL", date(2020, 3, 13))
        at_status(session, 1, "draft_ready")
        uid = at_status(session, 2, "refinement")
        record_event(session, uid, "report_lodged", day=date(2020, 2, 20), target_meeting=panel)
        assert suggested(session, panel, date(2020, 3, 1)) == [
            ("DP001", "Ready for conversion, no target meeting set"),
            ("MP002", "Modification Report lodged, meant for this meeting"),
        ]


def test_the_csc_is_offered_drafts_that_are_not_ready(january: Register) -> None:
    with january.change("x") as session:
        uid = meeting(session, "CSC", date(2020, 2, 25))
        found = dict(suggested(session, uid, date(2020, 2, 7)))
        assert found["DP112"] == "Raised 28 Jan 2020"
        assert found["DP100"] == "In further development"
        assert "DP101" not in found


def test_the_change_board_is_offered_closed_consultations_and_ad_hoc_votes(january: Register) -> None:
    with january.change("x") as session:
        today = date(2020, 2, 7)
        sent_back = session.query(AgendaItem).join(Meeting, Meeting.uid == AgendaItem.meeting)
        adhoc = sent_back.filter(Meeting.date == today).one()
        session.delete(adhoc)
        session.flush()
        uid = at_status(session, 99, "report_phase")
        consultation = add(session, "consultation", proposal=uid, consultation_kind="mrc")
        closes = open_consultation(session, consultation, date(2020, 1, 6))
        assert closes == date(2020, 1, 24)
        assert suggested(session, adhoc.meeting or "", today) == [
            ("SECMP0062", "Meant for this meeting"),
            ("MP099", "Modification Report Consultation closed 24 Jan 2020"),
        ]
        assert [reference for reference, _ in suggested(session, adhoc.meeting or "", closes)] == ["SECMP0062"]


@contextmanager
def in_memory() -> Iterator[Session]:
    """A register's tables without a file, for many short lives."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 8), st.data())
def test_a_draft_is_numbered_by_its_order_however_items_are_placed(count: int, data: st.DataObject) -> None:
    with in_memory() as session:
        uid, items = titled(session, *(f"item {place}" for place in range(count)))
        wanted = list(items)
        for item, place in data.draw(st.lists(st.tuples(st.sampled_from(items), st.integers(-2, 9)), max_size=6)):
            agendas.place_item(session, item, place)
            wanted.remove(item)
            wanted.insert(min(max(place, 0), count - 1), item)
        found = agendas.items(session, uid, LATER)
        assert [row.uid for row in found] == wanted
        assert [row.number for row in found] == [str(place) for place in range(1, count + 1)]


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 6), st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_printed_numbers_stay_and_later_ones_hang_on_the_item_before(
    count: int, acts: list[tuple[bool, int, int]]
) -> None:
    with in_memory() as session:
        uid, printed = titled(session, *(f"item {place}" for place in range(count)))
        agendas.confirm_agenda(session, uid, MARCH)
        for adds, which, place in acts:
            rows = agendas.items(session, uid, LATER)
            if adds:
                agendas.add_item(session, uid, title="late", after=rows[which % len(rows)].uid)
            else:
                agendas.place_item(session, rows[which % len(rows)].uid, place)
        numbers = {row.uid: row.number for row in agendas.items(session, uid, LATER)}
        assert [numbers[item] for item in printed] == [str(place) for place in range(1, count + 1)]
        assert len(set(numbers.values())) == len(numbers)
        assert all(is_late(number) for item, number in numbers.items() if item not in printed)
        turned = agendas.numbers_when_reopened(session, uid)
        agendas.reopen_agenda(session, uid)
        after = agendas.items(session, uid, LATER)
        changed = [(numbers[row.uid], row.number) for row in after if numbers[row.uid] != row.number]
        assert turned == changed


def test_an_item_added_after_another_stands_behind_it(register: Register) -> None:
    with register.change("x") as session:
        uid, items = titled(session, "Welcome", "Any other business")
        agendas.add_item(session, uid, title="DCC", after=items[0])
        assert shown(session, uid) == [("1", "Welcome"), ("2", "DCC"), ("3", "Any other business")]
        agendas.confirm_agenda(session, uid, MARCH)
        agendas.add_item(session, uid, title="Late paper", after=items[0])
        assert shown(session, uid)[1] == ("1a", "Late paper")
        agendas.add_item(session, uid, title="Last", after="gone meanwhile")
        assert shown(session, uid)[-1] == ("3a", "Last")


@pytest.mark.parametrize(
    ("time", "minutes", "turns", "end"),
    [
        ("10:00", [5, 40, 30], ["10:00", "10:05", "10:45"], "11:15"),
        ("10.30 to 12", [15, None, 5], ["10:30", "10:45", ""], ""),
        ("2pm", [90], ["14:00"], "15:30"),
        ("23:50", [20, 5], ["23:50", "00:10"], "00:15"),
        ("12 am", [1], ["00:00"], "00:01"),
        ("morning", [5], [""], ""),
        ("10", [5], [""], ""),
        ("13pm", [5], [""], ""),
        ("25:00", [5], [""], ""),
        (None, [5], [""], ""),
        ("10:00", [], [], ""),
    ],
)
def test_the_clock_runs_from_the_time_of_the_meeting(
    time: str | None, minutes: list[int | None], turns: list[str], end: str
) -> None:
    assert turns_of(time, minutes) == turns
    assert end_of(time, minutes) == end


@pytest.mark.parametrize(("minutes", "words"), [(5, "5 min"), (60, "1 h"), (110, "1 h 50"), (125, "2 h 05")])
def test_a_length_is_written_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert length_words(minutes) == words


def test_the_agenda_to_confirm_next_is_due_soonest_and_late_ones_come_last(register: Register) -> None:
    today = date(2020, 2, 7)
    with register.change("x") as session:
        assert agendas.next_to_confirm(session, today) is None
        late, _ = titled(session, "Vote", body="CB", day=date(2020, 2, 12))
        assert agendas.next_to_confirm(session, today) == late
        empty = meeting(session, "CSC", date(2020, 2, 25))
        assert agendas.next_to_confirm(session, today) == empty
        filled, _ = titled(session, "Welcome", day=MARCH)
        assert agendas.next_to_confirm(session, today) == filled
        agendas.confirm_agenda(session, filled, today)
        assert agendas.next_to_confirm(session, today) == empty
        meeting(session, "WG", date(2020, 1, 8))
        assert agendas.next_to_confirm(session, today) == empty


def test_in_the_sample_the_working_group_of_march_is_next(january: Register) -> None:
    with january.read() as session:
        uid = agendas.next_to_confirm(session, date(2020, 2, 7))
        found = session.get_one(Meeting, uid)
    assert (found.body, found.date) == ("WG", MARCH)
