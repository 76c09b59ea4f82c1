"""Two registers compared by what their records say, whatever their uids: each record by its natural key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import kinds
from secdesk.models.types import Value
from secdesk.services.records import RecordRow, list_records

DAY = date(2020, 2, 7)
KEYS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("name",),
    "person": ("name",),
    "release": ("name",),
    "meeting": ("body", "date", "month"),
    "proposal": ("number", "suffix"),
    "agenda_item": ("meeting", "proposal"),
    "event": ("proposal", "outcome"),
    "assessment": ("proposal", "assessment_kind", "accepted", "returned"),
    "consultation": ("proposal", "consultation_kind"),
    "release_part": ("proposal", "release"),
    "paper": ("paper_kind", "month"),
    "stated_figure": ("figure", "month", "assessment"),
}
OWN_WORDS = {("proposal", "issue"), ("event", "printed_note"), ("stated_figure", "reason")}
"""Fields that the sample tells in words of its own."""

ORDER = {("event", "position"), ("agenda_item", "position")}

Facts = dict[tuple[str, str], dict[str, Value]]


def facts_of(session: Session) -> Facts:
    """Every record by its natural key, with its fields; links are told by the natural key of what they link to."""
    rows = {kind: {row.uid: row for row in list_records(session, kind, DAY)} for kind in KEYS}
    names: dict[str, str] = {}

    def name(kind: str, row: RecordRow) -> str:
        if row.uid not in names:
            names[row.uid] = " ".join(
                str(part) for key in KEYS[kind] if (part := told(kind, key, row)) not in (None, "")
            )
        return names[row.uid]

    def told(kind: str, key: str, row: RecordRow) -> Value:
        info = kinds()[kind].fields()[key]
        value = row.values[key]
        if info.kind != "link" or value is None or info.link not in rows:
            return value
        return name(info.link, rows[info.link][str(value)])

    return {
        (kind, name(kind, row)): {key: told(kind, key, row) for key in row.values}
        for kind, found in rows.items()
        for row in found.values()
    }


@dataclass
class Comparison:
    """How one register's fields stand against another's, each told in words."""

    right: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def share_right(self) -> float:
        return len(self.right) / (len(self.right) + len(self.unknown) + len(self.wrong))


def compare(true: Facts, read: Facts) -> Comparison:
    """Say of each field that the true register knows whether the other has it right, not at all, or wrong."""
    result = Comparison()
    for (kind, key), fields in true.items():
        own = read.get((kind, key), {})
        for name, value in _known(kind, fields):
            words = f"{kind} {key}: {name} {value}"
            if own.get(name) is None or _is_weaker(name, value, own[name]):
                result.unknown.append(words)
            elif own[name] == value:
                result.right.append(words)
            else:
                result.wrong.append(f"{words}, read as {own[name]}")
    result.extra = [f"{kind} {key}" for kind, key in read if (kind, key) not in true]
    return result


def _known(kind: str, fields: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in fields.items():
        if value not in (None, "") and (kind, name) not in OWN_WORDS | ORDER:
            yield name, value


def _is_weaker(name: str, value: Value, own: Value) -> bool:
    """A later day by which something was so is true as well, and says less."""
    return name == "known_by" and isinstance(value, date) and isinstance(own, date) and own > value
