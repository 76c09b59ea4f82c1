"""The bank holidays of England and Wales, against the list the Government published, and the register's own list."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from secdesk.rules.bank_holidays import CONFIRMED_UNTIL, HolidayCalendar, HolidayOverride

# As published for England and Wales, day and month by year.
PUBLISHED = {
    2013: "1.1 29.3 1.4 6.5 27.5 26.8 25.12 26.12",
    2014: "1.1 18.4 21.4 5.5 26.5 25.8 25.12 26.12",
    2015: "1.1 3.4 6.4 4.5 25.5 31.8 25.12 28.12",
    2016: "1.1 25.3 28.3 2.5 30.5 29.8 26.12 27.12",
    2017: "2.1 14.4 17.4 1.5 29.5 28.8 25.12 26.12",
    2018: "1.1 30.3 2.4 7.5 28.5 27.8 25.12 26.12",
    2019: "1.1 19.4 22.4 6.5 27.5 26.8 25.12 26.12",
    2020: "1.1 10.4 13.4 8.5 25.5 31.8 25.12 28.12",
    2021: "1.1 2.4 5.4 3.5 31.5 30.8 27.12 28.12",
    2022: "3.1 15.4 18.4 2.5 2.6 3.6 29.8 19.9 26.12 27.12",
    2023: "2.1 7.4 10.4 1.5 8.5 29.5 28.8 25.12 26.12",
    2024: "1.1 29.3 1.4 6.5 27.5 26.8 25.12 26.12",
    2025: "1.1 18.4 21.4 5.5 26.5 25.8 25.12 26.12",
    2026: "1.1 3.4 6.4 4.5 25.5 31.8 25.12 28.12",
    2027: "1.1 26.3 29.3 3.5 31.5 30.8 27.12 28.12",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_days_off_of_a_year_are_those_the_government_published(year: int) -> None:
    calendar = HolidayCalendar()
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(365))
    off = [f"{day.day}.{day.month}" for day in days if day.weekday() < 5 and calendar.reason(day)]
    assert " ".join(off) == PUBLISHED[year]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2020, 2, 8), "Saturday"),
        (date(2020, 2, 9), "Sunday"),
        (date(2020, 2, 7), None),
        (date(2020, 4, 10), "Good Friday"),
        (date(2020, 5, 4), None),
        (date(2020, 5, 8), "Early May bank holiday"),
        (date(2021, 12, 27), "Christmas Day (substitute day)"),
        (date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2020, 3, 17), None),
        (date(2020, 11, 30), None),
    ],
)
def test_the_reason_of_a_day_off_is_its_name(day: date, reason: str | None) -> None:
    assert HolidayCalendar().reason(day) == reason
    assert HolidayCalendar().is_working_day(day) is (reason is None)


def test_a_bank_holiday_at_a_weekend_keeps_its_name_but_the_reason_is_the_weekend() -> None:
    boxing_day = date(2020, 12, 26)
    assert HolidayCalendar().bank_holiday(boxing_day) == "Boxing Day"
    assert HolidayCalendar().reason(boxing_day) == "Saturday"


def test_the_register_can_add_a_bank_holiday() -> None:
    calendar = HolidayCalendar([HolidayOverride(date(2026, 7, 20), "World Cup holiday")])
    assert calendar.reason(date(2026, 7, 20)) == "World Cup holiday"
    assert not calendar.is_working_day(date(2026, 7, 20))


def test_the_register_can_move_a_bank_holiday() -> None:
    calendar = HolidayCalendar(
        [
            HolidayOverride(date(2029, 5, 7), "Early May bank holiday", is_holiday=False),
            HolidayOverride(date(2029, 5, 9), "Early May bank holiday"),
        ]
    )
    assert calendar.is_working_day(date(2029, 5, 7))
    assert calendar.reason(date(2029, 5, 9)) == "Early May bank holiday"


def test_of_two_lines_for_one_day_the_later_wins() -> None:
    day = date(2026, 7, 20)
    calendar = HolidayCalendar([HolidayOverride(day, "Extra day"), HolidayOverride(day, "Extra day", is_holiday=False)])
    assert calendar.is_working_day(day)


def test_taking_a_holiday_away_makes_no_working_day_of_a_saturday() -> None:
    boxing_day = date(2020, 12, 26)
    calendar = HolidayCalendar([HolidayOverride(boxing_day, "Boxing Day", is_holiday=False)])
    assert calendar.reason(boxing_day) == "Saturday"
    assert calendar.bank_holiday(boxing_day) is None


def test_one_calendar_never_changes_another() -> None:
    day = date(2024, 2, 1)
    HolidayCalendar([HolidayOverride(day, "Extra day")]).reason(day)
    assert HolidayCalendar().is_working_day(day)


def test_the_bank_holidays_of_a_span_come_in_order_with_both_ends() -> None:
    assert HolidayCalendar().bank_holidays(date(2020, 4, 10), date(2020, 5, 8)) == (
        (date(2020, 4, 10), "Good Friday"),
        (date(2020, 4, 13), "Easter Monday"),
        (date(2020, 5, 8), "Early May bank holiday"),
    )


def test_days_after_the_last_published_year_are_not_confirmed() -> None:
    calendar = HolidayCalendar()
    assert calendar.confirmed_until == CONFIRMED_UNTIL
    assert calendar.is_confirmed(CONFIRMED_UNTIL)
    assert not calendar.is_confirmed(CONFIRMED_UNTIL + timedelta(days=1))


def test_a_register_may_know_of_later_published_years() -> None:
    assert HolidayCalendar(confirmed_until=date(2030, 12, 31)).is_confirmed(date(2029, 6, 1))


def test_far_years_are_counted_by_weekends_alone() -> None:
    assert HolidayCalendar().is_working_day(date(2150, 12, 25))
    assert HolidayCalendar().reason(date(2150, 12, 26)) == "Saturday"


def test_importing_the_rules_does_not_wait_for_the_holidays_library() -> None:
    asks = "import sys, secdesk.rules.dates; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
