from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from hypothesis import given
from lxml import etree  # type: ignore[import-untyped]

from secdesk.papers.json_form import render_json
from secdesk.papers.tree import Bullets, Column, Figure, Heading, KeyFacts, Paper, Paragraph, Table, Text
from secdesk.papers.visible import show_hidden
from secdesk.papers.word.document import render_word
from secdesk.papers.word.runs import MARKING_COLOURS

from .sample_papers import ALTERNATIVE, MP097, chevrons, durations, hostile_texts, paper, paper_full_of, status_report
from .trees import hostile_paper, rich_paper
from .trees import text as line

NAVY = "1F3A5F"


def opened(a_paper: Paper) -> Document:
    return docx.Document(BytesIO(render_word(a_paper).data))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def texts(document: Document, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == style]


def paragraph_style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def properties(table: WordTable, name: str) -> str | None:
    found = table._tbl.find(f"{qn('w:tblPr')}/{qn(name)}")
    return None if found is None else found.get(qn("w:val"))


def rows_marked(table: WordTable, mark: str) -> list[bool]:
    return [row._tr.find(f"{qn('w:trPr')}/{qn(mark)}") is not None for row in table.rows]


def fills(table: WordTable, row: int) -> list[str | None]:
    shades = [cell._tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}") for cell in table.rows[row].cells]
    return [None if shade is None else shade.get(qn("w:fill")) for shade in shades]


def kept_with_next(table: WordTable) -> list[bool]:
    return [all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells) for row in table.rows]


def near(millimetres: float) -> object:
    """A length to the twentieth of a point in which Word counts."""
    return pytest.approx(Mm(millimetres), abs=635)


def fields(data: bytes, part: str) -> list[str]:
    root = etree.fromstring(members(data)[part])
    return [(element.text or "").strip() for element in root.iter(qn("w:instrText"))]


# --- text and styles ---------------------------------------------------------------------------------------------


def test_headings_are_real_headings_with_their_numbers_as_text() -> None:
    document = opened(status_report())
    assert texts(document, "Heading 1") == ["1. Summary", "2. Timescales"]
    assert texts(document, "Heading 2") == ["Decisions", "Targets"]
    assert texts(document, "Heading 3") == ["Working Group"]


def test_headings_look_as_the_papers_do_and_stay_with_what_follows() -> None:
    document = opened(status_report())
    for level, size, colour in ((1, 20, NAVY), (2, 14, NAVY), (3, 11.5, "1B1E23")):
        style = paragraph_style(document, f"Heading {level}")
        assert style.font.size == Pt(size)
        assert str(style.font.color.rgb) == colour
        assert style.font.bold
        assert style.font.name == "Arial"
        assert style.paragraph_format.keep_with_next
        outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        assert outline.get(qn("w:val")) == str(level - 1)


def test_a_heading_on_a_new_page_says_so_itself() -> None:
    document = opened(paper(Heading(1, line("Appendix A"), new_page=True), Heading(1, line("Appendix B"))))
    first, second = (one for one in document.paragraphs if one.text.startswith("Appendix"))
    assert first.paragraph_format.page_break_before
    assert not second.paragraph_format.page_break_before


