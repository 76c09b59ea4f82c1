"""The change log's own arithmetic: what a step did, and the hash that chains it to the step before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, TypeAlias

import msgspec

from secdesk.models.compact_json import compact_sorted, packed, packed_sorted, parse
from secdesk.models.types import Plain

Action: TypeAlias = Literal["add", "edit", "delete"]
Pair: TypeAlias = tuple[Plain, Plain]
ROOT = "0" * 64
_pairs = msgspec.json.Decoder(dict[str, Pair]).decode


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a step did to one record: its kind and uid, and each touched field's value before and after."""

    kind: str
    record: str
    action: Action
    fields: Mapping[str, Pair]

    def inverse(self) -> RecordChange:
        """Return the change that takes this one back."""
        opposite: dict[Action, Action] = {"add": "delete", "edit": "edit", "delete": "add"}
        swapped = {name: (after, before) for name, (before, after) in self.fields.items()}
        return RecordChange(self.kind, self.record, opposite[self.action], swapped)


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One step of the history: number, kind (``base``, ``edit``, ``undo``, ``redo``), words, person, UTC time.

    ``target`` is the uid of the step that an undo or redo is about.
    """

    seq: int
    kind: str
    label: str
    who: str
    at: str
    target: str | None
    uid: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Steps of another copy that a merge takes over as they are, with their change rows, and the last step of it."""

    steps: Sequence[Mapping[str, Any]]
    changes: Sequence[Mapping[str, Any]]
    head: str


def canonical(value: Any) -> str:
    """Return JSON with sorted keys and no blanks."""
    return compact_sorted(value)


def pairs_of(fields: str) -> dict[str, Pair]:
    """Return each field's values before and after from the text of a change row.

    Raises ValueError where a field holds anything else, as one does whose value was removed from the history.
    """
    try:
        return _pairs(fields)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


def row_digest(change: Mapping[str, Any]) -> str:
    """Return the digest of one stored change row, blanked values by the digest that stands for them."""
    return digest_of_fields(change, parse(change["fields"]))


def digest_of_fields(change: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    """Return the digest of a change row whose fields were read already."""
    return _digest(change["kind"], change["record"], change["action"], _field_digests(change["salt"], fields))


def digest_of_change(salt: str, change: RecordChange) -> str:
    """Return the digest that the stored row of a change will have."""
    return _digest(change.kind, change.record, change.action, _field_digests(salt, change.fields))


def _field_digests(salt: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the salted digest of each field's values before and after.

    The salt of a field is derived from the row's: a value can later be blanked together with its salt, and its
    digest kept in its place, without showing the value and without breaking the chain (design.md 5.5).
    """
    given: Mapping[str, Any] | None = parse(salt) if salt.startswith("{") else None
    found: dict[str, str] = {}
    for name, values in fields.items():  # all in one place: this is most of what checking a register costs
        if isinstance(values, dict):
            found[name] = values["blanked"]
            continue
        own = str(given.get(name, "")) if given is not None else sha256(f"{salt}{name}".encode()).hexdigest()
        found[name] = sha256(own.encode() + packed_sorted((name, values))).hexdigest()
    return found


def _digest(kind: str, record: str, action: str, digests: Mapping[str, Any]) -> str:
    return sha256(packed_sorted([kind, record, action, digests])).hexdigest()


def step_hash(step: Mapping[str, Any], digests: Iterable[str]) -> str:
    """Return the hash of a step over its parents, its words and the digests of its change rows in order.

    The digests are taken one by one: a step may have changed more records than should be held at once.
    """
    own = [step[name] for name in ("parent", "merge_parent", "uid", "kind", "label", "who", "at", "target")]
    found = sha256(b"[%b,[" % packed_sorted(own))
    for place, digest in enumerate(digests):
        found.update(b",%b" % packed(digest) if place else packed(digest))
    found.update(b"]]")
    return found.hexdigest()
