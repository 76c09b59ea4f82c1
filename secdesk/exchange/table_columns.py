"""What the columns of a table of any kind mean: by the label or name of a field, or by what people call it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from secdesk.errors import KnownError
from secdesk.exchange.cells import EXACT_ID
from secdesk.exchange.csv_columns import NAMES, NUMBER, even_heading
from secdesk.exchange.sheet import Sheet
from secdesk.exchange.table_form import AS_AT, ENDING, ID, Column, columns_of
from secdesk.models import Proposal

UID = re.compile("[0-9a-f]{32}")
"""What the id of a record looks like."""

_DAY_NAMES = ("as at date", "position as at")
# What people call a field, whatever kind it is of; the field's own label and name come first.
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "proposal": "reference; ref; reference number; modification; modification number; mod; mod ref; number",
        "outcome": "decision; result",
        "date": "day; on; decision date; event date; meeting date",
        "body": "committee; meeting body",
        "responses": "number of responses; responses received; response count",
        "consultation_kind": "consultation; consultation type; type",
        "assessment_kind": "assessment; kind",
        "opened": "open; opened; opening date; issued",
        "closes": "closed; closing date; closes on; close date; deadline",
        "name": "title; full name",
        "number": "no; ref; reference",
        "text": "description",
        "due": "due date; deadline",
        "done": "completed; closed; completed on",
        "goes_live": "release date; implementation date; live date",
    }
)


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Which column means what: position by the name of a field or derived column, and those that mean nothing here.

    ``own`` says that the file was made by an export of a register, so that its rows name their records; ``exact``
    that it was made for programs.
    """

    kind: str
    headings: tuple[str, ...]
    positions: Mapping[str, int]
    left_out: tuple[str, ...]
    own: bool
    exact: bool

    def __contains__(self, name: str) -> bool:
        return name in self.positions

    def present(self) -> tuple[Column, ...]:
        """Return the columns of the kind that the file has, without those at the end."""
        return tuple(c for c in columns_of(self.kind) if c.name in self.positions and c.name not in ENDING)

    def naming(self) -> frozenset[str]:
        """Return the names of the fields by which rows can name records; a reference also has a proposal's number."""
        return frozenset(self.positions) | ({"number"} if "reference" in self.positions else frozenset())

    def heading(self, name: str) -> str:
        """Return the heading of a column; where the file has none, the label of the field."""
        if name in self.positions:
            return self.headings[self.positions[name]]
        return next((column.label for column in columns_of(self.kind) if column.name == name), name)


def match_table(kind: str, sheet: Sheet, source: str, picked: Mapping[int, str] | None = None) -> TableColumns:
    """Return what the columns of a table mean; raises KnownError where two mean the same or none means anything.

    ``picked`` is what a person chose for columns by their position: the name of a column, or nothing to leave it out.
    """
    own = _own_column(sheet)
    found: dict[str, int] = {} if own is None else {ID: own}
    chosen = picked or {}
    for position, heading in enumerate(sheet.headings):
        name = chosen.get(position, "" if position == own else _strong(kind).get(even_heading(heading), ""))
        if name in found:
            raise KnownError(
                f"The columns '{sheet.headings[found[name]]}' and '{heading}' of '{source}' mean the same. Take one of"
                " them out, or change its heading"
            )
        if name:
            found[name] = position
    for position, heading in enumerate(sheet.headings):
        name = _weak(kind).get(even_heading(heading), "")
        if name and name not in found and position not in found.values() and position not in chosen:
            found[name] = position
    if not set(found) - set(ENDING):
        raise KnownError(
            f"No column of '{source}' is called like a field of {kind.replace('_', ' ')} records. {_known(kind)}"
        )
    left_out = tuple(heading for place, heading in enumerate(sheet.headings) if heading and place not in found.values())
    exact = own is not None and sheet.headings[own] == EXACT_ID
    return TableColumns(kind, sheet.headings, found, left_out, own is not None, exact)


def is_own(sheet: Sheet) -> bool:
    """Say whether a table was made by an export of a register."""
    return _own_column(sheet) is not None


def _own_column(sheet: Sheet) -> int | None:
    """Return the column of ids of a table that an export made; what else people call an id is none."""
    headings = [even_heading(heading) for heading in sheet.headings]
    has_day = "as at" in headings
    for position, heading in enumerate(headings):
        if heading in (ID, EXACT_ID):
            cells = [row.cells[position].strip() for row in sheet.rows]
            if any(UID.fullmatch(cell) for cell in cells) or (has_day and not any(cells)):
                return position
    return None


def _strong(kind: str) -> Mapping[str, str]:
    named = {even_heading(AS_AT): AS_AT, **dict.fromkeys(_DAY_NAMES, AS_AT)}
    for column in columns_of(kind):
        if column.name != ID:
            named[even_heading(column.name)] = named[even_heading(column.label)] = column.name
    return named


def _weak(kind: str) -> Mapping[str, str]:
    names = {column.name for column in columns_of(kind)}
    found: dict[str, str] = {}
    if kind == Proposal.kind_name():
        found |= {even_heading(each): "reference" for each in NAMES[NUMBER].split(";")}
        called: Mapping[str, str] = {name: words for name, words in NAMES.items() if name in Proposal.fields()}
    else:
        called = _CALLED
    for name, words in called.items():
        if name in names:
            for each in words.split(";"):
                found.setdefault(even_heading(each), name)
    return found


def _known(kind: str) -> str:
    return f"They are called: {', '.join(column.label for column in columns_of(kind) if column.name not in ENDING)}"
