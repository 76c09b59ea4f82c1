"""Records that a report proposes: what each would change, how sure that is, and which others it needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from secdesk.exchange.published_report.reading import RANK, Confidence, Fact
from secdesk.models.types import Value

PlanState: TypeAlias = Literal["new", "change", "there", "contradicts", "left"]

STATE_WORDS: Mapping[PlanState, str] = {
    "new": "new",
    "change": "adds to what is there",
    "there": "there already",
    "contradicts": "differs from the register",
    "left": "left out",
}
"""Each state in words."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a record that is proposed too, by its key; the record has no uid yet."""

    key: str


PlannedValue: TypeAlias = Value | Link


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a proposed record comes from: the facts behind it as lines, repairs, and the least of their confidences."""

    lines: tuple[int, ...] = ()
    confidence: Confidence = "sure"
    why: str = ""
    repairs: tuple[str, ...] = ()


def origin_of(*facts: Fact) -> Origin:
    """Return where a record comes from that rests on all of some facts."""
    if not facts:
        return Origin()
    least = min(facts, key=lambda fact: RANK[fact.confidence])
    lines = tuple(dict.fromkeys(line for fact in facts for line in fact.lines))
    repairs = tuple(dict.fromkeys(repair for fact in facts for repair in fact.repairs))
    return Origin(lines, least.confidence, least.why, repairs)


@dataclass(frozen=True, slots=True)
class ProposedRecord:
    """One record as the report proposes it.

    ``key`` names it among the others, ``words`` say it to a person. ``uid`` is the record that is there, ``values``
    what would be stored in it or in a new one. ``note`` says what differs, or why it is left out; only ``new`` and
    ``change`` can be taken.
    """

    key: str
    kind: str
    state: PlanState
    words: str
    origin: Origin = field(default_factory=Origin)
    uid: str = ""
    values: Mapping[str, PlannedValue] = field(default_factory=dict)
    note: str = ""

    @property
    def can_be_taken(self) -> bool:
        """Whether taking it would change the register."""
        return self.state in ("new", "change")

    @property
    def needs(self) -> tuple[str, ...]:
        """The keys of the proposed records that it links to."""
        return tuple(value.key for value in self.values.values() if isinstance(value, Link))


@dataclass(frozen=True, slots=True)
class ProposedRecords:
    """Everything that a report proposes, in the order in which it can be taken. ``month`` is that of the report."""

    records: tuple[ProposedRecord, ...]
    month: str | None = None

    def count(self, state: PlanState) -> int:
        """Return how many are of a state."""
        return sum(record.state == state for record in self.records)

    def takeable(self) -> tuple[ProposedRecord, ...]:
        """Return those that would change the register."""
        return tuple(record for record in self.records if record.can_be_taken)

    def only(self, keys: Collection[str]) -> tuple[ProposedRecord, ...]:
        """Return the chosen ones that can be taken, with those that they need."""
        by_key = {record.key: record for record in self.records}
        wanted: set[str] = set()
        waiting = [key for key in keys if key in by_key]
        while waiting:
            key = waiting.pop()
            if key not in wanted:
                wanted.add(key)
                waiting += [need for need in by_key[key].needs if need in by_key]
        return tuple(record for record in self.takeable() if record.key in wanted)


def differences(pairs: Iterable[tuple[str, Value, Value]]) -> str:
    """Say what differs: label, what the register has and what the report prints."""
    return "; ".join(f"{label}: the register has '{here}', the report '{printed}'" for label, here, printed in pairs)
