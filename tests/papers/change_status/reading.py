"""Reads a finished report back as a person's eye does: line by line, section by section."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextLine

from secdesk.papers.render import render
from secdesk.papers.tree import Paper

HEADINGS = ("1. Summary", "2. Define", "3. Refine", "4. Opine", "5. Release", "Appendix A: DCC")
SECTIONS = ("cover", "1", "2", "3", "4", "5", "appendix")


def text_of(paper: Paper, suffix: str) -> str:
    """Render a paper and return the text that stands in the finished file, quotation marks and blanks evened."""
    data = render(paper, suffix).data
    readers = {".pdf": _pdf_text, ".docx": _word_text, ".txt": bytes.decode}
    return even(readers[suffix](data))


def even(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("‘", "'").replace("’", "'").replace("–", "-")).strip()


def _pdf_text(data: bytes) -> str:
    """Return the lines of all pages from top to bottom, without the running lines of each page."""
    lines: list[str] = []
    for page in extract_pages(io.BytesIO(data), laparams=LAParams(boxes_flow=None, line_margin=0, char_margin=60)):
        found = [line for box in page if hasattr(box, "__iter__") for line in box if isinstance(line, LTTextLine)]
        found.sort(key=lambda line: (-round(line.y0), line.x0))
        inside = [line for line in found if 70 < line.y0 < page.height - 70]
        lines += [line.get_text() for line in inside]
    return "\n".join(lines)


def _word_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "\n".join(_word_lines(document))


def _word_lines(document: Document) -> list[str]:
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += [" ".join(cell.text for cell in row.cells) for row in block.rows]
    return lines


def sections(text: str) -> dict[str, str]:
    """Split a report's text at its numbered headings, each looked for after the one before."""
    found: dict[str, str] = {}
    start = 0
    for name, heading in zip(SECTIONS, HEADINGS, strict=False):
        # The appendix is named on the cover as well: its own heading is the last of its words.
        place = text.rindex(heading) if heading.startswith("Appendix") else text.index(heading, start)
        found[name] = text[start:place]
        start = place
    found[SECTIONS[-1]] = text[start:]
    return found


def stand_together(text: str, pieces: Sequence[str]) -> bool:
    """Say whether all pieces stand near each other: within a stretch that their own length allows."""
    reach = 300 + 3 * sum(len(piece) for piece in pieces)
    starts = [match.start() for match in re.finditer(_pattern(pieces[0]), text)]
    return any(_all_within(text[max(0, start - reach) : start + reach], pieces) for start in starts)


def row_with(text: str, pieces: Sequence[str]) -> bool:
    """Say whether the pieces follow each other in order with next to nothing between them, as in a table's row."""
    return re.search(r".{0,20}?".join(_pattern(piece) for piece in pieces), text) is not None


def _all_within(stretch: str, pieces: Sequence[str]) -> bool:
    return all(re.search(_pattern(piece), stretch) for piece in pieces)


def _pattern(piece: str) -> str:
    """Return a pattern for a piece that does not end in the middle of a number or word."""
    return rf"(?<!\w){re.escape(even(piece))}(?!\w)"
