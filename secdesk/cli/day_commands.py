"""``secdesk workdays``: counts days and finds dates, and says which days were left out (domain.md 9)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from secdesk.cli.arguments import json_option
from secdesk.cli.output import say, say_json
from secdesk.cli.typed import read_date
from secdesk.errors import KnownError

if TYPE_CHECKING:
    from secdesk.rules.workdays import Convention, DayCount, HolidayCalendar

_COUNT = re.compile(r"[+-]\d{1,4}")


@click.command("workdays", context_settings={"ignore_unknown_options": True})
@click.argument("start")
@click.argument("end")
@click.option("--convention", metavar="NAME", help="weekdays_inclusive, wd_inclusive or wd_after_start.")
@json_option
def workdays(start: str, end: str, convention: str | None, as_json: bool) -> None:
    """Count Working Days, or find a day.

    From START to END, or with +10 or -10 in the place of END to the day that lies so many of them from START.

    Between two dates both are counted (wd_inclusive) and from a date the next Working Day is the first
    (wd_after_start), unless --convention says otherwise. The bank holidays are those of England and Wales.
    """
    from secdesk.rules.workdays import HolidayCalendar

    first, calendar = read_date(start, "The first date"), HolidayCalendar()
    if _COUNT.fullmatch(end):
        count = int(end)
        rule = _convention(convention or "wd_after_start")
        last = _day_at(first, count, rule, calendar)
        _tell(_count(min(first, last), max(first, last), rule, calendar), as_json, last)
        return
    last = read_date(end, "The second date")
    _tell(_count(first, last, _convention(convention or "wd_inclusive"), calendar), as_json, None)


def _convention(name: str) -> Convention:
    from secdesk.rules.workdays import convention_named

    try:
        return convention_named(name.replace("-", "_"))
    except ValueError as problem:
        raise KnownError(str(problem)) from problem


def _count(first: date, last: date, rule: Convention, calendar: HolidayCalendar) -> DayCount:
    from secdesk.rules.workdays import count_days

    try:
        return count_days(first, last, rule, calendar)
    except ValueError as problem:
        raise KnownError(str(problem)) from problem


def _day_at(start: date, count: int, rule: Convention, calendar: HolidayCalendar) -> date:
    """Return the day on which a period from ``start`` counts so many days, forwards or backwards."""
    from secdesk.rules.workdays import add_working_days, day_reached, days_counted

    try:
        if count > 0:
            return day_reached(start, count, rule, calendar)
        if not rule.counts_first_day:
            return add_working_days(start, count, calendar)
        day = start
        while count and days_counted(day, start, rule, calendar) < -count:
            day -= timedelta(days=1)
    except OverflowError as error:
        raise KnownError("The day lies outside the calendar. Count fewer days") from error
    return day


def _tell(found: DayCount, as_json: bool, day: date | None) -> None:
    if as_json:
        say_json(_as_json(found, day))
        return
    if day is not None:
        from secdesk.rules.date_words import format_weekday

        say(format_weekday(day))
    say(found.sentence)
    for left_out, reason in found.left_out:
        say(f"  {left_out.isoformat()}  {reason}")


def _as_json(found: DayCount, day: date | None) -> dict[str, object]:
    told = {
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "convention": found.convention.name,
        "days": found.days,
        "left_out": [{"date": left_out.isoformat(), "reason": reason} for left_out, reason in found.left_out],
        "confirmed": found.confirmed,
    }
    return told if day is None else {"date": day.isoformat(), **told}


COMMANDS = (workdays,)
