"""English that depends on a number or a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.wording import a_or_an, count_words, counted, in_figures, join_and, plural, there_is


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "no"), (1, "one"), (3, "three"), (9, "nine"), (10, "10"), (47, "47"), (999, "999"), (1240, "1,240")],
)
def test_counts_are_words_up_to_nine(number: int, words: str) -> None:
    assert count_words(number) == words


def test_a_count_is_never_below_nought() -> None:
    with pytest.raises(ValueError, match="A count must be a whole number from 0"):
        count_words(-1)


def test_the_noun_follows_the_number() -> None:
    assert [plural(number, "modification") for number in (0, 1, 2)] == [
        "modifications",
        "modification",
        "modifications",
    ]
    assert plural(2, "Party", "Parties") == "Parties"
    assert plural(2, "sheep", "sheep") == "sheep"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "are no modifications"),
        (1, "is one modification"),
        (3, "are three modifications"),
        (12, "are 12 modifications"),
    ],
)
def test_there_is_or_there_are(number: int, words: str) -> None:
    assert there_is(number, "modification", "modifications") == words


def test_counts_stand_with_their_noun() -> None:
    assert counted(4, "Refinement Consultation") == "four Refinement Consultations"
    assert counted(0, "Modification Report") == "no Modification Reports"
    assert in_figures(1, "decision") == "1 decision"
    assert in_figures(1240, "row") == "1,240 rows"


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], ""),
        (["DP101"], "DP101"),
        (["DP101", "DP104"], "DP101 and DP104"),
        (["DP101", "DP104", "DP106"], "DP101, DP104 and DP106"),
    ],
)
def test_a_list_ends_in_and_without_a_comma(items: list[str], words: str) -> None:
    assert join_and(items) == words


def test_a_choice_ends_in_or() -> None:
    assert join_and(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    "phrase",
    [
        "an Impact Assessment", "a Preliminary Assessment", "a Draft Proposal", "an MP", "an MP077", "a DP101",
        "a SECMP0067", "a SEC Party", "an IA", "a PA", "a DCC Assessment", "an IRP", "a UEPT result", "an hour",
        "a unit", "a user", "a European rule", "a one-off day", "an Ofgem letter", "an ad-hoc vote", "an 8 WD delay",
        "an 11 WD delay", "a 15 WD period", "an 80 WD period", "a Panel", "an RFI", "a SMETS1 Device",
    ],
)  # fmt: skip
def test_the_article_follows_the_sound(phrase: str) -> None:
    assert a_or_an(phrase.partition(" ")[2]) == phrase


@given(st.integers(0, 10_000), st.lists(st.text("abc", min_size=1), max_size=5))
def test_wording_holds_ordinary_spaces_only(number: int, items: list[str]) -> None:
    written = f"{counted(number, 'WD', 'WD')} {in_figures(number, 'WD', 'WD')} {join_and(items)}"
    assert all(each == " " for each in written if each.isspace())
