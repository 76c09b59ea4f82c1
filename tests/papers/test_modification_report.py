"""The cover paper of a Modification Report: what the Panel is asked, how it was refined, the timetable that follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from secdesk.register.register import Register
from secdesk.services.papers import make_paper
from secdesk.services.records import create_record, update_record

from .full_register import TODAY, Hand
from .wishes import SAMPLE_DAY, plain_text


def cover(register: Register, reference: str, at: date = TODAY) -> str:
    return plain_text(make_paper(register, "modification_report", at=at, proposal=reference))


def test_the_panel_is_asked_to_approve_to_agree_the_path_and_to_note(full: Register) -> None:
    text = cover(full, "MP093")
    assert "APPROVE the Modification Report of MP093 'Implementing IRP511" in text
    assert "AGREE that it is progressed as Path 3 Self-Governance;" in text
    assert "NOTE the timetable in section 6." in text
    assert "its status is" not in text


def test_without_a_path_the_panel_is_asked_to_determine_one(full: Register) -> None:
    assert "DETERMINE by which path it is progressed, as none is in the register;" in cover(full, "MP080")


def test_the_usual_timetable_counts_fifteen_working_days_from_the_monday_after_the_panel(full: Register) -> None:
    text = cover(full, "MP093")
    assert "Modification Report Consultation: 16 March 2020 to 3 April 2020 (15 WD)" in text
    assert "Change Board vote: no Change Board after that is in the register yet" in text


def test_a_bank_holiday_lengthens_the_consultation_and_the_next_board_is_named(
    copy_of: Callable[[str], Register],
) -> None:
    register = copy_of("full")
    with register.change("April 2021") as session:
        panel = create_record(session, "meeting", {"body": "PANEL", "date": date(2021, 4, 16)})
        create_record(session, "meeting", {"body": "CB", "date": date(2021, 5, 26)})
        update_record(session, "proposal", Hand(session).proposal("MP093"), {"target_meeting": panel})
    text = cover(register, "MP093", date(2020, 2, 10))
    assert "Modification Report Consultation: 19 April 2021 to 10 May 2021 (15 WD)" in text
    assert "Change Board vote: 26 May 2021" in text


def test_refinement_is_told_by_assessments_and_consultations(full: Register) -> None:
    text = cover(full, "MP077")
    assert "Impact Assessment 6 Jan 2020 13 Jan 2020 with the DCC 40 WD 36 WD" in text
    assert "Refinement Consultation Closed 10 Feb 2020 28 Feb 2020 15 WD 9" in text
    assert "WD here means: Mondays to Fridays, first and last day counted, bank holidays not taken out." in text


def test_without_a_panel_there_is_no_timetable_and_the_status_is_told(january: Register) -> None:
    text = cover(january, "MP077", SAMPLE_DAY)
    assert "The timetable follows from the date of the Panel, which is not in the register yet." in text
    assert "its status is 'Refinement', not 'Report to the Panel'." in text
    assert "A summary of the solution is not yet in the register." in text
