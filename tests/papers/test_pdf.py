from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secdesk.papers.pdf.document import render_pdf
from secdesk.papers.pdf.fonts import load_fonts
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.tree import Bullets, Chevron, Chevrons, Column, Heading, KeyFacts, Line, Paper, Table, Text, figures

from .pdf_reading import ReadPdf, squeeze
from .trees import (
    MARKUP,
    UNPRINTABLE,
    figure,
    hostile_paper,
    long_table,
    paragraph,
    rich_paper,
    small_paper,
    text,
)

ROOT = Path(__file__).resolve().parents[2]
HASH_OF_THE_RICH_PAPER = (
    "from hashlib import sha256;from secdesk.papers.pdf.document import render_pdf;"
    "from tests.papers.trees import rich_paper;print(sha256(render_pdf(rich_paper()).data).hexdigest())"
)


def read(paper: Paper) -> ReadPdf:
    return ReadPdf(render_pdf(paper).data)


# ---------------------------------------------------------------- the same bytes


def test_equal_papers_give_equal_bytes() -> None:
    assert render_pdf(rich_paper()).data == render_pdf(rich_paper()).data


@pytest.mark.parametrize("large_print", [False, True])
def test_papers_made_at_the_same_time_in_several_threads_are_those_made_alone(large_print: bool) -> None:
    papers = [replace(rich_paper(), large_print=large_print), hostile_paper(), small_paper(), rich_paper()]
    alone = [render_pdf(paper).data for paper in papers]

    with ThreadPoolExecutor(4) as pool:
        together = [rendering.data for rendering in pool.map(render_pdf, papers)]

    assert together == alone


def test_another_clock_language_user_and_folder_change_no_byte(tmp_path: Path) -> None:
    abroad = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "USER": "somebody",
    }
    assert hash_made_elsewhere(tmp_path, abroad) == sha256(render_pdf(rich_paper()).data).hexdigest()


def test_settings_that_others_planted_are_neither_run_nor_obeyed(tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w')"
    for name in ("reportlab_settings.py", "reportlab_mods.py", ".reportlab_settings", ".reportlab_mods"):
        (tmp_path / name).write_text(trap)
    planted = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))),
        "HOME": str(tmp_path),
        "RL_invariant": "0",
        "RL_useA85": "1",
        "RL_pageCompression": "0",
        "RL_showBoundary": "1",
        "RL_overlapAttachedSpace": "0",
    }
    assert hash_made_elsewhere(tmp_path, planted) == sha256(render_pdf(rich_paper()).data).hexdigest()
    assert not (tmp_path / "sprung").exists()


def hash_made_elsewhere(folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", HASH_OF_THE_RICH_PAPER],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_one_letter_more_gives_another_check_code_on_the_last_page() -> None:
    paper = small_paper(paragraph("One"))
    other = small_paper(paragraph("One."))

    assert squeeze(f"Check code {paper.check_code}") in read(paper).texts[-1]
    assert squeeze(f"Check code {other.check_code}") in read(other).texts[-1]


# ---------------------------------------------------------------- what the file says about itself


def test_the_dates_in_the_file_are_those_of_the_paper() -> None:
    pdf = read(replace(small_paper(), date="2021-12-24")).pdf
    assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20211224000000Z"
    with pdf.open_metadata() as metadata:
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2021-12-24T00:00:00Z"


def test_a_paper_without_a_date_still_has_the_same_bytes_each_time() -> None:
    paper = replace(small_paper(), date="", as_at="")
    assert render_pdf(paper).data == render_pdf(paper).data
    assert "Dataasat" not in read(paper).text


def test_title_author_subject_and_language_stand_in_the_file() -> None:
    pdf = read(rich_paper()).pdf
    title = "Change Status Report — January 2020"
    assert (str(pdf.docinfo.Title), str(pdf.docinfo.Author)) == (title, "A. Secretary")
    assert str(pdf.Root.Lang) == "en-GB"
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == title
        assert metadata["dc:creator"] == ["A. Secretary"]
        assert metadata["dc:description"] == rich_paper().subject
        assert metadata["dc:language"] == {"en-GB"}
        assert metadata["pdfuaid:part"] == "1"


def test_metadata_of_a_hostile_paper_can_be_read_as_xml() -> None:
    paper = hostile_paper()
    with read(paper).pdf.open_metadata(strict=True) as metadata:
        assert "A & B <draft>" in metadata["dc:title"]
        assert "]]> &amp;" in metadata["dc:creator"][0]


def test_only_the_shipped_typefaces_are_used_and_all_are_embedded() -> None:
    pdf = read(rich_paper()).pdf
    fonts = {str(name): font for page in pdf.pages for name, font in page.Resources.Font.items()}
    assert {str(font.BaseFont).partition("+")[2] for font in fonts.values()} == {"Arimo-Regular", "Arimo-Bold"}
    assert all("/FontFile2" in font.FontDescriptor for font in fonts.values())
    assert all("/Encoding" not in font for font in fonts.values()), "PDF/UA-1 7.21.6: symbolic fonts name none"


def test_the_file_holds_no_link_no_script_and_no_image() -> None:
    pdf = read(hostile_paper()).pdf
    assert all("/Annots" not in page for page in pdf.pages)
    assert all("/XObject" not in page.Resources for page in pdf.pages)
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())


