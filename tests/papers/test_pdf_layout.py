from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from secdesk.papers.pdf.document import render_pdf
from secdesk.papers.pdf.style import GREY, INK, MARKINGS, NAVY, WHITE, Colour
from secdesk.papers.tree import (
    Bullets,
    Column,
    Heading,
    KeyFacts,
    Line,
    Paper,
    Paragraph,
    Rendering,
    Table,
)

from .pdf_reading import Letter, ReadPdf, squeeze
from .trees import figure, long_table, paragraph, rich_paper, small_paper, text

MILLIMETRE = 72 / 25.4
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
#: Lines of filler before a block, so that it comes to stand at every height of the page.
FILLERS = range(0, 40, 3)


def read(paper: Paper) -> ReadPdf:
    return ReadPdf(render_pdf(paper).data)


def after_filler(lines: int, *blocks: object) -> Rendering:
    """Return a paper in which ``lines`` lines of text stand before ``blocks``."""
    return render_pdf(small_paper(paragraph("filler\n" * lines + "filler"), *blocks))  # type: ignore[arg-type]


def pages_of(rendering: Rendering) -> dict[str, int]:
    return {place.key: place.page for place in rendering.places}


def marked(key: str, words: str = "here") -> Line:
    return text(figure(key, words))


def letters_of(pdf: ReadPdf, words: str, page: int = 1) -> list[Letter]:
    """Return the letters of the first place on a page where ``words`` stand."""
    letters = pdf.letters[page - 1]
    start = "".join(letter.text for letter in letters).index(squeeze(words))
    return letters[start : start + len(squeeze(words))]


def face_of(pdf: ReadPdf, words: str, page: int = 1) -> tuple[str, float, Colour]:
    (face,) = {(letter.font, letter.size, letter.colour) for letter in letters_of(pdf, words, page)}
    return face  # type: ignore[return-value]


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(("landscape", "size"), [(False, A4), (True, A4[::-1])])
def test_a_paper_is_a4_upright_or_landscape(landscape: bool, size: tuple[float, float]) -> None:
    pdf = read(replace(rich_paper(), landscape=landscape)).pdf
    for page in pdf.pages:
        assert tuple(float(edge) for edge in page.MediaBox[2:]) == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize("form", [{}, {"large_print": True}, {"landscape": True}])
def test_text_keeps_to_the_margins_and_nothing_comes_near_the_edge(form: dict[str, bool]) -> None:
    pdf = read(replace(rich_paper(), **form))
    width, height = A4[::-1] if form.get("landscape") else A4
    left, right = 24 * MILLIMETRE, width - 22 * MILLIMETRE
    for letters in pdf.letters:
        for letter in letters:
            assert left - 0.5 <= letter.left
            assert letter.right <= right + 0.5
            assert 10 * MILLIMETRE < letter.middle < height - 10 * MILLIMETRE


@pytest.mark.parametrize("large_print", [False, True])
def test_each_kind_of_text_has_its_size_and_colour(large_print: bool) -> None:
    pdf = read(replace(rich_paper(), large_print=large_print))
    scale = 16 / 12 if large_print else 1
    faces = {
        "SEC PANEL PAPER": ("Arimo-Bold", 10, GREY),
        "Paper reference": ("Arimo-Regular", 12, GREY),
        "For information": ("Arimo-Regular", 12, INK),
        "NOTE": ("Arimo-Bold", 12, INK),
        "Purpose": ("Arimo-Bold", 20, NAVY),
        "This paper says": ("Arimo-Regular", 12, INK),
        "Define": ("Arimo-Bold", 10.5, WHITE),
        "7 new this month": ("Arimo-Regular", 9, WHITE),
        "Data as at 31 Jan 2020": ("Arimo-Regular", 9.5, GREY),
        "GREEN": ("Arimo-Bold", 9.5, MARKINGS["GREEN"]),
    }
    for words, (font, size, colour) in faces.items():
        assert face_of(pdf, words) == (font, pytest.approx(size * scale, abs=0.01), colour), words


