"""Type, colour and measures of the PDF papers (ux 4.5); large print is the same page with everything a third larger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from secdesk.papers.pdf.fonts import BOLD, REGULAR
from secdesk.papers.tree import Paper, Stage

#: Red, green and blue, each from 0 to 1.
Colour: TypeAlias = tuple[float, float, float]

MILLIMETRE = 72 / 25.4
_A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
_LARGE_PRINT = 16 / 12


def _colour(code: str) -> Colour:
    red, green, blue = (round(int(code[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
    return red, green, blue


NAVY = _colour("#1F3A5F")
INK = _colour("#1B1E23")
GREY = _colour("#565D67")
WHITE = _colour("#FFFFFF")
ZEBRA = _colour("#F3F5F8")
HAIRLINE = _colour("#D9DDE3")
STAGES: dict[Stage, Colour] = {
    "define": _colour("#1565D8"),
    "refine": _colour("#975A0E"),
    "opine": _colour("#5B1768"),
    "release": _colour("#0A5546"),
}
#: Markings that have a colour of their own; any other word is printed in the colour of text.
MARKINGS = {"GREEN": _colour("#006B2D"), "AMBER": _colour("#8A5200"), "RED": _colour("#A4161A")}


@dataclass(frozen=True, slots=True)
class Face:
    """A way of setting text: typeface, size and line distance in points, colour, extra space between letters."""

    size: float
    leading: float
    colour: Colour = INK
    font: str = REGULAR
    tracking: float = 0.0

    def scaled(self, scale: float) -> Face:
        """Return this face ``scale`` times as large."""
        return Face(self.size * scale, self.leading * scale, self.colour, self.font, self.tracking * scale)


_FACES = {
    "kicker": Face(10, 14, GREY, BOLD, 0.9),
    "title": Face(28, 34, NAVY, BOLD),
    "subtitle": Face(16, 22, GREY),
    "body": Face(12, 18),
    "note": Face(10, 14, GREY),
    "quiet": Face(12, 18, GREY),
    "label": Face(12, 18, GREY),
    "heading1": Face(20, 26, NAVY, BOLD),
    "heading2": Face(14, 20, NAVY, BOLD),
    "heading3": Face(11.5, 17, INK, BOLD),
    "cell": Face(11, 15),
    "box": Face(19, 15),
    "column": Face(11, 15, WHITE, BOLD),
    "numeral": Face(17, 20, WHITE, BOLD),
    "stage": Face(10.5, 20, WHITE, BOLD),
    "stage_note": Face(9, 11, WHITE),
    "furniture": Face(9.5, 12, GREY),
    "marking": Face(9.5, 12, INK, BOLD, 0.4),
}


@dataclass(frozen=True, slots=True)
class Style:
    """The measures of one paper, in points: its page, its margins, its faces."""

    width: float
    height: float
    scale: float = 1.0
    tightness: float = 1.0
    top: float = 30 * MILLIMETRE
    bottom: float = 28 * MILLIMETRE
    left: float = 24 * MILLIMETRE
    right: float = 22 * MILLIMETRE
    faces: dict[str, Face] = field(default_factory=dict)

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom

    @property
    def measure(self) -> float:
        """The widest a line of running text may be: some 90 letters, which only a landscape page exceeds."""
        return min(self.text_width, 45 * self.face("body").size)

    def face(self, name: str) -> Face:
        """Return the face of a kind of text, such as ``body`` or ``heading1``."""
        return self.faces[name]

    def scaled(self, points: float) -> float:
        """Return a distance as it is at this paper's size of print."""
        return points * self.scale

    def spaced(self, points: float) -> float:
        """Return a distance between texts: less than at its size of print where a paper is set tighter."""
        return points * self.scale * self.tightness


def style_of(paper: Paper, tightness: float = 1.0) -> Style:
    """Return the measures of ``paper``: A4, upright or landscape, in normal or large print.

    A ``tightness`` below 1 sets blocks and rows closer to each other; letters and lines stay as they are.
    """
    width, height = reversed(_A4) if paper.landscape else _A4
    scale = _LARGE_PRINT if paper.large_print else 1.0
    return Style(width, height, scale, tightness, faces={name: face.scaled(scale) for name, face in _FACES.items()})
