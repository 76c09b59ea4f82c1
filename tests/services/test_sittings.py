"""The sitting: drafts in the room, recording them, and what undo brings back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, RuleBroken
from secdesk.models import AgendaItem, Event, Meeting, VoteCount
from secdesk.register.register import Register
from secdesk.register.undo import redo, undo
from secdesk.rules.naming import find
from secdesk.services import sittings
from secdesk.services.events import correct_event
from secdesk.services.proposals import status_of
from secdesk.services.records import get_record

from .desk import LATER, add, agenda, at_status, meeting, raised, state

CSC_DAY = date(2020, 1, 28)
FEBRUARY, MARCH = date(2020, 2, 14), date(2020, 3, 13)


def csc(session: Session, count: int = 3) -> tuple[str, list[str], list[str]]:
    """A CSC sitting with drafts on its agenda and two Panels to come."""
    proposals = [raised(session, f"Draft {place}", 100 + place) for place in range(count)]
    meeting(session, "PANEL", FEBRUARY)
    meeting(session, "PANEL", MARCH)
    uid, items = agenda(session, "CSC", CSC_DAY, proposals)
    return uid, items, proposals


def test_recording_turns_drafts_into_events_in_the_order_of_the_agenda(register: Register) -> None:
    with register.change("x") as session:
        uid, items, proposals = csc(session)
        for item, outcome in zip(reversed(items), ("csc_develop", "csc_ready_report", "csc_ready"), strict=True):
            sittings.draft_outcome(session, item, outcome)
        summary = sittings.record_sitting(session, uid, CSC_DAY)
        events = sorted(session.query(Event).where(Event.meeting == uid), key=lambda event: event.position)
        assert [event.outcome for event in events] == ["csc_ready", "csc_ready_report", "csc_develop"]
        assert [event.agenda_item for event in events] == items
        assert {event.date for event in events} == {CSC_DAY}
        assert summary.sentence == "3 decisions recorded: 1 ready, 1 direct to Report, 1 further development"
        assert [status_of(session, each, CSC_DAY) for each in proposals] == [
            "draft_ready",
            "draft_ready",
            "draft_in_development",
        ]


def test_a_draft_moves_no_status(register: Register) -> None:
    with register.change("x") as session:
        _, items, proposals = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        assert status_of(session, proposals[0], LATER) == "draft_raised"


def test_a_recorded_sitting_is_held_and_its_drafts_are_empty(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        sittings.set_note(session, items[0], "Printed", "Private")
        sittings.record_sitting(session, uid, CSC_DAY)
        item = session.get_one(AgendaItem, items[0])
        drafts = [getattr(item, name) for name in AgendaItem.kind.facts[0]]
        assert (session.get_one(Meeting, uid).state, drafts) == ("held", [None] * 5)
        row = sittings.queue(session, uid, CSC_DAY)[0]
        assert (row.recorded, row.draft_outcome, row.outcome_words) == (True, "csc_ready", "Ready for conversion")
        assert (row.printed_note, row.private_note) == ("Printed", "Private")


def test_items_without_an_outcome_stay_and_are_named(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[1], "csc_noted")
        summary = sittings.record_sitting(session, uid, CSC_DAY)
        assert (summary.recorded, summary.left) == (1, ("DP100", "DP102"))
        assert [row.recorded for row in sittings.queue(session, uid, CSC_DAY)] == [False, True, False]


def test_undo_after_recording_a_sitting_restores_everything_in_one_step(register: Register) -> None:
    with register.change("Set up") as session:
        uid, items, proposals = csc(session)
        for item in items:
            sittings.draft_outcome(session, item, "csc_ready")
        sittings.move_target(session, items[1], 1)
        sittings.set_note(session, items[2], "Needs legal text", None)
    before = state(register)
    with register.change("Record 3 decisions") as session:
        sittings.record_sitting(session, uid, CSC_DAY)
    after = state(register)
    assert undo(register).label == "Record 3 decisions"
    assert state(register) == before
    with register.read() as session:
        assert [status_of(session, each, LATER) for each in proposals] == ["draft_raised"] * 3
        assert [row.draft_outcome for row in sittings.queue(session, uid, LATER)] == ["csc_ready"] * 3
    redo(register)
    assert state(register) == after


def test_a_ready_outcome_goes_to_the_next_panel_and_can_be_moved(register: Register) -> None:
    with register.change("x") as session:
        uid, items, proposals = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        assert sittings.queue(session, uid, LATER)[0].target_name == "SEC Panel, 14 Feb 2020"
        sittings.move_target(session, items[0], 1)
        assert sittings.queue(session, uid, LATER)[0].target_name == "SEC Panel, 13 Mar 2020"
        sittings.move_target(session, items[0], 5)
        assert sittings.queue(session, uid, LATER)[0].target_name == "SEC Panel, 13 Mar 2020"
        sittings.move_target(session, items[0], -9)
        target = sittings.queue(session, uid, LATER)[0].target_uid
        sittings.record_sitting(session, uid, CSC_DAY)
        assert get_record(session, "proposal", proposals[0], CSC_DAY).values["target_meeting"] == target
        assert session.get_one(Meeting, target).date == FEBRUARY


def test_typing_the_same_letter_twice_keeps_a_moved_target(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        moved = sittings.move_target(session, items[0], 1)
        sittings.draft_outcome(session, items[0], "csc_ready")
        assert sittings.queue(session, uid, LATER)[0].target_uid == moved


def test_a_panel_that_is_planned_later_still_becomes_the_target_when_recorded(register: Register) -> None:
    with register.change("x") as session:
        uid, items = agenda(session, "CSC", CSC_DAY, [raised(session, "One", 1)])
        sittings.draft_outcome(session, items[0], "csc_ready")
        panel = meeting(session, "PANEL", None, month="2020-02")
        sittings.record_sitting(session, uid, CSC_DAY)
        assert sittings.queue(session, uid, LATER)[0].target_uid == panel


def test_cancelled_and_earlier_panels_are_no_targets(register: Register) -> None:
    with register.change("x") as session:
        meeting(session, "PANEL", date(2020, 1, 17))
        meeting(session, "PANEL", FEBRUARY, state="cancelled")
        _, items = agenda(session, "CSC", CSC_DAY, [raised(session, "One", 1)])
        sittings.draft_outcome(session, items[0], "csc_ready")
        with pytest.raises(NotFound, match="No meeting of the SEC Panel is planned after 28 Jan 2020"):
            sittings.move_target(session, items[0], 1)


def test_an_outcome_that_goes_nowhere_has_no_target(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        sittings.draft_outcome(session, items[0], "csc_develop")
        assert sittings.queue(session, uid, LATER)[0].target_uid is None
        with pytest.raises(Invalid):
            sittings.move_target(session, items[0], 1)


def test_a_sent_back_vote_goes_to_a_later_change_board(register: Register) -> None:
    with register.change("x") as session:
        uid, items = agenda(session, "CB", date(2020, 1, 22), [at_status(session, 62, "report_phase", series="SECMP")])
        adhoc = meeting(session, "CB", date(2020, 2, 7), ad_hoc=True)
        sittings.draft_outcome(session, items[0], "cb_sent_back")
        assert sittings.queue(session, uid, LATER)[0].target_uid is None
        assert sittings.move_target(session, items[0], 1) == adhoc


def test_backspace_takes_a_draft_away(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready", "because")
        sittings.draft_outcome(session, items[0], None)
        row = sittings.queue(session, uid, LATER)[0]
        assert (row.draft_outcome, row.target_uid, row.reason) == (None, None, "")


def test_an_unusual_outcome_is_kept_and_asks_for_a_reason_when_recorded(register: Register) -> None:
    with register.change("x") as session:
        proposal = raised(session, "Correcting DUIS matrix", 120, on=date(2020, 3, 10))
        uid, items = agenda(session, "PANEL", date(2020, 4, 17), [proposal])
        sentence = "DP120 is at 'Raised'; Approved (Fast-Track) usually follows 'Ready for the Panel' or 'Report"
        assert str(sittings.unusual(session, items[0], "panel_approved", LATER)).startswith(sentence)
        sittings.draft_outcome(session, items[0], "panel_approved")
    with pytest.raises(RuleBroken) as refused, register.change("x") as session:
        sittings.record_sitting(session, uid, LATER)
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith("Give a reason to record this anyway")
    with register.change("x") as session:
        assert status_of(session, proposal, LATER) == "draft_raised"
        sittings.draft_outcome(session, items[0], "panel_approved", "A Fast-Track may skip the CSC")
        sittings.record_sitting(session, uid, LATER)
        assert status_of(session, proposal, date(2020, 4, 17)) == "approved_pending"
        assert sittings.queue(session, uid, LATER)[0].reason == "A Fast-Track may skip the CSC"


def test_all_unusual_outcomes_are_named_at_once_and_nothing_is_recorded(register: Register) -> None:
    with register.change("x") as session:
        proposals = [raised(session, f"Title {number}", number) for number in (1, 2, 3)]
        uid, items = agenda(session, "PANEL", FEBRUARY, proposals)
        for item in items:
            sittings.draft_outcome(session, item, "panel_noted" if item == items[1] else "panel_converted")
    before = state(register)
    with pytest.raises(RuleBroken) as refused, register.change("x") as session:
        sittings.record_sitting(session, uid, LATER)
    assert "DP001" in str(refused.value)
    assert "DP003" in str(refused.value)
    assert "DP002" not in str(refused.value)
    assert state(register) == before


def test_an_expected_outcome_is_not_unusual(register: Register) -> None:
    with register.change("x") as session:
        _, items, _ = csc(session)
        assert sittings.unusual(session, items[0], "csc_ready", LATER) is None


def test_a_decision_on_record_is_corrected_and_not_drafted_over(register: Register) -> None:
    with register.change("x") as session:
        uid, items, proposals = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        sittings.record_sitting(session, uid, CSC_DAY)
        with pytest.raises(Conflict, match="DP100 is recorded as 'Ready for conversion' already"):
            sittings.draft_outcome(session, items[0], "csc_develop")
        event = sittings.queue(session, uid, LATER)[0].event_uid or ""
        correct_event(session, event, outcome="csc_develop", day=CSC_DAY, reason="Misheard")
        row = sittings.queue(session, uid, LATER)[0]
        assert (row.recorded, row.draft_outcome) == (True, "csc_develop")
        assert status_of(session, proposals[0], CSC_DAY) == "draft_in_development"


def test_an_item_is_undecided_again_after_its_decision_is_called_an_error(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        sittings.record_sitting(session, uid, CSC_DAY)
        event = sittings.queue(session, uid, LATER)[0].event_uid or ""
        correct_event(session, event, day=CSC_DAY, reason="It was never discussed")
        assert sittings.queue(session, uid, LATER)[0].recorded is False
        sittings.draft_outcome(session, items[0], "csc_deferred")
        assert sittings.record_sitting(session, uid, CSC_DAY).recorded == 1


def test_a_note_on_a_recorded_decision_goes_to_its_event(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        sittings.record_sitting(session, uid, CSC_DAY)
        sittings.set_note(session, items[0], " To be printed ", "")
        event = session.get_one(Event, sittings.queue(session, uid, LATER)[0].event_uid)
        assert (event.printed_note, event.private_note) == ("To be printed", None)
        assert session.get_one(AgendaItem, items[0]).draft_printed_note is None


def test_a_sitting_with_nothing_drafted_is_not_recorded(register: Register) -> None:
    with register.change("x") as session:
        uid, _, _ = csc(session)
        with pytest.raises(Invalid, match="Nothing has an outcome yet"):
            sittings.record_sitting(session, uid, CSC_DAY)


def test_a_sitting_is_recorded_on_its_day_at_the_earliest(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        sittings.draft_outcome(session, items[0], "csc_ready")
        with pytest.raises(Invalid, match="The meeting is on 28 Jan 2020"):
            sittings.record_sitting(session, uid, date(2020, 1, 27))


def test_a_meeting_without_any_date_asks_for_one(register: Register) -> None:
    with register.change("x") as session:
        uid, items = agenda(session, "CSC", None, [raised(session, "One", 1)])
        sittings.draft_outcome(session, items[0], "csc_ready")
        with pytest.raises(Invalid, match="Enter the date of this meeting"):
            sittings.record_sitting(session, uid, LATER)
        session.get_one(Meeting, uid).known_by = CSC_DAY
        sittings.record_sitting(session, uid, LATER)
        event = session.get_one(Event, sittings.queue(session, uid, LATER)[0].event_uid)
        assert (event.date, event.known_by) == (None, CSC_DAY)


def test_an_outcome_of_another_body_is_not_drafted(register: Register) -> None:
    with register.change("x") as session:
        _, items, _ = csc(session)
        with pytest.raises(Invalid, match="Choose one of: R ready, P direct to Report"):
            sittings.draft_outcome(session, items[0], "cb_approved")


def test_an_item_that_is_no_proposal_has_no_outcome_and_is_not_in_the_queue(register: Register) -> None:
    with register.change("x") as session:
        uid, items, _ = csc(session)
        welcome = add(session, "agenda_item", meeting=uid, title="Welcome", position=0)
        with pytest.raises(Invalid):
            sittings.draft_outcome(session, welcome, "csc_noted")
        assert sittings.unusual(session, welcome, "csc_noted", LATER) is None
        rows = sittings.queue(session, uid, LATER)
        assert [(row.item_uid, row.number) for row in rows] == [(items[0], "2"), (items[1], "3"), (items[2], "4")]


def test_letters_are_those_of_the_body() -> None:
    assert [f"{letter} {found.key}" for letter, found in sittings.letters("AUTHORITY").items()] == [
        "A authority_approved",
        "J authority_rejected",
        "S authority_sent_back",
    ]
    assert sittings.letters("CSC")["W"].key == "withdrawn"


def test_the_sitting_of_today_comes_before_a_past_one_and_that_before_the_next(register: Register) -> None:
    with register.change("x") as session:
        days = [date(2020, 1, 28), date(2020, 2, 25), date(2020, 3, 31)]
        found = {day: agenda(session, "CSC", day, [raised(session, f"On {day}", day.month)])[0] for day in days}

        def shown(today: date) -> str:
            return sittings.open_sittings(session, today)[0].uid

        assert shown(date(2020, 2, 25)) == found[date(2020, 2, 25)]
        assert shown(date(2020, 3, 1)) == found[date(2020, 2, 25)]
        assert shown(date(2020, 1, 1)) == found[date(2020, 1, 28)]


def test_a_recorded_sitting_gives_way_to_the_next(register: Register) -> None:
    with register.change("x") as session:
        uid, items, proposals = csc(session)
        later, _ = agenda(session, "CSC", date(2020, 2, 25), proposals[1:])
        sittings.draft_outcome(session, items[0], "csc_ready")
        (now,) = sittings.open_sittings(session, CSC_DAY)
        assert (now.uid, now.total, now.decided, now.left) == (uid, 3, 1, 2)
        sittings.record_sitting(session, uid, CSC_DAY)

        def csc_sitting() -> list[str]:
            return [each.uid for each in sittings.open_sittings(session, CSC_DAY) if each.body == "CSC"]

        assert csc_sitting() == [later]
        sittings.draft_outcome(session, items[1], "csc_noted")
        assert csc_sitting() == [uid]
        assert sittings.sitting(session, uid, LATER).recorded == 1


def test_january_has_an_ad_hoc_vote_and_one_proposal_with_the_authority(january: Register) -> None:
    with january.read() as session:
        found = sittings.open_sittings(session, date(2020, 2, 7))
        assert [(each.body, each.name, each.total) for each in found] == [
            ("CB", "Change Board, 7 Feb 2020", 1),
            ("PANEL", "SEC Panel, February 2020", 3),
            ("AUTHORITY", "Authority", 1),
        ]
        (row,) = sittings.authority_queue(session, date(2020, 2, 7))
        assert (row.reference, row.since, row.recommendation) == (
            "MP079",
            date(2020, 1, 22),
            "Recommended for approval",
        )


def test_the_authority_decides_without_a_meeting(january: Register) -> None:
    with january.change("x") as session:
        uid = find(session, "proposal", "MP079", LATER) or ""
        sittings.record_authority(session, uid, "authority_rejected", date(2020, 5, 27), "Letter of that day")
        assert status_of(session, uid, date(2020, 5, 26)) == "with_authority"
        assert status_of(session, uid, date(2020, 5, 27)) == "rejected"
        assert sittings.authority_queue(session, date(2020, 5, 27)) == []


def test_only_outcomes_of_the_authority_are_recorded_as_its_own(january: Register) -> None:
    with january.change("x") as session:
        uid = find(session, "proposal", "MP079", LATER) or ""
        with pytest.raises(Invalid, match="one of the Authority's"):
            sittings.record_authority(session, uid, "cb_approved", date(2020, 5, 27))


def test_votes_are_kept_by_category_and_a_second_count_replaces_the_first(register: Register) -> None:
    with register.change("x") as session:
        uid, items = agenda(session, "CB", date(2020, 1, 22), [at_status(session, 97, "report_phase")])
        sittings.draft_outcome(session, items[0], "cb_approved")
        sittings.record_sitting(session, uid, LATER)
        event = sittings.queue(session, uid, LATER)[0].event_uid or ""
        first = sittings.add_votes(session, event, "large_supplier", 7, 1, 0)
        assert sittings.add_votes(session, event, "large_supplier", 8, 0, None) == first
        sittings.add_votes(session, event, "consumer", 1, 0, 0)
        found = {vote.category: (vote.votes_for, vote.votes_against) for vote in session.query(VoteCount)}
        assert found == {"large_supplier": (8, 0), "consumer": (1, 0)}
        with pytest.raises(Invalid):
            sittings.add_votes(session, event, "consumer", -1, 0, 0)
