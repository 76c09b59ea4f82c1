"""The bank holidays of a year as the register counts them: the published list with the register's own over it
(domain.md 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict
from secdesk.models import Holiday
from secdesk.models.types import Value
from secdesk.rules.bank_holidays import HolidayCalendar
from secdesk.rules.date_words import LATEST_YEAR
from secdesk.rules.in_force import in_force
from secdesk.services.records import create_record
from secdesk.services.register_settings import change_setting

Origin: TypeAlias = Literal["published", "added", "renamed", "taken_out", "overruled"]
WORDS: dict[Origin, str] = {
    "published": "published list",
    "added": "added here",
    "renamed": "named here",
    "taken_out": "taken out here",
    "overruled": "overruled by a later line",
}


@dataclass(frozen=True, slots=True)
class HolidayDay:
    """A line of the list of a year: the day, its name, where it comes from, and the register's own record if any."""

    day: date
    name: str
    origin: Origin
    uid: str = ""

    @property
    def counts(self) -> bool:
        """Whether the day is left out of Working Days because of this line."""
        return self.origin in ("published", "added", "renamed")

    @property
    def words(self) -> str:
        """Where the line comes from, in words."""
        return WORDS[self.origin]


def holidays_between(session: Session, first: date, last: date, at: date) -> list[HolidayDay]:
    """Return every line from ``first`` to ``last`` as at a day, in order of date; those taken out are listed too."""
    published = dict(HolidayCalendar().bank_holidays(first, last))
    rows = session.scalars(
        select(Holiday)
        .where(Holiday.date >= first, Holiday.date <= last)
        .where(or_(Holiday.effective_from <= at, Holiday.effective_from.is_(None)))
        .order_by(Holiday.effective_from.is_not(None), Holiday.effective_from, Holiday.uid)
    ).all()
    last_line = {row.date: row.uid for row in rows}
    own = [_own_line(row, published, is_last=last_line[row.date] == row.uid) for row in rows if row.date is not None]
    covered = {line.day for line in own}
    kept = [HolidayDay(day, name, "published") for day, name in published.items() if day not in covered]
    return sorted([*kept, *own], key=lambda line: (line.day, line.uid))


def _own_line(row: Holiday, published: dict[date, str], *, is_last: bool) -> HolidayDay:
    assert row.date is not None
    name = row.name or "Bank holiday"
    if not is_last:
        return HolidayDay(row.date, name, "overruled", row.uid)
    if not row.is_holiday:
        return HolidayDay(row.date, name, "taken_out", row.uid)
    return HolidayDay(row.date, name, "renamed" if row.date in published else "added", row.uid)


def own_years(session: Session) -> list[int]:
    """Return the years for which the register has lines of its own."""
    days = session.scalars(select(Holiday.date).where(Holiday.date.is_not(None)))
    return sorted({day.year for day in days if day is not None})


def take_out(session: Session, day: date, today: date) -> str:
    """Make a bank holiday of the published list an ordinary day from today on; returns the uid of the new line.

    Figures of earlier days keep the old count. Raises Conflict where the list has no such day.
    """
    name = HolidayCalendar().bank_holiday(day)
    if name is None:
        raise Conflict("Only a bank holiday of the published list can be taken out. Delete the line instead")
    values: dict[str, Value] = {"date": day, "name": name, "is_holiday": False, "effective_from": today}
    return create_record(session, "holiday", values)


def confirmed_until(session: Session, at: date) -> int:
    """Return the last year whose bank holidays count as confirmed as at a day."""
    return in_force(session, at).calendar.confirmed_until.year


def confirm_next_year(session: Session, today: date) -> int:
    """Note that somebody compared the year after the last confirmed one with the published list; returns that year."""
    year = min(confirmed_until(session, today) + 1, LATEST_YEAR)
    change_setting(session, "holidays_confirmed", str(year), today)
    return year
