"""Dates as people type them: the grammar of ux.md 3.7, its messages and the hint under the field.

Day first, always. Words, relative dates, working days and the next meeting of a body are understood; what is not is
refused with one sentence that says what to type. Nothing here asks the clock: ``today`` is an argument.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import NoReturn, TypeAlias

from secdesk.rules.date_words import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    WEEKDAYS,
    format_date,
    format_long,
    format_short,
    format_weekday,
    full_year,
    month_named,
    weekday_named,
)
from secdesk.rules.workdays import HolidayCalendar, add_working_days, distance_in_words

__all__ = [
    "DateProblem",
    "advice",
    "format_date",
    "format_long",
    "format_short",
    "format_weekday",
    "hint",
    "hint_line",
    "parse_date",
]

_LONGEST = 80
_QUOTED = 40
# 29 February may be eight years away, across a century year that is no leap year.
_YEARS_AROUND = 8

_DAYS_FROM_TODAY: Mapping[str, int] = MappingProxyType(
    {"today": 0, "t": 0, "tomorrow": 1, "tom": 1, "yesterday": -1, "yest": -1}
)
_ORDINALS: Mapping[str, int] = MappingProxyType(
    {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
    | {"last": -1}
)

_UNIT = r"(?P<unit>wds?|working days?|d|days?|w|wks?|weeks?|m|mths?|months?)"
_SIGNED = re.compile(rf"(?P<sign>[+-]) ?(?P<count>[0-9]{{1,4}}) ?{_UNIT}?")
_IN_OR_AGO = re.compile(rf"(?P<ahead>in )?(?P<count>[0-9]{{1,4}}) ?{_UNIT}(?P<ago> ago)?")
_RELATIVE = re.compile(rf"(?P<count>[0-9]{{1,4}}) ?{_UNIT} (?P<side>before|after|from) (?P<anchor>.+)")
_MIDNIGHT = r"(?:[t ]00:00(?::00(?:\.0+)?)?)?"
_ISO = re.compile(rf"(?P<year>[0-9]{{4}})([-/.])(?P<month>[0-9]{{1,2}})\2(?P<day>[0-9]{{1,2}}){_MIDNIGHT}")
_FIGURES = re.compile(
    rf"(?P<day>[0-9]{{1,2}})([-/. ])(?P<month>[0-9]{{1,2}})(?:\2(?P<year>[0-9]{{4}}|[0-9]{{2}}))?{_MIDNIGHT}"
)
_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*(?:of )?(?P<month>[a-z]{3,})"
    r"(?:[-/. ]*'?(?P<year>[0-9]{4}|[0-9]{2}))?"
)
# "Feb 20" and Excel's "Feb-20" may mean a day or a year, so a month comes first only where no doubt is left.
_MONTH_FIRST = (
    re.compile(r"(?P<month>[a-z]{3,})[-/. ]*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[-/. ]+(?P<year>[0-9]{4})"),
    re.compile(r"(?P<month>[a-z]{3,})[-/. ]*(?P<day>[0-9](?=$|[a-z])|[0-9]{2}(?=[a-z]))(?:st|nd|rd|th)?(?P<year>)"),
)
_WEEKDAY_AND_DATE = re.compile(r"(?P<weekday>[a-z]{3,})\.? (?P<date>.*[0-9].*)")
_WEEKDAY = re.compile(r"(?:(?P<which>next|last|this) )?(?P<weekday>[a-z]{3,})")
_NTH_WEEKDAY = re.compile(
    rf"(?P<nth>{'|'.join(_ORDINALS)}) (?P<weekday>[a-z]{{3,}})"
    r"(?: (?:of |in )?(?P<month>[a-z]{3,})(?: (?P<year>[0-9]{4}|[0-9]{2}))?)?"
)
_END_OF_MONTH = re.compile(r"eom|end(?: of)? month|end(?: of)? (?P<month>[a-z]{3,})(?: (?P<year>[0-9]{4}|[0-9]{2}))?")
_DAY_ALONE = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?")
_WORDS = re.compile(r"[a-z' ]+")
_ARTICLE = re.compile(r"^(?:the |next )+")
_MONTH_ALONE = re.compile(r"(?P<month>[a-z]{3,})[-/. ]*(?:[0-9]{4})?")


class DateProblem(ValueError):
    """Typed text that gives no date; the text of the error says what to type (ux.md 3.2)."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: as it stands, as the grammar reads it, and what it is read against."""

    shown: str
    text: str
    label: str
    today: date
    calendar: HolidayCalendar
    meetings: Mapping[str, date] = field(default_factory=dict)


_Reader: TypeAlias = Callable[[_Typed], date | None]


