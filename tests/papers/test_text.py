from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.papers.plain.document import render_text
from secdesk.papers.tree import Block, Bullets, Chevrons, Column, Heading, Line, Paper, Paragraph, Table, Text
from secdesk.papers.visible import show_hidden

from .sample_papers import ALTERNATIVE, MP097, chevrons, hostile_texts, paper, paper_full_of, status_report
from .trees import text as line

WIDTH = 100


def written(a_paper: Paper) -> str:
    return render_text(a_paper).data.decode()


def body(*blocks: Block) -> list[str]:
    """The lines between the two rules of a paper."""
    lines = written(paper(*blocks)).split("\n")
    first, last = (index for index, text in enumerate(lines) if text == "-" * WIDTH)
    return "\n".join(lines[first + 1 : last]).strip("\n").split("\n")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_cover_says_what_the_paper_is_before_its_text() -> None:
    cover = written(status_report()).split("-" * WIDTH)[0]
    assert cover.startswith("SEC PANEL PAPER\n\n====================\nChange Status Report\n====================\n")
    assert "January 2020\n\nGREEN · DRAFT\n" in cover
    assert "Paper reference  SECP_77_0702_05\nMeeting          SEC Panel 77, 14 February 2020\n" in cover


def test_an_issued_paper_without_marking_says_nothing_of_drafts() -> None:
    text = written(status_report(draft=False, marking=""))
    assert "DRAFT" not in text
    assert "January 2020\n\nPaper reference" in text


def test_a_long_key_fact_hangs_under_its_value() -> None:
    lines = written(status_report()).split("\n")
    action = next(index for index, text in enumerate(lines) if text.startswith("Action"))
    assert lines[action].startswith("Action           For information — the Panel")
    assert lines[action + 1] == " " * 17 + "appendix"


def test_the_last_lines_match_the_paper_to_its_data() -> None:
    a_paper = status_report()
    assert written(a_paper).endswith(
        "SECP_77_0702_05 · v1.0 · Data as at 31 Jan 2020\n"
        f"Managed by Example Administrator Ltd · Check code {a_paper.check_code}\n"
    )


@pytest.mark.parametrize(("level", "mark"), [(1, "="), (2, "-"), (3, ".")])
def test_a_heading_is_underlined_as_long_as_it_is(level: int, mark: str) -> None:
    assert body(Heading(level, line("Working Group"), "4.")) == ["4. Working Group", mark * 16]


def test_wide_letters_count_twice_and_combining_ones_not_at_all() -> None:
    assert body(Heading(1, line("你好 e\u0301"))) == ["你好 e\u0301", "======"]


def test_paragraphs_wrap_at_blanks_before_column_100() -> None:
    words = [f"word{number}" for number in range(60)]
    lines = body(Paragraph(line(" ".join(words))))
    assert max(map(len, lines)) <= WIDTH
    assert all(len(one) + 1 + len(two.split()[0]) > WIDTH for one, two in pairwise(lines))
    assert " ".join(lines).split(" ") == words


def test_a_line_feed_starts_a_new_line_and_a_note_is_set_in() -> None:
    assert body(Paragraph(line("First.\nSecond."))) == ["First.", "Second."]
    assert body(Paragraph(line("One.\nTwo."), "note")) == ["  One.", "  Two."]


def test_a_word_longer_than_the_line_is_left_whole() -> None:
    long = "x" * 150
    assert body(Paragraph(line(f"before {long} after"))) == ["before", long, "after"]


def test_references_with_hyphens_and_hard_blanks_are_not_broken() -> None:
    reference = "MP097\u00a0'Short\u00a0title'"
    for fill in range(80, 101):
        text = "y" * fill + f" {reference} SEC-P-77"
        words = " ".join(body(Paragraph(line(text)))).split(" ")
        assert words == ["y" * fill, reference, "SEC-P-77"]


def test_bullets_hang_and_keep_a_reference_with_its_title() -> None:
    lines = body(Bullets((line(MP097), line(f"{MP097} " + "and more " * 12), ())))
    assert lines[0] == f"- {MP097}"
    assert lines[1].startswith("- MP097")
    assert lines[2].startswith("  and more")
    assert lines[-1] == "-"


def test_the_stage_graphic_is_its_alternative_text_and_the_notes_it_leaves_out() -> None:
    assert body(chevrons()) == [ALTERNATIVE, "", "- Define 15: 7 new this month", "- Release 5*"]


def test_a_stated_figure_keeps_its_mark() -> None:
    assert "52* proposals are open" in written(status_report())