def test_the_outline_holds_every_heading_under_its_part() -> None:
    pdf = read(rich_paper()).pdf
    with pdf.open_outline() as outline:
        parts = [item.title for item in outline.root]
        define = [item.title for item in outline.root[2].children]
        proposals = [item.title for item in outline.root[2].children[0].children]
    assert parts[:3] == ["1. Purpose", "2. Summary", "3. Define"]
    assert parts[-1] == "Appendix A: assessments by the DCC"
    assert define == ["New Draft Proposals"]
    assert proposals == ["DP107", "DP108", "DP109", "DP110", "DP111", "DP112"]


def test_an_outline_entry_leads_to_the_page_and_the_height_of_its_heading() -> None:
    rendering = render_pdf(small_paper(paragraph("word " * 900), Heading(1, text("Late"))))
    pdf = ReadPdf(rendering.data)
    (heading,) = (letter for letters in pdf.letters for letter in letters if letter.size == 20 and letter.text == "L")
    with pdf.pdf.open_outline() as outline:
        destination = outline.root[0].destination
    target = pdf.pdf.Root.Dests[destination] if isinstance(destination, pikepdf.Name) else destination
    page, fit, _, top, zoom = target.D if isinstance(target, pikepdf.Dictionary) else target
    assert str(fit) == "/XYZ"
    assert zoom == 0
    assert page.objgen == pdf.pdf.pages[pdf.page_of("Late") - 1].obj.objgen
    assert heading.middle < top < heading.middle + 40


# ---------------------------------------------------------------- figures and their places


@pytest.mark.parametrize("form", [{}, {"large_print": True}, {"landscape": True}])
def test_every_figure_has_its_place_and_stands_there(form: dict[str, bool]) -> None:
    paper = replace(rich_paper(), **form)
    rendering = render_pdf(paper)
    pdf = ReadPdf(rendering.data)
    wanted = [(item.key, squeeze(item.text + item.mark)) for item in figures(paper)]

    assert [(place.key, pdf.text_at(place)) for place in rendering.places] == wanted
    assert rendering.pages == len(pdf.pdf.pages)


