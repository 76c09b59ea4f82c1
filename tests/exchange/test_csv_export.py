"""CSV for a spreadsheet and for programs: what a cell holds, what a file is called, what comes back."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.exchange.cells import MOST_IN_CELL, is_notice
from secdesk.exchange.csv_export import export_folder, export_list, write_csv
from secdesk.exchange.csv_text import read_sheet
from secdesk.exchange.table_form import Column, TableChoice, TableContent, file_name, kind_called
from secdesk.models import kinds
from secdesk.register.register import Register
from tests.exchange.test_cells import ANY_TEXT, NASTY
from tests.factories import add_all_kinds
from tests.services.desk import add

TODAY = date(2020, 2, 7)
MARK = b"\xef\xbb\xbf"
ID = "0" * 32


def written(register: Register, choice: TableChoice, *, exact: bool = False) -> bytes:
    file = io.BytesIO()
    with register.read() as session:
        export_list(session, choice, file, exact=exact)
    return file.getvalue()


def as_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def table(texts: list[str], *, exact: bool) -> bytes:
    columns = (Column("note", "Note", "text"), Column("id", "id", "id"))
    file = io.BytesIO()
    write_csv(file, TableContent("A", columns, ([text, ID] for text in texts)), exact=exact)
    return file.getvalue()


def test_one_meeting_in_both_flavours(register: Register) -> None:
    with register.change("add") as session:
        uid = add(session, "meeting", body="CSC", date=date(2020, 1, 28), ad_hoc=True, month="2020-01", place="=1+1")
    (people,) = as_rows(written(register, TableChoice("meeting", TODAY)))
    (program,) = as_rows(written(register, TableChoice("meeting", TODAY), exact=True))
    assert [people[name] for name in ("Body", "Date", "Month", "Ad-hoc", "Place", "As at", "id")] == [
        "Change Sub-Committee", "28 Jan 2020", "January 2020", "yes", "'=1+1", "7 Feb 2020", uid,
    ]  # fmt: skip
    assert [program[name] for name in ("body", "date", "month", "ad_hoc", "place", "as_at", "uid")] == [
        "CSC", "2020-01-28", "2020-01", "true", "=1+1", "2020-02-07", uid,
    ]  # fmt: skip


def test_a_link_is_a_name_for_people_and_an_id_for_programs(register: Register) -> None:
    with register.change("add") as session:
        owner = add(session, "person", name="Ann Analyst")
        add(session, "action", text="Write", owner=owner)
    assert as_rows(written(register, TableChoice("action", TODAY)))[0]["Owner"] == "Ann Analyst"
    assert as_rows(written(register, TableChoice("action", TODAY), exact=True))[0]["owner"] == owner


def test_excel_is_told_the_encoding_and_programs_are_not_bothered(register: Register) -> None:
    assert written(register, TableChoice("meeting", TODAY)).startswith(MARK)
    assert not written(register, TableChoice("meeting", TODAY), exact=True).startswith(MARK)


@given(st.lists(ANY_TEXT | NASTY, min_size=1, max_size=6))
def test_no_cell_for_a_spreadsheet_begins_like_a_formula(texts: list[str]) -> None:
    for cells in csv.reader(io.StringIO(table(texts, exact=False).decode("utf-8-sig"), newline="")):
        for cell in cells:
            assert not cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            assert not cell.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("exact", [False, True])
@given(texts=st.lists((ANY_TEXT | NASTY).map(lambda text: text.replace("\x00", "")), min_size=1, max_size=6))
def test_every_text_comes_back_as_it_was(texts: list[str], exact: bool) -> None:
    data = table(texts, exact=exact)
    assert [row.cells[0] for row in read_sheet(data, "a.csv").rows] == texts


def test_a_text_longer_than_a_cell_is_whole_for_programs_and_a_notice_for_people() -> None:
    long = "x" * (MOST_IN_CELL + 1)
    assert is_notice(as_rows(table([long], exact=False))[0]["Note"])
    csv.field_size_limit(10**6)
    try:
        assert as_rows(table([long], exact=True))[0]["note"] == long
    finally:
        csv.field_size_limit(131_072)


def test_a_folder_has_a_file_for_every_kind_and_each_says_which(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with register.change("add") as session:
        add_all_kinds(session, Random(3))
    with register.read() as session:
        files = export_folder(session, folder, TODAY)
    assert {kind_called(file.stem) for file in files} == set(kinds())
    assert sorted(folder.iterdir()) == sorted(files)
    assert all(len(as_rows(file.read_bytes())) >= 2 for file in files)
    assert file_name("agenda_item") == "agenda-items.csv"


def test_what_somebody_kept_in_the_folder_stays(register: Register, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    own = tmp_path / "out" / "notes.csv"
    own.write_text("mine")
    with register.read() as session:
        export_folder(session, tmp_path / "out", TODAY)
        export_folder(session, tmp_path / "out", TODAY)
    assert own.read_text() == "mine"


def test_a_list_of_any_length_needs_the_same_memory(register: Register) -> None:
    with register.change("add") as session:
        for number in range(3000):
            add(session, "meeting", body="CSC", place=f"Room {number} " * 10)
    with register.read() as session:
        some = tuple(row["id"] for row in as_rows(written(register, TableChoice("meeting", TODAY)))[:1000])
        with open(register.path.with_suffix(".csv"), "wb") as sink:

            def peak(choice: TableChoice) -> int:
                session.expunge_all()
                tracemalloc.start()
                export_list(session, choice, sink)
                found = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                return found

            peak(TableChoice("meeting", TODAY, uids=some))
            assert peak(TableChoice("meeting", TODAY)) < peak(TableChoice("meeting", TODAY, uids=some)) * 1.5 + 300_000
