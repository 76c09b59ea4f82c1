"""Dates in words, spelt the same on every machine."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.date_words import (
    MONTHS,
    WEEKDAYS,
    format_date,
    format_long,
    format_short,
    format_weekday,
    full_year,
    month_named,
    weekday_named,
)


def test_the_four_forms_of_a_date() -> None:
    day = date(2020, 2, 7)
    assert format_date(day) == "7 Feb 2020"
    assert format_long(day) == "7 February 2020"
    assert format_short(day) == "7 Feb 20"
    assert format_weekday(day) == "Fri 7 Feb 2020"


def test_a_short_date_keeps_both_figures_of_its_year() -> None:
    assert format_short(date(2005, 9, 30)) == "30 Sep 05"


@pytest.mark.parametrize(
    ("word", "month"),
    [("January", 1), ("feb", 2), ("MARCH", 3), ("sept", 9), ("Dec", 12), ("ma", None), ("fri", None), ("marchy", None)],
)
def test_months_are_known_by_three_letters_or_more(word: str, month: int | None) -> None:
    assert month_named(word) == month


@pytest.mark.parametrize(
    ("word", "weekday"),
    [("mon", 0), ("Tues", 1), ("weds", 2), ("thurs", 3), ("SUNDAY", 6), ("su", None), ("may", None)],
)
def test_weekdays_are_known_by_three_letters_or_more(word: str, weekday: int | None) -> None:
    assert weekday_named(word) == weekday


@given(st.integers(3, 9), st.sampled_from(MONTHS))
def test_no_beginning_of_a_month_is_taken_for_another(length: int, name: str) -> None:
    assert month_named(name[:length]) == MONTHS.index(name) + 1
    assert weekday_named(name[:length]) is None


@given(st.integers(3, 9), st.sampled_from(WEEKDAYS))
def test_no_beginning_of_a_weekday_is_taken_for_another(length: int, name: str) -> None:
    assert weekday_named(name[:length]) == WEEKDAYS.index(name)
    assert month_named(name[:length]) is None


@pytest.mark.parametrize(("typed", "year"), [("00", 2000), ("20", 2020), ("79", 2079), ("80", 1980), ("1999", 1999)])
def test_two_figures_of_a_year_mean_1980_to_2079(typed: str, year: int) -> None:
    assert full_year(typed) == year
