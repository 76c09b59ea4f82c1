from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.papers.widths import ColumnNeed, arial_width, cells_of, share_width


@pytest.mark.parametrize(("text", "cells"), [("", 0), ("abc", 3), ("Llŷr", 4), ("e\u0301", 1), ("你好", 4), ("ｗ", 2)])
def test_text_takes_places_as_a_typewriter_would_give_it(text: str, cells: int) -> None:
    assert cells_of(text) == cells


def test_text_is_as_wide_as_the_typeface_says() -> None:
    # 0.722 + 0.722 + 0.722 of the size, from the published metrics of Arial.
    assert arial_width("DCC", 10) == pytest.approx(21.66)
    assert arial_width("il", 10) == pytest.approx(4.44)
    assert arial_width("DCC", 10, bold=True) > arial_width("DCC", 10)
    assert arial_width("你", 10) == pytest.approx(10)


def test_columns_that_fit_are_whole_and_text_takes_what_is_left_over() -> None:
    needs = [ColumnNeed(10, 20), ColumnNeed(5, 10, takes_more=False), ColumnNeed(10, 40)]
    assert share_width(needs, 130) == pytest.approx([40, 10, 80])


def test_where_no_column_takes_more_all_share_what_is_left_over() -> None:
    needs = [ColumnNeed(1, 10, takes_more=False), ColumnNeed(1, 20, takes_more=False)]
    assert share_width(needs, 50) == pytest.approx([20, 30])


def test_short_columns_stay_on_one_line_and_long_ones_share_the_rest() -> None:
    needs = [ColumnNeed(9, 9), ColumnNeed(10, 300), ColumnNeed(5, 12), ColumnNeed(10, 100)]
    first, second, third, fourth = share_width(needs, 100)
    assert (first, third) == (9, 12)
    assert second > fourth > 10
    assert first + second + third + fourth == pytest.approx(100)


def test_given_ratios_are_kept_and_measured_columns_come_before_them() -> None:
    assert share_width([ColumnNeed(1, 90, ratio=1), ColumnNeed(1, 5, ratio=3)], 100) == pytest.approx([25, 75])
    first, second, third = share_width([ColumnNeed(5, 10), ColumnNeed(1, 1, ratio=1), ColumnNeed(1, 1, ratio=2)], 100)
    assert first == pytest.approx(10)
    assert third == pytest.approx(2 * second)


def test_no_columns_share_nothing() -> None:
    assert share_width([], 100) == []


@st.composite
def any_needs(draw: st.DrawFn) -> list[ColumnNeed]:
    """Columns as measured from some texts."""
    pairs = draw(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=1, max_size=8))
    return [ColumnNeed(min(pair), max(pair), takes_more=draw(st.booleans())) for pair in pairs]


@given(needs=any_needs(), available=st.floats(10, 2000))
def test_columns_fill_the_width_and_no_word_is_split_while_all_have_room(
    needs: list[ColumnNeed], available: float
) -> None:
    widths = share_width(needs, available)
    assert sum(widths) == pytest.approx(available)
    assert min(widths) >= 0
    if sum(need.least for need in needs) <= available:
        assert all(width >= need.least - 1e-6 for width, need in zip(widths, needs, strict=True))