def test_the_title_is_the_largest_text_and_stands_in_the_first_third_of_the_page() -> None:
    pdf = read(rich_paper())
    title = [letter for letter in pdf.letters[0] if letter.size == 28]
    assert "".join(letter.text for letter in title) == "ChangeStatusReport"
    assert {letter.colour for letter in title} == {NAVY}
    assert letters_of(pdf, "this paper")[0].middle > A4[1] * 2 / 3


def test_a_table_has_its_header_in_white_and_its_text_at_eleven_points() -> None:
    pdf = read(small_paper(long_table(3)))
    assert face_of(pdf, "Sponsor") == ("Arimo-Bold", 11, WHITE)
    assert face_of(pdf, "MP050") == ("Arimo-Regular", 11, INK)


@pytest.mark.parametrize(("word", "colour"), [*MARKINGS.items(), ("WHITE", INK), ("CONFIDENTIAL", INK)])
def test_a_marking_is_always_printed_as_a_word_in_its_colour(word: str, colour: Colour) -> None:
    pdf = read(replace(small_paper(), marking=word))
    assert face_of(pdf, word) == ("Arimo-Bold", 9.5, colour)


@pytest.mark.parametrize("draft", [False, True])
def test_only_a_draft_says_so_on_every_page(draft: bool) -> None:
    pdf = read(replace(rich_paper(), draft=draft))
    assert ["DRAFT" in page for page in pdf.texts] == [draft] * len(pdf.texts)


def test_header_and_footer_tell_paper_date_and_page() -> None:
    pdf = read(replace(rich_paper(), version="1.0"))
    total = len(pdf.texts)
    for number, page in enumerate(pdf.texts, start=1):
        assert squeeze("Change Status Report — January 2020") in page
        assert squeeze("SECP_77_0702_05 · v1.0") in page
        assert squeeze("Data as at 31 Jan 2020") in page
        assert f"Page{number}of{total}" in page
    assert [("ManagedbyGemserv" in page) for page in pdf.texts] == [False] * (total - 1) + [True]


@pytest.mark.parametrize("large_print", [False, True])
def test_a_long_reference_and_a_long_title_do_not_run_into_their_neighbours(large_print: bool) -> None:
    paper = replace(
        rich_paper(),
        reference="REFERENCE" * 9,
        running_title="Title " * 40,
        marking="MARKING" * 9,
        large_print=large_print,
    )
    letters = read(paper).letters[0]
    for row in {round(letter.middle) for letter in letters if letter.size < 13 and letter.text}:
        line = sorted((one for one in letters if round(one.middle) == row), key=lambda one: one.left)
        for one, next_one in pairwise(line):
            assert one.right <= next_one.left + 0.6, (one, next_one)


def test_running_text_on_a_landscape_page_is_no_wider_than_ninety_letters() -> None:
    pdf = read(replace(small_paper(paragraph("word " * 200)), landscape=True))
    assert max(letter.right for letter in letters_of(pdf, "word" * 200)) < 24 * MILLIMETRE + 45 * 12


# ---------------------------------------------------------------- what stays together


@pytest.mark.parametrize("lines", FILLERS)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_heading_stands_with_the_first_lines_below_it(lines: int, level: int) -> None:
    words = "word " * 16
    rendering = after_filler(
        lines,
        Heading(level, marked("heading")),
        paragraph(figure("first", "first"), "\n", words, "\n", figure("third", "third"), "\n", words * 5),
    )
    pages = pages_of(rendering)
    assert pages["heading"] == pages["first"]


@pytest.mark.parametrize("lines", FILLERS)
def test_headings_one_below_the_other_stand_with_the_table_below_them(lines: int) -> None:
    pages = pages_of(
        after_filler(lines, Heading(1, marked("part")), Heading(2, marked("section")), long_table(40, "Long"))
    )
    assert pages["part"] == pages["section"] == pages["open.MP050"] == pages["open.MP051"]


