"""The published report of January 2020: the checks find what is wrong with it, each thing once, and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Assessment, Consultation, Meeting, Proposal
from secdesk.register.register import Register
from secdesk.rules.checks import Finding
from secdesk.rules.naming import find
from secdesk.services.checks import check_month, check_register, follow_promises
from secdesk.services.events import record_event
from secdesk.services.records import Effect, create_record, update_record

PAPER_DAY = date(2020, 2, 7)

EXPECTED: tuple[tuple[str, str, str], ...] = (
    ("C21", "warning", "The Change Board of 7 Feb 2020 (for SECMP0062) is on the day of the paper, which cannot tell"
     " what came of it"),
    ("C27", "warning", "MP078: a Refinement Consultation is expected in February 2020, and its Preliminary"
     " Assessment, accepted on 1 Oct 2019, is not back"),
    ("C32", "warning", "SECMP0062 PA was returned on 31 Jan 2019, in 2018/19, and counts in 2019/20 by statement:"
     " the paper prints 10 Preliminary Assessments completed in 2019/20; by date of return there are 9"),
    ("C42", "warning", "Proposals open (pre-decision): the total of 47 is stated, and the register counts 29"),
    ("C42", "warning", "Proposals concluded during 2019/20: the total of 19 is stated, and the register counts 1"),
    ("C04", "note", "2 proposals have no known status and no place in a stage: SECMP0046 and SECMP0063. Record where"
     " they stood"),
    ("C05", "note", "Titles nearly the same: SECMP0067 'Service Request Traffic Management' and DP100 'Service"
     " Response Traffic Management'. Name them by number, or change a title"),
    ("C05", "note", "Titles nearly the same: MP078 'Incorporation of multiple Issue Resolution Proposals into the"
     " SEC - Part 2' and DP098 'Incorporation of multiple Issue Resolution Proposals into the SEC - Batch 3'."
     " Name them by number, or change a title"),
    ("C07", "note", "4 proposals in the paper have no title: SECMP0024, SECMP0046, SECMP0066 and MP092. Enter the"
     " titles"),
    ("C13", "note", "The paper counts three modifications at the Change Board on 22 Jan 2020, and two were voted on:"
     " SECMP0062 was sent back for clarification"),
    ("C18", "note", "4 items of the Working Group of 5 Feb 2020 without an outcome on record: SECMP0067, MP077,"
     " MP078 and MP080. Record what came of them"),
    ("C30", "note", "8 of 8 open assessments are over target by 30 to 163 WD: SECMP0007 IA by 94, SECMP0015 IA by"
     " 162, SECMP0024 PA by 163, SECMP0056 IA by 114, SECMP0066 PA by 152, MP078 PA by 74, MP090 PA by 36 and"
     " MP092 PA by 30"),
    ("C43", "note", "Proposals open (pre-decision): when 22 proposals were raised is not known, so the average rests"
     " on 7 of 29"),
    ("C43", "note", "Proposals concluded during 2019/20: when 1 proposal was raised is not known, so there is no"
     " average"),
    ("C43", "note", "Preliminary Assessments completed during 2019/20: when 7 assessments were accepted is not"
     " known, so the average rests on 3 of 10"),
    ("C43", "note", "Impact Assessments completed during 2019/20: when 2 assessments were accepted is not known, so"
     " there is no average"),
)  # fmt: skip
"""Votes that were not held, the year of SECMP0062's assessment, a consultation that waits for the DCC, a vote on the
day of the paper, titles to mix up, overruns; and what the register knows that it does not know."""


def test_the_checks_find_exactly_what_is_wrong_with_the_published_report(sample: Register) -> None:
    found = check_month(sample, "2020-01")
    assert [(each.rule, each.severity, each.sentence) for each in found] == list(EXPECTED)


def test_without_a_month_only_the_records_are_checked(sample: Register) -> None:
    found = check_register(sample, at=PAPER_DAY)
    assert [finding.rule for finding in found] == ["C04", "C05", "C05"]


def test_the_ten_assessments_of_the_year_are_explained_by_the_one_of_the_year_before(sample: Register) -> None:
    (found,) = [finding for finding in check_month(sample, "2020-01") if finding.rule == "C32"]
    with sample.read() as session:
        pa = session.scalars(
            select(Assessment.uid).where(
                Assessment.proposal == uid_of(session, "SECMP0062"), Assessment.assessment_kind == "PA"
            )
        ).one()
    assert ("assessment", pa) in found.records
    assert found.values == ("2019-01-31", "2019/20")


def test_a_vote_held_before_the_paper_takes_its_finding_away(sample: Register) -> None:
    with sample.change("Hold the vote a day earlier") as session:
        board = session.scalars(select(Meeting).where(Meeting.date == PAPER_DAY, Meeting.body == "CB")).one()
        board.date, board.state = date(2020, 2, 12), "planned"
    assert "C21" not in rules(check_month(sample, "2020-01"))


def test_a_returned_assessment_makes_the_expected_consultation_sound(sample: Register) -> None:
    with sample.change("Return") as session:
        own = select(Assessment).where(Assessment.proposal == uid_of(session, "MP078"))
        session.scalars(own).one().returned = date(2020, 2, 3)
    found = rules(check_month(sample, "2020-01"))
    assert "C27" not in found
    assert "C30" in found


# --- the month after -----------------------------------------------------------------------------------------------


def uid_of(session: Session, reference: str) -> str:
    found = find(session, "proposal", reference, PAPER_DAY)
    assert found is not None
    return found


def rules(found: list[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in found)


def sentences(found: list[Finding], rule: str) -> list[str]:
    return [finding.sentence for finding in found if finding.rule == rule]


def live_through_february(session: Session) -> None:
    """What a February might have been: votes and conversions are recorded, one promise moves, one is dropped."""
    board = session.scalars(select(Meeting).where(Meeting.date == PAPER_DAY, Meeting.body == "CB")).one()
    board.state = "held"
    record_event(session, uid_of(session, "SECMP0062"), "cb_approved", day=PAPER_DAY, meeting=board.uid)
    february = session.scalars(select(Meeting).where(Meeting.number == 77)).one()
    february.date, february.month, february.state = date(2020, 2, 14), None, "held"
    march = session.scalars(select(Meeting).where(Meeting.month == "2020-03")).one()
    march.date, march.month, march.number = date(2020, 3, 13), None, 78
    for reference in ("DP101", "DP104"):
        record_event(session, uid_of(session, reference), "panel_converted", day=february.date, meeting=february.uid)
    april = create_record(session, "meeting", {"body": "PANEL", "date": date(2020, 4, 17), "number": 79})
    move(session, "DP098", april)
    move(session, "DP110", None)


def move(session: Session, reference: str, meeting: str | None) -> None:
    effect = Effect(since=date(2020, 2, 25), decided_by="CSC")
    update_record(session, "proposal", uid_of(session, reference), {"target_meeting": meeting}, effect=effect)


def test_the_month_after_follows_each_promise(sample: Register) -> None:
    with sample.change("February") as session:
        live_through_february(session)
    found = {each.reference: (each.state, each.now_words) for each in follow_promises(sample, "2020-02")}
    assert found == {
        "SECMP0062": ("kept", ""),
        "DP098": ("moved", "SEC Panel of 17 Apr 2020"),
        "MP101": ("kept", ""),
        "MP104": ("kept", ""),
        "DP106": ("missed", ""),
        "DP110": ("dropped", ""),
    }


def test_the_month_after_tells_of_the_promises_that_were_not_kept(sample: Register) -> None:
    with sample.change("February") as session:
        live_through_february(session)
    found = check_month(sample, "2020-02")
    assert sentences(found, "C45") == [
        "DP098 was promised for the SEC Panel of 13 Mar 2020 in the paper of 7 Feb 2020, and is now meant for the"
        " SEC Panel of 17 Apr 2020"
    ]
    assert sentences(found, "C46") == [
        "DP110 was promised for the SEC Panel of 13 Mar 2020 in the paper of 7 Feb 2020, and is now meant for no"
        " meeting. Choose one, or say why not"
    ]
    assert sentences(found, "C44") == [
        "DP106 is meant for the SEC Panel of 14 Feb 2020, which was held without it. Choose its next meeting"
    ]


def test_the_month_after_asks_for_the_consultations_that_were_expected(sample: Register) -> None:
    with sample.change("One opens, one is dropped") as session:
        rows = {row.proposal: row for row in session.scalars(select(Consultation))}
        opened = rows[uid_of(session, "MP077")]
        opened.opened, opened.closes = date(2020, 2, 24), date(2020, 3, 13)
        rows[uid_of(session, "MP080")].dropped = date(2020, 2, 20)
    told = sentences(check_month(sample, "2020-02"), "C25")
    assert [sentence.split(" was ")[0] for sentence in told] == [
        "The Refinement Consultation on MP078", "The Refinement Consultation on MP093",
    ]  # fmt: skip


def test_nothing_recorded_since_leaves_the_meetings_and_the_release_to_be_asked_for(sample: Register) -> None:
    found = rules(check_month(sample, "2020-02"))
    assert found["C14"] == 3
    assert found["C35"] == 1
    assert found["C21"] == found["C13"] == 0


def test_a_title_that_changed_in_february_is_told_in_the_paper_of_february_alone(sample: Register) -> None:
    with sample.change("Rename") as session:
        new = {"title": "Managing DUIS uplifts"}
        update_record(session, "proposal", uid_of(session, "MP080"), new, effect=Effect(since=date(2020, 2, 20)))
    assert sentences(check_month(sample, "2020-01"), "C06") == []
    assert sentences(check_month(sample, "2020-02"), "C06") == [
        "MP080 is now called 'Managing DUIS uplifts'; in the paper of 7 Feb 2020 it was 'Ensuring a managed move to"
        " DUIS version 3.1'"
    ]


@pytest.mark.parametrize("later", [date(2020, 3, 6), date(2021, 6, 1)])
def test_what_came_later_does_not_change_the_findings_of_an_old_month(sample: Register, later: date) -> None:
    before = [finding.key for finding in check_month(sample, "2020-01")]
    with sample.change("Later") as session:
        for uid in session.scalars(select(Proposal.uid)).all():
            record_event(session, uid, "withdrawn", day=later, reason="All at once")
    assert [finding.key for finding in check_month(sample, "2020-01")] == before
