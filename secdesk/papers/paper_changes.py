"""What differs between two trees of one paper, in sentences: the list of corrections of a new version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from secdesk.papers.lines import heading, paragraph
from secdesk.papers.tree import (
    Block,
    Bullets,
    Chevrons,
    Heading,
    KeyFacts,
    Line,
    Paper,
    Paragraph,
    Table,
    Text,
    plain,
)

_LONGEST = 240
_START = "Start of the paper"


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that a paper says: in which section, of what (a row and column; empty for a sentence), and what."""

    section: str
    label: str
    text: str


def changes_between(before: Paper, after: Paper) -> tuple[str, ...]:
    """Return what the later tree says differently, one sentence without a full stop for each, in reading order.

    What only tells the versions apart (number, DRAFT, what was frozen) is no difference.
    """
    found = [*_cover_changes(before, after)]
    old, new = list(_said(before)), list(_said(after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            found += _turn(old[first:last], new[start:end])
    return tuple(found)


def _cover_changes(before: Paper, after: Paper) -> Iterator[str]:
    for name, label in (
        ("title", "Title"),
        ("subtitle", "Title, second line"),
        ("reference", "Reference"),
        ("marking", "Classification"),
        ("date", "Date"),
        ("as_at", "Data as at"),
    ):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{label}: was {_quoted(old)}, is now {_quoted(new)}"


def _turn(old: Sequence[_Said], new: Sequence[_Said]) -> Iterator[str]:
    """Say what became of some sentences: rows are matched by what they are about, sentences by their order."""
    left = list(old)
    for each in new:
        match = _match(each, left)
        if match is None:
            yield f"{each.section}: {_of(each)}added {_quoted(each.text)}"
        else:
            left.remove(match)
            if match.text != each.text:
                yield f"{each.section}: {_of(each)}was {_quoted(match.text)}, is now {_quoted(each.text)}"
    for each in left:
        yield f"{each.section}: {_of(each)}left out {_quoted(each.text)}"


def _match(said: _Said, among: Sequence[_Said]) -> _Said | None:
    """Return what the same row said before, or the sentence of the same section that is most like this one."""
    same = [each for each in among if (each.section, each.label) == (said.section, said.label)]
    if said.label or not same:
        return same[0] if same else None
    ranked = max(same, key=lambda each: SequenceMatcher(None, each.text, said.text).ratio())
    return ranked if SequenceMatcher(None, ranked.text, said.text).ratio() > 0.6 else None


def _of(said: _Said) -> str:
    return f"{said.label} " if said.label else ""


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"‘{shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'}’"


def _said(paper: Paper) -> Iterator[_Said]:
    section = _START
    for block in paper.blocks:
        if isinstance(block, Heading):
            section = " ".join(part for part in (block.number, plain(block.content)) if part)
        yield from (_Said(section, label, text) for label, text in _labelled(block))


def _labelled(block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Heading() | Paragraph():
            yield "", plain(block.content)
        case Bullets():
            yield from (("", plain(item)) for item in block.items)
        case Table():
            yield from _cells(block)
        case Chevrons():
            for each in block.items:
                yield each.name, f"{each.count.text} ({plain(each.note)})" if each.note else each.count.text
        case KeyFacts():
            yield from ((label, plain(line)) for label, line in block.items)


def _cells(table: Table) -> Iterator[tuple[str, str]]:
    """Yield each cell with its row and column; a second column of words, such as a type, tells rows apart as well."""
    for row in table.rows:
        name = _row_name(row)
        for column, cell in list(zip(table.columns, row, strict=True))[1:]:
            yield f"{name}, {column.title}:", plain(cell)


def _row_name(row: tuple[Line, ...]) -> str:
    first = plain(row[0])
    kind = plain(row[1]) if len(row) > 2 and all(isinstance(run, Text) for run in row[1]) else ""
    return f"{first} {kind}" if kind.isalpha() and len(kind) <= 3 else first


def correction_blocks(version: str, corrections: Sequence[str]) -> tuple[Block, ...]:
    """Return what a corrected version says of itself; nothing where there are no corrections."""
    if not corrections:
        return ()
    lead = paragraph(f"This version replaces version {version}. It differs as follows:")
    return (
        heading(1, f"Corrections to version {version}"),
        lead,
        Bullets(tuple((Text(f"{each}."),) for each in corrections)),
    )


def with_corrections(blocks: Sequence[Block], version: str, corrections: Sequence[str]) -> tuple[Block, ...]:
    """Return the blocks of a paper with its corrections at the end of its first part, before the first new page."""
    added = correction_blocks(version, corrections)
    starts = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.new_page]
    place = starts[0] if starts else len(blocks)
    return (*blocks[:place], *added, *blocks[place:])
