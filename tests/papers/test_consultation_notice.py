"""The notice of a consultation: dates, who should respond, how and by when, and the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from secdesk.errors import KnownError
from secdesk.models import Consultation
from secdesk.models.types import Value
from secdesk.papers.tree import Table, plain
from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import create_record, update_record

from .full_register import TODAY, Hand
from .wishes import SAMPLE_DAY, plain_text


def test_the_notice_says_by_when_to_whom_and_under_which_subject_line(full: Register) -> None:
    text = plain_text(make_paper(full, "consultation_notice", at=TODAY, proposal="MP080"))
    assert "Opens Monday 24 February 2020" in text
    assert "Closes 12:00 on Friday 13 March 2020, after 15 WD" in text
    assert "send it to SECAS by 12:00 on Friday 13 March 2020." in text
    assert "Write 'MP080 Refinement Consultation response' in the subject line." in text


def test_without_a_time_it_closes_at_five(full: Register) -> None:
    text = plain_text(make_paper(full, "consultation_notice", at=date(2020, 2, 12), proposal="MP077"))
    assert "Closes 17:00 on Friday 28 February 2020" in text


def test_the_parties_most_affected_are_named(full: Register) -> None:
    text = plain_text(make_paper(full, "consultation_notice", at=date(2020, 2, 12), proposal="MP077"))
    assert "Large Suppliers (high impact): New displays" in text
    assert "Gas Network Parties (low impact)" in text


def test_before_it_has_dates_the_notice_is_a_draft_that_says_so(january: Register) -> None:
    paper = make_paper(january, "consultation_notice", at=SAMPLE_DAY, proposal="MP077")
    text = plain_text(paper)
    assert paper.draft
    assert "Opens Not yet set; expected in February 2020" in text
    assert "Closes Not yet set" in text
    assert "by the closing date, once it is set." in text


def test_the_form_has_an_empty_cell_for_each_answer(full: Register) -> None:
    paper = make_paper(full, "consultation_notice", at=TODAY, proposal="MP080")
    form = [block for block in paper.blocks if isinstance(block, Table)][-2:]
    assert [table.title for table in form] == ["About you", "Questions"]
    assert {plain(row[-1]) for table in form for row in table.rows} == {""}


def test_a_report_consultation_asks_whether_to_approve(full: Register) -> None:
    text = plain_text(make_paper(full, "consultation_notice", at=TODAY, proposal="MP081"))
    assert "MP081 Modification Report Consultation" in text
    assert "Should it be approved? Say why, by the SEC Objectives." in text


def test_a_closed_one_asks_for_nothing_more(full: Register) -> None:
    text = plain_text(make_paper(full, "consultation_notice", at=TODAY, proposal="MP077"))
    assert "This Refinement Consultation has closed." in text


@pytest.mark.parametrize(
    ("at", "opened"), [(date(2020, 3, 5), "2 March 2020"), (date(2020, 2, 12), "10 February 2020")]
)
def test_of_several_the_open_one_is_meant(copy_of: Callable[[str], Register], at: date, opened: str) -> None:
    register = copy_of("full")
    with register.change("Another") as session:
        own = Hand(session).proposal("MP077")
        values: dict[str, Value] = {
            "proposal": own,
            "consultation_kind": "rfi",
            "opened": date(2020, 3, 2),
            "closes": date(2020, 3, 20),
        }
        create_record(session, "consultation", values)
    assert f"{opened}" in plain_text(make_paper(register, "consultation_notice", at=at, proposal="MP077"))


def test_a_consultation_can_be_named_by_its_uid(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Without a proposal") as session:
        uid = session.scalars(select(Consultation.uid).where(Consultation.consultation_kind == "mrc")).one()
        lost = create_record(session, "consultation", {"consultation_kind": "rfi"})
    assert "MP081" in make_paper(register, "consultation_notice", at=TODAY, consultation=uid).title
    with pytest.raises(KnownError, match="This consultation has no proposal yet"):
        make_paper(register, "consultation_notice", at=TODAY, consultation=lost)


def test_a_dropped_one_asks_for_no_responses(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Drop") as session:
        own = Hand(session).proposal("MP093")
        uid = session.scalars(select(Consultation.uid).where(Consultation.proposal == own)).one()
        update_record(session, "consultation", uid, {"dropped": date(2020, 2, 20)})
    text = plain_text(make_paper(register, "consultation_notice", at=TODAY, proposal="MP093"))
    assert "This Refinement Consultation was dropped; no responses are asked for." in text