def parse_date(
    text: str,
    today: date,
    calendar: HolidayCalendar,
    meetings: Mapping[str, date] = MappingProxyType({}),
    label: str = "Date",
) -> date | None:
    """Give the date that ``text`` means on ``today``; empty text is no date (None).

    ``meetings`` gives the next meeting of each body by every name it may be typed by, such as ``panel``; capitals do
    not matter. ``label`` names the field in a message. The whole grammar is the table of ux.md 3.7; a date without a
    year is the one nearest to today. Raises :class:`DateProblem` for everything else and for years outside 1900-2099.
    """
    read = _read_plainly(text)
    if not read:
        return None
    shown = " ".join(text.split())
    shown = shown if len(shown) <= _QUOTED else f"{shown[:_QUOTED]}..."
    names = {_read_plainly(name): day for name, day in meetings.items()}
    return _find_date(_Typed(shown, read, label, today, calendar, names))


def hint(day: date, today: date, calendar: HolidayCalendar) -> str:
    """Write the line under a date field: ``Fri 21 Feb 2020 · in 10 WD``.

    Beyond the last year with published bank holidays it ends in ``bank holidays not confirmed``.
    """
    unsure = "" if calendar.is_confirmed(max(day, today)) else " · bank holidays not confirmed"
    return f"{format_weekday(day)} · {distance_in_words(day, today, calendar)}{unsure}"


def advice(day: date, calendar: HolidayCalendar) -> str | None:
    """Remark that ``day`` is not a Working Day: ``Fri 10 Apr 2020 is Good Friday``; None when it is one."""
    if calendar.is_working_day(day):
        return None
    holiday = calendar.bank_holiday(day)
    if holiday is None:
        return f"{format_weekday(day)} is not a working day"
    bare = holiday.split(" (")[0].casefold()
    article = "" if bare.endswith("day") and not bare.endswith("holiday") else "the "
    return f"{format_weekday(day)} is {article}{holiday}"


def hint_line(day: date, today: date, calendar: HolidayCalendar) -> tuple[str, bool]:
    """Write the line under a date field and say whether it is advice: the day is not a Working Day.

    ``Fri 21 Feb 2020 · in 10 WD`` for a Working Day, ``Fri 10 Apr 2020 is Good Friday · in 44 WD`` for another.
    """
    words, remark = hint(day, today, calendar), advice(day, calendar)
    return (words, False) if remark is None else (remark + words.removeprefix(format_weekday(day)), True)


def _read_plainly(text: str) -> str:
    """Lay typed text out for the grammar: small letters, plain figures, dashes and blanks."""
    if len(text.strip()) > _LONGEST * 10:
        return text.strip()[:_LONGEST] + "..."
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub("[‐‑‒–—−]", "-", plain).replace("’", "'")
    # A comma between two figures is no blank: "7,5" is no date.
    plain = re.sub("(?<![0-9]),|,(?![0-9])", " ", plain)
    return " ".join(plain.split()).rstrip(".")


def _find_date(typed: _Typed) -> date:
    found = _try_readers(typed)
    if found is None:
        _name_what_is_missing(typed)
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise DateProblem(f"{typed.label} must be in a year from {EARLIEST_YEAR} to {LATEST_YEAR}")
    return found


def _try_readers(typed: _Typed) -> date | None:
    if len(typed.text) > _LONGEST:
        return None
    return next((found for reader in _READERS if (found := reader(typed)) is not None), None)


def _name_what_is_missing(typed: _Typed) -> NoReturn:
    if _DAY_ALONE.fullmatch(typed.text):
        raise DateProblem(f"{typed.label} must include a month")
    month = _MONTH_ALONE.fullmatch(typed.text)
    if month and month_named(month["month"]):
        raise DateProblem(f"{typed.label} must include a day")
    raise DateProblem(f"'{typed.shown}' is not a date. Type a day and month, like 27 Feb")


def _read_word(typed: _Typed) -> date | None:
    days = _DAYS_FROM_TODAY.get(typed.text)
    return None if days is None else typed.today + timedelta(days=days)


def _read_signed(typed: _Typed) -> date | None:
    found = _SIGNED.fullmatch(typed.text)
    if found is None:
        return None
    count = int(found["count"])
    return _move(typed.today, -count if found["sign"] == "-" else count, found["unit"] or "d", typed.calendar)


def _read_in_or_ago(typed: _Typed) -> date | None:
    found = _IN_OR_AGO.fullmatch(typed.text)
    if found is None or bool(found["ahead"]) == bool(found["ago"]):
        return None
    count = int(found["count"])
    return _move(typed.today, -count if found["ago"] else count, found["unit"], typed.calendar)


