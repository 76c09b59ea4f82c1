"""Releases: parts, moved dates and marking one implemented."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, RuleBroken
from secdesk.models import Event, Release, ReleasePart
from secdesk.register.register import Register
from secdesk.register.undo import undo
from secdesk.services import releases
from secdesk.services.events import correct_event
from secdesk.services.proposals import record_event, status_of
from secdesk.services.timeline import timeline

from .desk import LATER, add, at_status, state

JUNE, NOVEMBER = date(2020, 6, 25), date(2020, 11, 5)


def release(session: Session, name: str, day: date) -> str:
    return add(session, "release", name=name, goes_live=day)


def test_the_releases_of_january_are_in_order_with_their_modifications(january: Register) -> None:
    with january.read() as session:
        rows = releases.release_rows(session, date(2020, 2, 7))
        assert [(row.name, row.distance, row.waiting) for row in rows] == [
            ("February 2020 SEC Release", "in 14 WD", 3),
            ("June 2020 SEC Release", "in 95 WD", 1),
            ("November 2020 SEC Release", "in 189 WD", 1),
        ]
        assert [part.reference for part in releases.parts(session, rows[0].uid, LATER)] == ["MP086", "MP091", "MP097"]


def test_a_moved_date_keeps_the_old_one_for_earlier_papers(register: Register) -> None:
    with register.change("x") as session:
        uid = release(session, "November 2020 SEC Release", NOVEMBER)
        releases.move_date(session, uid, date(2020, 11, 29), date(2020, 6, 19), "the DCC", "the Panel", "testing")
        (before,), (after,) = (releases.release_rows(session, at) for at in (date(2020, 6, 18), date(2020, 6, 19)))
        assert (before.day, before.moves) == (NOVEMBER, ())
        assert after.day == date(2020, 11, 29)
        assert [move.sentence for move in after.moves] == ["was Thu 5 Nov 2020, moved by the Panel on 19 Jun 2020"]


def test_a_moved_part_stays_where_it_was_for_earlier_papers(register: Register) -> None:
    with register.change("x") as session:
        june, november = release(session, "June", JUNE), release(session, "November", NOVEMBER)
        part = releases.add_part(session, june, at_status(session, 81, "approved_pending"))
        releases.move_part(session, part, november, date(2020, 4, 17), "the Panel", "not ready")

        def where(at: date) -> list[int]:
            return [len(releases.parts(session, uid, at)) for uid in (june, november)]

        assert where(date(2020, 4, 16)) == [1, 0]
        assert where(date(2020, 4, 17)) == [0, 1]


def test_the_same_part_is_added_once(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 62, "approved_pending", series="SECMP")
        releases.add_part(session, uid, proposal, "part 1 of 2")
        releases.add_part(session, uid, proposal, "part 2 of 2")
        with pytest.raises(Conflict, match="SECMP0062 is in this release already"):
            releases.add_part(session, uid, proposal, " part 2 of 2 ")
        assert releases.release_rows(session, LATER)[0].waiting == 1


def test_a_part_added_on_a_day_is_not_in_papers_of_days_before(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 1, "approved_pending")
        releases.add_part(session, uid, proposal, since=date(2020, 3, 1))
        assert releases.parts(session, uid, date(2020, 2, 29)) == []
        assert len(releases.parts(session, uid, date(2020, 3, 1))) == 1


def test_marking_a_release_implements_all_that_waits_in_it_as_one_step(register: Register) -> None:
    with register.change("x") as session:
        uid = release(session, "June", JUNE)
        proposals = [at_status(session, number, "approved_pending") for number in (86, 91, 97)]
        for proposal in proposals:
            releases.add_part(session, uid, proposal)
    before = state(register)
    with register.change("Mark June implemented") as session:
        done = releases.mark_implemented(session, uid, JUNE)
    assert (done.implemented, done.in_part, done.left) == (3, 0, ())
    with register.read() as session:
        assert {status_of(session, proposal, JUNE) for proposal in proposals} == {"implemented"}
        assert {status_of(session, proposal, date(2020, 6, 24)) for proposal in proposals} == {"approved_pending"}
        (row,) = releases.release_rows(session, JUNE)
        assert (row.implemented, row.waiting) == (JUNE, 0)
    undo(register)
    assert state(register) == before


def test_a_modification_of_two_parts_is_implemented_with_the_last_of_them(register: Register) -> None:
    with register.change("x") as session:
        june, november = release(session, "June", JUNE), release(session, "November", NOVEMBER)
        proposal = at_status(session, 62, "approved_pending", series="SECMP")
        releases.add_part(session, june, proposal, "part 1 of 2")
        releases.add_part(session, november, proposal, "part 2 of 2")
        assert releases.mark_implemented(session, june, JUNE).in_part == 1
        assert status_of(session, proposal, JUNE) == "approved_pending"
        assert releases.release_rows(session, JUNE)[0].waiting == 1
        assert releases.mark_implemented(session, november, NOVEMBER).implemented == 1
        assert status_of(session, proposal, NOVEMBER) == "implemented"
        outcomes = session.query(Event.outcome, Event.printed_note).filter(Event.body == "SECAS").order_by(Event.date)
        assert list(outcomes)[1:] == [("part_implemented", "Part 1 of 2"), ("implemented", "Part 2 of 2")]


def test_a_rejected_modification_is_left_alone_and_named(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 84, "with_authority")
        part = releases.add_part(session, uid, proposal)
        record_event(session, proposal, "authority_rejected", day=date(2020, 5, 27))
        assert releases.mark_implemented(session, uid, JUNE).left == ("MP084",)
        assert status_of(session, proposal, LATER) == "rejected"
        assert session.get_one(ReleasePart, part).implemented is None


def test_a_modification_that_is_not_approved_needs_a_reason(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 99, "report_phase")
        releases.add_part(session, uid, proposal)
        with pytest.raises(RuleBroken, match="MP099 is at 'Report Phase'"):
            releases.mark_implemented(session, uid, JUNE)
        assert session.get_one(Release, uid).implemented is None
        releases.mark_implemented(session, uid, JUNE, "The approval was never entered")
        assert status_of(session, proposal, JUNE) == "implemented"


def test_what_has_gone_live_is_neither_moved_nor_marked_again(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 1, "approved_pending")
        part = releases.add_part(session, uid, proposal)
        releases.mark_implemented(session, uid, JUNE)
        with pytest.raises(Conflict, match="marked implemented on 25 Jun 2020 already"):
            releases.mark_implemented(session, uid, JUNE)
        with pytest.raises(Conflict, match="so its date stays"):
            releases.move_date(session, uid, NOVEMBER, None, None, None, None)
        with pytest.raises(Conflict, match="stays in its release"):
            releases.move_part(session, part, release(session, "November", NOVEMBER), None, None, None)


def test_an_approved_modification_that_a_release_has_marked_is_no_longer_waiting_before_its_day(
    register: Register,
) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 1, "approved_pending")
        releases.add_part(session, uid, proposal)
        releases.mark_implemented(session, uid, JUNE)
        (before,), (after,) = (releases.release_rows(session, at) for at in (date(2020, 6, 24), JUNE))
        assert (before.waiting, before.implemented) == (1, None)
        assert (after.waiting, after.implemented) == (0, JUNE)


def test_a_modification_on_record_as_implemented_gets_no_second_event(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 1, "implemented")
        part = releases.add_part(session, uid, proposal)
        done = releases.mark_implemented(session, uid, JUNE)
        assert (done.implemented, session.query(Event).count()) == (0, 1)
        assert session.get_one(ReleasePart, part).implemented == JUNE


def test_a_release_marked_in_error_is_to_come_again_once_its_only_modification_is_corrected(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 86, "approved_pending")
        part = releases.add_part(session, uid, proposal)
        releases.mark_implemented(session, uid, JUNE)
        wrong = session.query(Event.uid).filter(Event.outcome == "implemented").scalar()
        correct_event(session, wrong, day=JUNE, reason="It was taken out on the day")
        assert status_of(session, proposal, LATER) == "approved_pending"
        assert session.get_one(ReleasePart, part).implemented is None
        assert session.get_one(Release, uid).implemented is None
        assert [(row.waiting, row.implemented) for row in releases.release_rows(session, JUNE)] == [(1, None)]


def test_a_release_stays_implemented_while_another_of_its_modifications_is_live(register: Register) -> None:
    with register.change("x") as session:
        uid = release(session, "June", JUNE)
        first, second = (at_status(session, number, "approved_pending") for number in (86, 91))
        parts = [releases.add_part(session, uid, proposal) for proposal in (first, second)]
        releases.mark_implemented(session, uid, JUNE)
        query = session.query(Event.uid).filter(Event.outcome == "implemented", Event.proposal == first)
        correct_event(session, query.scalar(), day=JUNE, reason="It was taken out on the day")
        assert [session.get_one(ReleasePart, part).implemented for part in parts] == [None, JUNE]
        assert session.get_one(Release, uid).implemented == JUNE


def test_correcting_the_day_moves_part_and_release_to_it(register: Register) -> None:
    with register.change("x") as session:
        uid, proposal = release(session, "June", JUNE), at_status(session, 86, "approved_pending")
        part = releases.add_part(session, uid, proposal)
        releases.mark_implemented(session, uid, JUNE)
        wrong = session.query(Event.uid).filter(Event.outcome == "implemented").scalar()
        right = date(2020, 6, 29)
        correct_event(session, wrong, outcome="implemented", day=right, reason="It went live on the Monday")
        assert (session.get_one(ReleasePart, part).implemented, session.get_one(Release, uid).implemented) == (
            right,
            right,
        )
        assert status_of(session, proposal, JUNE) == "approved_pending"


def test_a_moved_date_is_told_once_in_the_timeline_of_each_modification(register: Register) -> None:
    with register.change("x") as session:
        uid = release(session, "November 2020 SEC Release", NOVEMBER)
        proposal = at_status(session, 1, "approved_pending")
        releases.add_part(session, uid, proposal)
        releases.move_date(session, uid, date(2020, 11, 29), date(2020, 6, 19), None, "the Panel", None)
        told = [entry.what for entry in timeline(session, proposal, LATER) if "29 Nov 2020" in entry.what]
        assert told == [
            "November 2020 SEC Release date changed from 5 Nov 2020 to 29 Nov 2020, agreed by the Panel"
        ]
        assert session.query(Event).filter(Event.outcome == "date_agreed").count() == 0


def test_only_a_release_whose_day_has_come_and_whose_parts_are_approved_is_usual(register: Register) -> None:
    with register.change("x") as session:
        uid = release(session, "June", JUNE)
        assert not releases.is_usual(session, uid, JUNE)
        releases.add_part(session, uid, at_status(session, 86, "approved_pending"))
        assert not releases.is_usual(session, uid, date(2020, 6, 24))
        assert releases.is_usual(session, uid, JUNE)
        assert releases.is_usual(session, uid, date(2020, 7, 1))
        releases.add_part(session, uid, at_status(session, 87, "report_phase"))
        assert not releases.is_usual(session, uid, JUNE)
