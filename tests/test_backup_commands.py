"""``backup``, ``verify`` and ``restore`` as people and scripts use them."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest

from secdesk.cli.backup_commands import COMMANDS, Meter
from secdesk.cli.faults import exit_code_of
from secdesk.exchange.json_form import export_state
from secdesk.papers.render import render
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.register.undo import stacks, undo
from secdesk.services.papers import make_report
from secdesk.services.records import create_record
from secdesk.services.remade_papers import remake_paper
from tests.register.backup_files import make_register

DAY = date(2020, 2, 7)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with a data folder of one's own, on 7 February 2020."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECDESK_NOW", "2020-02-07T10:00")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    monkeypatch.delenv("SECDESK_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    group = click.Group("secdesk")
    for command in COMMANDS:
        group.add_command(command)

    def run_main(*arguments: str) -> Answer:
        capfd.readouterr()
        code = exit_code_of(lambda: group.main(list(arguments), prog_name="secdesk", standalone_mode=False))
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    return run_main


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "a.secdesk"
    make_register(path).close()
    return path


@pytest.fixture
def saved(run: Run, register: Path, tmp_path: Path) -> Path:
    assert run("backup", str(register), "-o", "a.secdesk-backup").code == 0
    return tmp_path / "a.secdesk-backup"


def add_person(register: Path) -> None:
    with Register.open(register) as opened, opened.change("Add Bob") as session:
        create_record(session, "person", {"name": "Bob"})


def state(register: Path) -> bytes:
    with Register.open(register, read_only=True) as opened:
        assert check_file(opened) == []
        return export_state(opened)


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


# --- backup -------------------------------------------------------------------------------------------------------


def test_backup_tells_what_it_wrote(run: Run, register: Path) -> None:
    answer = run("backup", str(register), "-o", "a.secdesk-backup")
    assert (answer.code, answer.err) == (0, "")
    assert "SEC register" in answer.out
    assert "Sound" in answer.out
    again = run("backup", str(register), "-o", "a.secdesk-backup", "--json")
    assert again.code == 0
    assert again.json["sound"] is True
    assert again.json["findings"] == []
    assert Path(again.json["path"]).exists()


def test_backup_without_a_name_goes_to_the_data_folder_of_the_person(run: Run, register: Path, tmp_path: Path) -> None:
    found = Path(run("backup", str(register), "--json").json["path"])
    assert tmp_path / "data" in found.parents or sys.platform == "darwin"
    assert found.name.startswith("a 2020-02-07 1000 step 8 ")
    other = Path(run("backup", str(register), "--folder", "second", "--json").json["path"])
    assert (tmp_path / "second") in (tmp_path / other).parents
    assert other.read_bytes() == found.read_bytes()


def test_backup_while_somebody_works_in_the_register(run: Run, register: Path) -> None:
    with Register.open(register):
        assert run("backup", str(register), "-o", "a.secdesk-backup").code == 0


def test_backup_of_a_damaged_register_ends_with_one_and_names_the_record(run: Run, register: Path) -> None:
    with closing(sqlite3.connect(register)) as other:
        other.execute("UPDATE person SET name='Eve' WHERE uid='ann'")
        other.commit()
    answer = run("backup", str(register), "-o", "a.secdesk-backup")
    assert (answer.code, answer.err) == (1, "")
    assert "Person 'ann' was changed outside secdesk or is damaged" in answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("backup", "gone.secdesk"),
        ("backup", "a.secdesk", "-o", "nowhere/a.secdesk-backup"),
        ("backup", "a.secdesk", "-o", "a.secdesk"),
        ("verify", "gone.secdesk-backup"),
        ("verify", "a.secdesk"),
        ("verify", "."),
        ("restore", "gone.secdesk-backup", "-o", "b.secdesk"),
        ("restore", "a.secdesk", "-o", "b.secdesk"),
        ("restore", "a.secdesk"),
        ("restore", "a.secdesk", "-o", "nowhere/b.secdesk", "--salvage"),
    ],
)
def test_bad_input_ends_with_two_and_one_sentence(run: Run, register: Path, arguments: tuple[str, ...]) -> None:
    before = register.read_bytes()
    answer = run(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1
    assert register.read_bytes() == before
    assert sorted(os.listdir()) == ["a.secdesk"]


# --- verify -------------------------------------------------------------------------------------------------------


def test_verify_finds_a_sound_backup_sound(run: Run, saved: Path) -> None:
    answer = run("verify", str(saved))
    assert (answer.code, answer.err) == (0, "")
    assert run("verify", str(saved), "--json").json["counts"]["paper"] == 3


def test_verify_tells_what_is_sound_in_a_damaged_backup_and_ends_with_two(run: Run, saved: Path) -> None:
    spoil(saved)
    answer = run("verify", str(saved), "--json")
    assert answer.code == 2
    assert answer.json["damaged"] is True
    assert answer.json["counts"]["person"] > 0
    assert "is damaged or was changed" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert " of " in run("verify", str(saved)).out


# --- restore ------------------------------------------------------------------------------------------------------


def test_restore_makes_a_register_where_there_is_none(run: Run, register: Path, saved: Path) -> None:
    answer = run("restore", str(saved), "-o", "new.secdesk")
    assert (answer.code, answer.err) == (0, "")
    assert "step 8" in answer.out
    assert state(Path("new.secdesk")) == state(register)
    assert run("restore", str(saved), "-o", "other.secdesk", "--json").json["kept"] is None


def test_restore_into_a_register_is_a_step_after_a_safety_backup(run: Run, register: Path, saved: Path) -> None:
    then = state(register)
    add_person(register)
    now = state(register)
    answer = run("restore", str(saved), "-o", str(register), "--json")
    assert answer.code == 0
    assert (answer.json["removed"], answer.json["step"]) == (1, 10)
    assert state(register) == then
    assert run("restore", answer.json["safety_backup"], "-o", "before.secdesk").code == 0
    assert state(Path("before.secdesk")) == now
    with Register.open(register) as opened:
        undo(opened)
    assert state(register) == now
    assert run("restore", str(saved), "-o", str(register)).code == 0
    assert "Nothing differs" in run("restore", str(saved), "-o", str(register)).out


def test_a_dry_run_tells_and_changes_nothing(run: Run, register: Path, saved: Path) -> None:
    add_person(register)
    before = register.read_bytes()
    answer = run("restore", str(saved), "-o", str(register), "--dry-run")
    assert answer.code == 0
    assert "People: 0 added, 0 changed, 1 removed" in answer.out
    assert "1 later step" in answer.out
    found = run("restore", str(saved), "-o", str(register), "--dry-run", "--json").json
    assert (found["changes"], found["later"], found["is_same_register"]) == (1, 1, True)
    assert found["later_steps"][0]["label"] == "Add Bob"
    assert register.read_bytes() == before


def test_one_record_is_restored(run: Run, register: Path, saved: Path) -> None:
    with Register.open(register) as opened, opened.change("Rename") as session:
        from secdesk.services.records import update_record

        update_record(session, "person", "ann", {"name": "Anna"})
    add_person(register)
    answer = run("restore", str(saved), "-o", str(register), "--record", "people", "ann", "--json")
    assert (answer.code, answer.json["changed"], answer.json["removed"]) == (0, 1, 0)
    assert run("restore", str(saved), "-o", str(register), "--record", "person", "nobody").code == 2


def test_a_much_smaller_backup_needs_a_word(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.secdesk"
    Register.create(path).close()
    add_person(path)
    run("backup", str(path), "-o", "small.secdesk-backup")
    add_person(path)
    add_person(path)
    answer = run("restore", "small.secdesk-backup", "-o", str(path))
    assert answer.code == 2
    assert "--accept-smaller" in answer.err
    assert run("restore", "small.secdesk-backup", "-o", str(path), "--accept-smaller").code == 0


def test_a_damaged_register_is_replaced_only_on_request_and_kept(run: Run, register: Path, saved: Path) -> None:
    then = state(register)
    data = register.read_bytes()
    register.write_bytes(data[: len(data) // 2] + b"\x99" * (len(data) - len(data) // 2))
    damaged = register.read_bytes()
    answer = run("restore", str(saved), "-o", str(register))
    assert answer.code == 2
    assert "--replace" in answer.err
    assert register.read_bytes() == damaged
    answer = run("restore", str(saved), "-o", str(register), "--replace")
    assert answer.code == 0
    assert Path("before-restore-2020-02-07 1000 a.secdesk").read_bytes() == damaged
    assert state(register) == then


def test_a_register_that_is_open_elsewhere_ends_with_three(run: Run, register: Path, saved: Path) -> None:
    with Register.open(register, who="Analyst One"):
        for more in ((), ("--replace",), ("--record", "person", "ann")):
            answer = run("restore", str(saved), "-o", str(register), *more)
            assert answer.code == 3
            assert "Analyst One" in answer.err


def test_what_is_sound_in_a_damaged_backup_makes_a_new_register(run: Run, register: Path, saved: Path) -> None:
    spoil(saved)
    answer = run("restore", str(saved), "-o", "new.secdesk")
    assert (answer.code, Path("new.secdesk").exists()) == (2, False)
    answer = run("restore", str(saved), "-o", "new.secdesk", "--salvage", "--json")
    assert answer.code == 0
    assert answer.json["lost"] == []
    assert state(Path("new.secdesk")) == state(register)
    assert "sound in the backup" in run("restore", str(saved), "-o", "newer.secdesk", "--salvage").out


def test_a_durable_restore_is_acknowledged(run: Run, register: Path, saved: Path) -> None:
    add_person(register)
    read, write = os.pipe()
    assert run("restore", str(saved), "-o", str(register), "--ack-fd", str(write)).code == 0
    os.close(write)
    assert os.read(read, 100) == b"10\n"
    os.close(read)


# --- the rest -----------------------------------------------------------------------------------------------------


def test_a_paper_is_made_again_from_its_frozen_tree(tmp_path: Path) -> None:
    from secdesk.exchange.sample import fill_with_sample

    with Register.create(tmp_path / "sample.secdesk") as register:
        fill_with_sample(register)
        paper = make_report(register, "2020-01")
    tree = render(paper, ".json").data
    for suffix in (".pdf", ".docx", ".txt"):
        data = render(paper, suffix).data
        assert remake_paper(tree, data)
        assert not remake_paper(tree, data + b" ")
    assert not remake_paper(b"{}", data)


def test_progress_is_shown_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with Meter() as meter:
            for done in range(5):
                meter("Checking the records", done, 4)
        assert ("Checking the records 50 %" in stream.getvalue()) is shown
        assert stream.getvalue().endswith("\r") is shown


def test_undo_is_offered_in_the_words_of_the_restore(run: Run, register: Path, saved: Path) -> None:
    add_person(register)
    assert "secdesk undo" in run("restore", str(saved), "-o", str(register)).out
    with Register.open(register) as opened:
        assert stacks(opened).undo_label.startswith("Restore the backup of ")


def test_a_register_in_the_place_of_another_is_replaced_only_on_request(run: Run, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.secdesk"
    Register.create(other).close()
    before = shutil.copy(other, tmp_path / "copy")
    answer = run("restore", str(saved), "-o", str(other))
    assert answer.code == 2
    assert "another register" in answer.err
    assert "--replace" in answer.err
    assert other.read_bytes() == Path(before).read_bytes()
