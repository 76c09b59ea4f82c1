"""A list of proposals copied into a spreadsheet and brought back, as text or as a workbook (ux.md 5, G20)."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from secdesk.exchange.csv_form import read_csv
from secdesk.register.register import Register
from secdesk.services.listing import list_lines
from secdesk.services.take_over import take_over
from tests.services.desk import state

TODAY = date(2020, 2, 7)


def copied(register: Register) -> list[list[str]]:
    """Return what copying a list with its headings puts on the clipboard."""
    with register.read() as session:
        lines = list_lines(session, "proposal", TODAY)
    return [list(lines[0].cells), *(list(line.cells.values()) for line in lines)]


def as_workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_text(rows: list[list[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter="\t").writerows(rows)
    return written.getvalue().encode("utf-16")


@pytest.mark.parametrize("form", [as_workbook, as_text])
def test_a_copied_list_comes_back_as_the_same_register(january: Register, form: object) -> None:
    before = state(january)
    data = form(copied(january))  # type: ignore[operator]
    with january.change("Imported") as session:
        preview = read_csv(session, data, "list", TODAY)
        assert preview.problems == ()
        take_over(session, preview)
    assert {row.state for row in preview.rows} == {"unchanged"}
    assert preview.left_out == ("Stage", "Duration (WD)")
    assert state(january) == before


def test_a_formula_in_a_workbook_of_proposals_is_told(register: Register) -> None:
    data = as_workbook([["Number", "Title"], ["DP1", "=A2&1"]])
    with register.read() as session:
        preview = read_csv(session, data, "list.xlsx", TODAY)
    assert preview.remarks[0].startswith("1 cell with a formula, first in row 2, Title: formulas are not worked out")


def test_a_workbook_of_proposals_takes_a_register_over(register: Register) -> None:
    data = as_workbook([["Number", "Title", "Status", "As at"], ["MP077", "Flags", "Refinement", "31 Jan 2020"]])
    with register.change("Imported") as session:
        take_over(session, read_csv(session, data, "list.xlsx", TODAY))
    assert [row[:4] for row in copied(register)[1:]] == [["MP077", "Flags", "Refine", "Refinement"]]
