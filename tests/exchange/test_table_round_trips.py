"""Out to a spreadsheet, edited there, and back: exactly what was edited has changed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from secdesk.exchange.csv_export import export_folder
from secdesk.exchange.sheet_file import read_sheets
from secdesk.exchange.table_files import tables_of_file, tables_of_folder
from secdesk.exchange.table_form import Column, columns_of, table_title
from secdesk.exchange.tables import read_tables
from secdesk.exchange.xlsx_export import export_register
from secdesk.models import kinds
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.register.undo import undo
from secdesk.rules.choices import options, words_of
from secdesk.services.queries import may_be_unknown
from secdesk.services.records import list_records, update_record
from secdesk.services.table_import import TakenTables, import_tables
from tests.factories import add_all_kinds, uids_of, value_of
from tests.services.desk import state

TODAY = date(2020, 2, 7)
LATER = date(2020, 3, 2)
# Fields that rules tie to others, or that a record is known by: an edit of one alone may well be refused.
TIED = {
    ("proposal", "number"), ("proposal", "suffix"), ("proposal", "series"), ("relation", "other"),
    ("relation", "proposal"), ("stated_figure", "figure"), ("stated_figure", "value"), ("assessment", "requested"),
    ("assessment", "accepted"), ("assessment", "returned"), ("consultation", "opened"), ("consultation", "closes"),
    ("attendance", "alternate_for"),
}  # fmt: skip
Records = dict[tuple[str, str], dict[str, Value]]


def workbook_of(register: Register) -> bytes:
    file = io.BytesIO()
    with register.read() as session:
        export_register(session, file, TODAY)
    return file.getvalue()


def take_in(register: Register, data: bytes, today: date = LATER) -> TakenTables:
    tables = tables_of_file(data, "a.xlsx")
    assert tables is not None
    with register.change("Imported") as session:
        previews = read_tables(session, tables, "a.xlsx", today)
        return import_tables(session, previews)


def records_of(register: Register) -> Records:
    with register.read() as session:
        return {
            (kind, row.uid): dict(row.values)
            for kind in kinds()
            if kind != "dated_value"
            for row in list_records(session, kind, TODAY)
        }


def editable(kind: str) -> list[Column]:
    return [
        column
        for column in columns_of(kind)
        if column.info is not None and (kind, column.name) not in TIED and kind != "dated_value"
    ]


def cell_of(column: Column, value: Value) -> object:
    """Return what a person would type: dates as dates, choices in words, links by the id that the export shows.

    Words that outcomes of several bodies share are told apart by their keys, as the preview asks for.
    """
    if column.info is not None and column.info.kind == "choice" and isinstance(value, str):
        words = words_of(column.info.choices, value)
        return words if list(options(column.info.choices).values()).count(words) == 1 else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def edit(data: bytes, random: Random, links: Mapping[str, list[str]], count: int) -> tuple[bytes, Records]:
    """Type over some cells of a workbook as a person does in Excel; return it with what was typed."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    typed: Records = {}
    for _ in range(count):
        kind = random.choice([kind for kind in kinds() if kind != "dated_value"])
        sheet = book[table_title(kind)]
        column = random.choice(editable(kind))
        assert column.info is not None
        row = random.randint(2, sheet.max_row)
        value = value_of(column.info, random, links)
        if random.random() < 0.2 and not column.info.required and may_be_unknown(kind, column.name):
            value = None
        place = [each.name for each in columns_of(kind)].index(column.name) + 1
        cell = sheet.cell(row, place)
        cell.value = cell_of(column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # what is typed into a cell for text stays text
        uid = sheet.cell(row, sheet.max_column).value
        typed.setdefault((kind, uid), {})[column.name] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), typed


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(0, 12))
@example(seed=789, count=7)
@example(seed=175852631, count=2)  # an outcome whose words two other bodies have as well
def test_an_edited_workbook_changes_exactly_the_edited_cells(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int
) -> None:
    random = Random(seed)
    with Register.create(tmp_path_factory.mktemp("a") / "a.secdesk") as register:
        with register.change("fill") as session:
            add_all_kinds(session, random, of_each=2)
            links = uids_of(session)
        before = records_of(register)
        data, typed = edit(workbook_of(register), random, links, count)
        take_in(register, data)
        expected = {key: {**values, **typed.get(key, {})} for key, values in before.items()}
        assert records_of(register) == expected
        assert take_in(register, data).changes == 0


def test_a_workbook_that_nobody_edited_makes_no_step(january: Register) -> None:
    before = january.chain_head()
    assert take_in(january, workbook_of(january)).changes == 0
    assert january.chain_head() == before


def test_a_register_goes_through_csv_for_programs_into_an_empty_one(january: Register, tmp_path: Path) -> None:
    with january.change("more") as session:
        add_all_kinds(session, Random(5), of_each=2)
    folder = tmp_path / "csv"
    folder.mkdir()
    with january.read() as session:
        export_folder(session, folder, TODAY, exact=True)
    with Register.create(tmp_path / "b.secdesk") as other:
        for _ in range(2):
            with other.change("Imported") as session:
                taken = import_tables(session, read_tables(session, tables_of_folder(folder), "csv", LATER))
        assert taken.changes == 0
        assert state(other) == state(january)


def test_an_import_is_one_step_and_one_undo_takes_it_back(january: Register) -> None:
    before = state(january)
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(january)))
    places = {cell.value: cell.column_letter for cell in book["Meetings"][1]}
    book["Meetings"][f"{places['Place']}2"] = "A room"
    book["Meetings"][f"{places['Number']}3"] = 78
    file = io.BytesIO()
    book.save(file)
    seq = january.chain_head()[0]
    assert take_in(january, file.getvalue()).changes == 2
    assert january.chain_head()[0] == seq + 1
    undo(january)
    assert state(january) == before


def test_a_file_that_lay_about_does_not_put_old_values_back(january: Register) -> None:
    """What was exported on Monday and comes back on Friday changes what was edited in it, and nothing else."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(january)))
    with january.change("meanwhile") as session:
        for row in list_records(session, "meeting", TODAY):
            update_record(session, "meeting", row.uid, {"place": "Moved", "time": "10:00"})
        for row in list_records(session, "person", TODAY):
            update_record(session, "person", row.uid, {"name": f"{row.values['name']} (new)"})
    places = {cell.value: cell.column_letter for cell in book["Meetings"][1]}
    book["Meetings"][f"{places['Place']}2"] = "A room"
    file = io.BytesIO()
    book.save(file)
    tables = tables_of_file(file.getvalue(), "a.xlsx")
    assert tables is not None
    with january.read() as session:
        previews = read_tables(session, tables, "a.xlsx", LATER)
    ((cell,),) = [list(row.cells.values()) for each in previews for row in each.rows if row.state != "unchanged"]
    assert (cell.was, cell.becomes) == ("Moved", "A room")
    assert cell.sentence == "it has changed in the register since the file was exported"


def test_cells_sorted_away_from_their_rows_are_edits(january: Register) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(january)))
    sheet = book["Organisations"]
    names = [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)]
    for row, name in enumerate(reversed(names), start=2):
        sheet.cell(row, 1).value = name
    file = io.BytesIO()
    book.save(file)
    assert take_in(january, file.getvalue()).changes == len(names) - len(names) % 2


def test_a_workbook_keeps_its_tables_apart_by_their_titles(january: Register) -> None:
    sheets = read_sheets(workbook_of(january), "a.xlsx")
    assert len(sheets) == len(kinds())
    assert {sheet.title for sheet in sheets} == {table_title(kind) for kind in kinds()}
