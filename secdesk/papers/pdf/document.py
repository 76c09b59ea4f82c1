"""A paper as a tagged PDF (PDF/UA-1): the file that is previewed, printed and issued."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from secdesk.papers.pdf.fonts import harden_reportlab
from secdesk.papers.tree import Paper, Rendering


def render_pdf(paper: Paper) -> Rendering:
    """Return ``paper`` as PDF bytes, with the place of every figure and whatever could not be printed.

    Equal papers give equal bytes: the dates in the file are the paper's own. Text is never read as markup; a
    character without a glyph is printed as its code. Any length of text and any number of rows is laid out.
    """
    harden_reportlab()
    # Imported here and not above: reportlab and pikepdf are needed by the first paper, not by the window, and
    # reportlab copies its settings as it is imported.
    from secdesk.papers.pdf.draw import draw_paper
    from secdesk.papers.pdf.tags import tag_pdf

    with _no_garbage_collection():
        drawing = draw_paper(paper)
        data = tag_pdf(drawing.data, drawing.document, drawing.facts)
    return Rendering(data, drawing.places, drawing.unprintable, drawing.pages)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Keep Python from looking for unreachable cycles meanwhile.

    A paper in the making is a few hundred thousand small objects, all of them in use; to go through them again and
    again takes half of the time of a long paper and frees nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
