"""What flows down the pages of a PDF paper: text with or without a label, rules, and the room a heading asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.doctemplate import FrameActionFlowable, FrameBreak
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.frames import Frame

from secdesk.papers.pdf.page import PaperCanvas, draw_rule
from secdesk.papers.pdf.style import Face
from secdesk.papers.pdf.tags import Node
from secdesk.papers.pdf.text import SetText, TextLine
from secdesk.papers.tree import Align

# What letters reach above and below their baseline, as a part of their size (Arimo's own ascent and descent).
_ASCENT = 0.905
_DESCENT = 0.212
# A paragraph is not parted so that fewer lines than this stand alone on either page.
_FEWEST_LINES = 2
_FUZZ = 0.01


@dataclass(frozen=True, slots=True)
class Spacing:
    """The distance to what is above and below, in points; where two meet the larger counts."""

    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before the first line of a text: a bullet, the number of a heading; ``node`` is its element."""

    text: SetText
    node: Node


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that stands by itself: its lines, the element it belongs to, its place on the page.

    ``indent`` is how far its lines stand in, to leave room for the label; ``outline`` holds the title and the level,
    from 0, of a heading.
    """

    text: SetText
    node: Node
    spacing: Spacing
    indent: float = 0.0
    label: Label | None = None
    outline: tuple[str, int] | None = None


class PassageBlock(Flowable):  # type: ignore[misc]
    """A passage, or the lines from ``first`` up to ``last`` of it, on one page."""

    canv: PaperCanvas

    def __init__(self, passage: Passage, first: int = 0, last: int | None = None) -> None:
        super().__init__()
        self._passage, self._first = passage, first
        self._last = len(passage.text.lines) if last is None else last
        self.spaceBefore = 0.0 if first else passage.spacing.above
        self.spaceAfter = passage.spacing.below if self._last == len(passage.text.lines) else 0.0

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self._last - self._first

    @property
    def leading(self) -> float:
        """The distance from line to line, in points."""
        return self._passage.text.leading

    def part_before_last(self, lines: int) -> tuple[PassageBlock, PassageBlock]:
        """Return these lines in two parts, the second with so many of them."""
        place = self._last - lines
        return PassageBlock(self._passage, self._first, place), PassageBlock(self._passage, place, self._last)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size of these lines."""
        self.width, self.height = available_width, (self._last - self._first) * self._passage.text.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Return these lines in two parts, or nothing when all should move to the next page."""
        fitting = int((available_height + _FUZZ) // self._passage.text.leading)
        place = min(self._first + fitting, self._last - _FEWEST_LINES)
        if place - self._first < _FEWEST_LINES:
            return []
        return [
            PassageBlock(self._passage, self._first, place),
            PassageBlock(self._passage, place, self._last),
        ]

    def draw(self) -> None:
        """Draw the lines, and before the first of all the label."""
        passage, canvas = self._passage, self.canv
        label = passage.label if self._first == 0 else None
        if passage.outline and self._first == 0:
            canvas.add_heading(*passage.outline, self.height + passage.text.leading / 2)
        if label and label.node is not passage.node:
            with canvas.marked(label.node):
                self._draw_label(label)
        with canvas.marked(passage.node):
            if label and label.node is passage.node:
                self._draw_label(label)
            lines = passage.text.lines[self._first : self._last]
            draw_lines(canvas, lines, passage.text.leading, TextPlace(passage.indent, self.height))

    def _draw_label(self, label: Label) -> None:
        draw_lines(self.canv, label.text.lines[:1], label.text.leading, TextPlace(0, self.height))


class Rule(Flowable):  # type: ignore[misc]
    """A navy rule from margin to margin, 1 point thick."""

    canv: PaperCanvas

    def __init__(self, spacing: Spacing) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = spacing.above, spacing.below

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size of the rule."""
        self.width, self.height = available_width, 1.0
        return self.width, self.height

    def draw(self) -> None:
        """Draw the rule, which says nothing and so is not read out."""
        with self.canv.artifact():
            draw_rule(self.canv, 0, 0.5, self.width, 1)


class RoomNeeded(FrameActionFlowable):  # type: ignore[misc]
    """Begins a new page when fewer than ``height`` points are left on this one; takes no room itself.

    reportlab's own conditional break loses its place, and leaves an empty page, where the distance below the last
    thing drawn already reaches over the end of the page; an action on the frame is never itself too tall for it.

    ``above`` is how much of the height is the distance above what follows: the distance below what was drawn last
    counts towards it.
    """

    def __init__(self, height: float, above: float = 0.0) -> None:
        self._height, self._above = height, above

    def lower(self, height: float) -> None:
        """Ask for less."""
        self._height = min(self._height, height)

    def frameAction(self, frame: Frame) -> None:  # noqa: N802 - reportlab's name
        """Ask for a new page where the rest of this one is too low; a page just begun is as high as any."""
        if not frame._atTop and frame._y - frame._y1p < self._height - min(self._above, frame._prevASpace):
            frame.add_generated_content(FrameBreak)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where lines are drawn: their left edge, the top of the first, and the width that right and centre need."""

    x: float
    top: float
    width: float = 0.0
    align: Align = "left"

    def start(self, line: TextLine) -> float:
        """Return where a line begins."""
        spare = self.width - line.width
        return self.x + {"left": 0.0, "centre": spare / 2, "right": spare}[self.align]


def draw_lines(canvas: PaperCanvas, lines: Sequence[TextLine], leading: float, place: TextPlace) -> None:
    """Draw lines ``leading`` points apart, and tell the canvas where figures begin."""
    pen = canvas.beginText()
    face: Face | None = None
    baseline = place.top - _first_baseline(lines, leading)
    for line in lines:
        start = place.start(line)
        pen.setTextOrigin(start, baseline)
        for segment in line.segments:
            if segment.face is not face:
                face = _change_face(pen, face, segment.face)
            pen.textOut(segment.text)
            if segment.key:
                left, size = start + segment.x, segment.face.size
                box = (left, baseline - _DESCENT * size, left + segment.width, baseline + _ASCENT * size)
                canvas.place_figure(segment.key, box)
        baseline -= leading
    canvas.drawText(pen)


def _first_baseline(lines: Sequence[TextLine], leading: float) -> float:
    """Return how far below the top the first baseline lies: letters stand in the middle of their line."""
    sizes = [segment.face.size for line in lines for segment in line.segments[:1]]
    size = sizes[0] if sizes else leading
    return (leading - (_ASCENT + _DESCENT) * size) / 2 + _ASCENT * size


def _change_face(pen: Any, old: Face | None, new: Face) -> Face:
    pen.setFont(new.font, new.size)
    if old is None or old.colour != new.colour:
        pen.setFillColor(new.colour)
    if new.tracking != (old.tracking if old else 0.0):
        pen.setCharSpace(new.tracking)
    return new
