"""Counting days: the named conventions, periods, deadlines and distances (domain.md 9, ux.md 3.7).

Durations in papers and distances to deadlines are counted by different conventions on purpose. Every count therefore
carries the convention it was made by, and can say in words which days it left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from secdesk.rules.bank_holidays import CONFIRMED_UNTIL, HolidayCalendar, HolidayOverride
from secdesk.rules.date_words import WEEKDAYS, format_date, format_long
from secdesk.rules.wording import join_and, plural

__all__ = [
    "CONFIRMED_UNTIL",
    "CONVENTIONS",
    "WD_AFTER_START",
    "WD_INCLUSIVE",
    "WEEKDAYS_INCLUSIVE",
    "Convention",
    "DayCount",
    "HolidayCalendar",
    "HolidayOverride",
    "ReversedPeriod",
    "add_working_days",
    "convention_named",
    "count_days",
    "day_reached",
    "days_counted",
    "deadline_in_words",
    "distance_in_words",
    "end_of_period",
    "round_average",
    "working_days_before",
]


@dataclass(frozen=True, slots=True)
class Convention:
    """One way of counting the days of a period.

    ``name`` is what registers and the command line keep, ``label`` what a person chooses, ``note`` the footnote under
    a table counted so, ``unit`` what one counted day is called in the singular.
    """

    name: str
    label: str
    note: str
    unit: str
    counts_first_day: bool
    leaves_out_holidays: bool


_SATURDAY, _SUNDAY = 5, 6

WEEKDAYS_INCLUSIVE = Convention(
    name="weekdays_inclusive",
    label="Weekdays, as published before",
    note="Mondays to Fridays, first and last day counted, bank holidays not taken out.",
    unit="weekday",
    counts_first_day=True,
    leaves_out_holidays=False,
)
"""Reproduces the figures of the published reports, all eight of eight (domain.md 9)."""

WD_INCLUSIVE = Convention(
    name="wd_inclusive",
    label="Working Days, first and last day counted",
    note="Working Days of England and Wales (bank holidays taken out), first and last day counted.",
    unit="Working Day",
    counts_first_day=True,
    leaves_out_holidays=True,
)
"""The reading that consultations follow (domain.md 9)."""

WD_AFTER_START = Convention(
    name="wd_after_start",
    label="Working Days after the first day",
    note="Working Days of England and Wales (bank holidays taken out), day 1 is the next Working Day.",
    unit="Working Day",
    counts_first_day=False,
    leaves_out_holidays=True,
)
"""The reading that agendas and papers follow, and every distance on screen (design.md 5.12, ux.md 3.7)."""

CONVENTIONS: Mapping[str, Convention] = MappingProxyType(
    {each.name: each for each in (WEEKDAYS_INCLUSIVE, WD_INCLUSIVE, WD_AFTER_START)}
)
"""Every convention by the name that registers and the command line keep."""


class ReversedPeriod(ValueError):
    """A period that ends before it starts; the text says so to the person."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """A counted period: how many ``days`` from ``start`` to ``end`` and what was left out.

    ``weekend_days`` is how many Saturdays and Sundays were passed over, ``holidays`` the bank holidays on other days,
    in order. ``confirmed`` is False when the period runs past the last year with published bank holidays.
    """

    start: date
    end: date
    convention: Convention
    days: int
    weekend_days: int
    holidays: tuple[tuple[date, str], ...]
    confirmed: bool = True

    @property
    def left_out(self) -> tuple[tuple[date, str], ...]:
        """Every day passed over with its reason (``Saturday``, ``Good Friday`` ...), in order of date."""
        first = self.start if self.convention.counts_first_day else self.start + timedelta(days=1)
        weekend = [
            (date.fromordinal(day), WEEKDAYS[weekday])
            for weekday in (_SATURDAY, _SUNDAY)
            for day in range(first.toordinal() + (weekday - first.weekday()) % 7, self.end.toordinal() + 1, 7)
        ]
        return tuple(sorted((*weekend, *self.holidays)))

    @property
    def sentence(self) -> str:
        """The count in words: the days, the period, how its ends were counted and what was left out; no full stop."""
        counted = f"{self.days} {plural(self.days, self.convention.unit)}"
        period = f"from {format_long(self.start)} to {format_long(self.end)}"
        ends = "first and last day counted" if self.convention.counts_first_day else "the first day not counted"
        return f"{counted} {period}, {ends}; {self._what_is_left_out()}"

    def _what_is_left_out(self) -> str:
        weekend = [f"{self.weekend_days} {plural(self.weekend_days, 'weekend day')}"] if self.weekend_days else []
        names = [f"{name} ({format_date(day)})" for day, name in self.holidays]
        said = f"left out: {join_and([*weekend, *names])}" if weekend or names else "nothing left out"
        if not self.convention.leaves_out_holidays:
            return f"{said}; bank holidays not taken out"
        return said if self.confirmed else f"{said}; bank holidays not confirmed"


def convention_named(name: str) -> Convention:
    """Give the convention called ``name``; a ValueError lists the names there are."""
    if name in CONVENTIONS:
        return CONVENTIONS[name]
    raise ValueError(f"There is no counting convention '{name}'. Choose {join_and(list(CONVENTIONS), 'or')}")


def days_counted(start: date, end: date, convention: Convention, calendar: HolidayCalendar) -> int:
    """Count the days from ``start`` to ``end`` under ``convention``; the figure alone, for long lists.

    Raises :class:`ReversedPeriod` when ``end`` is before ``start``: no duration is ever negative or quietly nought.
    """
    first, last = _counted_span(start, end, convention)
    days = _weekdays_through(last) - _weekdays_through(first - 1)
    return days - calendar.count_left_out(first, last) if convention.leaves_out_holidays else days


def count_days(start: date, end: date, convention: Convention, calendar: HolidayCalendar) -> DayCount:
    """Count the days from ``start`` to ``end`` under ``convention`` and keep what was left out, ready for a sentence.

    Raises :class:`ReversedPeriod` when ``end`` is before ``start``.
    """
    first, last = _counted_span(start, end, convention)
    weekdays = _weekdays_through(last) - _weekdays_through(first - 1)
    left_out = calendar.holidays_left_out(first, last) if convention.leaves_out_holidays else ()
    return DayCount(
        start=start,
        end=end,
        convention=convention,
        days=weekdays - len(left_out),
        weekend_days=last - first + 1 - weekdays,
        holidays=left_out,
        confirmed=calendar.is_confirmed(end),
    )


def add_working_days(start: date, count: int, calendar: HolidayCalendar) -> date:
    """Give the Working Day ``count`` Working Days after ``start`` (before it, if negative); day 1 is the next one.

    A count of nought gives ``start`` itself, whatever day it is.
    """
    day, missing = start.toordinal(), count
    while missing:
        moved = _move_weekdays(day, missing)
        low, high = (day + 1, moved) if moved > day else (moved, day - 1)
        skipped = calendar.count_left_out(low, high)
        day, missing = moved, skipped if moved > day else -skipped
    return date.fromordinal(day)


def working_days_before(day: date, count: int, calendar: HolidayCalendar) -> date:
    """Give the Working Day that lies ``count`` Working Days before ``day``, which is not counted (domain.md 3.1)."""
    return add_working_days(day, -count, calendar)


def day_reached(start: date, count: int, convention: Convention, calendar: HolidayCalendar) -> date:
    """Give the first day on which a period from ``start`` counts ``count`` days under ``convention``.

    This is when an assessment with a target of ``count`` falls due. A ValueError asks for a count of 1 or more.
    """
    if count < 1:
        raise ValueError("A period must be 1 or more days long")
    before = start if not convention.counts_first_day else start - timedelta(days=1)
    if convention.leaves_out_holidays:
        return add_working_days(before, count, calendar)
    return date.fromordinal(_move_weekdays(before.toordinal(), count))


def end_of_period(start: date, count: int, calendar: HolidayCalendar) -> date:
    """Give the last day of a period of ``count`` Working Days, first and last day counted, as consultations count.

    A period that starts on a day that is not a Working Day counts from the next one (domain.md 9).
    """
    return day_reached(start, count, WD_INCLUSIVE, calendar)


def distance_in_words(day: date, today: date, calendar: HolidayCalendar) -> str:
    """Say how far ``day`` is: ``today``, ``in 5 WD``, ``5 WD ago``; the nearer day is not counted (ux.md 3.7).

    Where no Working Day lies between, such as a Saturday seen from Friday, it says calendar days: ``in 1 day``.
    """
    if day == today:
        return "today"
    apart = _words_between(min(day, today), max(day, today), calendar)
    return f"in {apart}" if day > today else f"{apart} ago"


def deadline_in_words(due: date, today: date, calendar: HolidayCalendar) -> str:
    """Say how a deadline stands: ``in 5 WD``, ``today``, ``3 WD late``; counted as :func:`distance_in_words` does."""
    if due >= today:
        return distance_in_words(due, today, calendar)
    return f"{_words_between(due, today, calendar)} late"


def round_average(values: Collection[int]) -> int:
    """Average whole numbers of days to a whole day, halves up (domain.md 9); a ValueError if there are none."""
    if not values:
        raise ValueError("An average needs one or more figures")
    return (2 * sum(values) + len(values)) // (2 * len(values))


def _words_between(earlier: date, later: date, calendar: HolidayCalendar) -> str:
    working = days_counted(earlier, later, WD_AFTER_START, calendar)
    if working:
        return f"{working} WD"
    apart = (later - earlier).days
    return f"{apart} {plural(apart, 'day')}"


def _counted_span(start: date, end: date, convention: Convention) -> tuple[int, int]:
    if end < start:
        raise ReversedPeriod(f"A period from {format_date(start)} must not end before it, on {format_date(end)}")
    first = start.toordinal()
    return (first if convention.counts_first_day else first + 1), end.toordinal()


def _weekdays_through(ordinal: int) -> int:
    # Day number 1 of the calendar is a Monday, so whole weeks and the rest of one are plain arithmetic.
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _move_weekdays(ordinal: int, count: int) -> int:
    """Give the number of the ``count``-th Monday to Friday after (before, if negative) the day ``ordinal``."""
    passed = _weekdays_through(ordinal) if count > 0 else _weekdays_through(ordinal - 1) + 1
    weeks, rest = divmod(passed + count - 1, 5)
    return weeks * 7 + rest + 1
