"""A paper as what flows down its pages: the cover block, then block after block, none parted where it must not be.

What stays together is settled before anything is drawn: each piece says how much of it must stand on the page where
it begins, and :mod:`secdesk.papers.pdf.room` asks for that room before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus.flowables import Flowable

from secdesk.papers.pdf.blocks import CELL_PADDING, WHOLE_ROWS, Piece, Typesetter
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.pdf.room import place_with_room
from secdesk.papers.pdf.style import Style
from secdesk.papers.pdf.tags import Node
from secdesk.papers.pdf.text import measure
from secdesk.papers.slices import Room, slice_blocks
from secdesk.papers.tree import Block, Heading, KeyFacts, Paper, Paragraph, Table, plain

# So many letters are about one line of running text.
_ONE_LINE = 90


class PaperFlow:
    """Turns a paper into flowables; :attr:`document` then holds the structure tree that drawing them completes."""

    def __init__(self, paper: Paper, style: Style, show: PrintableText) -> None:
        self._paper, self._style = paper, style
        self.document = Node("Document")
        self._typesetter = Typesetter(style, show, self.document)

    def flowables(self) -> list[Flowable]:
        """Return everything in reading order: the cover block, then the blocks, each asking for its room."""
        return [*self._cover(), *place_with_room(list(self._pieces()), self._style)]

    def _cover(self) -> Iterator[Flowable]:
        """Yield the head of page 1: kicker, title, subtitle, the key block where the paper begins with one, a rule."""
        paper, typesetter = self._paper, self._typesetter
        yield from typesetter.set_line("kicker", "P", paper.kicker.upper())
        yield from typesetter.set_line("title", "Title", paper.title)
        yield from typesetter.set_line("subtitle", "P", paper.subtitle)
        if self._key_block:
            piece = typesetter.set_block(self._key_block)
            yield from piece.flowables if piece else ()
        yield typesetter.set_rule()

    @property
    def _key_block(self) -> KeyFacts | None:
        """The key block with which the paper begins, if it does."""
        first = self._paper.blocks[0] if self._paper.blocks else None
        return first if isinstance(first, KeyFacts) else None

    def _pieces(self) -> Iterator[Piece]:
        blocks = slice_blocks(self._paper.blocks, Room(self._style.text_width, 2 * CELL_PADDING, self._width))
        self._typesetter.know(blocks)
        first = 1 if self._key_block else 0
        for place in range(first, len(blocks)):
            piece = self._typesetter.set_block(blocks[place])
            if piece:
                keeps = piece.keeps or self._stands_with(blocks, place, piece)
                yield replace(piece, keeps=keeps)

    def _width(self, text: str, heads: bool) -> float:
        """Return the width of a text in a cell, or in the head of a column."""
        return measure(text, self._style.face("column" if heads else "cell"))

    def _stands_with(self, blocks: Sequence[Block], place: int, piece: Piece) -> bool:
        """Say whether a block keeps with the next, as a lead-in with its list and a short table with its note.

        So does a note right under a heading, and a short paragraph with a note or with the one line that ends its
        section: neither is to stand alone at the head of a page. Nor is the sentence before a table to stand at the
        foot of one.
        """
        block, after = blocks[place], blocks[place + 1] if place + 1 < len(blocks) else None
        is_short = piece.start == piece.whole
        if isinstance(block, Table):
            return _is_note(after) and len(block.rows) <= WHOLE_ROWS and is_short
        if not isinstance(block, Paragraph):
            return False
        if _is_note(block):
            return place > 0 and isinstance(blocks[place - 1], Heading) and isinstance(after, Paragraph | Heading)
        leads = plain(block.content).rstrip().endswith(":")
        if not is_short or leads:
            return leads
        return isinstance(after, Table) or _is_note(after) or _ends_section(blocks, place + 1)


def _is_note(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.style == "note"


def _ends_section(blocks: Sequence[Block], place: int) -> bool:
    """Say whether a block is a paragraph of about one line, the last before a heading or the end."""
    block, after = blocks[place : place + 1], blocks[place + 1 : place + 2]
    is_line = bool(block) and isinstance(block[0], Paragraph) and len(plain(block[0].content)) <= _ONE_LINE
    return is_line and (not after or isinstance(after[0], Heading))
