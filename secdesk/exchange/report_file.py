"""The file of an old report: the text of a text file or a PDF, whichever it is."""

from __future__ import annotations

from pathlib import Path

from secdesk.errors import KnownError
from secdesk.exchange.pdf_text import looks_like_pdf, text_of_pdf
from secdesk.exchange.published_report.frame import bears_title
from secdesk.exchange.source_file import read_source

LARGEST = 50_000_000
"""The most bytes of a report that are read."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_report_text(path: Path) -> str:
    """Return the text of a report; raises NotFound or KnownError in words for a file that has none."""
    data = read_source(path, LARGEST)
    return text_of_pdf(data, path.name) if looks_like_pdf(data) else text_of_file(data, path.name)


def is_report_file(path: Path) -> bool:
    """Say whether a file is to be read as an old report: a PDF, or a text that bears its title in its first lines.

    A text file that is not there or cannot be read is none; opening it for good tells why.
    """
    if path.suffix.lower() != ".txt":
        return path.suffix.lower() == ".pdf"
    try:
        data = read_source(path, LARGEST)
        return looks_like_pdf(data) or bears_title(text_of_file(data, path.name))
    except KnownError:
        return False


def text_of_file(data: bytes, source: str) -> str:
    """Return the text of a text file in UTF-8, UTF-16 with its mark, or the Western encoding of Windows."""
    for encoding in [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise KnownError(f"'{source}' is neither a text file nor a PDF. Save the report as one of these")
