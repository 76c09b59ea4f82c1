"""The shape of a history: which step follows which, and what each copy of a register has taken in.

Every step names the step before it by hash. A merge names a second one, the last step of the copy that it took in; the
steps of that copy are carried over as they are. The state of a register is what the steps on its *own line* made: from
the first step to the last, always by the first parent. Steps of a branch count through the merge that took them in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from secdesk.register.log import ROOT


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a history: its hash, number, uid and kind, the step that an undo or redo is about, its parents."""

    hash: str
    seq: int
    uid: str
    kind: str
    target: str | None
    parent: str
    merge_parent: str | None


@dataclass(frozen=True)
class Lineage:
    """The steps of one register file by hash; ``head`` is the last, or the root where there is none."""

    links: Mapping[str, Link]
    head: str

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Lineage:
        """Read the steps of a register file."""
        query = 'SELECT "hash", seq, uid, kind, target, parent, merge_parent FROM step ORDER BY seq'
        links = [Link(*row) for row in connection.execute(query)]
        return cls({link.hash: link for link in links}, links[-1].hash if links else ROOT)

    def line(self, head: str = "") -> list[Link]:
        """Return the own line that ends with a step (the last one, where none is named), oldest first."""
        return list(reversed(list(self._back(head or self.head))))

    def _back(self, head: str) -> Iterator[Link]:
        seen: set[str] = set()
        while head in self.links and head not in seen:  # a damaged history may lead nowhere, or in a circle
            seen.add(head)
            link = self.links[head]
            yield link
            head = link.parent

    @cached_property
    def own_numbers(self) -> frozenset[int]:
        """The numbers of the steps on the own line."""
        return frozenset(link.seq for link in self.line())

    def taken_in(self, head: str = "") -> frozenset[str]:
        """Return the steps that make up a state: those of its own line and of every merge that is in effect.

        A merge that was undone is not: what it brought may be brought again.
        """
        found: set[str] = set()
        waiting = [head or self.head]
        while waiting:
            line = self.line(waiting.pop())
            undone = undone_uids(line)
            for link in line:
                if link.hash in found:
                    continue
                found.add(link.hash)
                branch = link.merge_parent
                if branch is not None and branch in self.links and link.uid not in undone:
                    waiting.append(branch)
        return frozenset(found)


def undone_uids(line: Sequence[Link]) -> frozenset[str]:
    """Return the uids of the steps of a line that stand undone at its end."""
    undone: set[str] = set()
    what: dict[str, str | None] = {}
    for link in line:
        if link.kind == "undo" and link.target is not None:
            what[link.uid] = link.target
            undone.add(link.target)
        elif link.kind == "redo" and link.target is not None:
            undone.discard(what.get(link.target) or "")
    return frozenset(undone)


def own_numbers(connection: sqlite3.Connection) -> frozenset[int] | None:
    """Return the numbers of the steps on the own line, or None where nothing was ever merged: then all are."""
    if connection.execute("SELECT 1 FROM step WHERE merge_parent IS NOT NULL LIMIT 1").fetchone() is None:
        return None
    return Lineage.of(connection).own_numbers
