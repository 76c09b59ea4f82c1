"""The check of a file: nothing is found in a sound one, and every change of content from outside is."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Integer

from secdesk.errors import KnownError
from secdesk.exchange.json_form import import_state
from secdesk.exchange.sample import fill_with_sample
from secdesk.models import Base, Blob, Paper, Person, kinds
from secdesk.models.types import YesNo
from secdesk.register.facts import seal_of
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.register.undo import redo, undo
from secdesk.services.records import create_record, update_record
from tests.factories import add_all_kinds, add_one

CONTENT = (*sorted(kinds()), "step", "change", "blob", "meta")
"""Every table but that of unfinished texts, which are no part of the record yet."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with records of every kind, an issued paper, and edits taken back and made again."""
    path = tmp_path_factory.mktemp("sound") / "sound.secdesk"
    random = Random(7)
    with Register.create(path) as register:
        with register.change("Add some of every kind") as session:
            add_all_kinds(session, random)
        with register.change("Issue a paper") as session:
            data = b"%PDF-1.7 " * 400
            session.add(Blob(sha256=hashlib.sha256(data).hexdigest(), data=data))
            session.add(Paper(paper_kind="other", frozen_file=hashlib.sha256(data).hexdigest()))
        with register.change("Add one more") as session:
            uid = add_one(session, "person", random)
        with register.change("Rename") as session:
            update_record(session, "person", uid, {"name": "Ann Łukasz"})
        undo(register)
        undo(register)
        redo(register)
        with register.change("Delete") as session:
            session.delete(session.get_one(Person, uid))
    return path


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "copy.secdesk"))


def findings(path: Path) -> list[str]:
    with Register.open(path, read_only=True) as register:
        return [finding.sentence for finding in check_file(register)]


def run(path: Path, statement: str, values: tuple[Any, ...] = ()) -> int:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    count = connection.execute(statement, values).rowcount
    connection.commit()
    connection.close()
    return count


def content(path: Path) -> dict[str, list[Any]]:
    connection = sqlite3.connect(path)
    found = {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in CONTENT}
    connection.close()
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


def test_nothing_is_found_in_a_sound_register(sound: Path) -> None:
    assert findings(sound) == []


def test_nothing_is_found_in_the_sample_or_in_an_imported_register(sound: Path, tmp_path: Path) -> None:
    from secdesk.exchange.json_form import export_state

    with Register.create(tmp_path / "sample.secdesk") as register:
        fill_with_sample(register)
        assert check_file(register) == []
    with Register.open(sound, read_only=True) as one, Register.create(tmp_path / "two.secdesk") as two:
        import_state(two, export_state(one), "one.json")
        assert check_file(two) == []


def test_the_check_changes_nothing_and_the_register_can_be_used_after_it(copy: Path) -> None:
    before = content(copy)
    with Register.open(copy) as register:
        assert check_file(register) == []
        assert register.connection.text_factory is str
        with register.change("Go on") as session:
            create_record(session, "person", {"name": "Zoë"})
        assert check_file(register) == []
    assert content(copy)["meta"] == before["meta"]


def columns_of_all_tables() -> list[tuple[str, str]]:
    return [(table, column.name) for table in CONTENT for column in Base.metadata.tables[table].columns]


@pytest.mark.parametrize(("table", "column"), columns_of_all_tables())
def test_a_value_changed_from_outside_is_found_in_every_column(copy: Path, table: str, column: str) -> None:
    before = content(copy)
    connection = sqlite3.connect(copy)
    rowid, value = connection.execute(f'SELECT rowid, "{column}" FROM "{table}" ORDER BY rowid LIMIT 1').fetchone()
    connection.close()
    kind = Base.metadata.tables[table].columns[column].type
    if isinstance(kind, YesNo):
        other: Any = 1 - value
    elif isinstance(kind, Integer):
        other = (value or 0) + 1000
    else:
        other = b"x" if column == "data" else "x"
    run(copy, f'UPDATE "{table}" SET "{column}"=? WHERE rowid=?', (other, rowid))
    assert content(copy) != before
    assert findings(copy)


@pytest.mark.parametrize("table", CONTENT)
def test_a_row_taken_away_from_outside_is_found(copy: Path, table: str) -> None:
    assert run(copy, f'DELETE FROM "{table}" WHERE rowid=(SELECT max(rowid) FROM "{table}")') == 1
    assert findings(copy)


