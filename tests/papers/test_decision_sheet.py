"""The decision sheet: boxes before the sitting, the record after it, votes and lines to sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from secdesk.papers.render import render
from secdesk.papers.tree import Paper, Table, figures, plain
from secdesk.register.register import Register
from secdesk.rules.process import letters_of
from secdesk.services.papers import make_paper

from .full_register import TODAY, Hand
from .pdf_reading import ReadPdf
from .wishes import SAMPLE_DAY, plain_text


def tables(paper: Paper) -> list[Table]:
    return [block for block in paper.blocks if isinstance(block, Table)]


def sheet(register: Register, meeting: str, at: date = TODAY) -> Paper:
    return make_paper(register, "decision_sheet", at=at, meeting=meeting)


def row_of(paper: Paper, reference: str) -> dict[str, str]:
    table = tables(paper)[0]
    titles = [column.title for column in table.columns]
    found = [[plain(cell) for cell in row] for row in table.rows]
    (row,) = (row for row in found if reference in row)
    return dict(zip(titles, row, strict=True))


def test_a_sheet_for_the_room_lies_on_its_side_with_empty_boxes_and_lines_to_sign(full: Register) -> None:
    paper = sheet(full, "CSC 2020-02-25")
    pdf = ReadPdf(render(paper, ".pdf").data)
    left, bottom, right, top = (float(edge) for edge in pdf.pdf.pages[0].MediaBox)
    assert right - left > top - bottom
    boxes = {plain(cell) for row in tables(paper)[0].rows for cell in row if plain(cell) in ("□", "■")}
    assert boxes == {"□"}
    assert pdf.text.count("□") == 10 * len(letters_of("CSC"))
    signed = tables(paper)[-1]
    assert [column.title for column in signed.columns] == ["Signed", "Name", "Signature", "Date"]
    assert [plain(row[0]).strip() for row in signed.rows] == ["Chair", "Secretary"]


@pytest.mark.parametrize(("meeting", "body"), [("CSC 2020-02-25", "CSC"), ("CB 2020-02-07", "CB")])
def test_there_is_a_column_for_each_outcome_of_the_body(full: Register, meeting: str, body: str) -> None:
    paper = sheet(full, meeting)
    letters = letters_of(body)
    titles = [column.title for column in tables(paper)[0].columns]
    assert [title for title in titles if len(title) == 1] == list(letters)
    for letter, outcome in letters.items():
        assert f"{letter} {outcome.label}" in plain_text(paper)


def test_recorded_outcomes_fill_their_boxes_and_name_where_it_goes(january: Register) -> None:
    paper = sheet(january, "CSC 7 Feb 2020", SAMPLE_DAY)
    assert row_of(paper, "DP101")["R"] == "■"
    assert row_of(paper, "DP101")["Panel"] == "Feb 2020"
    assert row_of(paper, "DP094")["F"] == "■"
    both = row_of(paper, "DP104")
    assert (both["R"], both["N"], both["F"]) == ("■", "■", "□")
    text = plain_text(paper)
    assert "13 proposals with a recorded outcome (filled box); none is left without an outcome." in text
    assert "DP104: After discussion at the Security Sub-Committee (SSC) it is to be classified as GREEN." in text


def test_a_filled_box_leads_to_its_event(january: Register) -> None:
    filled = [f for f in figures(sheet(january, "CSC 7 Feb 2020", SAMPLE_DAY)) if f.text == "■"]
    assert len(filled) == 14
    assert len({uid for f in filled for uid in f.records}) == 14


def test_a_sheet_printed_before_the_vote_does_not_know_it(full: Register) -> None:
    before, after = sheet(full, "CB 2020-02-07", date(2020, 2, 6)), sheet(full, "CB 2020-02-07")
    assert row_of(before, "SECMP0062")["A"] == "□"
    assert row_of(after, "SECMP0062")["A"] == "■"
    assert row_of(after, "SECMP0062")["Release"] == "November 2020 SEC Release"
    assert "see below" in row_of(after, "SECMP0062")["Note"]


def test_votes_are_tabled_by_party_category_with_what_is_not_recorded_as_a_dash(full: Register) -> None:
    votes = tables(sheet(full, "CB 2020-02-07"))[1]
    assert [column.title for column in votes.columns][1:] == [
        "Large Suppliers", "Small Suppliers", "Network Parties", "Other SEC Parties", "Consumers", "Total",
    ]  # fmt: skip
    assert [[plain(cell) for cell in row] for row in votes.rows] == [
        ["For", "4", "2", "3", "–", "1", "10"],
        ["Against", "2", "0", "0", "–", "–", "2"],
        ["Abstained", "1", "0", "0", "–", "0", "1"],
    ]


def test_a_board_to_come_has_empty_cells_for_its_votes(full: Register) -> None:
    paper = sheet(full, "CB 2020-02-26")
    votes = tables(paper)[1:-1]
    assert [table.title for table in votes] == ["Votes on SECMP0063", "Votes on MP078"]
    assert {plain(cell) for table in votes for row in table.rows for cell in row[1:]} == {""}


def test_only_the_change_board_has_tables_of_votes(full: Register) -> None:
    assert len(tables(sheet(full, "CSC 2020-02-25"))) == 2


def test_proposals_meant_for_a_meeting_without_an_agenda_are_on_its_sheet(january: Register) -> None:
    paper = sheet(january, "PANEL 2020-02", SAMPLE_DAY)
    table = tables(paper)[0]
    assert [plain(row[0]) for row in table.rows] == ["DP101", "DP104", "DP106"]
    assert "No agenda of this meeting is in the register." in plain_text(paper)


def test_an_outcome_without_a_box_is_named_in_the_note(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Returned") as session:
        hand = Hand(session)
        meeting = hand.meeting("PANEL", date(2020, 2, 14))
        hand.event("DP104", "panel_returned_draft", date(2020, 2, 14), meeting=meeting, body="PANEL")
    assert row_of(sheet(register, "PANEL 2020-02-14"), "DP104")["Note"] == "Draft Proposal returned for more work"


def test_a_correction_empties_the_box_again(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    filled = [f for f in figures(sheet(register, "CB 2020-02-07")) if f.text == "■"]
    with register.change("Correct") as session:
        hand = Hand(session)
        hand.event("SECMP0062", "corrected", date(2020, 2, 8), corrects=filled[0].records[0])
    assert row_of(sheet(register, "CB 2020-02-07"), "SECMP0062")["A"] == "□"


def test_what_is_with_the_authority_has_a_sheet_of_its_own(january: Register) -> None:
    paper = make_paper(january, "authority_sheet", at=SAMPLE_DAY)
    assert row_of(paper, "MP079") == {
        "Proposal": "MP079",
        "Title": "Provisions for withdrawing modifications",
        "Sent on": "22 Jan 2020",
        "Recommendation": "Recommended for approval",
        "A": "□",
        "J": "□",
        "S": "□",
        "Letter dated": "",
        "Note": "",
    }
    assert "There is one modification to be decided." in plain_text(paper)


def test_nothing_with_the_authority_is_said_so(january: Register) -> None:
    assert "No modifications are with the Authority." in plain_text(
        make_paper(january, "authority_sheet", at=date(2019, 1, 1))
    )
