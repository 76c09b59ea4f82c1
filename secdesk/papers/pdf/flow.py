"""A paper as what flows down its pages: the cover block, then block after block, none parted where it must not be.

What stays together is settled before anything is drawn: each piece says how much of it must stand on the page where
it begins, and that room is asked for before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from reportlab.platypus.flowables import Flowable

from secdesk.papers.pdf.blocks import CELL_PADDING, WHOLE_ROWS, Piece, Typesetter
from secdesk.papers.pdf.flowables import RoomNeeded
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.pdf.style import Style
from secdesk.papers.pdf.table import GridBlock
from secdesk.papers.pdf.tags import Node
from secdesk.papers.pdf.text import measure
from secdesk.papers.slices import Room, slice_blocks
from secdesk.papers.tree import Block, KeyFacts, Paper, Paragraph, Table, plain


class PaperFlow:
    """Turns a paper into flowables; :attr:`document` then holds the structure tree that drawing them completes."""

    def __init__(self, paper: Paper, style: Style, show: PrintableText) -> None:
        self._paper, self._style = paper, style
        self.document = Node("Document")
        self._typesetter = Typesetter(style, show, self.document)

    def flowables(self) -> list[Flowable]:
        """Return everything in reading order: the cover block, then the blocks, each asking for its room."""
        return [*self._cover(), *self._with_room(list(self._pieces()))]

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
        blocks = blocks[1:] if self._key_block else blocks
        for block, after in zip_longest(blocks, blocks[1:]):
            piece = self._typesetter.set_block(block)
            if piece:
                yield replace(piece, keeps=piece.keeps or self._stands_with(block, piece, after))

    def _with_room(self, pieces: Sequence[Piece]) -> list[Flowable]:
        """Put before each piece the room it needs, together with what it may not be parted from."""
        flowables: list[Flowable] = []
        needed, notes, after = 0.0, 0.0, None
        for piece in reversed(pieces):
            self._leave_room(piece, notes)
            notes = notes + piece.whole + piece.spacing.above + piece.spacing.below if piece.is_note else 0.0
            if piece.keeps and after:
                needed += piece.whole + max(piece.spacing.below, after.spacing.above)
            else:
                needed = piece.start
            after = piece
            flowables += [*reversed(piece.flowables), self._room_for(piece, needed)]
        flowables.reverse()
        return flowables

    def _leave_room(self, piece: Piece, notes: float) -> None:
        """Let a table leave room for the notes below it, so that none stands alone at the head of a page."""
        for flowable in piece.flowables:
            if isinstance(flowable, GridBlock) and notes < self._style.text_height / 3:
                flowable.leave_room(notes)

    def _room_for(self, piece: Piece, needed: float) -> Flowable:
        page = self._style.text_height - 0.1
        return RoomNeeded(page if piece.new_page else min(piece.spacing.above + needed, page))

    def _width(self, text: str, heads: bool) -> float:
        """Return the width of a text in a cell, or in the head of a column."""
        return measure(text, self._style.face("column" if heads else "cell"))

    def _stands_with(self, block: Block, piece: Piece, after: Block | None) -> bool:
        """Say whether a block keeps with the next, as a lead-in with its list and a short table with its note."""
        match block:
            case Paragraph():
                return plain(block.content).rstrip().endswith(":")
            case Table():
                is_note = isinstance(after, Paragraph) and after.style == "note"
                return is_note and len(block.rows) <= WHOLE_ROWS and piece.start == piece.whole
        return False
