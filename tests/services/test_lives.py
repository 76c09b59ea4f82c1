"""Whole lives of real modifications (domain.md 16, 4)."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.errors import RuleBroken
from secdesk.models import Event, VoteCount
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.services import agendas, consultations, proposals, releases, sittings
from secdesk.services.proposals import record_event, status_of

from .desk import LATER, add, meeting, raised


def test_secmp0062_is_sent_back_voted_on_ad_hoc_approved_and_goes_live_in_two_parts(january: Register) -> None:
    with january.change("x") as session:
        uid = find(session, "proposal", "SECMP0062", LATER) or ""
        (board,) = [each for each in sittings.open_sittings(session, date(2020, 2, 7)) if each.body == "CB"]
        (row,) = sittings.queue(session, board.uid, date(2020, 2, 7))
        assert row.reference == "SECMP0062"
        sittings.draft_outcome(session, row.item_uid, "cb_recommended_approval")
        sittings.record_sitting(session, board.uid, date(2020, 2, 7))
        sittings.record_authority(session, uid, "authority_approved", date(2020, 3, 20))
        first = add(session, "release", name="First", goes_live=date(2020, 6, 25))
        second = add(session, "release", name="Second", goes_live=date(2020, 11, 5))
        releases.add_part(session, first, uid, "part 1 of 2")
        releases.add_part(session, second, uid, "part 2 of 2")
        releases.mark_implemented(session, first, date(2020, 6, 25))
        releases.mark_implemented(session, second, date(2020, 11, 5))
        days = [(2020, 1, 21), (2020, 1, 22), (2020, 2, 7), (2020, 3, 20), (2020, 6, 25), (2020, 11, 5)]
        assert [status_of(session, uid, date(*day)) for day in days] == [
            "report_phase",
            "report_phase",
            "with_authority",
            "approved_pending",
            "approved_pending",
            "implemented",
        ]
        told = [entry.what for entry in proposals.timeline(session, uid, LATER) if entry.kind == "event"]
        assert [words.split(",")[0] for words in told] == [
            "Implemented",
            "Part implemented",
            "Approved by the Authority",
            "Recommended for approval",
            "Sent back for clarification",
            "Taken over into this register",
        ]


@pytest.mark.parametrize("through_the_csc", [True, False])
def test_mp120_is_approved_as_a_fast_track_without_consultation_or_vote(
    register: Register, through_the_csc: bool
) -> None:
    with register.change("x") as session:
        uid = raised(session, "Correcting DUIS matrix for SRV7.7", 120, on=date(2020, 3, 10))
        reason = None
        if through_the_csc:
            record_event(session, uid, "csc_fast_track", day=date(2020, 3, 31))
        else:
            with pytest.raises(RuleBroken):
                record_event(session, uid, "panel_approved", day=date(2020, 4, 17))
            reason = "The Panel raised it as a Fast-Track itself"
        record_event(session, uid, "panel_approved", day=date(2020, 4, 17), reason=reason)
        assert session.query(Event).count() == (3 if through_the_csc else 2)
        (row,) = proposals.proposal_rows(session, date(2020, 4, 17))
        assert (row.reference, row.status, row.former_reference) == ("MP120", "approved_pending", "DP120")


def test_mp127_keeps_both_of_its_votes(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "SMKI RAPP Security Screening Clarification", 127, on=date(2020, 5, 11))
        record_event(session, uid, "csc_ready_report", day=date(2020, 5, 26))
        record_event(session, uid, "panel_report_approved", day=date(2020, 6, 19))
        mrc = add(session, "consultation", proposal=uid, consultation_kind="mrc")
        assert consultations.open_consultation(session, mrc, date(2020, 6, 22)) == date(2020, 7, 10)
        events = []
        for day, outcome, votes in (
            (date(2020, 7, 22), "cb_sent_back", (5, 4, 0)),
            (date(2020, 8, 26), "cb_approved", (9, 0, 0)),
        ):
            board = meeting(session, "CB", day)
            assert [found.reference for found in agendas.suggestions(session, board, day)] == ["MP127"]
            item = agendas.add_item(session, board, uid)
            sittings.draft_outcome(session, item, outcome)
            sittings.record_sitting(session, board, day)
            events.append(sittings.queue(session, board, day)[0].event_uid or "")
            sittings.add_votes(session, events[-1], "large_supplier", *votes)
        found = {vote.event: (vote.votes_for, vote.votes_against) for vote in session.query(VoteCount)}
        assert found == {events[0]: (5, 4), events[1]: (9, 0)}
        assert status_of(session, uid, date(2020, 7, 31)) == "report_phase"
        assert status_of(session, uid, date(2020, 8, 31)) == "approved_pending"
        told = [entry.sentence for entry in proposals.timeline(session, uid, LATER)]
        assert "22 July 2020, Sent back for clarification, Change Board, votes for 5, against 4, abstained 0" in told
        assert "26 August 2020, Approved (Self-Governance), Change Board, votes for 9, against 0, abstained 0" in told


def test_a_proposal_sent_back_twice_is_counted_as_at_every_month(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "One that came back", 300, on=date(2020, 1, 6))
        lived = [
            ("csc_develop", date(2020, 1, 28), "draft_in_development"),
            ("csc_ready", date(2020, 2, 25), "draft_ready"),
            ("panel_returned_draft", date(2020, 3, 13), "draft_in_development"),
            ("csc_ready", date(2020, 3, 31), "draft_ready"),
            ("panel_converted", date(2020, 4, 17), "refinement"),
            ("report_lodged", date(2020, 5, 8), "report_to_panel"),
            ("panel_returned", date(2020, 5, 15), "refinement"),
            ("report_lodged", date(2020, 6, 12), "report_to_panel"),
            ("panel_report_approved", date(2020, 6, 19), "report_phase"),
            ("cb_recommended_rejection", date(2020, 7, 22), "with_authority"),
            ("authority_sent_back", date(2020, 9, 1), "report_phase"),
            ("cb_recommended_approval", date(2020, 9, 23), "with_authority"),
            ("authority_approved", date(2020, 11, 2), "approved_pending"),
        ]
        for outcome, day, _ in lived:
            record_event(session, uid, outcome, day=day)
        assert [status_of(session, uid, day) for _, day, _ in lived] == [status for _, _, status in lived]