def test_bullets_are_a_real_list() -> None:
    document = opened(status_report())
    assert texts(document, "List Bullet") == [MP097, "DP101 'Large Gas Meter Displays'", "none rejected"]
    number = paragraph_style(document, "List Bullet").element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    numbering = document.part.numbering_part.element
    link = numbering.find(f"{qn('w:num')}[@{qn('w:numId')}='{number}']/{qn('w:abstractNumId')}").get(qn("w:val"))
    level = numbering.find(f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{link}']/{qn('w:lvl')}")
    assert level.find(qn("w:numFmt")).get(qn("w:val")) == "bullet"


def test_a_short_list_stays_on_one_page_and_a_long_one_may_break() -> None:
    for items, kept in ((8, [True] * 7 + [False]), (9, [False] * 9)):
        bullets = Bullets(tuple(line(f"item {number}") for number in range(items)))
        document = opened(paper(bullets, Paragraph(line("end"))))
        found = [one for one in document.paragraphs if one.style and one.style.name == "List Bullet"]
        assert [bool(one.paragraph_format.keep_with_next) for one in found] == kept


def test_the_line_before_a_list_or_table_stays_with_it() -> None:
    document = opened(
        paper(Paragraph(line("leads in:")), Bullets((line("x"),)), Paragraph(line("alone")), Paragraph(line("y")))
    )
    kept = {one.text: bool(one.paragraph_format.keep_with_next) for one in document.paragraphs}
    assert kept["leads in:"]
    assert not kept["alone"]


def test_paragraphs_take_the_style_of_their_kind() -> None:
    document = opened(status_report())
    assert texts(document, "Body Text")[0].startswith("This month 7 Draft Proposals were raised; 52* proposals")
    assert texts(document, "Paper Note") == ["Durations are weekdays, both days counted, as at 31 Jan 2020."]
    assert texts(document, "Paper Quiet") == ["* Stated by the author."]


def test_a_line_feed_is_a_line_break_and_a_tab_a_tab() -> None:
    document = opened(paper(Paragraph(line("one\ntwo\tthree\r\nfour"))))
    paragraph = next(one for one in document.paragraphs if one.text.startswith("one"))
    assert paragraph.text == "one\ntwo\tthree\nfour"
    assert len(paragraph._p.findall(f".//{qn('w:br')}")) == 2
    assert len(paragraph._p.findall(f".//{qn('w:tab')}")) == 1


def test_strong_runs_are_bold_and_others_are_not() -> None:
    runs = (Text("plain "), Text("strong ", strong=True), Figure("k", "52", mark="*", strong=True))
    document = opened(paper(Paragraph(runs)))
    paragraph = next(one for one in document.paragraphs if one.text.startswith("plain"))
    assert [(run.text, bool(run.bold)) for run in paragraph.runs] == [
        ("plain ", False),
        ("strong ", True),
        ("52", True),
        ("*", True),
    ]


def test_the_cover_stands_first_with_a_rule_below_its_key_block() -> None:
    document = opened(status_report())
    styles = [one.style.name for one in document.paragraphs[:7] if one.style]
    assert styles == ["Paper Kicker", "Title", "Subtitle", *["Paper Key Fact"] * 4]
    assert document.paragraphs[3].text == "Paper reference\tSECP_77_0702_05"
    ruled = [bool(one._p.findall(f".//{qn('w:pBdr')}")) for one in document.paragraphs[:8]]
    assert ruled == [False] * 6 + [True, False]


def test_a_key_block_further_down_is_part_of_the_text() -> None:
    document = opened(paper(Heading(1, line("DP101")), KeyFacts((("Sponsor", line("Utiligroup")),))))
    assert [one.text for one in document.paragraphs][3:5] == ["DP101", "Sponsor\tUtiligroup"]


def test_the_paper_ends_with_who_manages_it_and_its_check_code() -> None:
    a_paper = status_report()
    last = opened(a_paper).paragraphs[-1].text
    assert last == f"Managed by Example Administrator Ltd · Check code {a_paper.check_code}"


# --- tables ------------------------------------------------------------------------------------------------------


def test_tables_hold_every_cell_and_repeat_their_header_row() -> None:
    table = opened(status_report()).tables[1]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["Reference", "Title", "Requested", "Taken"]
    assert cells[12][0] == "SECMP0012"
    assert cells[12][3] == "22 WD"
    assert rows_marked(table, "w:tblHeader") == [True] + [False] * 12
    assert rows_marked(table, "w:cantSplit") == [True] * 13


def test_every_second_row_is_shaded_and_the_header_is_navy() -> None:
    table = opened(paper(durations(4))).tables[0]
    assert [fills(table, row)[0] for row in range(5)] == [NAVY, None, "F3F5F8", None, "F3F5F8"]


def test_columns_of_numbers_are_set_to_the_right_with_their_titles() -> None:
    columns = (Column("A"), Column("B", "right"), Column("C", "centre"))
    table = opened(paper(Table("T", columns, ((line("1"), line("2"), line("3")),)))).tables[0]
    for row in table.rows:
        found = [cell.paragraphs[0]._p.find(f".//{qn('w:jc')}").get(qn("w:val")) for cell in row.cells]
        assert found == ["left", "right", "center"]


def test_a_short_table_stays_on_one_page_and_a_long_one_keeps_its_header_with_a_row() -> None:
    assert kept_with_next(opened(paper(durations(8))).tables[0]) == [True] * 8 + [False]
    assert kept_with_next(opened(paper(durations(9))).tables[0]) == [True] + [False] * 9


def test_the_note_below_a_table_keeps_the_last_row() -> None:
    table = opened(paper(durations(9), Paragraph(line("Counted."), "note"))).tables[0]
    assert kept_with_next(table) == [True] + [False] * 8 + [True]


def test_a_screen_reader_is_told_the_title_of_a_table() -> None:
    assert properties(opened(paper(durations(1))).tables[0], "w:tblCaption") == "Assessments and how long they took"


@pytest.mark.parametrize("landscape", [False, True])
def test_columns_fill_the_page_and_none_starves(landscape: bool) -> None:
    table = opened(paper(durations(5), landscape=landscape)).tables[0]
    widths = [column.width or 0 for column in table.columns]
    page = (297 if landscape else 210) - 46
    assert Mm(page - 1) < sum(widths) <= Mm(page + 1)
    assert min(widths) > Mm(15)
    assert widths[1] == max(widths)


def test_columns_with_given_widths_keep_their_proportion() -> None:
    columns = (Column("A", width=1), Column("B", width=3))
    table = opened(paper(Table("T", columns, ((line("x" * 50), line("y")),)))).tables[0]
    first, second = (column.width or 0 for column in table.columns)
    assert second / first == pytest.approx(3, rel=0.01)


def test_two_tables_in_a_row_stay_two_tables() -> None:
    document = opened(paper(durations(1), durations(2)))
    assert [len(table.rows) for table in document.tables] == [2, 3]
    tags = [etree.QName(element).localname for element in document.element.body]
    assert "tbl,tbl" not in ",".join(tags)


def test_rows_with_too_few_or_too_many_cells_are_kept() -> None:
    table = Table("Ragged", (Column("A"),), ((), (line("1"), line("2"))))
    cells = [[cell.text for cell in row.cells] for row in opened(paper(table)).tables[0].rows]
    assert cells == [["A", ""], ["", ""], ["1", "2"]]


def test_the_stage_graphic_is_four_coloured_cells_with_alternative_text() -> None:
    table = opened(paper(chevrons())).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [
        "15\nDefine\n7 new this month",
        "30\nRefine",
        "2\nOpine",
        "5*\nRelease",
    ]
    assert fills(table, 0) == ["1565D8", "975A0E", "5B1768", "0A5546"]
    assert properties(table, "w:tblDescription") == ALTERNATIVE
    assert len({column.width for column in table.columns}) == 1


# --- page, header, footer, facts ---------------------------------------------------------------------------------


def test_the_page_is_a4_with_the_margins_of_the_papers() -> None:
    section = opened(status_report()).sections[0]
    assert (section.page_width, section.page_height) == (near(210), near(297))
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert margins == (near(30), near(28), near(24), near(22))


def test_a_landscape_paper_lies_across() -> None:
    section = opened(status_report(landscape=True)).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width, section.page_height) == (near(297), near(210))


