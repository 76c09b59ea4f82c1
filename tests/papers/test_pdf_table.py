from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.papers.pdf.fonts import harden_reportlab, load_fonts

harden_reportlab()

from secdesk.papers.pdf.columns import ColumnText, share_width  # noqa: E402 - after reportlab is made safe
from secdesk.papers.pdf.style import Face  # noqa: E402
from secdesk.papers.pdf.table import Cell, Grid, GridLook, Place  # noqa: E402
from secdesk.papers.pdf.tags import Node  # noqa: E402
from secdesk.papers.pdf.text import Run, TextFlow  # noqa: E402

load_fonts()
FACE = Face(11, 15)
WORDS = st.text(st.sampled_from("abcdW  "), max_size=60)
PAGE = 400.0


def flow(words: str) -> TextFlow:
    return TextFlow([Run(words, FACE)], FACE.leading)


def column(*cells: str, share: float = 0.0, grows: bool = True) -> ColumnText:
    return ColumnText([flow(cell) for cell in cells], share, grows)


def lines_at(cells: list[str], width: float) -> int:
    return max(flow(cell).count_lines(width) for cell in cells)


# ---------------------------------------------------------------- widths


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=6), st.floats(100, 700))
def test_columns_fill_the_table_and_none_is_negative(columns: list[list[str]], available: float) -> None:
    widths = share_width([column(*cells) for cells in columns], available)
    assert sum(widths) == pytest.approx(available)
    assert min(widths) >= 0


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5))
def test_columns_with_room_enough_keep_every_text_on_one_line(columns: list[list[str]]) -> None:
    available = sum(max(flow(cell).natural_width for cell in cells) for cells in columns) + 1
    widths = share_width([column(*cells) for cells in columns], available)
    assert all(lines_at(cells, width) == 1 for cells, width in zip(columns, widths, strict=True))


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5), st.integers(1, 3))
def test_rows_take_three_lines_at_most_where_that_can_be(columns: list[list[str]], lines: int) -> None:
    texts = [column(*cells) for cells in columns]
    available = sum(text.width_for(lines) for text in texts) + 0.01
    widths = share_width(texts, available)
    assert all(lines_at(cells, width) <= 3 for cells, width in zip(columns, widths, strict=True))


def test_short_columns_keep_their_line_and_the_long_text_wraps() -> None:
    reference, title, days = (
        ["MP050"] * 5,
        ["Delivery of files over the interface instead of by e-mail"] * 5,
        ["163 WD"] * 5,
    )
    widths = share_width([column(*reference), column(*title), column(*days, grows=False)], 250)
    assert [lines_at(cells, width) for cells, width in zip((reference, title, days), widths, strict=True)] == [1, 2, 1]


def test_a_column_of_numbers_gets_a_little_air_and_the_text_the_rest() -> None:
    name, days = share_width([column("Define"), column("163 WD", grows=False)], 400)
    assert flow("163 WD").natural_width + 10 < days < 100
    assert name == pytest.approx(400 - days)


def test_one_cell_with_many_line_ends_does_not_take_the_width_of_the_others() -> None:
    tall, long = ["a\n" * 60], ["some words of a title that is rather long for one line of this table"]
    widths = share_width([column(*tall), column(*long)], 200)
    assert lines_at(long, widths[1]) <= 3


def test_a_text_without_end_leaves_the_other_columns_their_words() -> None:
    widths = share_width([column("Reference", "MP050"), column("word " * 3_000), column("163 WD")], 400)
    assert widths[0] >= flow("Reference").widest_word - 0.01
    assert widths[1] > 200


def test_words_wider_than_the_table_share_it_fairly() -> None:
    widths = share_width([column("x" * 500), column("y" * 500), column("z")], 300)
    assert widths[0] == pytest.approx(widths[1])
    assert widths[2] >= flow("z").natural_width


def test_shares_divide_what_measured_columns_leave() -> None:
    widths = share_width([column("Reference"), column("a", share=1), column("b", share=3)], 400)
    assert widths[0] == pytest.approx(flow("Reference").natural_width)
    assert widths[2] == pytest.approx(3 * widths[1])


# ---------------------------------------------------------------- page ends


def grid(heights: list[int], header: bool = True) -> Grid:
    """Return a table with rows of so many lines."""
    rows = [[Cell(flow("\n".join("a" * height)), Node("TD")), Cell(flow("b"), Node("TD"))] for height in heights]
    top = [Cell(flow("A"), Node("TH")), Cell(flow("B"), Node("TH"))] if header else []
    return Grid(top, rows, [100, 100], GridLook(6, 6, 15), PAGE)


@given(
    st.lists(st.one_of(st.integers(1, 6), st.integers(1, 90)), min_size=1, max_size=12),
    st.floats(0, PAGE),
    st.booleans(),
)
def test_a_table_is_laid_out_on_pages_that_it_fits_and_no_line_is_lost(
    heights: list[int], first: float, header: bool
) -> None:
    table = grid(heights, header)
    printed: list[list[int]] = [[] for _ in heights]
    for start, stop, available in pages_of(table, first):
        assert table.height(start, stop) <= available + 0.1
        parts = list(table.parts(start, stop))
        assert table.height(start, stop) == pytest.approx(
            table.header_height + sum(table.row_height(part.last - part.first) for part in parts)
        )
        for number, part in enumerate(parts, start=start[0]):
            printed[number] += range(part.first, part.last)
    assert printed == [list(range(height)) for height in heights]


@given(st.lists(st.integers(1, 20), min_size=1, max_size=12), st.floats(0, PAGE))
def test_a_row_that_fits_on_a_page_is_never_parted(heights: list[int], first: float) -> None:
    assert all(stop[1] == 0 for _, stop, _ in pages_of(grid(heights), first))


def pages_of(table: Grid, first: float) -> list[tuple[Place, Place, float]]:
    """Return the parts of a table on pages of which the first has ``first`` points left."""
    parts, start, available = [], (0, 0), first
    while start != table.end:
        fits = table.height(start, table.end) <= available
        stop = table.end if fits else table.parting_place(start, available)
        if stop != start:
            parts.append((start, stop, available))
        else:
            assert available < PAGE, "nothing fits on an empty page"
        start, available = stop, PAGE
    return parts
