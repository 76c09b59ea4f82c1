"""The text of PDFs: lines as an eye reads them, and words for files that have none."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from secdesk.errors import KnownError, NotFound
from secdesk.exchange.pdf_text import looks_like_pdf, text_of_pdf
from secdesk.exchange.report_file import is_report_file, read_report_text, text_of_file
from secdesk.exchange.sample import fill_with_sample
from secdesk.papers.render import render
from secdesk.register.register import Register
from secdesk.services.papers import make_report


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with Register.create(tmp_path_factory.mktemp("pdf") / "january.secdesk", who="Test") as register:
        fill_with_sample(register)
        return render(make_report(register, "2020-01"), ".pdf").data


def changed(data: bytes, **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, **options)
    return out.getvalue()


def test_the_cells_of_a_row_stand_on_one_line(report: bytes) -> None:
    lines = text_of_pdf(report, "report.pdf").split("\n")
    assert "SECMP0007  IA  30 Jul 19  40 WD  134 WD" in lines


def test_pages_are_parted_by_a_form_feed_and_paragraphs_by_an_empty_line(report: bytes) -> None:
    text = text_of_pdf(report, "report.pdf")
    with pikepdf.open(io.BytesIO(report)) as pdf:
        assert text.count("\f") == len(pdf.pages) - 1 > 9
    assert "Assessments and Impact Assessments is set out in Appendix A.\n\nRecommendations" in text


def test_a_cut_file_is_refused_in_words(report: bytes) -> None:
    with pytest.raises(KnownError, match=r"'cut\.pdf' cannot be read as a PDF"):
        text_of_pdf(report[:2000], "cut.pdf")


def test_a_locked_file_is_refused_in_words(report: bytes) -> None:
    locked = changed(report, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(KnownError, match="cannot be read as a PDF"):
        text_of_pdf(locked, "locked.pdf")


def test_pictures_of_pages_are_refused_in_words() -> None:
    empty, out = pikepdf.new(), io.BytesIO()
    empty.add_blank_page()
    empty.save(out)
    with pytest.raises(KnownError, match="holds pictures of pages and no text"):
        text_of_pdf(out.getvalue(), "scan.pdf")


def test_a_file_is_told_by_what_it_is_and_not_by_its_name(report: bytes, tmp_path: Path) -> None:
    named_text = tmp_path / "report.txt"
    named_text.write_bytes(report)
    assert looks_like_pdf(report)
    assert is_report_file(named_text)
    assert "Change Status Report" in read_report_text(named_text)


@pytest.mark.parametrize(
    "data",
    [
        "Change Status Report — é".encode(),
        "Change Status Report — é".encode("utf-16"),
        "Change Status Report – é".encode("cp1252"),
    ],
    ids=["utf-8", "utf-16", "cp1252"],
)
def test_a_text_file_is_read_in_the_encoding_that_it_has(data: bytes) -> None:
    text = text_of_file(data, "report.txt")
    assert text.startswith("Change Status Report")
    assert text.endswith("é")


def test_a_file_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(KnownError, match="neither a text file nor a PDF"):
        text_of_file(b"\x00\x01\x02", "picture.txt")


def test_a_list_is_not_taken_for_a_report(tmp_path: Path) -> None:
    a_list, report = tmp_path / "list.txt", tmp_path / "report.txt"
    a_list.write_text("Number\tTitle\nDP101\tLarge Meters\n")
    report.write_text("\n\n Change Status Report — January 2020\n")
    assert not is_report_file(a_list)
    assert is_report_file(report)
    assert not is_report_file(tmp_path / "absent.txt")
    assert not is_report_file(tmp_path / "report.csv")
    with pytest.raises(NotFound):
        read_report_text(tmp_path / "absent.txt")
