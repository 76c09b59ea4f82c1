"""Acts on one proposal from its detail: each one change, each refusing what cannot be (ux.md 2.2)."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.errors import Conflict, Invalid, RuleBroken
from secdesk.register.register import Register
from secdesk.services import proposal_acts as acts
from secdesk.services.events import correct_event, last_status
from secdesk.services.queries import proposals_at
from secdesk.services.records import get_record, list_records
from secdesk.services.sitting_queue import queue
from secdesk.services.timeline import timeline
from tests.services.desk import LATER, add, agenda, at_status, raised

TODAY = date(2020, 2, 7)


def on_hold(register: Register, uid: str, at: date) -> bool:
    with register.read() as session:
        return proposals_at(session, at, [uid])[0].on_hold


def test_a_hold_has_a_day_a_reason_and_an_end(register: Register) -> None:
    with register.change("Hold") as session:
        uid = raised(session, "A title", 114)
        acts.put_on_hold(session, uid, TODAY, " waits for MP077 ")
    with register.change("Go on") as session:
        acts.take_off_hold(session, uid, date(2020, 3, 2), None)
    assert [on_hold(register, uid, day) for day in (date(2020, 2, 6), TODAY, date(2020, 3, 2))] == [False, True, False]
    with register.read() as session:
        told = [entry.what for entry in timeline(session, uid, LATER)]
    assert "put on hold, because waits for MP077" in told
    with pytest.raises(Conflict), register.change("Again") as session:
        acts.take_off_hold(session, uid, date(2020, 4, 1), None)


def test_converting_takes_the_item_of_that_days_panel(register: Register) -> None:
    with register.change("Set up") as session:
        uid = at_status(session, 101, "draft_ready")
        panel, _ = agenda(session, "PANEL", date(2020, 2, 14), [uid])
        acts.convert(session, uid, date(2020, 2, 14), "refinement")
    with register.read() as session:
        assert last_status(session, uid, LATER) == "refinement"
        (row,) = queue(session, panel, LATER)
        assert row.recorded


def test_converting_asks_where_to_and_why_out_of_turn(register: Register) -> None:
    with register.change("Set up") as session:
        uid = raised(session, "A title", 114)
    with pytest.raises(Invalid), register.change("No route") as session:
        acts.convert(session, uid, TODAY, None)
    with pytest.raises(RuleBroken), register.change("Not ready") as session:
        acts.convert(session, uid, TODAY, "refinement")
    with register.change("With a reason") as session:
        acts.convert(session, uid, TODAY, "report_phase", "the Panel decided so")
    with register.read() as session:
        assert last_status(session, uid, LATER) == "report_phase"


def test_an_expected_consultation_is_the_one_issued(register: Register) -> None:
    with register.change("Set up") as session:
        uid = at_status(session, 77, "refinement")
        expected = add(session, "consultation", proposal=uid, consultation_kind="refinement", expected_month="2020-02")
        closes = acts.begin_consultation(session, uid, "refinement", TODAY)
        assert closes == acts.closing_day(session, TODAY) == date(2020, 2, 27)
        acts.begin_consultation(session, uid, "rfi", TODAY)
    with register.read() as session:
        rows = list_records(session, "consultation", LATER)
        assert len(rows) == 2
        assert get_record(session, "consultation", expected, LATER).values["opened"] == TODAY


def test_an_assessment_is_not_asked_for_twice(register: Register) -> None:
    with register.change("Set up") as session:
        uid = at_status(session, 77, "refinement")
        acts.request_assessment(session, uid, "PA", TODAY)
    with pytest.raises(Conflict), register.change("Again") as session:
        acts.request_assessment(session, uid, "PA", TODAY)
    with pytest.raises(Invalid), register.change("No type") as session:
        acts.request_assessment(session, uid, None, TODAY)


def test_a_next_step_by_hand_needs_its_reason(register: Register) -> None:
    with register.change("Set up") as session:
        uid = raised(session, "A title", 114)
    with pytest.raises(Invalid) as refused, register.change("Step") as session:
        acts.set_next_step(session, uid, "Wait", " ")
    assert refused.value.problems[0].sentence == "Enter a reason for this next step"
    with register.change("Take back") as session:
        acts.set_next_step(session, uid, None, "whatever")
    with register.read() as session:
        assert get_record(session, "proposal", uid, LATER).values["next_step_reason"] is None


def test_a_correction_is_marked_in_the_timeline_and_the_wrong_event_stays(register: Register) -> None:
    with register.change("Set up") as session:
        uid = at_status(session, 97, "approved_pending")
        acts.withdraw(session, uid, TODAY, reason="said so by phone")
        (wrong,) = [entry for entry in timeline(session, uid, LATER) if entry.what.startswith("Withdrawn")]
        correct_event(session, wrong.uid, day=TODAY, reason="it was another proposal")
    with register.read() as session:
        assert last_status(session, uid, LATER) == "approved_pending"
        told = [(entry.what, entry.corrected) for entry in timeline(session, uid, LATER)][:2]
    assert ("Recorded in error, correction, because it was another proposal", False) in told
    assert ("Withdrawn by the Proposer, because said so by phone, recorded in error", True) in told


def test_actions_and_dated_documents_are_in_the_timeline(register: Register) -> None:
    with register.change("Set up") as session:
        uid = raised(session, "A title", 114)
        add(session, "action", proposal=uid, number="SECP77/03", text="Ask the\nDCC", due=date(2020, 3, 2))
        add(session, "document", proposal=uid, name="Legal Text", version="v0.1", date=date(2020, 1, 20))
    with register.read() as session:
        found = timeline(session, uid, TODAY)
    assert [(entry.sentence, entry.planned) for entry in found[:2]] == [
        ("2 March 2020, action SECP77/03, Ask the DCC, due", True),
        ("20 January 2020, Legal Text v0.1", False),
    ]


def test_the_day_of_raising_is_found_and_a_corrected_one_is_not(register: Register) -> None:
    with register.change("Set up") as session:
        uid = raised(session, "A title", 114, on=date(2020, 1, 6))
        found = acts.raising_of(session, uid, LATER)
        assert found is not None
        assert found[1] == date(2020, 1, 6)
        correct_event(session, found[0], day=TODAY, reason="not raised at all")
    with register.read() as session:
        assert acts.raising_of(session, uid, LATER) is None
