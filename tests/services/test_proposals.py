"""Raising proposals, their list, their timeline and titles that are nearly the same."""

from __future__ import annotations

from datetime import date

import pytest

from secdesk.errors import Conflict, Invalid, NotFound
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.services import proposals
from secdesk.services.records import Effect, update_record
from secdesk.services.releases import add_part, move_date, move_part

from .desk import LATER, add, agenda, at_status, draft, raised

DAY = date(2020, 2, 14)


def test_raising_takes_the_next_free_number(register: Register) -> None:
    with register.change("x") as session:
        at_status(session, 113, "draft_raised")
        uid = draft(session, "Next one")
        assert proposals.raise_draft(session, uid, DAY) == 114
        row = proposals.proposal_rows(session, DAY)[-1]
        assert (row.reference, row.status, row.raised) == ("DP114", "draft_raised", DAY)


def test_raising_keeps_a_number_that_was_typed(register: Register) -> None:
    with register.change("x") as session:
        assert proposals.raise_draft(session, draft(session, "Chosen", 150), DAY) == 150
        assert proposals.next_number(session) == 151


def test_raising_lists_everything_that_is_missing_at_once(register: Register) -> None:
    with register.change("x") as session:
        uid = add(session, "proposal")
        with pytest.raises(Invalid) as refused:
            proposals.raise_draft(session, uid, DAY)
        assert [problem.field for problem in refused.value.problems] == ["title", "proposer"]
        assert refused.value.problems == tuple(proposals.missing_for_raise(session, uid, DAY))
        assert proposals.status_of(session, uid, DAY) == ""


def test_a_person_or_an_organisation_is_enough_to_raise(register: Register) -> None:
    with register.change("x") as session:
        person = add(session, "person", name="A. Proposer")
        uid = add(session, "proposal", title="By a person", proposer=person)
        assert proposals.missing_for_raise(session, uid, DAY) == []


