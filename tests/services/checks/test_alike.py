"""Titles that are nearly the same are found among many as if each were compared with each."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.services.checks.alike import groups_alike

WORDS = ("service", "request", "response", "traffic", "management", "alerts", "part", "2", "3", "of", "the")
SMALL = {"of", "the"}


def groups(*titles: str) -> list[tuple[str, ...]]:
    return groups_alike({str(place): title for place, title in enumerate(titles)}, lambda _one, _other: True)


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("Service Request Traffic Management", "Service Response Traffic Management", True),
        ("Incorporation of many IRPs in the SEC - Part 2", "Incorporation of many IRPs in the SEC Part 3", True),
        ("Credit cover", "CREDIT COVER", True),
        ("Credit cover", "Credi tcover", True),
        ("Smart meter billing", "Smart metre billing", True),
        ("Smart meter billing", "Smart meter biling", True),
        ("Credit cover", "Power outage alerts", False),
        ("Tariffs for 2023", "Tariffs for 2024", False),
        ("Alert", "Alerts", False),
        ("Security", "Security Improvements", False),
        ("", "", False),
        ("of the", "in the", False),
    ],
)  # fmt: skip
def test_titles_are_alike_when_they_share_words_or_differ_by_a_slip(one: str, other: str, are_alike: bool) -> None:
    assert groups(one, other) == ([("0", "1")] if are_alike else [])


def test_a_group_holds_all_that_are_alike_in_the_given_order() -> None:
    batch = "Batch of changes to the alerts"
    assert groups(f"{batch} 5", "Power outages", f"{batch} 3", f"{batch} 4") == [("0", "2", "3")]


def test_pairs_that_belong_together_are_left_out() -> None:
    titles = {"a": "Batch of changes", "b": "Batch of changes", "c": "Batch of changes"}
    assert groups_alike(titles, lambda one, other: {one, other} == {"a", "c"}) == [("a", "c")]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), max_size=12))
def test_no_pair_that_shares_enough_words_is_missed(titles: list[str]) -> None:
    found = groups(*titles)
    place = {uid: number for number, group in enumerate(found) for uid in group}
    for one, other in combinations(range(len(titles)), 2):
        first, second = (set(titles[each].split()) - SMALL for each in (one, other))
        if first and len(first & second) >= 0.6 * len(first | second):
            assert place[str(one)] == place[str(other)]


@given(st.lists(st.text("abc12 ", min_size=7, max_size=9), max_size=8))
def test_whatever_stands_in_a_group_is_near_another_of_it(titles: list[str]) -> None:
    for group in groups(*titles):
        for uid in group:
            assert any(are_near(titles[int(uid)], titles[int(other)]) for other in group if other != uid)


def are_near(one: str, other: str) -> bool:
    first, second = set(one.split()), set(other.split())
    if first and len(first & second) >= 0.6 * len(first | second):
        return True
    letters = one.replace(" ", ""), other.replace(" ", "")
    struck = [{text, *(text[:place] + text[place + 1 :] for place in range(len(text)))} for text in letters]
    return bool(struck[0] & struck[1])


def test_many_titles_of_the_same_few_words_are_one_group() -> None:
    titles = [f"Change of the alerts {'abcdefghij'[place % 10]}" for place in range(2000)]
    (found,) = groups(*titles)
    assert len(found) == 2000
    assert all(int(one) < int(other) for one, other in pairwise(found))
