"""Workbooks that other programs made, as rows of text; and those that somebody made to do harm."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from secdesk.errors import KnownError
from secdesk.exchange import xlsx_package, xlsx_text
from secdesk.exchange.sheet import note_remarks
from secdesk.exchange.sheet_file import read_first_sheet, read_sheets
from secdesk.exchange.xlsx_text import read_workbook

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(*rows: list[object], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change is not None:
        change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def repacked(data: bytes, **parts: bytes | None) -> bytes:
    """Return a workbook with members put in another's place, added, or (with None) left out; _ stands for a slash."""
    changed = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def sheet_xml(inner: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="{NAMESPACE}"><sheetData>{inner}</sheetData></worksheet>'.encode()
    )


def with_sheet(inner: str, head: str = "") -> bytes:
    return repacked(book(["Name"], ["x"]), xl__worksheets__sheet1_dot_xml=sheet_xml(inner, head))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("  indented\n\tlines ", "  indented\n\tlines "),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "TRUE"),
        (date(2020, 2, 7), "7 Feb 2020"),
        (datetime(2020, 2, 7), "7 Feb 2020"),
        (datetime(2020, 2, 7, 14, 30), "7 Feb 2020 14:30"),
        (time(10, 5), "10:05"),
        (timedelta(hours=30, minutes=5), "30:05"),
        ("_x0041_ is no code", "_x0041_ is no code"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(value: object, text: str) -> None:
    (sheet,) = read_workbook(book(["Head", "End"], [value, "x"]), "a.xlsx")
    assert sheet.rows[0].cells[0] == text


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    (sheet,) = read_workbook(book(["A", "B"], ["1"], [None], ["2", "x"], [None, None]), "a.xlsx")
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ("1", "")), (4, ("2", "x"))]


def test_a_formula_is_read_as_its_text_and_told() -> None:
    def change(made: openpyxl.Workbook) -> None:
        made.active["B2"] = "=A2&1"
        made.active["B3"] = ArrayFormula("B3", "=SUM(A1:A2)")

    (sheet,) = read_workbook(book(["A", "B"], ["x", None], ["y", None], change=change), "a.xlsx")
    assert [row.cells[1] for row in sheet.rows] == ["=A2&1", "=SUM(A1:A2)"]
    assert sheet.notes == {(2, 1): "formula", (3, 1): "formula"}
    assert list(note_remarks(sheet)) == [
        "2 cells with a formula, first in row 2, B: formulas are not worked out, their own text is read. Paste the"
        " values in their place to import those"
    ]


def test_a_formula_is_never_believed_by_its_last_result() -> None:
    data = with_sheet('<row><c t="inlineStr"><is><t>A</t></is></c></row><row><c t="str"><f>A1</f><v>old</v></c></row>')
    assert read_first_sheet(data, "a.xlsx").rows[0].cells == ("=A1",)


def test_an_error_of_the_spreadsheet_is_marked() -> None:
    data = with_sheet('<row><c t="inlineStr"><is><t>A</t></is></c></row><row><c t="e"><v>#REF!</v></c></row>')
    sheet = read_first_sheet(data, "a.xlsx")
    assert (sheet.rows[0].cells, sheet.notes) == (("#REF!",), {(2, 0): "error"})


def test_hidden_and_empty_sheets_are_not_read() -> None:
    def change(made: openpyxl.Workbook) -> None:
        made.create_sheet("Empty")
        hidden = made.create_sheet("Hidden")
        hidden.append(["secret"])
        hidden.sheet_state = "veryHidden"
        made.create_sheet("Shown").append(["B"])

    assert [sheet.title for sheet in read_workbook(book(["A"], change=change), "a.xlsx")] == ["Sheet", "Shown"]


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x{0}</t></is></c></row>'
    inner = "".join(row.format(number) for number in (1, 2, 3))
    xml = sheet_xml(inner).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    lying = repacked(book(["Name"]), xl__worksheets__sheet1_dot_xml=xml)
    assert len(read_first_sheet(lying, "a.xlsx").rows) == 2


def test_csv_and_workbooks_are_told_apart_by_what_they_hold() -> None:
    assert read_first_sheet(b"A,B\n1,2\n", "a.xlsx").rows[0].cells == ("1", "2")
    assert [sheet.headings for sheet in read_sheets(book(["A", "B"]), "a.csv")] == [("A", "B")]


