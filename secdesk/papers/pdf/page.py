"""The page of a PDF paper: a canvas that marks what it draws, and the running header and footer round the text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from secdesk.papers.furniture import data_as_at, last_words, reference_and_version
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.pdf.style import INK, MARKINGS, MILLIMETRE, NAVY, Colour, Face, Style
from secdesk.papers.pdf.tags import Box, Mark, Node
from secdesk.papers.pdf.text import measure, shorten
from secdesk.papers.tree import FigurePlace, Paper

# The header's rule stands this far below the edge, its text above it; the footer's line this far above the edge.
_RULE = 22 * MILLIMETRE
_FOOT = 17.5 * MILLIMETRE
_GAP = 12.0


class PaperCanvas(Canvas):  # type: ignore[misc]
    """A canvas on which everything drawn belongs to a node of the structure tree or is marked as an artifact.

    Pages are kept until the last is known, because each says how many there are; then the furniture is drawn on
    each. ``places`` tells where the figures stand.
    """

    def __init__(self, *args: Any, furniture: Furniture, **options: Any) -> None:
        super().__init__(*args, **options)
        # reportlab opens each page with an empty text object, which would stand outside the marks.
        self._preamble = "1 0 0 1 0 0 cm"
        self._furniture = furniture
        self._kept_pages: list[dict[str, Any]] = []
        self._outline_count = 0
        self._begin_page()
        self.places: list[FigurePlace] = []

    @property
    def page_count(self) -> int:
        """How many pages are finished."""
        return len(self._kept_pages)

    @contextmanager
    def marked(self, node: Node) -> Iterator[None]:
        """Mark what is drawn meanwhile as the content of ``node``."""
        number = self._mark_count
        self._mark_count += 1
        node.marks.append(Mark(self.getPageNumber() - 1, number))
        self._code.append(f"/{node.role} <</MCID {number}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "/Type /Layout") -> Iterator[None]:
        """Mark what is drawn meanwhile as decoration or page furniture, which is not read out."""
        self._code.append(f"/Artifact <<{kind}>> BDC")
        yield
        self._code.append("EMC")

    def page_box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle of the current coordinates in points from the lower left of the page."""
        x, y = self.absolutePosition(0, 0)
        return left + x, bottom + y, right + x, top + y

    def place_figure(self, key: str, box: Box) -> None:
        """Remember that the figure ``key`` stands in ``box`` of the current coordinates."""
        edges = (round(edge, 2) for edge in self.page_box(*box))
        self.places.append(FigurePlace(key, self.getPageNumber(), *edges))

    def add_heading(self, title: str, level: int, top: float) -> None:
        """Put a heading at height ``top`` into the outline; ``level`` counts from 0 and deepens by one at most."""
        self._headings.append((title, level, self.page_box(0, 0, 0, top)[3]))

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the finished page, and begin the next."""
        self._kept_pages.append(dict(self.__dict__))
        self._startPage()
        self._begin_page()

    def save(self) -> None:
        """Write all pages with their furniture, then the file."""
        for number, page in enumerate(self._kept_pages, start=1):
            outline_count = self._outline_count
            self.__dict__.update(page)
            self._outline_count = outline_count
            self._write_outline()
            self._furniture.draw(self, number, len(self._kept_pages))
            super().showPage()
        super().save()

    def _begin_page(self) -> None:
        self._mark_count = 0
        self._headings: list[tuple[str, int, float]] = []

    def _write_outline(self) -> None:
        for title, level, top in self._headings:
            self._outline_count += 1
            key = f"heading-{self._outline_count}"
            self.bookmarkPage(key, fit="XYZ", left=0, top=round(top, 2), zoom=0)
            self.addOutlineEntry(title, key, level)


class Furniture:
    """The running header and footer of a paper."""

    def __init__(self, paper: Paper, style: Style, show: PrintableText) -> None:
        self._style = style
        self._face, self._strong = style.face("furniture"), style.face("marking")
        self._title = show(paper.running_title)
        self._marking = show(paper.marking)
        self._colour = MARKINGS.get(self._marking.strip().upper(), INK)
        self._draft = paper.draft
        self._reference = show(reference_and_version(paper))
        self._as_at = show(data_as_at(paper))
        self._last_words = show(last_words(paper))

    def draw(self, canvas: PaperCanvas, number: int, total: int) -> None:
        """Draw header and footer of page ``number`` of ``total``."""
        with canvas.artifact("/Type /Pagination /Subtype /Header /Attached [/Top]"):
            self._draw_header(canvas)
        with canvas.artifact("/Type /Pagination /Subtype /Footer /Attached [/Bottom]"):
            self._draw_footer(canvas, number, total)

    def _draw_header(self, canvas: PaperCanvas) -> None:
        style = self._style
        rule = style.height - _RULE
        baseline = rule + style.scaled(8)
        right = self._draw_marking(canvas, baseline)
        right = self._draw_draft(canvas, right, baseline)
        draw_text(canvas, shorten(self._title, self._face, right - style.left), self._face, style.left, baseline)
        draw_rule(canvas, style.left, rule, style.width - style.right, 0.5)

    def _draw_marking(self, canvas: PaperCanvas, baseline: float) -> float:
        """Draw the outlined marking at the right margin and return where the free width ends."""
        style, face = self._style, self._strong
        edge = style.width - style.right
        if not self._marking.strip():
            return edge
        padding = style.scaled(5)
        word = shorten(self._marking, face, style.text_width / 4)
        width = measure(word, face) + 2 * padding
        canvas.setStrokeColor(self._colour)
        canvas.setLineWidth(0.75)
        canvas.rect(edge - width, baseline - style.scaled(4.2), width, style.scaled(15))
        draw_text(canvas, word, face, edge - width + padding, baseline, self._colour)
        return edge - width - style.scaled(_GAP)

    def _draw_draft(self, canvas: PaperCanvas, right: float, baseline: float) -> float:
        if not self._draft:
            return right
        left = right - measure("DRAFT", self._strong)
        draw_text(canvas, "DRAFT", self._strong, left, baseline)
        return left - self._style.scaled(_GAP)

    def _draw_footer(self, canvas: PaperCanvas, number: int, total: int) -> None:
        """Draw the three parts of the footer: the right one whole, the centre one next, the left in what remains."""
        style, face = self._style, self._face
        edge, middle = style.width - style.right, (style.left + style.width - style.right) / 2
        page = f"Page {number} of {total}"
        page_left = edge - measure(page, face)
        centre = shorten(self._as_at, face, 2 * (page_left - _GAP - middle))
        centre_left = middle - measure(centre, face) / 2
        left_end = centre_left - _GAP if centre else page_left - _GAP
        draw_text(canvas, shorten(self._reference, face, left_end - style.left), face, style.left, _FOOT)
        draw_text(canvas, centre, face, centre_left, _FOOT)
        draw_text(canvas, page, face, page_left, _FOOT)
        if number == total:
            words = shorten(self._last_words, face, style.text_width)
            draw_text(canvas, words, face, style.left, _FOOT - style.scaled(14))


def draw_text(
    canvas: PaperCanvas, text: str, face: Face, x: float, baseline: float, colour: Colour | None = None
) -> None:
    """Draw one line of text in ``face``, in its own colour or in ``colour``."""
    if not text:
        return
    pen = canvas.beginText(x, baseline)
    pen.setFont(face.font, face.size)
    pen.setFillColor(colour or face.colour)
    pen.setCharSpace(face.tracking)
    pen.textOut(text)
    canvas.drawText(pen)


def draw_rule(canvas: PaperCanvas, left: float, y: float, right: float, thickness: float) -> None:
    """Draw a navy rule."""
    canvas.setStrokeColor(NAVY)
    canvas.setLineWidth(thickness)
    canvas.line(left, y, right, y)
