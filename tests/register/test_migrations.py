"""An older register is upgraded in one transaction after a safety copy, or is left exactly as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from secdesk.errors import KnownError, NotARegister
from secdesk.models import Attendance, Organisation
from secdesk.register import migrations, schema, undo
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.rules.naming import names
from secdesk.services.records import create_record

Upgrade = Callable[[sqlite3.Connection], None]


REGISTERS = Path(__file__).parents[1] / "registers"


def from_text(name: str, path: Path) -> Path:
    """Make a register file from the text of one that an earlier version wrote, kept for ever."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript((REGISTERS / name).read_text(encoding="utf-8"))
    return path


def test_a_register_of_version_1_is_upgraded_with_all_that_it_held(tmp_path: Path) -> None:
    path = from_text("v1.sql", tmp_path / "v1.secdesk")
    with Register.open(path) as register:
        assert check_file(register) == []
        assert register.chain_head()[0] == 3
        assert register.count(Attendance) == 0
        assert list(register.drafts().values()) == ["Half a sentence"]
        assert undo.stacks(register).undo_label == "Rename DP101"
        undo.undo(register)
        with register.read() as session:
            assert list(names(session, "proposal", None, date(2020, 2, 7)).values()) == [
                "DP101 Large Gas Meter Displays"
            ]
    assert path.with_name("v1.secdesk.before-version-2").exists()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A register of today's schema: the older one, as seen by a program that knows one migration more."""
    path = tmp_path / "old.secdesk"
    with Register.create(path) as register, register.change("Add") as session:
        create_record(session, "organisation", {"name": "DCC"})
    return path


def know_one_more(monkeypatch: pytest.MonkeyPatch, upgrade: Upgrade) -> int:
    """Make the program know a migration after its newest; returns its version."""
    known = migrations.migrations()
    version = known[-1][0] + 1
    monkeypatch.setattr(migrations, "migrations", lambda: (*known, (version, upgrade)))
    return version


def rename_everyone(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE organisation SET short_name = upper(name)")


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_the_migrations_make_exactly_the_schema_of_the_models() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.upgrade(connection)
    assert schema.schema_of(connection) == tuple(sorted(schema.statements()))
    connection.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    versions = [version for version, _ in migrations.migrations()]
    assert versions == list(range(1, len(versions) + 1))


def test_an_older_register_is_upgraded_after_a_safety_copy(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = know_one_more(monkeypatch, rename_everyone)
    with Register.open(old) as register, register.read() as session:
        assert session.query(Organisation.short_name).scalar() == "DCC"
    copy = old.with_name(f"{old.name}.before-version-{version}")
    assert (version_of(copy), version_of(old)) == (version - 1, version)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        assert connection.execute("SELECT name, short_name FROM organisation").fetchall() == [("DCC", None)]


def test_a_migration_that_fails_leaves_the_register_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_way(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (a TEXT) STRICT")
        connection.execute("DELETE FROM organisation")
        raise sqlite3.OperationalError("broken off")

    know_one_more(monkeypatch, half_way)
    before = old.read_bytes()
    with pytest.raises(KnownError):
        Register.open(old)
    assert old.read_bytes() == before


def test_a_migration_to_another_schema_than_the_models_is_not_kept(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    know_one_more(monkeypatch, lambda connection: connection.execute("CREATE TABLE more (a TEXT) STRICT") and None)
    version = version_of(old)
    with pytest.raises(NotARegister, match="could not be upgraded"):
        Register.open(old)
    assert version_of(old) == version


def test_an_older_register_is_not_upgraded_when_opened_to_read(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    know_one_more(monkeypatch, rename_everyone)
    before = old.read_bytes()
    with pytest.raises(KnownError, match="Open it for writing once"):
        Register.open(old, read_only=True)
    assert old.read_bytes() == before
