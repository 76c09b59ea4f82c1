"""One file, one transaction, one history entry, one undo step."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from secdesk.errors import Conflict, KnownError, NotARegister, NotFound, RegisterHeld
from secdesk.models import Change, Organisation, Person, Step
from secdesk.models.base import row_hash
from secdesk.register import migrations, schema
from secdesk.register.engine import APPLICATION_ID
from secdesk.register.log import ROOT, row_digest, step_hash
from secdesk.register.register import Announcement, Register
from secdesk.services.records import create_record, update_record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "SEC register’s Łódź #1.secdesk"


def new(path: Path) -> Register:
    return Register.create(path, who="Analyst One")


def test_a_new_register_has_exactly_the_schema_of_the_models(path: Path) -> None:
    with new(path) as register:
        assert schema.schema_of(register.connection) == tuple(sorted(schema.statements()))
        assert register.connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert register.connection.execute("PRAGMA user_version").fetchone()[0] == migrations.newest()
        assert all(" STRICT" in sql for sql in schema.statements() if sql.startswith("CREATE TABLE"))


def test_nothing_but_the_register_is_left_beside_it_after_closing(path: Path) -> None:
    with new(path) as register, register.change("Add") as session:
        create_record(session, "organisation", {"name": "DCC"})
    assert [item.name for item in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="folders decide who may read on Windows")
def test_a_new_register_can_be_read_by_its_owner_alone(path: Path) -> None:
    new(path).close()
    assert path.stat().st_mode & 0o077 == 0


def test_the_connection_keeps_what_was_committed(path: Path) -> None:
    with new(path) as register:
        asked = {
            name: register.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check")
        }
    assert asked == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }


def test_a_change_is_one_step_with_the_net_values(path: Path) -> None:
    heard: list[Announcement] = []
    with new(path) as register:
        register.listeners.append(heard.append)
        with register.change("Add the DCC") as session:
            uid = create_record(session, "organisation", {"name": "DC"})
            update_record(session, "organisation", uid, {"name": "DCC"})
        with register.read() as session:
            (step,) = session.scalars(select(Step)).all()
            (change,) = session.scalars(select(Change)).all()
            assert (step.label, step.who, step.kind, step.parent) == ("Add the DCC", "Analyst One", "edit", ROOT)
            assert change.fields == '{"name":[null,"DCC"]}'
    assert [(told.step.label, told.touched) for told in heard] == [("Add the DCC", frozenset({("organisation", uid)}))]


def test_a_change_that_changes_nothing_leaves_no_step(path: Path) -> None:
    with new(path) as register:
        with register.change("Add") as session:
            uid = create_record(session, "organisation", {"name": "DCC"})
        with register.change("Say it again") as session:
            update_record(session, "organisation", uid, {"name": "DCC"})
        with register.change("Add and take away") as session:
            session.delete(session.get_one(Organisation, create_record(session, "organisation", {"name": "EUA"})))
        assert register.chain_head()[0] == 1


def add_and_fail(register: Register) -> None:
    with register.change("Add") as session:
        create_record(session, "organisation", {"name": "DCC"})
        raise ZeroDivisionError


def test_a_change_that_raises_keeps_nothing(path: Path) -> None:
    with new(path) as register:
        with pytest.raises(ZeroDivisionError):
            add_and_fail(register)
        assert register.count(Organisation) == 0
        assert register.chain_head() == (0, ROOT)
        with register.change("Add") as session:
            create_record(session, "organisation", {"name": "DCC"})
        assert register.count(Organisation) == 1


def test_a_link_to_nothing_is_refused_at_commit(path: Path) -> None:
    with new(path) as register:
        with pytest.raises(Conflict), register.change("Add") as session:
            session.add(Person(name="Gary", organisation="0" * 32))
        assert register.count(Person) == 0


def test_every_row_carries_the_hash_of_its_columns(path: Path) -> None:
    with new(path) as register:
        with register.change("Add") as session:
            uid = create_record(session, "organisation", {"name": "DCC", "category": "dcc"})
        with register.change("Edit") as session:
            update_record(session, "organisation", uid, {"short_name": "DCC"})
        with register.read() as session:
            found = session.get_one(Organisation, uid)
            columns = {column.name: getattr(found, column.name) for column in Organisation.__table__.columns}
            assert found.row_hash == row_hash("organisation", columns)
            assert found.rev == 2


def test_steps_are_chained_by_their_hashes(path: Path) -> None:
    with new(path) as register:
        for name in ("DCC", "EUA", "SECAS"):
            with register.change(f"Add {name}") as session:
                create_record(session, "organisation", {"name": name})
        with register.read() as session:
            parent = ROOT
            for step in session.scalars(select(Step).order_by(Step.seq)):
                rows = session.scalars(select(Change).where(Change.step == step.seq).order_by(Change.position))
                digests = [
                    row_digest({name: getattr(row, name) for name in ("kind", "record", "action", "fields", "salt")})
                    for row in rows
                ]
                columns = {column.name: getattr(step, column.name) for column in Step.__table__.columns}
                assert step.parent == parent
                assert step.hash == step_hash(columns, digests)
                parent = step.hash


def test_the_clock_of_a_step_is_the_one_it_was_given(path: Path) -> None:
    moment = datetime(2020, 2, 7, 10, 42, tzinfo=UTC)
    with Register.create(path, clock=lambda: moment) as register:
        with register.change("Add") as session:
            create_record(session, "organisation", {"name": "DCC"})
        with register.read() as session:
            assert session.scalars(select(Step.at)).one() == "2020-02-07T10:42:00+00:00"


def test_making_a_register_over_a_file_is_refused(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(KnownError, match="is there already"):
        new(path)
    assert path.read_text() == "mine"


def test_making_a_register_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        new(tmp_path / "nowhere" / "a.secdesk")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"There is no file .*gone\.secdesk"):
        Register.open(tmp_path / "gone.secdesk")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(NotARegister, match="is not a file"):
        Register.open(tmp_path)


@pytest.mark.parametrize("content", [b"", b"Number,Title\nDP1,x\n", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_of_another_kind_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotARegister):
        Register.open(path)
    assert path.read_bytes() == content
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_another_programs_database_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE proposal (uid TEXT)")
    with pytest.raises(NotARegister, match="is not a secdesk register or backup"):
        Register.open(path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER UPDATE ON person BEGIN DELETE FROM organisation; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE extra (a TEXT)",
        "CREATE INDEX more ON person (role)",
    ],
)
def test_a_register_with_a_foreign_table_trigger_or_view_is_refused(path: Path, statement: str) -> None:
    new(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(statement)
    with pytest.raises(NotARegister, match="tables that secdesk did not make"):
        Register.open(path)


def test_a_newer_register_is_refused_in_words_and_untouched(path: Path) -> None:
    new(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"PRAGMA user_version={migrations.newest() + 1}")
    before = path.read_bytes()
    with pytest.raises(NotARegister, match=r"newer version of secdesk \(register version"):
        Register.open(path)
    assert path.read_bytes() == before


def test_a_damaged_register_is_refused(path: Path) -> None:
    with new(path) as register:
        for number in range(40):
            with register.change(f"Add {number}") as session:
                create_record(session, "organisation", {"name": f"Party {number}", "note": "x" * 2000})
    data = bytearray(path.read_bytes())
    data[len(data) // 3 :] = b"\x99" * (len(data) - len(data) // 3)
    path.write_bytes(data)
    with pytest.raises(NotARegister):
        Register.open(path)


def test_a_second_writer_is_told_who_has_the_register_open(path: Path) -> None:
    with new(path):
        with pytest.raises(RegisterHeld, match="Analyst One has this register open on"):
            Register.open(path, who="Analyst Two")
        with Register.open(path, read_only=True) as reader:
            assert reader.count(Person) == 0
    with Register.open(path, who="Analyst Two") as later:
        assert not later.read_only


def test_a_read_only_register_takes_no_change(path: Path) -> None:
    new(path).close()
    with Register.open(path, read_only=True) as register:
        with pytest.raises(KnownError, match="open read-only"), register.change("Add"):
            pass
        with pytest.raises(KnownError, match="open read-only"):
            register.save_draft("person", "x", "name", "half")


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved on Windows")
def test_a_register_replaced_under_the_program_takes_no_change(path: Path) -> None:
    with new(path) as register:
        path.rename(path.with_suffix(".old"))
        path.write_bytes(b"something else")
        with pytest.raises(Conflict, match="moved or replaced"), register.change("Add"):
            pass
    assert path.read_bytes() == b"something else"


def test_a_change_within_a_change_is_a_fault_of_the_program(path: Path) -> None:
    with new(path) as register, register.change("Outer"), pytest.raises(RuntimeError), register.change("Inner"):
        pass


def test_drafts_survive_closing_and_make_no_step(path: Path) -> None:
    with new(path) as register:
        register.save_draft("proposal", "abc", "issue", "Half a sen")
        register.save_draft("proposal", "abc", "issue", "Half a sentence")
        assert register.chain_head()[0] == 0
    with Register.open(path) as register:
        assert register.drafts() == {("abc", "issue"): "Half a sentence"}
        register.drop_draft("abc", "issue")
        assert register.drafts() == {}


def test_dates_are_kept_as_they_are_in_any_time_zone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new(path) as register:
        with register.change("Add") as session:
            uid = create_record(session, "holiday", {"date": date(2020, 3, 29), "name": "Clocks change"})
        monkeypatch.setenv("TZ", "Pacific/Kiritimati")
        assert register.connection.execute("SELECT date FROM holiday WHERE uid = ?", (uid,)).fetchone() == (
            "2020-03-29",
        )
