"""The calendar of meetings made from rules: days to look through, then one act (ux.md 2.8, domain.md 3.1).

A day that is no Working Day moves by a week, as the Panel of Good Friday 2020 did; what is in the register stays as
it is. Every meeting that was made can be moved by hand like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.errors import Invalid, NotFound, Problem
from secdesk.models import Meeting
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import LATEST_YEAR, format_weekday
from secdesk.rules.in_force import in_force
from secdesk.rules.meeting_rules import SETTING_OF, MeetingRule, broken_rules, parse_rule, rules_of
from secdesk.rules.workdays import HolidayCalendar
from secdesk.rules.years import Month
from secdesk.services.meeting_days import sitting_day
from secdesk.services.records import create_record, update_record
from secdesk.services.register_settings import change_setting

_WEEK = timedelta(days=7)
_LATE_IN_YEAR = 11


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day on which a rule lets a body meet.

    ``words`` say what is to be known of it, empty for a plain new meeting. ``wanted`` is whether it is to be made
    unless somebody says otherwise; ``meeting`` the meeting of that month that has no date yet and would get this one.
    """

    body: str
    day: date
    starts: str
    words: str
    wanted: bool
    is_there: bool = False
    meeting: str = ""

    @property
    def name(self) -> str:
        """The body in words."""
        return words_of("meeting_body", self.body)

    @property
    def sentence(self) -> str:
        """The day and the body, and what is to be known: ``Fri 17 Apr 2020  SEC Panel (moved from ...)``."""
        note = f" ({self.words})" if self.words else ""
        return f"{format_weekday(self.day)}  {self.name}{note}"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The rule of a body as the register holds it; ``problem`` says why it cannot be read."""

    body: str
    name: str
    words: str
    problem: str = ""


def rule_rows(session: Session, at: date) -> list[RuleRow]:
    """Return the rule of every body that may have one, as at a day."""
    settings = in_force(session, at).settings
    broken = dict(broken_rules(settings))
    return [
        RuleRow(body, words_of("meeting_body", body), settings[key], broken.get(body, ""))
        for body, key in SETTING_OF.items()
    ]


def set_rule(session: Session, body: str, words: str, today: date) -> str:
    """Keep a body's rule from today on, in the words in which rules are written; returns them.

    Raises Invalid with the sentence where the words are no rule.
    """
    try:
        rule = parse_rule(words)
    except ValueError as problem:
        raise Invalid([Problem(SETTING_OF[body], str(problem))]) from problem
    written = rule.words if rule is not None else ""
    change_setting(session, SETTING_OF[body], written, today)
    return written


def next_days(words: str, after: date, count: int = 3) -> list[date]:
    """Return the next days on which a rule in words falls; none where it cannot be read."""
    try:
        rule = parse_rule(words)
    except ValueError:
        return []
    if rule is None or after.year + 2 > LATEST_YEAR:
        return []
    return rule.days(after + timedelta(days=1), date(after.year + 2, 12, 31))[:count]


def next_year(session: Session, today: date) -> int:
    """Return the year whose meetings are to be made next: the one after the last that reaches into November."""
    latest = session.scalar(select(func.max(Meeting.date)).where(Meeting.ad_hoc.is_not(True)))
    if latest is None or latest < today:
        return today.year
    return latest.year + 1 if latest.month >= _LATE_IN_YEAR else latest.year


def plan_year(session: Session, year: int, today: date) -> list[CalendarDay]:
    """Return the days of a year, from today on, on which the rules let the bodies meet, by date.

    The rule of each month is the one in force on its first day, or today where that is later.
    """
    calendar = in_force(session, today).calendar
    present = _present(session, year)
    found: list[CalendarDay] = []
    for number in range(1, 13):
        month = Month(year, number)
        for body, rule in rules_of(in_force(session, max(month.first, today)).settings):
            own = present.get((body, month), [])
            found.extend(_plan_month(body, rule, month, own, calendar))
    order = list(SETTING_OF)
    return sorted((each for each in found if each.day >= today), key=lambda each: (each.day, order.index(each.body)))


def make_meetings(session: Session, chosen: Sequence[CalendarDay]) -> list[str]:
    """Add the chosen meetings, or give those without a date theirs; returns their uids. One that is there is kept."""
    made = []
    for each in chosen:
        if each.meeting:
            if session.get(Meeting, each.meeting) is None:
                raise NotFound("A meeting without a date is no longer in the register. Look through the days again")
            update_record(session, "meeting", each.meeting, {"date": each.day, "month": None})
            made.append(each.meeting)
        elif not _is_there(session, each):
            values: dict[str, Value] = {"body": each.body, "date": each.day, "time": each.starts or None}
            made.append(create_record(session, "meeting", values))
    return made


def _is_there(session: Session, wanted: CalendarDay) -> bool:
    query = select(Meeting.uid).where(Meeting.body == wanted.body, Meeting.date == wanted.day)
    return session.scalar(query.limit(1)) is not None


def _present(session: Session, year: int) -> dict[tuple[str, Month], list[Meeting]]:
    """Return the meetings of a year by body and month; ad-hoc ones follow no rule."""
    found: dict[tuple[str, Month], list[Meeting]] = {}
    for meeting in session.scalars(select(Meeting).where(Meeting.ad_hoc.is_not(True)).order_by(Meeting.date)):
        day = sitting_day(meeting)
        if day is not None and day.year == year:
            found.setdefault((meeting.body or "", Month.of(day)), []).append(meeting)
    return found


def _plan_month(
    body: str, rule: MeetingRule, month: Month, present: Sequence[Meeting], calendar: HolidayCalendar
) -> Iterator[CalendarDay]:
    """Yield the days of one body in one month, each with the meeting that is there in its place."""
    days = _working_days(rule.days(month.first, month.last), calendar)
    ruled = {day for day, _ in days}
    dated = {meeting.date: meeting for meeting in present if meeting.date is not None}
    moved = [(day, meeting) for day, meeting in dated.items() if day not in ruled]
    undated = [meeting for meeting in present if meeting.date is None and meeting.month is not None]
    starts = f"{rule.starts:%H:%M}" if rule.starts is not None else ""
    for day, why in days:
        unsure = "" if calendar.is_confirmed(day) else "bank holidays not confirmed"
        if day in dated:
            yield CalendarDay(body, day, starts, "in the register already", wanted=False, is_there=True)
        elif undated:
            waiting = undated.pop(0)
            words = _join(f"the day of the meeting of {month.label}", why, unsure)
            yield CalendarDay(body, day, starts, words, wanted=waiting.state == "planned", meeting=waiting.uid)
        elif moved:
            held, other = moved.pop(0)
            words = f"{'cancelled' if other.state == 'cancelled' else 'there is one'} on {format_weekday(held)}"
            yield CalendarDay(body, day, starts, words, wanted=False)
        else:
            yield CalendarDay(body, day, starts, _join(why, unsure), wanted=True)


def _working_days(days: Sequence[date], calendar: HolidayCalendar) -> list[tuple[date, str]]:
    """Return each day, moved by a week where it is no Working Day, and the words that say so."""
    taken = set(days)
    found = []
    for day in days:
        reason = calendar.reason(day)
        if reason is None:
            found.append((day, ""))
            continue
        free = [each for each in (day + _WEEK, day - _WEEK) if each not in taken and calendar.is_working_day(each)]
        inside = [each for each in free if each.month == day.month]
        if inside:
            taken.add(inside[0])
            found.append((inside[0], f"moved from {format_weekday(day)}, {reason}"))
        else:
            found.append((day, f"{reason}, no other week is free"))
    return found


def _join(*words: str) -> str:
    return "; ".join(word for word in words if word)
