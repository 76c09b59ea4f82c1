"""Fingerprints of cells: an edit is told from an old value, and the order in which dates are written is found out."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.exchange.csv_export import export_list
from secdesk.exchange.date_order import day_first
from secdesk.exchange.seals import fingerprint, join_fingerprints, split_fingerprints
from secdesk.exchange.sheet_file import read_first_sheet
from secdesk.exchange.table_form import TableChoice
from secdesk.exchange.table_preview import TablePreview
from secdesk.exchange.tables import read_table
from secdesk.register.register import Register
from secdesk.services.records import update_record
from tests.services.desk import add

TODAY = date(2020, 2, 7)


@given(st.lists(st.text(), max_size=12))
def test_fingerprints_of_a_row_are_taken_apart_again(texts: list[str]) -> None:
    found = [fingerprint("uid", "name", text) for text in texts]
    assert split_fingerprints(f" {join_fingerprints(found)} ") == frozenset(found)


@pytest.mark.parametrize("cell", ["", "x12345678", "s1234567", "12345678"])
def test_other_cells_have_no_fingerprints(cell: str) -> None:
    assert split_fingerprints(cell) == frozenset()


def test_a_fingerprint_is_of_one_record_one_column_and_one_text() -> None:
    places = [("a", "b", "c"), ("a", "b", "d"), ("a", "d", "c"), ("d", "b", "c")]
    assert len({fingerprint(*place) for place in places}) == len(places)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("02/07/2020", "2020-02-07"),
        ("1/13/20", "2020-01-13"),
        ("13/1/2020", "13/1/2020"),
        ("7 Feb 2020", "7 Feb 2020"),
        ("", ""),
    ],
)
def test_a_date_with_the_month_first_is_turned_round(text: str, read: str) -> None:
    assert day_first(text) == read


def resaved(register: Register, form: str) -> list[list[str]]:
    """Return an exported table of meetings as a spreadsheet saves it that writes days in this form."""
    file = io.BytesIO()
    with register.read() as session:
        export_list(session, TableChoice("meeting", TODAY), file)
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    places = [rows[0].index(name) for name in ("Date", "Agenda due", "As at")]
    for row in rows[1:]:
        for place in places:
            row[place] = as_saved(row[place], form)
    return rows


def as_saved(text: str, form: str) -> str:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    if not text:
        return ""
    day, month, year = text.split()
    return form.format(d=int(day), m=months.index(month) + 1, y=int(year))


def preview(register: Register, rows: list[list[str]]) -> TablePreview:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    with register.read() as session:
        return read_table(
            session, "meeting", read_first_sheet(written.getvalue().encode(), "a.csv"), "a.csv", date(2020, 3, 2)
        )


@pytest.fixture
def meetings(register: Register) -> Register:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=date(2020, 1, 28), agenda_due=date(2020, 1, 14))
        add(session, "meeting", body="CB", date=date(2020, 3, 4), agenda_due=date(2020, 2, 5))
    return register


@pytest.mark.parametrize("form", ["{m:02}/{d:02}/{y}", "{m}/{d}/{y}", "{d:02}/{m:02}/{y}", "{y}-{m:02}-{d:02}"])
def test_a_table_is_unchanged_in_whatever_order_a_spreadsheet_wrote_its_dates(meetings: Register, form: str) -> None:
    found = preview(meetings, resaved(meetings, form))
    assert [row.state for row in found.rows] == ["unchanged", "unchanged"]
    assert any("month first" in remark for remark in found.remarks) is form.startswith("{m")


def test_an_edited_date_is_read_in_the_order_that_the_others_show(meetings: Register) -> None:
    rows = resaved(meetings, "{m:02}/{d:02}/{y}")
    place = rows[0].index("Date")
    next(row for row in rows if row[place] == "03/04/2020")[place] = "04/03/2020"
    (row,) = [row for row in preview(meetings, rows).rows if row.state == "update"]
    assert row.plan is not None
    assert row.plan.values == {"date": date(2020, 4, 3)}


def test_one_cell_that_somebody_turned_round_does_not_turn_the_others(meetings: Register) -> None:
    rows = resaved(meetings, "{d:02}/{m:02}/{y}")
    place = rows[0].index("Date")
    next(row for row in rows if row[place] == "04/03/2020")[place] = "03/04/2020"
    (row,) = [row for row in preview(meetings, rows).rows if row.state == "update"]
    assert row.plan is not None
    assert row.plan.values == {"date": date(2020, 4, 3)}


def test_a_value_that_changed_since_the_export_is_kept_and_one_edited_over_it_is_told(meetings: Register) -> None:
    rows = resaved(meetings, "{d} {m} {y}".replace("{m}", "{m:02}").replace(" ", "/"))
    with meetings.change("meanwhile") as session:
        update_record(session, "meeting", rows[1][-1], {"place": "Bath", "number": 7})
    rows[1][rows[0].index("Place")] = "Leeds"
    found = preview(meetings, rows).rows[0]
    assert found.changes == ("Place",)
    assert found.cells["place"].sentence == "it has changed in the register since the file was exported"
    assert (found.cells["place"].was, found.cells["place"].becomes) == ("Bath", "Leeds")