def test_a_finding_names_the_record(copy: Path) -> None:
    with Register.open(copy) as register, register.change("Add") as session:
        create_record(session, "person", {"name": "Ann Example", "role": "analyst"}, uid="ann")
    run(copy, "UPDATE person SET role='chair' WHERE uid='ann'")
    with Register.open(copy, read_only=True) as register:
        (finding,) = check_file(register)
        assert register.count(Person) > 0
    assert finding.sentence == "Person 'Ann Example' was changed outside secdesk or is damaged"
    assert (finding.kind, finding.record) == ("person", "ann")


def test_a_record_taken_away_is_named_by_the_history(copy: Path) -> None:
    with Register.open(copy) as register, register.change("Add") as session:
        create_record(session, "organisation", {"name": "Gone Ltd"}, uid="gone")
    run(copy, "DELETE FROM organisation WHERE uid='gone'")
    (sentence,) = findings(copy)
    assert sentence.startswith("Organisation '")
    assert sentence.endswith("is missing: the history says that it is there")


def test_a_record_added_with_a_right_hash_is_found_all_the_same(copy: Path) -> None:
    from secdesk.models.base import row_hash

    row = {"uid": "eve", "name": "Eve", "organisation": None, "role": None, "note": None, "rev": 1}
    values = (*row.values(), row_hash("person", row))
    run(copy, "INSERT INTO person (uid, name, organisation, role, note, rev, row_hash) VALUES (?,?,?,?,?,?,?)", values)
    assert findings(copy) == ["Person 'Eve' was added outside secdesk: the history does not know it"]


def test_a_record_changed_with_a_right_hash_is_found_all_the_same(copy: Path) -> None:
    from secdesk.models.base import row_hash

    with Register.open(copy) as register, register.change("Add") as session:
        create_record(session, "person", {"name": "Ann"}, uid="ann")
    row = {"uid": "ann", "name": "Beth", "organisation": None, "role": None, "note": None, "rev": 1}
    run(copy, "UPDATE person SET name='Beth', row_hash=? WHERE uid='ann'", (row_hash("person", row),))
    assert findings(copy) == ["Person 'Beth' is not what the history made of it"]


def test_a_link_to_nothing_is_found_with_its_record_and_field(copy: Path) -> None:
    run(copy, "UPDATE vote_count SET event='nowhere' WHERE rowid=1")
    assert any("points in 'Event' to a record that is not in the file" in sentence for sentence in findings(copy))


def test_steps_in_another_order_are_found(copy: Path) -> None:
    run(copy, "UPDATE step SET seq=-1 WHERE seq=2")
    run(copy, "UPDATE step SET seq=2 WHERE seq=3")
    run(copy, "UPDATE step SET seq=3 WHERE seq=-1")
    assert any("does not follow the step before it" in sentence for sentence in findings(copy))


def test_another_name_is_found_unless_the_seal_is_renewed(copy: Path) -> None:
    run(copy, "UPDATE meta SET value='Mine' WHERE key='name'")
    assert findings(copy) == ["The name or identity of the register was changed outside secdesk or is damaged"]
    connection = sqlite3.connect(copy)
    facts = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    connection.close()
    run(copy, "UPDATE meta SET value=? WHERE key='seal'", (seal_of(facts),))
    assert findings(copy) == []


def test_text_that_is_no_utf_8_is_a_finding_and_ends_nothing(copy: Path) -> None:
    with Register.open(copy) as register, register.change("Add") as session:
        create_record(session, "person", {"name": "Ann"}, uid="ann")
    run(copy, "UPDATE person SET note=CAST(x'ff41' AS TEXT) WHERE uid='ann'")
    assert findings(copy) == ["Person 'Ann' was changed outside secdesk or is damaged"]


def test_a_date_that_is_none_is_a_finding_and_ends_nothing(copy: Path) -> None:
    run(copy, "UPDATE event SET date='2020-01-1s' WHERE rowid=1")
    assert [sentence for sentence in findings(copy) if "was changed outside secdesk or is damaged" in sentence]


def test_a_flipped_bit_is_refused_at_opening_or_found_or_changed_no_content(sound: Path, tmp_path: Path) -> None:
    before, whole, random = content(sound), sound.read_bytes(), Random(1)
    path = tmp_path / "flipped.secdesk"
    refused, told = [], 0
    for _ in range(400):
        data = bytearray(whole)
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        path.write_bytes(data)
        try:
            found = findings(path)
        except KnownError as refusal:
            refused.append(str(refusal))
            continue
        told += bool(found)
        assert found or content(path) == before
    assert told > 20
    assert refused
    assert not any("\n" in sentence for sentence in refused)
