"""What a person types on the command line: dates, months, kinds, counts; each refused in one sentence."""

from __future__ import annotations

from datetime import date

from secdesk.cli.clock import today
from secdesk.errors import KnownError, NotFound

_MOST = 99_999


def read_date(text: str, label: str) -> date:
    """Return the day that a text means, day first, as in the window's own date fields."""
    from secdesk.rules.dates import parse_date
    from secdesk.rules.workdays import HolidayCalendar

    try:
        found = parse_date(text, today(), HolidayCalendar(), label=label)
    except ValueError as problem:
        raise KnownError(str(problem)) from problem
    if found is None:
        raise KnownError(f"{label} is empty. Type a day and month, like 27 Feb")
    return found


def read_date_or_today(text: str | None, label: str) -> date:
    """Return the day that a text means, today where there is none."""
    return today() if text is None else read_date(text, label)


def read_count(text: str, label: str) -> int:
    """Return a whole number from 1."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= _MOST:
        raise KnownError(f"{label} must be a whole number from 1 to {_MOST:,}")
    return int(text)


def read_kind(text: str) -> str:
    """Return the kind of record that a word names: singular or plural, with blanks, hyphens or underscores."""
    from secdesk.models import kinds

    wanted = _even(text)
    for name, model in kinds().items():
        if wanted in (_even(name), _even(model.kind.singular), _even(model.kind.plural)):
            return name
    words = ", ".join(sorted(model.kind.plural.replace(" ", "-") for model in kinds().values()))
    raise NotFound(f"There is no kind of record called '{text}'. The kinds are: {words}")


def _even(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
