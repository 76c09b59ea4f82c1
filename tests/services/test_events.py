"""Recording events and correcting them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from secdesk.errors import Conflict, Invalid, NotFound, RuleBroken
from secdesk.models import Event, ReleasePart, VoteCount
from secdesk.register.register import Register
from secdesk.services.events import correct_event, record_event
from secdesk.services.proposals import status_of
from secdesk.services.records import dated_rows, get_record
from secdesk.services.release_parts import parts
from secdesk.services.sittings import add_votes, draft_outcome, queue, record_sitting

from .desk import LATER, add, agenda, at_status, draft, meeting, raised

DAY = date(2020, 2, 14)


def test_a_conversion_leads_to_refinement_from_its_day_on(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 101, "draft_ready")
        record_event(session, uid, "panel_converted", day=DAY)
        assert status_of(session, uid, DAY - timedelta(days=1)) == "draft_ready"
        assert status_of(session, uid, DAY) == "refinement"


def test_body_and_route_follow_from_the_outcome_where_nothing_else_is_said(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 101, "draft_ready")
        event = session.get_one(Event, record_event(session, uid, "panel_converted_report", day=DAY))
        assert (event.body, event.route) == ("PANEL", "report_phase")


def test_a_given_body_and_route_win(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 101, "draft_ready")
        event = session.get_one(
            Event, record_event(session, uid, "panel_converted", day=DAY, body="SECAS", route="fast_track")
        )
        assert (event.body, event.route) == ("SECAS", "fast_track")


def test_an_unusual_step_needs_a_reason(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Early bird", 130)
        with pytest.raises(RuleBroken) as refused:
            record_event(session, uid, "panel_converted", day=DAY)
        assert str(refused.value) == (
            "DP130 is at 'Raised'; Converted, to Refinement usually follows 'Ready for the Panel'."
            " Give a reason to record it anyway"
        )
        record_event(session, uid, "panel_converted", day=DAY, reason="  The Panel asked for it ")
        assert status_of(session, uid, DAY) == "refinement"


def test_a_blank_reason_is_none(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Early bird", 130)
        with pytest.raises(RuleBroken):
            record_event(session, uid, "panel_converted", day=DAY, reason=" \n ")


def test_a_step_before_the_proposal_was_raised_needs_a_reason(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Early bird", 130, on=date(2020, 3, 10))
        with pytest.raises(RuleBroken, match=r"^DP130 was raised on 10 Mar 2020; this would be before\."):
            record_event(session, uid, "csc_develop", day=DAY)


def test_a_late_entry_is_judged_by_the_status_of_its_own_day(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 101, "draft_ready")
        record_event(session, uid, "panel_converted", day=DAY)
        record_event(session, uid, "csc_develop", day=DAY - timedelta(days=20))
        assert status_of(session, uid, DAY) == "refinement"


def test_events_of_one_day_count_in_the_order_of_their_entry(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 98, "draft_ready")
        record_event(session, uid, "panel_converted_report", day=DAY)
        record_event(session, uid, "cb_approved", day=DAY)
        assert status_of(session, uid, DAY) == "approved_pending"


def test_an_event_comes_after_those_of_other_proposals_on_its_day(register: Register) -> None:
    with register.change("x") as session:
        first, second = at_status(session, 1, "draft_ready"), at_status(session, 2, "draft_ready")
        uids = [record_event(session, each, "panel_converted", day=DAY) for each in (first, second)]
        places = [session.get_one(Event, uid).position for uid in uids]
        assert places == sorted(set(places))


def test_a_target_meeting_becomes_the_target_of_the_proposal_from_that_day(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Ready one", 101)
        panel = meeting(session, "PANEL", DAY)
        record_event(session, uid, "csc_ready", day=date(2020, 1, 28), target_meeting=panel)
        assert get_record(session, "proposal", uid, date(2020, 1, 27)).values["target_meeting"] is None
        assert get_record(session, "proposal", uid, date(2020, 1, 28)).values["target_meeting"] == panel
        row = next(row for row in dated_rows(session, "proposal", uid) if row.field == "target_meeting")
        assert row.decided_by == "Change Sub-Committee"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("report_phase", "cb_approved"),
        ("draft_ready", "panel_approved"),
        ("with_authority", "authority_approved"),
    ],
)
def test_an_approval_with_a_release_puts_the_proposal_into_it(register: Register, status: str, outcome: str) -> None:
    with register.change("x") as session:
        uid = at_status(session, 97, status)
        release = add(session, "release", name="February 2020 SEC Release", goes_live=date(2020, 2, 27))
        record_event(session, uid, outcome, day=date(2020, 1, 22), release=release)
        assert [part.reference for part in parts(session, release, date(2020, 1, 22))] == ["MP097"]
        assert parts(session, release, date(2020, 1, 21)) == []


def test_a_rejection_puts_nothing_into_a_release(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 84, "with_authority")
        release = add(session, "release", name="June 2020 SEC Release")
        record_event(session, uid, "authority_rejected", day=date(2020, 5, 27), release=release)
        assert parts(session, release, LATER) == []


def test_an_approval_does_not_double_a_part_that_is_there(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 97, "report_phase")
        release = add(session, "release", name="June 2020 SEC Release")
        add(session, "release_part", proposal=uid, release=release, label="part 1 of 2")
        record_event(session, uid, "cb_approved", day=DAY, release=release)
        assert [part.label for part in parts(session, release, DAY)] == ["part 1 of 2"]


def test_an_outcome_that_is_none_is_refused(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "One", 1)
        with pytest.raises(Invalid):
            record_event(session, uid, "promoted", day=DAY)


def test_an_event_of_a_proposal_that_is_gone_is_refused(register: Register) -> None:
    with register.change("x") as session, pytest.raises(NotFound):
        record_event(session, "nobody", "raised", day=DAY)


@pytest.mark.parametrize("offset", range(0, 60, 5))
def test_a_correction_takes_the_wrong_event_out_of_the_count_at_every_date(register: Register, offset: int) -> None:
    at = date(2020, 1, 20) + timedelta(days=offset)
    with register.change("x") as session:
        twin = raised(session, "Never wrong", 200)
        record_event(session, twin, "csc_develop", day=date(2020, 2, 25))
        uid = raised(session, "Once wrong", 201)
        wrong = record_event(session, uid, "csc_ready", day=date(2020, 1, 28))
        correct_event(session, wrong, outcome="csc_develop", day=date(2020, 2, 25), reason="Minutes read wrongly")
        assert session.get(Event, wrong) is not None
        assert status_of(session, uid, at) == status_of(session, twin, at)


def test_a_correction_keeps_the_place_of_the_wrong_event_in_its_day(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 104, "draft_in_development")
        wrong = record_event(session, uid, "csc_develop", day=DAY)
        record_event(session, uid, "csc_ready", day=DAY)
        correct_event(session, wrong, outcome="csc_noted", day=DAY, reason="It was noted first")
        assert status_of(session, uid, DAY) == "draft_ready"


def test_recorded_in_error_alone_brings_back_what_was_so_before(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 79, "report_phase")
        wrong = record_event(session, uid, "cb_recommended_approval", day=DAY)
        correct_event(session, wrong, outcome="corrected", day=date(2020, 3, 1), reason="It was another proposal")
        assert status_of(session, uid, LATER) == "report_phase"


def test_a_correction_takes_back_target_meeting_and_release_of_the_wrong_event(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 97, "report_phase")
        before, after = meeting(session, "CB", date(2020, 2, 26)), meeting(session, "CB", date(2020, 3, 25))
        release = add(session, "release", name="June 2020 SEC Release")
        record_event(session, uid, "cb_sent_back", day=date(2020, 1, 22), target_meeting=before)
        wrong = record_event(session, uid, "cb_approved", day=DAY, target_meeting=after, release=release)
        correct_event(session, wrong, outcome="cb_deferred", day=DAY, reason="The vote was put off")
        assert get_record(session, "proposal", uid, LATER).values["target_meeting"] == before
        assert parts(session, release, LATER) == []


def test_a_part_that_has_moved_on_stays_when_the_approval_is_corrected(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 97, "report_phase")
        release = add(session, "release", name="June 2020 SEC Release")
        wrong = record_event(session, uid, "cb_approved", day=DAY, release=release)
        session.get_one(ReleasePart, parts(session, release, DAY)[0].uid).label = "part 1 of 2"
        session.flush()
        correct_event(session, wrong, outcome="cb_approved", day=date(2020, 2, 15), reason="One day later")
        assert len(parts(session, release, LATER)) == 1


def test_a_correction_needs_a_reason(register: Register) -> None:
    with register.change("x") as session:
        wrong = record_event(session, raised(session, "One", 1), "csc_ready", day=DAY)
        with pytest.raises(Invalid, match="Enter a reason for the correction"):
            correct_event(session, wrong, outcome="csc_develop", day=DAY, reason=" ")


def test_an_event_is_corrected_once_only_and_its_correction_can_be_corrected(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "One", 1)
        wrong = record_event(session, uid, "csc_ready", day=DAY)
        second = correct_event(session, wrong, outcome="csc_develop", day=DAY, reason="First look")
        with pytest.raises(Conflict):
            correct_event(session, wrong, outcome="csc_noted", day=DAY, reason="Again")
        correct_event(session, second, outcome="csc_ready", day=DAY, reason="It was right at first")
        assert status_of(session, uid, DAY) == "draft_ready"


def test_a_final_state_is_left_only_with_a_reason(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 83, "withdrawn")
        with pytest.raises(RuleBroken, match="which is final"):
            record_event(session, uid, "reopened", day=DAY, status="refinement")
        record_event(session, uid, "reopened", day=DAY, status="refinement", reason="Withdrawn by mistake")
        assert status_of(session, uid, DAY) == "refinement"


def test_an_event_without_a_date_counts_from_the_day_it_is_known_by(register: Register) -> None:
    with register.change("x") as session:
        uid = draft(session, "Undated", 67)
        record_event(session, uid, "taken_over", day=None, known_by=DAY, status="refinement")
        assert status_of(session, uid, DAY - timedelta(days=1)) == ""
        assert status_of(session, uid, DAY) == "refinement"


def test_a_correction_carries_meeting_item_and_votes_over(register: Register) -> None:
    with register.change("x") as session:
        proposal = at_status(session, 97, "report_phase")
        board, items = agenda(session, "CB", DAY, [proposal])
        draft_outcome(session, items[0], "cb_recommended_approval")
        record_sitting(session, board, LATER)
        wrong = queue(session, board, LATER)[0].event_uid or ""
        add_votes(session, wrong, "large_supplier", 7, 1, 0)
        uid = correct_event(session, wrong, outcome="cb_approved", day=DAY, reason="It is Self-Governance")
        right = session.get_one(Event, uid)
        assert (right.meeting, right.agenda_item, right.body) == (board, items[0], "CB")
        assert queue(session, board, LATER)[0].event_uid == uid
        votes = session.query(VoteCount).filter(VoteCount.event == uid).one()
        assert (votes.category, votes.votes_for, votes.votes_against, votes.abstained) == ("large_supplier", 7, 1, 0)


def test_a_target_without_a_date_of_its_event_holds_from_the_beginning(register: Register) -> None:
    with register.change("x") as session:
        uid, panel = draft(session, "Undated", 67), meeting(session, "PANEL", DAY)
        wrong = record_event(session, uid, "csc_ready", day=None, target_meeting=panel)
        assert get_record(session, "proposal", uid, date(1999, 1, 1)).values["target_meeting"] == panel
        correct_event(session, wrong, outcome="csc_noted", day=None, reason="Only noted")
        assert get_record(session, "proposal", uid, LATER).values["target_meeting"] is None
