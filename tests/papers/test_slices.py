"""Tables too wide for their page: in parts, so that no word breaks, and nothing is lost or told twice."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import strategies as st

from secdesk.papers.render import render
from secdesk.papers.slices import Room, sliced
from secdesk.papers.tree import Column, Figure, Line, Table, Text, figures, plain
from secdesk.papers.widths import arial_width
from secdesk.register.register import Register
from secdesk.services.papers import PAPERS

from .pdf_reading import ReadPdf
from .wishes import paper_of

KEYS = (Column("Proposal"), Column("Type"))
words = st.text("abcdefghij", min_size=1, max_size=14)


def room(size: float, available: float = 465) -> Room:
    """An upright page for letters of a size, measured as a Word table is."""
    return Room(available, 12, lambda text, bold: arial_width(text, size, bold=bold))


def wide(columns: int, rows: int, cell: str = "26 Oct 22") -> Table:
    body: tuple[tuple[Line, ...], ...] = tuple(
        (
            (Figure(f"r.{row}", f"MP{row}"),),
            (Text("IA"),),
            *((Figure(f"c.{row}.{place}", cell),) for place in range(columns)),
        )
        for row in range(rows)
    )
    return Table("Wide", (*KEYS, *(Column(f"Column {place}", "right") for place in range(columns))), body)


def test_a_table_that_fits_stays_as_it_is() -> None:
    table = wide(3, 4)
    assert sliced(table, room(11)) == (table,)


def test_a_wide_table_comes_in_parts_that_name_their_rows() -> None:
    first, second = sliced(wide(7, 3), room(11))
    assert [column.title for column in first.columns] == ["Proposal", "Type", *(f"Column {n}" for n in range(4))]
    assert [column.title for column in second.columns] == ["Proposal", "Type", *(f"Column {n}" for n in range(4, 7))]
    assert second.title == "Wide, continued"
    assert [plain(row[0]) for row in second.rows] == ["MP0", "MP1", "MP2"]


def test_each_figure_stands_in_one_part_alone() -> None:
    table = wide(9, 5)
    parts = sliced(table, room(15))
    told = [run.key for part in parts for row in part.rows for cell in row for run in cell if isinstance(run, Figure)]
    assert sorted(told) == sorted(
        run.key for row in table.rows for cell in row for run in cell if isinstance(run, Figure)
    )


def test_where_one_column_is_wider_than_the_page_parting_does_not_help() -> None:
    table = wide(7, 2, cell="x" * 400)
    assert sliced(table, room(11)) == (table,)


@given(
    table=st.integers(1, 9).flatmap(
        lambda count: st.builds(
            lambda heads, rows: Table("T", tuple(Column(head) for head in heads), tuple(rows)),
            st.lists(words, min_size=count, max_size=count),
            st.lists(st.tuples(*[words.map(lambda word: (Text(word),))] * count), max_size=4),
        )
    ),
    available=st.integers(60, 700),
)
def test_no_text_of_a_table_is_lost(table: Table, available: int) -> None:
    parts = sliced(table, room(11, available))

    def texts(of: Table) -> set[tuple[int, str, str]]:
        cells: list[tuple[int, str, Line]] = [
            (number, head.title, cell)
            for number, row in enumerate(of.rows)
            for head, cell in zip(of.columns, row, strict=True)
        ]
        return {(number, head, plain(cell)) for number, head, cell in cells}

    assert set().union(*(texts(part) for part in parts)) == texts(table)
    assert all(len(row) == len(part.columns) for part in parts for row in part.rows)


@pytest.mark.parametrize("kind", PAPERS)
def test_large_print_breaks_no_word_of_a_heading_of_a_table(full: Register, kind: str) -> None:
    paper = replace(paper_of(full, "full", kind), large_print=True)
    pdf = ReadPdf(render(paper, ".pdf").data)
    lines = {word for page in pdf.lines for line in page for word in line.split()}
    titles = [column.title for block in paper.blocks if isinstance(block, Table) for column in block.columns]
    assert {word for title in titles for word in title.split()} - lines == set()


def test_both_kinds_of_file_part_the_tables_of_a_report_in_large_print(full: Register) -> None:
    paper = replace(paper_of(full, "full", "change_status_report"), large_print=True)
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    document: Document = docx.Document(BytesIO(render(paper, ".docx").data))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert len(heads) - 1 > len(tables)  # one more is the stage graphic
    assert heads[-1][:2] == ["Proposal", "Type"]
    rendering = render(paper, ".pdf")
    tagged = list(ReadPdf(rendering.data).document.find("Table"))
    assert len(tagged) > len(tables)
    assert len(rendering.places) == len([figure for figure in figures(paper) if figure.text.strip()])
