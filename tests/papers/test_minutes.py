"""The shell of minutes: what the register knows is written, the rest has room."""

from __future__ import annotations

from secdesk.papers.tree import Table, plain
from secdesk.register.register import Register
from secdesk.services.papers import make_paper

from .full_register import TODAY
from .wishes import SAMPLE_DAY, plain_text


def minutes(register: Register, meeting: str) -> str:
    return plain_text(make_paper(register, "minutes", at=TODAY, meeting=meeting))


def test_recorded_decisions_stand_under_their_item_with_votes_and_printed_note(full: Register) -> None:
    text = minutes(full, "CB 2020-02-07")
    assert "1. SECMP0062 'Northbound Application Traffic Management - Alert Storm Protection'" in text
    assert "Decision. Approved (Self-Governance), for the November 2020 SEC Release." in text
    assert "The clarifications of 22 January were given." in text
    assert "Large Suppliers 4 2 1" in text
    assert "Consumers 1 not known 0" in text
    assert "the vote was close" not in text


def test_an_item_without_an_outcome_says_so_and_has_room_for_the_discussion(full: Register) -> None:
    text = minutes(full, "CSC 2020-02-25")
    assert "1. DP094 'Supporting prepayment customers in no SM WAN scenarios'" in text
    assert text.count("Decision. No outcome is recorded.") == 10
    assert text.count("Discussion. [To be written]") == 10


def test_decisions_without_an_agenda_have_a_chapter_of_their_own(january: Register) -> None:
    text = plain_text(make_paper(january, "minutes", at=SAMPLE_DAY, meeting="CSC 7 Feb 2020"))
    assert "No items are on the agenda of this meeting." in text
    own = text.partition("Decisions without an item of the agenda")[2]
    assert "DP110 'Aligning SEC Appendix D with DCC Processes'" in own
    assert "Decision. Ready, direct to the Report Phase, for the SEC Panel in March 2020." in own


def test_actions_of_the_meeting_are_listed_with_room_for_more(full: Register) -> None:
    paper = make_paper(full, "minutes", at=TODAY, meeting="PANEL 2020-02-14")
    (table,) = (b for b in paper.blocks if isinstance(b, Table) and b.title == "Actions of this meeting")
    rows = [[plain(cell) for cell in row] for row in table.rows]
    assert rows[0] == ["SECP77/01", "MP077: Write to Proposers", "nobody named", "not set", "Open"]
    assert rows[1:] == [[""] * 5] * 3


def test_minutes_are_a_draft_with_tables_for_those_present(full: Register) -> None:
    paper = make_paper(full, "minutes", at=TODAY, meeting="CB 2020-02-07")
    titles = [block.title for block in paper.blocks if isinstance(block, Table)]
    assert paper.draft
    assert titles[:2] == ["Those present", "Apologies"]
