"""By what a row without an id is known again: the fields that tell one record of a kind from another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from secdesk.models import kinds

# Only where what the fields declare (owner, required, order of lists) does not tell records apart.
_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "proposal": (("number", "suffix"),),
        "agenda_item": (("meeting", "proposal", "title"),),
        "action": (("number",), ("meeting", "text")),
        "assessment": (("proposal", "assessment_kind", "round"),),
        "holiday": (("date", "effective_from"),),
        "release_part": (("proposal", "label"),),
        "relation": (("proposal", "relation", "other", "other_code"),),
        "paper": (("paper_kind", "month", "meeting", "proposal", "version"),),
        "stated_figure": (("figure", "month", "assessment"),),
        "dated_value": (("record", "field_name", "effective_from", "position"),),
    }
)


def natural_keys(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the fields by which a record of a kind is known; of several sets the first with a value counts."""
    if kind in _KEYS:
        return _KEYS[kind]
    model = kinds()[kind]
    fields = model.stored_fields()
    owners = [name for name, info in fields.items() if info.owner]
    required = [name for name, info in fields.items() if info.required and info.kind != "text"]
    order = [name for name in model.kind.order if name in fields and name != "position"]
    return (tuple(dict.fromkeys((*owners, *required, *order))),)


def keys_in(kind: str, columns: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the keys of a kind as far as a file has their columns; a key whose first field is missing is none."""
    there = set(columns)
    found = (tuple(name for name in key if name in there) for key in natural_keys(kind) if key[0] in there)
    return tuple(key for key in found if key)