def test_a_table_is_aligned_by_its_columns() -> None:
    rows = ((line("Define"), line("7"), line("x")), (line("Refine"), line("30"), line("xyz")))
    table = Table("Counts", (Column("Stage"), Column("WD", "right"), Column("Mid", "centre")), rows)
    assert body(table) == ["Stage   WD  Mid", "------  --  ---", "Define   7   x", "Refine  30  xyz"]


def test_wide_cells_wrap_inside_their_column_and_rows_then_stand_apart() -> None:
    rows = tuple((line(f"DP{number}"), line("many words " * 20), line("9 WD")) for number in (1, 2))
    lines = body(Table("Long", (Column("Reference"), Column("Title"), Column("Taken", "right")), rows))
    assert max(map(len, lines)) <= WIDTH
    assert lines.count("") == 1
    assert [text.split()[0] for text in lines if not text.startswith(" ") and text] == [
        "Reference",
        "---------",
        "DP1",
        "DP2",
    ]
    words = " ".join(lines).split()
    assert (words.count("many"), words.count("words")) == (40, 40)
    assert lines[2].endswith(" 9 WD")


def test_a_table_too_wide_for_the_page_is_written_cell_by_cell() -> None:
    columns = tuple(Column(f"Column{number}") for number in range(12))
    row = tuple(line(f"uncuttable{number}") for number in range(12))
    lines = body(Table("Wide", columns, (row, row[:2])))
    assert lines[0] == "Column0: uncuttable0"
    assert lines[11] == "Column11: uncuttable11"
    assert lines[12:15] == ["", "Column0: uncuttable0", "Column1: uncuttable1"]


def test_rows_with_too_few_or_too_many_cells_are_shown_as_they_are() -> None:
    table = Table("Ragged", (Column("A"), Column("B")), ((line("1"),), (line("2"), line("3"), line("4")), ()))
    assert body(table) == ["A  B", "-  -  -", "1", "2  3  4"]


def test_a_table_without_rows_shows_its_titles() -> None:
    assert body(Table("None", (Column("A"), Column("B")), ())) == ["A  B", "-  -"]


def test_text_that_names_another_reading_order_is_shown_as_its_code_and_reported() -> None:
    rendering = render_text(paper(Paragraph(line("paid \u202e100 then \u202e200"))))
    assert "paid [U+202E]100 then [U+202E]200" in rendering.data.decode()
    assert rendering.unprintable == (("\u202e", "paid [U+202E]100 then [U+202E]200"),)


def test_empty_blocks_leave_no_gap() -> None:
    empty: Line = ()
    lines = body(
        Paragraph(line("One")),
        Paragraph(empty),
        Heading(2, empty),
        Bullets(()),
        Chevrons((), ""),
        Paragraph(line("Two")),
    )
    assert lines == ["One", "", "Two"]


def test_a_megabyte_in_one_paragraph_is_written() -> None:
    lines = body(Paragraph(line("word " * 200_000)))
    assert len(lines) == 10_000
    assert body(Paragraph(line("x" * 1_000_000))) == ["x" * 1_000_000]


def test_a_megabyte_word_in_a_cell_does_not_widen_the_other_rows() -> None:
    rows = ((line("a"), line("x" * 1_000_000), line("b")), *[(line("c"), line("d"), line("e"))] * 5)
    data = render_text(paper(Table("Huge", (Column("1"), Column("2"), Column("3")), rows))).data
    assert len(data) < 1_003_000


def test_equal_papers_give_equal_bytes() -> None:
    assert render_text(status_report()).data == render_text(status_report()).data


@given(text=hostile_texts)
def test_any_text_in_any_place_is_written_and_found_again(text: str) -> None:
    rendering = render_text(paper_full_of(text))
    out = rendering.data.decode()
    assert out.endswith("\n")
    assert not out.endswith("\n\n")
    assert all(one == one.rstrip() for one in out.split("\n"))
    assert squeezed(show_hidden(text)) in squeezed(out)
    assert {character for character, _ in rendering.unprintable} == {
        character for character in text if show_hidden(character).startswith("[U+")
    }
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", out)


@given(cells=st.lists(st.lists(hostile_texts, min_size=3, max_size=3), max_size=4))
def test_every_cell_of_a_table_is_found_word_by_word(cells: list[list[str]]) -> None:
    columns = (Column("A"), Column("B", "right"), Column("C", "centre"))
    out = written(paper(Table("T", columns, tuple(tuple((Text(cell),) for cell in row) for row in cells))))
    words = out.split()
    for row in cells:
        for cell in row:
            for word in show_hidden(cell).split():
                assert word in words
