"""The change log's own arithmetic: what a step did, and the hash that chains it to the step before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from secdesk.models.compact_json import compact, compact_sorted
from secdesk.models.types import Plain

Action: TypeAlias = Literal["add", "edit", "delete"]
ROOT = "0" * 64


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a step did to one record: its kind and uid, and each touched field's value before and after."""

    kind: str
    record: str
    action: Action
    fields: Mapping[str, tuple[Plain, Plain]]

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


def value_digest(salt: str, name: str, values: Sequence[Plain]) -> str:
    """Return the salted digest of one field's values before and after.

    The salt of a field is derived from the row's: a value can later be blanked together with its salt, and its
    digest kept in its place, without showing the value and without breaking the chain (design.md 5.5).
    """
    return _sha(f"{field_salt(salt, name)}{compact_sorted([name, list(values)])}")


def field_salt(salt: str, name: str) -> str:
    """Return the salt of one field of a change row."""
    if salt.startswith("{"):
        return str(json.loads(salt).get(name, ""))
    return _sha(salt + name)


def row_digest(change: Mapping[str, Any]) -> str:
    """Return the digest of one stored change row, blanked values by the digest that stands for them."""
    fields: dict[str, Any] = json.loads(change["fields"])
    digests = {
        name: values["blanked"] if isinstance(values, dict) else value_digest(change["salt"], name, values)
        for name, values in fields.items()
    }
    return _digest(change["kind"], change["record"], change["action"], digests)


def digest_of_change(salt: str, change: RecordChange) -> str:
    """Return the digest that the stored row of a change will have."""
    digests = {name: value_digest(salt, name, values) for name, values in change.fields.items()}
    return _digest(change.kind, change.record, change.action, digests)


def _digest(kind: str, record: str, action: str, digests: Mapping[str, Any]) -> str:
    return _sha(canonical([kind, record, action, digests]))


def step_hash(step: Mapping[str, Any], digests: Iterable[str]) -> str:
    """Return the hash of a step over its parents, its words and the digests of its change rows in order.

    The digests are taken one by one: a step may have changed more records than should be held at once.
    """
    own = [step[name] for name in ("parent", "merge_parent", "uid", "kind", "label", "who", "at", "target")]
    found = hashlib.sha256(f"[{canonical(own)},[".encode())
    for place, digest in enumerate(digests):
        found.update(f"{',' if place else ''}{compact(digest)}".encode())
    found.update(b"]]")
    return found.hexdigest()


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
