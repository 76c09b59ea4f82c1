"""The list of corrections: what differs between two trees, in sentences."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from secdesk.papers.lines import heading, line, paragraph
from secdesk.papers.paper_changes import changes_between, with_corrections
from secdesk.papers.tree import Block, Bullets, Column, Paper, Table

from .sample_papers import paper, status_report


def with_blocks(*blocks: Block) -> Paper:
    return replace(paper(), blocks=blocks)


def table(*rows: tuple[str, ...]) -> Table:
    columns = (Column("Assessments"), Column("Total", "right"), Column("Average", "right"))
    return Table("Totals", columns, tuple(tuple(line(cell) for cell in row) for row in rows))


def test_a_paper_does_not_differ_from_itself_whatever_its_version() -> None:
    one = status_report()
    assert changes_between(one, replace(one, version="9.9", draft=not one.draft)) == ()


def test_a_cell_is_told_with_its_row_its_column_and_its_section() -> None:
    old = with_blocks(heading(1, "Refine", "3."), table(("PA open", "5", "106 WD"), ("IA open", "3", "163 WD")))
    new = with_blocks(heading(1, "Refine", "3."), table(("PA open", "6", "106 WD"), ("IA open", "3", "163 WD")))
    assert changes_between(old, new) == ("3. Refine: PA open, Total: was ‘5’, is now ‘6’",)


def test_a_sentence_is_matched_with_the_one_it_grew_from() -> None:
    old = with_blocks(heading(1, "Summary"), paragraph("There are two proposals."), paragraph("Nothing else."))
    new = with_blocks(heading(1, "Summary"), paragraph("There are three proposals."), paragraph("Nothing else."))
    assert changes_between(old, new) == (
        "Summary: was ‘There are two proposals.’, is now ‘There are three proposals.’",
    )


def test_what_came_and_what_went_is_told() -> None:
    old = with_blocks(heading(1, "List"), Bullets((line("DP101"), line("DP104"))))
    new = with_blocks(heading(1, "List"), Bullets((line("DP104"), line("Something long and different"))))
    assert set(changes_between(old, new)) == {
        "List: left out ‘DP101’",
        "List: added ‘Something long and different’",
    }


def test_the_cover_is_compared_as_well() -> None:
    old = paper()
    assert changes_between(old, replace(old, reference="SECP_77_0702_06")) == (
        f"Reference: was ‘{old.reference}’, is now ‘SECP_77_0702_06’",
    )


def test_corrections_stand_before_the_first_new_page_or_at_the_end() -> None:
    first, page, last = heading(1, "Purpose"), heading(1, "Summary", new_page=True), paragraph("End")
    inside = with_corrections((first, page, last), "1.0", ("A: was ‘b’, is now ‘c’",))
    assert inside[0] == first
    assert inside[-2:] == (page, last)
    at_end = with_corrections((first, last), "1.0", ("x",))
    assert at_end[:2] == (first, last)
    assert with_corrections((first,), "1.0", ()) == (first,)


@given(st.lists(st.text(min_size=1, max_size=30), max_size=6), st.lists(st.text(min_size=1, max_size=30), max_size=6))
def test_two_papers_differ_exactly_where_their_texts_do(old: list[str], new: list[str]) -> None:
    def made(texts: list[str]) -> Paper:
        return with_blocks(heading(1, "One"), *(paragraph(text) for text in texts))

    assert bool(changes_between(made(old), made(new))) == (old != new)
