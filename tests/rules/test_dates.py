"""The grammar of typed dates: a table of what people type, the messages, the hint and the advice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.bank_holidays import HolidayCalendar, HolidayOverride
from secdesk.rules.dates import (
    DateProblem,
    advice,
    format_date,
    format_long,
    format_short,
    format_weekday,
    hint,
    hint_line,
    parse_date,
)

CALENDAR = HolidayCalendar()
TODAY = date(2020, 2, 7)  # a Friday
MEETINGS = {"Panel": date(2020, 2, 14), "SEC Panel": date(2020, 2, 14), "Working Group": date(2020, 3, 4)}
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def read(text: str, today: date = TODAY) -> date | None:
    return parse_date(text, today, CALENDAR, MEETINGS)


def read_or_message(text: str, today: date) -> date | str | None:
    try:
        return read(text, today)
    except DateProblem as problem:
        return str(problem)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        # Figures, day first.
        ("07/02/20", "2020-02-07"),
        ("7.2.2020", "2020-02-07"),
        ("7-2-2020", "2020-02-07"),
        ("7 2 2020", "2020-02-07"),
        ("3/4/20", "2020-04-03"),
        ("7/2", "2020-02-07"),
        ("7.2.", "2020-02-07"),
        ("07/02/2020 00:00", "2020-02-07"),
        ("07/02/2020 00:00:00", "2020-02-07"),
        ("1/1/79", "2079-01-01"),
        ("1/1/80", "1980-01-01"),
        # ISO.
        ("2020-02-07", "2020-02-07"),
        ("2020/02/07", "2020-02-07"),
        ("2020-2-7", "2020-02-07"),
        ("2020-02-07 00:00:00", "2020-02-07"),
        ("2020-02-07T00:00:00", "2020-02-07"),
        # Names of months.
        ("7 Feb 20", "2020-02-07"),
        ("7 february 2020", "2020-02-07"),
        ("7feb", "2020-02-07"),
        ("7feb20", "2020-02-07"),
        ("07-Feb-2020", "2020-02-07"),
        ("07-Feb-20", "2020-02-07"),
        ("7 FEB", "2020-02-07"),
        ("7th Feb", "2020-02-07"),
        ("1st of March 2020", "2020-03-01"),
        ("7 Feb. 2020", "2020-02-07"),
        ("7 Feb, 2020", "2020-02-07"),
        ("7 Feb '20", "2020-02-07"),
        ("  7\u00a0Feb\t2020 ", "2020-02-07"),
        ("７ Feb ２０２０", "2020-02-07"),
        ("30 sept 2020", "2020-09-30"),
        ("February 7, 2020", "2020-02-07"),
        ("Feb 20 2020", "2020-02-20"),
        ("feb 7", "2020-02-07"),
        ("feb 27th", "2020-02-27"),
        # With the day of the week.
        ("Fri 7 Feb 2020", "2020-02-07"),
        ("Friday, 7 February 2020", "2020-02-07"),
        ("wed 4 mar", "2020-03-04"),
        ("Wed 04/03/2020", "2020-03-04"),
        ("Fri 2020-02-07", "2020-02-07"),
        # No year: the nearest.
        ("1 aug", "2020-08-01"),
        ("1 sep", "2019-09-01"),
        ("31 dec", "2019-12-31"),
        ("5/11", "2019-11-05"),
        ("29 feb", "2020-02-29"),
        # Words.
        ("today", "2020-02-07"),
        ("t", "2020-02-07"),
        ("Tomorrow", "2020-02-08"),
        ("tom", "2020-02-08"),
        ("yesterday", "2020-02-06"),
        ("yest", "2020-02-06"),
        ("wed", "2020-02-12"),
        ("weds", "2020-02-12"),
        ("sat", "2020-02-08"),
        ("fri", "2020-02-14"),
        ("next wed", "2020-02-12"),
        ("next sat", "2020-02-15"),
        ("last fri", "2020-01-31"),
        ("last wed", "2020-02-05"),
        ("this wed", "2020-02-05"),
        ("this fri", "2020-02-07"),
        # Distances.
        ("+10", "2020-02-17"),
        ("+10d", "2020-02-17"),
        ("+10wd", "2020-02-21"),
        ("+ 10 WD", "2020-02-21"),
        ("+10 working days", "2020-02-21"),
        ("+2w", "2020-02-21"),
        ("+1m", "2020-03-07"),
        ("-5wd", "2020-01-31"),
        ("−5wd", "2020-01-31"),
        ("-1", "2020-02-06"),
        ("-1m", "2020-01-07"),
        ("in 10 WD", "2020-02-21"),
        ("5 WD ago", "2020-01-31"),
        ("in 2 weeks", "2020-02-21"),
        # Months and ordinals.
        ("eom", "2020-02-29"),
        ("end of month", "2020-02-29"),
        ("end mar", "2020-03-31"),
        ("end of february 2021", "2021-02-28"),
        ("end nov", "2019-11-30"),
        ("first wed mar", "2020-03-04"),
        ("1st wed of march 2021", "2021-03-03"),
        ("fourth wed feb", "2020-02-26"),
        ("last tue mar", "2020-03-31"),
        ("last thu jun 20", "2020-06-25"),
        ("third fri", "2020-02-21"),
        ("first wed", "2020-02-05"),
        ("5th sat feb", "2020-02-29"),
        # Relative to a date or a meeting.
        ("10wd before 4 mar", "2020-02-19"),
        ("5wd before panel", "2020-02-07"),
        ("5 WD before the Panel", "2020-02-07"),
        ("5wd before next sec panel", "2020-02-07"),
        ("10 working days before working group", "2020-02-19"),
        ("1wd after 9 apr", "2020-04-14"),
        ("2w from today", "2020-02-21"),
        ("1d before eom", "2020-02-28"),
        ("1 month after 31/1/2020", "2020-02-29"),
        ("1wd before 1wd after 10 feb", "2020-02-10"),
        ("panel", "2020-02-14"),
        ("next panel", "2020-02-14"),
        ("WORKING GROUP", "2020-03-04"),
    ],
)
def test_what_people_type_is_understood(typed: str, day: str) -> None:
    assert read(typed) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\u00a0", " " * 5000])
def test_empty_text_is_no_date(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "31 feb", "31/2", "0/1", "29/2/21", "29 Feb 2021", "32 jan 2020", "02/27/2020", "2026-02-30", "0000-00-00",
        "0000-01-01", "10000-01-01", "7 feb 202", "7 feb 20201", "7 fe", "7 smarch", "feb 20", "Feb-20", "feb 31",
        "2020-02-07T14:32", "2020-02-07T00:00:00+01:00", "2020-02/07", "7/2-20", "7/2/", "asap", "TBC", "next", "last",
        "next week", "ninth wed mar", "5th sat mar 2020", "end", "10wd", "in 5wd ago", "+wd", "+99999d",
        "fri 31 feb", "sun 8", "7,5", "end feb 0000", "first wed mar 0000", "٧ Feb 2020", "-", "'",
        "10wd before 31 feb", "10wd before", "7 Feb 2020; drop table",
    ],
)  # fmt: skip
def test_other_text_is_refused_by_showing_what_to_type(typed: str) -> None:
    with pytest.raises(DateProblem) as problem:
        read(typed)
    assert str(problem.value) == f"'{typed}' is not a date. Type a day and month, like 27 Feb"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("7", "Closes must include a month"),
        ("27th", "Closes must include a month"),
        ("feb", "Closes must include a day"),
        ("February 2020", "Closes must include a day"),
        ("10wd before mar", "Closes must include a day"),
        ("7 feb 1020", "Closes must be in a year from 1900 to 2099"),
        ("2100-01-01", "Closes must be in a year from 1900 to 2099"),
        ("+9999m", "Closes must be in a year from 1900 to 2099"),
        ("Thu 7 Feb 2020", "7 Feb 2020 is a Friday, not a Thursday. Type the date without the day of the week"),
        ("5wd before csc", "No coming meeting is called 'csc'. Type a date in its place"),
    ],
)
def test_a_message_names_what_is_missing(typed: str, message: str) -> None:
    with pytest.raises(DateProblem) as problem:
        parse_date(typed, TODAY, CALENDAR, MEETINGS, label="Closes")
    assert str(problem.value) == message


def test_a_long_paste_is_quoted_by_its_beginning() -> None:
    with pytest.raises(DateProblem) as problem:
        read("word " * 100_000)
    assert str(problem.value) == f"'{('word ' * 8)[:40]}...' is not a date. Type a day and month, like 27 Feb"


def test_no_message_scolds_or_ends_in_a_full_stop() -> None:
    for typed in ("31 feb", "7", "feb", "7 feb 1020", "Thu 7 Feb 2020", "5wd before csc"):
        with pytest.raises(DateProblem) as problem:
            read(typed)
        message = str(problem.value).casefold()
        assert not message.endswith((".", "!"))
        assert not any(word in message for word in ("please", "sorry", "invalid", "illegal", "error", "oops"))


@pytest.mark.parametrize(
    ("today", "typed", "day"),
    [
        (date(2020, 1, 31), "+1m", date(2020, 2, 29)),
        (date(2020, 12, 30), "2 jan", date(2021, 1, 2)),
        (date(2021, 1, 3), "30 dec", date(2020, 12, 30)),
        (date(2023, 6, 1), "29 feb", date(2024, 2, 29)),
        (date(2022, 1, 1), "29 feb", date(2020, 2, 29)),
        (date(2020, 2, 9), "next wed", date(2020, 2, 12)),
        (date(2020, 2, 10), "next wed", date(2020, 2, 19)),
        (date(2020, 2, 10), "wed", date(2020, 2, 12)),
        (date(2020, 2, 12), "wed", date(2020, 2, 19)),
        (date(2020, 2, 12), "last wed", date(2020, 2, 5)),
        (date(2020, 11, 20), "first wed mar", date(2021, 3, 3)),
    ],
)
def test_what_a_word_means_depends_on_today(today: date, typed: str, day: date) -> None:
    assert read(typed, today) == day


def test_working_days_follow_the_registers_own_holidays() -> None:
    calendar = HolidayCalendar([HolidayOverride(date(2020, 2, 10), "Extra day")])
    assert parse_date("+1wd", TODAY, calendar) == date(2020, 2, 11)


@given(DAYS, DAYS)
def test_every_written_date_reads_back_on_any_day(day: date, today: date) -> None:
    for written in (format_date(day), format_long(day), format_weekday(day), day.isoformat(), f"{day:%d/%m/%Y}"):
        assert parse_date(written, today, CALENDAR) == day


@given(st.dates(date(1980, 1, 1), date(2079, 12, 31)), DAYS)
def test_every_short_date_of_a_hundred_years_reads_back(day: date, today: date) -> None:
    assert parse_date(format_short(day), today, CALENDAR) == day


@given(DAYS, st.integers(-180, 180))
def test_a_date_without_its_year_is_the_nearest(today: date, days: int) -> None:
    day = today + timedelta(days=days)
    if 1900 <= day.year <= 2099:
        assert parse_date(format_date(day).rpartition(" ")[0], today, CALENDAR) == day


@given(st.text(max_size=30), DAYS)
def test_any_text_is_a_date_or_refused_in_words(text: str, today: date) -> None:
    found = read_or_message(text, today)
    assert found if isinstance(found, str) else found is None or 1900 <= found.year <= 2099


WORDS = st.sampled_from(
    [*"0123456789+-/.' ", "wd", "first", "last", "next", "mon", "feb", "end", "eom", "before", "after", "panel", "29"]
)


@given(st.lists(WORDS, max_size=8).map(lambda words: " ".join(words)) | st.lists(WORDS, max_size=8).map("".join), DAYS)
def test_any_mixture_of_known_words_is_a_date_or_refused_in_words(text: str, today: date) -> None:
    found = read_or_message(text, today)
    assert found if isinstance(found, str) else found is None or 1900 <= found.year <= 2099


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("7 Feb 20", "Fri 7 Feb 2020 · today"),
        ("wed", "Wed 12 Feb 2020 · in 3 WD"),
        ("last fri", "Fri 31 Jan 2020 · 5 WD ago"),
        ("+10wd", "Fri 21 Feb 2020 · in 10 WD"),
        ("first wed mar", "Wed 4 Mar 2020 · in 18 WD"),
        ("10wd before 4 mar", "Wed 19 Feb 2020 · in 8 WD"),
        ("tom", "Sat 8 Feb 2020 · in 1 day"),
    ],
)
def test_the_hint_shows_the_weekday_and_the_distance(typed: str, shown: str) -> None:
    day = read(typed)
    assert day is not None
    assert hint(day, TODAY, CALENDAR) == shown


def test_the_hint_says_when_bank_holidays_are_not_confirmed() -> None:
    shown = hint(date(2028, 1, 4), date(2027, 12, 31), CALENDAR)
    assert shown == "Tue 4 Jan 2028 · in 1 WD · bank holidays not confirmed"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 4, 10), "Fri 10 Apr 2020 is Good Friday"),
        (date(2020, 2, 8), "Sat 8 Feb 2020 is not a working day"),
        (date(2020, 5, 8), "Fri 8 May 2020 is the Early May bank holiday"),
        (date(2022, 9, 19), "Mon 19 Sep 2022 is the State Funeral of Queen Elizabeth II"),
        (date(2020, 12, 28), "Mon 28 Dec 2020 is Boxing Day (substitute day)"),
        (date(2020, 12, 26), "Sat 26 Dec 2020 is Boxing Day"),
        (date(2020, 2, 7), None),
    ],
)
def test_a_day_that_is_no_working_day_gets_advice(day: date, words: str | None) -> None:
    assert advice(day, CALENDAR) == words


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2020, 2, 7), ("Fri 7 Feb 2020 · today", False)),
        (date(2020, 2, 21), ("Fri 21 Feb 2020 · in 10 WD", False)),
        (date(2020, 4, 10), ("Fri 10 Apr 2020 is Good Friday · in 44 WD", True)),
        (date(2020, 2, 8), ("Sat 8 Feb 2020 is not a working day · in 1 day", True)),
        (date(2028, 2, 7), ("Mon 7 Feb 2028 · in 2019 WD · bank holidays not confirmed", False)),
    ],
)
def test_the_line_under_a_box_is_advice_on_days_that_are_no_working_days(day: date, line: tuple[str, bool]) -> None:
    assert hint_line(day, TODAY, CALENDAR) == line


@given(DAYS, DAYS)
def test_the_line_begins_with_the_day_and_advises_exactly_when_it_is_no_working_day(day: date, today: date) -> None:
    words, is_advice = hint_line(day, today, CALENDAR)
    assert words.startswith(format_weekday(day))
    assert is_advice == (not CALENDAR.is_working_day(day))
