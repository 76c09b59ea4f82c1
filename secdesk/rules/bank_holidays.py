"""Bank holidays of England and Wales and the register's own list over them (domain.md 9)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from secdesk.rules.date_words import EARLIEST_YEAR, LATEST_YEAR, WEEKDAYS

CONFIRMED_UNTIL = date(2027, 12, 31)
"""The last day of the last year whose bank holidays the Government had published when this version was made."""

_SATURDAY = 5

# The library keeps the names of the Acts; people know the days by those of the Government's own list.
_KNOWN_AS = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


@dataclass(frozen=True, slots=True)
class HolidayOverride:
    """One line of the register's own list: ``day`` is a bank holiday called ``name``, or (False) it is not one."""

    day: date
    name: str
    is_holiday: bool = True


class HolidayCalendar:
    """Which days are Working Days: all but Saturdays, Sundays and bank holidays (domain.md 9).

    The bank holidays are those of England and Wales with the register's own list over them; a later line of that list
    wins over an earlier one for the same day. A line that takes a holiday away does not make a weekend a Working Day.
    The calendar never changes once made. Before 1900 and after 2099 it knows weekends only.
    """

    __slots__ = ("_confirmed_until", "_known", "_overrides")

    def __init__(self, overrides: Iterable[HolidayOverride] = (), confirmed_until: date = CONFIRMED_UNTIL) -> None:
        self._overrides = tuple(overrides)
        self._confirmed_until = confirmed_until
        self._known: _KnownDays | None = None

    @property
    def confirmed_until(self) -> date:
        """The last day up to which the bank holidays are known for certain."""
        return self._confirmed_until

    def is_confirmed(self, day: date) -> bool:
        """Say whether the bank holidays are known for certain up to ``day``; later ones follow the rules alone."""
        return day <= self._confirmed_until

    def reason(self, day: date) -> str | None:
        """Name why ``day`` is not a Working Day: ``Saturday``, ``Sunday``, ``Good Friday`` ...; None if it is one."""
        if day.weekday() >= _SATURDAY:
            return WEEKDAYS[day.weekday()]
        return self._days().names.get(day)

    def is_working_day(self, day: date) -> bool:
        """Say whether ``day`` is neither at a weekend nor a bank holiday."""
        return self.reason(day) is None

    def bank_holiday(self, day: date) -> str | None:
        """Name the bank holiday that falls on ``day``, weekends included; None on other days."""
        return self._days().names.get(day)

    def bank_holidays(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """List the bank holidays from ``first`` to ``last`` in order of date, those at weekends included."""
        names = self._days().names
        return tuple((day, names[day]) for day in sorted(names) if first <= day <= last)

    def holidays_left_out(self, first: int, last: int) -> tuple[tuple[date, str], ...]:
        """List the bank holidays on Mondays to Fridays between two day numbers (``date.toordinal``), both included."""
        known = self._days()
        return known.on_weekdays[bisect_right(known.ordinals, first - 1) : bisect_right(known.ordinals, last)]

    def count_left_out(self, first: int, last: int) -> int:
        """Count what :meth:`holidays_left_out` lists; 0 when ``last`` is before ``first``."""
        ordinals = self._days().ordinals
        return max(0, bisect_right(ordinals, last) - bisect_right(ordinals, first - 1))

    def _days(self) -> _KnownDays:
        if self._known is None:
            self._known = _list_known_days(self._overrides)
        return self._known


@dataclass(frozen=True, slots=True)
class _KnownDays:
    """Every bank holiday by name, and those on Mondays to Fridays in order, with their day numbers for searching."""

    names: Mapping[date, str]
    on_weekdays: tuple[tuple[date, str], ...]
    ordinals: tuple[int, ...]


def _list_known_days(overrides: tuple[HolidayOverride, ...]) -> _KnownDays:
    names = dict(_published_days())
    for line in overrides:
        if line.is_holiday:
            names[line.day] = line.name
        else:
            names.pop(line.day, None)
    on_weekdays = tuple((day, names[day]) for day in sorted(names) if day.weekday() < _SATURDAY)
    return _KnownDays(names, on_weekdays, tuple(day.toordinal() for day, _ in on_weekdays))


@cache
def _published_days() -> Mapping[date, str]:
    # The library takes a tenth of a second to import, which the first paint of the window must not wait for.
    from holidays import country_holidays

    years = range(EARLIEST_YEAR, LATEST_YEAR + 1)
    england = country_holidays("GB", subdiv="ENG", years=years, language="en_GB")
    return MappingProxyType({day: _name_holiday(name) for day, name in england.items()})


def _name_holiday(name: str) -> str:
    plain = name.removesuffix(" (observed)")
    return _KNOWN_AS.get(plain, plain) + (" (substitute day)" if plain != name else "")
