"""From choices to changes: what each unit of a merge makes of the records here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from secdesk.models import kinds
from secdesk.models.types import Plain
from secdesk.register.common_state import Divergence
from secdesk.register.log import RecordChange
from secdesk.register.merge_units import Unit, owner_of, takes_other
from secdesk.register.net_changes import Key

Row = Mapping[str, Plain] | None


def changes_for(found: Divergence, units: Sequence[Unit], choices: Mapping[str, str]) -> list[RecordChange]:
    """Return the changes to the records here, in an order that :func:`apply_changes` can take.

    What is new, and what only the other copy changed, is taken unless ``here`` is chosen for it; what both changed goes
    by the choice. A record that something taken needs comes along, also one that was deleted here.
    """
    result = _Result(found)
    for unit in units:
        if _takes(found, unit, choices.get(unit.key, "")):
            result.take(unit)
    result.complete()
    return list(result.changes())


def _takes(found: Divergence, unit: Unit, choice: str) -> bool:
    if unit.state == "agreed":
        return takes_other(found, unit)
    if unit.state in ("new", "changed"):
        return choice != "here"
    return choice == "other"


@dataclass(slots=True)
class _Result:
    """The rows that the merge leaves other than they are here: by key, whole; None for one that goes."""

    found: Divergence
    rows: dict[Key, Row] = field(default_factory=dict)

    def take(self, unit: Unit) -> None:
        """Make the records of a unit as the other copy has them."""
        if unit.state == "deleted there":
            return  # a merge deletes nothing
        if unit.fields:
            key = unit.records[0]
            theirs = self.found.theirs.row(key) or {}
            present = self.row(key) or {}
            self.rows[key] = {**present, **{name: theirs.get(name) for name in unit.fields}}
            return
        waiting = [*unit.records, *unit.parts]
        while waiting:
            key = waiting.pop()
            was_there = self.row(key) is not None
            self.rows[key] = self.found.theirs.row(key)
            if not was_there and self.rows[key] is not None:
                waiting.extend(self._bring_parts(key))

    def row(self, key: Key) -> Row:
        """Return a record as it will be."""
        return self.rows[key] if key in self.rows else self.found.ours.row(key)

    def complete(self) -> None:
        """Bring along what taken records point to, and let go of parts whose record goes."""
        waiting = [key for key, row in self.rows.items() if row is not None]
        while waiting:
            for needed in self._needs(waiting.pop()):
                if self.row(needed) is None:
                    row = self.found.theirs.row(needed)
                    if row is not None:
                        self.rows[needed] = row
                        waiting.append(needed)
                        waiting.extend(self._bring_parts(needed))
        for key in [key for key, row in self.rows.items() if row is None]:
            self._drop_parts(key)

    def _needs(self, key: Key) -> Iterator[Key]:
        row = self.rows[key] or {}
        model = kinds()[key[0]]
        for name, info in model.stored_fields().items():
            if info.link and row.get(name):
                yield info.link, str(row[name])
        if key[0] == "dated_value":
            yield from self._owners(str(row.get("record")))

    def _owners(self, uid: str) -> Iterator[Key]:
        for kind in kinds():
            if self.found.theirs.row((kind, uid)) is not None:
                yield kind, uid

    def _bring_parts(self, owner: Key) -> list[Key]:
        """Bring back, with a record that was deleted here, its parts and dated values as the other copy has them."""
        brought = []
        for key in self.found.here:
            row = self.found.theirs.row(key)
            if row is not None and self.row(key) is None and owner_of(key[0], row) == owner[1]:
                self.rows[key] = row
                brought.append(key)
        return brought

    def _drop_parts(self, owner: Key) -> None:
        """Let the parts of a row that another takes the place of go with it."""
        for key in list(self.found.here):
            row = self.row(key)
            if row is not None and owner_of(key[0], row) == owner[1]:
                self.rows[key] = None
                self._drop_parts(key)

    def changes(self) -> Iterator[RecordChange]:
        """Yield the difference to what is here."""
        for key in sorted(self.rows):
            before, after = self.found.ours.row(key), self.rows[key]
            if before != after:
                yield _change(key, before, after)


def _change(key: Key, before: Row, after: Row) -> RecordChange:
    old, new = before or {}, after or {}
    names = [name for name in old or new if old.get(name) != new.get(name)]
    action = "add" if before is None else "delete" if after is None else "edit"
    return RecordChange(*key, action, {name: (old.get(name), new.get(name)) for name in names})  # type: ignore[arg-type]
