"""The ordinary next step from plain facts: one table of cases, and what must hold whatever the facts (ux.md 2.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.next_step import VERBS, AtDcc, Consulting, Happening, NextStep, Sitting, Standing, work_out
from secdesk.rules.process import STATUSES

TODAY = date(2020, 2, 7)
WG = Sitting("wg", "WG", date(2020, 3, 4))
WG_OVER = Sitting("old", "WG", date(2020, 2, 5))
CSC = Sitting("csc", "CSC", date(2020, 2, 25))
PANEL = Sitting("panel", "PANEL", date(2020, 2, 14))
SINCE = Happening(date(2020, 1, 28), "event", "it was raised on 28 Jan 2020")
PA_BACK = Happening(date(2019, 12, 31), "pa", "the Preliminary Assessment came back on 31 Dec 2019")
WG_HELD = Happening(date(2020, 2, 5), "wg", "the Working Group of 5 Feb 2020 is over")
CONSULTED = Happening(date(2020, 1, 20), "consultation", "the Refinement Consultation closed on 20 Jan 2020")
MRC_CLOSED = Happening(date(2020, 1, 20), "mrc", "the Modification Report Consultation closed on 20 Jan 2020")
PA = AtDcc("pa", "PA", "Preliminary Assessment", date(2019, 12, 1), date(2019, 12, 2), date(2019, 12, 23))
ASKED = replace(PA, accepted=None, due=None)
TO_ISSUE = Consulting(
    "c", "Refinement Consultation", "to_issue", None, None, date(2020, 2, 28), "February 2020"
)
OPEN = replace(TO_ISSUE, state="open", opened=date(2020, 2, 3), closes=date(2020, 2, 21), due=None)
CLOSED = replace(OPEN, state="closed", closes=date(2020, 2, 6))


def standing(status: str, **facts: Any) -> Standing:
    return replace(Standing(TODAY, status, since=SINCE, coming={"CSC": CSC, "WG": WG, "PANEL": PANEL}), **facts)


CASES = [
    (Standing(TODAY, ""), "Raise Draft Proposal", "raise", None),
    (standing("enquiry"), "Raise Draft Proposal", "raise", None),
    (standing("draft_raised"), "CSC", "add_to_agenda", CSC.day),
    (standing("draft_raised", coming={}), "CSC", "add_to_agenda", None),
    (standing("draft_ready"), "Choose a Panel", "set_target", None),
    (standing("draft_ready", target=PANEL), "Panel conversion", "add_to_agenda", PANEL.day),
    (standing("draft_ready", target=PANEL, fast_track=True), "Panel decision (Fast-Track)", "add_to_agenda", PANEL.day),
    (standing("draft_ready", target=replace(PANEL, day=date(2020, 1, 17))), "Record Panel outcome", "record_outcome",
     date(2020, 1, 17)),
    (standing("refinement"), "Working Group", "add_to_agenda", WG.day),
    (standing("refinement", sitting=WG_OVER), "Record Working Group outcome", "record_outcome", WG_OVER.day),
    (standing("refinement", at_dcc=(PA,)), "PA with DCC", "return_assessment", PA.due),
    (standing("refinement", at_dcc=(ASKED,)), "PA to be accepted", "accept_assessment", None),
    (standing("refinement", at_dcc=(PA,), consulting=(TO_ISSUE,)), "PA with DCC", "return_assessment", PA.due),
    (standing("refinement", happened=(PA_BACK,)), "Working Group", "add_to_agenda", WG.day),
    (standing("refinement", happened=(PA_BACK, WG_HELD)), "Issue Refinement Consultation", "issue_consultation", None),
    (standing("refinement", happened=(WG_HELD,), dcc_systems=True), "Request Preliminary Assessment",
     "request_assessment", None),
    (standing("refinement", happened=(WG_HELD,), consulting=(TO_ISSUE,)), "Issue Refinement Consultation",
     "issue_consultation", TO_ISSUE.due),
    (standing("refinement", consulting=(OPEN,)), "Refinement Consultation open", "open_consultation", OPEN.closes),
    (standing("refinement", consulting=(CLOSED,), at_dcc=(PA,)), "Record responses", "close_consultation",
     CLOSED.closes),
    (standing("refinement", happened=(PA_BACK, CONSULTED)), "Request Impact Assessment", "request_assessment", None),
    (standing("refinement", happened=(CONSULTED,), dcc_systems=False), "Lodge Modification Report", "lodge_report",
     None),
    (standing("report_to_panel"), "Panel decision on the report", "add_to_agenda", PANEL.day),
    (standing("report_phase"), "Issue Modification Report Consultation", "issue_consultation", date(2020, 2, 3)),
    (standing("report_phase", happened=(MRC_CLOSED,)), "Change Board vote", "add_to_agenda", None),
    (standing("with_authority"), "Authority decision", "record_outcome", None),
    (standing("approved_pending"), "Assign to a release", "assign_release", None),
    (standing("approved_pending", release=Sitting("r", "June 2020 SEC Release", date(2020, 6, 25))), "Implementation",
     "implement", date(2020, 6, 25)),
    (standing("approved_pending", release=Sitting("r", "January 2020", date(2020, 1, 30))), "Mark implemented",
     "implement", date(2020, 1, 30)),
    (standing("unknown"), "Record where it stands", "record_event", None),
    (standing("refinement", on_hold=True, at_dcc=(PA,)), "On hold", "resume", None),
    (standing("implemented"), "", "", None),
    (standing("withdrawn", on_hold=True), "", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "words", "verb", "due"), CASES)
def test_the_next_step_follows_from_where_a_proposal_stands(
    facts: Standing, words: str, verb: str, due: date | None
) -> None:
    step = work_out(facts)
    assert (step.words, step.verb, step.due) == (words, verb, due)


def test_a_step_says_why_in_one_sentence() -> None:
    step = work_out(standing("refinement", happened=(WG_HELD,), consulting=(TO_ISSUE,)))
    assert step.sentence == "Issue Refinement Consultation, because the Working Group of 5 Feb 2020 is over"
    assert step.button == "Issue consultation"


def test_a_meeting_of_which_only_the_month_is_known_is_named_by_it() -> None:
    assert Sitting("p", "PANEL", date(2020, 2, 28), "February 2020").name == "Panel of February 2020"
    assert Sitting("p", "OPS", None).name == "Operations Group"


@given(
    status=st.sampled_from(["", *STATUSES]),
    on_hold=st.booleans(),
    fast_track=st.booleans(),
    dcc_systems=st.sampled_from([None, True, False]),
    since=st.sampled_from([None, SINCE]),
    sitting=st.sampled_from([None, WG, WG_OVER, replace(WG, day=None)]),
    target=st.sampled_from([None, PANEL, WG, replace(PANEL, day=None)]),
    at_dcc=st.sets(st.sampled_from([PA, ASKED])).map(tuple),
    consulting=st.sets(st.sampled_from([TO_ISSUE, OPEN, CLOSED])).map(tuple),
    happened=st.sets(st.sampled_from([PA_BACK, WG_HELD, CONSULTED, MRC_CLOSED])).map(tuple),
)
def test_every_open_proposal_has_a_step_with_a_reason_and_a_button(status: str, **facts: Any) -> None:
    step: NextStep = work_out(replace(Standing(TODAY, status), **facts))
    is_over = bool(status) and STATUSES[status].final
    assert bool(step.words) is not is_over
    assert step.why
    assert not step.why.endswith(".")
    assert (step.verb in VERBS) is not is_over
    if facts["on_hold"]:
        assert step.due is None
