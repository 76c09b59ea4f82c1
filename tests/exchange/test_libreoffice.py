"""Out to LibreOffice itself, edited and saved there, and back: exactly what was edited has changed (ux.md 5, G20)."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pytest

from secdesk.exchange.csv_export import export_folder
from secdesk.exchange.table_files import tables_of_file, tables_of_folder
from secdesk.exchange.tables import read_tables
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.services.table_import import import_tables
from tests.exchange.test_table_round_trips import Records, edit, records_of, take_in, workbook_of
from tests.factories import add_all_kinds, uids_of
from tests.services.desk import state

TODAY, LATER = date(2020, 2, 7), date(2020, 3, 2)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here"),
]


def saved_by_office(path: Path, ending: str, folder: Path, options: str = "") -> Path:
    """Open a file in LibreOffice and save it in another form, as a person would; returns the new file."""
    assert OFFICE is not None
    folder.mkdir(exist_ok=True)
    profile = (folder.parent / "profile").as_uri()
    form = f"{ending}:{options}" if options else ending
    command = [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
    done = subprocess.run([*command, "--outdir", str(folder), str(path)], capture_output=True, text=True, timeout=180)
    made = folder / f"{path.stem}.{ending}"
    assert made.is_file(), done.stderr
    return made


@pytest.mark.parametrize("way", [("xlsx",), ("ods", "xlsx")], ids=["workbook", "its own form between"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_workbook_edited_and_saved_by_libreoffice_changes_exactly_the_edited_cells(
    tmp_path: Path, seed: int, way: tuple[str, ...]
) -> None:
    random = Random(seed)
    with Register.create(tmp_path / "a.secdesk") as register:
        with register.change("Fill") as session:
            add_all_kinds(session, random, of_each=2)
            links = uids_of(session)
        before = records_of(register)
        data, typed = edit(workbook_of(register), random, links, count=12)
        path = tmp_path / "register.xlsx"
        path.write_bytes(data)
        for number, ending in enumerate(way):
            path = saved_by_office(path, ending, tmp_path / f"saved {number}")
        take_in(register, path.read_bytes())
        expected = {key: {**values, **typed.get(key, {})} for key, values in before.items()}
        found = records_of(register)
        if "ods" in way:  # LibreOffice's own form keeps no tab at the beginning of a line: it is gone from the file
            expected, found = _without_tabs(expected), _without_tabs(found)
        assert found == expected


def _without_tabs(records: Records) -> Records:
    def plain(value: Value) -> Value:
        return re.sub(r"^\t+", "", value, flags=re.MULTILINE) if isinstance(value, str) else value

    return {key: {name: plain(value) for name, value in values.items()} for key, values in records.items()}


def test_a_workbook_that_was_only_opened_and_saved_makes_no_step(january: Register, tmp_path: Path) -> None:
    before = january.chain_head()
    (tmp_path / "register.xlsx").write_bytes(workbook_of(january))
    saved = saved_by_office(tmp_path / "register.xlsx", "xlsx", tmp_path / "saved")
    assert take_in(january, saved.read_bytes()).changes == 0
    assert january.chain_head() == before


def test_csv_that_libreoffice_made_a_workbook_of_changes_nothing(january: Register, tmp_path: Path) -> None:
    before = state(january)
    (tmp_path / "csv").mkdir()
    with january.read() as session:
        export_folder(session, tmp_path / "csv", TODAY)
    for path in sorted((tmp_path / "csv").glob("*.csv")):
        saved = saved_by_office(path, "xlsx", tmp_path / "books")
        tables = tables_of_file(saved.read_bytes(), saved.name)
        if tables is None:
            continue
        with january.change("Imported") as session:
            done = import_tables(session, read_tables(session, tables, saved.name, LATER))
        assert done.changes == 0, path.name
    assert state(january) == before


def test_csv_that_libreoffice_saved_as_csv_again_changes_exactly_the_edited_cell(
    january: Register, tmp_path: Path
) -> None:
    before = records_of(january)
    (tmp_path / "csv").mkdir()
    with january.read() as session:
        export_folder(session, tmp_path / "csv", TODAY)
    people = next(path for path in (tmp_path / "csv").iterdir() if path.stem.lower() == "people")
    book = openpyxl.load_workbook(io.BytesIO(saved_by_office(people, "xlsx", tmp_path / "books").read_bytes()))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("Role") + 1).value = "Chair of the Panel"
    uid = sheet.cell(2, sheet.max_column).value
    book.save(tmp_path / f"{people.stem}.xlsx")
    (tmp_path / "back").mkdir()
    again = saved_by_office(tmp_path / f"{people.stem}.xlsx", "csv", tmp_path / "back")
    with january.change("Imported") as session:
        import_tables(session, read_tables(session, tables_of_folder(again.parent), "back", LATER))
    expected = {**before, ("person", uid): {**before["person", uid], "role": "Chair of the Panel"}}
    assert records_of(january) == expected
