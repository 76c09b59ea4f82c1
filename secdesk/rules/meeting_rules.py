"""On which days a body meets, in words that a person can edit: "first Wednesday", "last Tuesday except December".

The rhythm seen in public (domain.md 3.1) is the default of the settings; nobody is bound by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from types import MappingProxyType

from dateutil.rrule import MONTHLY, rrule, weekday

from secdesk.rules.date_words import MONTHS, WEEKDAYS, month_named, weekday_named
from secdesk.rules.wording import join_and

SETTING_OF: Mapping[str, str] = MappingProxyType(
    {
        "PANEL": "panel_meets",
        "CSC": "csc_meets",
        "WG": "wg_meets",
        "CB": "cb_meets",
        "TABASC": "tabasc_meets",
        "SSC": "ssc_meets",
        "SMKI_PMA": "smki_pma_meets",
        "OPS": "ops_meets",
    }
)
"""The bodies that meet by a rule, and the setting that holds it (:mod:`secdesk.rules.settings`)."""

EVERY_MONTH = tuple(range(1, 13))
_PLACES = ("first", "second", "third", "fourth", "fifth")
_NTH: Mapping[str, int] = MappingProxyType(
    {word: place for place, word in enumerate(_PLACES, 1)}
    | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
)
_NO_MEETINGS = frozenset({"", "none", "no meetings", "does not meet"})
_LONGEST = 300
_LIST = r"[a-z0-9]+(?:(?: and |, ?(?:and )?)[a-z0-9]+)*"
_PHRASE = re.compile(
    rf"(?:every |the )?(?P<nth>{_LIST}) (?P<weekday>[a-z]+?)s?"
    r"(?: (?:of|in) (?:the|every|each) month)?"
    rf"(?: (?P<which>of|in|except(?: in)?|not in|but not in) (?P<months>{_LIST}))?"
    r"(?:,? at (?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>am|pm)?)?"
)
_BETWEEN = re.compile(r" and |, ?(?:and )?")
_FEW = 6


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """Which weekdays of which months: ``nth`` 1 to 5 or -1 for the last, ``weekday`` 0 for Monday, ``months`` 1 to 12.

    ``starts`` is when the meeting begins, None where the rule does not say.
    """

    nth: tuple[int, ...]
    weekday: int
    months: tuple[int, ...] = EVERY_MONTH
    starts: clock | None = None

    @property
    def words(self) -> str:
        """The rule as :func:`parse_rule` reads it back."""
        named = [_PLACES[place - 1] if place > 0 else "last" for place in self.nth]
        time = f" at {self.starts:%H:%M}" if self.starts is not None else ""
        return f"{join_and(named)} {WEEKDAYS[self.weekday]}{_month_words(self.months)}{time}"

    def days(self, first: date, last: date) -> list[date]:
        """Return the days from ``first`` to ``last``, both included, that obey the rule; a fifth that is not there
        is left out."""
        found = rrule(
            MONTHLY,
            dtstart=datetime.combine(first, clock.min),
            until=datetime.combine(last, clock.min),
            bymonth=self.months,
            byweekday=[weekday(self.weekday, place) for place in self.nth],
        )
        return [moment.date() for moment in found]


def parse_rule(text: str) -> MeetingRule | None:
    """Return the rule that words mean; None for empty words or ``no meetings``. Raises ValueError in a sentence."""
    plain = " ".join(text.casefold().split()).rstrip(".")
    if plain in _NO_MEETINGS:
        return None
    found = _PHRASE.fullmatch(plain) if len(plain) <= _LONGEST else None
    day = weekday_named(found["weekday"]) if found else None
    if found is None or day is None:
        raise ValueError(
            f"'{text.strip()[:40]}' is not a rule for meetings. Type one like 'first Wednesday' or 'last Tuesday except"
            " December'"
        )
    return MeetingRule(_read_nth(found["nth"]), day, _read_months(found["which"], found["months"]), _read_time(found))


def _read_nth(text: str) -> tuple[int, ...]:
    words = _BETWEEN.split(text)
    unknown = [word for word in words if word not in _NTH]
    if unknown:
        raise ValueError(f"'{unknown[0]}' must be one of {join_and([*_PLACES, 'last'], 'or')}")
    places = {_NTH[word] for word in words}
    return tuple(sorted(places, key=lambda place: place if place > 0 else len(_PLACES) + 1))


def _read_months(which: str | None, text: str | None) -> tuple[int, ...]:
    if text is None:
        return EVERY_MONTH
    named: set[int] = set()
    for word in _BETWEEN.split(text):
        month = month_named(word)
        if month is None:
            raise ValueError(f"'{word}' is not a month. Type one like March or Mar")
        named.add(month)
    kept = named if which in ("of", "in") else set(EVERY_MONTH) - named
    if not kept:
        raise ValueError("The rule leaves out every month. Leave the box empty where there are no meetings")
    return tuple(sorted(kept))


def _read_time(found: re.Match[str]) -> clock | None:
    if found["hour"] is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] and not 1 <= hour <= 12:
        raise ValueError("A time with am or pm must have an hour from 1 to 12")
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError("A time must be from 00:00 to 23:59, like 10:00")
    return clock(hour, minute)


def _month_words(months: Sequence[int]) -> str:
    if tuple(months) == EVERY_MONTH:
        return ""
    left_out = [month for month in EVERY_MONTH if month not in months]
    if len(months) > _FEW:
        return f" except {join_and([MONTHS[month - 1] for month in left_out])}"
    return f" of {join_and([MONTHS[month - 1] for month in months])}"


def rules_of(settings: Mapping[str, str]) -> Iterator[tuple[str, MeetingRule]]:
    """Yield each body that meets by a rule, with the rule; one that cannot be read is left to :func:`broken_rules`."""
    for body, key in SETTING_OF.items():
        try:
            rule = parse_rule(settings.get(key, ""))
        except ValueError:
            continue
        if rule is not None:
            yield body, rule


def broken_rules(settings: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each body whose rule cannot be read, and the sentence that says why."""
    found = []
    for body, key in SETTING_OF.items():
        try:
            parse_rule(settings.get(key, ""))
        except ValueError as problem:
            found.append((body, str(problem)))
    return found
