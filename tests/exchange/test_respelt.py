"""A text that looks like a number goes through a spreadsheet and comes back in other words: nothing changes."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.exchange.csv_export import export_list
from secdesk.exchange.csv_text import read_sheet
from secdesk.exchange.respelt import is_respelt
from secdesk.exchange.table_form import TableChoice
from secdesk.exchange.tables import read_tables
from secdesk.register.register import Register
from secdesk.services.records import create_record
from secdesk.services.table_import import import_tables

DAY = date(2020, 2, 7)
TEXTS = ("0012", "1e5", "12.50", "1,000", "00", "1.0", ".5", "123456789012345678", "1E+05", "1-2", "TRUE", "12%", "3/4")
_OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("0012", "12"), ("1e5", "100000"), ("1e5", "1E+05"), ("12.50", "12.5"), ("1,000", "1000"), ("00", "0"),
        ("123456789012345678", "1.23456789012346E+017"), ("123456789012", "1.23457E+11"), ("+5", "5"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_makes_of_a_number_is_known(text: str, typed: str) -> None:
    assert is_respelt(text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("0012", "0012"), ("0012", "13"), ("12", "1.2E+02"), ("A12", "12"), ("12", ""), ("", "0"), ("1-2", "2"),
        (".", "0"), ("123456789012", "1.2E+11"), ("1e999", "1"),
    ],
)  # fmt: skip
def test_another_number_or_another_text_is_not(text: str, typed: str) -> None:
    assert not is_respelt(text, typed)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_asked_about(text: str, typed: str) -> None:
    assert is_respelt(text, typed) in (True, False)


def roles(register: Register) -> list[str]:
    rows = register.connection.execute("SELECT role FROM person ORDER BY name").fetchall()
    return [row[0] for row in rows]


def through(tmp_path: Path, edit: Callable[[bytes], bytes]) -> tuple[list[str], int]:
    """Export people whose roles look like numbers, let something edit the file, import it; return roles and changes."""
    with Register.create(tmp_path / "a.secdesk") as register:
        with register.change("Begin") as session:
            for number, text in enumerate(TEXTS):
                create_record(session, "person", {"name": f"Person {number:02d}", "role": text})
        file = io.BytesIO()
        with register.read() as session:
            export_list(session, TableChoice("person", DAY), file)
        sheet = read_sheet(edit(file.getvalue()), "people.csv")
        with register.change("Import") as session:
            previews = read_tables(session, {"person": sheet}, "people.csv", DAY)
            taken = import_tables(session, previews)
        return roles(register), taken.changes


def respell(data: bytes) -> bytes:
    """Write numbers as a spreadsheet does."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    place = rows[0].index("Role")
    for row in rows[1:]:
        if row[place].replace(".", "").isdigit():
            row[place] = f"{float(row[place]):.15g}"
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def test_numbers_that_a_spreadsheet_wrote_in_another_way_change_nothing(tmp_path: Path) -> None:
    assert through(tmp_path, respell) == (list(TEXTS), 0)


def test_a_number_that_a_person_typed_is_taken(tmp_path: Path) -> None:
    found, changes = through(tmp_path, lambda data: data.replace(b'"0012"', b'"0013"'))
    assert (found[0], changes) == ("0013", 1)


@pytest.mark.heavy
@pytest.mark.skipif(_OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_list_that_libreoffice_saved_again_changes_nothing(tmp_path: Path) -> None:
    def save_again(data: bytes) -> bytes:
        (tmp_path / "people.csv").write_bytes(data)
        form = "csv:Text - txt - csv (StarCalc):44,34,76,1"
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [str(_OFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path / "out")]
        subprocess.run([*command, str(tmp_path / "people.csv")], check=True, capture_output=True, timeout=180)
        return (tmp_path / "out" / "people.csv").read_bytes()

    assert through(tmp_path, save_again) == (list(TEXTS), 0)
