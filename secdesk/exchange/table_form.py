"""The form of a table of records: its columns, their headings, and what it is called as a sheet or a file.

A column is a declared field, or something that follows from the record, such as a proposal's status. At the end stand
the day as at which the table speaks, fingerprints of the row, and the record's id, so that exactly what is edited comes
back, and to its own record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

from secdesk.errors import NotFound
from secdesk.exchange.cells import EXACT_ID, Cell
from secdesk.models import FieldInfo, kinds
from secdesk.models.fields import FieldKind
from secdesk.rules.text import fold

AS_AT, SEAL, ID = "as_at", "as_exported", "id"
"""The names of the last three columns of every table."""

ENDING = (AS_AT, SEAL, ID)
ColumnKind: TypeAlias = FieldKind | Literal["id", "seal"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its heading, what it holds, and the field behind it; ``info`` is None for what is derived."""

    name: str
    label: str
    kind: ColumnKind
    info: FieldInfo | None = None

    def heading(self, exact: bool) -> str:
        """Return the heading: the label for people, the name for programs."""
        if exact:
            return EXACT_ID if self.name == ID else self.name
        return self.label


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Which table is wanted: a kind as at a day.

    ``columns`` names the columns in their order, empty for all; ``uids`` the records in their order, None for all in
    the kind's own order. Private notes are left out unless ``private`` is set or they are named in ``columns``.
    """

    kind: str
    at: date
    columns: tuple[str, ...] = ()
    uids: tuple[str, ...] | None = None
    private: bool = False

    def chosen(self) -> tuple[Column, ...]:
        """Return the columns of the table; raises NotFound for a name that the kind does not have."""
        every = {column.name: column for column in columns_of(self.kind)}
        unknown = next((name for name in self.columns if name not in every), None)
        if unknown is not None:
            raise NotFound(f"There is no column '{unknown}'. The columns are: {', '.join(every)}")
        if self.columns:
            return (*(every[name] for name in self.columns if name not in ENDING), *(every[name] for name in ENDING))
        return tuple(each for each in every.values() if self.private or not (each.info and each.info.private))


_DERIVED: Mapping[str, tuple[Column, ...]] = {
    "proposal": (
        Column("reference", "Reference", "line"),
        Column("stage", "Stage", "line"),
        Column("status", "Status", "line"),
        Column("raised", "Raised", "date"),
    ),
    "dated_value": (Column("belongs_to", "Belongs to", "line"),),
}
# What issuing a paper froze names files that no table carries; a table neither shows nor changes it.
_NOT_IN_TABLES: Mapping[str, frozenset[str]] = {"paper": frozenset({"frozen_tree", "frozen_file"})}


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """Return every column of a kind, in order: what is derived, the declared fields, and the three at the end."""
    left_out = _NOT_IN_TABLES.get(kind, frozenset())
    fields = (info for name, info in kinds()[kind].fields().items() if name not in left_out)
    return (
        *derived_columns(kind),
        *(Column(info.name, info.label, info.kind, info) for info in fields),
        Column(AS_AT, "As at", "date"),
        Column(SEAL, "As exported", "seal"),
        Column(ID, "id", "id"),
    )


def derived_columns(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind that follow from its records."""
    return _DERIVED.get(kind, ())


def table_title(kind: str) -> str:
    """Return what a table of a kind is called as a sheet: ``Agenda items``."""
    plural = kinds()[kind].kind.plural
    return plural[0].upper() + plural[1:]


def file_name(kind: str) -> str:
    """Return what a table of a kind is called as a file: ``agenda-items.csv``."""
    return f"{kinds()[kind].kind.plural.replace(' ', '-')}.csv"


def kind_called(title: str) -> str | None:
    """Return the kind that the name of a sheet or file means, with blanks, hyphens or underscores; None for none."""
    wanted = _even(title)
    for name, model in kinds().items():
        if wanted in (_even(name), _even(model.kind.singular), _even(model.kind.plural)):
            return name
    return None


def _even(text: str) -> str:
    return " ".join(fold(text).replace("-", " ").replace("_", " ").split())


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table to write: its title, its columns, and its rows as they come; each row has a cell a column."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
