"""Regulatory years and months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.years import Month, parse_month, parse_regulatory_year, regulatory_year

DAYS = st.dates(date(1901, 1, 1), date(2098, 12, 31))


def test_a_regulatory_year_runs_from_april_to_march() -> None:
    year = regulatory_year(date(2020, 1, 31))
    assert (year.start, year.end, year.label) == (date(2019, 4, 1), date(2020, 3, 31), "2019/20")


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2019, 1, 31), "2018/19"),
        (date(2019, 3, 31), "2018/19"),
        (date(2019, 4, 1), "2019/20"),
        (date(2020, 3, 31), "2019/20"),
        (date(1999, 4, 1), "1999/00"),
    ],
)
def test_a_day_falls_in_one_regulatory_year(day: date, label: str) -> None:
    assert regulatory_year(day).label == label


@given(DAYS)
def test_a_regulatory_year_holds_its_day_and_ends_before_the_next(day: date) -> None:
    year = regulatory_year(day)
    assert day in year
    assert year.end + timedelta(days=1) not in year
    assert regulatory_year(year.end + timedelta(days=1)).start == year.end + timedelta(days=1)
    assert parse_regulatory_year(year.label) == year


@pytest.mark.parametrize("text", ["2019/20", "2019-20", " 2019/2020 "])
def test_a_regulatory_year_can_be_typed(text: str) -> None:
    assert parse_regulatory_year(text).label == "2019/20"


@pytest.mark.parametrize("text", ["2019", "2019/21", "2019/1920", "2019/20/21", "", "0000/01"])
def test_other_text_is_no_regulatory_year(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a regulatory year\. Type it like 2019/20$"):
        parse_regulatory_year(text)


def test_a_month_knows_its_days_its_name_and_its_neighbours() -> None:
    month = Month(2020, 1)
    assert (month.first, month.last) == (date(2020, 1, 1), date(2020, 1, 31))
    assert month.label == "January 2020"
    assert str(month) == "2020-01"
    assert (str(month.previous), str(month.next)) == ("2019-12", "2020-02")
    assert date(2020, 1, 31) in month
    assert date(2021, 1, 31) not in month


def test_a_leap_february_ends_on_the_29th() -> None:
    assert Month(2020, 2).last == date(2020, 2, 29)


def test_months_sort_by_time() -> None:
    assert sorted([Month(2020, 2), Month(2019, 12), Month(2020, 1)]) == [
        Month(2019, 12),
        Month(2020, 1),
        Month(2020, 2),
    ]


@pytest.mark.parametrize(
    "text", ["2020-01", "2020-1", "2020/01", "01/2020", "1-2020", "January 2020", "jan 2020", "JAN2020", " 2020-01 "]
)
def test_a_month_can_be_typed(text: str) -> None:
    assert parse_month(text) == Month(2020, 1)


@pytest.mark.parametrize("text", ["2020-13", "2020-00", "2020", "", "Smarch 2020", "2020-01-31", "1020-01", "01/20"])
def test_other_text_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^'{text}' is not a month\. Type it like 2020-01$"):
        parse_month(text)


def test_a_month_number_beyond_twelve_is_refused() -> None:
    with pytest.raises(ValueError, match="Month must be a whole number from 1 to 12, not 13"):
        Month(2020, 13)


@given(DAYS, st.integers(-500, 500))
def test_months_can_be_typed_as_shown_and_going_back_undoes_going_on(day: date, months: int) -> None:
    month = Month.of(day)
    assert day in month
    assert parse_month(str(month)) == month
    assert parse_month(month.label) == month
    assert month.later(months).later(-months) == month
    assert month.next.first == month.last + timedelta(days=1)
