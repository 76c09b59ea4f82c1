"""Next steps of a whole register: the sample's as the list shows them, by hand, and beside the records (ux.md 2.6)."""

from __future__ import annotations

from datetime import date

from secdesk.register.register import Register
from secdesk.rules.naming import references
from secdesk.services import proposal_acts
from secdesk.services.events import record_event
from secdesk.services.next_steps import NextStep, next_step, next_steps
from secdesk.services.records import Effect, update_record
from tests.services.desk import add, agenda, at_status, meeting, raised

TODAY = date(2020, 2, 7)


def test_the_steps_of_january_2020_are_those_of_the_brief(january: Register) -> None:
    with january.read() as session:
        called = references(session, None, TODAY)
        found = {called[uid]: step for uid, step in next_steps(session, TODAY).items()}
    assert len(found) == 36
    assert (found["SECMP0007"].words, found["SECMP0007"].verb) == ("IA with DCC", "return_assessment")
    assert (found["SECMP0067"].words, found["SECMP0067"].due) == ("Working Group", date(2020, 3, 4))
    for reference in ("MP077", "MP080", "MP093"):
        assert (found[reference].words, found[reference].due) == ("Issue Refinement Consultation", date(2020, 2, 28))
    assert found["SECMP0062"].words == "Record Change Board outcome"
    assert found["MP079"].words == "Authority decision"
    assert (found["MP097"].words, found["MP097"].due) == ("Implementation", date(2020, 2, 27))
    assert found["DP101"].why == "it is meant for the Panel of February 2020"
    assert found["DP094"].why == "it needs further development (CSC, by 7 Feb 2020)"


def test_one_proposal_has_the_step_that_it_has_among_all(january: Register) -> None:
    with january.read() as session:
        everything = next_steps(session, TODAY)
        assert {uid: next_step(session, uid, TODAY) for uid in everything} == everything
        assert next_step(session, "nobody", TODAY) == NextStep("")


def test_an_agenda_without_an_outcome_asks_for_it_once_its_day_is_over(register: Register) -> None:
    with register.change("Set up") as session:
        uid = at_status(session, 77, "refinement")
        agenda(session, "WG", date(2020, 2, 5), [uid])
    with register.read() as session:
        before, after = next_step(session, uid, date(2020, 2, 4)), next_step(session, uid, TODAY)
    assert (before.words, before.due, before.place) == ("Working Group", date(2020, 2, 5), "meetings")
    assert after.sentence == (
        "Record Working Group outcome, because the Working Group of 5 Feb 2020 is over and no outcome is recorded"
    )


def test_a_recorded_outcome_is_the_reason_of_the_next_step(register: Register) -> None:
    with register.change("Set up") as session:
        uid = at_status(session, 77, "refinement")
        group, (item,) = agenda(session, "WG", date(2020, 2, 5), [uid])
        record_event(session, uid, "wg_discussed", day=date(2020, 2, 5), meeting=group, agenda_item=item)
        add(session, "consultation", proposal=uid, consultation_kind="refinement", expected_month="2020-02")
    with register.read() as session:
        step = next_step(session, uid, TODAY)
    assert step.sentence == "Issue Refinement Consultation, because the Working Group of 5 Feb 2020 is over"
    assert step.due == date(2020, 2, 28)


def test_a_step_set_by_hand_stands_over_the_registers_own_and_has_no_day(register: Register) -> None:
    with register.change("Set up") as session:
        uid = raised(session, "A title", 114)
        meeting(session, "CSC", date(2020, 2, 25))
        proposal_acts.set_next_step(session, uid, "Wait for the DCC's letter", "its author is away")
    with register.read() as session:
        step = next_step(session, uid, TODAY)
    assert (step.words, step.why, step.due, step.by_hand) == (
        "Wait for the DCC's letter",
        "its author is away",
        None,
        True,
    )
    assert (step.computed, step.verb) == ("CSC", "add_to_agenda")


def test_a_proposal_on_hold_waits_for_nothing(register: Register) -> None:
    with register.change("Set up") as session:
        uid = raised(session, "A title", 114)
        meeting(session, "CSC", date(2020, 2, 25))
        update_record(session, "proposal", uid, {"on_hold": True}, effect=Effect(TODAY))
    with register.read() as session:
        assert next_step(session, uid, date(2020, 2, 6)).due == date(2020, 2, 25)
        assert (next_step(session, uid, TODAY).verb, next_step(session, uid, TODAY).due) == ("resume", None)


def test_an_assessment_of_the_future_is_not_known_yet(register: Register) -> None:
    with register.change("Set up") as session:
        uid = at_status(session, 77, "refinement")
        known = {"accepted": date(2020, 1, 6), "returned": date(2020, 3, 2)}
        add(session, "assessment", proposal=uid, assessment_kind="PA", **known)
    with register.read() as session:
        assert next_step(session, uid, TODAY).words == "PA with DCC"
        assert next_step(session, uid, TODAY).due == date(2020, 1, 27)
        assert next_step(session, uid, date(2020, 3, 2)).words == "Working Group"
