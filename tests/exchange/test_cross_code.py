"""The rows for the register of all codes: which modifications, in whose words, and what is kept back."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from secdesk.exchange.cells import Cell
from secdesk.exchange.cross_code import COLUMNS, GENERIC_STAGES, cross_code_content
from secdesk.exchange.csv_export import write_csv
from secdesk.exchange.sheet_file import read_first_sheet
from secdesk.exchange.xlsx_export import write_workbook
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.process import STATUSES
from secdesk.services.queries import ordered_uids
from secdesk.services.records import update_record
from tests.services.desk import add, at_status, meeting, raised

TODAY = date(2020, 2, 7)


def rows(register: Register, at: date = TODAY, limit: str = "") -> dict[str, dict[str, Cell]]:
    """Return the rows by their references."""
    with register.read() as session:
        content = cross_code_content(session, at, limit=limit)
        names = [column.name for column in content.columns]
        found = [dict(zip(names, row, strict=True)) for row in content.rows]
    return {str(row["reference"]): row for row in found}


def live(register: Register, number: int = 77, status: str = "refinement", **values: Value) -> dict[str, Cell]:
    with register.change("add") as session:
        at_status(session, number, status, **values)
    (row,) = rows(register).values()
    return row


def test_every_status_has_a_stage_in_the_words_of_all_codes() -> None:
    assert set(GENERIC_STAGES) == set(STATUSES)
    closed = {key for key, status in STATUSES.items() if status.final}
    assert {key for key, stage in GENERIC_STAGES.items() if stage == "Closed"} == closed


def test_a_row_has_the_generic_core(register: Register) -> None:
    with register.change("add") as session:
        company = add(session, "organisation", name="Acme")
        person = add(session, "person", name="Ann", organisation=company)
        uid = at_status(
            session, 77, "approved_pending", proposer=person, proposer_organisation=company, urgent=True,
            issue="It beeps", path="2",
        )  # fmt: skip
        add(session, "affected_party", proposal=uid, category="large_supplier", level="high")
        add(session, "affected_party", proposal=uid, category="dcc")
        release = add(session, "release", name="June 2020 SEC Release", goes_live=date(2020, 6, 25))
        add(session, "release_part", proposal=uid, release=release)
    (row,) = rows(register).values()
    assert row == {
        "code": "SEC",
        "reference": "MP077",
        "former_reference": "DP077",
        "title": "Title 77",
        "proposer": "Ann",
        "proposer_organisation": "Acme",
        "raised": None,
        "stage": "Pending implementation",
        "status": "Approved, to be implemented",
        "governance_route": "2 Authority-Determined",
        "urgency": "Urgent",
        "impacted_parties": "DCC; Large Suppliers (High)",
        "target_implementation": "June 2020 SEC Release (25 Jun 2020)",
        "implemented": "",
        "next_milestone": "June 2020 SEC Release, 25 Jun 2020",
        "summary": "It beeps",
    }
    assert list(row) == [column.name for column in COLUMNS]


def test_what_is_not_known_stays_empty(register: Register) -> None:
    row = live(register)
    assert (row["urgency"], row["raised"], row["next_milestone"], row["governance_route"]) == (None, None, None, "")
    assert live_again(register, urgent=False)["urgency"] == "Not urgent"


def live_again(register: Register, **values: Value) -> dict[str, Cell]:
    with register.change("edit") as session:
        update_record(session, "proposal", ordered_uids(session, "proposal")[0], values)
    (row,) = rows(register).values()
    return row


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_what_is_raised_and_not_at_its_end_is_live(register: Register, status: str) -> None:
    with register.change("add") as session:
        at_status(session, 77, status)
    assert bool(rows(register)) is (status != "enquiry" and not STATUSES[status].final)


def test_a_row_tells_what_was_so_on_its_day(january: Register) -> None:
    assert len(rows(january)) == 36
    assert rows(january)["DP107"]["raised"] == date(2020, 1, 13)
    assert "DP107" not in rows(january, date(2020, 1, 6))


def test_a_draft_and_one_of_the_old_series_never_had_another_reference(register: Register) -> None:
    with register.change("add") as session:
        raised(session, "Alarms", 114)
        at_status(session, 67, "refinement", series="SECMP")
    found = rows(register)
    assert [found[name]["former_reference"] for name in ("DP114", "SECMP0067")] == [None, None]


def test_the_next_milestone_is_the_first_of_what_is_ahead(register: Register) -> None:
    with register.change("add") as session:
        uid = at_status(session, 77, "report_phase")
        add(session, "consultation", proposal=uid, consultation_kind="mrc", opened=TODAY, closes=date(2020, 2, 28))
    assert rows(register)["MP077"]["next_milestone"] == "Modification Report Consultation closes 28 Feb 2020"
    with register.change("add") as session:
        panel = meeting(session, "PANEL", None, month="2020-02")
        add(session, "agenda_item", meeting=panel, proposal=uid)
        board = meeting(session, "CB", date(2020, 2, 26))
        update_record(session, "proposal", uid, {"target_meeting": board})
    assert rows(register)["MP077"]["next_milestone"] == "Change Board, 26 Feb 2020"
    assert rows(register, date(2020, 2, 27))["MP077"]["next_milestone"] == (
        "Modification Report Consultation closes 28 Feb 2020"
    )
    assert rows(register, date(2020, 2, 29))["MP077"]["next_milestone"] == "SEC Panel, February 2020"


def test_a_next_step_set_by_hand_counts_before_what_the_register_works_out(register: Register) -> None:
    assert live(register, next_step="Waiting for the DCC")["next_milestone"] == "Waiting for the DCC"


@pytest.mark.parametrize("values", [{"marking": "AMBER"}, {"marking": "RED"}, {"security_limited": True}])
def test_of_what_is_above_the_marking_only_the_reference_is_told(register: Register, values: dict[str, Value]) -> None:
    row = live(register, issue="A weakness", next_step="x", **values)
    assert {name: cell for name, cell in row.items() if cell is not None} == {"code": "SEC", "reference": "MP077"}


def test_the_register_may_leave_it_out_altogether(register: Register) -> None:
    with register.change("add") as session:
        add(session, "setting", key="restricted_records", value="leave out")
        at_status(session, 77, "refinement", marking="AMBER")
    assert rows(register) == {}


def test_a_file_for_everybody_keeps_back_what_is_green(register: Register) -> None:
    with register.change("add") as session:
        at_status(session, 77, "refinement", marking="GREEN")
    assert rows(register)["MP077"]["title"] == "Title 77"
    assert rows(register, limit="WHITE")["MP077"]["title"] is None


def test_no_private_note_goes_in(register: Register) -> None:
    row = live(register, private_note="SECRET")
    assert "SECRET" not in map(str, row.values())


def test_the_rows_go_into_csv_and_into_a_workbook(january: Register) -> None:
    with january.read() as session:
        text, book = io.BytesIO(), io.BytesIO()
        write_csv(text, cross_code_content(session, TODAY))
        write_workbook(book, [cross_code_content(session, TODAY)])
    lines = list(csv.DictReader(io.StringIO(text.getvalue().decode("utf-8-sig"), newline="")))
    sheet = read_first_sheet(book.getvalue(), "a.xlsx")
    assert sheet.title == "Live modifications"
    assert [tuple(line.values()) for line in lines] == [row.cells for row in sheet.rows]
    assert tuple(lines[0]) == sheet.headings == tuple(column.label for column in COLUMNS)
