"""A month with nothing, and a month with one of each: every list has its sentence, every count its form."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy.orm import Session

from secdesk.register.register import Register
from secdesk.services.papers import make_report
from secdesk.services.records import create_record
from tests.papers.change_status.reading import sections, text_of

NONE_SENTENCES = {
    "1": [
        "There are no Draft Proposals for the Panel to convert this month.",
        "There are no Modification Reports for the Panel to consider this month.",
        "There were no final decisions on Modification Proposals in this period.",
    ],
    "2": [
        "No Draft Proposals were raised in February 2020.",
        "There are no Change Sub-Committee (CSC) decisions to report in this period.",
    ],
    "3": [
        "No Working Group meeting has been held yet.",
        "The next Working Group meeting has no date yet.",
        "There are currently no Modification Proposals out for Refinement Consultation.",
        "There are no Refinement Consultations expected to open during March 2020.",
        "no Change Board meeting is recorded as held in February 2020",
        "No assessments are open with the DCC.",
        "No assessments have been completed during 2019/20.",
    ],
    "4": [
        "There are currently no Modification Proposals out for Modification Report Consultation.",
        "The Change Board took no votes in February 2020.",
        "There were no Authority decisions in February 2020.",
        "No modifications are with the Authority.",
    ],
    "5": [
        "There are no modifications approved for implementation in a coming SEC Release.",
        "There are no modifications approved for implementation as standalone releases.",
    ],
    "appendix": ["No assessments are with the DCC.", "No assessments were returned during 2019/20."],
}
DEAD = re.compile(
    r"\bNone\b|\bnull\b|\bnan\b|:\s*(?=\d\. )|\(\)|\{|\}|[a-z]\.\.(?!\.)|\bone \w+s\b"
    r"|\b(two|three) (proposal|modification)\b"
)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".txt"])
def test_an_empty_register_gives_a_whole_paper(empty: Register, suffix: str) -> None:
    found = sections(text_of(make_report(empty, "2020-02"), suffix))
    for section, sentences in NONE_SENTENCES.items():
        assert [sentence for sentence in sentences if sentence not in found[section]] == []


@pytest.mark.parametrize("month", ["2019-12", "2020-01", "2020-02", "2020-03", "2021-04"])
@pytest.mark.parametrize("which", ["empty", "sample", "one"])
def test_no_month_has_a_dead_sentence_or_a_wrong_plural(request: pytest.FixtureRequest, which: str, month: str) -> None:
    register: Register = request.getfixturevalue("empty" if which == "one" else which)
    if which == "one":
        with register.change("One of each") as session:
            enter_one_of_each(session)
    text = text_of(make_report(register, month), ".txt")
    assert [found.group() for found in DEAD.finditer(text)] == []


def enter_one_of_each(session: Session) -> None:
    """Enter one proposal at each place where the report counts."""
    panel = create_record(session, "meeting", {"body": "PANEL", "date": date(2020, 2, 14), "number": 77})
    board = create_record(session, "meeting", {"body": "CB", "date": date(2020, 1, 22), "state": "held"})
    group = create_record(session, "meeting", {"body": "WG", "date": date(2020, 1, 8), "state": "held"})
    release = create_record(session, "release", {"name": "June 2020 SEC Release", "goes_live": date(2020, 6, 25)})
    steps = [
        ("raised", {}),
        ("csc_ready", {}),
        ("csc_develop", {}),
        ("report_lodged", {}),
        ("cb_approved", {"meeting": board}),
        ("cb_assessment_requested", {"meeting": board}),
        ("authority_approved", {}),
        ("withdrawn", {}),
    ]
    for number, (outcome, more) in enumerate(steps, 101):
        uid = create_record(
            session, "proposal", {"number": number, "title": f"Change {number}", "target_meeting": panel}
        )
        create_record(session, "event", {"proposal": uid, "outcome": outcome, "date": date(2020, 1, 22), **more})
    create_record(session, "agenda_item", {"meeting": group, "proposal": uid, "position": 1})
    create_record(session, "release_part", {"proposal": uid, "release": release})
    for kind in ("refinement", "mrc"):
        create_record(session, "consultation", {"proposal": uid, "consultation_kind": kind, "opened": date(2020, 1, 6)})
        create_record(
            session, "consultation", {"proposal": uid, "consultation_kind": kind, "expected_month": "2020-02"}
        )
    create_record(session, "assessment", {"proposal": uid, "assessment_kind": "PA", "accepted": date(2020, 1, 6)})


def test_one_of_each_is_counted_in_the_singular(empty: Register) -> None:
    with empty.change("One of each") as session:
        enter_one_of_each(session)
    text = text_of(make_report(empty, "2020-01"), ".txt")
    for sentence in (
        "There is one Draft Proposal for the Panel to convert to a Modification Proposal this month:",
        "The Panel will consider one Modification Report this month:",
        "The Change Board approved one Modification Proposal under Self-Governance:",
        "The Authority approved one Modification Proposal:",
        "Proposers withdrew one proposal:",
        "following Draft Proposal ready",
        "following Draft Proposal needs further development",
        "took the following modification:",
        "There is currently one Modification Proposal out for Refinement Consultation:",
        "There is one Refinement Consultation expected to open during February 2020:",
        "The Change Board requested one Impact Assessment in January 2020:",
        "There is currently one Modification Proposal out for Modification Report Consultation:",
        "There is one Modification Report Consultation expected to open during February 2020:",
        "The Change Board considered one modification on 22 January 2020:",
        "The Authority gave one decision in January 2020:",
        "approved modifications not yet in a release:",
    ):
        assert sentence in text
