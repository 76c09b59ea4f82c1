"""The manual's pages as they are written: a small, strict markup, read into typed blocks.

A page is plain text: ``# Title`` first, then ``##`` and ``###`` headings, paragraphs, ``- `` items, ``1. `` steps,
``| table | rows |``, ``![words](picture.png)`` and ``{{what}}`` for what the program itself tells. Within a line stand
`` `Keys` ``, ``**things on the screen**`` and ``[words](page#Heading)``. Anything else is a mistake, told by its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from secdesk.rules.text import fold

Style: TypeAlias = Literal["", "keys", "strong"]

_INLINE = re.compile(r"`(?P<keys>[^`]+)`|\*\*(?P<strong>[^*`]+)\*\*|\[(?P<words>[^\]]+)\]\((?P<link>[^)\s][^)]*)\)")
_LEFT_OVER = re.compile(r"`|\*\*|\]\(|<[a-zA-Z/]")
_PICTURE = re.compile(r"!\[(?P<words>[^\]]+)\]\((?P<file>[a-z0-9_-]+\.png)\)")
_STEP = re.compile(r"(?P<number>[0-9]{1,2})\. (?P<words>.+)")
_GIVEN = re.compile(r"\{\{(?P<name>[a-z_]+)\}\}")
_RULER = re.compile(r"\|(?: *:?-+:? *\|)+")
_DEEPEST = 3


class PageFault(ValueError):
    """A page that does not follow the markup; the text names the page and the line."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words: plain, a key, or a thing on the screen. ``link`` names a page, or a page and a heading."""

    text: str
    style: Style = ""
    link: str = ""


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the page."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; ``number`` counts steps, 0 is a point without an order."""

    spans: Spans
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headings."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the program, and what it shows in words."""

    file: str
    words: str


Block: TypeAlias = Heading | Paragraph | Item | Table | Picture
Given: TypeAlias = Mapping[str, Callable[[], Sequence[Block]]]
"""What the program tells by itself, by the name that a page uses."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its key, which is the name of its file, its title and what follows."""

    key: str
    title: str
    blocks: tuple[Block, ...]


def read_page(key: str, text: str, given: Given) -> Page:
    """Return a page; raises :class:`PageFault` for text outside the markup."""
    blocks: list[Block] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        try:
            at = _read_block(lines, at, blocks, given)
        except PageFault as fault:
            raise PageFault(f"{key}, line {at + 1}: {fault}") from None
    if not blocks or not isinstance(blocks[0], Heading) or blocks[0].level != 1:
        raise PageFault(f"{key}, line 1: a page begins with its title")
    return Page(key, blocks[0].text, tuple(blocks))


def words_of(spans: Sequence[Span]) -> str:
    """Return the words of some spans as they are read."""
    return "".join(span.text for span in spans)


def told(block: Block) -> str:
    """Return everything that a block says, for searching."""
    match block:
        case Heading(text=text):
            return text
        case Paragraph(spans=spans) | Item(spans=spans):
            return words_of(spans)
        case Table(head=head, rows=rows):
            return " ".join(words_of(cell) for row in (head, *rows) for cell in row)
        case Picture(words=words):
            return words


def spans_of(block: Block) -> Sequence[Span]:
    """Return every span of a block."""
    match block:
        case Paragraph(spans=spans) | Item(spans=spans):
            return spans
        case Table(head=head, rows=rows):
            return [span for row in (head, *rows) for cell in row for span in cell]
        case _:
            return ()


def anchor_of(words: str) -> str:
    """Return what a link calls a heading: its words in small letters with dashes."""
    return re.sub("[^a-z0-9]+", "-", fold(words)).strip("-")


def plain(text: str) -> Spans:
    """Return a text as it is, with no markup read in it."""
    return (Span(text),)


def read_spans(text: str) -> Spans:
    """Return a line with its keys, things and links."""
    found: list[Span] = []
    end = 0
    for match in _INLINE.finditer(text):
        found += _plain_part(text[end : match.start()])
        found.append(_marked(match))
        end = match.end()
    return (*found, *_plain_part(text[end:]))


def _marked(match: re.Match[str]) -> Span:
    if match["keys"]:
        return Span(match["keys"], "keys")
    if match["strong"]:
        return Span(match["strong"], "strong")
    return Span(match["words"], link=match["link"])


def _plain_part(text: str) -> list[Span]:
    if _LEFT_OVER.search(text):
        raise PageFault(f"this is no markup of the manual: {text.strip()[:40]}")
    return [Span(text)] if text else []


def _read_block(lines: Sequence[str], at: int, blocks: list[Block], given: Given) -> int:
    """Read what begins at a line, and return the line after it."""
    line = lines[at].strip()
    if line.startswith("|"):
        return _read_table(lines, at, blocks)
    if line:
        blocks.extend(_read_line(line, given))
    return at + 1


def _read_line(line: str, given: Given) -> Sequence[Block]:
    if line.startswith("#"):
        marks, _, words = line.partition(" ")
        if set(marks) != {"#"} or len(marks) > _DEEPEST or not words:
            raise PageFault("a heading is one to three # and its words")
        return (Heading(len(marks), words),)
    if line.startswith("!"):
        return (_read_picture(line),)
    if line.startswith("- "):
        return (Item(read_spans(line[2:])),)
    if step := _STEP.fullmatch(line):
        return (Item(read_spans(step["words"]), int(step["number"])),)
    if wanted := _GIVEN.fullmatch(line):
        if wanted["name"] not in given:
            raise PageFault(f"the program tells nothing called {wanted['name']}")
        return given[wanted["name"]]()
    return (Paragraph(read_spans(line)),)


def _read_picture(line: str) -> Picture:
    found = _PICTURE.fullmatch(line)
    if found is None:
        raise PageFault("a picture is ![what it shows](file.png)")
    return Picture(found["file"], found["words"])


def _read_table(lines: Sequence[str], at: int, blocks: list[Block]) -> int:
    rows: list[tuple[Spans, ...]] = []
    while at < len(lines) and lines[at].strip().startswith("|"):
        line = lines[at].strip()
        if not _RULER.fullmatch(line):
            rows.append(tuple(read_spans(cell.strip()) for cell in line.strip("|").split("|")))
        at += 1
    if len(rows) < 2 or len({len(row) for row in rows}) != 1:
        raise PageFault("a table has a row of headings, rows below it, and as many cells in each")
    blocks.append(Table(rows[0], tuple(rows[1:])))
    return at
