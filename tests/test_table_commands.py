"""Export and import of tables from the command line: files by their suffix, words on the terminal, how it ends."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from secdesk.cli.table_exchange import export_tables, import_tables, is_table_export
from secdesk.errors import KnownError, NotFound
from secdesk.exchange.sample import fill_with_sample
from secdesk.exchange.table_form import table_title
from secdesk.models import kinds
from secdesk.register.register import Register
from tests.services.desk import state

TODAY = date(2020, 2, 7)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A register of January 2020 that nobody has open."""
    monkeypatch.setenv("SECDESK_NOW", "2020-02-07T09:00:00")
    with Register.create(tmp_path / "a.secdesk", who="Test") as made:
        fill_with_sample(made)
    return made.path


def state_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with Register.open(path, read_only=True) as register:
        return state(register)


def edit(path: Path, title: str, heading: str, text: str, row: int = 2) -> None:
    """Type text over a cell of a workbook."""
    book = openpyxl.load_workbook(path)
    sheet = book[title]
    place = [cell.value for cell in sheet[1]].index(heading) + 1
    sheet.cell(row, place).value = text
    book.save(path)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.xlsx", True), ("a.CSV", True), ("a.ics", True), ("folder", True), ("a.json", False), ("a.pdf", False)],
)
def test_the_suffix_says_whether_an_export_is_one_of_tables(tmp_path: Path, name: str, is_one: bool) -> None:
    assert is_table_export(tmp_path / name) is is_one


def test_a_workbook_takes_the_whole_register(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = path.with_suffix(".xlsx")
    assert export_tables(path, output, at=TODAY) == 0
    assert capsys.readouterr().out.strip() == str(output)
    assert set(openpyxl.load_workbook(output).sheetnames) == {table_title(kind) for kind in kinds()}


def test_a_folder_takes_the_whole_register_and_is_made_where_there_is_none(path: Path) -> None:
    folder = path.with_name("tables")
    assert export_tables(path, folder, at=TODAY, exact=True) == 0
    assert len(list(folder.glob("*.csv"))) == len(kinds())
    assert (folder / "meetings.csv").read_text(encoding="utf-8").startswith('"body","date"')


def test_csv_takes_one_kind_and_says_so(path: Path) -> None:
    output = path.with_suffix(".csv")
    with pytest.raises(KnownError, match="say which with --kind, or give a folder"):
        export_tables(path, output, at=TODAY)
    assert not output.exists()
    assert export_tables(path, output, at=TODAY, kind="meeting") == 0
    assert output.read_text(encoding="utf-8-sig").startswith('"Body","Date","Month"')
    assert "Private note" not in output.read_text(encoding="utf-8-sig")
    assert export_tables(path, output, at=TODAY, kind="meeting", private=True) == 0
    assert "Private note" in output.read_text(encoding="utf-8-sig")


def test_a_kind_is_named_in_the_words_of_people(path: Path) -> None:
    output = path.with_suffix(".xlsx")
    assert export_tables(path, output, at=TODAY, kind="Agenda-Items") == 0
    assert openpyxl.load_workbook(output).sheetnames == ["Agenda items"]
    assert import_tables(path, output, kind="agenda items", dry_run=True) == 0
    with pytest.raises(NotFound, match="There is no kind of record called 'colours'"):
        export_tables(path, output, at=TODAY, kind="colours")


def test_the_rows_for_all_codes_go_into_csv_or_a_workbook(path: Path) -> None:
    for suffix in (".csv", ".xlsx"):
        assert export_tables(path, path.with_suffix(suffix), at=TODAY, cross_code=True) == 0
    rows = list(csv.DictReader(io.StringIO(path.with_suffix(".csv").read_text(encoding="utf-8-sig"), newline="")))
    assert len(rows) == 36
    assert openpyxl.load_workbook(path.with_suffix(".xlsx")).sheetnames == ["Live modifications"]


def test_a_calendar_takes_the_days(path: Path) -> None:
    output = path.with_suffix(".ics")
    assert export_tables(path, output, at=TODAY) == 0
    assert len(Calendar.from_ical(output.read_bytes()).walk("VEVENT")) == 11
    with pytest.raises(KnownError, match="takes the whole register"):
        export_tables(path, output, at=TODAY, kind="meeting")


def test_an_export_never_goes_over_the_register(path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        export_tables(path, path.parent / "none" / "a.xlsx", at=TODAY)
    link = path.with_suffix(".xlsx")
    link.hardlink_to(path)
    with pytest.raises(KnownError, match="is the register itself"):
        export_tables(path, link, at=TODAY)


def test_an_edited_workbook_is_told_then_taken_in(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = path.with_suffix(".xlsx")
    export_tables(path, output, at=TODAY)
    edit(output, "Meetings", "Place", "Room 1")
    before = state_of(path)
    assert import_tables(path, output, dry_run=True) == 0
    told = capsys.readouterr().out
    assert "updates Place" in told
    assert "0 new, 1 updated, 6 unchanged, 0 that cannot be read; nothing was written" in told
    assert state_of(path) == before
    assert import_tables(path, output) == 0
    assert capsys.readouterr().out.strip() == "Imported from 'a.xlsx': 1 meeting updated"
    assert import_tables(path, output) == 0
    assert capsys.readouterr().out.strip() == "'a.xlsx' changes nothing"


def test_rows_that_cannot_be_read_end_it_and_change_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = path.with_suffix(".xlsx")
    export_tables(path, output, at=TODAY)
    edit(output, "Meetings", "Date", "31/2/2020")
    edit(output, "Meetings", "Place", "Room 2", row=3)
    before = state_of(path)
    assert import_tables(path, output, dry_run=True) == 1
    assert "Row 2, Date:" in capsys.readouterr().err
    with pytest.raises(KnownError, match="import the readable rows alone with --readable-rows"):
        import_tables(path, output)
    assert state_of(path) == before
    assert import_tables(path, output, readable_rows=True) == 0
    assert capsys.readouterr().out.strip() == "Imported from 'a.xlsx': 1 meeting updated; 1 row left out"


def test_the_preview_is_there_for_programs_too(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = path.with_suffix(".csv")
    export_tables(path, output, at=TODAY, kind="organisation")
    capsys.readouterr()
    output.write_text(output.read_text(encoding="utf-8-sig").replace("Western Power", "East Power"), encoding="utf-8")
    assert import_tables(path, output, kind="organisation", dry_run=True, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    (table,) = told["tables"]
    (row,) = [row for row in table["rows"] if row["state"] == "update"]
    assert (told["form"], told["dry_run"], table["kind"], table["updated"]) == ("tables", True, "organisation", 1)
    assert row["cells"][0]["field"] == "name"
    assert row["cells"][0]["was"].startswith("Western Power")
    assert row["cells"][0]["state"] == "changed"


def test_a_folder_of_csv_comes_in_at_once(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "tables"
    export_tables(path, folder, at=TODAY, exact=True)
    with Register.create(tmp_path / "b.secdesk") as made:
        other = made.path
    assert import_tables(other, folder) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("Imported from 'tables': ")
    assert state_of(other) == state_of(path)


def test_a_list_of_proposals_is_left_to_its_own_way(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Number,Status\nDP101,Ready\n")
    assert import_tables(path, file, dry_run=True) is None
