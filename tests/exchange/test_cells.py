"""Cells of spreadsheets: what looks like a formula, what is too long, what no file can hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.exchange.cells import (
    MOST_IN_CELL,
    cell_text,
    csv_cell,
    exact_cell,
    fitting,
    from_xlsx_text,
    is_like_formula,
    is_notice,
    plain_text,
    protect,
    protected_as_text,
    xlsx_text,
)

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "﹦1", "=HYPERLINK(\"x\")",
    "=cmd|' /C calc'!A0", " =1", "\u00a0=1", "\ufeff=1", "\u200b=1", "-", "=", "@",
]  # fmt: skip
HARMLESS = ["", "a=1", "1-1", "'tis", "don’t", "100 %", "–1 (with a dash)", "(=1)", "7 Feb 2020", '"=1"', "MP077"]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NASTY = st.text(st.sampled_from("'=+-@\t\r\n ＝＋－＠﹦\ufeff\u200b\u00a0a1_x\x07\x00"), max_size=12)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_could_work_out_is_protected(text: str) -> None:
    assert is_like_formula(text)
    assert csv_cell(text).startswith("'")
    assert protected_as_text(protect(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stands_as_it_is(text: str) -> None:
    assert csv_cell(text) == text
    assert protected_as_text(text) == text


@given(ANY_TEXT | NASTY)
def test_protection_comes_off_again_whatever_the_text(text: str) -> None:
    assert protected_as_text(protect(text)) == text
    assert not is_like_formula(text) or protect(text) == f"'{text}"


def test_numbers_and_dates_are_never_protected() -> None:
    assert [csv_cell(cell) for cell in (-5, 0, 12, date(2020, 2, 7), None)] == ["-5", "0", "12", "7 Feb 2020", ""]
    assert [exact_cell(cell) for cell in (-5, date(2020, 2, 7), None, "=1")] == ["-5", "2020-02-07", "", "=1"]
    assert cell_text(date(2020, 2, 7)) == "7 Feb 2020"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("x" * MOST_IN_CELL, True),
        ("x" * (MOST_IN_CELL + 1), False),
        ("😀" * (MOST_IN_CELL // 2), True),
        ("😀" * (MOST_IN_CELL // 2 + 1), False),
    ],
)
def test_a_text_too_long_for_a_cell_is_replaced_by_a_notice_that_says_so(text: str, fits: bool) -> None:
    shown = fitting(text)
    assert (shown == text) is fits
    assert is_notice(shown) is not fits
    assert fits or f"{len(text):,} characters" in shown
    assert not is_like_formula(shown)


def test_a_text_that_speaks_of_characters_is_no_notice() -> None:
    assert not is_notice("[12 characters: too long]")


@given(ANY_TEXT | NASTY)
def test_whatever_stands_in_a_workbook_is_legal_xml_and_comes_back(text: str) -> None:
    written = xlsx_text(text)
    assert all(letter in "\t\n" or letter >= " " for letter in written)
    assert not {"\ufffe", "\uffff"} & set(written)
    if not {"\ufffe", "\uffff"} & set(text):
        assert from_xlsx_text(written) == text


def test_a_text_that_looks_like_a_code_of_a_workbook_is_none() -> None:
    assert xlsx_text("_x0041_") == "_x005F_x0041_"
    assert from_xlsx_text("_x005F_x0041_") == "_x0041_"
    assert from_xlsx_text("_x0041_") == "_x0041_"
    assert from_xlsx_text("bell _x0007_") == "bell \x07"


def test_half_a_character_is_replaced_where_no_file_can_hold_it() -> None:
    assert plain_text("a\ud800b\x00") == "a\ufffdb\ufffd"
