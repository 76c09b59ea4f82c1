"""The fact sheet: the fields of the public page, former names, timeline and documents, as at a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import Effect, create_record, update_record

from .full_register import TODAY, Hand
from .wishes import SAMPLE_DAY, plain_text


def sheet(register: Register, reference: str, at: date = TODAY) -> str:
    return plain_text(make_paper(register, "fact_sheet", at=at, proposal=reference))


def test_the_fields_of_the_public_page_are_told(full: Register) -> None:
    text = sheet(full, "MP077")
    for words in (
        "Formerly DP077", "Stage Refine", "Status Refinement", "Lead analyst Bram Lead", "Path 2 Authority-Determined",
        "DCC systems Changed", "Raised Not known", "A flag for each service.", "Gas Network Parties Low",
        "Depends on: MP078 'Incorporation", "Goes with (another code): XRN 5142",
        "MP077 Business Requirements", "https://example.org/mp077/requirements.pdf", "It is in no release yet.",
    ):  # fmt: skip
        assert words in text


def test_the_timeline_is_in_order_of_days(full: Register) -> None:
    timeline = sheet(full, "MP077").rpartition("Timeline")[2]
    days = ["31 Dec 2019", "6 Jan 2020", "13 Jan 2020", "by 31 Jan 2020", "10 Feb 2020", "28 Feb 2020"]
    places = [timeline.index(day) for day in days]
    assert places == sorted(places)


def test_a_sheet_of_an_earlier_day_does_not_know_what_came_later(full: Register) -> None:
    text = sheet(full, "MP077", date(2020, 2, 7))
    assert "Refinement Consultation To be issued" in text
    assert "28 Feb 2020 15 WD 9" not in text
    assert "10 Feb 2020 Refinement Consultation opened" not in text


def test_a_new_draft_proposal_tells_its_proposer_and_issue(january: Register) -> None:
    text = sheet(january, "DP110", SAMPLE_DAY)
    assert "Raised 20 January 2020" in text
    assert "Proposer Gordon Hextall" in text
    assert "on behalf of the" in text
    assert "PANEL" not in text


def test_a_former_title_stands_with_the_day_on_which_it_ended(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Rename") as session:
        update_record(
            session,
            "proposal",
            Hand(session).proposal("MP080"),
            {"title": "Managing DUIS uplifts"},
            effect=Effect(since=date(2020, 2, 20)),
        )
    assert "Formerly 'Ensuring a managed move to DUIS version 3.1' until 20 February 2020." in sheet(register, "MP080")
    assert "Managing" not in sheet(register, "MP080", date(2020, 2, 19))


def test_a_document_above_the_marking_is_counted_and_a_path_on_a_disk_is_kept_back(
    copy_of: Callable[[str], Register],
) -> None:
    register = copy_of("full")
    with register.change("Documents") as session:
        own = Hand(session).proposal("MP077")
        create_record(session, "document", {"proposal": own, "name": "Secret annex", "marking": "RED"})
        create_record(session, "document", {"proposal": own, "name": "Draft", "location": r"S:\team\draft.docx"})
    text = sheet(register, "MP077")
    assert "Secret annex" not in text
    assert "One document with a marking above GREEN is left out." in text
    assert "draft.docx" not in text


def test_parts_in_two_releases_are_both_told(full: Register) -> None:
    text = sheet(full, "SECMP0062")
    assert "June 2020 SEC Release, part 2 of 2: 25 June 2020" in text
    assert "November 2020 SEC Release, part 1 of 2: 29 November 2020" in text


def test_flags_are_words_beside_the_status(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    with register.change("Flags") as session:
        update_record(session, "proposal", Hand(session).proposal("MP080"), {"urgent": True, "on_hold": True})
    assert "Status Refinement · On hold · Urgent" in sheet(register, "MP080")
