"""What a check is made of: a number and a function from a view of the register to what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from secdesk.rules.checks import CHECKS, Finding, RecordKey
from secdesk.rules.wording import join_and

View = TypeVar("View")

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: a sentence without a full stop, the records behind it, the values that make it what it is."""

    sentence: str
    records: tuple[RecordKey, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Generic[View]):
    """A check at work: its number, and the function that looks for it in a view."""

    number: str
    find: Callable[[View], Iterable[Hit]]

    def findings(self, view: View) -> list[Finding]:
        """Return what this check finds, in the order of the view."""
        severity = CHECKS[self.number].severity
        return [Finding(self.number, severity, hit.sentence, hit.records, hit.values) for hit in self.find(view)]


def hit(sentence: str, records: Iterable[RecordKey], *values: object) -> Hit:
    """Return a hit; values are kept as text, dates as ISO."""
    return Hit(sentence, tuple(records), tuple(str(value) for value in values))


def names_listed(names: Sequence[str]) -> str:
    """Return names as a list in words, a long one cut short: ``A, B and 14 others``."""
    if len(names) <= _MOST_NAMED + 1:
        return join_and(names)
    return join_and([*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED} others"])