@pytest.mark.parametrize("lines", FILLERS)
def test_a_list_of_eight_lines_is_not_parted(lines: int) -> None:
    items = tuple(marked(f"item{number}") for number in range(8))
    pages = pages_of(after_filler(lines, Bullets(items)))
    assert len(set(pages.values())) == 1


@pytest.mark.parametrize("lines", FILLERS)
def test_a_lead_in_stands_with_its_list(lines: int) -> None:
    items = tuple(marked(f"item{number}") for number in range(4))
    pages = pages_of(after_filler(lines, paragraph(figure("lead", "These"), " three:"), Bullets(items)))
    assert len(set(pages.values())) == 1


@pytest.mark.parametrize("lines", FILLERS)
def test_the_one_sentence_between_a_heading_and_a_table_stands_with_its_first_rows(lines: int) -> None:
    opening = Heading(1, marked("release")), Paragraph(marked("passed"))
    pages = pages_of(after_filler(lines, *opening, long_table(12)))
    assert pages["release"] == pages["passed"] == pages["open.MP050"]


@pytest.mark.parametrize("lines", FILLERS)
def test_the_words_that_explain_a_table_stand_with_its_first_rows(lines: int) -> None:
    before = Heading(1, marked("decisions")), Paragraph(marked("count")), Paragraph(marked("letters"))
    pages = pages_of(after_filler(lines, *before, long_table(12)))
    assert pages["letters"] == pages["open.MP050"]


@pytest.mark.parametrize("lines", FILLERS)
def test_a_note_under_a_heading_stands_with_the_heading_after_it(lines: int) -> None:
    note = Paragraph(marked("length"), style="note")
    blocks = Heading(1, marked("items")), note, Heading(2, marked("first")), Paragraph(marked("asked"))
    assert len(set(pages_of(after_filler(lines, *blocks)).values())) == 1


@pytest.mark.parametrize("lines", FILLERS)
def test_a_table_of_eight_rows_and_its_note_are_not_parted(lines: int) -> None:
    note = Paragraph(marked("note"), style="note")
    pages = pages_of(after_filler(lines, long_table(8), note))
    assert len(set(pages.values())) == 1


@pytest.mark.parametrize("rows", [9, 14, 21])
@pytest.mark.parametrize("lines", FILLERS)
def test_the_notes_below_a_long_table_stand_with_its_last_rows(lines: int, rows: int) -> None:
    notes = [Paragraph(marked(f"note{number}"), style="note") for number in range(2)]
    rendering = after_filler(lines, long_table(rows), *notes)
    pages = pages_of(rendering)
    last = [pages[f"open.MP{number + 50:03d}"] for number in range(rows - 2, rows)]
    assert {pages["note0"], pages["note1"], *last} == {last[0]}
    headers = [page.count("Sponsor") for page in ReadPdf(rendering.data).texts]
    assert max(headers) == 1, "two parts of one table stand on one page"


@pytest.mark.parametrize("lines", FILLERS)
def test_the_key_facts_are_not_parted(lines: int) -> None:
    facts = KeyFacts(tuple((f"Label {number}", marked(f"fact{number}")) for number in range(5)))
    assert len(set(pages_of(after_filler(lines, facts)).values())) == 1


@pytest.mark.parametrize("lines", FILLERS)
def test_neither_the_first_nor_the_last_line_of_a_paragraph_stands_alone(lines: int) -> None:
    numbered = [part for number in range(9) for part in (figure(f"line{number}", "line"), "\n")]
    pages = list(pages_of(after_filler(lines, paragraph(*numbered))).values())
    assert len(pages) == 9
    assert pages.count(pages[0]) >= 2
    assert pages.count(pages[-1]) >= 2


@pytest.mark.parametrize("lines", FILLERS)
def test_a_row_of_a_long_table_is_not_parted(lines: int) -> None:
    words = "word " * 8
    rows = tuple(
        (text(str(number)), text(figure(f"top{number}", "top"), " ", words * 3, figure(f"end{number}", "end")))
        for number in range(15)
    )
    table = Table("Rows of several lines", (Column("A"), Column("B")), rows)
    pages = pages_of(after_filler(lines, table))
    assert all(pages[f"top{number}"] == pages[f"end{number}"] for number in range(15))


