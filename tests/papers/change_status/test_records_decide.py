"""The report follows its records: change one, and its fact changes; add what came later, and the month stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Assessment, Consultation, Event, Meeting, Proposal, Release, StatedFigure
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.services.papers import make_report
from secdesk.services.records import Effect, create_record, delete_record, update_record
from tests.papers.change_status.reading import sections, stand_together, text_of

DAY = date(2020, 2, 7)
Edit = Callable[[Session], object]


def uid_of(session: Session, kind: str, name: str) -> str:
    found = find(session, kind, name, DAY)
    assert found is not None
    return found


def event_of(session: Session, reference: str, outcome: str) -> str:
    proposal = uid_of(session, "proposal", reference)
    return session.scalars(select(Event.uid).where(Event.proposal == proposal, Event.outcome == outcome)).one()


def assessment_of(session: Session, reference: str, kind: str) -> str:
    proposal = uid_of(session, "proposal", reference)
    return session.scalars(
        select(Assessment.uid).where(Assessment.proposal == proposal, Assessment.assessment_kind == kind)
    ).one()


def meeting_on(session: Session, body: str, day: date) -> str:
    return session.scalars(select(Meeting.uid).where(Meeting.body == body, Meeting.date == day)).one()


def release_named(session: Session, start: str) -> str:
    return session.scalars(select(Release.uid).where(Release.name.startswith(start))).one()


def report_text(register: Register, month: str = "2020-01") -> str:
    return text_of(make_report(register, month), ".txt")


CHANGES: dict[str, tuple[Edit, str, list[str]]] = {
    "a title": (
        lambda s: update_record(s, "proposal", uid_of(s, "proposal", "MP077"), {"title": "DCC Flags"}),
        "3",
        ["MP077", "DCC Flags"],
    ),
    "a returned date": (
        lambda s: update_record(s, "assessment", assessment_of(s, "MP093", "PA"), {"returned": date(2020, 1, 22)}),
        "3",
        ["MP093", "PA", "22 Jan 20"],
    ),
    "an assessment returned late counts as open": (
        lambda s: update_record(
            s,
            "assessment",
            assessment_of(s, "MP093", "PA"),
            {"accepted": date(2020, 1, 6), "returned": date(2020, 2, 3)},
        ),
        "3",
        ["MP093", "PA", "6 Jan 20", "15 WD", "20 WD"],
    ),
    "an accepted date": (
        lambda s: update_record(s, "assessment", assessment_of(s, "MP092", "PA"), {"accepted": date(2019, 12, 3)}),
        "3",
        ["MP092", "PA", "3 Dec 19", "44 WD"],
    ),
    "a target": (
        lambda s: update_record(s, "assessment", assessment_of(s, "SECMP0067", "PA"), {"target": 30}),
        "3",
        ["SECMP0067 PA 5 Jun 19 30 WD"],
    ),
    "a CSC outcome": (
        lambda s: update_record(s, "event", event_of(s, "DP094", "csc_develop"), {"outcome": "csc_ready"}),
        "2",
        ["following Draft Proposals ready", "DP094"],
    ),
    "who raised a proposal": (
        lambda s: update_record(
            s, "proposal", uid_of(s, "proposal", "DP112"), {"proposer": uid_of(s, "person", "Ian Speller")}
        ),
        "2",
        ["DP112", "Ian Speller", "28 January 2020"],
    ),
    "a raised date": (
        lambda s: update_record(s, "event", event_of(s, "DP113", "raised"), {"date": date(2020, 1, 29)}),
        "2",
        ["DP113", "29 January 2020"],
    ),
    "an issue": (
        lambda s: update_record(s, "proposal", uid_of(s, "proposal", "DP111"), {"issue": "Money is short."}),
        "2",
        ["DP111", "Money is short."],
    ),
    "a release date": (
        lambda s: update_record(s, "release", release_named(s, "June"), {"goes_live": date(2020, 6, 26)}),
        "5",
        ["June 2020", "26 June 2020"],
    ),
    "a vote": (
        lambda s: update_record(
            s, "event", event_of(s, "MP079", "cb_recommended_approval"), {"outcome": "cb_recommended_rejection"}
        ),
        "4",
        ["MP079", "recommended for rejection"],
    ),
    "a printed note": (
        lambda s: update_record(
            s, "event", event_of(s, "DP110", "csc_ready_report"), {"printed_note": "Drafting goes on"}
        ),
        "2",
        ["DP110", "Drafting goes on."],
    ),
    "a Working Group's date moves its agenda's": (
        lambda s: update_record(s, "meeting", meeting_on(s, "WG", date(2020, 3, 4)), {"date": date(2020, 3, 11)}),
        "3",
        ["11 March 2020", "26 February 2020"],
    ),
    "a consultation expected elsewhere": (
        lambda s: update_record(s, "consultation", _consultation_of(s, "MP093"), {"expected_month": "2020-04"}),
        "3",
        ["three Refinement Consultations", "February 2020"],
    ),
    "a stated figure taken back": (
        lambda s: delete_record(
            s,
            "stated_figure",
            s.scalars(select(StatedFigure.uid).where(StatedFigure.figure == "open_count")).one(),
            DAY,
        ),
        "4",
        ["Proposals open (pre-decision) 29"],
    ),
    "a proposal assigned to another Panel": (
        lambda s: update_record(
            s,
            "proposal",
            uid_of(s, "proposal", "DP106"),
            {"target_meeting": s.scalars(select(Meeting.uid).where(Meeting.month == "2020-03")).one()},
        ),
        "1",
        ["two Draft Proposals", "DP101", "DP104"],
    ),
}


def _consultation_of(session: Session, reference: str) -> str:
    proposal = uid_of(session, "proposal", reference)
    return session.scalars(select(Consultation.uid).where(Consultation.proposal == proposal)).one()


@pytest.mark.parametrize("name", list(CHANGES))
def test_the_report_changes_with_its_record(sample: Register, name: str) -> None:
    edit, section, pieces = CHANGES[name]
    assert not stand_together(sections(report_text(sample))[section], pieces)
    with sample.change(name) as session:
        edit(session)
    assert stand_together(sections(report_text(sample))[section], pieces)


def _panel_converts(session: Session) -> None:
    for reference in ("DP101", "DP104", "DP106"):
        create_record(
            session,
            "event",
            {
                "proposal": uid_of(session, "proposal", reference),
                "body": "PANEL",
                "outcome": "panel_converted",
                "date": date(2020, 2, 14),
            },
        )


def _change_board_votes_again(session: Session) -> None:
    create_record(
        session,
        "event",
        {
            "proposal": uid_of(session, "proposal", "SECMP0062"),
            "outcome": "cb_approved",
            "body": "CB",
            "date": DAY,
            "meeting": meeting_on(session, "CB", DAY),
        },
    )
    update_record(session, "meeting", meeting_on(session, "CB", DAY), {"state": "held"})


def _february_happens(session: Session) -> None:
    """Enter what February brought: renamed, moved, converted, returned, consulted, raised, implemented."""
    _panel_converts(session)
    _change_board_votes_again(session)
    update_record(
        session,
        "proposal",
        uid_of(session, "proposal", "MP080"),
        {"title": "Managing DUIS uplifts"},
        effect=Effect(since=date(2020, 2, 20)),
    )
    update_record(
        session,
        "release",
        release_named(session, "November"),
        {"goes_live": date(2020, 11, 29)},
        effect=Effect(since=date(2020, 2, 14), decided_by="SEC Panel", reason="More time to test"),
    )
    update_record(session, "assessment", assessment_of(session, "MP090", "PA"), {"returned": date(2020, 2, 12)})
    update_record(
        session,
        "consultation",
        _consultation_of(session, "MP077"),
        {"opened": date(2020, 2, 10), "closes": date(2020, 2, 28)},
    )
    new = create_record(session, "proposal", {"number": 114, "title": "A thing of February"})
    create_record(session, "event", {"proposal": new, "outcome": "raised", "date": date(2020, 2, 17)})
    for reference in ("MP086", "MP091", "MP097"):
        create_record(
            session,
            "event",
            {
                "proposal": uid_of(session, "proposal", reference),
                "body": "SECAS",
                "outcome": "implemented",
                "date": date(2020, 2, 27),
            },
        )
    update_record(
        session, "meeting", meeting_on(session, "WG", date(2020, 3, 4)), {"agenda_confirmed": date(2020, 2, 19)}
    )


def test_events_of_february_leave_january_as_it_was(sample: Register) -> None:
    before = make_report(sample, "2020-01")
    with sample.change("February") as session:
        _february_happens(session)
    assert make_report(sample, "2020-01") == before


def test_february_reports_what_february_brought(sample: Register) -> None:
    with sample.change("February") as session:
        _february_happens(session)
    found = sections(report_text(sample, "2020-02"))
    for section, pieces in {
        "1": ["Change Board approved one Modification Proposal", "SECMP0062"],
        "2": ["DP114", "A thing of February", "17 February 2020"],
        "3": ["one Modification Proposal out for Refinement Consultation"],
        "4": ["SECMP0062", "approved under Self-Governance"],
        "5": ["November 2020 SEC Release", "29 November 2020"],
    }.items():
        if section != "3":
            assert stand_together(found[section], pieces)
    assert "MP101" not in found["1"]
    assert "MP080 'Managing DUIS uplifts'" in report_text(sample, "2020-02")
    assert "February 2020 SEC Release" not in found["5"]
    assert stand_together(found["3"], ["MP090", "PA", "12 Feb 20"])


def test_a_converted_proposal_is_one_record_with_two_prefixes(sample: Register) -> None:
    with sample.change("Panel of February") as session:
        _panel_converts(session)
    assert "DP101 'Large Gas Meter Displays'" in report_text(sample)
    assert "MP101" not in report_text(sample)
    assert sample.count(Proposal) == 36


def test_a_release_of_november_keeps_its_old_date_in_january(sample: Register) -> None:
    with sample.change("November moves") as session:
        update_record(
            session,
            "release",
            release_named(session, "November"),
            {"goes_live": date(2020, 11, 29)},
            effect=Effect(since=date(2020, 6, 19)),
        )
    assert "5 November 2020" in report_text(sample)
    assert "29 November 2020" in report_text(sample, "2020-06")


def test_the_strict_rule_counts_nine_when_nothing_is_stated(sample: Register) -> None:
    with sample.change("Nothing stated") as session:
        for uid in session.scalars(select(StatedFigure.uid)).all():
            delete_record(session, "stated_figure", uid, DAY)
    found = sections(report_text(sample))
    assert stand_together(found["3"], ["Preliminary Assessments completed during 2019/20", "9"])
    assert "SECMP0062 PA" not in found["3"]
    assert "not known" in found["3"]


@pytest.mark.parametrize(
    ("convention", "days", "averages"),
    [
        ("weekdays_inclusive", (134, 202, 178, 154, 167, 89, 51, 45), (106, 163)),
        ("wd_inclusive", (130, 196, 174, 150, 163, 86, 48, 42), (103, 159)),
        ("wd_after_start", (129, 195, 173, 149, 162, 85, 47, 41), (102, 158)),
    ],
)
def test_the_convention_in_force_counts_the_durations(
    sample: Register, convention: str, days: tuple[int, ...], averages: tuple[int, int]
) -> None:
    with sample.change("Convention") as session:
        create_record(session, "setting", {"key": "duration_convention", "value": convention})
    found = sections(report_text(sample))["3"]
    for value in days:
        assert f"{value} WD" in found
    assert stand_together(found, ["Preliminary Assessments open", "5", f"{averages[0]} WD"])
    assert stand_together(found, ["Impact Assessments open", "3", f"{averages[1]} WD"])


def test_a_change_of_convention_from_a_day_on_leaves_earlier_papers_alone(sample: Register) -> None:
    before = make_report(sample, "2020-01")
    with sample.change("Convention") as session:
        create_record(
            session,
            "setting",
            {"key": "duration_convention", "value": "wd_inclusive", "effective_from": date(2020, 4, 1)},
        )
    assert make_report(sample, "2020-01") == before


def test_a_record_above_the_papers_marking_prints_as_its_reference_alone(sample: Register) -> None:
    with sample.change("Marking") as session:
        update_record(session, "proposal", uid_of(session, "proposal", "DP107"), {"marking": "AMBER"})
    text = report_text(sample)
    assert "SRV 6.15.1" not in text
    assert "Gemma Slaney" not in text
    assert "DP107" in text
    assert "One proposal with a marking above GREEN is shown by reference alone" in text


def test_a_record_above_the_papers_marking_can_be_left_out_and_counted(sample: Register) -> None:
    with sample.change("Marking") as session:
        update_record(session, "proposal", uid_of(session, "proposal", "DP107"), {"marking": "RED"})
        create_record(session, "setting", {"key": "restricted_records", "value": "leave out"})
    text = report_text(sample)
    assert "DP107" not in text
    assert "One proposal with a marking above GREEN is left out of its lists and counted here" in text
    assert "15 in Define" in text