def test_large_print_is_a_third_larger_everywhere() -> None:
    small, large = opened(status_report()), opened(status_report(large_print=True))
    assert paragraph_style(large, "Body Text").font.size == Pt(16)
    for name in ("Body Text", "List Bullet", "Heading 1", "Table Text", "Paper Note", "Footer"):
        usual, bigger = paragraph_style(small, name).font.size, paragraph_style(large, name).font.size
        assert usual is not None
        assert bigger == pytest.approx(usual * 4 / 3, abs=Pt(0.5))


def test_the_header_names_the_paper_its_marking_and_that_it_is_a_draft() -> None:
    header = opened(status_report()).sections[0].header.paragraphs[0]
    assert header.text == "Change Status Report — January 2020\t GREEN   DRAFT"
    boxed = next(run for run in header.runs if "GREEN" in run.text)
    box = boxed._r.find(f"{qn('w:rPr')}/{qn('w:bdr')}")
    assert box.get(qn("w:color")) == MARKING_COLOURS["GREEN"]


def test_an_issued_paper_is_no_draft_and_a_paper_without_marking_has_no_box() -> None:
    header = opened(status_report(draft=False, marking="")).sections[0].header.paragraphs[0]
    assert header.text == "Change Status Report — January 2020\t"


def test_the_footer_has_reference_date_of_the_data_and_page_fields() -> None:
    data = render_word(status_report()).data
    footer = docx.Document(BytesIO(data)).sections[0].footer.paragraphs[0].text
    assert footer == "SECP_77_0702_05 · v1.0\tData as at 31 Jan 2020\tPage 1 of 1"
    assert fields(data, "word/footer1.xml") == ["PAGE", "NUMPAGES"]


def test_the_tabs_of_the_footer_stand_at_the_middle_and_the_edge_of_the_text() -> None:
    document = opened(status_report(landscape=True))
    stops = [stop.position for stop in paragraph_style(document, "Footer").paragraph_format.tab_stops]
    assert stops == [near(251 / 2), near(251)]


def test_the_language_of_the_text_is_said_once_for_all_of_it() -> None:
    parts = members(render_word(status_report()).data)
    roots = [etree.fromstring(parts[name]) for name in ("word/document.xml", "word/styles.xml")]
    assert [element.get(qn("w:val")) for root in roots for element in root.iter(qn("w:lang"))] == ["en-GB"]


