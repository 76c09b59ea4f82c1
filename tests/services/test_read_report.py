"""What an old report would change in a register, and taking it over: matched by number, as one step, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict
from secdesk.exchange.published_report.understanding import read_report
from secdesk.models import Assessment, DatedValue, Event, Meeting, Proposal
from secdesk.papers.render import render
from secdesk.register.register import Register
from secdesk.register.undo import undo
from secdesk.services.events import last_status, record_event
from secdesk.services.papers import make_report
from secdesk.services.read_report import ProposedRecord, ProposedRecords, Taken, propose, take
from tests.services.desk import add, at_status, meeting, raised, state

DAY = date(2020, 2, 7)
HEAD = "Change Status Report — January 2020\n\nAnn Other\nSECAS Team\n7 February 2020\n\n"
RAISED = "DP101 ‘Large Meters’ was raised by Ann Other of the DCC on 13 January 2020."
DEVELOP = "The CSC decided that the following Draft Proposals need further development before going to the Panel:\n\n"
VOTED = "The Change Board considered one modification on 22 January 2020:\n\n"
RELEASE = "There is one modification approved for implementation in the June 2020 SEC Release (25 June 2020):\n\n"
OPEN = "Modification Type Accepted Target duration\n"
RETURNED = "Assessments completed during 2019/20\n\nModification Type Returned Target duration\n"


def proposed(register: Register, *parts: str) -> ProposedRecords:
    with register.read() as session:
        return propose(session, read_report(HEAD + "\n\n".join(parts) + "\n"), known_by=DAY)


def taken(register: Register, *parts: str) -> Taken:
    found = proposed(register, *parts)
    with register.change("Old report") as session:
        return take(session, found.takeable())


def states(found: ProposedRecords, kind: str) -> list[str]:
    return [record.state for record in found.records if record.kind == kind]


def one(found: ProposedRecords, kind: str, state_wanted: str) -> ProposedRecord:
    (record,) = (r for r in found.records if (r.kind, r.state) == (kind, state_wanted))
    return record


def set_up(register: Register, work: Callable[[Session], object]) -> None:
    with register.change("Set up") as session:
        work(session)


def test_proposing_saves_nothing(january: Register) -> None:
    before = state(january), january.chain_head()
    proposed(january, RAISED, f"{DEVELOP}e DP101 ‘Large Meters’")
    assert (state(january), january.chain_head()) == before


def test_a_report_is_one_step_and_one_undo_takes_it_back(register: Register) -> None:
    before, steps = state(register), register.chain_head()[0]
    done = taken(register, RAISED, f"{DEVELOP}e DP101 ‘Large Meters’", f"{OPEN}MP090 PA 22 Nov 19 15 WD")
    assert register.chain_head()[0] == steps + 1
    assert done.added["proposal"] == 2
    undo(register)
    assert state(register) == before


def test_the_same_report_twice_changes_nothing_the_second_time(register: Register) -> None:
    parts = (
        RAISED,
        f"{DEVELOP}e DP101 ‘Large Meters’",
        f"{OPEN}MP090 PA 22 Nov 19 15 WD",
        f"{RELEASE}e MP081 ‘Meters’",
    )
    taken(register, *parts)
    found = proposed(register, *parts)
    assert {record.state for record in found.records} == {"there"}
    assert taken(register, *parts) == Taken({}, {})


def test_a_fact_without_a_day_was_so_by_the_day_of_the_report(register: Register) -> None:
    taken(register, f"{DEVELOP}e DP101 ‘Large Meters’")
    with register.read() as session:
        (event,) = session.scalars(select(Event))
    assert (event.outcome, event.date, event.known_by) == ("csc_develop", None, DAY)


def test_what_was_raised_has_its_day_its_proposer_and_its_organisation(register: Register) -> None:
    taken(register, RAISED)
    with register.read() as session:
        (event,) = session.scalars(select(Event))
        (proposal,) = session.scalars(select(Proposal))
        assert last_status(session, proposal.uid, DAY) == "draft_raised"
    assert (event.outcome, event.date) == ("raised", date(2020, 1, 13))
    assert proposal.proposer is not None
    assert proposal.proposer_organisation is not None


def test_a_proposal_is_matched_by_its_number_whatever_its_prefix_and_never_by_its_title(register: Register) -> None:
    def work(session: Session) -> None:
        at_status(session, 101, "refinement", known_by=date(2020, 3, 1))
        add(session, "proposal", number=67, series="SECMP", title="Large Meters")

    set_up(register, work)
    found = proposed(register, f"{DEVELOP}e DP101 ‘Large Meters’")
    assert states(found, "proposal") == ["there", "contradicts"]
    assert one(found, "proposal", "contradicts").note == (
        "Title: the register has 'Title 101', the report 'Large Meters'"
    )


def test_near_twins_are_two_proposals(register: Register) -> None:
    twins = "e SECMP0067 ‘Service Request Traffic Management’\n\ne DP100 ‘Service Response Traffic Management’"
    taken(register, f"{DEVELOP}{twins}")
    with register.read() as session:
        numbers = session.execute(select(Proposal.number, Proposal.series).order_by(Proposal.number)).all()
    assert [tuple(row) for row in numbers] == [(67, "SECMP"), (100, "MP")]


def test_a_contradicted_title_is_never_taken(register: Register) -> None:
    set_up(register, lambda session: raised(session, "Small Meters", 101, on=date(2020, 1, 13)))
    taken(register, f"{DEVELOP}e DP101 ‘Large Meters’")
    with register.read() as session:
        titles = session.scalars(select(DatedValue.value).where(DatedValue.field_name == "title")).all()
    assert titles == ["Small Meters"]


def test_a_title_that_differs_in_its_quotation_marks_alone_is_the_same(register: Register) -> None:
    set_up(register, lambda session: raised(session, "Users' meters", 101, on=date(2020, 1, 13)))
    found = proposed(register, f"{DEVELOP}e DP101 ‘Users’ meters’")
    assert "contradicts" not in states(found, "proposal")


def test_a_title_that_the_register_lacks_is_filled_in_from_the_beginning(register: Register) -> None:
    set_up(register, lambda session: add(session, "proposal", number=101))
    taken(register, f"{DEVELOP}e DP101 ‘Large Meters’")
    with register.read() as session:
        (row,) = session.scalars(select(DatedValue).where(DatedValue.field_name == "title"))
    assert (row.value, row.effective_from) == ("Large Meters", None)


def test_another_day_of_raising_is_a_contradiction_and_a_missing_one_is_filled_in(register: Register) -> None:
    def undated(session: Session) -> None:
        uid = add(session, "proposal", number=102, title="Small Meters")
        record_event(session, uid, "raised", day=None, known_by=date(2020, 2, 1))

    set_up(register, lambda session: raised(session, "Large Meters", 101, on=date(2020, 1, 14)))
    set_up(register, undated)
    found = proposed(register, RAISED, RAISED.replace("101", "102").replace("Large", "Small"))
    assert one(found, "event", "contradicts").note == "the register has: was raised on 14 Jan 2020"
    assert one(found, "event", "change").values == {"date": date(2020, 1, 13), "known_by": None}


def test_another_outcome_of_the_same_sitting_is_a_contradiction(register: Register) -> None:
    def work(session: Session) -> None:
        uid = at_status(session, 79, "report_phase")
        record_event(session, uid, "cb_rejected", day=date(2020, 1, 22))

    set_up(register, work)
    found = proposed(register, f"{VOTED}e MP079 ‘Title 79’ was recommended for approval.")
    assert one(found, "event", "contradicts").note == (
        "the register has: was rejected under Self-Governance on 22 Jan 2020"
    )


def test_the_same_outcome_in_the_report_of_the_month_before_is_another_event(register: Register) -> None:
    def work(session: Session) -> None:
        uid = at_status(session, 101, "draft_raised")
        add(session, "paper", paper_kind="change_status_report", month="2019-12", date=date(2020, 1, 10))
        record_event(session, uid, "csc_develop", day=None, known_by=date(2020, 1, 10))

    set_up(register, work)
    assert states(proposed(register, f"{DEVELOP}e DP101 ‘Title 101’"), "event") == ["new"]


def test_a_step_that_the_process_does_not_expect_says_where_it_is_from(register: Register) -> None:
    set_up(register, lambda session: at_status(session, 101, "refinement"))
    found = proposed(register, f"{DEVELOP}e DP101 ‘Title 101’")
    event = one(found, "event", "new")
    assert "usually follows" in event.note
    assert event.values["reason"] == "As printed in the Change Status Report of January 2020"
    with register.change("Old report") as session:
        take(session, found.takeable())


def test_a_place_in_the_process_that_the_register_denies_is_told(register: Register) -> None:
    set_up(register, lambda session: at_status(session, 81, "withdrawn"))
    found = proposed(register, f"{RELEASE}e MP081 ‘Title 81’")
    assert one(found, "event", "contradicts").note == (
        "the register has it at 'Withdrawn', the report lists it as Approved, to be implemented"
    )


def test_a_proposal_named_by_a_returned_assessment_alone_is_taken_over_with_an_unknown_status(
    register: Register,
) -> None:
    taken(register, f"{RETURNED}SECMP0046 PA 9 Sep 19 15 WD")
    with register.read() as session:
        (proposal,) = session.scalars(select(Proposal))
        assert (proposal.number, proposal.series, last_status(session, proposal.uid, DAY)) == (46, "SECMP", "unknown")


def test_a_return_completes_the_assessment_that_was_open(register: Register) -> None:
    def work(session: Session) -> None:
        uid = at_status(session, 90, "refinement")
        add(session, "assessment", proposal=uid, assessment_kind="PA", accepted=date(2019, 11, 22), target=15)

    set_up(register, work)
    taken(register, f"{RETURNED}MP090 PA 12 Dec 19 15 WD")
    with register.read() as session:
        (row,) = session.scalars(select(Assessment))
    assert (row.accepted, row.returned) == (date(2019, 11, 22), date(2019, 12, 12))


def test_another_return_of_the_same_kind_is_another_assessment(register: Register) -> None:
    def work(session: Session) -> None:
        uid = at_status(session, 90, "refinement")
        add(session, "assessment", proposal=uid, assessment_kind="PA", returned=date(2019, 7, 1))

    set_up(register, work)
    assert states(proposed(register, f"{RETURNED}MP090 PA 12 Dec 19 15 WD"), "assessment") == ["new"]


def test_another_target_of_an_assessment_is_a_contradiction(register: Register) -> None:
    def work(session: Session) -> None:
        uid = at_status(session, 90, "refinement")
        add(session, "assessment", proposal=uid, assessment_kind="PA", accepted=date(2019, 11, 22), target=25)

    set_up(register, work)
    found = proposed(register, f"{OPEN}MP090 PA 22 Nov 19 15 WD")
    assert one(found, "assessment", "contradicts").note == "Target (WD): the register has '25', the report '15'"


def test_an_assessment_whose_day_cannot_be_read_is_not_added(register: Register) -> None:
    assert states(proposed(register, f"{OPEN}MP090 PA 32 Nov 19 15 WD"), "assessment") == []


def test_a_release_that_moved_is_a_contradiction_and_its_part_is_there(register: Register) -> None:
    def work(session: Session) -> None:
        uid = at_status(session, 81, "approved_pending")
        release = add(session, "release", name="June 2020", goes_live=date(2020, 6, 29))
        add(session, "release_part", proposal=uid, release=release)

    set_up(register, work)
    found = proposed(register, f"{RELEASE}e MP081 ‘Title 81’")
    assert one(found, "release", "contradicts").note == "Date: the register has '29 Jun 2020', the report '25 Jun 2020'"
    assert states(found, "release_part") == ["there"]


def test_a_planned_meeting_that_was_held_becomes_held_and_a_cancelled_one_is_told(register: Register) -> None:
    def work(session: Session) -> None:
        at_status(session, 79, "report_phase")
        meeting(session, "CB", date(2020, 1, 22), state="planned")
        meeting(session, "WG", date(2020, 2, 5), state="cancelled")

    set_up(register, work)
    group = "The last Working Group meeting was held on 5 February 2020 and took the following modifications:"
    found = proposed(
        register, f"{VOTED}e MP079 ‘Title 79’ was recommended for approval.", f"{group}\n\ne MP079 ‘Title 79’"
    )
    assert one(found, "meeting", "change").values == {"state": "held"}
    assert one(found, "meeting", "contradicts").note == "the register has it as cancelled"


def test_a_panel_of_a_month_is_the_one_that_the_register_has_then(register: Register) -> None:
    def work(session: Session) -> None:
        at_status(session, 101, "draft_ready")
        meeting(session, "PANEL", date(2020, 2, 14))

    set_up(register, work)
    found = proposed(
        register, "There is one Draft Proposal for the Panel to convert this month:\n\ne DP101 ‘Title 101’"
    )
    assert states(found, "meeting") == ["there"]
    taken(register, "There is one Draft Proposal for the Panel to convert this month:\n\ne DP101 ‘Title 101’")
    with register.read() as session:
        target = session.scalar(select(DatedValue.value).where(DatedValue.field_name == "target_meeting"))
        panel = session.scalar(select(Meeting.uid))
    assert target == panel


def test_an_open_consultation_without_its_days_is_left_out_with_the_reason(register: Register) -> None:
    text = "There is currently one Modification Proposal out for Refinement Consultation:\n\ne MP077 ‘DCC Flags’"
    assert one(proposed(register, text), "consultation", "left").note == (
        "the report does not print its days; enter it where they are known"
    )


def test_a_number_in_two_series_is_left_out(register: Register) -> None:
    found = proposed(register, f"{DEVELOP}e SECMP0101 ‘Large Meters’\n\ne DP101 ‘Large Meters’")
    assert states(found, "proposal") == ["left"]
    assert states(found, "event") == []


def test_a_person_of_whom_there_are_two_is_left_out(register: Register) -> None:
    def work(session: Session) -> None:
        add(session, "person", name="Ann Other")
        add(session, "person", name="Ann Other")

    set_up(register, work)
    found = proposed(register, RAISED)
    assert states(found, "person") == ["left"]
    with register.change("Old report") as session:
        take(session, found.takeable())
        assert session.scalar(select(Proposal.proposer)) is None


def test_an_organisation_is_found_by_its_other_names(register: Register) -> None:
    set_up(register, lambda session: add(session, "organisation", name="Data Company", aliases="DCC; Datacom"))
    assert states(proposed(register, RAISED), "organisation") == ["there"]


def test_figures_that_the_register_counts_itself_are_not_stated(register: Register) -> None:
    found = proposed(register, "Proposals open (pre-decision) 0 269 WD")
    assert states(found, "stated_figure") == ["there", "new"]
    assert one(found, "stated_figure", "new").values["value"] == "269"


def test_another_stated_figure_is_a_contradiction(register: Register) -> None:
    stated = {"figure": "open_average", "month": "2020-01", "value": "270", "reason": "As told"}
    set_up(register, lambda session: add(session, "stated_figure", **stated))
    found = proposed(register, "Proposals open (pre-decision) 0 269 WD")
    assert one(found, "stated_figure", "contradicts").note == "the register states 270"


def test_choosing_a_record_chooses_what_it_needs(register: Register) -> None:
    found = proposed(register, f"{VOTED}e MP079 ‘Large Meters’ was recommended for approval.")
    event = one(found, "event", "new")
    chosen = found.only([event.key])
    assert {record.kind for record in chosen} == {"event", "meeting", "proposal", "agenda_item"}
    with register.change("Old report") as session:
        take(session, chosen)


def test_a_record_without_what_it_needs_is_refused_and_nothing_is_kept(register: Register) -> None:
    before = state(register)
    event = one(proposed(register, f"{DEVELOP}e DP101 ‘Large Meters’"), "event", "new")
    with pytest.raises(Conflict, match="Choose that as well"), register.change("Old report") as session:
        take(session, [event])
    assert state(register) == before


def test_the_sitting_keeps_the_order_of_the_report(register: Register) -> None:
    summary = "The Change Board approved one Modification Proposal under Self-Governance:\n\ne MP097 ‘Large Meters’"
    votes = (
        "The Change Board considered two modifications on 22 January 2020:\n\ne MP079 ‘Small Meters’ was recommended"
        " for approval.\n\ne MP097 ‘Large Meters’ was approved for implementation in the June 2020 SEC Release."
    )
    taken(register, summary, votes)
    with register.read() as session:
        order = session.scalars(select(Event.outcome).where(Event.body == "CB").order_by(Event.position)).all()
    assert order == ["cb_recommended_approval", "cb_approved"]


def test_the_report_of_a_register_that_was_read_from_one_says_the_same_decisions(register: Register) -> None:
    taken(
        register,
        RAISED,
        f"{DEVELOP}e DP101 ‘Large Meters’",
        f"{VOTED}e MP079 ‘Small Meters’ was recommended for approval.",
    )
    printed = render(make_report(register, "2020-01"), ".txt").data.decode()
    again = {(f.reference, f.fields["outcome"]) for f in read_report(printed).of_kind("event")}
    assert again == {("DP101", "csc_develop"), ("MP079", "cb_recommended_approval")}
