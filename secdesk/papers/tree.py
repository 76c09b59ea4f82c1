"""A paper as a typed tree: the one shape between what a paper says and how it is drawn.

A composer builds a :class:`Paper` and never queries; a renderer draws it and never decides. Text here is plain
text: no markup of any kind is ever read out of it, and each renderer escapes for its own medium.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeAlias

from secdesk.papers.issue_facts import Issue

Align: TypeAlias = Literal["left", "right", "centre"]
ParagraphStyle: TypeAlias = Literal["body", "note", "quiet"]
Stage: TypeAlias = Literal["define", "refine", "opine", "release"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a duration was counted, so that a reader can repeat it.

    ``start`` and ``end`` are ISO dates, ``convention`` the name of a counting convention of
    :mod:`secdesk.rules.workdays`, ``days`` the result, ``left_out`` the days not counted, each with its reason.
    """

    start: str
    end: str
    convention: str
    days: int
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A run of plain text; ``strong`` prints it bold."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A run of text that records gave: a count, a duration, a date, a reference.

    ``key`` names it within the paper, ``records`` are the uids behind it, ``calendar`` the days of a duration.
    ``mark`` is the note mark (such as ``*``) of a figure stated by a person rather than counted.
    """

    key: str
    text: str
    records: tuple[str, ...] = ()
    calendar: Calendar | None = None
    mark: str = ""
    strong: bool = False


Inline: TypeAlias = Text | Figure
Line: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; ``number`` is printed before it, such as ``1.`` or nothing."""

    level: int
    content: Line
    number: str = ""
    new_page: bool = False
    type: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a newline inside a run starts a new line."""

    content: Line
    style: ParagraphStyle = "body"
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A bulleted list, one line of runs for each item."""

    items: tuple[Line, ...]
    type: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, alignment, and relative width (0 lets the renderer measure)."""

    title: str
    align: Align = "left"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; ``title`` is what a screen reader says of it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    type: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Chevron:
    """One stage of the stage graphic: its name, its count and a short note below."""

    stage: Stage
    name: str
    count: Figure
    note: Line = ()


@dataclass(frozen=True, slots=True)
class Chevrons:
    """The stage graphic; ``alternative`` is its text for those who do not see it."""

    items: tuple[Chevron, ...]
    alternative: str
    type: Literal["chevrons"] = "chevrons"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The key block of a cover: labelled lines such as paper reference, meeting, classification, action."""

    items: tuple[tuple[str, Line], ...]
    type: Literal["key_facts"] = "key_facts"


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Chevrons | KeyFacts


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. ``title`` and ``subtitle`` stand on the cover block under the small line ``kicker``.

    ``marking`` is the word of its classification (or empty), ``draft`` prints DRAFT in the running header,
    ``as_at`` is the ISO date of the data, ``managed_by`` the organisation named on the last page, ``date`` the
    ISO date of the paper (used for the PDF's own dates, so equal trees give equal bytes). ``issue`` is what was frozen
    with it when it was issued; a draft has none.
    """

    kind: str
    kicker: str
    title: str
    subtitle: str
    running_title: str
    reference: str
    version: str
    marking: str
    draft: bool
    date: str
    as_at: str
    author: str
    team: str
    subject: str
    managed_by: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    large_print: bool = False
    language: str = "en-GB"
    issue: Issue | None = None

    @property
    def check_code(self) -> str:
        """Eight hex digits of the tree's own hash: a paper can be matched to its data by them."""
        return self.digest()[:8]

    def digest(self) -> str:
        """SHA-256 of the tree in canonical JSON."""
        return hashlib.sha256(canonical_json(self.members()).encode("utf-8", "surrogatepass")).hexdigest()

    def members(self) -> dict[str, Any]:
        """Return the tree as plain values, as its hash and its file hold it: a draft says nothing of an issue."""
        found: dict[str, Any] = _members_of(self)
        if self.issue is None:
            del found["issue"]
        return found


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Where a figure stands in a rendered file: 1-based page and a rectangle in points from the lower left."""

    key: str
    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a renderer gives back: the bytes of the file, where each figure stands, what could not be printed.

    ``unprintable`` holds each character that the font lacks (printed visibly as its code, such as ``[U+4F60]``)
    with the text around it.
    """

    data: bytes
    places: tuple[FigurePlace, ...] = ()
    unprintable: tuple[tuple[str, str], ...] = ()
    pages: int = 0


def _members_of(value: Any) -> Any:
    """Return a node of the tree, or what it holds, as plain values; ``dataclasses.asdict`` takes four times as long."""
    if isinstance(value, str):  # most are
        return value
    if isinstance(value, tuple):
        return tuple([_members_of(each) for each in value])
    if isinstance(value, Calendar):  # of hundreds of days, each plain as it is
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if not is_dataclass(value):
        return value
    return {field.name: _members_of(getattr(value, field.name)) for field in fields(value)}


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no blanks: equal values give equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(line: Line) -> str:
    """Return a line of runs as plain text, note marks included."""
    return "".join(run.text + (run.mark if isinstance(run, Figure) else "") for run in line)


def figures(paper: Paper) -> Iterator[Figure]:
    """Yield every figure of a paper in reading order."""
    for block in paper.blocks:
        for line in block_lines(block):
            for run in line:
                if isinstance(run, Figure):
                    yield run


def block_lines(block: Block) -> Iterator[Line]:
    """Yield the lines of runs of one block in reading order."""
    match block:
        case Heading() | Paragraph():
            yield block.content
        case Bullets():
            yield from block.items
        case Table():
            for row in block.rows:
                yield from row
        case Chevrons():
            for item in block.items:
                yield (item.count,)
                yield item.note
        case KeyFacts():
            for _, line in block.items:
                yield line
