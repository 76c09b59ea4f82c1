"""A list of proposals: what its columns mean, what would become of each row, and the words for what is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from secdesk.errors import KnownError
from secdesk.exchange.csv_form import read_csv
from secdesk.exchange.csv_preview import Preview, PreviewRow
from secdesk.exchange.csv_words import read_status
from secdesk.models import Proposal
from secdesk.register.register import Register
from secdesk.rules.process import STATUSES
from secdesk.services.records import create_record

TODAY = date(2020, 2, 7)
TEXTS = [name for name, info in Proposal.fields().items() if info.kind in ("line", "text") and name != "suffix"]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk") as made:
        yield made


def sheet(*rows: list[str] | str) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerows(row.split("|") if isinstance(row, str) else row for row in rows)
    return written.getvalue().encode()


def preview(register: Register, *rows: list[str] | str, as_at: date | None = None) -> Preview:
    with register.read() as session:
        return read_csv(session, sheet(*rows), "list.csv", TODAY, as_at=as_at)


def one(register: Register, *rows: list[str] | str) -> PreviewRow:
    (row,) = preview(register, *rows).rows
    return row


def value(register: Register, heading: str, cell: str) -> object:
    row = one(register, ["Number", heading], ["DP1", cell])
    assert row.problems == ()
    assert row.plan is not None
    return row.plan.values


@pytest.mark.parametrize("heading", ["Number", "REFERENCE", "ref.", "Mod Number", "modification-reference", " ID "])
def test_the_column_of_numbers_has_many_names(register: Register, heading: str) -> None:
    assert one(register, heading, "MP077").reference == "MP077"


@pytest.mark.parametrize(
    ("cell", "reference"),
    [
        ("DP101", "DP101"),
        ("mp077", "MP077"),
        ("SECMP0067", "SECMP0067"),
        ("SECMP 0030", "SECMP0030"),
        ("77", "MP077"),
        ("102a", "MP102A"),
    ],
)
def test_numbers_are_read_as_people_write_them(register: Register, cell: str, reference: str) -> None:
    assert one(register, "Number", cell).reference == reference


@pytest.mark.parametrize(
    ("cell", "reference"), [("MPO97", "MP097"), ("MPQ77", "MP077"), ("MP0O90", "MP090"), ("SECMPO0067", "SECMP0067")]
)
def test_a_number_that_a_scanner_misread_is_understood_and_said_so(
    register: Register, cell: str, reference: str
) -> None:
    found = preview(register, "Number", cell)
    assert [row.reference for row in found.rows] == [reference]
    assert found.rows[0].words == f"new ({cell} read as {reference})"
    assert found.remarks == (f"1 number understood although a scanner misread it: {cell} read as {reference}",)


@pytest.mark.parametrize("cell", ["MPO", "MPO9", "MP1O23", "OI", "MPl2O3", "XPO97"])
def test_a_number_whose_figures_are_in_doubt_is_not_guessed_at(register: Register, cell: str) -> None:
    assert one(register, "Number", cell).problems == (
        "Row 2, Number: Number must look like DP114, MP086 or SECMP0067",
    )


def test_two_rows_of_one_number_are_refused_also_where_one_was_misread(register: Register) -> None:
    rows = preview(register, "Number", "MP097", "MPO97").rows
    assert [row.state for row in rows] == ["new", "unreadable"]
    assert rows[1].problems == ("Row 3, Number: 'MPO97' stands in row 2 already. Keep one of the two rows",)


def test_part_letter_and_series_may_have_columns_of_their_own(register: Register) -> None:
    rows = preview(register, "Number|Part letter|Series", "102|a|", "67||secmp").rows
    assert [row.reference for row in rows] == ["MP102A", "SECMP0067"]


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_field_is_known_by_its_label_and_by_its_name(register: Register, name: str) -> None:
    for heading in (name, name.upper(), Proposal.fields()[name].label, name.replace("_", " ")):
        values = value(register, heading, "  some text ")
        assert isinstance(values, dict)
        assert values[name] == "some text"


@pytest.mark.parametrize(
    ("cell", "path"),
    [
        ("3", "3"),
        ("Path 3", "3"),
        ("Path 2 – Authority Determination", "2"),
        ("Self-Governance", "3"),
        ("3 Self-Governance", "3"),
        ("Authority Led", "1"),
        ("fast track", "fast_track"),
    ],
)
def test_paths_are_read_as_people_write_them(register: Register, cell: str, path: str) -> None:
    values = value(register, "Modification path", cell)
    assert isinstance(values, dict)
    assert values["path"] == path


@pytest.mark.parametrize(("heading", "cell", "name", "expected"), [
    ("Classification", "green", "marking", "GREEN"),
    ("Urgent", "Y", "urgent", True),
    ("On hold", "no", "on_hold", False),
    ("Summary", "a\nb", "issue", "a\nb"),
    ("Title", "a\nb", "title", "a b"),
    ("Title", "'=SUM(A1)", "title", "=SUM(A1)"),
])  # fmt: skip
def test_values_are_read_as_forms_read_them(
    register: Register, heading: str, cell: str, name: str, expected: object
) -> None:
    values = value(register, heading, cell)
    assert isinstance(values, dict)
    assert values[name] == expected


@pytest.mark.parametrize("cell", ["", "-", "TBC", "n/a", "Unknown"])
def test_what_is_not_known_stays_unknown(register: Register, cell: str) -> None:
    row = one(register, "Number|Proposer|Raised|Path|Urgent|Release", "DP1" + f"|{cell}" * 5)
    assert row.problems == ()
    assert row.plan is not None
    assert (row.plan.raised, row.plan.release, dict(row.plan.names)) == (None, None, {})
    assert set(row.plan.values) == {"number", "suffix", "series"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Development Stage", "draft_in_development"),
        ("Refinement Process", "refinement"),
        ("Pending Implementation", "approved_pending"),
        ("Implemented", "implemented"),
        ("withdrawn", "withdrawn"),
        ("REJECTED", "rejected"),
        ("Report Phase", "report_phase"),
        ("With the Authority", "with_authority"),
        ("with Ofgem", "with_authority"),
        ("Approved - pending implementation", "approved_pending"),
        ("draft_ready", "draft_ready"),
        ("not known", "unknown"),
    ],
)
def test_common_words_for_a_status_are_known(words: str, status: str) -> None:
    assert read_status(words) == status


def test_every_status_is_known_by_its_key_and_its_label() -> None:
    for key, status in STATUSES.items():
        assert read_status(key) == read_status(status.label) == key


def test_a_status_has_the_day_of_its_row_or_the_as_at_day(register: Register) -> None:
    rows = preview(
        register, "Number|Status|Status date|As at", "1|Refine|10/01/2020|31 Jan 2020", "2|Refine||31 Jan 2020"
    )
    standings = [row.plan.standing for row in rows.rows if row.plan]
    assert [(s.date, s.known_by) for s in standings if s] == [(date(2020, 1, 10), None), (None, date(2020, 1, 31))]
    assert rows.remarks == ()


def test_the_day_of_the_whole_list_stands_in_for_those_that_rows_lack(register: Register) -> None:
    rows = preview(register, "Number|Status", "1|Refine", as_at=date(2020, 1, 31))
    (row,) = rows.rows
    assert row.plan is not None
    assert row.plan.standing is not None
    assert row.plan.standing.known_by == date(2020, 1, 31)
    assert rows.remarks == ()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3 Feb", date(2020, 2, 3)),
        ("8 Feb", date(2019, 2, 8)),
        ("31 Dec", date(2019, 12, 31)),
        ("1/8", date(2019, 8, 1)),
    ],
)
def test_a_day_without_a_year_is_one_that_has_passed(register: Register, cell: str, day: date) -> None:
    row = one(register, "Number|Raised", f"1|{cell}")
    assert row.plan is not None
    assert row.plan.raised is not None
    assert row.plan.raised.date == day


@pytest.mark.parametrize("cell", ["tomorrow", "8 Feb 2020", "+10", "next friday"])
def test_a_day_that_is_still_to_come_is_not_moved_to_the_past(register: Register, cell: str) -> None:
    assert "is still to come" in one(register, "Number|Raised", f"1|{cell}").problems[0]


def test_a_status_without_any_day_is_remarked_on(register: Register) -> None:
    assert preview(register, "Number|Status", "1|Refine").remarks == (
        "1 row gives a status without a day: it is taken to have held from the beginning."
        " A column 'Status date' or 'As at' says since when",
    )


def test_columns_that_mean_nothing_here_are_named(register: Register) -> None:
    found = preview(register, "Number|Shoe size|Title|", "1|46|a|")
    assert found.left_out == ("Shoe size",)
    assert found.remarks == ("1 column not read: 'Shoe size'",)


def test_a_stage_is_read_only_where_no_column_says_status(register: Register) -> None:
    alone = one(register, "Number|Stage", "1|Refine")
    both = preview(register, "Number|Stage|Status", "1|Define|Refine")
    assert alone.plan is not None
    assert alone.plan.standing is not None
    assert alone.plan.standing.status == "refinement"
    assert both.left_out == ("Stage",)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            ["Title|Status", "a|b"],
            "No column of 'list.csv' is called Number or Reference. Its columns are: 'Title', 'Status'",
        ),
        (["Number|Reference", "1|1"], "The columns 'Number' and 'Reference' of 'list.csv' mean the same"),
    ],
)
def test_a_file_that_is_no_list_of_proposals_is_refused(register: Register, rows: list[str], sentence: str) -> None:
    with pytest.raises(KnownError) as refused:
        preview(register, *rows)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("headings", "row", "sentence"),
    [
        ("Number", "", None),
        ("Number|Title", "|a", "Row 2, Number: Enter a number like DP114"),
        ("Reference", "abc", "Row 2, Reference: Reference must look like DP114, MP086 or SECMP0067"),
        ("Number", "MP000", "Row 2, Number: Number must look like DP114"),
        ("Number", "MP123456", "Row 2, Number: Number must be a whole number from 1 to 99999"),
        ("Number|Raised", "1|31/2", "Row 2, Raised: '31/2' is not a date. Type a day and month, like 27 Feb"),
        ("Number|Raised", "1|13", "Row 2, Raised: Raised must include a month"),
        ("Number|Raised", "1|Feb 2020", "Row 2, Raised: Raised must include a day"),
        ("Number|Raised", "1|1 Jan 1066", "Row 2, Raised: Raised must be in a year from 1900 to 2099"),
        ("Number|Raised", "1|8 Feb 2020", "Row 2, Raised: 8 Feb 2020 is still to come. Type the day on which"),
        ("Number|Status", "1|Sleeping", "Row 2, Status: 'Sleeping' is not a status. Type 'Enquiry', 'Raised'"),
        ("Number|Status", "1|On hold", "Row 2, Status: 'On hold' is no status. Type where it stood before, and yes in"),
        ("Number|Status|Date", "1||1 Feb 2020", "Row 2, Status: Enter the status that began on 1 Feb 2020, or leave"),
        ("Number|Status|Date|Raised", "1|Refine|1 Jan 2020|2 Jan 2020",
         "Row 2, Date: it must be the same as or after 2 Jan 2020, when it was raised"),
        ("Number|Status|As at|Raised", "1|Refine|1 Jan 2020|2 Jan 2020",
         "Row 2, Raised: it must be the same as or before 1 Jan 2020, of which the list speaks"),
        ("Number|Path", "1|4", "Row 2, Path: Path must be one of '1 Authority-Led'"),
        ("Number|Marking", "1|BLUE", "Row 2, Marking: Marking must be one of 'WHITE'"),
        ("Number|Urgent", "1|perhaps", "Row 2, Urgent: Urgent must be yes or no"),
        ("Number|Title", "1|" + "x" * 301, "Row 2, Title: Title must be 300 characters or fewer. It has 301"),
        ("Number|Proposer", "1|" + "x" * 301, "Row 2, Proposer: Proposer must be 300 characters or fewer. It has 301"),
        ("Number|Target meeting", "1|Panel of May", "Row 2, Target meeting: No target meeting called 'Panel"),
        ("Number|Title", "1|a|b", "Row 2: it has 3 cells for 2 columns"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_row_column_and_what_to_type(
    register: Register, headings: str, row: str, sentence: str | None
) -> None:
    found = preview(register, headings, row)
    if sentence is None:
        assert found.rows == ()
        return
    (read,) = found.rows
    assert read.state == "unreadable"
    assert read.plan is None
    assert [problem[: len(sentence)] for problem in read.problems] == [sentence]


def test_all_problems_of_a_row_are_told_at_once(register: Register) -> None:
    row = one(register, "Number|Raised|Status|Path", "1|soon|Asleep|9")
    assert [problem.split(":")[0] for problem in row.problems] == ["Row 2, Path", "Row 2, Raised", "Row 2, Status"]


def test_a_number_that_stands_twice_is_told_with_the_first_row(register: Register) -> None:
    first, second = preview(register, "Number", "DP101", "MP 101").rows
    assert first.state == "new"
    assert second.problems == ("Row 3, Number: 'MP 101' stands in row 2 already. Keep one of the two rows",)


def test_names_are_found_by_every_way_of_writing_them(register: Register) -> None:
    with register.change("Names") as session:
        dcc = {"name": "Data Communications Company", "short_name": "DCC", "aliases": "Smart DCC; the DCC"}
        create_record(session, "organisation", dcc, uid="dcc")
        create_record(session, "person", {"name": "Łukasz Example"}, uid="lukasz")
        create_record(session, "release", {"name": "November 2020 SEC Release"}, uid="nov")
    rows = preview(
        register, "Number|Proposer|Organisation|Release",
        "1|lukasz example|dcc|Nov 2020", "2|ŁUKASZ EXAMPLE|smart dcc|november 2020", "3|||November 2020 SEC release",
    )  # fmt: skip
    plans = rows.plans()
    assert [plan.names["proposer"].uid for plan in plans[:2]] == ["lukasz", "lukasz"]
    assert [plan.names["proposer_organisation"].uid for plan in plans[:2]] == ["dcc", "dcc"]
    assert [plan.release.release.uid for plan in plans if plan.release] == ["nov"] * 3
    assert rows.added_names("person") == rows.added_names("organisation") == rows.added_names("release") == ()


def test_new_names_are_told_once_each(register: Register) -> None:
    rows = preview(
        register, "Number|Proposer|Lead analyst|Release",
        "1|Gary Fairclough (DCC)|Ann|Nov 2020", "2|gary fairclough|ANN|November 2020 Release",
    )  # fmt: skip
    assert rows.added_names("person") == ("Gary Fairclough", "Ann")
    assert rows.added_names("organisation") == ("DCC",)
    assert rows.added_names("release") == ("Nov 2020",)


def test_of_two_people_of_one_name_the_organisation_decides(register: Register) -> None:
    with register.change("Names") as session:
        for letter in ("a", "b"):
            create_record(session, "organisation", {"name": f"Company {letter}"}, uid=f"company-{letter}")
            create_record(session, "person", {"name": "J Smith", "organisation": f"company-{letter}"}, uid=letter)
    found = one(register, "Number|Proposer|Organisation", "1|J Smith|Company B")
    assert found.plan is not None
    assert found.plan.names["proposer"].uid == "b"
    assert one(register, "Number|Proposer", "1|J Smith").problems == (
        "Row 2, Proposer: More than one person is called 'J Smith'. Give them different names in the register first",
    )
