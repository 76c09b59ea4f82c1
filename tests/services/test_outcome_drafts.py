"""What is drafted in the room: kept beside the record, taken back by turns, spent by recording."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from secdesk.errors import Invalid, RuleBroken
from secdesk.exchange.json_form import export_state
from secdesk.models import Draft, Event, Step, VoteCount
from secdesk.register.register import Register
from secdesk.register.undo import redo, undo
from secdesk.rules.naming import find
from secdesk.services import authority, outcome_drafts, sitting_drafts, sittings
from secdesk.services.outcome_drafts import DraftBook, DraftLine
from secdesk.services.proposals import status_of
from secdesk.services.records import delete_record, update_record

from .desk import LATER, add, agenda, at_status, meeting, raised, state

DAY = date(2020, 1, 28)


def steps(register: Register) -> int:
    with register.read() as session:
        return session.scalar(select(func.count()).select_from(Step)) or 0


@pytest.fixture
def sitting(register: Register) -> tuple[str, list[str]]:
    """A CSC sitting with three Draft Proposals, and two Panels to come."""
    with register.change("x") as session:
        meeting(session, "PANEL", date(2020, 2, 14))
        meeting(session, "PANEL", date(2020, 3, 13))
        return agenda(session, "CSC", DAY, [raised(session, f"Draft {n}", 100 + n) for n in range(3)])


def draft(register: Register, item: str, outcome: str | None) -> None:
    with register.change("Outcome") as session:
        sittings.draft_outcome(session, item, outcome)


def outcomes(register: Register, uid: str) -> list[str | None]:
    with register.read() as session:
        return [row.draft_outcome for row in sittings.queue(session, uid, LATER)]


def test_a_draft_is_no_step_of_the_log_and_in_no_export(register: Register, sitting: tuple[str, list[str]]) -> None:
    uid, items = sitting
    before, exported, rows = steps(register), export_state(register), state(register)
    for item in items:
        draft(register, item, "csc_ready")
    assert (steps(register), export_state(register), state(register)) == (before, exported, rows)
    assert outcomes(register, uid) == ["csc_ready"] * 3
    with register.change("Recorded") as session:
        sittings.record_sitting(session, uid, DAY)
    assert steps(register) == before + 1
    undo(register)
    assert export_state(register) == exported


def test_a_reader_of_the_same_file_sees_the_drafts(register: Register, sitting: tuple[str, list[str]]) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_noted")
    with Register.open(register.path, read_only=True) as other:
        assert outcomes(other, uid) == ["csc_noted", None, None]


def test_undoing_the_recording_brings_the_drafts_back_and_redoing_spends_them(
    register: Register, sitting: tuple[str, list[str]]
) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_ready")
    with register.change("Note") as session:
        sittings.set_note(session, items[0], "Printed", "Private", votes="7 1 0")
    with register.change("Recorded") as session:
        sittings.record_sitting(session, uid, DAY)
        assert outcome_drafts.read_book(session, uid).lines == {}
    undo(register)
    with register.read() as session:
        row = sittings.queue(session, uid, LATER)[0]
        kept = (row.recorded, row.draft_outcome, row.printed_note, row.private_note, row.votes)
        assert kept == (False, "csc_ready", "Printed", "Private", "7 1 0")
        assert row.target_day == date(2020, 2, 14)
    redo(register)
    with register.read() as session:
        row = sittings.queue(session, uid, LATER)[0]
        assert (row.recorded, row.votes) == (True, "for 7 against 1 abstain 0")


def test_a_decision_recorded_in_error_does_not_bring_its_draft_back(
    register: Register, sitting: tuple[str, list[str]]
) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_ready")
    with register.change("Recorded") as session:
        sittings.record_sitting(session, uid, DAY)
        event = sittings.queue(session, uid, LATER)[0].event_uid or ""
        sittings.correct_decision(session, event, None, "Not taken at all")
    assert outcomes(register, uid)[0] is None


def test_turns_are_taken_back_and_done_again_one_by_one(register: Register, sitting: tuple[str, list[str]]) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_ready")
    draft(register, items[0], "csc_ready")
    draft(register, items[0], "csc_develop")
    labels = []
    for _ in range(3):
        with register.change("x") as session:
            turn = outcome_drafts.step_book(session, uid, -1)
            labels.append(turn.label if turn else "")
    assert labels == ["Outcome F for DP100", "Outcome R for DP100", ""]
    assert outcomes(register, uid)[0] is None
    with register.change("x") as session:
        outcome_drafts.step_book(session, uid, 1)
    assert outcomes(register, uid)[0] == "csc_ready"
    draft(register, items[1], "csc_noted")
    with register.change("x") as session:
        assert outcome_drafts.step_book(session, uid, 1) is None


def test_a_target_meeting_that_is_gone_is_passed_over(register: Register, sitting: tuple[str, list[str]]) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_ready")
    with register.change("x") as session:
        panel = sittings.queue(session, uid, LATER)[0].target_uid or ""
        delete_record(session, "meeting", panel, LATER)
        sittings.record_sitting(session, uid, DAY)
        assert sittings.queue(session, uid, LATER)[0].target_day == date(2020, 3, 13)


def test_votes_that_cannot_be_read_stop_no_outcome_and_are_kept_in_words(
    register: Register, sitting: tuple[str, list[str]]
) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_ready")
    with register.change("x") as session:
        sittings.set_note(session, items[0], "", "", votes="most of them")
        sittings.record_sitting(session, uid, DAY)
        row = sittings.queue(session, uid, LATER)[0]
        assert (row.private_note, row.votes) == ("Votes: most of them", "")
        with pytest.raises(Invalid, match="does not begin with"):
            sittings.set_note(session, items[0], "", "", votes="a few")
        sittings.set_note(session, items[0], "", "", votes="large 5 0 0; 7 0 0")
        sittings.set_note(session, items[0], "", "", votes="8 0 0")
        assert [(vote.category, vote.votes_for) for vote in session.scalars(select(VoteCount))] == [("all", 8)]


def test_books_older_than_undo_reaches_are_forgotten_unless_something_waits_in_them(
    register: Register, sitting: tuple[str, list[str]]
) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_ready")
    with register.change("x") as session:
        sittings.record_sitting(session, uid, DAY)
        later, others = agenda(session, "CSC", date(2020, 2, 25), [raised(session, "Waiting", 150)])
        last, more = agenda(session, "CSC", date(2020, 3, 31), [raised(session, "Last", 151)])
        sittings.draft_outcome(session, others[0], "csc_noted")
        sittings.draft_outcome(session, more[0], "csc_noted")
        for book in session.scalars(select(Draft)):
            book.at = "2020-01-28T10:00:00"
        sittings.record_sitting(session, last, date(2020, 6, 30))
        assert {book.record for book in session.scalars(select(Draft))} == {later, last}


def test_a_proposal_meant_for_a_meeting_is_decided_without_an_agenda_item(register: Register) -> None:
    with register.change("x") as session:
        panel = meeting(session, "PANEL", date(2020, 2, 14))
        uid, items = agenda(session, "CSC", DAY, [raised(session, "Draft", 101)])
        sittings.draft_outcome(session, items[0], "csc_ready")
        sittings.record_sitting(session, uid, DAY)
        (row,) = sittings.queue(session, panel, date(2020, 2, 14))
        assert (row.reference, row.number) == ("DP101", "")
        assert [each.body for each in sittings.open_sittings(session, date(2020, 2, 14))] == ["PANEL"]
    draft(register, row.item_uid, "panel_converted")
    before = state(register)
    with register.change("Recorded") as session:
        sittings.record_sitting(session, panel, date(2020, 2, 14))
        (row,) = sittings.queue(session, panel, date(2020, 2, 14))
        assert (row.recorded, row.number, row.reference) == (True, "1", "MP101")
        assert status_of(session, row.proposal_uid, date(2020, 2, 14)) == "refinement"
    undo(register)
    assert state(register) == before
    assert outcomes(register, panel) == ["panel_converted"]


def test_a_meeting_without_a_date_gets_the_day_on_which_it_was_held(register: Register) -> None:
    with register.change("x") as session:
        uid, items = agenda(session, "PANEL", None, [at_status(session, 101, "draft_ready")])
        update_record(session, "meeting", uid, {"month": "2020-02"})
        sittings.draft_outcome(session, items[0], "panel_converted")
        with pytest.raises(Invalid, match="Enter the date"):
            sittings.record_sitting(session, uid, date(2020, 2, 14))
        sittings.record_sitting(session, uid, date(2020, 2, 14), date(2020, 2, 14))
        assert session.scalar(select(Event.date).where(Event.meeting == uid)) == date(2020, 2, 14)


def test_a_second_vote_is_an_item_of_its_own_right_below_the_first(register: Register) -> None:
    with register.change("x") as session:
        proposals = [at_status(session, number, "report_phase") for number in (97, 98)]
        uid, items = agenda(session, "CB", date(2020, 1, 22), proposals)
        with pytest.raises(Invalid, match="no first vote"):
            sittings.vote_again(session, items[0])
        sittings.draft_outcome(session, items[0], "cb_sent_back")
        second = sittings.vote_again(session, items[0])
        assert [row.item_uid for row in sittings.queue(session, uid, LATER)] == [items[0], second, items[1]]
        sittings.draft_outcome(session, second, "cb_approved")
        sittings.record_sitting(session, uid, date(2020, 1, 22))
        found = [(row.reference, row.draft_outcome) for row in sittings.queue(session, uid, LATER)]
        assert found == [("MP097", "cb_sent_back"), ("MP097", "cb_approved"), ("MP098", None)]
        assert status_of(session, proposals[0], LATER) == "approved_pending"


def test_a_decision_is_corrected_with_a_reason_and_the_wrong_one_stays_in_the_history(
    register: Register, sitting: tuple[str, list[str]]
) -> None:
    uid, items = sitting
    draft(register, items[0], "csc_ready")
    with register.change("x") as session:
        sittings.set_note(session, items[0], "Printed", "", votes="7 1 0")
        sittings.record_sitting(session, uid, DAY)
        first = sittings.queue(session, uid, LATER)[0]
        with pytest.raises(Invalid, match="reason"):
            sittings.correct_decision(session, first.event_uid or "", "csc_develop", " ")
        with pytest.raises(Invalid, match="on record already"):
            sittings.correct_decision(session, first.event_uid or "", "csc_ready", "Because")
    with register.change("Correct") as session:
        sittings.correct_decision(session, first.event_uid or "", "csc_develop", "Misheard")
        row = sittings.queue(session, uid, LATER)[0]
        told = (row.draft_outcome, row.correction, row.target_uid, row.reason)
        assert told == ("csc_develop", True, None, "Misheard")
        assert (row.printed_note, row.votes) == ("Printed", "for 7 against 1 abstain 0")
        assert status_of(session, row.proposal_uid, LATER) == "draft_in_development"
        back = sittings.correct_decision(session, row.event_uid or "", "csc_ready_report", "Minutes")
        again = sittings.queue(session, uid, LATER)[0]
        assert (again.event_uid, again.target_day) == (back, date(2020, 2, 14))
        assert session.get(Event, first.event_uid) is not None


def test_the_authority_is_drafted_survives_reopening_and_is_one_step(january: Register) -> None:
    with january.read() as session:
        uid = find(session, "proposal", "MP079", LATER) or ""
    before = steps(january)
    with january.change("x") as session:
        authority.draft_authority(session, uid, "authority_approved")
        authority.note_authority(session, uid, "Letter of the day", "")
        authority.keep_letter_day(session, date(2020, 2, 5))
    with Register.open(january.path, read_only=True) as other, other.read() as session:
        (row,) = sittings.authority_queue(session, date(2020, 2, 7))
        assert (row.draft.outcome, row.draft.printed) == ("authority_approved", "Letter of the day")
        assert authority.letter_day(session) == date(2020, 2, 5)
    with january.change("Recorded") as session:
        done = authority.record_authority_drafts(session, date(2020, 2, 5), date(2020, 2, 7))
        assert done.sentence == "1 decision recorded: 1 approved"
        assert status_of(session, uid, date(2020, 2, 5)) == "approved_pending"
    assert steps(january) == before + 1
    undo(january)
    with january.read() as session:
        (row,) = sittings.authority_queue(session, date(2020, 2, 7))
        assert row.draft.outcome == "authority_approved"


def test_a_letter_of_a_day_to_come_or_before_the_vote_is_not_recorded_by_chance(january: Register) -> None:
    with january.change("x") as session:
        uid = find(session, "proposal", "MP079", LATER) or ""
        authority.draft_authority(session, uid, "authority_approved")
        with pytest.raises(Invalid, match="still to come"):
            authority.record_authority_drafts(session, date(2020, 2, 8), date(2020, 2, 7))
        with pytest.raises(RuleBroken, match="Give a reason"):
            authority.record_authority_drafts(session, date(2020, 1, 2), date(2020, 2, 7))


def test_a_paste_is_one_turn(register: Register, sitting: tuple[str, list[str]]) -> None:
    uid, _ = sitting
    with register.change("x") as session:
        lines = sittings.paste_outcomes(session, uid, "DP100\tready\n101 F\n102\tnoted")
        sittings.take_paste(session, lines)
    assert outcomes(register, uid) == ["csc_ready", "csc_develop", "csc_noted"]
    with register.change("x") as session:
        outcome_drafts.step_book(session, uid, -1)
    assert outcomes(register, uid) == [None, None, None]


def test_an_outcome_that_an_item_brought_along_is_shown_and_recorded(
    register: Register, sitting: tuple[str, list[str]]
) -> None:
    uid, items = sitting
    with register.change("x") as session:
        brought = {"draft_outcome": "csc_noted", "draft_printed_note": "From then"}
        update_record(session, "agenda_item", items[0], brought)
        assert sittings.open_sittings(session, DAY)[0].decided == 1
        sittings.record_sitting(session, uid, DAY)
        row = sittings.queue(session, uid, LATER)[0]
        assert (row.recorded, row.draft_outcome, row.printed_note) == (True, "csc_noted", "From then")


def test_a_book_that_cannot_be_read_is_empty_rather_than_in_the_way(
    register: Register, sitting: tuple[str, list[str]]
) -> None:
    uid, items = sitting
    register.save_draft(outcome_drafts.KIND, uid, outcome_drafts.FIELD, '{"lines": 7}')
    assert outcomes(register, uid) == [None, None, None]
    draft(register, items[0], "csc_ready")
    assert outcomes(register, uid)[0] == "csc_ready"


_LINES = st.builds(DraftLine, st.sampled_from([None, "csc_ready", "csc_noted"]), printed=st.text(max_size=5))


@given(st.lists(st.tuples(st.sampled_from("abc"), _LINES), max_size=12))
def test_all_turns_taken_back_leave_nothing_and_done_again_everything(turns: list[tuple[str, DraftLine]]) -> None:
    book = DraftBook()
    for key, line in turns:
        book = book.turned("x", 0, {key: line})
    whole, empty = book, book
    while empty.last is not None:
        empty, _ = empty.stepped(-1)
    assert empty.lines == {}
    while empty.next is not None:
        empty, _ = empty.stepped(1)
    assert empty.lines == whole.lines


def test_an_item_that_is_no_proposal_has_a_note_and_no_outcome(register: Register) -> None:
    with register.change("x") as session:
        uid = meeting(session, "CSC", DAY)
        welcome = add(session, "agenda_item", meeting=uid, title="Welcome", position=1)
        sitting_drafts.set_note(session, welcome, "Quorate", "")
        assert outcome_drafts.peek_turns(session, uid)[0].label == "Note on Welcome"  # type: ignore[union-attr]
