"""CSV as programs write it: encodings, separators, quoting, apostrophes before formulas."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.errors import KnownError
from secdesk.exchange.csv_text import protected_as_text, read_sheet

TEXT = "Number,Title\r\nDP1,Łukasz’s café\r\n"


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_sheet(data, "a.csv").rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    sheet = read_sheet(TEXT.encode(encoding), "a.csv")
    assert sheet.headings == ("Number", "Title")
    assert [row.cells for row in sheet.rows] == [("DP1", "Łukasz’s café")]


def test_the_encoding_of_older_windows_programs_is_read() -> None:
    assert cells("Number,Title\nDP1,“café” – £5".encode("cp1252")) == [("DP1", "“café” – £5")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_out(separator: str) -> None:
    text = f'Number{separator}Title{separator}Path\nDP1{separator}"a, b; c\td"{separator}3\n'
    assert cells(text.encode()) == [("DP1", "a, b; c\td", "3")]


def test_excel_may_name_the_separator_in_a_line_of_its_own() -> None:
    assert cells(b"sep=;\nNumber;Title, full\nDP1;a\n") == [("DP1", "a")]


def test_a_list_of_one_column_is_a_list() -> None:
    assert cells(b"Number\nDP1\nDP2\n") == [("DP1",), ("DP2",)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(end: str) -> None:
    assert cells(f"Number,Title{end}DP1,a{end}DP2,b".encode()) == [("DP1", "a"), ("DP2", "b")]


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    rows = read_sheet(b'Number,Title\nDP1,"two\nlines"\n\n,,,\nDP2,b\n', "a.csv").rows
    assert [(row.number, row.cells[0]) for row in rows] == [(2, "DP1"), (5, "DP2")]


def test_short_rows_are_filled_and_long_ones_are_told_apart() -> None:
    sheet = read_sheet(b"Number,Title,Path,\nDP1\nDP2,a,3,,,\nDP3,a,b,c\n", "a.csv")
    assert [row.cells for row in sheet.rows] == [("DP1", "", ""), ("DP2", "a", "3")]
    assert [row.number for row in sheet.ragged] == [4]


def test_a_cell_of_a_million_characters_is_read() -> None:
    assert cells(b"Number,Issue\nDP1," + b"x" * 1_000_000) == [("DP1", "x" * 1_000_000)]
    assert csv.field_size_limit() == 131_072


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'+44", "+44"),
        ("'@home", "@home"),
        ("'\tx", "\tx"),
        ("'＝1", "＝1"),
        ("''=1", "'=1"),
        ("'tis", "'tis"),
        ("-5", "-5"),
        ("=1+1", "=1+1"),
        ("'", "'"),
        ("", ""),
    ],
)
def test_an_apostrophe_that_protects_a_formula_is_taken_off(cell: str, text: str) -> None:
    assert protected_as_text(cell) == text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "'a.csv' is empty"),
        (b"\n , \n", "'a.csv' is empty"),
        (b"PK\x03\x04\x14\x00", "is a spreadsheet or another packed file. Save the list as CSV"),
        (b"Number\nDP1\x00", "is not a text file"),
        (b"Number\n\x81\x8d", "is not a text file"),
        (b"\xff\xfea", "is not a text file"),
        (b'Number,Title\nDP1,a\nDP2,"b\nDP3,c\n', "cannot be read from row 3 on: a quotation mark is not closed"),
        (b'Number,Title\nDP1,"a"b\n', "cannot be read from row 2 on"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(KnownError) as refused:
        read_sheet(data, "a.csv")
    assert sentence in str(refused.value)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=8), separator=st.sampled_from(",;\t"))
def test_whatever_a_program_writes_with_quotes_is_read_as_it_was(rows: list[list[str]], separator: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["Number", "Title"])
    writer.writerows(["x", *row] for row in rows)
    sheet = read_sheet(written.getvalue().encode(), "a.csv")
    found = [row.cells for row in sorted((*sheet.rows, *sheet.ragged), key=lambda row: row.number)]
    expected = [("x", *(protected_as_text(cell) for cell in row)) for row in rows]
    assert [tuple(cell.strip() for cell in row if cell.strip()) for row in found] == [
        tuple(cell.strip() for cell in row if cell.strip()) for row in expected
    ]
