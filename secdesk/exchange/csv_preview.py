"""What an import of a list of proposals would do, row by row, before anything is written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from secdesk.exchange.csv_words import key_of
from secdesk.models.types import Value

RowState: TypeAlias = Literal["new", "update", "unchanged", "unreadable"]

STATE_WORDS: Mapping[RowState, str] = {
    "new": "new",
    "update": "updates",
    "unchanged": "unchanged",
    "unreadable": "cannot be read",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A person, organisation or release that a cell names. ``uid`` is empty for one to be added.

    ``organisation`` is that of a person to be added, where the row names one.
    """

    kind: str
    name: str
    uid: str = ""
    organisation: Name | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The status that a row gives: since ``date``, or, where that is not known, so by ``known_by`` at the latest.

    ``undated`` marks a status for which no day of any kind was given; it is taken to have held from the beginning.
    """

    status: str
    date: datetime.date | None = None
    known_by: datetime.date | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class RaisedOn:
    """The day on which a proposal was raised; ``event`` is the event to correct, empty to add one."""

    date: datetime.date
    event: str = ""


@dataclass(frozen=True, slots=True)
class InRelease:
    """The release that a proposal belongs to; ``part`` is the part to move there, empty to add one."""

    release: Name
    part: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done for one row: only what differs from the register.

    ``uid`` is the proposal's, empty for a new one; ``day`` the day that the row speaks of, from which changed values
    that have dates hold.
    """

    uid: str
    day: datetime.date
    values: Mapping[str, Value] = field(default_factory=dict)
    names: Mapping[str, Name] = field(default_factory=dict)
    raised: RaisedOn | None = None
    standing: Standing | None = None
    release: InRelease | None = None

    def all_names(self) -> tuple[Name, ...]:
        """Return every person, organisation and release that the row names, organisations of new people too."""
        own = (*self.names.values(), *((self.release.release,) if self.release else ()))
        return (*(name.organisation for name in own if name.organisation and not name.uid), *own)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row: its number in the spreadsheet, what it is about, what would become of it and why not.

    ``changes`` are the labels of what differs; ``problems`` sentences that name row, column and what to type. ``note``
    says how a number was understood that a scanner misread.
    """

    number: int
    reference: str
    title: str
    state: RowState
    changes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    plan: Plan | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """The row in words: ``new``, ``updates Title and Path``, ``unchanged``, or its first problem; and its note."""
        if self.problems:
            return self.problems[0]
        found = f"updates {', '.join(self.changes)}" if self.state == "update" else STATE_WORDS[self.state]
        return f"{found} ({self.note})" if self.note else found


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole file: its rows, the columns that mean nothing here, and remarks that a person should see."""

    source: str
    rows: tuple[PreviewRow, ...]
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that cannot be read, in order of the rows."""
        return tuple(problem for row in self.rows for problem in row.problems)

    def count(self, state: RowState) -> int:
        """Return how many rows are of a state."""
        return sum(row.state == state for row in self.rows)

    def plans(self) -> tuple[Plan, ...]:
        """Return what is to be done, in order of the rows."""
        return tuple(row.plan for row in self.rows if row.plan is not None)

    def added_names(self, kind: str) -> tuple[str, ...]:
        """Return the people, organisations or releases that would be added, each once, in order."""
        named = [name for plan in self.plans() for name in plan.all_names()]
        added: dict[str, str] = {}
        for name in named:
            if name.kind == kind and not name.uid:
                added.setdefault(key_of(kind, name.name), name.name)
        return tuple(added.values())
