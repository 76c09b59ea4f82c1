"""Counting days: the published figures, real consultation periods, and a day-by-day twin of every count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.bank_holidays import HolidayCalendar, HolidayOverride
from secdesk.rules.workdays import (
    CONVENTIONS,
    WD_AFTER_START,
    WD_INCLUSIVE,
    WEEKDAYS_INCLUSIVE,
    Convention,
    ReversedPeriod,
    add_working_days,
    convention_named,
    count_days,
    day_reached,
    days_counted,
    deadline_in_words,
    distance_in_words,
    end_of_period,
    round_average,
    working_days_before,
)

CALENDAR = HolidayCalendar()
TODAY = date(2020, 2, 7)
DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))
OPEN_ASSESSMENTS = {
    "SECMP0007 IA": (date(2019, 7, 30), 134, 130, 129),
    "SECMP0015 IA": (date(2019, 4, 25), 202, 196, 195),
    "SECMP0056 IA": (date(2019, 7, 2), 154, 150, 149),
    "SECMP0024 PA": (date(2019, 5, 29), 178, 174, 173),
    "SECMP0066 PA": (date(2019, 6, 13), 167, 163, 162),
    "MP078 PA": (date(2019, 10, 1), 89, 86, 85),
    "MP090 PA": (date(2019, 11, 22), 51, 48, 47),
    "MP092 PA": (date(2019, 12, 2), 45, 42, 41),
}
CUT_OFF = date(2020, 1, 31)


def count_by_hand(start: date, end: date, convention: Convention) -> int:
    """Count one day after another, as a person with a wall calendar would."""
    days, day = 0, start if convention.counts_first_day else start + timedelta(days=1)
    while day <= end:
        reason = CALENDAR.reason(day)
        if reason is None or (not convention.leaves_out_holidays and reason not in ("Saturday", "Sunday")):
            days += 1
        day += timedelta(days=1)
    return days


def durations(convention: Convention, kind: str = "") -> list[int]:
    accepted = [row[0] for name, row in OPEN_ASSESSMENTS.items() if name.endswith(kind)]
    return [count_days(day, CUT_OFF, convention, CALENDAR).days for day in accepted]


@pytest.mark.parametrize(
    ("convention", "column"), [(WEEKDAYS_INCLUSIVE, 1), (WD_INCLUSIVE, 2), (WD_AFTER_START, 3)], ids=CONVENTIONS
)
def test_the_open_assessments_of_january_2020_count_as_known(convention: Convention, column: int) -> None:
    assert durations(convention) == [row[column] for row in OPEN_ASSESSMENTS.values()]


@pytest.mark.parametrize(
    ("convention", "preliminary", "impact"),
    [(WEEKDAYS_INCLUSIVE, 106.0, 163.3), (WD_INCLUSIVE, 102.6, 158.7), (WD_AFTER_START, 101.6, 157.7)],
)
def test_the_averages_of_january_2020_are_as_known(convention: Convention, preliminary: float, impact: float) -> None:
    for kind, expected in (("PA", preliminary), ("IA", impact)):
        counts = durations(convention, kind)
        assert sum(counts) / len(counts) == pytest.approx(expected, abs=0.05)
        assert round_average(counts) == round(expected)


@pytest.mark.parametrize(
    ("values", "average"), [([1, 2], 2), ([2, 3], 3), ([1, 1, 2], 1), ([0], 0), ([134, 202, 154], 163), ([5, 6, 6], 6)]
)
def test_averages_are_whole_days_with_halves_rounded_up(values: list[int], average: int) -> None:
    assert round_average(values) == average


def test_nothing_has_no_average() -> None:
    with pytest.raises(ValueError, match="An average needs one or more figures"):
        round_average([])


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2021, 4, 19), 15, date(2021, 5, 10)),
        (date(2020, 6, 22), 15, date(2020, 7, 10)),
        (date(2021, 2, 15), 15, date(2021, 3, 5)),
        (date(2020, 2, 7), 15, date(2020, 2, 27)),
        (date(2020, 2, 8), 1, date(2020, 2, 10)),
        (date(2020, 4, 9), 2, date(2020, 4, 14)),
        (date(2020, 2, 7), 1, date(2020, 2, 7)),
    ],
)
def test_a_consultation_counts_its_first_and_last_day(start: date, days: int, end: date) -> None:
    assert end_of_period(start, days, CALENDAR) == end


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2020, 3, 4), 10, date(2020, 2, 19)),
        (date(2020, 2, 14), 5, date(2020, 2, 7)),
        (date(2020, 2, 26), 5, date(2020, 2, 19)),
        (date(2020, 4, 14), 1, date(2020, 4, 9)),
        (date(2020, 2, 9), 1, date(2020, 2, 7)),
    ],
)
def test_agendas_and_papers_count_back_from_the_day_before_the_meeting(day: date, count: int, before: date) -> None:
    assert working_days_before(day, count, CALENDAR) == before


def test_adding_working_days_steps_over_easter() -> None:
    assert add_working_days(date(2020, 4, 9), 1, CALENDAR) == date(2020, 4, 14)
    assert add_working_days(date(2020, 4, 10), 1, CALENDAR) == date(2020, 4, 14)


def test_adding_no_working_days_stays_on_the_day() -> None:
    assert add_working_days(date(2020, 4, 10), 0, CALENDAR) == date(2020, 4, 10)


def test_a_holiday_of_the_registers_own_list_is_stepped_over() -> None:
    calendar = HolidayCalendar([HolidayOverride(date(2020, 2, 10), "Extra day")])
    assert add_working_days(TODAY, 1, calendar) == date(2020, 2, 11)
    assert days_counted(TODAY, date(2020, 2, 11), WD_INCLUSIVE, calendar) == 2


@given(DAYS, st.integers(0, 900), st.sampled_from(list(CONVENTIONS.values())))
def test_every_count_is_what_counting_day_by_day_gives(start: date, length: int, convention: Convention) -> None:
    end = start + timedelta(days=length)
    assert days_counted(start, end, convention, CALENDAR) == count_by_hand(start, end, convention)


@given(DAYS, st.integers(0, 900), st.sampled_from(list(CONVENTIONS.values())))
def test_counted_and_left_out_days_make_up_the_whole_period(start: date, length: int, convention: Convention) -> None:
    counted = count_days(start, start + timedelta(days=length), convention, CALENDAR)
    assert counted.days + len(counted.left_out) == length + (1 if convention.counts_first_day else 0)
    assert counted.days == days_counted(start, counted.end, convention, CALENDAR)
    assert list(counted.left_out) == sorted(counted.left_out)
    assert counted.weekend_days == sum(reason in ("Saturday", "Sunday") for _, reason in counted.left_out)


@given(DAYS, st.integers(1, 700))
def test_moving_on_and_counting_agree(start: date, count: int) -> None:
    end = add_working_days(start, count, CALENDAR)
    assert CALENDAR.is_working_day(end)
    assert count_by_hand(start, end, WD_AFTER_START) == count


@given(DAYS, st.integers(1, 700))
def test_moving_back_and_counting_agree(day: date, count: int) -> None:
    start = working_days_before(day, count, CALENDAR)
    assert CALENDAR.is_working_day(start)
    assert count_by_hand(start, day - timedelta(days=1), WD_INCLUSIVE) == count


@given(DAYS, st.integers(1, 700))
def test_going_there_and_back_ends_where_it_began(start: date, count: int) -> None:
    first = add_working_days(start, 1, CALENDAR)
    assert working_days_before(add_working_days(first, count, CALENDAR), count, CALENDAR) == first


@given(DAYS, st.integers(1, 500), st.sampled_from(list(CONVENTIONS.values())))
def test_the_day_a_period_is_reached_is_the_first_that_counts_so_many(
    start: date, count: int, convention: Convention
) -> None:
    due = day_reached(start, count, convention, CALENDAR)
    assert days_counted(start, due, convention, CALENDAR) == count
    assert due == start or days_counted(start, due - timedelta(days=1), convention, CALENDAR) == count - 1


@pytest.mark.parametrize("count", [0, -3])
def test_a_period_is_one_day_or_longer(count: int) -> None:
    with pytest.raises(ValueError, match="A period must be 1 or more days long"):
        end_of_period(TODAY, count, CALENDAR)


@pytest.mark.parametrize("convention", CONVENTIONS.values(), ids=CONVENTIONS)
def test_a_reversed_period_is_refused_in_words(convention: Convention) -> None:
    sentence = "A period from 7 Feb 2020 must not end before it, on 6 Feb 2020"
    with pytest.raises(ReversedPeriod, match=sentence):
        count_days(TODAY, date(2020, 2, 6), convention, CALENDAR)
    with pytest.raises(ReversedPeriod, match=sentence):
        days_counted(TODAY, date(2020, 2, 6), convention, CALENDAR)


@pytest.mark.parametrize(
    ("day", "days"), [(date(2020, 2, 7), (1, 1, 0)), (date(2020, 2, 8), (0, 0, 0)), (date(2020, 4, 10), (1, 0, 0))]
)
def test_a_period_of_a_single_day_counts_by_what_day_it_is(day: date, days: tuple[int, int, int]) -> None:
    assert tuple(count_days(day, day, each, CALENDAR).days for each in CONVENTIONS.values()) == days


def test_a_count_says_which_days_it_left_out() -> None:
    counted = count_days(date(2021, 4, 30), date(2021, 5, 4), WD_INCLUSIVE, CALENDAR)
    assert counted.left_out == (
        (date(2021, 5, 1), "Saturday"),
        (date(2021, 5, 2), "Sunday"),
        (date(2021, 5, 3), "Early May bank holiday"),
    )


@pytest.mark.parametrize(
    ("start", "end", "convention", "sentence"),
    [
        (
            date(2021, 4, 19),
            date(2021, 5, 10),
            WD_INCLUSIVE,
            "15 Working Days from 19 April 2021 to 10 May 2021, first and last day counted; "
            "left out: 6 weekend days and Early May bank holiday (3 May 2021)",
        ),
        (
            date(2019, 7, 30),
            CUT_OFF,
            WEEKDAYS_INCLUSIVE,
            "134 weekdays from 30 July 2019 to 31 January 2020, first and last day counted; "
            "left out: 52 weekend days; bank holidays not taken out",
        ),
        (
            date(2020, 2, 6),
            TODAY,
            WD_AFTER_START,
            "1 Working Day from 6 February 2020 to 7 February 2020, the first day not counted; nothing left out",
        ),
        (
            date(2028, 1, 4),
            date(2028, 1, 8),
            WD_INCLUSIVE,
            "4 Working Days from 4 January 2028 to 8 January 2028, first and last day counted; "
            "left out: 1 weekend day; bank holidays not confirmed",
        ),
    ],
)
def test_a_count_explains_itself_in_a_sentence(start: date, end: date, convention: Convention, sentence: str) -> None:
    assert count_days(start, end, convention, CALENDAR).sentence == sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 2, 7), "today"),
        (date(2020, 2, 10), "in 1 WD"),
        (date(2020, 2, 12), "in 3 WD"),
        (date(2020, 2, 14), "in 5 WD"),
        (date(2020, 2, 21), "in 10 WD"),
        (date(2020, 2, 27), "in 14 WD"),
        (date(2020, 3, 4), "in 18 WD"),
        (date(2020, 6, 25), "in 95 WD"),
        (date(2020, 11, 5), "in 189 WD"),
        (date(2020, 1, 31), "5 WD ago"),
        (date(2019, 6, 7), "171 WD ago"),
        (date(2020, 2, 8), "in 1 day"),
        (date(2020, 2, 9), "in 2 days"),
    ],
)
def test_a_distance_counts_working_days_after_the_nearer_day(day: date, words: str) -> None:
    assert distance_in_words(day, TODAY, CALENDAR) == words


def test_a_distance_back_over_a_weekend_alone_is_in_days() -> None:
    assert distance_in_words(date(2020, 2, 7), date(2020, 2, 9), CALENDAR) == "2 days ago"


def test_a_missed_deadline_is_late() -> None:
    assert deadline_in_words(date(2020, 2, 4), TODAY, CALENDAR) == "3 WD late"
    assert deadline_in_words(TODAY, TODAY, CALENDAR) == "today"
    assert deadline_in_words(date(2020, 2, 14), TODAY, CALENDAR) == "in 5 WD"


def test_conventions_are_found_by_the_name_a_register_keeps() -> None:
    assert [convention_named(name) for name in CONVENTIONS] == [WEEKDAYS_INCLUSIVE, WD_INCLUSIVE, WD_AFTER_START]


def test_an_unknown_convention_is_answered_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'calendar'\. Choose weekdays_inclusive, wd_inclusive or wd_after_start"):
        convention_named("calendar")
