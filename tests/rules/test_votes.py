"""Vote counts as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.choices import options
from secdesk.rules.votes import MOST, Votes, read_votes, show_votes


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("for 7 against 1 abstain 0", [Votes("all", 7, 1, 0)]),
        ("7 1 0", [Votes("all", 7, 1, 0)]),
        ("7 for, 1 against", [Votes("all", 7, 1, None)]),
        ("For: 7, Against: 1, Abstained: 2", [Votes("all", 7, 1, 2)]),
        ("large for 5; network 2-0-0", [Votes("large_supplier", 5), Votes("network", 2, 0, 0)]),
        ("Large Suppliers 3 1 0\nConsumers for 1", [Votes("large_supplier", 3, 1, 0), Votes("consumer", 1)]),
        ("", []),
        (" ; ", []),
    ],
)
def test_votes_are_read_with_and_without_categories(typed: str, counts: list[Votes]) -> None:
    reading = read_votes(typed)
    assert (list(reading.counts), reading.problem) == (counts, "")


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("seven for", "does not begin with"),
        ("for", "no vote count"),
        ("1 2 3 4", "no vote count"),
        ("for 1 for 2", "no vote count"),
        ("for 1000", f"over {MOST}"),
        ("for " + "9" * 6000, f"over {MOST}"),
        ("dinosaurs 3 1 0", "does not begin with"),
        ("large 1 0 0; large 2 0 0", "counted twice"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(typed: str, part: str) -> None:
    reading = read_votes(typed)
    assert reading.counts == ()
    assert part in reading.problem
    assert not reading.problem.endswith(".")


_NUMBER = st.none() | st.integers(0, MOST)
_COUNTS = st.lists(
    st.builds(Votes, st.sampled_from(list(options("vote_category"))), _NUMBER, _NUMBER, _NUMBER).filter(
        lambda votes: (votes.votes_for, votes.against, votes.abstained) != (None, None, None)
    ),
    unique_by=lambda votes: votes.category,
)


@given(_COUNTS)
def test_shown_votes_are_read_again_as_they_were(counts: list[Votes]) -> None:
    assert list(read_votes(show_votes(counts)).counts) == counts


@given(st.text(max_size=60))
def test_any_text_gives_counts_or_one_sentence(typed: str) -> None:
    reading = read_votes(typed)
    assert not (reading.counts and reading.problem)
