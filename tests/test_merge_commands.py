"""``merge`` as people and scripts use it: told first, decided by the person, undone with one command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secdesk.cli.commands import secdesk
from secdesk.cli.faults import exit_code_of
from secdesk.exchange.json_form import export_state
from secdesk.register.register import Register
from secdesk.services.records import Effect, create_record, update_record


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


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SECDESK_NOW", "2020-02-07T10:00")
    for variable in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "data"))

    def run_main(*arguments: str) -> Answer:
        capfd.readouterr()
        code = exit_code_of(lambda: secdesk.main(list(arguments), prog_name="secdesk", standalone_mode=False))
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    return run_main


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """Return two copies: both changed the title of DP114 and used the number 115, one raised DP116."""
    here, other = tmp_path / "here.secdesk", tmp_path / "other.secdesk"
    with Register.create(here, who="Change Lead") as register, register.change("Begin") as session:
        create_record(session, "proposal", {"number": 114, "title": "Alarms"}, uid="p")
    shutil.copyfile(here, other)
    for path, who in ((here, "Analyst One"), (other, "Analyst Two")):
        with Register.open(path, who=who) as register, register.change("Work apart") as session:
            update_record(session, "proposal", "p", {"title": f"Alarms {path.stem}"}, effect=Effect(date(2020, 2, 7)))
            create_record(session, "proposal", {"number": 115, "title": f"Meters {path.stem}"}, uid=f"q-{path.stem}")
            if path == other:
                create_record(session, "proposal", {"number": 116, "title": "Gas"}, uid="r")
    return str(here), str(other)


def state(path: str) -> bytes:
    with Register.open(Path(path), read_only=True) as register:
        return export_state(register)


def test_a_merge_is_told_first_and_waits_for_decisions(run: Run, pair: tuple[str, str]) -> None:
    before = state(pair[0])
    told = run("merge", *pair, "--json")
    assert told.code == 1
    assert set(told.json["to_decide"]) == {"number:115", "dated_value:p:title"}
    lines = {line["key"]: line for line in told.json["facts"]}
    assert lines["dated_value:p:title"]["here"] == "Alarms here from 7 Feb 2020"
    assert lines["dated_value:p:title"]["who_other"] == "Analyst Two"
    assert lines["proposal:r"]["state"] == "new"
    in_words = run("merge", *pair, "--dry-run")
    assert (in_words.code, state(pair[0])) == (1, before)
    assert "here Alarms here from 7 Feb 2020, in the other copy Alarms other from 7 Feb 2020" in in_words.out
    assert "2 facts must be decided. Nothing was merged" in in_words.out


def test_decisions_are_taken_the_safety_backup_is_named_and_undo_takes_it_back(
    run: Run, pair: tuple[str, str], tmp_path: Path
) -> None:
    before = state(pair[0])
    chosen = ("--choose", "number:115=here=117", "--choose", "dated_value:p:title=other")
    done = run("merge", *pair, *chosen, "--folder", str(tmp_path / "kept"), "--json")
    assert done.code == 0
    assert Path(done.json["safety_backup"]).is_file()
    listed = {row["number"]: row["title"] for row in run("list", "proposals", pair[0], "--json").json}
    assert listed == {114: "Alarms other", 115: "Meters here", 116: "Gas", 117: "Meters other"}
    assert "nothing to merge" in run("merge", *pair).out
    assert run("undo", pair[0]).code == 0
    assert state(pair[0]) == before


@pytest.mark.parametrize("prefer", ["here", "other"])
def test_one_side_may_be_preferred_for_everything(run: Run, pair: tuple[str, str], prefer: str) -> None:
    done = run("merge", *pair, "--prefer", prefer)
    assert (done.code, done.out.split(":")[0]) == (0, "Merged as step 4")
    titles = {row["number"]: row["title"] for row in run("list", "proposals", pair[0], "--json").json}
    assert titles[114] == f"Alarms {prefer}"
    assert titles[115] == f"Meters {prefer}"


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (("--choose", "number:115"), "decides nothing"),
        (("--choose", "number:115=mine", "--prefer", "here"), "is no choice"),
        (("--choose", "number:7=here", "--prefer", "here"), "nothing called"),
        (("--choose", "number:115=here=114", "--prefer", "here"), "in use"),
    ],
)
def test_a_choice_that_cannot_be_is_one_sentence_and_nothing_is_merged(
    run: Run, pair: tuple[str, str], extra: tuple[str, ...], words: str
) -> None:
    before = state(pair[0])
    answer = run("merge", *pair, *extra)
    assert (answer.code, state(pair[0])) == (2, before)
    assert words in answer.err


def test_a_copy_that_is_no_register_is_refused(run: Run, pair: tuple[str, str], tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"PK\x03\x04 a letter")
    for other in (str(letter), str(tmp_path / "missing.secdesk"), pair[0]):
        assert run("merge", pair[0], other).code == 2