def test_the_file_says_who_wrote_what_and_when_and_nothing_of_the_machine() -> None:
    facts = opened(status_report(author="Aneirin Llŷr")).core_properties
    assert facts.title == "Change Status Report — January 2020"
    assert (facts.author, facts.last_modified_by) == ("Aneirin Llŷr", "Aneirin Llŷr")
    assert facts.subject == "Progress of Draft Proposals, Modification Proposals and Releases"
    assert facts.language == "en-GB"
    assert facts.created == facts.modified == datetime(2020, 2, 7, tzinfo=UTC)
    assert facts.comments == ""


def test_a_title_longer_than_a_property_may_be_is_shortened_there_and_whole_in_the_text() -> None:
    document = opened(paper(title="t" * 400))
    assert len(document.core_properties.title) == 255
    assert texts(document, "Title") == ["t" * 400]


def test_nothing_of_the_template_is_left_in_the_file() -> None:
    parts = members(render_word(status_report()).data)
    assert not [name for name in parts if "thumbnail" in name or "customXml" in name or "app.xml" in name]
    assert b"python-docx" not in b"".join(parts.values())
    styles = {style.name for style in opened(status_report()).styles}
    assert "Light Shading" not in styles


# --- equal bytes, hostile text -----------------------------------------------------------------------------------


def test_members_carry_no_time_and_no_system() -> None:
    with zipfile.ZipFile(BytesIO(render_word(status_report()).data)) as archive:
        facts = {(one.date_time, one.create_system, one.external_attr, one.compress_type) for one in archive.infolist()}
    assert facts == {((1980, 1, 1, 0, 0, 0), 3, 0o644 << 16, zipfile.ZIP_DEFLATED)}


@pytest.mark.parametrize("make", [status_report, rich_paper])
def test_equal_papers_give_equal_bytes_on_a_machine_with_other_habits(make: object) -> None:
    assert callable(make)
    a_paper = make()
    here = render_word(a_paper).data
    assert render_word(a_paper).data == here
    program = (
        "import sys, hashlib, locale; locale.setlocale(locale.LC_ALL, '');"
        "from secdesk.papers.json_form import read_paper; from secdesk.papers.word.document import render_word;"
        "print(hashlib.sha256(render_word(read_paper(sys.stdin.buffer.read())).data).hexdigest())"
    )
    habits = {"TZ": "Pacific/Apia", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7", "USER": "somebody"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=render_json(a_paper).data,
        env={**os.environ, **habits},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == hashlib.sha256(here).hexdigest()


def test_markup_stands_in_the_text_as_it_was_typed() -> None:
    typed = "<b>DP1</b> <w:p/> ]]> &amp; &#x110000; {{x}} %s"
    document = opened(paper(Paragraph(line(typed)), Bullets((line(typed),))))
    assert texts(document, "Body Text") == [typed]
    assert texts(document, "List Bullet") == [typed]


def test_a_paper_full_of_things_that_hurt_can_be_read_back() -> None:
    document = opened(hostile_paper())
    assert "[U+202E]" in texts(document, "Body Text")[0]
    assert '<img src="/etc/passwd"/>' in texts(document, "Body Text")[0]


def test_what_is_replaced_is_reported_with_the_text_around_it() -> None:
    rendering = render_word(paper(Paragraph(line("left \u202e right \u202e again \ufffe"))))
    assert rendering.unprintable == (
        ("\u202e", "left [U+202E] right [U+202E] again [U+FFFE]"),
        ("\ufffe", "eft [U+202E] right [U+202E] again [U+FFFE]"),
    )


def test_a_megabyte_in_one_paragraph_is_written() -> None:
    for text in ("word " * 200_000, "x" * 1_000_000):
        assert texts(opened(paper(Paragraph(line(text)))), "Body Text") == [text]


@given(text=hostile_texts)
def test_any_text_in_any_place_is_written_and_found_again(text: str) -> None:
    rendering = render_word(paper_full_of(text))
    document = docx.Document(BytesIO(rendering.data))
    shown = show_hidden(text)
    assert texts(document, "Body Text") == [shown]
    assert texts(document, "Paper Note") == [shown * 3]
    assert texts(document, "List Bullet") == [shown, ""]
    assert texts(document, "Heading 1") == [f"{shown} {shown}" if text else ""]
    stages, table = document.tables
    assert [one.text for one in stages.rows[0].cells[0].paragraphs] == [shown * 2, shown, shown]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [shown, shown],
        [shown, shown * 2],
        [shown, ""],
    ]
    assert {character for character, _ in rendering.unprintable} == {
        character for character in text if show_hidden(character).startswith("[U+")
    }
