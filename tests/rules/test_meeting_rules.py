"""Rules for meetings in words: read, written, and the days that obey them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.meeting_rules import SETTING_OF, MeetingRule, broken_rules, parse_rule, rules_of
from secdesk.rules.process import MEETING_BODIES
from secdesk.rules.settings import SETTINGS

ORDER = (1, 2, 3, 4, 5, -1)
MONTHS = st.sets(st.integers(1, 12), min_size=1).map(lambda months: tuple(sorted(months)))
NTH = st.sets(st.sampled_from(ORDER), min_size=1).map(lambda nth: tuple(sorted(nth, key=ORDER.index)))
TIMES = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
RULES = st.builds(MeetingRule, NTH, st.integers(0, 6), MONTHS, TIMES)


def each_day(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def obeys(rule: MeetingRule, day: date) -> bool:
    """Say by counting alone whether a day is one that the rule means."""
    if day.weekday() != rule.weekday or day.month not in rule.months:
        return False
    before = sum((day - timedelta(days=7 * weeks)).month == day.month for weeks in range(5))
    is_last = (day + timedelta(days=7)).month != day.month
    return before in rule.nth or (is_last and -1 in rule.nth)


@given(RULES)
def test_every_rule_is_read_back_from_its_own_words(rule: MeetingRule) -> None:
    assert parse_rule(rule.words) == rule
    assert parse_rule(f"  {rule.words.upper()} ") == rule


@given(RULES, st.integers(1990, 2060))
def test_the_days_of_thirty_years_are_those_that_a_plain_count_finds(rule: MeetingRule, year: int) -> None:
    first, last = date(year, 1, 1), date(year + 29, 12, 31)
    assert rule.days(first, last) == [day for day in each_day(first, last) if obeys(rule, day)]


@given(RULES, st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_a_period_that_begins_in_mid_month_gives_the_same_days_as_the_whole(
    rule: MeetingRule, first: date, days: int
) -> None:
    last = first + timedelta(days=days)
    whole = rule.days(date(first.year, 1, 1), date(last.year, 12, 31))
    assert rule.days(first, last) == [day for day in whole if first <= day <= last]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("first Wednesday", "first Wednesday"),
        ("1st weds", "first Wednesday"),
        ("Last Tue", "last Tuesday"),
        ("the second Friday of the month", "second Friday"),
        ("third and first Mondays of each month", "first and third Monday"),
        ("fourth Wednesday except December", "fourth Wednesday except December"),
        ("fourth wed, at 10", "fourth Wednesday at 10:00"),
        ("first Friday of Mar, June, and Sep at 2.30pm", "first Friday of March, June and September at 14:30"),
        ("last thursday not in Aug", "last Thursday except August"),
        ("every last Thursday at 12 am", "last Thursday at 00:00"),
    ],
)
def test_a_rule_is_read_as_people_write_it(typed: str, written: str) -> None:
    rule = parse_rule(typed)
    assert rule is not None
    assert rule.words == written


@pytest.mark.parametrize("typed", ["", "  ", "none", "No meetings."])
def test_empty_words_are_no_rule(typed: str) -> None:
    assert parse_rule(typed) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("first wenesday", "'first wenesday' is not a rule for meetings. Type one like 'first Wednesday'"),
        ("sixth Friday", "'sixth' must be one of first, second, third, fourth, fifth or last"),
        ("first Friday of Maytember", "'maytember' is not a month"),
        ("first Friday at 25:00", "A time must be from 00:00 to 23:59, like 10:00"),
        ("first Friday at 13 pm", "A time with am or pm must have an hour from 1 to 12"),
        (
            "first Friday except jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov and dec",
            "The rule leaves out every month",
        ),
        ("<b>first</b> Friday", "is not a rule for meetings"),
        ("first and " * 200, "is not a rule for meetings"),
    ],
)
def test_words_that_are_no_rule_are_answered_with_what_to_type(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        parse_rule(typed)


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_a_sentence(typed: str) -> None:
    with suppress(ValueError):
        rule = parse_rule(typed)
        assert rule is None or parse_rule(rule.words) == rule


def test_the_rhythm_seen_in_public_is_the_default() -> None:
    rules = dict(rules_of({key: info.default for key, info in SETTINGS.items()}))
    assert {body: rule.words for body, rule in rules.items()} == {
        "PANEL": "second Friday",
        "CSC": "last Tuesday",
        "WG": "first Wednesday",
        "CB": "fourth Wednesday",
    }
    assert rules["WG"].days(date(2020, 2, 1), date(2020, 3, 31)) == [date(2020, 2, 5), date(2020, 3, 4)]
    assert rules["CSC"].days(date(2021, 2, 1), date(2021, 3, 31)) == [date(2021, 2, 23), date(2021, 3, 30)]


def test_every_body_that_decides_has_a_setting_for_its_rule() -> None:
    assert set(SETTING_OF) == set(MEETING_BODIES) - {"AUTHORITY"}
    assert set(SETTING_OF.values()) <= set(SETTINGS)


def test_a_rule_that_cannot_be_read_is_told_and_the_others_still_hold() -> None:
    settings = {"wg_meets": "when it suits", "csc_meets": "last Tuesday"}
    assert [body for body, _ in rules_of(settings)] == ["CSC"]
    ((body, sentence),) = broken_rules(settings)
    assert body == "WG"
    assert "'when it suits' is not a rule" in sentence
