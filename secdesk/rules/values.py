"""Values as text and back, by what a field declares: the one grammar of forms, CSV, dated values and history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from secdesk.errors import Invalid, Problem
from secdesk.models.fields import LINE_LIMIT, FieldInfo
from secdesk.models.types import Value
from secdesk.rules.choices import options, words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.dates import DateProblem, parse_date
from secdesk.rules.text import clean
from secdesk.rules.workdays import HolidayCalendar
from secdesk.rules.years import parse_month

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


def _no_meetings(_first: date, _last: date) -> Mapping[date, tuple[str, ...]]:
    return {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read what a person typed: today, the calendar, the next meetings, how to find a name.

    ``find`` takes a kind and the typed text and returns the uid, or raises :class:`Invalid`-worthy words itself.
    ``meetings_between`` names the bodies that meet on the days of a period, for a calendar to mark.
    """

    today: date
    calendar: HolidayCalendar
    find: Callable[[str, str], str | None]
    meetings: Mapping[str, date] = field(default_factory=dict)
    meetings_between: Callable[[date, date], Mapping[date, tuple[str, ...]]] = _no_meetings


def read_value(info: FieldInfo, text: str, reading: Reading) -> Value:
    """Return the value of a typed text; empty text is an unknown value. Raises Invalid in words."""
    try:
        cleaned = clean(text, "text" if info.kind == "text" else "line", _typed_limit(info), info.label)
        if not cleaned.strip():
            return None
        return _read(info, cleaned if info.kind == "text" else cleaned.strip(), reading)
    except (DateProblem, ValueError) as problem:
        raise Invalid([Problem(info.name, str(problem))]) from problem


def _typed_limit(info: FieldInfo) -> int:
    """Return how long typed text may be: only text is kept as typed; a month is kept shorter than it is written."""
    return info.limit if info.kind in ("line", "text") and info.limit else LINE_LIMIT


def _read(info: FieldInfo, text: str, reading: Reading) -> Value:
    match info.kind:
        case "date":
            return parse_date(text, reading.today, reading.calendar, reading.meetings, info.label)
        case "month":
            return str(parse_month(text))
        case "number":
            return _read_number(info, text)
        case "yes_no":
            return _read_yes_no(info, text)
        case "choice":
            return _read_choice(info, text)
        case "link":
            return _read_link(info, text, reading)
        case _:
            return text


def _read_number(info: FieldInfo, text: str) -> int:
    digits = text.removesuffix("WD").strip().replace(",", "")
    if not digits.isascii() or not digits.lstrip("-").isdigit():
        raise ValueError(range_sentence(info))
    return int(digits)


def range_sentence(info: FieldInfo) -> str:
    """Return what a whole number of a field must be."""
    lowest = info.minimum if info.minimum is not None else 0
    if info.maximum is None:
        return f"{info.label} must be a whole number from {lowest}"
    return f"{info.label} must be a whole number from {lowest} to {info.maximum}"


def _read_yes_no(info: FieldInfo, text: str) -> bool:
    folded = text.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise ValueError(f"{info.label} must be yes or no")


def _read_choice(info: FieldInfo, text: str) -> str:
    folded = text.casefold()
    words = options(info.choices)
    for key, shown in words.items():
        if folded in (key.casefold(), shown.casefold()):
            return key
    known = ", ".join(f"'{shown}'" for shown in words.values())
    raise ValueError(f"{info.label} must be one of {known}, not '{text}'")


def _read_link(info: FieldInfo, text: str, reading: Reading) -> str:
    found = reading.find(info.link, text)
    if found is None:
        raise ValueError(f"No {info.label.lower()} called '{text}' is in this register. Choose a name, or add one")
    return found


def store_value(info: FieldInfo, value: Value) -> str | None:
    """Return a value as the text that a dated value keeps; None for an unknown one."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def stored_value(info: FieldInfo, text: str | None) -> Value:
    """Return the value of a text that :func:`store_value` wrote."""
    if text is None:
        return None
    match info.kind:
        case "date":
            return date.fromisoformat(text)
        case "number":
            return int(text)
        case "yes_no":
            return text == "yes"
        case _:
            return text


def show_value(info: FieldInfo, value: Value, name_of: Callable[[str, str], str]) -> str:
    """Return a value as a person reads it; ``name_of`` gives the name of a linked record by kind and uid."""
    if value is None:
        return ""
    if info.kind == "link":
        return name_of(info.link, str(value))
    if info.kind == "choice":
        return words_of(info.choices, str(value))
    if info.kind == "month":
        return parse_month(str(value)).label
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format_date(value) if isinstance(value, date) else str(value)
