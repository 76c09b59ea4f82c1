"""Drawing a paper: pages with marked content, not yet tagged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO

from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.frames import Frame

from secdesk.papers.pdf.flow import PaperFlow
from secdesk.papers.pdf.fonts import REGULAR, load_fonts
from secdesk.papers.pdf.metadata import DocumentFacts, facts_of
from secdesk.papers.pdf.page import Furniture, PaperCanvas
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.pdf.style import Style, style_of
from secdesk.papers.pdf.tags import Node
from secdesk.papers.tree import FigurePlace, Paper

# A page filled to less than this is worth saving, in a paper of up to so many pages, by so much less space.
_LITTLE = 0.3
_MOST_PAGES = 8
_TIGHTER = (0.85, 0.7)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn paper: its bytes without tags, the structure tree to add, and what drawing it showed.

    ``emptiest`` is how full the page is that has the least on it, from 0 to 1.
    """

    data: bytes
    document: Node
    facts: DocumentFacts
    places: tuple[FigurePlace, ...]
    unprintable: tuple[tuple[str, str], ...]
    pages: int
    emptiest: float


def draw_paper(paper: Paper) -> Drawing:
    """Lay ``paper`` out and draw it: a little tighter where that saves a page with little on it."""
    drawing = _draw(paper, style_of(paper))
    if 1 < drawing.pages <= _MOST_PAGES and drawing.emptiest < _LITTLE:
        for tightness in _TIGHTER:
            tighter = _draw(paper, style_of(paper, tightness))
            if tighter.pages < drawing.pages:
                return tighter
    return drawing


def _draw(paper: Paper, style: Style) -> Drawing:
    coverage = load_fonts()
    show = PrintableText(coverage)
    flow = PaperFlow(paper, style, show)
    flowables = flow.flowables()
    furniture = Furniture(paper, style, show)
    file = BytesIO()
    template = _template(file, style)
    template.build(flowables, canvasmaker=partial(PaperCanvas, furniture=furniture))
    canvas: PaperCanvas = template.canv
    # What only the metadata says is not printed, so nothing of it is reported as not printable.
    facts = facts_of(paper, PrintableText(coverage))
    places, pages = tuple(canvas.places), canvas.page_count
    return Drawing(file.getvalue(), flow.document, facts, places, show.replaced, pages, template.emptiest)


class _Pages(BaseDocTemplate):  # type: ignore[misc]
    """Pages that remember how full the emptiest of them is, as a part of its height."""

    emptiest = 1.0

    def afterPage(self) -> None:  # noqa: N802 - reportlab's name
        """Take down how far the frame was filled."""
        frame = self.frame
        self.emptiest = min(self.emptiest, 1 - (frame._y - frame._y1p) / frame._aH)


def _template(file: BytesIO, style: Style) -> _Pages:
    """Return pages with one frame between the margins."""
    size = (style.width, style.height)
    frame = Frame(
        style.left,
        style.bottom,
        style.text_width,
        style.text_height,
        leftPadding=0,
        bottomPadding=0,
        rightPadding=0,
        topPadding=0,
    )
    return _Pages(
        file,
        pagesize=size,
        pageTemplates=[PageTemplate(frames=[frame], pagesize=size)],
        invariant=1,
        initialFontName=REGULAR,
    )
