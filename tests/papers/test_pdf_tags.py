from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pdfua import validate

from secdesk.papers.pdf.document import render_pdf
from secdesk.papers.tree import Chevrons, Column, Heading, Paper, Table

from .pdf_reading import Element, ReadPdf, no_level_is_skipped, squeeze
from .trees import hostile_paper, long_table, paragraph, rich_paper, small_paper, text

PAPERS = {
    "rich": rich_paper(),
    "large print": replace(rich_paper(), large_print=True),
    "landscape": replace(rich_paper(), landscape=True),
    "hostile": hostile_paper(),
    "empty": small_paper(),
    "row taller than a page": small_paper(
        Table("Tall", (Column("A"), Column("B")), ((text("a"), text("word " * 3000)),) * 2)
    ),
}


def read(paper: Paper) -> ReadPdf:
    return ReadPdf(render_pdf(paper).data)


@pytest.fixture(params=PAPERS)
def pdf(request: pytest.FixtureRequest) -> ReadPdf:
    return read(PAPERS[request.param])


def elements(pdf: ReadPdf) -> list[Element]:
    document = pdf.document
    kinds = ("P", "Title", "H1", "H2", "H3", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure")
    return [document, *document.find(*kinds)]


@pytest.mark.parametrize("name", PAPERS)
def test_the_checker_of_pdf_ua_finds_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_pdf(PAPERS[name]).data)
    report = validate(str(file))
    assert [finding.message for finding in report.findings] == []


def test_every_operator_is_tagged_or_part_of_an_artifact(pdf: ReadPdf) -> None:
    assert pdf.operators_outside_marks() == []


def test_the_file_declares_itself_tagged(pdf: ReadPdf) -> None:
    assert pdf.pdf.Root.MarkInfo.Marked
    assert pdf.pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.document.role == "Document"
    assert pdf.pdf.Root.StructTreeRoot.RoleMap.Title == pikepdf.Name.P


