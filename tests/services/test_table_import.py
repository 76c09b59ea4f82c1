"""What an import of tables does to the register: one step, what the preview said, the usual completed."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from secdesk.exchange.sheet_file import read_first_sheet
from secdesk.exchange.tables import read_table
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.register.undo import undo
from secdesk.services.queries import ordered_uids
from secdesk.services.records import dated_rows, get_record, list_records
from secdesk.services.table_import import TakenTables, UnreadableTables, import_tables
from tests.services.desk import add, at_status, draft, raised, state

TODAY = date(2020, 2, 7)


def take_in(register: Register, kind: str, *rows: str, today: date = TODAY, readable_rows: bool = False) -> TakenTables:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(row.split("|") for row in rows)
    sheet = read_first_sheet(written.getvalue().encode(), "list.csv")
    with register.change("Imported from 'list.csv'") as session:
        preview = read_table(session, kind, sheet, "list.csv", today)
        return import_tables(session, [preview], readable_rows=readable_rows)


def values(register: Register, kind: str, place: int = 0, at: date = TODAY) -> dict[str, Value]:
    with register.read() as session:
        return dict(get_record(session, kind, ordered_uids(session, kind)[place], at).values)


DECISIONS = (
    "Modification|Decision|Date|Printed note",
    "DP101|Converted, to Refinement|14/2/2020|The Panel agreed",
    "DP104|panel_converted|14 Feb 2020|",
)


def test_decisions_come_in_with_who_usually_takes_them_and_in_order(register: Register) -> None:
    with register.change("add") as session:
        for number in (101, 104):
            at_status(session, number, "draft_ready")
    taken = take_in(register, "event", *DECISIONS)
    assert (taken.tables[0].new, taken.tables[0].updated) == (2, 0)
    found = values(register, "event", 3)
    assert (found["body"], found["position"], found["date"]) == ("PANEL", 1, date(2020, 2, 14))
    assert take_in(register, "event", *DECISIONS).changes == 0


def test_words_that_outcomes_of_several_bodies_share_mean_that_of_the_body_of_the_row(register: Register) -> None:
    with register.change("add") as session:
        at_status(session, 101, "draft_ready")
    take_in(register, "event", "Proposal|Outcome|Decided by|Date", "101|Noted|Working Group|14 Feb 2020")
    found = values(register, "event", 1)
    assert (found["outcome"], found["body"]) == ("wg_noted", "WG")


def test_where_the_row_names_no_body_such_words_are_refused_with_what_to_type(register: Register) -> None:
    with register.change("add") as session:
        at_status(session, 101, "draft_ready")
    before = state(register)
    with pytest.raises(UnreadableTables) as refused:
        take_in(register, "event", "Proposal|Outcome|Date", "101|Noted|14 Feb 2020")
    (problem,) = refused.value.previews[0].problems
    assert problem == (
        "Row 2, Outcome: 'Noted' is an outcome of 3 bodies. Type csc_noted, panel_noted or wg_noted instead"
    )
    assert state(register) == before


def test_a_second_event_of_a_day_comes_after_the_first(register: Register) -> None:
    with register.change("add") as session:
        at_status(session, 101, "draft_ready")
    for outcome in ("panel_noted", "panel_converted"):
        take_in(register, "event", "Proposal|Outcome|Date", f"101|{outcome}|14 Feb 2020")
    with register.read() as session:
        found = {row.values["outcome"]: row.values["position"] for row in list_records(session, "event", TODAY)}
    assert (found["panel_noted"], found["panel_converted"]) == (1, 2)


def test_numbers_of_responses_come_in_for_the_consultation_of_a_proposal(register: Register) -> None:
    with register.change("add") as session:
        uid = raised(session, "Alarms", 114)
        add(session, "consultation", proposal=uid, consultation_kind="mrc", opened=TODAY)
    rows = ("Ref|Kind|Number of responses", "DP114|Modification Report Consultation|7")
    assert take_in(register, "consultation", *rows).tables[0].updated == 1
    assert values(register, "consultation")["responses"] == 7
    assert take_in(register, "consultation", *rows).changes == 0


def test_everything_is_one_step_that_one_undo_takes_back(register: Register) -> None:
    with register.change("add") as session:
        add(session, "person", name="Ann")
    before, seq = state(register), register.chain_head()[0]
    rows = ("Number|Action|Owner|Due", "A/1|Write|Bob (Acme)|14 Feb 2020", "A/2|Read|ann|", "A/3|Sign|Bob|")
    taken = take_in(register, "action", *rows)
    assert (taken.tables[0].new, dict(taken.added)) == (3, {"person": 1, "organisation": 1, "release": 0})
    assert register.chain_head()[0] == seq + 1
    undo(register)
    assert state(register) == before


def test_nothing_is_taken_while_a_row_cannot_be_read(register: Register) -> None:
    rows = ("Name|Category", "Acme|Large Suppliers", "Beta|Shops")
    before = state(register)
    with pytest.raises(UnreadableTables, match=r"One row of 'list\.csv' cannot be read, so nothing was imported"):
        take_in(register, "organisation", *rows)
    assert state(register) == before
    taken = take_in(register, "organisation", *rows, readable_rows=True)
    assert (taken.tables[0].new, taken.tables[0].left_out) == (1, 1)


def test_a_changed_title_keeps_the_old_one_and_its_day(register: Register) -> None:
    with register.change("add") as session:
        uid = draft(session, "One", 1)
    take_in(register, "proposal", "Number|Title|Path|As at", "1|First|Path 3|1 Feb 2020")
    with register.read() as session:
        history = [(row.field, row.value, row.effective_from) for row in dated_rows(session, "proposal", uid)]
    assert history == [("path", "3", None), ("title", "One", None), ("title", "First", date(2020, 2, 1))]


def test_a_value_with_dates_goes_after_those_of_its_day(register: Register) -> None:
    with register.change("add") as session:
        uid = add(session, "release", name="June", goes_live=date(2020, 6, 25))
    rows = ("Record|Field|Value|From|Agreed by", f"{uid}|Date|29 June 2020|1 Mar 2020|Panel")
    take_in(register, "dated_value", *rows)
    assert values(register, "release")["goes_live"] == date(2020, 6, 25)
    assert values(register, "release", at=date(2020, 3, 1))["goes_live"] == date(2020, 6, 29)
    assert values(register, "dated_value", 1)["position"] == 2
    assert take_in(register, "dated_value", *rows).changes == 0


def test_events_may_point_to_one_another_whatever_their_order(register: Register) -> None:
    with register.change("add") as session:
        uid = raised(session, "Alarms", 114)
    first, second = "a" * 32, "b" * 32
    rows = (
        "Proposal|Outcome|Date|Corrects|id",
        f"{uid}|withdrawn|6 Feb 2020|{second}|{first}",
        f"{uid}|csc_noted|5 Feb 2020||{second}",
    )
    take_in(register, "event", *rows)
    with register.read() as session:
        assert get_record(session, "event", first, TODAY).values["corrects"] == second
    assert take_in(register, "event", *rows).changes == 0


def test_a_new_proposal_of_a_table_has_its_number_and_its_title(register: Register) -> None:
    take_in(register, "proposal", "Reference|Title|Proposer", "SECMP0067|Traffic|Ann (Acme)")
    found = values(register, "proposal")
    assert (found["number"], found["series"], found["title"]) == (67, "SECMP", "Traffic")
    assert values(register, "person")["name"] == "Ann"


def test_texts_that_look_like_formulas_come_in_as_they_were(register: Register) -> None:
    take_in(register, "organisation", "Name|Short name|Other names", "'=1+1|-5|'@home")
    found = values(register, "organisation")
    assert (found["name"], found["short_name"], found["aliases"]) == ("=1+1", "-5", "@home")
