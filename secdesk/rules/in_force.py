"""Which settings and bank holidays are in force on a day: the register's dated rows over the shipped defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from secdesk.models import Holiday, Setting
from secdesk.rules.bank_holidays import CONFIRMED_UNTIL, HolidayCalendar, HolidayOverride
from secdesk.rules.countings import COUNTINGS, Counting, counting_named
from secdesk.rules.date_words import EARLIEST_YEAR, LATEST_YEAR
from secdesk.rules.settings import SETTINGS
from secdesk.rules.workdays import Convention


@dataclass(frozen=True, slots=True)
class InForce:
    """The settings and the calendar of one day."""

    settings: Mapping[str, str]
    calendar: HolidayCalendar

    def text(self, key: str) -> str:
        """Return a setting as text."""
        return self.settings[key]

    def number(self, key: str) -> int:
        """Return a setting as a whole number; a text that is none gives the default."""
        found = self.settings[key]
        return int(found) if found.isascii() and found.isdigit() else int(SETTINGS[key].default)

    def is_on(self, key: str) -> bool:
        """Return a yes/no setting."""
        return self.settings[key] == "yes"

    def convention(self, key: str) -> Convention:
        """Return a counting convention, the first of two where both print; a name that is none gives the default."""
        return self.counting(key).main

    def counting(self, key: str) -> Counting:
        """Return how durations are counted, by one convention or by two; a name that is none gives the default."""
        return COUNTINGS.get(self.settings[key]) or counting_named(SETTINGS[key].default)


def in_force(session: Session, at: date) -> InForce:
    """Return the settings and the calendar in force on a day."""
    found = {key: info.default for key, info in SETTINGS.items()}
    rows = session.execute(
        select(Setting.key, Setting.value)
        .where(or_(Setting.effective_from <= at, Setting.effective_from.is_(None)))
        .order_by(Setting.effective_from.is_not(None), Setting.effective_from, Setting.position)
    )
    found.update({row.key: row.value or "" for row in rows if row.key in SETTINGS})
    return InForce(found, calendar_in_force(session, at, _confirmed_until(found["holidays_confirmed"])))


def _confirmed_until(year: str) -> date:
    """Return the last day of the year that the register confirms, or what this version knows if that is later."""
    typed = int(year) if year.isascii() and year.isdigit() else 0
    return max(CONFIRMED_UNTIL, date(min(max(typed, EARLIEST_YEAR), LATEST_YEAR), 12, 31))


def calendar_in_force(session: Session, at: date, confirmed_until: date = CONFIRMED_UNTIL) -> HolidayCalendar:
    """Return the calendar of a day: the register's own list as it stood over the bank holidays of the library."""
    rows = session.execute(
        select(Holiday.date, Holiday.name, Holiday.is_holiday)
        .where(Holiday.date.is_not(None), or_(Holiday.effective_from <= at, Holiday.effective_from.is_(None)))
        .order_by(Holiday.effective_from.is_not(None), Holiday.effective_from, Holiday.uid)
    )
    lines = [HolidayOverride(row.date, row.name or "Bank holiday", bool(row.is_holiday)) for row in rows]
    return HolidayCalendar(lines, confirmed_until)
