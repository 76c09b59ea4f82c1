"""Merging, read a second time: three copies in any order, merges of merges, older copies, files of other programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import pytest

from secdesk.errors import KnownError
from secdesk.models import Proposal
from secdesk.register.backup import verify_backup, write_backup
from secdesk.register.common_state import Copy
from secdesk.register.integrity import check_file
from secdesk.register.merge import MergePlan, open_copy, plan_merge
from secdesk.register.merge_units import SERIES, Unit
from secdesk.register.register import Register
from secdesk.register.restore import restore_into
from secdesk.register.salvage import salvage
from secdesk.register.undo import undo
from secdesk.services.records import create_record, update_record
from tests.factories import add_all_kinds
from tests.register.test_merge import NOON, Rows, change, edit_at_random, merged, pair, plan, rows, set_lead, set_title
from tests.register.test_migrations import from_text

__all__ = ["pair"]


def settled(here: Path, other: Path) -> dict[str, str]:
    """Return choices that depend on what the copies say and not on which of them merges: a record is never lost."""
    with Register.open(here, read_only=True) as register, closing(open_copy(other)) as copy:
        found = plan_merge(register, copy)
        with register.read(), copy.read():
            return {**{unit.key: _side(found, unit) for unit in found.units}, **_numbers(found)}


def _side(found: MergePlan, unit: Unit) -> str:
    if unit.state != "conflict":
        return "here" if unit.state == "deleted there" else "other"
    if unit.is_whole:
        return "other"
    ours, theirs = (_said(copy, unit) for copy in (found.found.ours, found.found.theirs))
    return "here" if ours <= theirs else "other"


def _said(copy: Copy, unit: Unit) -> list[str]:
    """Return all that a copy says of a fact: of a value with its history every row of it, also those that agree."""
    if unit.kind not in SERIES:
        shown = [copy.row(key) or {} for key in unit.records]
        return sorted(repr([(name, row.get(name)) for name in unit.fields or sorted(row)]) for row in shown)
    names = {"dated_value": ("record", "field_name"), "setting": ("key",), "holiday": ("date",)}[unit.kind]
    first = next(row for key in unit.records if (row := copy.row(key) or {}) or True)
    if not first:
        return []
    query = " AND ".join(f'"{name}" IS ?' for name in names)
    found = copy.connection.execute(
        f'SELECT uid, * FROM "{unit.kind}" WHERE {query}', [first[name] for name in names]
    ).fetchall()
    return sorted(map(repr, found))


def _numbers(found: MergePlan) -> dict[str, str]:
    """Return who keeps each number that was used twice: always the same one, and always the same number instead."""
    chosen = {}
    for clash in found.clashes:
        keeper, loser = sorted((clash.here, clash.other))
        chosen[clash.key] = f"{'here' if keeper == clash.here else 'other'}={10_000 + crc32(loser.encode()) % 80_000}"
    return chosen


def in_order(folder: Path, copies: tuple[Path, ...]) -> Path:
    result = folder / f"{'-'.join(path.stem for path in copies)}.secdesk"
    shutil.copyfile(copies[0], result)
    for other in copies[1:]:
        merged(result, other, settled(result, other))
    return result


def without_places(found: Rows) -> Rows:
    return {key: {name: each for name, each in row.items() if name != "position"} for key, row in found.items()}


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(3, 60))])
def test_three_copies_come_out_alike_in_any_order(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    begun = tmp_path / "begun.secdesk"
    with Register.create(begun) as register, register.change("Begin") as session:
        add_all_kinds(session, random, of_each=2)
    copies = []
    for name in "abc":
        copies.append(tmp_path / f"{name}.secdesk")
        shutil.copyfile(begun, copies[-1])
        edit_at_random(copies[-1], random, random.randint(0, 6))
    results = [without_places(rows(in_order(tmp_path, order))) for order in permutations(copies)]
    for other in results[1:]:
        assert other == results[0]


def test_merges_of_merges_bring_every_edit_of_four_copies(pair: tuple[Path, Path]) -> None:
    here, other = pair
    third, fourth = here.with_name("third.secdesk"), here.with_name("fourth.secdesk")
    for copy in (third, fourth):
        shutil.copyfile(here, copy)
    change(here, set_lead("bob"))
    change(other, set_title("Loud alarms"))
    change(third, lambda s: update_record(s, "proposal", "p", {"issue": "No sound"}))
    change(fourth, lambda s: create_record(s, "person", {"name": "Dee"}, uid="dee"))
    merged(here, other)
    merged(third, fourth)
    merged(here, third)
    found = rows(here)
    assert (found["proposal", "p"]["lead_analyst"], found["proposal", "p"]["issue"]) == ("bob", "No sound")
    assert ("person", "dee") in found
    assert any(row.get("value") == "Loud alarms" for row in found.values())
    for copy in (other, third, fourth):
        merged(copy, here)
        assert rows(copy) == found
        assert plan(copy, here).units == ()


def test_a_restore_after_a_merge_leaves_a_register_that_merges_on(pair: tuple[Path, Path], tmp_path: Path) -> None:
    here, other = pair
    target = tmp_path / "before.secdesk-backup"
    with Register.open(here) as register:
        write_backup(register, target, now=NOON)
    change(other, set_lead("bob"))
    merged(here, other)
    with Register.open(here) as register:
        restore_into(register, target, folder=tmp_path / "kept", now=NOON)
        assert check_file(register) == []
    assert rows(here)["proposal", "p"]["lead_analyst"] == "ann"
    change(other, set_title("Loud alarms"))
    merged(here, other)
    assert rows(here)["proposal", "p"]["lead_analyst"] == "ann"
    assert any(row.get("value") == "Loud alarms" for row in rows(here).values())
    with Register.open(here) as register:
        undo(register)
        undo(register)
    assert rows(here)["proposal", "p"]["lead_analyst"] == "bob"


def test_a_merged_register_is_verified_and_salvaged_like_any_other(pair: tuple[Path, Path]) -> None:
    here, other = pair
    change(here, set_lead("cid"))
    change(other, set_title("Loud alarms"))
    merged(here, other)
    target = here.with_name("b.secdesk-backup")
    with Register.open(here) as register:
        write_backup(register, target, now=NOON)
    assert verify_backup(target).is_sound
    data = target.read_bytes()
    line = data.index(b'{"uid":"p"')
    target.write_bytes(data[:line] + b"#" + data[line + 1 :])
    saved = salvage(target)
    assert saved.records["proposal"]["p"]["lead_analyst"] == "cid"
    assert saved.from_history == 1


# --- other copies that are not as this program makes them now --------------------------------------------------------


def test_a_copy_of_an_older_version_is_merged_and_stays_as_it_was(tmp_path: Path) -> None:
    old, here = from_text("v1.sql", tmp_path / "old.secdesk"), tmp_path / "here.secdesk"
    before = old.read_bytes()
    shutil.copyfile(old, here)
    with Register.open(here) as register, register.change("Go on") as session:
        proposals = session.query(Proposal).all()
        proposals[0].issue = "Later"
    assert plan(here, old).units == ()
    with Register.create(tmp_path / "new.secdesk") as register:
        pass
    merged(tmp_path / "new.secdesk", old, prefer="other")
    with Register.open(old.with_name("here.secdesk")) as register:
        assert check_file(register) == []
    assert old.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if "old" in path.name) == ["old.secdesk"]


def _spoil(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


HOSTILE: Mapping[str, tuple[str, ...]] = {
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON person BEGIN DELETE FROM proposal; END",),
    "a view": ("ALTER TABLE person RENAME TO gone", "CREATE VIEW person AS SELECT * FROM gone"),
    "one table more": ("CREATE TABLE extra (x)",),
    "another application": ("PRAGMA application_id=1",),
    "a newer version": ("PRAGMA user_version=99",),
    "an older version that it is not": ("PRAGMA user_version=1",),
    "no version": ("PRAGMA user_version=0",),
    "an edit from outside": ("UPDATE proposal SET number=115",),
    "a forged step": ("UPDATE step SET label='Nothing'",),
}


@pytest.mark.parametrize("what", [*HOSTILE, "cut off", "empty", "text", "a folder", "a link to nothing", "a pipe"])
def test_a_hostile_copy_is_refused_in_one_sentence_and_changes_nothing(pair: tuple[Path, Path], what: str) -> None:
    here, other = pair
    change(other, set_lead("bob"))
    data = other.read_bytes()
    if what in HOSTILE:
        _spoil(other, *HOSTILE[what])
    else:
        other.unlink()
        made: dict[str, Any] = {
            "cut off": lambda: other.write_bytes(data[: len(data) // 2]),
            "empty": lambda: other.write_bytes(b""),
            "text": lambda: other.write_bytes(b"Nothing but text, and more than a header of it. " * 100),
            "a folder": other.mkdir,
            "a link to nothing": lambda: other.symlink_to("nowhere"),
            "a pipe": lambda: os.mkfifo(other),
        }
        made[what]()
    before, files = rows(here), sorted(path.name for path in here.parent.iterdir())
    with pytest.raises(KnownError) as told:
        merged(here, other, prefer="other", folder=here.parent)
    assert str(told.value)
    assert "\n" not in str(told.value)
    assert rows(here) == before
    assert sorted(path.name for path in here.parent.iterdir()) == files


@pytest.mark.parametrize("what", ["a byte", "cut off", "no backup", "a register"])
def test_a_hostile_backup_as_the_other_copy_is_refused(pair: tuple[Path, Path], what: str) -> None:
    here, other = pair
    target = here.with_name("b.secdesk-backup")
    change(other, set_lead("bob"))
    with Register.open(other) as register:
        write_backup(register, target, now=NOON)
    data = target.read_bytes()
    changed = {
        "a byte": data.replace(b'"Bob"', b'"Bop"', 1),
        "cut off": data[:-100],
        "no backup": b"PK\x03\x04" + bytes(500),
        "a register": other.read_bytes(),
    }
    target.write_bytes(changed[what])
    before = rows(here)
    with pytest.raises(KnownError):
        merged(here, target, prefer="other")
    assert rows(here) == before


def test_a_day_does_not_matter(pair: tuple[Path, Path]) -> None:
    here, other = pair
    change(here, set_title("Quiet", date(2030, 1, 1)))
    change(other, set_title("Loud", date(1999, 1, 1)))
    assert plan(here, other).to_decide == ("dated_value:p:title",)
