"""A paper as plain text: UTF-8, line feeds, paragraphs of at most 100 columns, no trailing blanks.

Lines are broken at blanks only, never inside a word or a reference, so a longer word stands out over the edge
rather than being split. Tabs count as one blank. What a text file cannot show is printed as its code
(:mod:`secdesk.papers.visible`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from secdesk.papers.furniture import SEPARATOR, data_as_at, last_words, reference_and_version, standing
from secdesk.papers.plain.table import lay_out_table
from secdesk.papers.plain.wrap import TEXT_WIDTH, wrap_text
from secdesk.papers.tree import (
    Block,
    Bullets,
    Chevrons,
    Figure,
    Heading,
    KeyFacts,
    Line,
    Paper,
    Paragraph,
    Rendering,
    Table,
)
from secdesk.papers.visible import VisibleText
from secdesk.papers.widths import cells_of

_UNDERLINES = {1: "=", 2: "-", 3: "."}
_NOTE_INDENT = "  "
_LONGEST_LABEL = 30

Show = Callable[[str], str]


def render_text(paper: Paper) -> Rendering:
    """Write ``paper`` as plain text; the stage graphic is its alternative text, a table aligned columns.

    A table too wide for the page is written row by row, each cell on a line of its own under its column's title.
    """
    show = VisibleText()
    parts = [part for part in _parts(paper, show) if part]
    text = "\n\n".join("\n".join(part) for part in parts)
    return Rendering(data=(text + "\n").encode(), unprintable=show.replaced)


def _parts(paper: Paper, show: Show) -> Iterator[list[str]]:
    """Yield the parts of the file, each a list of lines; parts stand apart by a blank line."""
    yield wrap_text(show(paper.kicker), TEXT_WIDTH)
    yield _title_lines(paper, show)
    yield wrap_text(show(SEPARATOR.join(standing(paper))), TEXT_WIDTH)
    blocks = list(paper.blocks)
    if blocks and isinstance(blocks[0], KeyFacts):
        yield _block_lines(blocks.pop(0), show)
    yield ["-" * TEXT_WIDTH]
    for block in blocks:
        yield _block_lines(block, show)
    yield ["-" * TEXT_WIDTH, *_last_lines(paper, show)]


def _title_lines(paper: Paper, show: Show) -> list[str]:
    title = wrap_text(show(paper.title), TEXT_WIDTH)
    rule = "=" * _widest(title)
    return [*([rule, *title, rule] if title else []), *wrap_text(show(paper.subtitle), TEXT_WIDTH)]


def _last_lines(paper: Paper, show: Show) -> list[str]:
    source = SEPARATOR.join(part for part in (reference_and_version(paper), data_as_at(paper)) if part)
    return [*wrap_text(show(source), TEXT_WIDTH), *wrap_text(show(last_words(paper)), TEXT_WIDTH)]


def _block_lines(block: Block, show: Show) -> list[str]:
    match block:
        case Heading():
            return _heading_lines(block, show)
        case Paragraph():
            indent = _NOTE_INDENT if block.style == "note" else ""
            return wrap_text(_text_of(block.content, show), TEXT_WIDTH, first=indent, rest=indent)
        case Bullets():
            return [line for item in block.items for line in _bullet_lines(_text_of(item, show))]
        case Table():
            return lay_out_table(block, show)
        case Chevrons():
            return _chevron_lines(block, show)
        case KeyFacts():
            return _key_fact_lines(block, show)


def _heading_lines(heading: Heading, show: Show) -> list[str]:
    number = show(heading.number)
    lines = wrap_text(f"{number} {_text_of(heading.content, show)}" if number else _text_of(heading.content, show))
    underline = [_UNDERLINES[heading.level] * _widest(lines)] if lines else []
    apart = [""] if heading.level == 1 else []
    return [*apart, *lines, *underline] if lines else []


def _bullet_lines(text: str) -> list[str]:
    return wrap_text(text, TEXT_WIDTH, first="- ", rest="  ") or ["-"]


def _chevron_lines(chevrons: Chevrons, show: Show) -> list[str]:
    """The alternative text, then what it leaves out: the notes, and the marks of figures a person stated."""
    lines = wrap_text(show(chevrons.alternative), TEXT_WIDTH)
    told: list[str] = []
    for item in chevrons.items:
        if item.note or item.count.mark:
            note = (": ", _text_of(item.note, show)) if item.note else ()
            told += _bullet_lines("".join((show(item.name), " ", _text_of((item.count,), show), *note)))
    return [*lines, *([""] if lines and told else []), *told]


def _key_fact_lines(facts: KeyFacts, show: Show) -> list[str]:
    labels = [" ".join(show(label).split()) for label, _ in facts.items]
    room = min(_LONGEST_LABEL, max(map(cells_of, labels), default=0))
    lines = []
    for label, (_, line) in zip(labels, facts.items, strict=True):
        first = label + " " * max(room + 2 - cells_of(label), 2)
        lines += wrap_text(_text_of(line, show), TEXT_WIDTH, first=first, rest=" " * (room + 2)) or [label]
    return lines


def _text_of(line: Line, show: Show) -> str:
    """The text of a line of runs; runs are made visible one by one, so that each is reported by itself."""
    return "".join(show(run.text) + (show(run.mark) if isinstance(run, Figure) else "") for run in line)


def _widest(lines: list[str]) -> int:
    return min(TEXT_WIDTH, max(map(cells_of, lines), default=0))
