"""A backup whose file is whole may still hold what no register wrote; every such row is told, and none is restored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secdesk.register import staging
from secdesk.register.backup import verify_backup
from secdesk.register.container import DamagedBackup
from secdesk.register.integrity import Finding
from secdesk.register.staging import open_backup
from tests.register.backup_files import edited, make_backup, members_of, put_together, rechained, rows_of

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_backup(tmp_path_factory.mktemp("sound"))


def told(path: Path) -> list[str]:
    report = verify_backup(path)
    assert not report.damaged
    return [finding.sentence for finding in report.findings]


def put(name: str, value: object) -> Callable[[Rows], object]:
    return lambda rows: rows[0].__setitem__(name, value)


def test_nothing_is_found_in_a_sound_backup_and_it_opens_as_its_register(sound: Path) -> None:
    assert told(sound) == []
    with open_backup(sound) as register:
        assert register.read_only
        assert register.meta("name") == "SEC register"
        assert register.chain_head() == verify_backup(sound).head


@pytest.mark.parametrize(
    ("table", "edit"),
    [
        ("event", put("date", "2026-02-30")),
        ("event", put("date", "20260203")),
        ("event", put("date", "")),
        ("event", put("printed_note", "a\0b")),
        ("paper", put("month", "2020-13")),
        ("meeting", put("month", "soon")),
        (
            "dated_value",
            lambda rows: next(r for r in rows if r["field_name"] == "target_meeting").__setitem__("value", "\x07"),
        ),
    ],
)
def test_a_value_that_no_register_can_hold_is_told(
    sound: Path, tmp_path: Path, table: str, edit: Callable[[Rows], object]
) -> None:
    path = edited(sound, tmp_path / "edited", table, edit)
    assert any("cannot hold" in sentence or "can hold" in sentence for sentence in told(path))
    with pytest.raises(DamagedBackup):
        open_backup(path)


def test_a_dated_value_that_its_field_cannot_hold_is_told(sound: Path, tmp_path: Path) -> None:
    def edit(rows: Rows) -> None:
        row = next(row for row in rows if row["field_name"] == "target")
        row["value"] = "thirty"

    assert any(
        sentence.endswith("holds what its field cannot hold")
        for sentence in told(edited(sound, tmp_path / "edited", "dated_value", edit))
    )


@pytest.mark.parametrize("table", ["person", "proposal", "holiday", "setting"])
def test_a_record_whose_hash_is_not_its_own_is_told_by_name(sound: Path, tmp_path: Path, table: str) -> None:
    members = members_of(sound)
    member = f"tables/{table}.jsonl"
    first = members[member].splitlines()[0]
    other = re.sub(rb'"rev":\d+', b'"rev":77', first)
    path = put_together(tmp_path / "other", {**members, member: members[member].replace(first, other)})
    (finding,) = verify_backup(path).findings
    assert (finding.kind, finding.record) == (table, json.loads(first)["uid"])
    with pytest.raises(DamagedBackup, match="was changed outside secdesk or is damaged"):
        open_backup(path)


def test_a_record_that_the_history_does_not_know_is_not_restored(sound: Path, tmp_path: Path) -> None:
    path = edited(sound, tmp_path / "more", "person", lambda rows: rows.append({**rows[-1], "uid": "~"}))
    assert told(path) == []  # seen only once the whole register is built
    with pytest.raises(DamagedBackup, match="the history does not know it"):
        open_backup(path)


@pytest.mark.parametrize(
    ("table", "edit"),
    [
        ("step", put("label", "Nothing happened")),
        ("step", put("who", "Somebody else")),
        ("step", put("at", "1999-01-01T00:00:00+00:00")),
        ("step", put("parent", "1" * 64)),
        ("step", lambda rows: rows[3].__setitem__("parent", rows[1]["hash"])),
        ("step", lambda rows: rows[3].__setitem__("merge_parent", "1" * 64)),
        ("step", lambda rows: rows.pop()),
        ("step", lambda rows: rows.pop(0)),
        ("step", lambda rows: rows.pop(2)),
        ("change", lambda rows: rows.pop(0)),
        ("change", lambda rows: rows.pop()),
        ("change", put("salt", "00")),
        ("change", put("record", "other")),
        ("change", put("fields", "{}")),
        ("change", put("fields", "[")),
        ("change", put("fields", "[" * 100_000)),
        ("change", put("fields", '{"name":[1.5,null]}')),
        ("change", put("action", "forget")),
        ("change", lambda rows: rows.append({**rows[-1], "step": 99})),
        ("change", lambda rows: rows.insert(0, {**rows[0], "step": 0})),
    ],
)
def test_a_history_that_is_not_as_it_was_written_is_told(
    sound: Path, tmp_path: Path, table: str, edit: Callable[[Rows], object]
) -> None:
    path = edited(sound, tmp_path / "edited", table, edit)
    assert told(path)
    with pytest.raises(DamagedBackup):
        open_backup(path)


@pytest.mark.parametrize(
    "fields",
    [
        '{"name":["x",[1]]}',
        '{"name":[null,{"a":1}]}',
        '{"date":[null,"2026-02-30"]}',
        '{"date":[null]}',
        '{"date":"77"}',
    ],
)
def test_a_made_up_history_with_values_that_no_step_can_have_is_told(sound: Path, tmp_path: Path, fields: str) -> None:
    members = members_of(sound)
    changes = rows_of(members, "change")
    next(row for row in changes if row["kind"] == "event")["fields"] = fields
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in changes)
    members["tables/change.jsonl"] = "".join(lines).encode()
    path = put_together(tmp_path / "made-up", rechained(members))
    assert any("was changed outside secdesk or is damaged" in sentence for sentence in told(path))
    with pytest.raises(DamagedBackup):
        open_backup(path)


def test_what_a_file_says_is_quoted_in_one_line(sound: Path, tmp_path: Path) -> None:
    def edit(rows: Rows) -> None:
        rows[-1]["uid"] = "z\n" + "x" * 500

    (sentence,) = told(edited(sound, tmp_path / "uid", "person", edit))
    assert sentence.startswith("Person 'z xxx")
    assert sentence.endswith("is known by what no register gives out")
    assert len(sentence) < 300
    label = edited(sound, tmp_path / "label", "step", put("label", "one\ntwo\r\n\u2028three"))
    assert told(label)[0].startswith("Step 1 of the history, 'one two three',")


def test_a_history_hashed_anew_is_told_by_its_head_alone(sound: Path, tmp_path: Path) -> None:
    members = members_of(sound)
    members["tables/step.jsonl"] = members["tables/step.jsonl"].replace(b"Analyst One", b"Analyst Two")
    path = put_together(tmp_path / "rewritten", rechained(members))
    assert told(path) == []
    assert verify_backup(path).head[1] != verify_backup(sound).head[1]  # papers and names show the right one


@pytest.mark.parametrize("edit", [put("value", "Other"), lambda rows: rows.pop(), lambda rows: rows.pop(0)])
def test_another_name_or_identity_is_told(sound: Path, tmp_path: Path, edit: Callable[[Rows], object]) -> None:
    path = edited(sound, tmp_path / "edited", "meta", edit)
    assert "The name or identity of the register was changed outside secdesk or is damaged" in told(path)


@pytest.mark.parametrize("fact", ["register_id", "register_name", "head_hash", "newest_change"])
def test_a_manifest_that_speaks_of_another_register_is_told(sound: Path, tmp_path: Path, fact: str) -> None:
    members = members_of(sound)
    manifest = json.loads(members["manifest.json"])
    manifest[fact] = manifest[fact][::-1]
    members["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    (sentence,) = told(put_together(tmp_path / "other", members))
    assert "manifest names" in sentence


def test_a_link_to_nothing_is_refused_when_the_register_is_built(sound: Path, tmp_path: Path) -> None:
    path = edited(sound, tmp_path / "edited", "vote_count", put("event", "nowhere"))
    with pytest.raises(DamagedBackup, match="points to one that is not there"):
        open_backup(path)


def test_a_text_longer_than_its_field_is_refused_when_the_register_is_built(sound: Path, tmp_path: Path) -> None:
    path = edited(sound, tmp_path / "edited", "person", put("name", "x" * 301))
    with pytest.raises(DamagedBackup, match="not one that a register can hold"):
        open_backup(path)


def test_a_paper_whose_file_is_missing_is_told(sound: Path, tmp_path: Path) -> None:
    def edit(rows: Rows) -> None:
        for row in rows:
            row["frozen_file"] = "0" * 64

    assert told(edited(sound, tmp_path / "edited", "paper", edit))[0].endswith("names a stored file that is missing")


def test_only_the_first_hundred_findings_are_told(sound: Path, tmp_path: Path) -> None:
    def edit(rows: Rows) -> None:
        rows[:] = [{**rows[0], "uid": f"{number:032x}", "name": "\x07"} for number in range(150)]

    report = verify_backup(edited(sound, tmp_path / "edited", "organisation", edit))
    assert len(report.findings) == 100


def test_a_register_that_cannot_be_built_is_closed(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "check_file", lambda register, progress: [Finding("It is not as it was")])
    with pytest.raises(DamagedBackup, match="It is not as it was"):
        open_backup(sound)
