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


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn paper: its bytes without tags, the structure tree to add, and what drawing it showed."""

    data: bytes
    document: Node
    facts: DocumentFacts
    places: tuple[FigurePlace, ...]
    unprintable: tuple[tuple[str, str], ...]
    pages: int


def draw_paper(paper: Paper) -> Drawing:
    """Lay ``paper`` out and draw it."""
    coverage, style = load_fonts(), style_of(paper)
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
    return Drawing(file.getvalue(), flow.document, facts, tuple(canvas.places), show.replaced, canvas.page_count)


def _template(file: BytesIO, style: Style) -> BaseDocTemplate:
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
    return BaseDocTemplate(
        file,
        pagesize=size,
        pageTemplates=[PageTemplate(frames=[frame], pagesize=size)],
        invariant=1,
        initialFontName=REGULAR,
    )