def test_a_row_taller_than_a_page_is_parted_and_begun_where_there_is_room() -> None:
    table = Table("Tall", (Column("A"), Column("B")), ((marked("a"), text("word " * 2500)), (marked("b"), text("end"))))
    rendering = after_filler(5, table)
    pages = pages_of(rendering)
    assert pages["a"] == 1
    assert pages["b"] == rendering.pages >= 5


@pytest.mark.parametrize("lines", FILLERS)
def test_no_page_is_left_empty(lines: int) -> None:
    rendering = after_filler(lines, Heading(1, text("word " * 150)), long_table(9), Heading(1, text("word " * 400)))
    letters = ReadPdf(rendering.data).letters
    assert all(any(letter.size > 10 for letter in page) for page in letters)


def test_a_heading_that_wants_a_page_of_its_own_begins_one() -> None:
    paper = small_paper(paragraph("Before"), Heading(1, marked("new"), new_page=True), paragraph("After"))
    assert pages_of(render_pdf(paper)) == {"new": 2}


def test_a_heading_that_wants_a_new_page_where_one_begins_anyway_leaves_none_empty() -> None:
    full = paragraph("filler\n" * 60)
    paper = small_paper(full, Heading(1, marked("new"), new_page=True), Heading(1, marked("next"), new_page=True))
    pages = pages_of(render_pdf(paper))
    assert pages["next"] == pages["new"] + 1


# ---------------------------------------------------------------- tables


def test_the_header_of_a_long_table_stands_on_each_of_its_pages() -> None:
    pdf = read(small_paper(long_table(60)))
    assert len(pdf.texts) > 2
    assert all("ReferenceTitleSponsorRaised" in page for page in pdf.texts)


def test_numbers_end_at_one_edge_under_their_heading() -> None:
    rendering = render_pdf(small_paper(long_table(12)))
    ends = {round(place.right, 1) for place in rendering.places}
    heading = letters_of(ReadPdf(rendering.data), "Open for")[-1]
    assert len(ends) == 1
    assert heading.right == pytest.approx(*ends, abs=0.2)


def test_a_centred_cell_stands_in_the_middle_of_its_column() -> None:
    columns = (Column("Left", width=1), Column("Middle of it", "centre", width=1))
    (place,) = render_pdf(small_paper(Table("T", columns, ((text("a"), marked("b")),)))).places
    heading = letters_of(read(small_paper(Table("T", columns, ()))), "Middle of it")
    middle = (heading[0].left + heading[-1].right) / 2
    assert (place.left + place.right) / 2 == pytest.approx(middle, abs=0.3)


def test_columns_with_a_width_share_the_table_in_that_relation() -> None:
    columns = (Column("One", width=1), Column("Three", width=3), Column("Two", width=2))
    rows = ((marked("a"), marked("b"), marked("c")),)
    left = {place.key: place.left for place in render_pdf(small_paper(Table("T", columns, rows))).places}
    assert left["c"] - left["b"] == pytest.approx(3 * (left["b"] - left["a"]), rel=0.15)


@pytest.mark.parametrize("form", [{}, {"landscape": True}])
def test_no_row_of_the_sample_table_takes_more_than_three_lines(form: dict[str, bool]) -> None:
    rendering = render_pdf(replace(small_paper(long_table(18)), **form))
    tops = [place.top for place in rendering.places if place.page == 1]
    assert max(above - below for above, below in pairwise(tops)) <= 3 * 15 + 12 + 0.1


def test_a_row_with_too_few_cells_is_an_error_of_the_composer() -> None:
    table = Table("T", (Column("A"), Column("B")), ((text("only one"),),))
    with pytest.raises(ValueError, match="zip"):
        render_pdf(small_paper(table))


def test_a_table_without_rows_shows_its_header() -> None:
    assert "AB" in read(small_paper(Table("T", (Column("A"), Column("B")), ()))).texts[0]
