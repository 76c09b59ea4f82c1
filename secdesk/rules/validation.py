"""What can never be right (checked when a value is stored) and what is missing (checked at a gate): ux.md 3.2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from secdesk.errors import Problem
from secdesk.models.fields import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.choices import options
from secdesk.rules.date_words import EARLIEST_YEAR, LATEST_YEAR, format_date
from secdesk.rules.text import kept_out, too_long
from secdesk.rules.values import range_sentence

Values = Mapping[str, Value]
Fields = Mapping[str, FieldInfo]

_EARLIEST, _LATEST = date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)
_LARGEST = 999_999_999_999  # well below what SQLite can hold
_ORDERED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "assessment": (
        ("accepted", "requested", "when it was requested"),
        ("returned", "accepted", "when the DCC accepted it"),
        ("returned", "requested", "when it was requested"),
    ),
    "consultation": (("closes", "opened", "when it opens"),),
}


def problems_of(kind: str, fields: Fields, values: Values) -> list[Problem]:
    """Return what can never be right in the values of a record, a sentence for each field."""
    found = [
        Problem(name, sentence)
        for name, info in fields.items()
        if (value := values.get(name)) is not None and (sentence := _field_sentence(info, value))
    ]
    if kind in _ORDERED or kind in _RULES:
        broken = {problem.field for problem in found}
        found.extend(problem for problem in _record_problems(kind, fields, values) if problem.field not in broken)
    return found


def missing(fields: Fields, values: Values) -> list[Problem]:
    """Return what a complete record still needs, a sentence for each field."""
    return [
        Problem(name, f"{'Choose' if info.kind in ('choice', 'link') else 'Enter'} {_with_article(info.label)}")
        for name, info in fields.items()
        if info.required and values.get(name) in (None, "")
    ]


def _with_article(label: str) -> str:
    lowered = label if label[:2].isupper() else label[0].lower() + label[1:]
    return f"{'an' if lowered[0] in 'aeiou' else 'a'} {lowered}"


def _field_sentence(info: FieldInfo, value: str | int | date) -> str | None:
    if isinstance(value, str):
        if info.limit and len(value) > info.limit:
            return too_long(info.label, info.limit, len(value))
        if found := kept_out(value):
            return f"{info.label} holds a character that cannot be kept (U+{ord(found):04X}). Take it out"
    elif isinstance(value, int):
        if not isinstance(value, bool) and not _in_range(info, value):
            return range_sentence(info)
        if abs(value) > _LARGEST:
            return f"{info.label} must be {_LARGEST:,} or less"
    elif not _EARLIEST <= value <= _LATEST:
        return f"{info.label} must be from {_EARLIEST.year} to {_LATEST.year}"
    if info.kind == "choice" and value not in options(info.choices):
        return f"{info.label} must be one of its list, not '{value}'"
    if info.kind == "month" and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(value)):
        return f"{info.label} must be a month like 2020-03"
    return None


def _in_range(info: FieldInfo, value: int) -> bool:
    return (info.minimum is None or value >= info.minimum) and (info.maximum is None or value <= info.maximum)


def _record_problems(kind: str, fields: Fields, values: Values) -> Iterator[Problem]:
    for later, earlier, why in _ORDERED.get(kind, ()):
        after, before = values.get(later), values.get(earlier)
        if isinstance(after, date) and isinstance(before, date) and after < before:
            label = fields[later].label
            yield Problem(later, f"{label} must be the same as or after {format_date(before)}, {why}")
    rule = _RULES.get(kind)
    if rule is not None:
        yield from rule(values)


def _proposal_rules(values: Values) -> Iterator[Problem]:
    suffix = values.get("suffix")
    if suffix and not re.fullmatch(r"[A-Z]{1,2}", str(suffix)):
        yield Problem("suffix", "Part letter must be a capital letter, like the A of MP102A")


def _relation_rules(values: Values) -> Iterator[Problem]:
    if values.get("other") is not None and values.get("other") == values.get("proposal"):
        yield Problem("other", "A proposal cannot be related to itself. Choose another proposal")


def _stated_rules(values: Values) -> Iterator[Problem]:
    figure, value = values.get("figure"), values.get("value")
    if value is None or figure is None:
        return
    wanted = r"\d{4}/\d{2}" if figure == "assessment_year" else r"\d{1,6}"
    if not re.fullmatch(wanted, str(value)):
        example = "a Regulatory Year like 2019/20" if figure == "assessment_year" else "a whole number"
        yield Problem("value", f"Stated value must be {example}")


_RULES: Mapping[str, Callable[[Values], Iterator[Problem]]] = {
    "proposal": _proposal_rules,
    "relation": _relation_rules,
    "stated_figure": _stated_rules,
}
