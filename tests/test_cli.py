"""The command line as people and scripts use it: exit codes, one sentence for what is wrong, nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from secdesk.__main__ import main
from secdesk.cli.commands import secdesk
from secdesk.errors import KnownError
from secdesk.exchange.json_form import export_state
from secdesk.register.migrations import newest
from secdesk.register.register import Register

NOW = "2020-02-07T10:00"
LIST = (
    "Number,Title,Proposer,Organisation,Status,Status date,Raised\n"
    "DP107,SMETS1 Validation,Gemma Slaney,WPD,Development Stage,28/01/2020,13/01/2020\n"
    "MP077,DCC Service Flagging,Gary Fairclough,DCC,Refinement Process,9 Aug 2019,\n"
)


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
    """Work in an empty folder on 7 February 2020."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECDESK_NOW", NOW)
    monkeypatch.delenv("SECDESK_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run_main(*arguments: str) -> Answer:
        capfd.readouterr()
        code = main(arguments)
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    return run_main


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample register, made once."""
    from secdesk.exchange.sample import fill_with_sample

    path = tmp_path_factory.mktemp("made") / "sample.secdesk"
    with Register.create(path) as register:
        fill_with_sample(register)
    return path


@pytest.fixture
def sample(made: Path, at_work: Path) -> str:
    return str(shutil.copy(made, at_work / "sample.secdesk"))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def start(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    command = [sys.executable, "-m", "secdesk", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, **more)


# --- help and what is imported for it ---------------------------------------------------------------------------------


def test_every_command_has_a_help_text_that_fits_its_line() -> None:
    found = CliRunner().invoke(secdesk, ["--help"])
    assert found.exit_code == 0
    listed = found.output.split("Commands:\n")[1].splitlines()
    assert len(listed) == len(secdesk.commands)
    assert not [line for line in listed if "..." in line]


@pytest.mark.parametrize("name", sorted(secdesk.commands))
def test_every_command_explains_itself(name: str) -> None:
    found = CliRunner().invoke(secdesk, [name, "--help"])
    assert found.exit_code == 0
    assert found.output.startswith(f"Usage: secdesk {name} ")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["list", "--help"], ["workdays", "1 Jan 2020", "+3"]])
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    code = f"import sys\nfrom secdesk.__main__ import main\nmain({arguments!r})\nprint(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = ("sqlalchemy", "reportlab", "PySide6", "pikepdf", "docx", "filelock")
    assert not [name for name in heavy if f"'{name}'" in found.stdout]


def test_the_program_runs_as_a_module_and_says_its_version() -> None:
    found = start("--version")
    assert (found.returncode, found.stdout) == (0, "secdesk 0.1.0\n")


def test_no_help_text_and_no_message_uses_a_word_that_is_not_used() -> None:
    folder = Path(__file__).parent.parent / "secdesk"
    sources = [*folder.glob("cli/*.py"), *folder.glob("exchange/csv*.py"), *folder.glob("exchange/json*.py")]
    said = "\n".join(path.read_text(encoding="utf-8").casefold() for path in sources)
    assert len(sources) > 15
    for word in ("please", "sorry", "oops", "illegal", "forbidden", "error code", "successfully"):
        assert word not in said, word


# --- a new register ---------------------------------------------------------------------------------------------------


def test_a_new_register_is_made_and_named(run: Run, at_work: Path) -> None:
    assert run("new", "desk.secdesk", "--name", "Our register") == Answer(0, "desk.secdesk\n", "")
    with Register.open(at_work / "desk.secdesk", read_only=True) as register:
        assert register.meta("name") == "Our register"
    assert files(at_work) == ["desk.secdesk"]


def test_a_name_without_an_ending_gets_it(run: Run, at_work: Path) -> None:
    assert run("new", "desk").out == "desk.secdesk\n"
    assert files(at_work) == ["desk.secdesk"]


def test_the_sample_register_is_made_whole(run: Run, at_work: Path) -> None:
    assert run("new", "desk.secdesk", "--sample").code == 0
    assert files(at_work) == ["desk.secdesk"]
    stages = [row["stage"] for row in run("list", "proposals", "desk.secdesk", "--json").json]
    assert stages.count("define") > 5
    assert run("check", "desk.secdesk").code == 0


def test_a_sample_that_cannot_be_read_leaves_no_register(
    run: Run, at_work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_register: Register) -> None:
        raise KnownError("The sample lacks people.toml. Install secdesk again to put it back")

    monkeypatch.setattr("secdesk.exchange.sample.fill_with_sample", fail)
    found = run("new", "desk.secdesk", "--sample")
    assert (found.code, found.err) == (2, "The sample lacks people.toml. Install secdesk again to put it back\n")
    assert files(at_work) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("there.secdesk", "'there.secdesk' is there already. Choose another name, or open it"),
        ("there", "'there.secdesk' is there already"),
        ("desk.db", "The name of a register ends in .secdesk, not in .db"),
        ("nowhere/desk.secdesk", "There is no folder 'nowhere'. Make it first"),
        ("there.secdesk/desk.secdesk", "There is no folder 'there.secdesk'"),
    ],
)
def test_a_register_is_not_made_where_it_cannot_be(run: Run, at_work: Path, name: str, sentence: str) -> None:
    (at_work / "there.secdesk").write_text("something else")
    found = run("new", name)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(sentence)
    assert files(at_work) == ["there.secdesk"]
    assert (at_work / "there.secdesk").read_text() == "something else"


def test_a_folder_without_permission_is_told(run: Run, at_work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secdesk.cli.register_commands.os.access", lambda _path, _mode: False)
    assert run("new", "desk.secdesk") == Answer(2, "", "You may not write to the folder '.'. Choose another\n")


# --- registers that cannot be read ------------------------------------------------------------------------------------


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def text(path: Path) -> None:
    path.write_text("no register\n" * 500)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def beheaded(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def garbled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:12288] = bytes(byte ^ 0xA5 for byte in data[4096:12288])
    path.write_bytes(data)


def newer(path: Path) -> None:
    pragma(path, f"PRAGMA user_version={newest() + 1}")


def foreign(path: Path) -> None:
    pragma(path, "PRAGMA application_id=1")


def with_a_trigger(path: Path) -> None:
    pragma(path, "CREATE TRIGGER t AFTER UPDATE ON person BEGIN DELETE FROM event; END")


def pragma(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


BROKEN: dict[Callable[[Path], None], str] = {
    missing: "There is no file",
    folder: "'sample.secdesk' is not a file",
    text: "'sample.secdesk' is not a secdesk register",
    empty: "'sample.secdesk' is not a secdesk register",
    truncated: "'sample.secdesk' is damaged",
    beheaded: "'sample.secdesk' is damaged",
    garbled: "'sample.secdesk'",
    newer: f"'sample.secdesk' was written by a newer version of secdesk (register version {newest() + 1}",
    foreign: "'sample.secdesk' is not a secdesk register",
    with_a_trigger: "'sample.secdesk' has tables that secdesk did not make",
}
COMMANDS: dict[str, list[str]] = {
    "list": ["list", "proposals", "REGISTER"],
    "show": ["show", "MP078", "REGISTER"],
    "check": ["check", "REGISTER"],
    "history": ["history", "REGISTER"],
    "undo": ["undo", "REGISTER"],
    "redo": ["redo", "REGISTER"],
    "export": ["export", "REGISTER", "-o", "out.json"],
    "import": ["import", "REGISTER", "list.csv"],
    "report": ["report", "REGISTER", "--month", "2020-01", "-o", "out.txt"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("breaking", BROKEN, ids=lambda breaking: breaking.__name__)
def test_a_register_that_cannot_be_read_is_told_in_one_sentence(
    run: Run, sample: str, at_work: Path, command: str, breaking: Callable[[Path], None]
) -> None:
    (at_work / "list.csv").write_text(LIST)
    breaking(Path(sample))
    before = files(at_work)
    found = run(*(sample if word == "REGISTER" else word for word in COMMANDS[command]))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(BROKEN[breaking])
    assert found.err.count("\n") == 1
    assert files(at_work) == before


def test_a_command_that_only_reads_removes_what_a_killed_one_left(run: Run, at_work: Path, sample: str) -> None:
    (at_work / ".0123456789abcdef.ticket.secdesk-part").touch()
    (at_work / ".0123456789abcdef.new.secdesk-part").touch()
    assert run("report", sample, "--month", "2020-01", "-o", "a.pdf").code == 0
    assert [path.name for path in at_work.iterdir() if path.name.startswith(".")] == []


def test_a_path_below_a_file_is_told_as_missing(run: Run, sample: str) -> None:
    found = run("list", "proposals", f"{sample}/inside.secdesk")
    assert found.code == 2
    assert found.err.startswith("There is no file")


@pytest.mark.parametrize("words", [["list", "events"], ["show", "MP077"], ["report", "--month", "2020-01"]])
def test_a_record_that_cannot_be_made_sense_of_is_told_as_damage(run: Run, sample: str, words: list[str]) -> None:
    pragma(Path(sample), "UPDATE event SET date='2020-01-1s'")
    command, *rest = words
    arguments = [command, *rest, sample] if command != "report" else [command, sample, *rest, "-o", "out.txt"]
    found = run(*arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("'sample.secdesk' is damaged: Event '")
    assert found.err.count("\n") == 1


@pytest.mark.parametrize("command", ["undo", "redo", "import"])
def test_a_register_that_somebody_else_has_open_ends_with_three(
    run: Run, sample: str, at_work: Path, command: str
) -> None:
    (at_work / "list.csv").write_text(LIST)
    holder = (
        "import sys\nfrom pathlib import Path\nfrom secdesk.register.register import Register\n"
        f"r = Register.open(Path({sample!r}), who='Analyst One')\n"
        "print('held', flush=True)\nsys.stdin.read()\nr.close()"
    )
    with subprocess.Popen([sys.executable, "-c", holder], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        found = run(*(sample if word == "REGISTER" else word for word in COMMANDS[command]))
        read = run("list", "proposals", sample)
        process.communicate()
    assert found.code == 3
    assert found.err.startswith("Analyst One has this register open on ")
    assert found.err.count("\n") == 1
    assert read.code == 0


# --- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lst", "proposals"], "There is neither a command nor a register called 'lst'. See: secdesk --help"),
        (["list", "proposals"], "Missing argument 'REGISTER'. See: secdesk list --help"),
        (["list", "dragons", "S"], "There is no kind of record called 'dragons'. The kinds are: actions, affected-"),
        (["list", "proposals", "S", "--as-at", "31/2"], "'31/2' is not a date. Type a day and month, like 27 Feb"),
        (["list", "proposals", "S", "--as-at", ""], "--as-at is empty. Type a day and month"),
        (["list", "proposals", "S", "--colour"], "No such option '--colour'"),
        (["show", "MP999", "S"], "There is no proposal MP999 in 'sample.secdesk'"),
        (["show", "banana", "S"], "'banana' is no reference: it must look like DP114, MP086 or SECMP0067"),
        (["report", "S", "--month", "smarch"], "'smarch' is not a month. Type it like 2020-01"),
        (["report", "S"], "Missing option '--month'"),
        (["report", "S", "--month", "2020-01", "--paper-date", "soon"], "'soon' is not a date"),
        (["report", "S", "--month", "2020-01", "-o", "a.xls"], "'a.xls' must end in .pdf, .docx, .txt or .json"),
        (["report", "S", "--month", "2020-01", "-o", "no/a.pdf"], "There is no folder 'no'"),
        (["history", "S", "--record", "Nobody"], "No record is called 'Nobody' in 'sample.secdesk'"),
        (["history", "S", "--limit", "many"], "--limit must be a whole number from 1 to 99,999"),
        (["undo", "S", "--ack-fd", "x"], "--ack-fd is 'x'. Give the number of a file descriptor that is open"),
        (["undo", "S", "--ack-fd", "987"], "--ack-fd is '987'"),
        (["export", "S", "-o", "a.odt"], "'a.odt' must end in .json, .xlsx, .csv or .ics, or be a folder"),
        (["export", "S", "-o", "no/a.json"], "There is no folder 'no'"),
        (["export", "S", "-o", "sub.json"], "'sub.json' is a folder. Give the name of a file in it"),
        (["import", "S", "a.odt"], "'a.odt' must end in .csv, .xlsx, .json, .txt or .pdf"),
        (["import", "S", "a.csv"], "There is no file 'a.csv'. Check the name"),
        (["import", "S", "a.json"], "There is no file 'a.json'. Check the name"),
        (["import", "S", "sub.json"], "'sub.json' is a folder. Choose a file"),
        (["workdays", "1 Jan 2020", "soon"], "'soon' is not a date"),
        (["workdays", "2 Jan 2020", "1 Jan 2020"], "A period from 2 Jan 2020 must not end before it, on 1 Jan 2020"),
        (["workdays", "1 Jan 2020", "+3", "--convention", "x"], "There is no counting convention 'x'. Choose"),
    ],
)
def test_what_cannot_be_understood_is_told_in_one_sentence(
    run: Run, sample: str, at_work: Path, arguments: list[str], sentence: str
) -> None:
    (at_work / "sub.json").mkdir()
    before = files(at_work)
    found = run(*(sample if word == "S" else word for word in arguments))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(sentence)
    assert found.err.count("\n") == 1
    assert files(at_work) == before


def test_a_clock_that_is_no_moment_is_told(run: Run, sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECDESK_NOW", "noon")
    found = run("list", "proposals", sample)
    assert (found.code, found.err) == (
        2, "SECDESK_NOW is 'noon'. Set it to a moment like 2020-02-07T10:00, or unset it\n",
    )  # fmt: skip


def test_a_fault_of_the_program_is_logged_without_any_text_of_a_record(
    run: Run, sample: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("Secret title of MP078")

    monkeypatch.setattr("secdesk.services.listing.list_lines", fail)
    found = run("list", "proposals", sample)
    assert found.code == 70
    assert found.err.startswith("secdesk met a fault of its own (ZeroDivisionError) and stopped")
    assert found.err.count("\n") == 1
    (log,) = home.rglob("faults.log")
    assert str(log) in found.err
    assert "in list_command" in log.read_text()
    assert "Secret" not in log.read_text() + found.err
    if os.name != "nt":
        assert log.stat().st_mode & 0o077 == 0


def test_a_traceback_is_printed_only_when_asked_for(run: Run, sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECDESK_DEBUG", "1")
    assert "Traceback" in run("show", "MP999", sample).err
    monkeypatch.setenv("SECDESK_DEBUG", "0")
    assert "Traceback" not in run("show", "MP999", sample).err


# --- lists and single proposals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["proposal", "proposals", "PROPOSALS", "Proposal"])
def test_a_kind_may_be_singular_or_plural(run: Run, sample: str, kind: str) -> None:
    assert "DP107" in run("list", kind, sample).out


@pytest.mark.parametrize("kind", ["agenda-items", "agenda items", "agenda_item", "Agenda Item"])
def test_a_kind_of_two_words_may_be_written_with_any_joint(run: Run, sample: str, kind: str) -> None:
    assert run("list", kind, sample, "--json").json == run("list", "agenda_item", sample, "--json").json != []


def test_a_list_of_proposals_tells_what_follows_from_their_events(run: Run, sample: str) -> None:
    rows = {row["reference"]: row for row in run("list", "proposals", sample, "--json").json}
    dp107 = rows["DP107"]
    assert (dp107["title"], dp107["stage"], dp107["status"], dp107["status_label"], dp107["raised"]) == (
        "SMETS1 Validation of SRV 6.15.1", "define", "draft_in_development", "In development", "2020-01-13",
    )  # fmt: skip
    assert (dp107["duration"], dp107["convention"]) == (20, "weekdays_inclusive")
    assert dp107["proposer"]["name"] == "Gemma Slaney"
    assert rows["MP078"]["duration"] is None
    assert "DP101" in rows
    assert list(rows)[:2] == ["SECMP0007", "SECMP0015"]


def test_a_list_of_assessments_counts_as_the_published_report_did(run: Run, sample: str) -> None:
    rows = run("list", "assessments", sample, "--as-at", "31/1/2020", "--json").json
    current = {row["reference"]: row["duration"] for row in rows if row["state"] == "with_dcc"}
    assert current == {
        "SECMP0007": 134, "SECMP0015": 202, "SECMP0056": 154, "SECMP0024": 178, "SECMP0066": 167, "MP078": 89,
        "MP090": 51, "MP092": 45,
    }  # fmt: skip


def test_a_list_as_at_a_day_before_everything_is_told_so(run: Run, sample: str) -> None:
    rows = run("list", "proposals", sample, "--as-at", "2020-01-14", "--where", "DP107", "--json").json
    assert [row["status"] for row in rows] == ["draft_raised"]
    rows = run("list", "proposals", sample, "--as-at", "2020-01-12", "--where", "DP107", "--json").json
    assert [row["status"] for row in rows] == [""]


@pytest.mark.parametrize(
    ("where", "references"),
    [
        ("srv validation", {"DP107"}),
        ("title=traffic", {"DP100", "SECMP0062", "SECMP0067"}),
        ("Stage=release", {"SECMP0053", "MP081", "MP086", "MP091"}),
        ("proposer=gary", {"DP108", "DP109"}),
        ("*", set()),
        ("'; DROP TABLE proposal; --", set()),
    ],
)
def test_where_keeps_what_holds_the_words(run: Run, sample: str, where: str, references: set[str]) -> None:
    found = run("list", "proposals", sample, "--where", where, "--json").json
    assert references <= {row["reference"] for row in found}
    assert len(found) <= len(references) + 2


def test_a_table_ends_with_a_count(run: Run, sample: str) -> None:
    lines = run("list", "people", sample, "--where", "Gary Fairclough").out.splitlines()
    assert lines[0].split("  ")[0] == "Name"
    assert lines[1].startswith("Gary Fairclough")
    assert lines[-1] == "1 person"
    assert run("list", "actions", sample).out == "0 actions\n"


def test_one_proposal_is_shown_with_its_timeline(run: Run, sample: str) -> None:
    found = run("show", "dp107", sample).out
    assert found.startswith("DP107 SMETS1 Validation of SRV 6.15.1\nAs at 7 Feb 2020\n")
    assert "Status" in found
    assert "In development" in found
    assert "13 January 2020" in found
    told = run("show", "DP107", sample, "--as-at", "2020-01-20", "--json").json
    assert (told["reference"], told["status"], told["as_at"]) == ("DP107", "draft_raised", "2020-01-20")
    assert [entry["planned"] for entry in told["timeline"] if entry["day"] == "2020-01-13"] == [False]
    assert any(entry["planned"] for entry in run("show", "MP078", sample, "--json").json["timeline"])


def test_text_of_a_record_does_not_steer_the_terminal(run: Run, at_work: Path) -> None:
    run("new", "desk.secdesk")
    (at_work / "l.csv").write_text("Number,Title\nDP1,a \x1b[31mred\u202eB\n", encoding="utf-8")
    assert run("import", "desk.secdesk", "l.csv").code == 0
    pragma(at_work / "desk.secdesk", "UPDATE dated_value SET value='a\x1b[2Jb\u202ec\nd'")
    for words in (["list", "proposals", "desk.secdesk"], ["show", "1", "desk.secdesk"]):
        out = run(*words).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "a[2Jb" in out


def test_output_is_utf_8_on_a_console_that_knows_only_ascii(run: Run, at_work: Path) -> None:
    run("new", "desk.secdesk")
    (at_work / "l.csv").write_text("Number,Title\nDP1,Łukasz – ŵy 😀\n", encoding="utf-8")
    run("import", "desk.secdesk", "l.csv")
    for words in (["list", "proposals", "desk.secdesk"], ["list", "proposals", "desk.secdesk", "--json"]):
        found = start(*words, env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
        assert (found.returncode, found.stderr) == (0, "")
        assert "Łukasz – ŵy 😀" in found.stdout


def test_a_reader_that_stops_early_ends_the_command_quietly(sample: str) -> None:
    command = [sys.executable, "-m", "secdesk", "list", "proposals", sample, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# --- check, history, undo ---------------------------------------------------------------------------------------------


def test_a_sound_register_is_told_with_what_was_looked_at(run: Run, sample: str) -> None:
    found = run("check", sample)
    assert found.code == 0
    assert found.out.startswith("Sound: ")
    told = run("check", sample, "--json").json
    assert (told["sound"], told["findings"], told["steps"]) == (True, [], 1)


def test_a_change_from_outside_is_found_and_ends_with_one(run: Run, sample: str) -> None:
    pragma(Path(sample), "UPDATE person SET name='Eve' WHERE name='Gary Fairclough'")
    found = run("check", sample)
    assert (found.code, found.err) == (1, "")
    assert found.out.splitlines()[0] == "Person 'Eve' was changed outside secdesk or is damaged"
    assert found.out.splitlines()[-1].startswith("1 finding in ")
    told = run("check", sample, "--json")
    assert told.code == 1
    assert [finding["kind"] for finding in told.json["findings"]] == ["person"]


def test_the_history_is_told_in_words_and_as_json(run: Run, sample: str, at_work: Path) -> None:
    (at_work / "l.csv").write_text("Number,Title,As at\nMP080,Managing DUIS uplifts,1 Feb 2020\n")
    run("import", sample, "l.csv")
    lines = run("history", sample).out.splitlines()
    assert lines[0].startswith("2  7 Feb 2020 10:00  ")
    assert lines[0].endswith("  Imported from 'l.csv'")
    assert lines[-1].startswith("    and more: ")
    assert lines[1] == (
        "    Title of MP080: Ensuring a managed move to DUIS version 3.1 → Managing DUIS uplifts, from 1 Feb 2020"
    )
    newest_step, _ = run("history", sample, "--json").json
    assert newest_step["changes"][0]["fields"][0]["after"] == "Managing DUIS uplifts"
    assert len(run("history", sample, "--limit", "1", "--json").json) == 1
    own = run("history", sample, "--record", "MP080", "--json").json
    assert [entry["seq"] for entry in own] == [2, 1]
    assert run("history", sample, "--record", "Gary Fairclough", "--json").json[0]["seq"] == 1


def test_undo_and_redo_take_back_and_make_again(run: Run, sample: str, at_work: Path) -> None:
    assert run("undo", sample) == Answer(2, "", "There is nothing to undo in this register\n")
    (at_work / "l.csv").write_text(LIST)
    run("export", sample, "-o", "before.json")
    run("import", sample, "l.csv")
    run("export", sample, "-o", "after.json")
    assert run("undo", sample) == Answer(0, "Undone: Imported from 'l.csv'\n", "")
    run("export", sample, "-o", "undone.json")
    assert run("redo", sample) == Answer(0, "Redone: Imported from 'l.csv'\n", "")
    run("export", sample, "-o", "redone.json")
    states = {name: (at_work / f"{name}.json").read_bytes() for name in ("before", "after", "undone", "redone")}
    assert states["before"] == states["undone"] != states["after"] == states["redone"]
    assert run("redo", sample).err == "There is nothing to redo in this register\n"


# --- export and import ------------------------------------------------------------------------------------------------


def test_an_exported_register_is_imported_into_a_new_one(run: Run, sample: str, at_work: Path) -> None:
    assert run("export", sample, "-o", "a.json") == Answer(0, "a.json\n", "")
    assert run("import", "new.secdesk", "a.json").err.startswith("There is no file 'new.secdesk'. Check the name, or")
    assert "secdesk new" in run("import", "new.secdesk", "a.json").err
    run("new", "new.secdesk")
    assert run("import", "new.secdesk", "a.json", "--dry-run").out.startswith("Would import ")
    assert run("list", "proposals", "new.secdesk").out == "0 proposals\n"
    assert run("import", "new.secdesk", "a.json").out.startswith("Imported ")
    run("export", "new.secdesk", "-o", "b.json")
    assert (at_work / "a.json").read_bytes() == (at_work / "b.json").read_bytes()
    again = run("import", "new.secdesk", "a.json")
    assert (again.code, again.err.startswith("'new.secdesk' has records already")) == (2, True)


def test_a_file_that_is_no_register_is_not_imported(run: Run, at_work: Path) -> None:
    run("new", "new.secdesk")
    (at_work / "a.json").write_text('{"format": "secdesk register", "version": 1, "name": "x", "records": []}')
    for more in ([], ["--dry-run"]):
        found = run("import", "new.secdesk", "a.json", *more)
        assert (found.code, found.err) == (
            2, "In 'a.json', 'records': an object is expected, not a list\n",
        )  # fmt: skip


def test_an_export_over_the_register_itself_is_refused(run: Run, sample: str, at_work: Path) -> None:
    shutil.copy(sample, at_work / "register.json")
    found = run("export", "register.json", "-o", "register.json")
    assert (found.code, found.err) == (
        2,
        "'register.json' is the register itself. Choose another name for the output\n",
    )
    assert (at_work / "register.json").read_bytes() == Path(sample).read_bytes()


def test_an_export_that_fails_leaves_the_file_of_before(
    run: Run, sample: str, at_work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (at_work / "a.json").write_text("before")

    def full(_source: object, _target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("secdesk.files.os.replace", full)
    found = run("export", sample, "-o", "a.json")
    assert (found.code, found.err) == (
        2, "'a.json' could not be written (No space left on device). Choose another folder or name\n",
    )  # fmt: skip
    assert (at_work / "a.json").read_text() == "before"
    assert files(at_work) == ["a.json", "sample.secdesk"]


def test_a_list_is_previewed_then_imported_once(run: Run, at_work: Path) -> None:
    run("new", "desk.secdesk")
    (at_work / "l.csv").write_text(LIST, encoding="utf-8-sig")
    previewed = run("import", "desk.secdesk", "l.csv", "--dry-run")
    assert previewed.code == 0
    assert previewed.out.splitlines()[-1] == "2 new, 0 updated, 0 unchanged, 0 that cannot be read; nothing was written"
    assert run("list", "proposals", "desk.secdesk").out == "0 proposals\n"
    assert run("import", "desk.secdesk", "l.csv").out == (
        "Imported from 'l.csv': 2 new, 0 updated, 0 unchanged; 2 people and 2 organisations added\n"
    )
    assert run("import", "desk.secdesk", "l.csv").out == "'l.csv' changes nothing: 2 proposals as they were\n"
    assert len(run("history", "desk.secdesk", "--json").json) == 1
    rows = {row["reference"]: row["status"] for row in run("list", "proposals", "desk.secdesk", "--json").json}
    assert rows == {"MP077": "refinement", "DP107": "draft_in_development"}


def test_rows_that_cannot_be_read_are_all_told_and_nothing_is_taken(run: Run, at_work: Path) -> None:
    run("new", "desk.secdesk")
    (at_work / "l.csv").write_text(
        "Number,Status,Date\n" + "DP1,Refine,31/2\n" + "zzz,,\n" * 150 + "DP2,Refine,1 Feb\n"
    )
    found = run("import", "desk.secdesk", "l.csv")
    lines = found.err.splitlines()
    assert (found.code, found.out) == (2, "")
    assert lines[0] == "Row 2, Date: '31/2' is not a date. Type a day and month, like 27 Feb"
    assert lines[100] == "and 51 more"
    assert lines[101] == (
        "151 rows of 'l.csv' cannot be read, so nothing was imported. Correct the file, or import the readable rows"
        " alone with --readable-rows"
    )
    assert run("import", "desk.secdesk", "l.csv", "--dry-run").code == 1
    assert run("list", "proposals", "desk.secdesk").out == "0 proposals\n"
    assert run("import", "desk.secdesk", "l.csv", "--readable-rows").code == 0
    assert [row["number"] for row in run("list", "proposals", "desk.secdesk", "--json").json] == [2]


def test_a_number_that_is_taken_twice_in_a_list_is_told(run: Run, at_work: Path) -> None:
    run("new", "desk.secdesk")
    (at_work / "l.csv").write_text("Number\nDP101\nMP101\n")
    told = run("import", "desk.secdesk", "l.csv", "--json")
    assert told.code == 2
    assert [row["state"] for row in told.json["rows"]] == ["new", "unreadable"]
    assert told.json["imported"] is False
    assert "stands in row 2 already" in told.json["rows"][1]["problems"][0]


def test_the_day_of_a_list_may_be_given(run: Run, at_work: Path) -> None:
    run("new", "desk.secdesk")
    (at_work / "l.csv").write_text("Number,Status\nMP101,Refine\n")
    assert run("import", "desk.secdesk", "l.csv", "--as-at", "31 Jan 2020").code == 0
    assert run("list", "proposals", "desk.secdesk", "--as-at", "30/1/2020", "--json").json[0]["status"] == ""
    assert run("list", "proposals", "desk.secdesk", "--as-at", "31/1/2020", "--json").json[0]["status"] == "refinement"


@pytest.mark.skipif(os.name == "nt", reason="descriptors are not inherited there")
def test_each_durable_commit_is_acknowledged(at_work: Path) -> None:
    def acknowledged(*arguments: str) -> tuple[int, str]:
        reading, writing = os.pipe()
        found = start(*arguments, "--ack-fd", str(writing), pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as lines:
            return found.returncode, lines.read()

    (at_work / "l.csv").write_text(LIST)
    assert acknowledged("new", "desk.secdesk") == (0, "made\n")
    assert acknowledged("import", "desk.secdesk", "l.csv") == (0, "1\n")
    assert acknowledged("import", "desk.secdesk", "l.csv") == (0, "")
    assert acknowledged("undo", "desk.secdesk") == (0, "2\n")
    assert acknowledged("redo", "desk.secdesk") == (0, "3\n")
    assert acknowledged("redo", "desk.secdesk") == (2, "")


# --- papers -----------------------------------------------------------------------------------------------------------


def test_the_report_is_written_under_a_name_of_its_own(run: Run, sample: str, at_work: Path) -> None:
    found = run("report", sample, "--month", "january 2020")
    name = "Change Status Report - 2020-01 - draft.pdf"
    assert (found.code, found.out) == (0, f"{name}\n")
    assert (at_work / name).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("suffix", [".txt", ".json", ".docx", ".PDF"])
def test_the_form_of_the_report_follows_the_ending(run: Run, sample: str, at_work: Path, suffix: str) -> None:
    assert run("report", sample, "--month", "2020-01", "-o", f"out{suffix}").code == 0
    assert (at_work / f"out{suffix}").stat().st_size > 1000


def test_the_days_of_the_report_can_be_given(run: Run, sample: str, at_work: Path) -> None:
    words = ["--paper-date", "10 Feb 2020", "--figures-to", "30/1/2020"]
    assert run("report", sample, "--month", "2020-01", *words, "-o", "out.json").code == 0
    paper = json.loads((at_work / "out.json").read_text(encoding="utf-8"))
    assert "2020-02-10" in json.dumps(paper)
    assert "2020-01-30" in json.dumps(paper)


def test_what_the_font_lacks_is_told(run: Run, sample: str, at_work: Path) -> None:
    (at_work / "l.csv").write_text("Number,Title,Raised\nDP300,你好,20 Jan 2020\n", encoding="utf-8")
    run("import", sample, "l.csv")
    found = run("report", sample, "--month", "2020-01", "-o", "out.pdf")
    assert found.code == 0
    assert "The font lacks U+4F60; its code is printed in its place, near '" in found.err


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        (["19/4/2021", "10/5/2021"], 15),
        (["22 Jun 2020", "10 Jul 2020"], 15),
        (["15 Feb 2021", "5 Mar 2021"], 15),
        (["30 Jul 2019", "31 Jan 2020", "--convention", "weekdays_inclusive"], 134),
        (["30 Jul 2019", "31 Jan 2020", "--convention", "wd-inclusive"], 130),
        (["30 Jul 2019", "31 Jan 2020", "--convention", "wd_after_start"], 129),
    ],
)
def test_days_between_two_dates_are_counted(run: Run, arguments: list[str], days: int) -> None:
    told = run("workdays", *arguments, "--json").json
    assert told["days"] == days
    assert len(told["left_out"]) > 0


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        (["4 Mar 2020", "-10"], "2020-02-19"),
        (["14 Feb 2020", "-5"], "2020-02-07"),
        (["19 Apr 2021", "+15", "--convention", "wd_inclusive"], "2021-05-10"),
        (["10 May 2021", "-15", "--convention", "wd_inclusive"], "2021-04-19"),
        (["31 Jan 2020", "-134", "--convention", "weekdays_inclusive"], "2019-07-30"),
        (["today", "+1"], "2020-02-10"),
        (["7 Feb 2020", "+0"], "2020-02-07"),
    ],
)
def test_days_from_a_date_are_found(run: Run, arguments: list[str], day: str) -> None:
    assert run("workdays", *arguments, "--json").json["date"] == day


def test_the_days_left_out_are_named(run: Run) -> None:
    assert run("workdays", "9 Apr 2020", "14 Apr 2020").out.splitlines() == [
        "2 Working Days from 9 April 2020 to 14 April 2020, first and last day counted; left out: 2 weekend days,"
        " Good Friday (10 Apr 2020) and Easter Monday (13 Apr 2020)",
        "  2020-04-10  Good Friday",
        "  2020-04-11  Saturday",
        "  2020-04-12  Sunday",
        "  2020-04-13  Easter Monday",
    ]


# --- the window -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [[], ["a.secdesk"], ["some/place/a.secdesk"], ["--today", "2020-02-07"], ["sample"]]
)
def test_what_is_no_command_opens_the_window(
    run: Run, at_work: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    (at_work / "sample").write_text("a file without an ending")
    passed: list[list[str]] = []

    def open_window(argv: list[str]) -> int:
        passed.append(argv)
        return 7

    monkeypatch.setattr("secdesk.app.main", open_window)
    assert run(*arguments).code == 7
    assert passed == [arguments]


def test_reading_commands_change_nothing(run: Run, sample: str) -> None:
    before = Path(sample).read_bytes()
    for words in (["list", "events", sample], ["show", "MP078", sample], ["check", sample], ["history", sample]):
        assert run(*words).code == 0
    assert Path(sample).read_bytes() == before
    with Register.open(Path(sample), read_only=True) as register:
        assert b"MP" in export_state(register)
