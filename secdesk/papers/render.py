"""From a paper to a file form, chosen by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from secdesk.papers.tree import Paper, Rendering

#: The endings a paper can have, each with the words for it in a file dialog.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".pdf": "PDF document",
        ".docx": "Word document",
        ".txt": "Plain text",
        ".json": "JSON data",
    }
)


def render(paper: Paper, suffix: str) -> Rendering:
    """Write ``paper`` in the form of a suffix such as ``.pdf`` (capitals do not matter).

    Raises ValueError, in words for a person, for a suffix that is not one of :data:`FORMATS`. The libraries of a
    form are imported when the first paper of that form is written.
    """
    return _renderer(suffix)(paper)


def _renderer(suffix: str) -> Callable[[Paper], Rendering]:
    match suffix.lower():
        case ".pdf":
            from secdesk.papers.pdf.document import render_pdf

            return render_pdf
        case ".docx":
            from secdesk.papers.word.document import render_word

            return render_word
        case ".txt":
            from secdesk.papers.plain.document import render_text

            return render_text
        case ".json":
            from secdesk.papers.json_form import render_json

            return render_json
        case _:
            *most, last = FORMATS
            raise ValueError(f"A paper can be written as {', '.join(most)} or {last}, not '{suffix}'")
