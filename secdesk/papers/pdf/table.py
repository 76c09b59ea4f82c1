"""Tables of the PDF papers: a header repeated on each page, rows kept whole unless one is taller than a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from reportlab.platypus.flowables import Flowable

from secdesk.papers.pdf.flowables import RoomNeeded, Spacing, TextPlace, draw_lines
from secdesk.papers.pdf.page import PaperCanvas, draw_rule
from secdesk.papers.pdf.style import NAVY, ZEBRA, Colour
from secdesk.papers.pdf.tags import Node
from secdesk.papers.pdf.text import SetText, TextFlow
from secdesk.papers.tree import Align

_FUZZ = 0.01
# A row too tall for a page is begun at the foot of one only if so many of its lines fit there.
_FEWEST_LINES = 3
# So many rows go with the notes below a table when those no longer fit on its page.
_LAST_ROWS = 2

#: A place in a table where a page may end: a row, and how many of its lines are done.
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, the element it belongs to, and how it is aligned."""

    flow: TextFlow
    node: Node
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell whose text is set in lines for the width of its column."""

    text: SetText
    node: Node
    align: Align


@dataclass(frozen=True, slots=True)
class GridLook:
    """How a table is drawn: padding, line and column distances in points; whether it has stripes and a closing rule."""

    padding_across: float
    padding_down: float
    leading: float
    gap: float = 0.0
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class RowPart:
    """The lines of a row that stand on one page; ``last`` is the line after the final one."""

    cells: Sequence[SetCell]
    first: int
    last: int
    striped: bool = False


class Grid:
    """Rows of cells under an optional header, with the width of each column; it knows every height beforehand.

    A header higher than half of ``page_height`` is not repeated but printed once, as the first row.
    """

    def __init__(
        self,
        header: Sequence[Cell],
        rows: Sequence[Sequence[Cell]],
        widths: Sequence[float],
        look: GridLook,
        page_height: float,
    ) -> None:
        self.widths, self.look, self.page_height = widths, look, page_height
        #: The left edge of the text of each column.
        self.lefts = [left + look.padding_across for left in accumulate(widths, initial=0.0)]
        top = self._set_row(header)
        repeats = bool(header) and self.row_height(_count_lines(top)) <= page_height / 2
        self.header = top if repeats else ()
        self.header_height = self.row_height(_count_lines(top)) if repeats else 0.0
        self.rows = [self._set_row(row) for row in rows]
        self.first_is_header = bool(header) and not repeats
        if self.first_is_header:
            self.rows.insert(0, top)
        self.line_counts = [_count_lines(row) for row in self.rows]
        heights = (self.row_height(count) for count in self.line_counts)
        #: The distance from the first row's top to each row's top, and to the end.
        self.tops = list(accumulate(heights, initial=0.0))

    @property
    def end(self) -> Place:
        """The place after the last row."""
        return len(self.rows), 0

    def row_height(self, lines: int) -> float:
        """Return the height of a row of so many lines."""
        return lines * self.look.leading + 2 * self.look.padding_down

    def height(self, start: Place, stop: Place) -> float:
        """Return the height of the part from ``start`` to ``stop``, header included."""
        done, parted = self._begun(start), stop[1]
        height = self.header_height + self.tops[stop[0]] - self.tops[start[0]] - done
        if parted:
            height += self.row_height(parted - (start[1] if start[0] == stop[0] else 0))
            height += done if start[0] == stop[0] else 0.0
        return height

    def parting_place(self, start: Place, available: float) -> Place:
        """Return where a part from ``start`` must end to fit into ``available`` points; ``start`` if nowhere."""
        room = available - self.header_height + _FUZZ
        row = bisect_right(self.tops, self.tops[start[0]] + self._begun(start) + room) - 1
        if row > start[0]:
            return row, 0
        if self.row_height(self.line_counts[start[0]] - start[1]) + self.header_height <= self.page_height + _FUZZ:
            return start
        lines = int((room - 2 * self.look.padding_down) // self.look.leading)
        return (start[0], start[1] + lines) if lines >= _FEWEST_LINES else start

    def parts(self, start: Place, stop: Place) -> Iterator[RowPart]:
        """Yield what stands between two places, row by row."""
        last_row = stop[0] if stop[1] else stop[0] - 1
        for row in range(start[0], last_row + 1):
            first = start[1] if row == start[0] else 0
            last = stop[1] if row == stop[0] else self.line_counts[row]
            yield RowPart(self.rows[row], first, last, striped=row % 2 == 1)

    def text_width(self, column: int) -> float:
        """Return the width for text in a column."""
        gap = self.look.gap if column < len(self.widths) - 1 else 0.0
        return self.widths[column] - 2 * self.look.padding_across - gap

    def _begun(self, start: Place) -> float:
        """Return how much of the row at ``start`` is already printed."""
        return start[1] * self.look.leading

    def _set_row(self, row: Sequence[Cell]) -> Sequence[SetCell]:
        return tuple(
            SetCell(cell.flow.set_lines(self.text_width(column)), cell.node, cell.align)
            for column, cell in enumerate(row)
        )


class GridBlock(Flowable):  # type: ignore[misc]
    """The part of a grid that stands on one page."""

    canv: PaperCanvas

    def __init__(self, grid: Grid, spacing: Spacing, start: Place = (0, 0), stop: Place | None = None) -> None:
        super().__init__()
        self._grid, self._spacing, self._start, self._stop = grid, spacing, start, stop or grid.end
        self.spaceBefore = spacing.above if start == (0, 0) else 0.0
        self.spaceAfter = spacing.below if self._stop == grid.end else 0.0
        self._room_below = 0.0

    def leave_room(self, height: float) -> None:
        """Ask for room below the last row, for notes that stand with it: else the last rows go on with them."""
        self._room_below = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size of this part; with the room below it where the part could end earlier to leave it."""
        self.width, self.height = sum(self._grid.widths), self._grid.height(self._start, self._stop)
        with_room = self.height + self._room_below
        is_short = self.height <= available_height + _FUZZ < with_room
        return self.width, with_room if is_short and self._earlier_place(available_height) else self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Return this part in two, or nothing when all of it should move to the next page."""
        place = self._grid.parting_place(self._start, available_height)
        if place == self._stop or place == (self._stop[0] - 1, 0):
            place = self._earlier_place(available_height) or (self._start if place == self._stop else place)
        if place in (self._start, self._stop):
            return []
        first = GridBlock(self._grid, self._spacing, self._start, place)
        last = GridBlock(self._grid, self._spacing, place, self._stop)
        last.leave_room(self._room_below)
        return [first, RoomNeeded(self._grid.height(place, self._stop) + self._room_below), last]

    def _earlier_place(self, available: float) -> Place | None:
        """Return where to end this part so that the last rows of the table go to the next page with their notes."""
        row = min(self._grid.parting_place(self._start, available)[0], self._stop[0] - _LAST_ROWS)
        return (row, 0) if row - self._start[0] >= _LAST_ROWS else None

    def draw(self) -> None:
        """Draw stripes and rules, then header and rows; a header that is repeated is not read out again."""
        grid = self._grid
        parts = list(grid.parts(self._start, self._stop))
        if grid.look.ruled:
            with self.canv.artifact():
                self._draw_ground(parts)
        top = self.height
        if grid.header:
            self._draw_header(top)
            top -= grid.header_height
        for part in parts:
            self._draw_row(part, top)
            top -= grid.row_height(part.last - part.first)

    def _draw_header(self, top: float) -> None:
        part = RowPart(self._grid.header, 0, _count_lines(self._grid.header))
        if self._start == (0, 0):
            self._draw_row(part, top)
        else:
            with self.canv.artifact("/Type /Pagination"):
                for column, cell in enumerate(part.cells):
                    self._draw_cell(column, cell, part, top)

    def _draw_row(self, part: RowPart, top: float) -> None:
        for column, cell in enumerate(part.cells):
            if part.first < len(cell.text.lines) and not cell.text.is_blank:
                with self.canv.marked(cell.node):
                    self._draw_cell(column, cell, part, top)

    def _draw_cell(self, column: int, cell: SetCell, part: RowPart, top: float) -> None:
        grid = self._grid
        place = TextPlace(grid.lefts[column], top - grid.look.padding_down, grid.text_width(column), cell.align)
        draw_lines(self.canv, cell.text.lines[part.first : part.last], grid.look.leading, place)

    def _draw_ground(self, parts: Sequence[RowPart]) -> None:
        """Fill the header and every second row, and close the table with a rule."""
        grid, top = self._grid, self.height
        if grid.header:
            self._fill(top, grid.header_height, NAVY)
            top -= grid.header_height
        for number, part in enumerate(parts):
            height = grid.row_height(part.last - part.first)
            if grid.first_is_header and number == 0 and self._start[0] == 0:
                self._fill(top, height, NAVY)
            elif part.striped:
                self._fill(top, height, ZEBRA)
            top -= height
        draw_rule(self.canv, 0, 0, self.width, 0.75)

    def _fill(self, top: float, height: float, colour: Colour) -> None:
        self.canv.setFillColor(colour)
        self.canv.rect(0, top - height, self.width, height, stroke=0, fill=1)


def _count_lines(row: Sequence[SetCell]) -> int:
    return max((len(cell.text.lines) for cell in row), default=0)