def test_the_parent_tree_leads_from_every_mark_back_to_its_element(pdf: ReadPdf) -> None:
    numbers = list(pdf.pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = {int(key): list(owner) for key, owner in zip(numbers[::2], numbers[1::2], strict=True)}
    claimed = {
        (page, mark): element.raw.objgen for element in elements(pdf) for page, mark in marks_of(element.raw, pdf)
    }

    assert {int(page.obj.StructParents) for page in pdf.pdf.pages} == set(owners)
    for page, texts in enumerate(pdf.marked_text):
        assert len(owners[page]) == len(texts)
        assert [claimed[page, mark] for mark in sorted(texts)] == [owner.objgen for owner in owners[page]]


def marks_of(raw: pikepdf.Object, pdf: ReadPdf) -> list[tuple[int, int]]:
    pages = [page.obj.objgen for page in pdf.pdf.pages]
    kids = raw.get("/K", [])
    marks = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            marks.append((pages.index(raw.Pg.objgen), kid))
        elif kid.get("/Type") == pikepdf.Name.MCR:
            marks.append((pages.index(kid.Pg.objgen), int(kid.MCID)))
    return marks


def test_every_element_knows_its_parent(pdf: ReadPdf) -> None:
    for element in elements(pdf):
        assert all(kid.raw.P.objgen == element.raw.objgen for kid in element.kids)


def test_heading_levels_are_never_skipped(pdf: ReadPdf) -> None:
    levels = [int(heading.role[1]) for heading in pdf.document.find("H1", "H2", "H3")]
    assert no_level_is_skipped(levels)


def test_headings_that_skip_levels_are_read_out_without_a_gap() -> None:
    pdf = read(small_paper(*(Heading(level, text(f"Level {level}")) for level in (3, 1, 3, 2, 3, 9, 0))))
    assert [heading.role for heading in pdf.document.find("H1", "H2", "H3")] == [
        "H1",
        "H1",
        "H2",
        "H2",
        "H3",
        "H3",
        "H1",
    ]


def test_a_heading_is_read_out_with_its_number() -> None:
    pdf = read(small_paper(Heading(1, text("Purpose"), "1."), Heading(2, text("None")), Heading(3, text(" "))))
    assert [heading.text for heading in pdf.document.find("H1", "H2", "H3")] == ["1. Purpose", "None"]


def test_the_rich_paper_is_read_out_in_its_order() -> None:
    document = read(rich_paper()).document
    roles = [kid.role for kid in document.kids]
    assert roles[:9] == ["P", "Title", "P", "L", "H1", "P", "H1", "P", "Figure"]
    assert squeeze(document.all_text).startswith(
        squeeze("SEC PANEL PAPER Change Status Report January 2020 Paper reference SECP_77_0702_05 Meeting SEC Panel")
    )


def test_words_at_a_line_end_are_read_out_apart() -> None:
    words = "Those who must follow the rule read it in two ways, and both readings are in use by now, so that a Party"
    (found,) = [element.text for element in read(small_paper(paragraph(words))).document.find("P")][2:]
    assert found == words


def test_a_compound_word_parted_at_its_hyphen_is_read_out_whole() -> None:
    words = "sub-committee " * 30
    (found,) = [element.text for element in read(small_paper(paragraph(words))).document.find("P")][2:]
    assert found == words.strip()


def test_a_list_is_read_out_as_a_list() -> None:
    pdf = read(rich_paper())
    (key_facts, items, *_) = pdf.document.find("L")
    assert [kid.role for kid in items.kids] == ["LI"] * 3
    assert [[part.role for part in item.kids] for item in items.kids] == [["Lbl", "LBody"]] * 3
    assert items.kids[0].kids[0].text == "•"
    assert items.kids[0].kids[1].text == "DP101 ‘Large gas meter displays’"
    assert items.raw.A.ListNumbering == pikepdf.Name.Disc
    assert [[part.text for part in item.kids] for item in key_facts.kids][1] == [
        "Meeting",
        "SEC Panel, Friday 14 February 2020",
    ]


def test_a_table_of_several_pages_is_read_out_as_one_with_one_header() -> None:
    paper = small_paper(long_table(60))
    pdf = read(paper)
    (table,) = pdf.document.find("Table")
    header, *rows = table.kids

    assert len(pdf.pdf.pages) > 2
    assert [cell.role for cell in header.kids] == ["TH"] * 5
    assert [cell.text for cell in header.kids] == ["Reference", "Title", "Sponsor", "Raised", "Open for"]
    assert all(cell.raw.A.Scope == pikepdf.Name.Column for cell in header.kids)
    assert [row.role for row in rows] == ["TR"] * 60
    assert all([cell.role for cell in row.kids] == ["TD"] * 5 for row in rows)
    assert [row.kids[0].text for row in rows] == [f"MP{number:03d}" for number in range(50, 110)]
    assert str(table.raw.A.Summary) == "Modification Proposals in refinement"


def test_a_row_over_two_pages_is_read_out_as_one_row() -> None:
    words = " ".join(f"word{number}" for number in range(2_000))
    pdf = read(small_paper(Table("Tall", (Column("A"), Column("B")), ((text("a"), text(words)),))))
    (table,) = pdf.document.find("Table")
    assert [cell.text for cell in table.kids[1].kids] == ["a", words]


def test_an_empty_cell_stays_in_its_row() -> None:
    pdf = read(small_paper(Table("T", (Column("A"), Column(""), Column("C")), ((text("a"), (), text("c")),))))
    (table,) = pdf.document.find("Table")
    assert [[cell.text for cell in row.kids] for row in table.kids] == [["A", "", "C"], ["a", "", "c"]]


def test_the_stage_graphic_is_one_figure_with_its_words_and_its_rectangle() -> None:
    pdf = read(rich_paper())
    (figure,) = pdf.document.find("Figure")
    left, bottom, right, top = (float(edge) for edge in figure.raw.A.BBox)

    assert str(figure.raw.Alt) == "Proposals: 15 in Define, 30 in Refine, 2 in Opine, 5 in Release"
    (numeral,) = (letter for letter in pdf.letters[0] if letter.text == "3" and letter.size == 17)
    assert left < numeral.left < right
    assert bottom < numeral.middle < top


def test_a_stage_graphic_without_words_of_its_own_gets_them_from_its_counts() -> None:
    (chevrons,) = (block for block in rich_paper().blocks if isinstance(block, Chevrons))
    pdf = read(small_paper(replace(chevrons, alternative=" ")))
    (figure,) = pdf.document.find("Figure")
    assert str(figure.raw.Alt) == "15 in Define, 30 in Refine, 2 in Opine, 5 in Release"


def test_header_and_footer_are_not_read_out() -> None:
    pdf = read(rich_paper())
    assert all("Dataasat31Jan2020" in page for page in pdf.texts)
    assert "Data as at" not in pdf.document.all_text
    assert "DRAFT" not in pdf.document.all_text
