"""How the durations of papers are counted: by one convention, or by two side by side (domain.md 9).

The published reports counted weekdays, bank holidays included; so a secretariat that changes over to true Working Days
may print both for a while. Two countings never share a column: each has one of its own, with its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from secdesk.rules.wording import plural
from secdesk.rules.workdays import CONVENTIONS, WD_AFTER_START, WD_INCLUSIVE, WEEKDAYS_INCLUSIVE, Convention

SIDE_BY_SIDE = "both"
"""The name under which a register keeps that its papers show weekdays and Working Days side by side."""

UNITS: Mapping[str, str] = MappingProxyType(
    {WEEKDAYS_INCLUSIVE.name: "weekdays", WD_INCLUSIVE.name: "WD", WD_AFTER_START.name: "WD after the first day"}
)
"""What a column says of its convention where another stands beside it."""


def unit_title(convention: Convention) -> str:
    """Return the unit of a convention as a heading or a sentence begins with it."""
    words = UNITS[convention.name]
    return words[:1].upper() + words[1:]


def notes_of(conventions: Iterable[Convention]) -> str:
    """Return what the units of several conventions mean, one sentence for each."""
    return " ".join(f"{unit_title(each)} here means: {each.note}" for each in conventions)


@dataclass(frozen=True, slots=True)
class Counting:
    """What a register says of its durations: ``main`` is counted everywhere, ``second`` beside it where both print.

    ``name`` is what the register keeps, ``label`` what a person chooses.
    """

    name: str
    label: str
    main: Convention
    second: Convention | None = None

    @property
    def conventions(self) -> tuple[Convention, ...]:
        """The convention of each column, from left to right."""
        return (self.main,) if self.second is None else (self.main, self.second)

    @property
    def explained(self) -> str:
        """What a person reads beside the choice."""
        if self.second is None:
            return self.main.note
        return "Two columns in every paper that prints durations, each with its name. Targets are in Working Days."

    @property
    def note(self) -> str:
        """What the figures mean, for a footnote: one sentence for each column."""
        if self.second is None:
            return f"WD here means: {self.main.note}"
        return notes_of(self.conventions)

    def words(self, days: int, convention: Convention | None = None) -> str:
        """Write a duration by the main convention or another: ``163 WD``; where two print, also ``163 weekdays``."""
        counted = convention or self.main
        if self.second is None or counted is not WEEKDAYS_INCLUSIVE:
            return f"{days} WD"
        return f"{days} {plural(days, counted.unit)}"

    def title(self, words: str, convention: Convention) -> str:
        """Return the heading of a convention's column: the words alone, or with its unit where two stand there."""
        return words if self.second is None else f"{words}, {UNITS[convention.name]}"


COUNTINGS: Mapping[str, Counting] = MappingProxyType(
    {
        **{each.name: Counting(each.name, each.label, each) for each in CONVENTIONS.values()},
        SIDE_BY_SIDE: Counting(
            SIDE_BY_SIDE, "Both side by side: weekdays and Working Days", WEEKDAYS_INCLUSIVE, WD_INCLUSIVE
        ),
    }
)
"""Every way in which a register may count its durations, by name."""


def counting_named(name: str) -> Counting:
    """Return a counting by name; raises ValueError for a name that is none."""
    if name not in COUNTINGS:
        raise ValueError(f"There is no counting '{name}'")
    return COUNTINGS[name]
