"""The action log: by body, late ones marked, those done apart, no private word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from secdesk.models import Action
from secdesk.papers.actions.facts import sort_key_of
from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import update_record

from .full_register import TODAY, Hand
from .wishes import plain_text


def log(register: Register, at: date = TODAY) -> str:
    return plain_text(make_paper(register, "action_log", at=at))


def test_open_actions_stand_under_their_body_and_late_ones_are_marked(full: Register) -> None:
    text = log(full)
    assert text.index("SEC Panel") < text.index("SECP76/02") < text.index("Set at no meeting") < text.index("CSC/1")
    assert "SECP76/02 Ask the DCC for dates Bram Lead 7 Feb 2020 Late" in text
    assert "SECP77/01 MP077: Write to Proposers nobody named not set Open" in text
    assert "Two actions, one late." in text


def test_what_was_done_this_year_stands_apart(full: Register) -> None:
    done = log(full).partition("Done during 2019/20")[2]
    assert "SECP76/10 Publish the plan Bram Lead not set Done 20 Jan 2020" in done
    assert "No action has been done during 2020/21." in log(full, date(2020, 4, 1))


def test_an_action_is_open_until_the_day_it_is_done_and_unknown_before_its_meeting(full: Register) -> None:
    text = log(full, date(2020, 1, 15))
    assert "SECP76/10 Publish the plan Bram Lead not set Open" in text
    assert "SECP77/01" not in text


def test_an_action_about_a_restricted_proposal_keeps_its_words(full: Register) -> None:
    text = log(full)
    assert "What DP107 hides" not in text
    assert "CSC/1 Above the marking of this paper nobody named 20 Feb 2020 Late" in text


def test_an_owner_is_told_with_the_organisation(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Owner") as session:
        hand = Hand(session)
        action = next(row for row in session.query(Action) if row.number == "SECP76/02")
        company = hand.add("organisation", name="Example Energy", short_name="EE")
        update_record(session, "action", action.uid, {"owner_organisation": company})
    assert "Bram Lead, EE" in log(register)


@given(st.lists(st.integers(0, 2000), unique=True, min_size=2))
def test_numbers_sort_as_people_count(numbers: list[int]) -> None:
    written = sorted((f"SECP77/{number}" for number in numbers), key=sort_key_of)
    assert written == [f"SECP77/{number}" for number in sorted(numbers)]
    assert sorted([None, *written], key=sort_key_of)[-1] is None