def test_a_proposal_is_raised_once(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Once", 7)
        with pytest.raises(Conflict, match="DP007 was raised already; it is at 'Raised'"):
            proposals.raise_draft(session, uid, DAY)


def test_an_enquiry_is_raised_under_its_own_record(register: Register) -> None:
    with register.change("x") as session:
        uid = draft(session, "From an enquiry")
        proposals.record_event(session, uid, "enquired", day=date(2020, 1, 2))
        proposals.raise_draft(session, uid, DAY)
        assert proposals.status_of(session, uid, date(2020, 1, 2)) == "enquiry"
        assert proposals.status_of(session, uid, DAY) == "draft_raised"


def test_dp101_and_mp101_are_one_record(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Large Gas Meter Displays", 101, on=date(2019, 12, 10))
        proposals.record_event(session, uid, "csc_ready", day=date(2020, 1, 28))
        proposals.record_event(session, uid, "panel_converted", day=DAY)
        before, after = (proposals.proposal_rows(session, at) for at in (date(2020, 1, 31), DAY))
        assert [(row.uid, row.reference, row.former_reference) for row in before] == [(uid, "DP101", "")]
        assert [(row.uid, row.reference, row.former_reference) for row in after] == [(uid, "MP101", "DP101")]
        assert {find(session, "proposal", typed, DAY) for typed in ("DP101", "mp101", "101")} == {uid}


def test_the_list_is_in_order_of_numbers_and_those_without_come_last(register: Register) -> None:
    with register.change("x") as session:
        draft(session, "Not raised")
        for number in (1000, 77, 102):
            at_status(session, number, "refinement")
        add(session, "proposal", number=102, suffix="A", title="A part")
        found = [row.reference for row in proposals.proposal_rows(session, DAY)]
        assert found == ["MP077", "MP102", "DP102A", "MP1000", "Not raised yet"]


def test_the_list_of_january_can_be_kept_to_a_stage(january: Register) -> None:
    with january.read() as session:
        rows = proposals.proposal_rows(session, date(2020, 2, 7), stage="release")
    assert [row.reference for row in rows] == ["SECMP0053", "MP081", "MP086", "MP091", "MP097"]
    assert {row.stage_label for row in rows} == {"Release"}


@pytest.mark.parametrize("typed", ["77", "dp77", "MP077", "dcc serv flag"])
def test_the_list_finds_a_number_in_any_form_and_words_of_a_title(january: Register, typed: str) -> None:
    with january.read() as session:
        rows = proposals.proposal_rows(session, date(2020, 2, 7), text=typed)
    assert [row.reference for row in rows][:1] == ["MP077"]


def test_stage_and_search_narrow_the_list_together(january: Register) -> None:
    with january.read() as session:
        rows = proposals.proposal_rows(session, date(2020, 2, 7), stage="define", text="traffic management")
    assert [row.reference for row in rows] == ["DP100"]


def test_flags_are_words_beside_the_status(register: Register) -> None:
    with register.change("x") as session:
        person = add(session, "person", name="Analyst One")
        uid = at_status(
            session, 83, "refinement", urgent=True, fast_track=True, security_limited=True, lead_analyst=person
        )
        update_record(session, "proposal", uid, {"on_hold": True}, effect=Effect(DAY))
        (before,), (after,) = (proposals.proposal_rows(session, at) for at in (date(2020, 2, 13), DAY))
        assert before.flags == ("urgent", "fast-track", "security-limited")
        assert after.flags == ("on hold", *before.flags)
        assert (after.status, after.lead) == ("refinement", "Analyst One")


def test_the_status_of_a_proposal_that_is_gone_is_not_found(register: Register) -> None:
    with register.read() as session, pytest.raises(NotFound):
        proposals.status_of(session, "nobody", DAY)


def test_titles_that_differ_in_one_word_are_near(january: Register) -> None:
    with january.read() as session:
        title = "Service Request Traffic Management"
        own = find(session, "proposal", "SECMP0067", LATER)
        assert proposals.near_titles(session, title, own, LATER) == [("DP100", "Service Response Traffic Management")]


@pytest.mark.parametrize(
    "title",
    ["service   RESPONSE traffic management", "Service Respons Trafic Management", "Traffic Management Service"],
)
def test_capitals_slips_and_the_order_of_words_do_not_hide_a_near_title(january: Register, title: str) -> None:
    with january.read() as session:
        assert "DP100" in [reference for reference, _ in proposals.near_titles(session, title, None, LATER)]


@pytest.mark.parametrize("title", ["", "  ", "of the and", "Large Water Meter Prices in Europe", "Management"])
def test_other_titles_are_not_near(january: Register, title: str) -> None:
    with january.read() as session:
        assert proposals.near_titles(session, title, None, LATER) == []


def test_near_titles_compare_with_the_title_of_the_day(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Ensuring a managed move to DUIS version 3.1", 80)
        update_record(session, "proposal", uid, {"title": "Managing DUIS uplifts"}, effect=Effect(date(2020, 11, 5)))
        typed = "Managing DUIS uplift"
        assert proposals.near_titles(session, typed, None, date(2020, 11, 4)) == []
        assert proposals.near_titles(session, typed, None, date(2020, 11, 5)) == [("DP080", "Managing DUIS uplifts")]


def test_the_timeline_of_january_reads_newest_first_in_sentences(january: Register) -> None:
    with january.read() as session:
        uid = find(session, "proposal", "MP077", LATER) or ""
        entries = proposals.timeline(session, uid, date(2020, 2, 7))
    assert [entry.sentence for entry in entries] == [
        "February 2020, Refinement Consultation expected",
        "5 February 2020, was on the agenda of Working Group, item 2",
        "By 31 January 2020, Taken over into this register, status Refinement",
        "31 December 2019, Preliminary Assessment returned, target 30 working days, duration not recorded",
    ]
    assert [entry.planned for entry in entries] == [True, False, False, False]
    assert [entry.kind for entry in entries] == ["consultation", "agenda_item", "event", "assessment"]


def test_the_timeline_tells_former_titles_holds_and_targets(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "Ensuring a managed move", 80)
        update_record(session, "proposal", uid, {"title": "Managing uplifts"}, effect=Effect(date(2020, 11, 5)))
        effect = Effect(date(2020, 3, 1), decided_by="the Panel", reason="waits for MP086")
        update_record(session, "proposal", uid, {"on_hold": True}, effect=effect)
        update_record(session, "proposal", uid, {"on_hold": False}, effect=Effect(date(2020, 9, 1)))
        found = [entry.sentence for entry in proposals.timeline(session, uid, LATER)]
        assert found == [
            "5 November 2020, Title changed to 'Managing uplifts', formerly 'Ensuring a managed move'",
            "1 September 2020, no longer on hold",
            "1 March 2020, put on hold, agreed by the Panel, because waits for MP086",
            "6 January 2020, Raised",
        ]


def test_the_timeline_keeps_an_event_recorded_in_error_and_says_so(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "One", 1)
        wrong = proposals.record_event(session, uid, "csc_ready", day=date(2020, 1, 28))
        proposals.correct_event(session, wrong, outcome="csc_develop", day=date(2020, 1, 28), reason="Misread")
        entries = [entry for entry in proposals.timeline(session, uid, LATER) if entry.uid == wrong]
        assert [entry.corrected for entry in entries] == [True]
        assert entries[0].sentence.endswith(", recorded in error")


def test_the_timeline_shows_a_moved_release_and_what_is_planned(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 81, "approved_pending")
        release = add(session, "release", name="November 2020 SEC Release", goes_live=date(2020, 11, 5))
        add_part(session, release, uid)
        move_date(session, release, date(2020, 11, 29), date(2020, 6, 19), "the DCC", "the Panel", "more testing")
        agenda(session, "PANEL", date(2020, 9, 11), [uid])
        entries = proposals.timeline(session, uid, date(2020, 7, 1))
        assert [(entry.planned, entry.sentence) for entry in entries][:3] == [
            (True, "29 November 2020, November 2020 SEC Release"),
            (True, "11 September 2020, on the agenda of SEC Panel, item 1"),
            (
                False,
                "19 June 2020, November 2020 SEC Release date changed from 5 Nov 2020 to 29 Nov 2020,"
                " agreed by the Panel, because more testing",
            ),
        ]


def test_a_target_that_an_event_names_is_told_once(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "One", 1)
        panel = add(session, "meeting", body="PANEL", date=DAY)
        proposals.record_event(session, uid, "csc_ready", day=date(2020, 1, 28), target_meeting=panel)
        found = [entry.sentence for entry in proposals.timeline(session, uid, LATER)]
        assert found[0] == "28 January 2020, Ready for conversion, Change Sub-Committee, goes to SEC Panel, 14 Feb 2020"
        assert len(found) == 2


def test_the_timeline_tells_consultations_assessments_and_meetings_of_a_month(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 77, "refinement", known_by=date(2019, 1, 1))
        facts: dict[str, Value] = {"proposal": uid, "consultation_kind": "refinement"}
        add(session, "consultation", **facts, opened=date(2020, 2, 7), closes=date(2020, 2, 27), responses=1)
        add(session, "consultation", **facts, expected_month="2019-11")
        add(session, "consultation", **facts, expected_month="2019-10", dropped=date(2019, 12, 2))
        add(
            session,
            "assessment",
            proposal=uid,
            assessment_kind="PA",
            round=2,
            target=30,
            requested=date(2019, 10, 1),
            accepted=date(2019, 11, 1),
            returned=date(2019, 12, 31),
        )
        panel = add(session, "meeting", body="PANEL", month="2020-03")
        add(session, "agenda_item", meeting=panel, proposal=uid, position=1)
        add(session, "meeting", body="WG", date=date(2020, 4, 1), state="cancelled")
        assert [(entry.planned, entry.sentence) for entry in proposals.timeline(session, uid, date(2020, 2, 20))] == [
            (True, "March 2020, on the agenda of SEC Panel, item 1"),
            (True, "27 February 2020, Refinement Consultation closes, 1 response"),
            (False, "7 February 2020, Refinement Consultation opened"),
            (
                False,
                "31 December 2019, Preliminary Assessment, round 2 returned, target 30 working days,"
                " duration 43 weekdays",
            ),
            (False, "2 December 2019, Refinement Consultation dropped"),
            (False, "November 2019, Refinement Consultation was expected"),
            (False, "1 November 2019, Preliminary Assessment, round 2 accepted"),
            (False, "1 October 2019, Preliminary Assessment, round 2 requested"),
            (False, "By 1 January 2019, Taken over into this register, status Refinement"),
        ]


def test_the_timeline_tells_a_path_that_was_set_and_taken_away(register: Register) -> None:
    with register.change("x") as session:
        uid = raised(session, "One", 1)
        update_record(session, "proposal", uid, {"path": "3"}, effect=Effect(date(2020, 3, 1)))
        update_record(session, "proposal", uid, {"path": None}, effect=Effect(date(2020, 4, 1)))
        told = [entry.sentence for entry in proposals.timeline(session, uid, LATER)]
        assert told[:2] == [
            "1 April 2020, Path taken away, formerly '3 Self-Governance'",
            "1 March 2020, Path set to '3 Self-Governance'",
        ]


def test_the_timeline_tells_a_part_that_changed_its_release(register: Register) -> None:
    with register.change("x") as session:
        uid = at_status(session, 7, "approved_pending", series="SECMP")
        june, november = (add(session, "release", name=name) for name in ("June", "November"))
        part = add_part(session, june, uid, "part 1 of 2")
        move_part(session, part, november, date(2020, 4, 17), "the Panel", None)
        told = [entry.sentence for entry in proposals.timeline(session, uid, LATER)]
        assert told[0] == "17 April 2020, Release changed from June to November, agreed by the Panel"
