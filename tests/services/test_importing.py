"""What a file of tables would do, told cell by cell, and taken again by the same choices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from secdesk.errors import KnownError, NotFound
from secdesk.exchange.xlsx_export import export_register
from secdesk.register.register import Register
from secdesk.services.importing import LIST, ImportTold, read_file, take, tell
from secdesk.services.next_steps import steps_of
from secdesk.services.queries import proposals_at
from secdesk.services.records import list_records, update_record
from tests.services.desk import state

TODAY = date(2020, 2, 7)


def told(register: Register, path: Path, kind: str = "", **choices: object) -> ImportTold:
    with register.read() as session:
        return tell(session, read_file(path, kind), TODAY, **choices)  # type: ignore[arg-type]


def write(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_stage_that_a_proposal_is_at_changes_nothing(january: Register, tmp_path: Path) -> None:
    found = told(january, write(tmp_path, "Number,Stage\nMP079,Opine\nSECMP0046,Not staged\nDP101,define\n"))
    assert [row.words for row in found.tables[0].rows] == ["unchanged"] * 3


def test_a_stage_that_it_is_not_at_is_read_as_the_status_that_people_call_so(january: Register, tmp_path: Path) -> None:
    found = told(january, write(tmp_path, "Number,Stage\nDP101,Refine\nMP077,Not staged\n"))
    assert found.tables[0].rows[0].words == "updates Status"
    assert found.tables[0].rows[1].words.startswith("cannot be read: Stage: 'Not staged' is not a status")


def test_flags_behind_a_status_and_words_for_no_title_say_nothing(january: Register, tmp_path: Path) -> None:
    text = 'Number,Title,Status\nMP077,(title not known),"Refinement, on hold"\n'
    assert told(january, write(tmp_path, text)).tables[0].rows[0].words == "unchanged"


def test_a_next_step_that_the_register_works_out_is_never_taken_for_a_typed_one(
    january: Register, tmp_path: Path
) -> None:
    with january.read() as session:
        proposal = next(each for each in proposals_at(session, TODAY) if each.number == 77)
        step = steps_of(session, [proposal], TODAY)[proposal.uid].words
    assert step
    path = write(tmp_path, f"Number,Next step\nMP077,{step}\n")
    assert told(january, path).tables[0].rows[0].words == "unchanged"
    path = write(tmp_path, f"Number,Title,Next step\nMP077,Another,{step}\n")
    assert told(january, path).tables[0].rows[0].words == "updates Title"
    with january.change("Imported") as session:
        assert take(session, read_file(path), TODAY).changes == 1
    with january.read() as session:
        values = {row.uid: row.values for row in list_records(session, "proposal", TODAY)}[proposal.uid]
    assert (values["title"], values["next_step"]) == ("Another", None)


def test_a_next_step_that_somebody_typed_is_taken(january: Register, tmp_path: Path) -> None:
    path = write(tmp_path, "Number,Next step\nMP077,Ask the proposer\n")
    assert told(january, path).tables[0].rows[0].words == "updates Next step"


def test_names_to_be_added_are_told_apart_where_one_has_a_comma(january: Register, tmp_path: Path) -> None:
    text = 'Number,Lead\nDP150,"Smith, Al"\nDP151,Bo Pine\n'
    remarks = told(january, write(tmp_path, text)).tables[0].remarks
    assert "People to be added: Smith, Al; Bo Pine" in remarks


def test_a_picked_column_takes_the_place_of_the_one_that_its_heading_means(january: Register, tmp_path: Path) -> None:
    path = write(tmp_path, "Number,Title,Working name\nMP077,Old,New\n")
    picks = {LIST: {1: "", 2: "title"}}
    found = told(january, path, picks=picks)
    assert [cell.meaning for cell in found.tables[0].cells(2)] == ["Number", "", "Title"]
    with january.change("Imported") as session:
        take(session, read_file(path), TODAY, picks=picks)
        uid = next(each.uid for each in proposals_at(session, TODAY) if each.number == 77)
        rows = {row.uid: row.values["title"] for row in list_records(session, "proposal", TODAY)}
    assert rows[uid] == "New"


def test_a_table_that_fits_no_kind_shows_its_columns_and_says_why(january: Register, tmp_path: Path) -> None:
    found = told(january, write(tmp_path, "Colour,Shape\nred,round\n"))
    assert found.problem.startswith("No column of 'list.csv' is called Number or Reference")
    assert [cell.text for cell in found.tables[0].cells(None)] == ["red", "round"]
    assert found.count("new", "update") == 0


def test_the_cells_of_a_table_say_what_stood_there_and_what_is_wrong(january: Register, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    with january.read() as session, open(path, "wb") as file:
        export_register(session, file, TODAY)
    book = openpyxl.load_workbook(path)
    sheet = book["Meetings"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("Date") + 1).value = "31/2"
    book.save(path)
    found = told(january, path)
    table = next(each for each in found.tables if each.kind == "meeting")
    cell = next(cell for cell in table.cells(2) if cell.heading == "Date")
    assert (cell.text, cell.state) == ("31/2", "unreadable")
    assert "'31/2' is not a date" in cell.sentence
    before = state(january)
    with january.change("Imported") as session:
        assert take(session, read_file(path), TODAY).changes == 0
    assert state(january) == before


def test_a_kind_can_be_given_where_the_file_names_none(january: Register, tmp_path: Path) -> None:
    path = write(tmp_path, "Name\nAnn Other\n", "export from the wiki.csv")
    assert told(january, path).problem
    assert [row.words for row in told(january, path, "person").tables[0].rows] == ["new"]


@pytest.mark.parametrize(("data", "error"), [(None, NotFound), (b"", KnownError), (b"PK\x03\x04", KnownError)])
def test_what_is_no_file_of_tables_is_refused(tmp_path: Path, data: bytes | None, error: type[KnownError]) -> None:
    path = tmp_path / "file.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(error):
        read_file(path)


def test_a_typed_next_step_of_the_same_words_stays(january: Register, tmp_path: Path) -> None:
    with january.change("Next step") as session:
        uid = next(each.uid for each in proposals_at(session, TODAY) if each.number == 77)
        update_record(session, "proposal", uid, {"next_step": "Ask the proposer"})
    path = write(tmp_path, "Number,Next step\nMP077,Ask the proposer\n")
    assert told(january, path).tables[0].rows[0].words == "unchanged"
