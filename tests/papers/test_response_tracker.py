"""The response tracker: what is open, to be issued and closed, how long is left, how many answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from secdesk.models import Consultation
from secdesk.papers.tree import figures
from secdesk.register.register import Register
from secdesk.services.papers import make_paper

from .full_register import TODAY
from .wishes import SAMPLE_DAY, plain_text


def tracker(register: Register, at: date = TODAY) -> str:
    return plain_text(make_paper(register, "response_tracker", at=at))


def test_each_state_has_its_table_and_its_count(full: Register) -> None:
    text = tracker(full)
    assert "One consultation is open." in text
    assert "Two consultations are to be issued." in text
    assert "Two consultations have closed." in text
    assert "24 Feb 2020 13 Mar 2020 in 9 WD 15 WD" in text
    assert "in February 2020" in text


def test_an_average_names_how_many_it_leaves_out(full: Register) -> None:
    text = tracker(full)
    assert "Average number of responses to a closed consultation: 9.0" in text
    assert "one consultation without a recorded number left out." in text
    assert "6 Dec 2019 15 WD not recorded" in text


def test_an_earlier_day_knows_neither_answers_nor_endings(full: Register) -> None:
    text = tracker(full, date(2020, 2, 12))
    assert "10 Feb 2020 28 Feb 2020 in 12 WD 15 WD" in text
    assert "Average" not in text


def test_closed_consultations_are_those_of_the_regulatory_year(full: Register) -> None:
    text = tracker(full, date(2020, 4, 2))
    assert "No consultation has closed during 2020/21." in text


def test_lengths_carry_their_calendar(full: Register) -> None:
    lengths = [f for f in figures(make_paper(full, "response_tracker", at=TODAY)) if f.calendar]
    assert [f.text for f in lengths] == ["15 WD", "15 WD", "15 WD"]
    assert {f.calendar.convention for f in lengths if f.calendar} == {"wd_inclusive"}


def test_dropped_consultations_are_not_tracked(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Drop all") as session:
        for row in session.scalars(select(Consultation)):
            row.dropped = date(2020, 3, 1)
    text = tracker(register)
    for sentence in (
        "No consultation is open.",
        "No consultation is waiting to be issued.",
        "No consultation has closed",
    ):
        assert sentence in text


def test_the_sample_has_four_to_issue(january: Register) -> None:
    assert "Four consultations are to be issued." in tracker(january, SAMPLE_DAY)
