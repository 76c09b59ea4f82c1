"""The text of a PDF, line by line as an eye reads it: what stands on one height of the page is one line.

Pure Python and without a system program; no part of the file is run, and pictures are not looked at.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTContainer, LTPage, LTTextLine

from secdesk.errors import KnownError

MOST_PAGES = 500
"""How many pages are read; a report has a dozen."""

_MARK = b"%PDF-"
_SAME_LINE = 0.5
_GAP = 1.7


def looks_like_pdf(data: bytes) -> bool:
    """Say whether a file is a PDF, by its first bytes."""
    return _MARK in data[:1024]


def text_of_pdf(data: bytes, source: str) -> str:
    """Return the text of a PDF: a form feed between pages, an empty line where the page leaves room.

    ``source`` is the file's name for the errors. Raises KnownError for a file that cannot be read, is locked, or holds
    pictures of pages without text.
    """
    try:
        found = extract_pages(io.BytesIO(data), laparams=_layout(), maxpages=MOST_PAGES)
        pages = [_text_of_page(page) for page in found]
    except Exception as error:  # the parser of a damaged file raises nearly every kind of error
        raise _unreadable(source) from error
    if not any(page.strip() for page in pages):
        raise KnownError(f"'{source}' holds pictures of pages and no text. Have it read by a scanner program first")
    return "\n\f".join(pages)


def _unreadable(source: str) -> KnownError:
    return KnownError(f"'{source}' cannot be read as a PDF. Save it anew, or copy its text into a text file")


def _layout() -> LAParams:
    return LAParams(boxes_flow=None, line_margin=0.0)


def _text_of_page(page: LTPage) -> str:
    lines = sorted(_lines_of(page), key=lambda line: (-line.y0, line.x0))
    rows: list[list[LTTextLine]] = []
    for line in lines:
        if rows and abs(rows[-1][0].y0 - line.y0) < _SAME_LINE * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return "\n".join(_with_gaps(rows))


def _with_gaps(rows: list[list[LTTextLine]]) -> Iterator[str]:
    before: LTTextLine | None = None
    for row in rows:
        first = row[0]
        if before is not None and before.y0 - first.y0 > _GAP * max(before.height, first.height):
            yield ""
        yield "  ".join(line.get_text().strip() for line in sorted(row, key=lambda line: line.x0))
        before = first


def _lines_of(container: Iterable[object]) -> Iterator[LTTextLine]:
    for part in container:
        if isinstance(part, LTTextLine):
            if part.get_text().strip():
                yield part
        elif isinstance(part, LTContainer):
            yield from _lines_of(part)