# --- what is no workbook, or one that does harm -------------------------------------------------------------------


def refused(data: bytes) -> str:
    tracemalloc.start()
    try:
        with pytest.raises(KnownError) as found:
            read_workbook(data, "a.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 300_000_000
    finally:
        tracemalloc.stop()
    return str(found.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and nothing else", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older kind, or protected by a password"),
        (book(["A"])[:-30], "cannot be read as a workbook"),
        (book(), "is empty"),
        (repacked(book(["A"]), xl__workbook_dot_xml=None), "cannot be read as a workbook"),
        (repacked(book(["A"]), xl__workbook_dot_xml=b"<unclosed>"), "cannot be read as a workbook"),
        (repacked(book(["A"]), xl__vbaProject_dot_bin=b"code"), "holds macros. Save it as a workbook without"),
        (repacked(book(["A"]), xl__macrosheets__sheet1_dot_xml=b"<x/>"), "holds macros"),
        (repacked(book(["A"]), mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "is an OpenDocument file"),
        (repacked(book(["A"]), xl__workbook_dot_bin=b"x"), "cannot be read as a workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in refused(data)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("head", [ENTITIES, EXTERNAL, "<!DOCTYPE worksheet>"])
@pytest.mark.parametrize("part", ["xl__worksheets__sheet1_dot_xml", "xl__sharedStrings_dot_xml", "_rels___dot_rels"])
def test_no_xml_may_define_entities(head: str, part: str) -> None:
    assert "definitions of its own" in refused(repacked(book(["A"]), **{part: sheet_xml("<row/>", head)}))


def test_a_bomb_is_refused_by_what_it_says_of_its_size_before_it_is_opened() -> None:
    bomb = repacked(book(["A"]), xl__worksheets__sheet1_dot_xml=b" " * (xlsx_package.LARGEST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    assert "holds more than a table can" in refused(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(repacked(book(["A"]), xl__worksheets__sheet1_dot_xml=b" " * 5_000_000))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    assert "cannot be read as a workbook" in refused(bytes(data))


def test_more_elements_than_a_table_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_package, "MOST_ELEMENTS", 1000)
    assert "holds more than a table can" in refused(with_sheet("<row/>" * 1000))


def test_xml_nested_without_end_is_refused() -> None:
    assert "cannot be read as a workbook" in refused(with_sheet("<row>" * 5000 + "</row>" * 5000))


def test_two_members_of_one_name_are_refused() -> None:
    file = io.BytesIO(book(["A"]))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", b"<x/>")
    assert "cannot be read as a workbook" in refused(file.getvalue())


def test_a_row_a_million_rows_further_down_costs_nothing() -> None:
    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    (sheet,) = read_workbook(with_sheet(cell.format(1) + cell.format(1_048_576)), "a.xlsx")
    assert [row.number for row in sheet.rows] == [1_048_576]
    (sheet,) = read_workbook(with_sheet(cell.format(1) + cell.format(99_999_999_999)), "a.xlsx")
    assert sheet.rows == ()


def test_a_cell_in_the_last_column_is_refused_and_not_cut() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="IW1"><v>1</v></c></row>'
    assert "more than 256 columns" in refused(with_sheet(cells))


def test_more_rows_than_a_register_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_text, "MOST_ROWS", 3)
    assert "more than 3 rows. Split it" in refused(book(["A"], ["1"], ["2"], ["3"]))


def test_a_cell_of_a_million_characters_is_read_for_its_field_to_refuse() -> None:
    data = with_sheet(f'<row><c t="inlineStr"><is><t>A</t></is></c></row><row><c t="inlineStr"><is><t>{"x" * 10**6}'
                      "</t></is></c></row>")  # fmt: skip
    assert read_first_sheet(data, "a.xlsx").rows[0].cells == ("x" * 10**6,)


@pytest.mark.parametrize("value", ["1e400", "9" * 5000, "nan", "not a number", "-99999999999"])
def test_a_number_that_is_none_ends_in_words_or_text(value: str) -> None:
    data = with_sheet(f'<row><c t="inlineStr"><is><t>A</t></is></c></row><row><c><v>{value}</v></c></row>')
    try:
        (sheet,) = read_workbook(data, "a.xlsx")
    except KnownError as problem:
        assert "cannot be read as a workbook" in str(problem)  # noqa: PT017
    else:
        assert sheet.rows[0].cells[0] in ("inf", "nan", value)
