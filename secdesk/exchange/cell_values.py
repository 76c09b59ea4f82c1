"""What a cell means for a field: the words of people and of spreadsheet programs, read by the one grammar of values."""

from __future__ import annotations

import re
from datetime import date

from secdesk.exchange.csv_words import is_unknown, path_words, read_status
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.choices import options
from secdesk.rules.date_words import full_year
from secdesk.rules.dates import parse_date
from secdesk.rules.process import OUTCOMES
from secdesk.rules.text import fold
from secdesk.rules.values import Reading, read_value
from secdesk.rules.wording import join_and
from secdesk.rules.workdays import HolidayCalendar
from secdesk.rules.years import Month, parse_month

_SHORT_MONTH = re.compile(r"([A-Za-z]{3,9})[-/ ']+([0-9]{2})")
_MONEY = re.compile(r"£?\s*(-?[0-9][0-9,]*)(?:\.0+)?")


def is_empty_cell(info: FieldInfo | None, text: str) -> bool:
    """Say whether a cell gives no value; where a field holds no text of its own, ``n/a`` and its like give none."""
    typed = text.strip()
    if not typed or info is None or info.kind in ("line", "text"):
        return not typed
    return is_unknown(typed) and not (info.kind == "choice" and _is_option(info, typed))


def _is_option(info: FieldInfo, typed: str) -> bool:
    """Say whether a list has a word as one of its own, such as an impact of none."""
    return any(fold(typed) in (fold(key), fold(label)) for key, label in options(info.choices).items())


def meant_outcome(info: FieldInfo, text: str, body: str) -> str:
    """Return the outcome that words of several bodies' outcomes mean in a row about ``body``; empty for other words.

    ``Noted`` is an outcome of three bodies. Raises ValueError, saying what to type, where the row names none of them.
    """
    keys = [key for key, label in options(info.choices).items() if fold(label) == fold(text.strip())]
    if len(keys) < 2:
        return ""
    own = [key for key in keys if OUTCOMES[key].body == body]
    if not own:
        raise ValueError(f"'{text.strip()}' is an outcome of {len(keys)} bodies. Type {join_and(keys, 'or')} instead")
    return own[0]


def read_cell(info: FieldInfo, text: str, today: date, calendar: HolidayCalendar) -> Value:
    """Return the value of a cell of a field that is no link. Raises Invalid or ValueError in words."""
    if info.kind == "choice" and info.choices == "status":
        return read_status(text)
    return read_value(info, _even_out(info, text, today, calendar), Reading(today, calendar, lambda _kind, _text: None))


def _even_out(info: FieldInfo, text: str, today: date, calendar: HolidayCalendar) -> str:
    """Return a text as the grammar of values knows it, where spreadsheets write it in another way."""
    if info.choices == "path":
        return path_words(text.strip())
    if info.kind == "month":
        return _month_words(text.strip(), today, calendar)
    if info.kind == "number" and (found := _MONEY.fullmatch(text.strip())):
        return found[1]
    return text


def _month_words(text: str, today: date, calendar: HolidayCalendar) -> str:
    """Return a month that a spreadsheet took for a day: ``Mar-20``, ``1 Mar 2020`` or ``01/03/2020``."""
    try:
        return str(parse_month(text))
    except ValueError:
        if found := _SHORT_MONTH.fullmatch(text):
            return f"{found[1]} {full_year(found[2])}"
    try:
        day = parse_date(text, today, calendar)
    except ValueError:
        return text
    return text if day is None or not re.search("[0-9]{4}|[0-9]{2}$", text) else str(Month.of(day))
