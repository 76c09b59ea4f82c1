"""The conversion paper: recommendation by route, issue, impact, view of the CSC, and what is not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from secdesk.models import Event, Paper
from secdesk.papers.render import render
from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import create_record, update_record

from .full_register import PANEL_DAY, TODAY, Hand
from .wishes import SAMPLE_DAY, plain_text


def conversion(register: Register, reference: str, at: date = TODAY) -> str:
    return plain_text(make_paper(register, "conversion", at=at, proposal=reference))


def test_the_paper_asks_the_panel_to_agree_the_conversion(full: Register) -> None:
    text = conversion(full, "DP101")
    assert (
        "The Panel is asked to AGREE that DP101 'Large Gas Meter Displays' is converted to a Modification Proposal "
        "and goes to the Refinement Process." in text
    )
    assert "Paper reference SECP_77_0702_02" in text
    assert "Meeting SEC Panel, 14 Feb 2020" in text


def test_issue_impact_and_the_view_of_the_csc_are_told(full: Register) -> None:
    text = conversion(full, "DP101")
    assert "was raised by Cara Sponsor of Northern Example Networks; the day is not in the register." in text
    assert "A large gas meter cannot send its reading to a display." in text
    assert "Large Suppliers High New displays" in text
    assert "It does not change DCC systems. Estimated cost: £20,000 to £35,000." in text
    assert "Section F F4.2 drafted, version 0.3" in text
    assert "Schedule 8 2.1 not drafted" in text
    assert "Appendix AM - not known" in text
    assert "'Ready for conversion' (by 7 February 2020), for the SEC Panel on 14 February 2020." in text


def test_what_is_not_known_is_said_to_be_so_on_one_page(january: Register) -> None:
    paper = make_paper(january, "conversion", at=SAMPLE_DAY, proposal="DP106")
    text = plain_text(paper)
    for sentence in (
        "Who raised DP106 'CHISM update for Unknown WAN Variant', and when, is not in the register.",
        "A summary of the issue is not yet in the register.",
        "Which Parties it affects is not in the register yet.",
        "Whether it changes DCC systems is not known yet. No estimate of its cost is in the register.",
        "The provisions of the Code that it changes are not in the register yet.",
    ):
        assert sentence in text
    assert render(paper, ".pdf").pages == 1


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("csc_ready", "goes to the Refinement Process."),
        ("csc_ready_report", "goes straight to the Report Phase."),
        ("csc_fast_track", "is dealt with as a Fast-Track."),
    ],
)
def test_the_route_is_the_one_that_the_csc_found(copy_of: Callable[[str], Register], outcome: str, words: str) -> None:
    register = copy_of("full")
    with register.change("Route") as session:
        uid = Hand(session).proposal("DP106")
        session.scalars(
            select(Event).where(Event.proposal == uid, Event.outcome == "csc_ready")
        ).one().outcome = outcome
    assert words in conversion(register, "DP106")


def test_a_converted_proposal_still_has_its_paper_as_it_was(full: Register) -> None:
    assert full.read_only
    text = conversion(full, "DP101", date(2021, 1, 1))
    assert "MP101" not in text
    assert "Without discussion" not in text


def test_a_proposal_that_is_not_ready_is_said_not_to_be(full: Register) -> None:
    text = conversion(full, "DP094")
    assert "On the day of this paper's data its status is 'In development', not 'Ready for the Panel'." in text


def test_the_reference_follows_from_the_item_of_the_panel_where_none_was_typed(
    copy_of: Callable[[str], Register],
) -> None:
    register = copy_of("full")
    with register.change("Meant") as session:
        panel = Hand(session).meeting("PANEL", PANEL_DAY)
        own = Hand(session).proposal("DP104")
        update_record(session, "proposal", own, {"target_meeting": panel})
    paper = make_paper(register, "conversion", at=date(2020, 2, 7), proposal="DP104")
    assert paper.reference == "SECP_77_0702_03"


def test_the_paper_is_a_draft_until_its_record_is_issued(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    assert not make_paper(register, "conversion", at=TODAY, proposal="DP101").draft
    with register.change("Not issued") as session:
        session.scalars(select(Paper).where(Paper.paper_kind == "conversion")).one().issued = None
    paper = make_paper(register, "conversion", at=TODAY, proposal="DP101")
    assert paper.draft
    assert paper.author == "Bram Lead"


def test_a_second_vote_of_the_csc_keeps_the_first(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Again") as session:
        uid = Hand(session).proposal("DP094")
        create_record(session, "event", {"proposal": uid, "outcome": "csc_ready", "date": date(2020, 2, 25)})
    text = conversion(register, "DP094")
    assert "'Further development' (by 7 February 2020)." in text
    assert "'Ready for conversion' (25 February 2020)." in text
