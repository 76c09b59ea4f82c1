"""Undo and redo are readings of the log: they are logged, they survive a restart, they never guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from secdesk.errors import Conflict, NotFound
from secdesk.models import Change, DatedValue, Event, Person, Proposal
from secdesk.register import undo
from secdesk.register.overtaken import Overtaken
from secdesk.register.register import Register
from secdesk.services.records import Effect, create_record, delete_record, get_record, update_record

DAY = date(2020, 2, 7)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk") as register:
        yield register


def add_proposal(register: Register, number: int = 101) -> str:
    with register.change(f"Raise DP{number}") as session:
        uid = create_record(session, "proposal", {"number": number, "title": "Large Gas Meter Displays"})
        create_record(session, "event", {"proposal": uid, "outcome": "raised", "date": DAY})
    return uid


def title_of(register: Register, uid: str) -> object:
    with register.read() as session:
        return get_record(session, "proposal", uid, DAY).values["title"]


def test_one_undo_takes_back_every_record_of_a_step(register: Register) -> None:
    add_proposal(register)
    assert undo.undo(register).label == "Raise DP101"
    assert (register.count(Proposal), register.count(Event), register.count(DatedValue)) == (0, 0, 0)


def test_redo_brings_back_the_same_records_under_the_same_identity(register: Register) -> None:
    uid = add_proposal(register)
    undo.undo(register)
    undo.redo(register)
    assert title_of(register, uid) == "Large Gas Meter Displays"
    assert register.count(Event) == 1


def test_a_deleted_proposal_comes_back_with_its_parts(register: Register) -> None:
    uid = add_proposal(register)
    with register.change("Delete DP101") as session:
        delete_record(session, "proposal", uid, DAY)
    assert register.count(Event) == 0
    undo.undo(register)
    assert title_of(register, uid) == "Large Gas Meter Displays"
    assert register.count(Event) == 1


def test_a_dated_value_is_taken_back_to_the_one_before(register: Register) -> None:
    uid = add_proposal(register)
    with register.change("Rename") as session:
        update_record(session, "proposal", uid, {"title": "Displays"}, effect=Effect(since=DAY))
    undo.undo(register)
    assert title_of(register, uid) == "Large Gas Meter Displays"


def test_undo_and_redo_survive_closing(tmp_path: Path, register: Register) -> None:
    uid = add_proposal(register)
    add_proposal(register, 102)
    undo.undo(register)
    register.close()
    with Register.open(tmp_path / "a.secdesk") as again:
        stacks = undo.stacks(again)
        assert (stacks.undo_label, stacks.redo_label) == ("Raise DP101", "Raise DP102")
        undo.redo(again)
        undo.undo(again)
        undo.undo(again)
        assert again.count(Proposal) == 0
        undo.redo(again)
        assert title_of(again, uid) == "Large Gas Meter Displays"


def test_an_edit_ends_what_could_be_redone(register: Register) -> None:
    add_proposal(register)
    undo.undo(register)
    add_proposal(register, 102)
    assert undo.stacks(register).redo_label == ""
    with pytest.raises(NotFound, match="nothing to redo"):
        undo.redo(register)


def test_there_is_nothing_to_undo_in_a_new_register(register: Register) -> None:
    with pytest.raises(NotFound, match="nothing to undo"):
        undo.undo(register)


def test_undo_of_an_overtaken_value_is_refused_and_changes_nothing(register: Register) -> None:
    with register.change("Add") as session:
        uid = create_record(session, "person", {"name": "Ian Speller"})
    with register.change("Rename") as session:
        update_record(session, "person", uid, {"name": "I. Speller"})
    with register.change("By another way", kind="base") as session:
        update_record(session, "person", uid, {"name": "Ian J. Speller"})
    with pytest.raises(Conflict, match="'Name' of this person was changed again since"):
        undo.undo(register)
    with register.read() as session:
        assert session.get_one(Person, uid).name == "Ian J. Speller"
    assert undo.stacks(register).undo_label == "Rename"


def overtaken(register: Register) -> Overtaken:
    """A rename of a person that two steps outside the stack changed again."""
    with register.change("Add") as session:
        uid = create_record(session, "person", {"name": "Ian Speller"}, uid="ian")
    with register.change("Rename") as session:
        update_record(session, "person", uid, {"name": "I. Speller"})
    for name in ("Ian J. Speller", "Ian K. Speller"):
        with register.change(f"To {name}", kind="base") as session:
            update_record(session, "person", uid, {"name": name})
    with register.change("Elsewhere", kind="base") as session:
        update_record(session, "person", uid, {"role": "Chair"})
    with pytest.raises(Overtaken) as refused:
        undo.undo(register)
    return refused.value


def test_an_overtaken_undo_names_the_steps_that_are_in_the_way(register: Register) -> None:
    found = overtaken(register)
    assert found.step.label == "Rename"
    assert [step.label for step in found.later] == ["To Ian J. Speller", "To Ian K. Speller"]


def test_steps_are_taken_back_together_with_what_overtook_them_and_nothing_else(register: Register) -> None:
    assert undo.undo_together(register, overtaken(register)).label == "Rename"
    with register.read() as session:
        person = session.get_one(Person, "ian")
        assert (person.name, person.role) == ("Ian Speller", "Chair")
    assert undo.stacks(register).undo_label == "Add"
    assert undo.redo(register).label == "Rename"
    with register.read() as session:
        assert session.get_one(Person, "ian").name == "I. Speller"


def test_a_record_that_came_back_under_an_undo_is_named_too(register: Register) -> None:
    uid = add_proposal(register)
    with register.change("Delete DP101") as session:
        delete_record(session, "proposal", uid, DAY)
    changes = [change.inverse() for change in reversed(undo.changes_of(register, 2))]
    with register.change("Brought back", kind="base") as session:
        undo.apply_changes(session, changes)
    with pytest.raises(Overtaken) as refused:
        undo.undo(register)
    assert [step.label for step in refused.value.later] == ["Brought back"]
    undo.undo_together(register, refused.value)
    assert title_of(register, uid) == "Large Gas Meter Displays"
    assert undo.stacks(register).undo_label == "Raise DP101"


def test_no_clock_takes_the_way_back_away(tmp_path: Path) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC)
    with Register.create(tmp_path / "b.secdesk", clock=lambda: now) as register:
        add_proposal(register, 101)
        now = datetime(2099, 4, 1, tzinfo=UTC)
        add_proposal(register, 102)
        now = datetime(1970, 1, 1, tzinfo=UTC)
        assert [step.label for step in undo.stacks(register).undo] == ["Raise DP101", "Raise DP102"]


def test_a_step_whose_values_were_removed_from_the_history_is_passed_over(register: Register) -> None:
    add_proposal(register)
    with register.change("Add") as session:
        create_record(session, "person", {"name": 'He typed {"blanked":'}, uid="one")
    with register.change("Rename") as session:
        update_record(session, "person", "one", {"name": "I. Speller"})
    with register._quiet_write() as session:
        session.execute(update(Change).where(Change.step == 3).values(fields='{"name":{"blanked":"ab"}}'))
    assert undo.stacks(register).undo_label == "Add"
    assert undo.changes_of(register, 3)[0].fields == {}
