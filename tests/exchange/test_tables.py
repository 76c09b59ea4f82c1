"""Tables of any kind: which record a row is about, what each cell changes, and the words for what cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from secdesk.errors import KnownError, NotFound
from secdesk.exchange.cells import fitting
from secdesk.exchange.csv_export import export_list
from secdesk.exchange.sheet import Sheet
from secdesk.exchange.sheet_file import read_first_sheet
from secdesk.exchange.table_columns import match_table
from secdesk.exchange.table_files import tables_of_file, tables_of_folder
from secdesk.exchange.table_form import TableChoice, columns_of
from secdesk.exchange.table_keys import natural_keys
from secdesk.exchange.table_preview import TablePreview, TableRowPreview
from secdesk.exchange.tables import read_table, read_tables
from secdesk.models import kinds
from secdesk.register.register import Register
from secdesk.services.records import Effect, update_record
from tests.services.desk import add, draft, raised

TODAY = date(2020, 2, 7)
NOBODY = "f" * 32


def csv_of(*rows: list[str] | str) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(row.split("|") if isinstance(row, str) else row for row in rows)
    return written.getvalue().encode()


def sheet(*rows: list[str] | str) -> Sheet:
    return read_first_sheet(csv_of(*rows), "list.csv")


def preview(
    register: Register, kind: str, *rows: list[str] | str, picked: Mapping[int, str] | None = None
) -> TablePreview:
    with register.read() as session:
        return read_table(session, kind, sheet(*rows), "list.csv", TODAY, picked=picked)


def one(register: Register, kind: str, *rows: list[str] | str) -> TableRowPreview:
    (row,) = preview(register, kind, *rows).rows
    return row


def exported(register: Register, kind: str, at: date = TODAY) -> list[list[str]]:
    file = io.BytesIO()
    with register.read() as session:
        export_list(session, TableChoice(kind, at, private=True), file)
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def edited(register: Register, kind: str, **cells: str) -> TableRowPreview:
    """Return what becomes of the first exported row when cells, called by their fields, are typed over."""
    rows = exported(register, kind)
    names = [column.name for column in columns_of(kind)]
    for name, text in cells.items():
        rows[1][names.index(name)] = text
    return preview(register, kind, *rows).rows[0]


# --- columns ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_column_of_every_kind_is_known_by_its_heading_and_by_its_name(kind: str) -> None:
    columns = columns_of(kind)
    for headings in ([column.label for column in columns], [column.name.upper() for column in columns]):
        found = match_table(kind, Sheet(tuple(headings), ()), "a.csv")
        assert [found.positions[column.name] for column in columns[:-1]] == list(range(len(columns) - 1))
        assert found.left_out == ()


@pytest.mark.parametrize(
    ("kind", "heading", "name"),
    [
        ("event", "Decision", "outcome"),
        ("event", "Mod ref.", "proposal"),
        ("consultation", "Number of responses", "responses"),
        ("consultation", "Closing date", "closes"),
        ("action", "Due date", "due"),
        ("meeting", "Committee", "body"),
        ("proposal", "Modification title", "title"),
        ("proposal", "Reference number", "reference"),
    ],
)
def test_columns_are_known_by_what_people_call_them(kind: str, heading: str, name: str) -> None:
    assert match_table(kind, Sheet((heading,), ()), "a.csv").positions == {name: 0}


def test_what_a_person_picks_for_a_column_counts_before_its_heading(register: Register) -> None:
    rows = ("What|Ref|Name", "CSC|Room 1|nothing")
    picked = {0: "body", 1: "place", 2: ""}
    (row,) = preview(register, "meeting", *rows, picked=picked).rows
    assert {cell.name: cell.becomes for cell in row.cells.values()} == {"body": "CSC", "place": "Room 1"}


def test_two_columns_of_one_meaning_are_refused(register: Register) -> None:
    with pytest.raises(KnownError, match=r"The columns 'Body' and 'body' of 'list\.csv' mean the same"):
        preview(register, "meeting", "Body|body", "CSC|CB")


def test_a_table_without_any_known_column_says_what_they_are_called(register: Register) -> None:
    with pytest.raises(KnownError, match=r"No column of 'list.csv' .* They are called: Body, Date, Month"):
        preview(register, "meeting", "Colour", "red")


def test_a_table_whose_rows_name_no_record_is_refused(register: Register) -> None:
    with pytest.raises(KnownError, match=r"No column of 'list\.csv' is called Body, so its rows name no record"):
        preview(register, "meeting", "Place", "Room 1")


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_a_key_of_its_own_fields(kind: str) -> None:
    for key in natural_keys(kind):
        assert key
        assert set(key) <= set(kinds()[kind].fields())


# --- which record -------------------------------------------------------------------------------------------------


def test_a_row_without_id_is_known_again_by_what_tells_records_apart(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=date(2020, 1, 28))
    given = ("csc|28/1/2020|Room 1", "CSC|25 Feb 2020|", "csc|28/1/20|")
    rows = preview(register, "meeting", "Body|Date|Place", *given).rows
    assert [row.words for row in rows] == [
        "updates Place",
        "new",
        "Row 4, id: row 2 is about the same record. Keep one of the two, without the id for a new one",
    ]


def test_two_new_rows_of_one_key_are_one_too_many(register: Register) -> None:
    rows = preview(register, "organisation", "Name|Short name", "Acme|AC", "ACME|AM").rows
    assert [row.state for row in rows] == ["new", "unreadable"]
    assert rows[1].problems[0].startswith("Row 3, Name: row 2 is about the same record")


def test_of_several_records_of_a_key_the_one_that_agrees_in_more_is_meant(register: Register) -> None:
    with register.change("add") as session:
        for name in ("A Ltd", "B Ltd"):
            owner = add(session, "organisation", name=name)
            add(session, "person", name="Jo Smith", organisation=owner, role="Analyst")
    rows = ("Name|Organisation|Role", "Jo Smith|B Ltd|Lead")
    row = one(register, "person", *rows)
    assert row.words == "updates Role"
    vague = one(register, "person", "Name|Role", "Jo Smith|Lead")
    assert "2 people are known by this. Export them and keep their ids" in vague.words


def test_a_row_that_names_nothing_is_told_what_to_enter(register: Register) -> None:
    assert one(register, "person", "Name|Role", "|Lead").words == "Row 2, Name: Enter a name"
    for row in ("|||a note", "||7 Feb 2020|"):
        words = one(register, "event", "Proposal|Outcome|Date|Printed note", row).words
        assert words == "Row 2, Proposal: Choose a proposal"


def test_an_id_counts_before_any_name(register: Register) -> None:
    with register.change("add") as session:
        uid = add(session, "organisation", name="Acme")
    row = one(register, "organisation", "Name|As at|id", f"Acme Limited|7 Feb 2020|{uid}")
    assert (row.words, row.plan.uid if row.plan else "") == ("updates Name", uid)


def test_an_id_that_the_register_does_not_know_is_kept_by_a_new_record(register: Register) -> None:
    row = one(register, "organisation", "Name|id", f"Acme|{NOBODY}")
    assert (row.state, row.plan.uid if row.plan else "") == ("new", NOBODY)


def test_an_id_that_is_none_or_of_another_kind_is_refused(register: Register) -> None:
    with register.change("add") as session:
        person = add(session, "person", name="Jo")
        own = add(session, "organisation", name="Acme")
    rows = preview(register, "organisation", "Name|id", f"A|{person}", "B|12", f"Acme|{own}", f"Acme|{own}").rows
    assert [row.words for row in rows] == [
        "Row 2, id: this is the id of a person. Leave the cell empty for a new record",
        "Row 3, id: '12' is no id of a record. Leave the cell empty for a new one",
        "unchanged",
        "Row 5, id: row 4 is about the same record. Keep one of the two, without the id for a new one",
    ]


def test_a_column_called_id_in_somebody_elses_table_is_not_ours(register: Register) -> None:
    found = preview(register, "organisation", "ID|Name", "17|Acme")
    assert ([row.state for row in found.rows], found.left_out) == (["new"], ("ID",))


def test_a_proposal_is_known_by_its_number_whatever_stands_before_it(register: Register) -> None:
    with register.change("add") as session:
        raised(session, "Alarms", 114)
    rows = ("Reference|Cost estimate", "mp114|£5", "DP115|£6", "SECMP0067|", "Not raised yet|x", "alarms|")
    found = preview(register, "proposal", *rows).rows
    assert [row.state for row in found] == ["update", "new", "new", "unreadable", "unreadable"]
    assert found[1].plan is not None
    assert found[2].plan is not None
    assert found[1].plan.values == {"number": 115, "series": "MP", "cost_estimate": "£6"}
    assert found[2].plan.values["series"] == "SECMP"


def test_a_number_that_another_proposal_has_is_refused(register: Register) -> None:
    with register.change("add") as session:
        draft(session, "One", 1)
        draft(session, "Two", 2)
    row = edited(register, "proposal", number="2")
    assert row.words == "Row 2, Number: it is the number of DP002 Two. Use another"


# --- what differs -------------------------------------------------------------------------------------------------


def test_an_exported_table_changes_nothing(january: Register) -> None:
    for kind in kinds():
        rows = exported(january, kind)
        if len(rows) > 1:
            assert {row.state for row in preview(january, kind, *rows).rows} == {"unchanged"}


def test_an_emptied_cell_clears_its_field_in_a_table_that_was_exported(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=TODAY, place="Room 1", ad_hoc=True)
    row = edited(register, "meeting", place="", ad_hoc="n/a")
    assert row.words == "updates Ad-hoc, Place"
    assert [(cell.state, cell.was) for cell in row.cells.values()] == [("cleared", "yes"), ("cleared", "Room 1")]
    assert row.plan is not None
    assert row.plan.values == {"ad_hoc": None, "place": None}


def test_an_empty_cell_of_any_other_table_changes_nothing_and_the_preview_says_so(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=TODAY, place="Room 1")
    found = preview(register, "meeting", "Body|Date|Place", "CSC|7 Feb 2020|")
    assert [row.state for row in found.rows] == ["unchanged"]
    assert "An empty cell changes nothing" in found.remarks[0]
    own = preview(register, "meeting", *exported(register, "meeting"))
    assert own.remarks[0] == "This table was exported from a register: a cell that was emptied clears what stood there"


def test_what_a_record_cannot_be_without_is_not_cleared(register: Register) -> None:
    with register.change("add") as session:
        add(session, "organisation", name="Acme")
    assert edited(register, "organisation", name="").words == "Row 2, Name: Enter a name"


def test_a_field_that_must_hold_something_is_cleared_to_what_it_begins_with(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=TODAY, state="held")
    row = edited(register, "meeting", state="")
    assert row.plan is not None
    assert row.plan.values == {"state": "planned"}


@pytest.mark.parametrize(
    ("kind", "name", "cell", "value"),
    [
        ("meeting", "date", "7-Feb-21", date(2021, 2, 7)),
        ("meeting", "date", "07/02/2021", date(2021, 2, 7)),
        ("meeting", "date", "2021-02-07 00:00:00", date(2021, 2, 7)),
        ("meeting", "month", "Mar-21", "2021-03"),
        ("meeting", "month", "1 Mar 2021", "2021-03"),
        ("meeting", "month", "01/03/2021", "2021-03"),
        ("meeting", "month", "March 2021", "2021-03"),
        ("meeting", "ad_hoc", "TRUE", True),
        ("meeting", "number", "1,078.0", 1078),
        ("assessment", "cost_low", "£12,000.00", 12000),
        ("meeting", "state", "HELD", "held"),
        ("meeting", "place", "'=1+1", "=1+1"),
        ("affected_party", "level", "none", "none"),
        ("event", "status", "Approved", "approved_pending"),
        ("proposal", "path", "Path 3: Self-Governance", "3"),
    ],
)
def test_cells_are_read_as_people_and_spreadsheets_write_them(
    register: Register, kind: str, name: str, cell: str, value: object
) -> None:
    with register.change("add") as session:
        uid = draft(session, "One", 1)
        add(session, "meeting", body="CSC", date=TODAY)
        add(session, "assessment", proposal=uid, assessment_kind="PA")
        add(session, "affected_party", proposal=uid, category="dcc")
        add(session, "event", proposal=uid, outcome="taken_over")
    row = edited(register, kind, **{name: cell})
    assert row.plan is not None, row.words
    assert row.plan.values == {name: value}


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("date", "31/2/2020", "Row 2, Date: "),
        ("date", "2026-02-30", "Row 2, Date: "),
        ("date", "0000-00-00", "Row 2, Date: "),
        ("date", "10000-01-01", "Row 2, Date: "),
        ("date", "2020-02-07T10:00:00+01:00", "Row 2, Date: "),
        ("ad_hoc", "perhaps", "Row 2, Ad-hoc: Ad-hoc must be yes or no"),
        ("number", "12.5", "Row 2, Number: Number must be a whole number from 1 to 9999"),
        ("body", "nobody", "Row 2, Body: Body must be one of 'SEC Panel'"),
        ("place", "x" * 301, "Row 2, Place: Place must be 300 characters or fewer. It has 301"),
        ("place", "x" * 1_000_000, "Row 2, Place: Place must be 300 characters or fewer"),
    ],
)
def test_a_cell_that_cannot_be_read_names_row_and_column(register: Register, name: str, cell: str, words: str) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=TODAY)
    row = edited(register, "meeting", **{name: cell})
    assert row.state == "unreadable"
    assert row.words.startswith(words)
    assert row.cells[name].state == "unreadable"


def test_all_that_is_wrong_with_a_row_is_told_at_once(register: Register) -> None:
    row = one(register, "meeting", "Body|Date|Number|Ad-hoc", "CSC|7 Feb 2020|x|perhaps")
    assert len(row.problems) == 2


def test_dates_in_the_wrong_order_are_refused_as_in_a_form(register: Register) -> None:
    with register.change("add") as session:
        add(session, "consultation", proposal=draft(session, "One", 1), consultation_kind="rfi", opened=TODAY)
    row = edited(register, "consultation", closes="6 Feb 2020")
    assert row.words == "Row 2, Closes: Closes must be the same as or after 7 Feb 2020, when it opens"


def test_a_text_too_long_for_its_cell_is_left_alone(register: Register) -> None:
    long = "word " * 10_000 + "end"
    with register.change("add") as session:
        update_record(session, "proposal", draft(session, "One", 1), {"issue": long})
    rows = exported(register, "proposal")
    place = rows[0].index("Issue")
    assert rows[1][place] == fitting(long)
    rows[1][rows[0].index("Solution")] = "new"
    (row,) = preview(register, "proposal", *rows).rows
    assert row.words == "updates Solution"
    rows[1][place] = fitting(long).replace("50,003", "12")
    assert preview(register, "proposal", *rows).rows[0].cells["issue"].state == "left alone"


def test_a_status_typed_into_the_table_is_not_believed_and_said_so(january: Register) -> None:
    row = edited(january, "proposal", status="Withdrawn")
    assert row.state == "unchanged"
    assert row.cells["status"].state == "left alone"
    assert "it follows from other records" in row.cells["status"].sentence


def test_a_title_changes_from_the_day_as_at_which_the_table_speaks(register: Register) -> None:
    with register.change("add") as session:
        draft(session, "One", 1)
    row = edited(register, "proposal", title="First", as_at="1 Feb 2020")
    assert row.plan is not None
    assert (row.plan.day, row.plan.values) == (date(2020, 2, 1), {"title": "First"})


def test_an_old_export_is_compared_with_what_held_on_its_own_day(register: Register) -> None:
    with register.change("add") as session:
        uid = draft(session, "One", 1)
    rows = exported(register, "proposal")
    with register.change("rename") as session:
        update_record(session, "proposal", uid, {"title": "Later"}, effect=Effect(since=date(2020, 2, 20)))
    assert preview(register, "proposal", *rows).rows[0].state == "unchanged"


# --- links --------------------------------------------------------------------------------------------------------


def test_a_link_is_found_by_reference_by_name_by_body_and_day_and_by_id(register: Register) -> None:
    with register.change("add") as session:
        one_uid = raised(session, "Alarms", 114)
        csc = add(session, "meeting", body="CSC", date=date(2020, 1, 28))
    for proposal in ("114", "DP114", "mp114 anything", "DP114 Alarms", one_uid):
        for meeting in ("Change Sub-Committee, 28 Jan 2020", "CSC 28/1/2020", "change sub-committee 28 jan 2020", csc):
            row = one(register, "agenda_item", "Meeting|Proposal", [meeting, proposal])
            assert row.plan is not None, row.words
            assert row.plan.values == {"meeting": csc, "proposal": one_uid}


def test_people_organisations_and_releases_that_are_not_there_are_added(register: Register) -> None:
    found = preview(register, "action", "Number|Action|Owner", "A/1|Write|Ann (Acme)", "A/2|Read|ann (Acme)")
    assert (found.added_names("person"), found.added_names("organisation")) == (("Ann",), ("Acme",))
    assert "1 person to be added: Ann" in found.remarks


def test_other_links_must_be_there(register: Register) -> None:
    rows = preview(register, "agenda_item", "Meeting|Title", "CSC 28/1/2020|Chat", f"{NOBODY}|Chat").rows
    assert rows[0].words == (
        "Row 2, Meeting: No meeting called 'CSC 28/1/2020' is in this register. Use a name as an export writes it,"
        " or add the record first"
    )
    assert rows[1].words == f"Row 3, Meeting: No meeting has the id '{NOBODY}' in this register. Use its name"


def test_a_name_that_two_records_have_asks_for_the_id(register: Register) -> None:
    with register.change("add") as session:
        for _ in range(2):
            add(session, "meeting", body="CSC", date=date(2020, 1, 28))
    row = one(register, "agenda_item", "Meeting|Title", ["Change Sub-Committee, 28 Jan 2020", "Chat"])
    assert "More than one meeting is called" in row.words


def test_a_row_may_name_what_another_table_of_the_file_adds(register: Register) -> None:
    tables = {
        "agenda_item": sheet("Meeting|Proposal", "CSC 28 Jan 2020|DP5", "Change Sub-Committee, 28 Jan 2020|DP6"),
        "proposal": sheet("Reference|Title", "DP5|Five"),
        "meeting": sheet("Body|Date", "CSC|28 Jan 2020"),
    }
    with register.read() as session:
        found = read_tables(session, tables, "a.xlsx", TODAY)
    assert [each.kind for each in found] == [kind for kind in kinds() if kind in tables]
    (first, second) = next(each for each in found if each.kind == "agenda_item").rows
    added = {plan.uid for each in found for plan in each.plans() if each.kind != "agenda_item"}
    assert first.plan is not None
    assert set(first.plan.values.values()) == first.plan.depends == added
    assert second.problems == (
        "Row 3, Proposal: No proposal called 'DP6' is in this register. Use a name as an export writes it, or add the"
        " record first",
    )


def test_a_row_that_points_to_one_that_cannot_be_read_is_refused_with_it(register: Register) -> None:
    tables = {
        "meeting": sheet("Body|Number|id", f"CSC|x|{NOBODY}"),
        "agenda_item": sheet("Meeting|Title|id", [NOBODY, "Chat", "e" * 32]),
        "action": sheet("Number|Action", "A/1|Write"),
    }
    with register.read() as session:
        found = {each.kind: each for each in read_tables(session, tables, "a.xlsx", TODAY)}
    assert found["agenda_item"].problems == ("Row 2: it points to a record whose own row cannot be read",)
    assert found["action"].count("new") == 1


# --- values that have dates ---------------------------------------------------------------------------------------


def test_a_value_with_dates_is_read_as_its_own_field_reads_it(january: Register) -> None:
    rows = exported(january, "dated_value")
    heads = rows[0]
    release = next(row for row in rows if row[heads.index("Field")] == "goes_live")
    release[heads.index("Value")] = "1/11/2020"
    title = next(row for row in rows if row[heads.index("Field")] == "title")
    title[heads.index("Value")] = "A new title"
    bad = next(row for row in rows if row[heads.index("Field")] == "target")
    bad[heads.index("Value")] = "soon"
    found = {row.state: row for row in preview(january, "dated_value", heads, release, title, bad).rows}
    assert found["unreadable"].words.endswith("Value must be a whole number from 1 to 400")
    (first, second) = [row.plan for row in preview(january, "dated_value", heads, release, title).rows]
    assert first is not None
    assert second is not None
    assert (first.values, second.values) == ({"value": "2020-11-01"}, {"value": "A new title"})


def test_a_value_of_a_field_that_has_no_dates_is_refused(register: Register) -> None:
    with register.change("add") as session:
        uid = add(session, "release", name="February 2020")
    given = (f"{uid}|name|x", f"{uid}|Date|1 Mar 2020", "x|title|y")
    rows = preview(register, "dated_value", "Record|Field|Value", *given).rows
    assert "'name' is no field with dates of that record. It has 'goes_live'" in rows[0].words
    assert rows[1].plan is not None
    assert rows[1].plan.values == {"record": uid, "field_name": "goes_live", "value": "2020-03-01"}
    assert "'x' is no id of a record" in rows[2].words


# --- files --------------------------------------------------------------------------------------------------------


def test_a_file_says_its_kind_by_its_name_or_the_person_does(register: Register) -> None:
    data = csv_of("Body|Date", "CSC|7 Feb 2020")
    assert list(tables_of_file(data, "agenda-items.csv") or {}) == ["agenda_item"]
    assert list(tables_of_file(data, "list.csv", "meeting") or {}) == ["meeting"]


def test_a_list_of_proposals_that_no_export_made_goes_the_way_of_such_lists(register: Register) -> None:
    data = csv_of("Number|Status", "DP1|Refinement")
    assert tables_of_file(data, "list.csv") is None
    assert tables_of_file(data, "list.csv", "proposal") is None
    assert tables_of_file(data, "proposals.csv") is None


def test_an_exported_table_whose_kind_nothing_says_asks_for_it(register: Register) -> None:
    with pytest.raises(NotFound, match=r"Nothing says what kind of record 'list\.csv' is about\. Say which kind"):
        tables_of_file(csv_of("Name|id", f"Acme|{NOBODY}"), "list.csv")


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"is called like a kind of record, such as meetings\.csv"):
        tables_of_folder(tmp_path)
