"""Every Word paper opens in LibreOffice and becomes a PDF with the same headings, list items and tables."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.document import Document
from pdfminer.high_level import extract_text

from secdesk.papers.render import render
from secdesk.papers.tree import Paper
from secdesk.register.register import Register
from secdesk.services.papers import PAPERS

from .pdf_reading import squeeze
from .wishes import paper_of

_OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_LONGEST = 300

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(_OFFICE is None, reason="LibreOffice (soffice) is not installed"),
]


@pytest.fixture(scope="module")
def converted(
    tmp_path_factory: pytest.TempPathFactory, register_files: dict[str, Path]
) -> dict[str, tuple[bytes, bytes]]:
    """Every paper, in normal and in large print, as Word file and as the PDF that LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("office")
    with Register.open(register_files["full"], read_only=True) as register:
        for name, paper in papers(register):
            (folder / f"{name}.docx").write_bytes(render(paper, ".docx").data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(_OFFICE), profile, "--headless", "--convert-to", _TAGGED, "--outdir", str(folder / "made")]
    files = sorted(str(file) for file in folder.glob("*.docx"))
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=_LONGEST)
    return {
        file.stem: (file.read_bytes(), (folder / "made" / f"{file.stem}.pdf").read_bytes())
        for file in folder.glob("*.docx")
    }


def papers(register: Register) -> Iterator[tuple[str, Paper]]:
    for kind in PAPERS:
        paper = paper_of(register, "full", kind)
        yield kind, paper
        yield f"{kind}, large", replace(paper, large_print=True)


NAMES = [name for kind in PAPERS for name in (kind, f"{kind}, large")]


@pytest.mark.parametrize("name", NAMES)
def test_headings_and_list_items_and_cells_are_those_of_the_word_file(
    converted: dict[str, tuple[bytes, bytes]], name: str
) -> None:
    word, made = converted[name]
    document, text = docx.Document(BytesIO(word)), squeeze(extract_text(BytesIO(made)))
    headings, items = texts_of(document, "Heading"), texts_of(document, "List Bullet")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert [told for told in headings if squeeze(told) not in text] == []
    # An item may go over the end of a page, and the lines of a cell stand between those beside it.
    assert [word for told in (*items, *cells) for word in told.split() if squeeze(word) not in text] == []
    assert sum(squeeze(told) not in text for told in items) <= len(items) // 10
    roles = roles_of(made)
    assert sum(roles[f"/H{level}"] for level in (1, 2, 3)) == len(headings)
    assert roles["/LI"] == len(items)
    assert roles["/Table"] == len(document.tables)
    assert roles["/TD"] + roles["/TH"] == len(cells)


@pytest.mark.parametrize("name", NAMES)
def test_the_made_pdf_bears_title_and_language_and_embeds_its_fonts(
    converted: dict[str, tuple[bytes, bytes]], name: str
) -> None:
    word, made = converted[name]
    with pikepdf.open(BytesIO(made)) as pdf:
        assert str(pdf.docinfo["/Title"]) == docx.Document(BytesIO(word)).core_properties.title
        assert str(pdf.Root.Lang) == "en-GB"
        descriptors = [each for each in pdf.objects if _is(each, "/FontDescriptor")]
        assert descriptors
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in descriptors)


def texts_of(document: Document, style: str) -> list[str]:
    """Return the text of every paragraph whose style begins so."""
    return [each.text for each in document.paragraphs if each.style and (each.style.name or "").startswith(style)]


def roles_of(data: bytes) -> Counter[str]:
    """Return how often each role of an element is in a tagged PDF, its own names for roles resolved."""
    with pikepdf.open(BytesIO(data)) as pdf:
        names = {str(key): str(value) for key, value in pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}
        found = [str(each.S) for each in pdf.objects if _is(each, "/StructElem")]
        return Counter(names.get(role, role) for role in found)


def _is(found: pikepdf.Object, kind: str) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == kind
