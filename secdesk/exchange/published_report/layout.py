"""What a layout of the report is: its headings, sentences, items, tables and running lines. Data for :mod:`layouts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Cell: TypeAlias = Literal["reference", "type", "date", "days", "other"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``section`` is the chapter that it opens; ``is_numbered`` says that it needs its number to be one.

    ``state`` is what it says of the assessments in the table under it: ``open`` or ``returned``.
    """

    pattern: str
    section: str = ""
    is_numbered: bool = False
    state: Literal["", "open", "returned"] = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that says something: ``kind`` names what, ``given`` adds what its words alone say.

    The kind ``nothing`` is understood and gives no fact; its ``says`` tells a person why.

    ``items`` is how the list under it reads: ``mention`` (proposals) or ``outcome`` (proposals with what was decided);
    empty where no list belongs to it.
    """

    kind: str
    pattern: str
    given: Mapping[str, str] = field(default_factory=dict)
    items: Literal["", "mention", "outcome"] = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of assessments: its heading, what is in its cells, and the field they fill (or none)."""

    pattern: str
    cell: Cell
    field: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of totals: its label, and the keys of its count and its average."""

    pattern: str
    figure: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of the report. Patterns are those of :mod:`secdesk.exchange.published_report.phrases`."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]
    outcomes: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    figures: tuple[FigureRow, ...]
    running: tuple[str, ...]
