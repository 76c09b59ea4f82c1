"""Only some records of a backup: what can be chosen, what comes along, one step, and nothing else touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secdesk.errors import Conflict, KnownError
from secdesk.exchange.json_form import export_state
from secdesk.models import Event, Meeting, Person, kinds
from secdesk.register.backup import write_backup
from secdesk.register.integrity import check_file
from secdesk.register.kept_backups import list_backups
from secdesk.register.record_differences import RecordDifference, tell_records, with_needs
from secdesk.register.register import Register
from secdesk.register.restore import restore_records
from secdesk.register.staging import open_backup
from secdesk.register.undo import stacks, undo
from secdesk.services.records import Effect, create_record, delete_record, get_record, update_record
from tests.factories import add_all_kinds

NOON = datetime(2020, 2, 4, 12, 0)
DAY = date(2020, 2, 4)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "SEC.secdesk", who="Analyst One") as made:
        with made.change("Begin") as session:
            create_record(session, "proposal", {"number": 77, "title": "Flags"}, uid="p")
            create_record(session, "meeting", {"body": "CSC", "date": DAY}, uid="m")
            create_record(
                session, "event", {"proposal": "p", "outcome": "raised", "date": DAY, "meeting": "m"}, uid="e"
            )
            create_record(session, "person", {"name": "Ann"}, uid="ann")
            create_record(session, "person", {"name": "Bob"}, uid="bob")
        yield made


@pytest.fixture
def backup(register: Register, tmp_path: Path) -> Path:
    return write_backup(register, tmp_path / "then", now=NOON).path


def told(register: Register, backup: Path) -> dict[str, RecordDifference]:
    with closing(open_backup(backup)) as staged:
        return {each.uid: each for each in tell_records(register, staged)}


def delete_all(register: Register) -> None:
    with register.change("Delete") as session:
        delete_record(session, "proposal", "p", DAY)
        delete_record(session, "meeting", "m", DAY)
        delete_record(session, "person", "bob", DAY)


def test_what_is_as_in_the_backup_or_not_in_it_cannot_be_chosen(register: Register, backup: Path) -> None:
    assert told(register, backup) == {}
    with register.change("Add") as session:
        create_record(session, "person", {"name": "Cy"})
        create_record(session, "proposal", {"number": 78, "title": "Later"})
    assert told(register, backup) == {}


def test_each_record_that_is_gone_or_changed_is_told_with_its_fields(register: Register, backup: Path) -> None:
    delete_all(register)
    with register.change("Rename") as session:
        update_record(session, "person", "ann", {"name": "Anne", "role": "Chair"})
    found = told(register, backup)
    assert {uid: each.state for uid, each in found.items()} == {
        "p": "gone", "m": "gone", "bob": "gone", "ann": "changed",
    }  # fmt: skip
    assert (found["p"].name, found["p"].title, found["p"].parts) == ("DP077 Flags", "Proposal", 1)
    assert found["p"].needs == (("meeting", "m"),)
    turns = {each.label: (each.now, each.then) for each in found["ann"].fields}
    assert turns == {"Name": ("Anne", "Ann"), "Role": ("Chair", "nothing")}
    assert ("Title", "", "Flags") in [(each.label, each.now, each.then) for each in found["p"].fields]


def test_a_record_of_which_only_a_dated_value_differs_can_be_chosen(register: Register, backup: Path) -> None:
    with register.change("Rename") as session:
        update_record(session, "proposal", "p", {"title": "Loud flags"}, effect=Effect(since=DAY))
    found = told(register, backup)
    assert list(found) == ["p"]
    assert [(each.label, each.now, each.then) for each in found["p"].fields] == [
        ("Title, from 4 Feb 2020", "Loud flags", "nothing")
    ]


def test_only_the_chosen_record_comes_back_with_what_it_needs(
    register: Register, backup: Path, tmp_path: Path
) -> None:
    delete_all(register)
    before = export_state(register)
    done = restore_records(register, backup, {("proposal", "p")}, folder=tmp_path / "kept", now=NOON)
    assert done.removed == 0
    assert done.step is not None
    assert done.step.label.startswith("Restore 3 records from the backup of ")
    with register.read() as session:
        assert get_record(session, "proposal", "p", DAY).values["title"] == "Flags"
        assert session.get(Event, "e") is not None
        assert session.get(Meeting, "m") is not None, "the event names it"
        assert session.get(Person, "bob") is None
    assert [each.occasion for each in list_backups(tmp_path / "kept")] == ["before restore"]
    assert check_file(register) == []
    assert len(stacks(register).undo) == 3
    undo(register)
    assert export_state(register) == before


def test_putting_a_record_back_leaves_later_parts_of_it_alone(register: Register, backup: Path, tmp_path: Path) -> None:
    with register.change("Go on") as session:
        update_record(session, "proposal", "p", {"title": "Loud flags"}, effect=Effect(since=DAY))
        create_record(session, "event", {"proposal": "p", "outcome": "withdrawn", "date": DAY}, uid="later")
    restore_records(register, backup, {("proposal", "p")}, folder=tmp_path / "kept", now=NOON)
    with register.read() as session:
        assert get_record(session, "proposal", "p", DAY).values["title"] == "Flags"
        assert session.get(Event, "later") is not None


def test_nothing_chosen_or_nothing_different_makes_no_step_and_no_copy(
    register: Register, backup: Path, tmp_path: Path
) -> None:
    head = register.chain_head()
    for keys in (set(), {("person", "ann")}, {("person", "nobody")}):
        assert restore_records(register, backup, keys, folder=tmp_path / "kept", now=NOON).step is None
    assert register.chain_head() == head
    assert list_backups(tmp_path / "kept") == []


def test_a_number_that_was_given_away_meanwhile_is_refused(register: Register, backup: Path, tmp_path: Path) -> None:
    delete_all(register)
    with register.change("Again") as session:
        create_record(session, "proposal", {"number": 77, "title": "Another"})
    before = export_state(register)
    with pytest.raises(Conflict, match="The number 77 belongs to another proposal by now"):
        restore_records(register, backup, {("proposal", "p")}, folder=tmp_path / "kept", now=NOON)
    assert export_state(register) == before


def test_the_backup_of_another_register_is_refused(backup: Path, tmp_path: Path) -> None:
    with Register.create(tmp_path / "other.secdesk") as other, pytest.raises(Conflict, match="another register"):
        restore_records(other, backup, {("person", "ann")}, folder=tmp_path / "kept", now=NOON)


def test_needs_are_followed_to_the_end() -> None:
    def record(uid: str, *needs: str) -> RecordDifference:
        return RecordDifference("person", uid, "gone", "Person", uid, (), 0, tuple(("person", each) for each in needs))

    records = {each.key: each for each in (record("a", "b"), record("b", "c"), record("c", "a"), record("d"))}
    assert with_needs([("person", "a")], records) == {("person", each) for each in "abc"}
    assert with_needs([("person", "nobody")], records) == set()


def facts_of(register: Register) -> dict[tuple[str, str], dict[str, object]]:
    """Return every stored row but the bookkeeping."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for kind, model in kinds().items():
        names = list(model.stored_fields())
        rows = register.connection.execute(f'SELECT uid, {", ".join(names)} FROM "{kind}"')
        found |= {(kind, row[0]): dict(zip(names, row[1:], strict=True)) for row in rows.fetchall()}
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_any_choice_brings_back_exactly_what_was_told_and_undo_takes_it_away(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    random, folder = Random(seed), tmp_path_factory.mktemp("any")
    with Register.create(folder / "a.secdesk") as register:
        with register.change("Fill") as session:
            add_all_kinds(session, random, of_each=2)
        backup = write_backup(register, folder / "then", now=NOON).path
        then = facts_of(register)
        _spoil(register, random)
        now = facts_of(register)
        records = {each.key: each for each in told(register, backup).values()}
        chosen = {key for key in records if random.random() < 0.3}
        try:
            restore_records(register, backup, chosen, folder=folder / "kept", now=NOON)
        except Conflict:  # a number that both the one that comes back and one made since have
            assert facts_of(register) == now
            return
        after = facts_of(register)
        assert now.keys() - after.keys() <= {key for key in now if key[0] == "dated_value"}, "no record is deleted"
        for key in with_needs(chosen, records):
            assert after[key] == then[key]
        for key, row in after.items():
            assert row in (now.get(key), then.get(key))
        assert register.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert told(register, backup).keys() == {uid for _, uid in records.keys() - with_needs(chosen, records)}
        if after != now:
            undo(register)
        assert facts_of(register) == now


def _spoil(register: Register, random: Random) -> None:
    """Delete some records with all that hangs on them, and change some others."""
    with register.change("Spoil") as session:
        for kind, uid in random.sample(sorted(facts_of(register)), 6):
            model = kinds()[kind]
            if kind == "dated_value" or session.get(model, uid) is None:
                continue
            if random.random() < 0.6:
                try:
                    delete_record(session, kind, uid, DAY)
                except KnownError:  # what others still name, and what was issued, stays
                    continue
        for person in session.query(Person):
            person.role = random.choice(["Chair", None, person.role])
