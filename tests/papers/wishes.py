"""What to ask each kind of paper for in the registers of the tests, and how to read what came of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from secdesk.papers.render import render
from secdesk.papers.tree import Paper, Table, plain
from secdesk.register.register import Register
from secdesk.services.papers import PAPERS, make_paper

from .full_register import TODAY
from .pdf_reading import ReadPdf

SAMPLE_DAY = date(2020, 2, 7)
FORMS = (".pdf", ".docx", ".txt", ".json")
NO_SUBJECT = [key for key, kind in PAPERS.items() if kind.needs == "nothing"]

IN_THE_SAMPLE: Mapping[str, Mapping[str, str]] = {
    "change_status_report": {"month": "2020-01"},
    "panel_agenda": {"meeting": "PANEL 2020-02"},
    "wg_agenda": {"meeting": "WG 2020-02-05"},
    "agenda": {"meeting": "CB 2020-01-22"},
    "chair_script": {"meeting": "CB 2020-01-22"},
    "decision_sheet": {"meeting": "CSC 7 Feb 2020"},
    "minutes": {"meeting": "CSC 7 Feb 2020"},
    "conversion": {"proposal": "DP101"},
    "modification_report": {"proposal": "MP077"},
    "fact_sheet": {"proposal": "DP110"},
    "consultation_notice": {"proposal": "MP077"},
    "release_notes": {"release": "February 2020"},
    "list": {"records": "proposal"},
}
IN_THE_FULL: Mapping[str, Mapping[str, str]] = {
    **IN_THE_SAMPLE,
    "panel_agenda": {"meeting": "PANEL 2020-02-14"},
    "wg_agenda": {"meeting": "WG 2020-03-04"},
    "agenda": {"meeting": "CSC 2020-02-25"},
    "chair_script": {"meeting": "WG 2020-03-04"},
    "decision_sheet": {"meeting": "CB 2020-02-07"},
    "minutes": {"meeting": "CB 2020-02-07"},
    "fact_sheet": {"proposal": "MP077"},
    "modification_report": {"proposal": "MP093"},
    "consultation_notice": {"proposal": "MP080"},
    "release_notes": {"release": "November"},
}


def wish_of(name: str, kind: str) -> dict[str, Any]:
    """Return what to ask a kind of paper for in the sample or the full register."""
    own = (IN_THE_SAMPLE if name == "sample" else IN_THE_FULL).get(kind, {})
    return {"at": SAMPLE_DAY if name == "sample" else TODAY, **own}


def paper_of(register: Register, name: str, kind: str, **more: Any) -> Paper:
    """Return a paper of the sample or the full register."""
    return make_paper(register, kind, **{**wish_of(name, kind), **more})


def text_in(paper: Paper, suffix: str) -> str:
    """Return everything that a rendered paper holds as text, blanks and quotation marks evened.

    Of a Word file that is the XML of every part, so that nothing hides in it.
    """
    data = render(paper, suffix).data
    if suffix == ".pdf":
        pdf = ReadPdf(data)
        return even(
            " ".join((pdf.document.all_text, *(line for page in pdf.lines for line in page), str(pdf.pdf.docinfo)))
        )
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return even(re.sub(r"<[^>]*>", "", " ".join(parts)))
    return even(data.decode())


def plain_text(paper: Paper) -> str:
    """Return a paper as plain text on one line."""
    return text_in(paper, ".txt")


def rows_of(paper: Paper) -> list[str]:
    """Return the rows of every table of a paper, headings first, each on one line with blanks evened."""
    found = []
    for block in paper.blocks:
        if isinstance(block, Table):
            found.append(even(" ".join(column.title for column in block.columns)))
            found += [even(" ".join(plain(cell) for cell in row)) for row in block.rows]
    return found


def even(text: str) -> str:
    """Return text with single blanks and straight quotation marks."""
    return re.sub(r"\s+", " ", text.replace("‘", "'").replace("’", "'").replace("–", "-")).strip()
