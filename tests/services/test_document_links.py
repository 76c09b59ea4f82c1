"""Documents are opened where they are: what is there, what is away, and what is never started from a register."""

from __future__ import annotations

from pathlib import Path

import pytest

from secdesk.errors import KnownError
from secdesk.services.document_links import find_document, place_of


def test_a_file_is_found_beside_the_register_and_by_its_whole_path(tmp_path: Path) -> None:
    paper = tmp_path / "Legal Text v0.1.docx"
    paper.write_text("text", encoding="utf-8")
    assert find_document("Legal Text v0.1.docx", tmp_path).path == paper
    assert find_document(f' "{paper}" ', Path("elsewhere")).path == paper
    assert find_document(paper.as_uri(), tmp_path).path == paper


def test_a_web_page_is_kept_as_it_is(tmp_path: Path) -> None:
    place = find_document("https://www.example.org/mp077?a=1", tmp_path)
    assert (place.path, place.address) == (None, "https://www.example.org/mp077?a=1")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("  ", "has no file or link yet"),
        ("gone.docx", "No file is at"),
        ("javascript://x", "neither a file nor a web page"),
        ("ms-word:ofe|u|https://x://y", "neither a file nor a web page"),
        ("setup.EXE", "is a program"),
        ("file:///tmp/run.sh", "is a program"),
        ("a\x00b", "No file is at"),
    ],
)
def test_what_is_not_opened_is_said_in_words(tmp_path: Path, location: str, words: str) -> None:
    with pytest.raises(KnownError, match=words):
        find_document(location, tmp_path)


def test_a_folder_counts_as_a_place_of_documents(tmp_path: Path) -> None:
    assert place_of(str(tmp_path), tmp_path).path == tmp_path
    assert find_document(".", tmp_path).path == tmp_path
