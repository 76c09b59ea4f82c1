"""What people type for the meeting, proposal, release or consultation of a paper, and what they are told."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.errors import KnownError
from secdesk.register.register import Register
from secdesk.services.paper_subjects import find_consultation, find_meeting, find_proposal
from secdesk.services.papers import PAPERS, kind_of_paper, make_paper
from secdesk.services.records import create_record

TODAY = date(2020, 2, 7)


@pytest.mark.parametrize(
    "text",
    ["WG 2020-03-04", "wg 4 Mar 2020", "Working Group, 4 Mar 2020", "working group 4/3/2020", "WG 2020-03", "next wg"],
)
def test_a_meeting_is_found_by_body_and_day(january: Register, text: str) -> None:
    with january.read() as session:
        found = find_meeting(session, text, "", TODAY)
    assert (found.body, found.date) == ("WG", date(2020, 3, 4))


def test_a_day_alone_is_enough_where_one_body_meets(january: Register) -> None:
    with january.read() as session:
        found = find_meeting(session, "2020-02-05", "", TODAY)
        assert find_meeting(session, found.uid, "WG", TODAY).uid == found.uid
    assert found.body == "WG"


def test_a_meeting_without_a_day_is_found_by_its_month_or_the_day_it_was_held_by(january: Register) -> None:
    with january.read() as session:
        assert find_meeting(session, "PANEL 2020-02", "", TODAY).number == 77
        assert find_meeting(session, "Feb 2020", "PANEL", TODAY).number == 77
        assert find_meeting(session, "CSC 7 Feb 2020", "", TODAY).body == "CSC"
        assert find_meeting(session, "7 Feb 2020", "", TODAY).body == "CB"


@pytest.mark.parametrize(
    ("text", "body", "sentence"),
    [
        ("WG 2020-03-05", "", "No meeting of the Working Group on 5 Mar 2020 is in this register. Choose another day"),
        ("2020-03-04", "PANEL", "No meeting of the SEC Panel on 4 Mar 2020 is in this register"),
        ("WG 2020-03-04", "PANEL", "This paper is for the SEC Panel, not for the Working Group. Choose another"),
        ("WG", "", "Say which meeting of the Working Group is meant, such as 'WG 2020-03-04'"),
        ("  ", "", "Say which meeting is meant, such as 'WG 2020-03-04'"),
        ("CB some day", "", "'some day' is not a date. Type a day and month, like 27 Feb"),
        ("PANEL 2021-07", "", "No meeting of the SEC Panel in July 2021 is in this register"),
    ],
)
def test_a_meeting_that_is_not_there_is_answered_with_what_to_do(
    january: Register, text: str, body: str, sentence: str
) -> None:
    with january.read() as session, pytest.raises(KnownError) as told:
        find_meeting(session, text, body, TODAY)
    assert str(told.value).startswith(sentence)


def test_two_bodies_on_one_day_are_asked_apart(january: Register) -> None:
    with january.change("Another") as session:
        create_record(session, "meeting", {"body": "PANEL", "date": date(2020, 3, 4)})
    with january.read() as session:
        with pytest.raises(KnownError, match="meetings of several bodies on 4 Mar 2020: SEC Panel and Working Group"):
            find_meeting(session, "2020-03-04", "", TODAY)
        assert find_meeting(session, "2020-03-04", "PANEL", TODAY).body == "PANEL"


def test_of_an_ordinary_and_an_ad_hoc_meeting_the_ordinary_one_is_meant(january: Register) -> None:
    with january.change("Another") as session:
        ordinary = create_record(session, "meeting", {"body": "CB", "date": date(2020, 2, 7)})
    with january.read() as session:
        assert find_meeting(session, "CB 2020-02-07", "", TODAY).uid == ordinary
    with january.change("A third") as session:
        create_record(session, "meeting", {"body": "CB", "date": date(2020, 2, 7)})
    with january.read() as session, pytest.raises(KnownError, match="several meetings of the Change Board on 7 Feb"):
        find_meeting(session, "CB 2020-02-07", "", TODAY)


@pytest.mark.parametrize("text", ["MP077", "mp77", "77", "DP077"])
def test_a_proposal_is_found_by_any_of_its_references(january: Register, text: str) -> None:
    with january.read() as session:
        uid = find_proposal(session, text, TODAY)
        assert find_proposal(session, uid, TODAY) == uid


@pytest.mark.parametrize("text", ["MP999", "", "x" * 500])
def test_a_proposal_that_is_not_there_is_named_in_short(january: Register, text: str) -> None:
    with january.read() as session, pytest.raises(KnownError) as told:
        find_proposal(session, text, TODAY)
    assert "is in this register. Give a reference like MP077" in str(told.value)
    assert len(str(told.value)) < 150


def test_a_proposal_without_a_consultation_is_told_so(january: Register) -> None:
    with january.read() as session, pytest.raises(KnownError, match="No consultation on MP090 is in this register"):
        find_consultation(session, None, "MP090", TODAY)


@pytest.mark.parametrize("name", ["wg_agenda", "wg-agenda", "WG Agenda"])
def test_a_kind_is_found_however_it_is_written(name: str) -> None:
    assert kind_of_paper(name).label == "Working Group agenda"


def test_a_kind_that_there_is_not_is_answered_with_those_that_are() -> None:
    with pytest.raises(KnownError, match=r"There is no paper called 'novel'\. Choose one of: change-status-report, "):
        kind_of_paper("novel")


@pytest.mark.parametrize("kind", [key for key, kind in PAPERS.items() if kind.needs != "nothing"])
def test_a_paper_that_lacks_its_subject_says_what_it_needs(january: Register, kind: str) -> None:
    with pytest.raises(KnownError, match=f"The paper '{PAPERS[kind].label}' needs an? .*such as .*. Say which"):
        make_paper(january, kind, at=TODAY)


def test_a_month_that_is_none_is_told_so(january: Register) -> None:
    for kind in ("change_status_report", "assessments"):
        with pytest.raises(KnownError, match=r"'soon' is not a month\. Type it like 2020-01"):
            make_paper(january, kind, at=TODAY, month="soon")


def test_the_report_is_the_same_by_either_call(january: Register) -> None:
    from secdesk.services.papers import make_report

    assert make_paper(january, "change_status_report", at=TODAY, month="2020-01") == make_report(january, "2020-01")
