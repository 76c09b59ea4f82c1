"""What bringing two copies together would do, one unit a fact: new, changed, in conflict, or deleted on one side.

No clock decides anything, and nothing is deleted: what one copy deleted and the other still has is told, and stays as
it is in the register that merges, unless a person chooses otherwise (design.md 5.11, reliability.md 4.7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from secdesk.models import kinds
from secdesk.models.types import Plain
from secdesk.register.common_state import Copy, Divergence
from secdesk.register.net_changes import Key, NetChanges

State: TypeAlias = Literal["new", "changed", "agreed", "conflict", "number", "deleted here", "deleted there"]
Thing: TypeAlias = tuple[str, ...]
"""A kind, and what its records are about."""

SERIES = frozenset({"dated_value", "setting", "holiday"})
"""Kinds whose records about one thing make up one value with its history: they change together."""

_ORDER = "position"
"""Order of entry: it says nothing of its own."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One fact that differs between two copies.

    ``key`` is what a choice names it by; it is the same whichever copy merges. ``kind`` and ``record`` say what it is
    about, ``fields`` which fields; none means whole records. ``records`` are all rows that a choice decides about,
    ``parts`` further records that come with a new one. ``agreed`` units are the same fact entered twice.
    """

    key: str
    state: State
    kind: str
    record: str
    fields: tuple[str, ...] = ()
    records: tuple[Key, ...] = ()
    parts: tuple[Key, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is about one record as a whole: new, or deleted in one of the copies."""
        return not self.fields and self.key == ":".join(self.records[0])

    @property
    def must_be_decided(self) -> bool:
        """Whether the merge waits for a person's choice."""
        return self.state in ("conflict", "number")


def find_units(found: Divergence) -> list[Unit]:
    """Return every fact that the other copy would change here, and those on which the two disagree."""
    things = _touched_things(found)
    settled = {key for thing, keys in things.items() if _is_settled(found, thing, keys) for key in keys}
    shared = [_shared_unit(found, thing, keys) for thing, keys in things.items() if keys <= settled]
    single = [unit for key in found.touched() if key not in settled for unit in _units_of(found, key)]
    units = [*(unit for unit in shared if unit is not None), *single]
    return sorted(_folded(found, units), key=lambda unit: unit.key)


def count_touched(found: Divergence, side: NetChanges) -> int:
    """Return how many records one copy changed since the common state; the values of a dated field are part of one."""
    return len({_known_as(found, side, key) for key in side if found.is_touched(side, key)})


def _known_as(found: Divergence, side: NetChanges, key: Key) -> str:
    """Return the uid of the record that a person would say was changed."""
    return str(found.value(side, key, "record")) if key[0] == "dated_value" else key[1]


# --- one record ----------------------------------------------------------------------------------------------------


def _units_of(found: Divergence, key: Key) -> Iterator[Unit]:
    existed, here, other = found.existed(key), found.exists(found.here, key), found.exists(found.other, key)
    if here and other:
        yield from _field_units(found, key)
    elif other and not existed:
        yield _whole(key, "new")
    elif other:
        yield _whole(key, "conflict" if found.is_touched(found.other, key) else "deleted here")
    elif here and existed:
        yield _whole(key, "deleted there")


def _whole(key: Key, state: State) -> Unit:
    return Unit(":".join(key), state, *key, records=(key,))


def _field_units(found: Divergence, key: Key) -> Iterator[Unit]:
    """Yield the facts of a record that is on both sides; where only this copy changed one there is nothing to do."""
    for fact in _facts(key[0], found.names(key)):
        base = [found.base_value(key, name) for name in fact]
        here, other = ([found.value(side, key, name) for name in fact] for side in (found.here, found.other))
        if here != other and other != base:
            state: State = "changed" if here == base else "conflict"
            yield Unit(f"{':'.join(key)}:{fact[0]}", state, *key, fields=tuple(fact), records=(key,))


def _facts(kind: str, names: Sequence[str]) -> Iterator[list[str]]:
    """Yield the touched fields in the groups that are one fact (models); a field of no group is one by itself."""
    model = kinds().get(kind)
    left = list(names)
    for group in model.kind.facts if model else ():
        own = [name for name in group if name in left]
        if own:
            yield own
            left = [name for name in left if name not in own]
    yield from ([name] for name in left)


# --- several records about one thing -------------------------------------------------------------------------------


def _touched_things(found: Divergence) -> dict[Thing, frozenset[Key]]:
    """Return the things that touched records are about, each with the records that differ between the copies."""
    things: dict[Thing, set[Key]] = defaultdict(set)
    for key in found.touched():
        thing = _thing(found, key)
        if thing is not None and found.ours.row(key) != found.theirs.row(key):
            things[thing].add(key)
    return {thing: frozenset(keys) for thing, keys in things.items()}


