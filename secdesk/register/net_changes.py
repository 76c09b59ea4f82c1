"""What a stretch of history did to each record in the end: its net change, from the steps on one line."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from secdesk.models.types import Plain
from secdesk.register.lineage import Link
from secdesk.register.log import Action

Key: TypeAlias = tuple[str, str]
"""Kind and uid of a record."""

_AT_ONCE = 500


class Removed:
    """Stands for a value that was removed from the history; it equals nothing, not even itself."""

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0


REMOVED = Removed()
Known: TypeAlias = Plain | Removed


@dataclass(slots=True)
class NetChange:
    """What became of one record: whether it was there before and is after, and each touched field's values."""

    existed: bool
    exists: bool
    before: dict[str, Known] = field(default_factory=dict)
    after: dict[str, Known] = field(default_factory=dict)

    def follow(self, action: Action, fields: Mapping[str, Any]) -> None:
        """Add what a later step did."""
        self.exists = action != "delete"
        for name, pair in fields.items():
            before, after = (pair[0], pair[1]) if isinstance(pair, list) else (REMOVED, REMOVED)
            self.before.setdefault(name, before)
            self.after[name] = after

    @property
    def is_nothing(self) -> bool:
        """Whether everything is as it was."""
        if not self.existed and not self.exists:
            return True
        return self.existed == self.exists and all(self.before[name] == self.after[name] for name in self.after)


NetChanges: TypeAlias = dict[Key, NetChange]


def net_changes(connection: sqlite3.Connection, steps: Sequence[Link]) -> NetChanges:
    """Return what steps that follow one another did in the end; records that came out as they were are left out."""
    found: NetChanges = {}
    for kind, record, action, fields in _rows(connection, [link.seq for link in steps]):
        key = (kind, record)
        if key not in found:
            found[key] = NetChange(action != "add", True)
        found[key].follow(action, json.loads(fields))
    return {key: change for key, change in found.items() if not change.is_nothing}


def _rows(connection: sqlite3.Connection, seqs: Sequence[int]) -> Iterator[tuple[str, str, Action, str]]:
    for start in range(0, len(seqs), _AT_ONCE):
        some = seqs[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        query = (
            f'SELECT kind, record, "action", fields FROM "change" WHERE step IN ({marks})'  # noqa: S608 - marks only
            " ORDER BY step, position"
        )
        yield from connection.execute(query, some).fetchall()
