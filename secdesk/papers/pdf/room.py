"""Where pages may end: each piece asks for the room of what must stand together, and no last page is left near empty.

The last page of a paper, and that before a chapter with a page of its own, holds some lines and not only a note, a
heading or a last row: whatever ends there takes the end of what stands before it along.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from reportlab.platypus.flowables import Flowable

from secdesk.papers.pdf.blocks import Piece
from secdesk.papers.pdf.flowables import PassageBlock, RoomNeeded
from secdesk.papers.pdf.style import Style
from secdesk.papers.pdf.table import GridBlock

# The least that stands on a last page, in points at normal print: seven lines.
_LEAST = 126.0
_FEWEST_LINES = 2


def place_with_room(pieces: Sequence[Piece], style: Style) -> list[Flowable]:
    """Return the flowables of all pieces, before each the room it needs with what it may not be parted from."""
    plan = _Plan(style)
    for piece in reversed(pieces):
        plan.add_before(piece)
    return plan.flowables[::-1]


class _Plan:
    """What is placed so far, from the end of a paper backwards.

    ``needed`` is what should stand with the beginning of the piece placed last, and ``least_needed`` what must, where
    that does not fit a page; ``tail`` is all that follows from there up to the end of its pages, ``notes`` the height
    of the notes that follow. ``chain`` are the rooms asked for by pieces that keep together, with what each must have.
    """

    def __init__(self, style: Style) -> None:
        self.flowables: list[Flowable] = []
        self._page, self._least = style.text_height - 0.1, style.scaled(_LEAST)
        self._needed = self._least_needed = self._tail = self._notes = 0.0
        self._chain: list[tuple[RoomNeeded, float]] = []
        self._after: Piece | None = None

    def add_before(self, piece: Piece) -> None:
        """Place a piece before all others."""
        gap = max(piece.spacing.below, self._after.spacing.above) if self._after else 0.0
        parts = self._parted(piece, gap + self._tail)
        if self._after and piece.keeps:
            self._needed += piece.whole + gap
            self._least_needed += piece.whole + gap
        elif self._after and self._tail < self._least and not _can_part(piece, parts):
            self._needed, self._least_needed, self._chain = piece.whole + gap + self._tail, piece.start, []
        else:
            self._needed, self._least_needed, self._chain = piece.start, piece.start, []
        self._notes = self._notes + piece.whole + piece.spacing.above + piece.spacing.below if piece.is_note else 0.0
        self._tail += piece.whole + gap
        self._after = piece
        self.flowables += [*reversed(parts), self._room_for(piece)]
        if piece.new_page:
            self._tail, self._after, self._chain = 0.0, None, []

    def _room_for(self, piece: Piece) -> RoomNeeded:
        """Ask for the room of a piece; where a chain is too high for a page, its pieces ask for the least instead."""
        least = min(piece.spacing.above + self._least_needed, self._page)
        if piece.spacing.above + self._needed > self._page:
            self._needed = self._least_needed
            for room, height in self._chain:
                room.lower(height)
        above = piece.spacing.above
        room = RoomNeeded(self._page) if piece.new_page else RoomNeeded(min(above + self._needed, self._page), above)
        self._chain.append((room, least))
        return room

    def _parted(self, piece: Piece, below: float) -> list[Flowable]:
        """Return a piece with its end held together where little follows ``below``, if it is long enough for that."""
        flowables, wanted = list(piece.flowables), self._least - self._tail
        for flowable in flowables:
            if isinstance(flowable, GridBlock):
                flowable.leave_room(max(self._notes if self._notes < self._page / 3 else 0.0, self._short_tail))
        if wanted <= 0 or piece.start == piece.whole:
            return flowables
        if len(flowables) == 1 and isinstance(flowables[0], PassageBlock):
            return _part_passage(flowables[0], wanted, below)
        if all(isinstance(flowable, PassageBlock) for flowable in flowables):
            return _part_list([each for each in flowables if isinstance(each, PassageBlock)], wanted, below)
        return flowables

    @property
    def _short_tail(self) -> float:
        return self._tail if self._tail < self._least else 0.0


def _part_passage(block: PassageBlock, wanted: float, below: float) -> list[Flowable]:
    lines = max(ceil(wanted / block.leading), _FEWEST_LINES)
    if block.line_count - lines < _FEWEST_LINES:
        return [block]
    first, last = block.part_before_last(lines)
    return [first, RoomNeeded(lines * block.leading + below), last]


def _part_list(items: Sequence[PassageBlock], wanted: float, below: float) -> list[Flowable]:
    height = 0.0
    for place in range(len(items) - 1, 0, -1):
        height += items[place].line_count * items[place].leading + (items[place].spaceAfter if height else 0.0)
        if height >= wanted and len(items) - place >= _FEWEST_LINES:
            return [*items[:place], RoomNeeded(height + below), *items[place:]]
    return list(items)


def _can_part(piece: Piece, parts: Sequence[Flowable]) -> bool:
    """Say whether the end of a piece may go on to the next page by itself: it was parted for that, or is a table."""
    is_long_table = piece.start < piece.whole and any(isinstance(part, GridBlock) for part in piece.flowables)
    return is_long_table or len(parts) > len(piece.flowables)
