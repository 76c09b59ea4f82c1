"""The last state that two copies of a register have in common, and what became of each record since (design.md 5.11).

Where both copies have taken in steps of each other there is no single last common step; then the common state is itself
the merge of two older states, and what was in conflict between those equals neither side.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from secdesk.models.types import Plain
from secdesk.register import migrations
from secdesk.register.lineage import Lineage, Link
from secdesk.register.log import ROOT
from secdesk.register.net_changes import REMOVED, Key, Known, NetChange, NetChanges, net_changes
from secdesk.register.tables import shapes

BOOKKEEPING = frozenset({"uid", "rev", "row_hash"})
"""Columns that say how often a record was saved, not what it says."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a register: its connection below the records, and its steps."""

    connection: sqlite3.Connection
    lineage: Lineage

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Copy:
        """Read the steps of an open register file."""
        return cls(connection, Lineage.of(connection))

    def row(self, key: Key) -> dict[str, Plain] | None:
        """Return the stored fields of a record as it stands, or None where it is not there."""
        shape = shapes(migrations.newest()).get(key[0])
        if shape is None or not shape.is_record:
            return None
        query = f'SELECT * FROM "{shape.name}" WHERE uid=?'  # noqa: S608 - the name of one of our own tables
        cells = self.connection.execute(query, (key[1],)).fetchone()
        if cells is None:
            return None
        found = zip(shape.columns, cells, strict=True)
        return {name: shape.plain(name, cell) for name, cell in found if name not in BOOKKEEPING}

    def since(self, point: str, head: str = "") -> NetChanges:
        """Return what the own line did after a step, up to another (the last, where none is named)."""
        return net_changes(self.connection, _after(self.lineage.line(head or self.lineage.head), point))


def _after(line: list[Link], point: str) -> list[Link]:
    places = [place for place, link in enumerate(line) if link.hash == point]
    return line[places[0] + 1 :] if places else line


@dataclass(frozen=True)
class Divergence:
    """Two copies since their common point: the point's hash, what the common state, here and the other differ in."""

    ours: Copy
    theirs: Copy
    point: str
    base: NetChanges
    here: NetChanges
    other: NetChanges

    @property
    def has_common_step(self) -> bool:
        """Whether the copies share any history."""
        return self.point != ROOT

    @cached_property
    def gone_there(self) -> frozenset[str]:
        """The uids of the records that the other copy deleted."""
        return frozenset(key[1] for key, change in self.other.items() if not change.exists)

    def touched(self) -> Iterator[Key]:
        """Yield every record that either copy touched, in a stable order."""
        yield from sorted(self.here.keys() | self.other.keys())

    def existed(self, key: Key) -> bool:
        """Say whether a record was there in the common state."""
        if key in self.base:
            return self.base[key].exists
        return self._was(key)

    def exists(self, side: NetChanges, key: Key) -> bool:
        """Say whether a record is there on one side."""
        return side[key].exists if key in side else self._was(key)

    def value(self, side: NetChanges, key: Key, name: str) -> Known:
        """Return the value of a field on one side; of a field that nobody touched, nothing."""
        if key in side and name in side[key].after:
            return side[key].after[name]
        return _value_at_point((self.here, self.other, self.base), key, name)

    def base_value(self, key: Key, name: str) -> Known:
        """Return the value of a field in the common state; of a record that was not there it is not known."""
        return self.value(self.base, key, name) if self.existed(key) else REMOVED

    def names(self, key: Key) -> list[str]:
        """Return the fields of a record that either copy touched."""
        found = {name for side in (self.here, self.other, self.base) if key in side for name in side[key].after}
        return sorted(found)

    def is_touched(self, side: NetChanges, key: Key) -> bool:
        """Say whether a record on one side is other than in the common state."""
        if self.exists(side, key) != self.existed(key):
            return True
        if not self.exists(side, key):
            return False
        return any(self.value(side, key, name) != self.base_value(key, name) for name in self.names(key))

    def _was(self, key: Key) -> bool:
        return _existed_at_point((self.here, self.other, self.base), key)


def diverge(here: Copy, other: Copy) -> Divergence:
    """Return what two copies did since their common state."""
    levels = _levels(here.lineage, other.lineage)
    point = levels[-1][0]
    base: NetChanges = {}
    for ours, theirs in reversed(levels[:-1]):
        base = _combined(base, here.since(point, ours), other.since(point, theirs))
    return Divergence(here, other, point, base, here.since(point), other.since(point))


def _levels(here: Lineage, other: Lineage) -> list[tuple[str, str]]:
    """Return pairs of steps, newest first: the last of each line that the other took in, and so on, down to one."""
    found: list[tuple[str, str]] = []
    ours, theirs = here.head, other.head
    while True:
        common = here.taken_in(ours) & other.taken_in(theirs)
        ours, theirs = (_last_of(line, common) for line in (here.line(ours), other.line(theirs)))
        found.append((ours, theirs))
        if ours == theirs:
            return found


def _last_of(line: list[Link], common: frozenset[str]) -> str:
    return next((link.hash for link in reversed(line) if link.hash in common), ROOT)


def _combined(base: NetChanges, ours: NetChanges, theirs: NetChanges) -> NetChanges:
    """Return the state that both have taken in: three ways, and what they disagree on equals nothing."""
    found: NetChanges = {}
    for key in base.keys() | ours.keys() | theirs.keys():
        sides = (base, ours, theirs)
        was = _existed_at_point(sides, key)
        before, mine, yours = (side[key].exists if key in side else was for side in sides)
        change = NetChange(was, mine if yours == before else yours)
        for name in {name for side in sides if key in side for name in side[key].after}:
            start = _value_at_point(sides, key, name)
            first, second, third = (_now(side, key, name, start) for side in sides)
            change.before[name] = start
            change.after[name] = _agreed(first, second, third)
        found[key] = change
    return found


def _agreed(base: Known, ours: Known, theirs: Known) -> Known:
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else REMOVED


def _now(side: NetChanges, key: Key, name: str, start: Known) -> Known:
    return side[key].after.get(name, start) if key in side else start


def _value_at_point(sides: tuple[Mapping[Key, NetChange], ...], key: Key, name: str) -> Known:
    return next((side[key].before[name] for side in sides if key in side and name in side[key].before), None)


def _existed_at_point(sides: tuple[Mapping[Key, NetChange], ...], key: Key) -> bool:
    return next((side[key].existed for side in sides if key in side), False)
