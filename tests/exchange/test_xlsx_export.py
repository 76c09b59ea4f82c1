"""Workbooks as another program reads them: no formula anywhere, real dates, bold frozen headings, equal bytes."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date, datetime
from random import Random

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.errors import KnownError, NotFound
from secdesk.exchange import xlsx_export
from secdesk.exchange.cells import MOST_IN_CELL, Cell, is_notice
from secdesk.exchange.sheet_file import read_sheets
from secdesk.exchange.table_form import Column, TableChoice, TableContent, columns_of, table_title
from secdesk.exchange.xlsx_export import export_register, export_workbook, write_workbook
from secdesk.models import kinds
from secdesk.register.register import Register
from secdesk.services.queries import ordered_uids
from tests.factories import add_all_kinds
from tests.services.desk import add

TODAY = date(2020, 2, 7)
COLUMNS = (Column("title", "Title", "line"), Column("note", "Note", "text"))
TEXT = st.text(max_size=40) | st.text(st.sampled_from("=+-@\t\r\n'＝a1_x0041 &<>\"\x00\x07\ud800\ufffe"), max_size=10)


class Sink(io.RawIOBase):
    """A file that keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(memoryview(data))  # type: ignore[arg-type]


def workbook(*rows: list[Cell], title: str = "A table") -> bytes:
    file = io.BytesIO()
    write_workbook(file, [TableContent(title, COLUMNS, rows)])
    return file.getvalue()


def exported(register: Register, *choices: TableChoice) -> openpyxl.Workbook:
    file = io.BytesIO()
    with register.read() as session:
        if choices:
            export_workbook(session, choices, file)
        else:
            export_register(session, file, TODAY)
    return openpyxl.load_workbook(file)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_no_cell_is_a_formula_whatever_the_text(rows: list[tuple[str, str]]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(*(list(row) for row in rows)))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


KEPT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")).filter(str.strip)


@given(st.lists(KEPT, max_size=8))
def test_every_text_comes_back_as_it_was(texts: list[str]) -> None:
    data = workbook(*([f"{place}", text] for place, text in enumerate(texts, start=1)))
    (sheet,) = read_sheets(data, "a.xlsx")
    assert [row.cells[1] for row in sheet.rows] == texts


def test_text_that_looks_like_a_formula_stays_text_when_somebody_edits_it() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(["=1+1", "-" * 300], ["plain", "x" * 300]))).active
    assert [[cell.quotePrefix for cell in row] for row in sheet["A2:B3"]] == [[True, True], [False, False]]
    assert [sheet["A2"].number_format, sheet["A3"].number_format, sheet["B3"].number_format] == ["@", "@", "General"]


def test_a_text_longer_than_a_cell_is_never_cut_in_silence() -> None:
    long = "x" * (MOST_IN_CELL + 1)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([long, "y" * MOST_IN_CELL]))).active
    assert is_notice(sheet["A2"].value)
    assert sheet["B2"].value == "y" * MOST_IN_CELL


def test_headings_are_bold_and_frozen_and_columns_have_widths(register: Register) -> None:
    with register.change("add") as session:
        add_all_kinds(session, Random(1))
    book = exported(register)
    assert sorted(book.sheetnames) == sorted(table_title(kind) for kind in kinds())
    assert book.sheetnames[0] == "Proposals"
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold for cell in sheet[1])
        assert not any(cell.font.bold for cell in sheet[2])
        assert all(sheet.column_dimensions[cell.column_letter].width >= len(str(cell.value)) for cell in sheet[1])


def test_dates_and_numbers_are_such_and_the_id_stands_last(register: Register) -> None:
    with register.change("add") as session:
        uid = add(session, "meeting", body="CSC", date=date(2020, 1, 28), number=12, place="=1+1")
    sheet = exported(register)["Meetings"]
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert list(row)[-3:] == ["As at", "As exported", "id"]
    assert [letter for letter, shape in sheet.column_dimensions.items() if shape.hidden] == [
        row["As exported"].column_letter
    ]
    assert (row["Date"].value, row["Date"].number_format) == (datetime(2020, 1, 28), "d mmm yyyy")
    assert (row["Number"].value, row["Number"].data_type) == (12, "n")
    assert (row["Body"].value, row["Place"].value) == ("Change Sub-Committee", "=1+1")
    assert row["As at"].value == datetime(2020, 2, 7)
    assert row["id"].value == uid


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2099, 12, 31)])
def test_every_day_comes_back_also_those_about_which_spreadsheets_disagree(day: date) -> None:
    (sheet,) = read_sheets(workbook(["a", day]), "a.xlsx")
    assert sheet.rows[0].cells[1] in (day.isoformat(), f"{day.day} {day:%b} {day.year}")


def test_a_proposal_tells_what_follows_from_its_events(january: Register) -> None:
    sheet = exported(january, TableChoice("proposal", TODAY))["Proposals"]
    heads = [cell.value for cell in sheet[1]]
    rows = {
        row[0].value: dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)
    }
    assert (rows["MP077"]["Stage"], rows["MP077"]["Status"]) == ("Refine", "Refinement")
    assert (rows["DP101"]["Stage"], rows["DP101"]["Status"]) == ("Define", "Ready for the Panel")
    assert (rows["DP107"]["Raised"], rows["DP107"]["Proposer"]) == (datetime(2020, 1, 13), "Gemma Slaney")


def test_a_list_has_the_columns_and_records_that_were_asked_for(january: Register) -> None:
    with january.read() as session:
        uids = tuple(reversed(ordered_uids(session, "proposal")))[:3]
    sheet = exported(january, TableChoice("proposal", TODAY, columns=("title", "reference"), uids=uids))["Proposals"]
    assert [cell.value for cell in sheet[1]] == ["Title", "Reference", "As at", "As exported", "id"]
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == list(uids)


def test_private_notes_go_into_a_list_only_when_they_are_asked_for(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=TODAY, note="not for others")
    without = exported(register, TableChoice("meeting", TODAY))["Meetings"]
    named = exported(register, TableChoice("meeting", TODAY, columns=("body", "note")))["Meetings"]
    assert "not for others" not in [cell.value for cell in without[2]]
    assert [cell.value for cell in named[1]][:2] == ["Body", "Private note"]
    assert named["B2"].value == "not for others"


def test_a_column_that_there_is_not_is_refused_in_words() -> None:
    with pytest.raises(NotFound, match="There is no column 'colour'"):
        TableChoice("meeting", TODAY, columns=("colour",)).chosen()


def test_the_same_register_gives_the_same_bytes(january: Register) -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        with january.read() as session:
            export_register(session, file, TODAY)
    assert files[0].getvalue() == files[1].getvalue()


def test_a_table_of_any_length_needs_the_same_memory() -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        write_workbook(Sink(), [TableContent("A", COLUMNS, ([f"row {n}", "text " * 20] for n in range(rows)))])
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)  # what is loaded once
    assert peak(20_000) < peak(2_000) + 200_000


def test_a_table_longer_than_a_sheet_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_export, "MOST_ROWS", 3)
    with pytest.raises(KnownError, match=r"room for 2 records, and 'A table' has more\. Export CSV instead"):
        workbook(*(["a", "b"] for _ in range(4)))


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_column_of_a_kind_has_a_name_and_a_heading_of_its_own(kind: str) -> None:
    columns = columns_of(kind)
    assert len({column.name for column in columns}) == len(columns)
    assert len({column.label.casefold() for column in columns}) == len(columns)
    assert len(table_title(kind)) <= 31