def _thing(found: Divergence, key: Key) -> Thing | None:
    """Return what a record is about, as its kind says (``one_for``).

    None where the kind or the record does not say, or where the two copies say different things of one record.
    """
    model = kinds().get(key[0])
    if model is None or not model.kind.one_for:
        return None
    rows = [row for row in (found.ours.row(key), found.theirs.row(key)) if row is not None]
    said = {tuple(row.get(name) for name in model.kind.one_for) for row in rows}
    values = said.pop() if len(said) == 1 else (None,)
    return None if any(value in (None, "") for value in values) else (key[0], *(str(value) for value in values))


def _is_settled(found: Divergence, thing: Thing, keys: frozenset[Key]) -> bool:
    """Say whether records about one thing are taken together: as one value, or because both copies touched them."""
    if thing[0] in SERIES:
        return True
    ours, theirs = _who_touched(found, keys)
    return ours and theirs


def _who_touched(found: Divergence, keys: frozenset[Key]) -> tuple[bool, bool]:
    ours, theirs = (any(found.is_touched(side, key) for key in keys) for side in (found.here, found.other))
    return ours, theirs


def _shared_unit(found: Divergence, thing: Thing, keys: frozenset[Key]) -> Unit | None:
    """Return the unit of a thing; None where only this copy touched it."""
    ours, theirs = _who_touched(found, keys)
    if not theirs:
        return None
    records = tuple(sorted(keys))
    is_there = thing[0] in SERIES or any(found.ours.row(key) for key in records)
    state: State = "changed" if is_there else "new"
    if _lost_owner(found, records):
        state = "deleted there"
    elif ours:
        state = "agreed" if said(found.ours, records) == said(found.theirs, records) else "conflict"
    return Unit(":".join(thing), state, *records[0], records=records)


def _lost_owner(found: Divergence, records: Sequence[Key]) -> bool:
    """Say whether the other copy deleted the record that these are part of: then they stay here with it."""
    owners = {owner_of(key[0], found.ours.row(key) or {}) for key in records}
    return not owners.isdisjoint(found.gone_there)


def said(copy: Copy, keys: Sequence[Key]) -> list[str]:
    """Return what rows say in one copy, whatever their identities and their order of entry, in a stable order."""
    rows = (copy.row(key) for key in keys)
    return sorted(repr(sorted(_content(row).items())) for row in rows if row is not None)


def _content(row: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: value for name, value in row.items() if name != _ORDER and value is not None}


def takes_other(found: Divergence, unit: Unit) -> bool:
    """Say of a fact entered twice whether the other copy's rows stay: those with the smaller identity, both ways."""
    here, other = ([key[1] for key in unit.records if copy.row(key)] for copy in (found.ours, found.theirs))
    return bool(other) and (not here or min(other) < min(here))


# --- what comes and goes with a record -----------------------------------------------------------------------------


def _folded(found: Divergence, units: Sequence[Unit]) -> list[Unit]:
    """Return the units, those of parts folded into the record that they came, or went, with.

    A record that was deleted here while the other copy went on with it, or with a part of it, is a conflict.
    """
    whole = {unit.record: unit for unit in units if unit.is_whole}
    owners = {unit.record: _owner(found, unit.records[0]) for unit in units if not unit.fields}
    parts: dict[str, list[Unit]] = defaultdict(list)
    kept = []
    for unit in units:
        top = _top(owners, whole, unit.record) if not unit.fields else unit.record
        if top == unit.record or not _goes_with(unit, whole[top]):
            kept.append(unit)
        else:
            parts[top].append(unit)
    return [_with_parts(unit, parts.get(unit.record, [])) if unit.record in whole else unit for unit in kept]


def _goes_with(part: Unit, top: Unit) -> bool:
    if top.state == "deleted there":
        return part.state == top.state
    return top.state in ("new", "conflict", "deleted here") and part.state != "deleted there"


def _with_parts(unit: Unit, parts: Sequence[Unit]) -> Unit:
    if unit.fields or not parts:
        return unit
    keys = tuple(sorted(key for part in parts for key in part.records))
    went_on = unit.state == "deleted here" and any(part.state != "deleted here" for part in parts)
    return replace(unit, state="conflict" if went_on else unit.state, parts=keys)


def _top(owners: Mapping[str, str], whole: Mapping[str, Unit], uid: str) -> str:
    seen = {uid}
    while owners.get(uid, "") in whole and owners[uid] not in seen:
        uid = owners[uid]
        seen.add(uid)
    return uid


def _owner(found: Divergence, key: Key) -> str:
    return owner_of(key[0], found.theirs.row(key) or found.ours.row(key) or {})


def owner_of(kind: str, values: Mapping[str, Plain]) -> str:
    """Return the uid of the record that another is part of, or whose dated value it is, or an empty string."""
    if kind == "dated_value":
        return str(values.get("record") or "")
    model = kinds().get(kind)
    infos = model.stored_fields().items() if model else ()
    return next((str(values[name]) for name, info in infos if info.owner and values.get(name)), "")
