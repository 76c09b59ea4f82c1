"""What an import of a table would do, row by row and cell by cell, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from secdesk.exchange.csv_preview import STATE_WORDS, Name, RowState
from secdesk.exchange.csv_words import key_of
from secdesk.models.types import Value

CellState: TypeAlias = Literal["new", "changed", "cleared", "left alone", "unreadable"]
"""What becomes of a cell; one that is not listed changes nothing."""


@dataclass(frozen=True, slots=True)
class CellPreview:
    """A cell that changes something or needs a word: what stood there, what is to stand there, and why not.

    ``sentence`` says why a cell cannot be read, or why it is left alone.
    """

    name: str
    heading: str
    state: CellState
    was: str = ""
    becomes: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What is to be done for one row: only what differs from the register.

    ``uid`` is the record's, for a new one the uid that it is to have; ``day`` the day from which changed values that
    have dates hold. ``names`` are links to people, organisations and releases that are to be added. ``depends`` has
    the uids of records that this import adds and that the row points to.
    """

    kind: str
    uid: str
    is_new: bool
    day: date
    values: Mapping[str, Value] = field(default_factory=dict)
    names: Mapping[str, Name] = field(default_factory=dict)
    depends: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableRowPreview:
    """One row: its number in the spreadsheet, the record that it is about, and what would become of it.

    ``cells`` has the cells that change something or need a word, by the names of their columns.
    """

    number: int
    name: str
    state: RowState
    cells: Mapping[str, CellPreview] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    plan: TablePlan | None = None

    @property
    def changes(self) -> tuple[str, ...]:
        """The headings of what would change in a record that is there."""
        if self.state != "update":
            return ()
        return tuple(cell.heading for cell in self.cells.values() if cell.state in ("changed", "cleared"))

    @property
    def words(self) -> str:
        """The row in words: ``new``, ``updates Due and Owner``, ``unchanged``, or its first problem."""
        if self.state == "update":
            return f"updates {', '.join(self.changes)}"
        return self.problems[0] if self.problems else STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A whole table: its kind, its rows, the columns that mean nothing here, and remarks that a person should see."""

    source: str
    kind: str
    rows: tuple[TableRowPreview, ...]
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that cannot be read, in order of the rows."""
        return tuple(problem for row in self.rows for problem in row.problems)

    def count(self, state: RowState) -> int:
        """Return how many rows are of a state."""
        return sum(row.state == state for row in self.rows)

    def plans(self) -> tuple[TablePlan, ...]:
        """Return what is to be done, in order of the rows."""
        return tuple(row.plan for row in self.rows if row.plan is not None)

    def added_names(self, kind: str) -> tuple[str, ...]:
        """Return the people, organisations or releases that would be added on the way, each once, in order."""
        added: dict[str, str] = {}
        for plan in self.plans():
            for name in plan.names.values():
                for each in (name, *((name.organisation,) if name.organisation else ())):
                    if each.kind == kind and not each.uid:
                        added.setdefault(key_of(kind, each.name), each.name)
        return tuple(added.values())