def test_the_place_of_a_figure_over_two_lines_is_on_the_first() -> None:
    rendering = render_pdf(small_paper(paragraph("word " * 13, figure("long", "figure " * 12), " end")))
    (place,) = rendering.places
    found = ReadPdf(rendering.data).text_at(place)
    assert found == "figure" * (len(found) // 6)
    assert 1 <= len(found) // 6 < 12


def test_a_figure_at_the_head_of_a_later_page_is_placed_there() -> None:
    rendering = render_pdf(small_paper(paragraph("a\n" * 70, figure("late", "forty-two"))))
    (place,) = rendering.places
    assert place.page == 3
    assert ReadPdf(rendering.data).text_at(place) == "forty-two"


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize("bad", MARKUP)
def test_markup_is_printed_as_it_is_written(bad: str) -> None:
    line = text(bad)
    paper = small_paper(
        Heading(1, line),
        paragraph(bad),
        Bullets((line,)),
        Table("Table", (Column(bad), Column("B")), ((text("a"), line),)),
        KeyFacts(((bad, line),)),
        Chevrons((Chevron("define", "Define", figure("n", "1"), line),), "One"),
    )
    assert squeeze(read(replace(paper, title=bad)).document.all_text).count(squeeze(bad)) == 9


@pytest.mark.parametrize(("character", "code"), UNPRINTABLE.items())
def test_a_character_without_a_glyph_is_printed_as_its_code_and_reported(character: str, code: str) -> None:
    rendering = render_pdf(small_paper(paragraph(f"before {character} after")))
    assert squeeze(f"before {code} after") in ReadPdf(rendering.data).text
    assert rendering.unprintable == ((character, f"before {code} after"),)


def test_the_report_on_a_character_shows_twenty_letters_on_either_side() -> None:
    rendering = render_pdf(small_paper(paragraph("x" * 30 + "\u4f60" + "y" * 30 + "\u4f60")))
    assert rendering.unprintable == (("\u4f60", "x" * 20 + "[U+4F60]" + "y" * 20),)


def test_welsh_polish_and_typographic_letters_print_as_themselves() -> None:
    words = "Llŷr Ŵyn Łódź żółć café £5 €6 ≤ ≥ → ‘quoted’ – — … □ ½ ½° ²"
    rendering = render_pdf(small_paper(paragraph(words)))
    assert squeeze(words) in ReadPdf(rendering.data).text
    assert rendering.unprintable == ()


def test_letters_written_in_two_parts_are_joined() -> None:
    rendering = render_pdf(small_paper(paragraph("Llyr Caffi: e\u0301w\u0302")))
    assert "éŵ" in ReadPdf(rendering.data).text
    assert rendering.unprintable == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_a_line_end_in_a_text_begins_a_new_line(end: str) -> None:
    rendering = render_pdf(small_paper(paragraph(f"First part{end}second part")))
    assert {"First part", "second part"} <= set(ReadPdf(rendering.data).lines[0])
    assert rendering.unprintable == ()


def test_a_paper_whose_every_text_is_hostile_is_printed_whole() -> None:
    rendering = render_pdf(hostile_paper())
    pdf = ReadPdf(rendering.data)
    assert set(UNPRINTABLE) == {character for character, _ in rendering.unprintable}
    assert pdf.text.count("A&B<draft>") > 15
    assert [text_of_page for text_of_page in pdf.texts if len(text_of_page) < 200] == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_whatever_is_written_is_printed_and_nothing_is_lost(words: list[str]) -> None:
    shown = "".join(PrintableText(load_fonts())(word) for word in words)
    line: Line = tuple(Text(word, strong=bool(number % 2)) for number, word in enumerate(words))
    pdf = read(small_paper(paragraph("Begin ", *line, " End")))
    assert f"Begin{squeeze(shown)}End" in pdf.text


# ---------------------------------------------------------------- any length


LONG = " ".join(f"word{number}" for number in range(5_000))


@pytest.mark.parametrize(
    "block",
    [
        Table("Table", (Column("A"), Column("B"), Column("C", "right")), ((text("a"), text(LONG), text("1 WD")),) * 2),
        Table("Table", (Column(LONG), Column("B")), ((text("a"), text("b")),) * 50),
        Heading(1, text(LONG), "1."),
        Heading(2, text("Short"), LONG),
        Bullets((text(LONG), text("short"))),
        KeyFacts((("Label", text(LONG)), (LONG, text("short")))),
        Chevrons((Chevron("define", "Define", figure("n", "1"), text(LONG)),), "One in Define"),
        paragraph(LONG + ":"),
    ],
    ids=["cell", "column title", "heading", "number", "item", "key facts", "chevron", "lead-in"],
)
def test_five_thousand_words_in_one_place_are_printed_to_the_last(block: Table) -> None:
    pdf = read(small_paper(paragraph("Before"), block, paragraph("After")))
    assert squeeze(LONG) in squeeze(pdf.document.all_text)
    assert "word4999" in pdf.text
    assert pdf.texts[-1].count("After") == 1


@pytest.mark.parametrize("letters", ["word and ", "x", "\u4f60", "a\n"], ids=["words", "no blank", "no glyph", "lines"])
def test_a_long_text_of_any_kind_is_laid_out(letters: str) -> None:
    rendering = render_pdf(small_paper(paragraph((letters * 100_000)[:100_000])))
    assert rendering.pages > 30


@pytest.mark.heavy
@pytest.mark.parametrize("letters", ["word and ", "x"], ids=["words", "no blank"])
def test_a_million_letters_are_laid_out(letters: str) -> None:
    in_paragraph = render_pdf(small_paper(paragraph((letters * 1_000_000)[:1_000_000])))
    in_cell = render_pdf(small_paper(Table("T", (Column("A"),), ((text((letters * 1_000_000)[:1_000_000]),),))))
    assert in_paragraph.pages > 250
    assert in_cell.pages > 250


def test_a_table_of_two_thousand_rows_keeps_every_row() -> None:
    rendering = render_pdf(small_paper(long_table(2_000)))
    assert [place.key for place in rendering.places] == [f"open.MP{number + 50:03d}" for number in range(2_000)]


def test_a_paper_without_blocks_is_one_page_with_its_cover() -> None:
    rendering = render_pdf(small_paper())
    pdf = ReadPdf(rendering.data)
    assert rendering.pages == 1
    assert pdf.lines[0][2:5] == ["SEC PANEL PAPER", "Change Status Report", "January 2020"]


def test_a_paper_without_any_text_is_one_page() -> None:
    cover = ("kicker", "title", "subtitle", "reference", "version", "marking")
    blank = dict.fromkeys((*cover, "running_title", "author", "subject", "managed_by"), "")
    assert render_pdf(replace(small_paper(), **blank)).pages == 1
