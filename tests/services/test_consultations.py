"""Consultations: their period, what earlier months expected, and their step in words."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid
from secdesk.models import Consultation
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.services import consultations
from secdesk.services.proposals import record_event
from secdesk.services.records import Effect, get_record, update_record

from .desk import LATER, add, at_status


def consultation(session: Session, **values: Value) -> str:
    proposal = at_status(session, 77, "refinement")
    return add(session, "consultation", proposal=proposal, **{"consultation_kind": "refinement", **values})


@pytest.mark.parametrize(
    ("opened", "closes"),
    [
        (date(2021, 4, 19), date(2021, 5, 10)),
        (date(2020, 6, 22), date(2020, 7, 10)),
        (date(2021, 2, 15), date(2021, 3, 5)),
    ],
)
def test_a_consultation_closes_after_15_working_days_with_both_days_counted(
    register: Register, opened: date, closes: date
) -> None:
    with register.change("x") as session:
        uid = consultation(session)
        assert consultations.open_consultation(session, uid, opened) == closes
        (row,) = consultations.rows(session, opened)
        assert (row.opened, row.closes, row.closing_time, row.days) == (opened, closes, "17:00", 15)


def test_the_length_is_that_of_the_register_on_the_day_it_opens(register: Register) -> None:
    with register.change("x") as session:
        add(session, "setting", key="consultation_days", value="20", effective_from=date(2021, 4, 1))
        uid = consultation(session, closing_time="12:00")
        assert consultations.open_consultation(session, uid, date(2021, 4, 19)) == date(2021, 5, 17)
        assert consultations.rows(session, LATER)[0].closing_time == "12:00"


def test_a_consultation_that_nobody_expected_is_marked_as_not_known_before(register: Register) -> None:
    with register.change("x") as session:
        uid = consultation(session)
        consultations.open_consultation(session, uid, date(2020, 2, 7))
        assert session.get_one(Consultation, uid).expectation_known_by == date(2020, 2, 7)


def test_a_consultation_that_was_expected_stays_expected_in_earlier_months(register: Register) -> None:
    with register.change("x") as session:
        uid = consultation(session, expected_month="2020-02")
        consultations.open_consultation(session, uid, date(2020, 2, 7))
        found = session.get_one(Consultation, uid)
        assert (found.expected_month, found.expectation_known_by) == ("2020-02", None)
        assert consultations.rows(session, date(2020, 1, 31))[0].state == "to_issue"


def test_a_consultation_is_issued_once(register: Register) -> None:
    with register.change("x") as session:
        uid = consultation(session)
        consultations.open_consultation(session, uid, date(2020, 2, 7))
        with pytest.raises(Conflict, match="was issued on 7 Feb 2020 already"):
            consultations.open_consultation(session, uid, date(2020, 2, 8))
        dropped = dropped_consultation(session)
        with pytest.raises(Conflict, match="was dropped on 1 Feb 2020"):
            consultations.open_consultation(session, dropped, date(2020, 2, 7))


def dropped_consultation(session: Session) -> str:
    proposal = at_status(session, 78, "refinement")
    return add(session, "consultation", proposal=proposal, consultation_kind="mrc", dropped=date(2020, 2, 1))


def test_issuing_says_everything_that_is_missing(register: Register) -> None:
    with register.change("x") as session:
        with pytest.raises(Invalid) as refused:
            consultations.open_consultation(session, add(session, "consultation"), date(2020, 2, 7))
        assert [problem.field for problem in refused.value.problems] == ["proposal", "consultation_kind"]


def test_responses_are_recorded_once_it_was_issued(register: Register) -> None:
    with register.change("x") as session:
        uid = consultation(session)
        with pytest.raises(Invalid, match="Enter the day it opens"):
            consultations.close_with_responses(session, uid, 3)
        consultations.open_consultation(session, uid, date(2020, 2, 7))
        assert consultations.rows(session, date(2020, 3, 2))[0].responses_due
        consultations.close_with_responses(session, uid, 0)
        (row,) = consultations.rows(session, date(2020, 3, 2))
        assert (row.responses, row.responses_due, row.closes) == (0, False, date(2020, 2, 27))
        with pytest.raises(Invalid):
            consultations.close_with_responses(session, uid, -1)


@pytest.mark.parametrize(
    ("at", "state", "step"),
    [
        (date(2020, 2, 5), "to_issue", "opens in 2 WD"),
        (date(2020, 2, 7), "open", "open, closes in 14 WD"),
        (date(2020, 2, 19), "open", "open, closes in 6 WD"),
        (date(2020, 2, 27), "open", "open, closes today"),
        (date(2020, 3, 2), "closed", "closed 2 WD ago"),
        (date(2020, 4, 1), "dropped", "dropped"),
    ],
)
def test_the_step_of_a_consultation_follows_its_dates(register: Register, at: date, state: str, step: str) -> None:
    with register.change("x") as session:
        uid = consultation(session, dropped=date(2020, 4, 1), opened=date(2020, 2, 7), closes=date(2020, 2, 27))
        (row,) = consultations.rows(session, at)
        assert (row.state, row.step) == (state, step)
        assert consultations.step_of(get_record(session, "consultation", uid, at), at) == step


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ({"expected_month": "2020-02"}, "expected in February 2020"),
        ({}, "no date yet"),
        ({"opened": date(2020, 1, 1)}, "open, no closing day"),
    ],
)
def test_a_consultation_without_dates_says_what_is_known(
    register: Register, values: dict[str, Value], step: str
) -> None:
    with register.change("x") as session:
        consultation(session, **values)
        assert consultations.rows(session, date(2020, 2, 7))[0].step == step


def test_the_step_leaves_out_the_bank_holidays_of_the_register(register: Register) -> None:
    with register.change("x") as session:
        add(session, "holiday", date=date(2020, 2, 20), name="A day of the register's own")
        consultation(session, opened=date(2020, 2, 7), closes=date(2020, 2, 27))
        assert consultations.rows(session, date(2020, 2, 19))[0].step == "open, closes in 5 WD"


def test_january_has_four_consultations_to_issue(january: Register) -> None:
    with january.read() as session:
        rows = consultations.rows(session, date(2020, 2, 7))
    assert [(row.reference, row.state, row.kind_label) for row in rows] == [
        (reference, "to_issue", "Refinement Consultation") for reference in ("MP077", "MP078", "MP080", "MP093")
    ]


def test_a_consultation_closes_early_only_with_its_responses(register: Register) -> None:
    with register.change("x") as session:
        uid = consultation(session)
        with pytest.raises(Conflict, match="not open yet"):
            consultations.close_consultation(session, uid, date(2020, 2, 7))
        consultations.open_consultation(session, uid, date(2020, 2, 7))
        with pytest.raises(Invalid, match="Enter the number of responses, 0 if there were none"):
            consultations.close_consultation(session, uid, date(2020, 2, 14))
        consultations.close_with_responses(session, uid, 4)
        assert consultations.close_consultation(session, uid, date(2020, 2, 14)) == date(2020, 2, 14)
        (on_the_day,) = consultations.rows(session, date(2020, 2, 14))
        assert (on_the_day.state, on_the_day.step, on_the_day.responses_due) == ("closed", "closed today", False)
        assert consultations.close_consultation(session, uid, date(2020, 2, 20)) == date(2020, 2, 14)


def test_several_are_issued_all_or_none_and_the_one_at_fault_is_named(register: Register) -> None:
    with register.change("x") as session:
        sound = consultation(session)
        lacking = add(session, "consultation", proposal=at_status(session, 78, "refinement"))
        with pytest.raises(Invalid) as refused:
            consultations.issue(session, [sound, lacking], date(2020, 2, 7))
        assert refused.value.problems[0].sentence.startswith("MP078")
        assert refused.value.problems[0].sentence.endswith(": Choose a kind of consultation")


@pytest.mark.parametrize(("outcome", "held"), [("withdrawn", "withdrawn"), ("", "")])
def test_nothing_is_due_on_a_proposal_that_is_over(register: Register, outcome: str, held: str) -> None:
    with register.change("x") as session:
        uid = consultation(session, opened=date(2020, 1, 6), closes=date(2020, 1, 24))
        proposal = str(get_record(session, "consultation", uid, LATER).values["proposal"])
        if outcome:
            record_event(session, proposal, outcome, day=date(2020, 1, 27))
        (row,) = consultations.rows(session, date(2020, 2, 7))
        assert row.responses_due == (not held)
        assert row.held == held
        assert row.group == "closed"


def test_what_is_to_come_on_a_proposal_on_hold_is_set_aside_until_it_is_taken_up_again(register: Register) -> None:
    with register.change("x") as session:
        uid = consultation(session, expected_month="2020-02")
        proposal = str(get_record(session, "consultation", uid, LATER).values["proposal"])
        update_record(session, "proposal", proposal, {"on_hold": True}, effect=Effect(date(2020, 2, 3)))
        update_record(session, "proposal", proposal, {"on_hold": False}, effect=Effect(date(2020, 2, 10)))
        groups = [consultations.rows(session, date(2020, 2, day))[0].group for day in (1, 3, 10)]
        assert groups == ["to_issue", "set_aside", "to_issue"]
