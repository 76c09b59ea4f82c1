from __future__ import annotations

import subprocess
import sys

import pytest

from secdesk.papers.render import FORMATS, render
from secdesk.papers.tree import Rendering

from .sample_papers import status_report

SIGNS = {
    ".pdf": b"%PDF-",
    ".docx": b"PK\x03\x04",
    ".txt": b"SEC PANEL PAPER\n",
    ".json": b'{\n  "form": "secdesk paper"',
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suffix_chooses_the_form(suffix: str) -> None:
    rendering = render(status_report(), suffix)
    assert isinstance(rendering, Rendering)
    assert rendering.data.startswith(SIGNS[suffix])


def test_capitals_in_a_suffix_do_not_matter() -> None:
    assert render(status_report(), ".TXT") == render(status_report(), ".txt")


@pytest.mark.parametrize("suffix", [".odt", "", "pdf", ".doc", ".pdf "])
def test_another_suffix_is_refused_with_those_there_are(suffix: str) -> None:
    with pytest.raises(ValueError, match="A paper can be written") as caught:
        render(status_report(), suffix)
    assert str(caught.value) == f"A paper can be written as .pdf, .docx, .txt or .json, not '{suffix}'"


def test_every_form_has_words_for_a_file_dialog() -> None:
    assert list(FORMATS) == [".pdf", ".docx", ".txt", ".json"]
    assert all(label and label[0].isupper() for label in FORMATS.values())


def test_the_libraries_of_a_form_are_loaded_with_its_first_paper_only() -> None:
    program = (
        "import sys; import secdesk.papers.render;"
        "print(sorted({'docx', 'reportlab', 'lxml', 'pikepdf'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
