"""The stage graphic of the PDF papers: one chevron for each stage, with its count, its name and a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus.flowables import Flowable

from secdesk.papers.pdf.flowables import Spacing, TextPlace, draw_lines
from secdesk.papers.pdf.page import PaperCanvas
from secdesk.papers.pdf.style import MILLIMETRE, Colour, Style
from secdesk.papers.pdf.tags import Node
from secdesk.papers.pdf.text import SetText

_HEIGHT = 17 * MILLIMETRE
# How far a chevron's point stands out, the gap to the next, and the distance of its text from its slopes.
_POINT = 12.0
_GAP = 4.0
_INSET = 7.0
_PADDING = 6.0


@dataclass(frozen=True, slots=True)
class ChevronText:
    """What one chevron says: its count and name on the first line or lines, its note below, on its colour."""

    colour: Colour
    parts: tuple[SetText, ...]

    @property
    def height(self) -> float:
        """The height of all its lines."""
        return sum(part.height() for part in self.parts)


def chevron_room(count: int, style: Style) -> float:
    """Return the width for text in each of ``count`` chevrons that fill the width between the margins."""
    return _width_of_each(count, style) - 2 * _POINT - _INSET


class ChevronRow(Flowable):  # type: ignore[misc]
    """Chevrons of equal width from margin to margin, 17 mm high (more where a note is long), read out as one figure."""

    canv: PaperCanvas

    def __init__(self, texts: Sequence[ChevronText], node: Node, style: Style, spacing: Spacing) -> None:
        super().__init__()
        self._texts, self._node = texts, node
        self.spaceBefore, self.spaceAfter = spacing.above, spacing.below
        self._each = _width_of_each(len(texts), style)
        self.width = style.text_width
        self.height = max(_HEIGHT, *(text.height + 2 * _PADDING for text in texts))

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size of the graphic, which does not depend on the room."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the chevrons from left to right as the content of one figure."""
        canvas = self.canv
        self._node.box = canvas.page_box(0, 0, self.width, self.height)
        with canvas.marked(self._node):
            for number, text in enumerate(self._texts):
                self._draw_chevron(text, number * (self._each - _POINT + _GAP))

    def _draw_chevron(self, text: ChevronText, left: float) -> None:
        canvas, middle, shoulder = self.canv, self.height / 2, left + self._each - _POINT
        canvas.setFillColor(text.colour)
        shape = canvas.beginPath()
        shape.moveTo(left, 0)
        for x, y in (
            (shoulder, 0),
            (shoulder + _POINT, middle),
            (shoulder, self.height),
            (left, self.height),
            (left + _POINT, middle),
        ):
            shape.lineTo(x, y)
        shape.close()
        canvas.drawPath(shape, stroke=0, fill=1)
        self._draw_text(text, left + _POINT + _INSET)

    def _draw_text(self, text: ChevronText, left: float) -> None:
        """Draw name and note in the middle of the height."""
        top = (self.height + text.height) / 2
        for part in text.parts:
            draw_lines(self.canv, part.lines, part.leading, TextPlace(left, top))
            top -= part.height()


def _width_of_each(count: int, style: Style) -> float:
    return (style.text_width + (count - 1) * (_POINT - _GAP)) / count
