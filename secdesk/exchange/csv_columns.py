"""What the columns of a list of proposals mean: by the label or name of a declared field, or by what people call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from secdesk.errors import KnownError
from secdesk.models import FieldInfo, Proposal
from secdesk.rules.text import fold

NUMBER, STATUS, DATE, AS_AT, RAISED, RELEASE = "number", "status", "date", "as_at", "raised", "release"
"""What a column can mean beside the fields of a proposal."""

NAMES: Mapping[str, str] = MappingProxyType(
    {
        NUMBER: "number; reference; ref; reference number; proposal; proposal number; modification;"
        " modification number; modification reference; mod; mod number; mod ref; mod reference; id; no",
        STATUS: "status; current status; overall status",
        DATE: "date; status date; date of status; status since; since; event date",
        AS_AT: "as at; as at date; known by; position as at; status as at",
        RAISED: "raised; date raised; raised on; raised date; date submitted; submission date",
        RELEASE: "release; target release; sec release; release name; implementation release",
        "title": "proposal title; modification title",
        "proposer": "proposer name; name of proposer; proposed by; raised by",
        "proposer_organisation": "organization; proposer organisation; proposer's organisation; proposing organisation;"
        " company; party",
        "lead_analyst": "lead; analyst; secas lead; case lead",
        "issue": "summary; issue summary; issue statement; description; problem; problem statement",
        "path": "modification path; modifications path; governance route; governance path",
        "marking": "classification; information classification; tlp",
        "private_note": "notes; comments; private notes",
        "urgent": "urgency",
    }
)
"""What people call the columns of a list of proposals, by their meaning."""

# These mean it only where no column says so more plainly: a list may have both a stage and a status.
_WEAK: Mapping[str, str] = MappingProxyType(
    {"stage": STATUS, "current stage": STATUS, "state": STATUS, "name": "title", "subject": "title"}
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column means what: position by meaning, the headings, and those that mean nothing here."""

    positions: Mapping[str, int]
    headings: tuple[str, ...]
    left_out: tuple[str, ...]
    fields: Mapping[str, FieldInfo] = field(init=False, repr=False, compare=False)
    """The fields of a proposal, each called as its column is."""

    def __post_init__(self) -> None:
        named = {name: replace(info, label=self.heading(name)) for name, info in Proposal.fields().items()}
        object.__setattr__(self, "fields", named)

    def __contains__(self, meaning: str) -> bool:
        return meaning in self.positions

    def cell(self, cells: Sequence[str], meaning: str) -> str:
        """Return the text of a row's cell, without blanks around; empty where there is no such column."""
        return cells[self.positions[meaning]].strip() if meaning in self.positions else ""

    def heading(self, meaning: str) -> str:
        """Return the heading of a column, or the meaning's own words where there is none."""
        if meaning in self.positions:
            return self.headings[self.positions[meaning]]
        info = Proposal.fields().get(meaning)
        return info.label if info else meaning.replace("_", " ").capitalize()


def match_columns(headings: Sequence[str], source: str, picked: Mapping[int, str] | None = None) -> Columns:
    """Return what the columns mean; raises KnownError where two mean the same or none has the numbers.

    ``picked`` is what a person chose for columns by their position: a meaning, or nothing to leave the column out.
    """
    chosen = picked or {}
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        meaning = chosen.get(position, _strong().get(even_heading(heading)))
        if meaning in found:
            raise KnownError(
                f"The columns '{headings[found[meaning]]}' and '{heading}' of '{source}' mean the same. Take one of"
                " them out, or change its heading"
            )
        if meaning:
            found[meaning] = position
    for position, heading in enumerate(headings):
        if position not in chosen:
            found.setdefault(_WEAK.get(even_heading(heading), ""), position)
    found.pop("", None)
    if NUMBER not in found:
        shown = ", ".join(f"'{heading}'" for heading in headings if heading)
        raise KnownError(f"No column of '{source}' is called Number or Reference. Its columns are: {shown}")
    left_out = tuple(heading for position, heading in enumerate(headings) if position not in found.values() and heading)
    return Columns(found, tuple(headings), left_out)


@cache
def _strong() -> Mapping[str, str]:
    """Return the meaning of every heading, evened out."""
    found: dict[str, str] = {}
    for name, info in Proposal.fields().items():
        found[even_heading(name)] = found[even_heading(info.label)] = name
    for meaning, names in NAMES.items():
        found.update({even_heading(name): meaning for name in names.split(";")})
    return MappingProxyType(found)


def even_heading(heading: str) -> str:
    """Return a heading as headings are compared: no capitals, no signs between words or at the end."""
    return " ".join(fold(heading).replace("_", " ").replace("-", " ").replace("/", " ").rstrip(".:*").split())