def _read_relative(typed: _Typed) -> date | None:
    found = _RELATIVE.fullmatch(typed.text)
    if found is None:
        return None
    anchor = replace(typed, text=found["anchor"])
    if _WORDS.fullmatch(anchor.text) and not month_named(anchor.text) and _try_readers(anchor) is None:
        raise DateProblem(f"No coming meeting is called '{anchor.text}'. Type a date in its place")
    count = int(found["count"])
    return _move(_find_date(anchor), -count if found["side"] == "before" else count, found["unit"], typed.calendar)


def _read_iso(typed: _Typed) -> date | None:
    found = _ISO.fullmatch(typed.text)
    return _make_date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None


def _read_figures(typed: _Typed) -> date | None:
    found = _FIGURES.fullmatch(typed.text)
    return _complete(typed.today, found["day"], int(found["month"]), found["year"]) if found else None


def _read_named(typed: _Typed) -> date | None:
    shapes = (_NAMED, *_MONTH_FIRST)
    found = next((match for shape in shapes if (match := shape.fullmatch(typed.text))), None)
    month = month_named(found["month"]) if found else None
    return _complete(typed.today, found["day"], month, found["year"]) if found and month else None


def _read_weekday_and_date(typed: _Typed) -> date | None:
    found = _WEEKDAY_AND_DATE.fullmatch(typed.text)
    weekday = weekday_named(found["weekday"]) if found else None
    if found is None or weekday is None:
        return None
    rest = replace(typed, text=found["date"])
    day = _read_iso(rest) or _read_figures(rest) or _read_named(rest)
    if day and day.weekday() != weekday:
        fact = f"{format_date(day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[weekday]}"
        raise DateProblem(f"{fact}. Type the date without the day of the week")
    return day


def _read_weekday(typed: _Typed) -> date | None:
    found = _WEEKDAY.fullmatch(typed.text)
    weekday = weekday_named(found["weekday"]) if found else None
    if found is None or weekday is None:
        return None
    now = typed.today.weekday()
    days = {
        None: (weekday - now - 1) % 7 + 1,
        "last": -((now - weekday - 1) % 7 + 1),
        "this": weekday - now,
        "next": weekday - now + 7,
    }
    return typed.today + timedelta(days=days[found["which"]])


def _read_nth_weekday(typed: _Typed) -> date | None:
    found = _NTH_WEEKDAY.fullmatch(typed.text)
    weekday = weekday_named(found["weekday"]) if found else None
    if found is None or weekday is None:
        return None
    nth = _ORDINALS[found["nth"]]
    if found["month"] is None:
        return _nth_weekday(typed.today.year, typed.today.month, nth, weekday)
    month = month_named(found["month"])
    if month is None:
        return None
    return _in_year(typed.today, found["year"], lambda year: _nth_weekday(year, month, nth, weekday))


def _read_end_of_month(typed: _Typed) -> date | None:
    found = _END_OF_MONTH.fullmatch(typed.text)
    if found is None:
        return None
    if found["month"] is None:
        return _last_of_month(typed.today.year, typed.today.month)
    month = month_named(found["month"])
    return _in_year(typed.today, found["year"], lambda year: _last_of_month(year, month)) if month else None


def _read_meeting(typed: _Typed) -> date | None:
    return typed.meetings.get(_ARTICLE.sub("", typed.text))


# The order matters where two shapes overlap: "last wed" is a weekday, "last wed mar" counts within its month.
_READERS: tuple[_Reader, ...] = (
    _read_word,
    _read_signed,
    _read_in_or_ago,
    _read_relative,
    _read_iso,
    _read_figures,
    _read_named,
    _read_weekday_and_date,
    _read_weekday,
    _read_nth_weekday,
    _read_end_of_month,
    _read_meeting,
)


def _complete(today: date, day: str, month: int, year: str | None) -> date | None:
    return _in_year(today, year, lambda each: _make_date(each, month, int(day)))


def _in_year(today: date, year: str | None, build: Callable[[int], date | None]) -> date | None:
    """Build the date in the year typed or, without one, in the year that puts it nearest to today."""
    if year:
        return build(full_year(year)) if int(year) or len(year) == 2 else None
    around = range(today.year - _YEARS_AROUND, today.year + _YEARS_AROUND + 1)
    found = [day for each in around if (day := build(each)) is not None]
    # Of two equally near, the coming one.
    return min(found, key=lambda day: (abs(day - today), day < today), default=None)


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    if nth < 0:
        last = _last_of_month(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else None


def _move(day: date, count: int, unit: str, calendar: HolidayCalendar) -> date:
    if unit.startswith(("wd", "working")):
        return add_working_days(day, count, calendar)
    if unit.startswith("m"):
        return _add_months(day, count)
    return day + timedelta(days=count * 7 if unit.startswith("w") else count)


def _add_months(day: date, count: int) -> date:
    """Move by calendar months; a month too short for the day gives its last day (31 Jan and a month: 29 Feb 2020)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
