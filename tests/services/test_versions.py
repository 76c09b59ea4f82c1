"""Putting back what was: a change like any other, which undo takes back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from secdesk.errors import Conflict, NotFound
from secdesk.models import Change, DatedValue, Event, Person, Proposal
from secdesk.register.register import Register
from secdesk.register.undo import undo
from secdesk.services.records import Effect, create_record, delete_record, get_record, update_record
from secdesk.services.versions import restore_value, restore_version
from tests.services.desk import state

DAY = date(2020, 2, 7)


@pytest.fixture
def uid(register: Register) -> str:
    """A proposal with an event, in step 1; two edits of its issue follow."""
    with register.change("Raise") as session:
        uid = create_record(session, "proposal", {"number": 101, "title": "Displays", "issue": "one"})
        create_record(session, "event", {"proposal": uid, "outcome": "raised", "date": DAY}, uid="ev")
    for words in ("two", "three"):
        with register.change(f"Issue {words}") as session:
            update_record(session, "proposal", uid, {"issue": words, "urgent": True})
    return uid


def value(register: Register, uid: str, field: str, at: date = DAY) -> object:
    with register.read() as session:
        return get_record(session, "proposal", uid, at).values[field]


def test_one_old_value_is_put_back_and_nothing_else(register: Register, uid: str) -> None:
    with register.change("Put back") as session:
        assert restore_value(session, 2, "proposal", uid, "issue") == "Issue"
    assert (value(register, uid, "issue"), value(register, uid, "urgent")) == ("one", True)
    undo(register)
    assert value(register, uid, "issue") == "three"


def test_a_dated_value_is_put_back_for_the_day_that_it_held_from(register: Register, uid: str) -> None:
    with register.change("Rename") as session:
        update_record(session, "proposal", uid, {"title": "Large displays"}, effect=Effect(DAY))
    with register.change("Put back") as session:
        restore_value(session, 4, "proposal", uid, "title")
    assert value(register, uid, "title") == "Displays"
    with register.read() as session:
        assert session.scalar(select(DatedValue.value).where(DatedValue.effective_from == DAY)) == "Displays"


def test_a_version_is_how_a_step_left_its_record(register: Register, uid: str) -> None:
    with register.change("Restore") as session:
        assert restore_version(session, 2) == 1
    assert value(register, uid, "issue") == "two"
    with register.change("Restore") as session:
        assert restore_version(session, 1) == 1
    assert (value(register, uid, "issue"), value(register, uid, "urgent")) == ("one", None)


def test_the_present_version_changes_nothing_and_makes_no_step(register: Register, uid: str) -> None:
    before = register.chain_head()
    with register.change("Restore") as session:
        assert restore_version(session, 3) == 0
    assert register.chain_head() == before


def test_what_a_step_deleted_comes_back_whole_and_undo_takes_it_away_again(register: Register, uid: str) -> None:
    before = state(register)
    with register.change("Delete") as session:
        delete_record(session, "proposal", uid, DAY)
    gone = state(register)
    with register.change("Restore") as session:
        assert restore_version(session, 4) == 3
    assert state(register) == before
    undo(register)
    assert state(register) == gone
    assert (register.count(Proposal), register.count(Event)) == (0, 0)


def test_a_deleted_record_can_also_come_back_as_an_earlier_step_left_it(register: Register, uid: str) -> None:
    with register.change("Delete") as session:
        delete_record(session, "proposal", uid, DAY)
    with register.change("Restore") as session:
        restore_version(session, 1)
    assert value(register, uid, "issue") == "one"
    assert value(register, uid, "title") == "Displays"


def test_a_part_does_not_come_back_without_what_it_is_a_part_of(register: Register, uid: str) -> None:
    with register.change("Delete the event") as session:
        delete_record(session, "event", "ev", DAY)
    with register.change("Delete the rest") as session:
        delete_record(session, "proposal", uid, DAY)
    with pytest.raises(Conflict, match="named a proposal that is no longer in the register"), register.change("R") as s:
        restore_version(s, 4)
    assert register.count(Event) == 0


def test_a_number_that_another_proposal_bears_by_now_is_refused(register: Register, uid: str) -> None:
    with register.change("Delete") as session:
        delete_record(session, "proposal", uid, DAY)
    with register.change("Again") as session:
        create_record(session, "proposal", {"number": 101, "title": "Another"})
    with pytest.raises(Conflict, match="number 101 belongs to another proposal"), register.change("R") as session:
        restore_version(session, 4)
    assert register.count(Proposal) == 1


def test_what_was_removed_from_the_history_is_not_put_back(register: Register) -> None:
    with register.change("Add") as session:
        person = create_record(session, "person", {"name": "Ian Speller"})
    with register.change("Rename") as session:
        update_record(session, "person", person, {"name": "I. Speller"})
    with register._quiet_write() as session:
        session.execute(update(Change).where(Change.step == 2).values(fields='{"name":{"blanked":"ab"}}'))
    with pytest.raises(Conflict, match="removed from the history"), register.change("Put back") as session:
        restore_value(session, 2, "person", person, "name")
    with register.change("Restore") as session:
        restore_version(session, 1)
    with register.read() as session:
        assert session.get_one(Person, person).name == "I. Speller"


def test_a_step_or_field_that_is_not_there_is_said_to_be_gone(register: Register, uid: str) -> None:
    for wrong in ((99, "issue"), (2, "nothing")):
        with pytest.raises(NotFound, match="no longer in the history"), register.change("Put back") as session:
            restore_value(session, wrong[0], "proposal", uid, wrong[1])
    with pytest.raises(NotFound, match="no longer in the history"), register.change("Restore") as session:
        restore_version(session, 99)
