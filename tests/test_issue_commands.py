"""The commands about issued papers, accepted findings and what changed, as a person types them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from secdesk.cli.commands import secdesk
from secdesk.cli.faults import FOUND_PROBLEMS
from secdesk.errors import KnownError
from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.services.records import update_record


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("issue") / "january.secdesk"
    with Register.create(path, who="Test") as register:
        fill_with_sample(register)
    return path


@pytest.fixture
def january(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SECDESK_NOW", "2020-02-07T10:00")
    return Path(shutil.copy(made, tmp_path / "january.secdesk"))


def run(name: str, *arguments: str | Path) -> Result:
    command: click.Command = secdesk.commands[name]
    return CliRunner().invoke(command, [str(each) for each in arguments], standalone_mode=False)


def issue_report(register: Path, *more: str | Path) -> Result:
    return run("issue", "change-status-report", register, "--month", "2020-01", *more)


def retitle(path: Path) -> None:
    with Register.open(path, who="Test") as register, register.change("Retitle") as session:
        uid = find(session, "proposal", "DP101", date(2020, 2, 7))
        assert uid is not None
        update_record(session, "proposal", uid, {"title": "Another name"})


def lines(result: Result) -> Sequence[str]:
    assert result.exception is None, result.exception
    return result.output.splitlines()


def test_issue_writes_the_very_bytes_that_issued_writes_again(january: Path, tmp_path: Path) -> None:
    file, folder = tmp_path / "first.pdf", tmp_path / "again"
    folder.mkdir()
    assert "Change Status Report January 2020 v1.0 issued" in lines(issue_report(january, "-o", file))
    assert lines(run("issued", january, "-o", folder))
    again = folder / "Change Status Report - 2020-01 - v1.0.pdf"
    assert again.read_bytes() == file.read_bytes()


def test_a_stale_paper_ends_the_command_with_one(january: Path) -> None:
    issue_report(january)
    assert run("issued", january, "--stale").return_value == 0
    retitle(january)
    result = run("issued", january, "--stale")
    assert result.return_value == FOUND_PROBLEMS
    assert "1 record changed since this paper was made" in result.output


def test_a_corrected_version_is_history_and_not_stale(january: Path) -> None:
    issue_report(january)
    retitle(january)
    told = lines(issue_report(january))
    assert "Change Status Report January 2020 v1.1 issued" in told
    assert any("Another name" in line for line in told)
    assert run("issued", january, "--stale").return_value == 0
    found = json.loads(run("issued", january, "--json").output)
    assert [(each["version"], each["stale"]) for each in found] == [("1.1", False), ("1.0", False)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("list",), "needs a kind of record"),
        (("conversion",), "needs a proposal"),
        (("nonsense",), "There is no paper called 'nonsense'"),
        (("action-log", "-o", "log.docx"), "must end in .pdf"),
    ],
)
def test_what_cannot_be_issued_is_refused_in_a_sentence(
    january: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    kind, *more = arguments
    result = run("issue", kind, january, *more)
    assert isinstance(result.exception, KnownError)
    assert sentence in str(result.exception)


def test_an_accepted_finding_is_not_told_again_until_it_is_asked_about(january: Path) -> None:
    checked = json.loads(run("check", january, "--month", "2020-01", "--json").stdout)["checks"]["findings"]
    key = next(each["key"] for each in checked if each["rule"] == "C32")
    assert run("accept", january, key[:9], "--month", "2020-01", "--reason", "As in print").exception is None
    result = run("check", january, "--month", "2020-01")
    assert "C32" not in result.stdout
    assert "1 accepted finding not told again" in result.stderr
    assert run("accept", january, key, "--withdraw").exception is None
    assert "C32" in run("check", january, "--month", "2020-01").stdout


def test_accepting_wants_a_reason_and_one_key(january: Path) -> None:
    assert "Say why" in str(run("accept", january, "C32", "--month", "2020-01").exception)
    several = run("accept", january, "C43", "--month", "2020-01", "--reason", "x").exception
    assert "Give more of the key" in str(several)
    assert "No finding begins with" in str(run("accept", january, "C99", "--reason", "x").exception)


# --- what changed ----------------------------------------------------------------------------------------------------


def test_two_months_are_told_apart_in_facts(january: Path) -> None:
    found = lines(run("diff", january, "--month", "2019-12", "--month", "2020-01"))
    assert "    MP080 PA was returned on 17 Jan 2020" in found
    assert "    DP112 is new: ‘Raised’" in found
    assert any(line.startswith("    Preliminary Assessments open: average is 106 WD, was ") for line in found)


def test_two_registers_are_told_apart_and_equal_ones_do_not_differ(january: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(january, tmp_path / "other.secdesk"))
    assert lines(run("diff", january, other)) == ["Nothing changed"]
    retitle(other)
    found = json.loads(run("diff", january, other, "--json").output)
    assert [(each["kind"], each["subject"]) for each in found] == [("retitled", "DP101")]
    assert found[0]["words"] == "was ‘Large Gas Meter Displays’ and is now ‘Another name’"


def test_diff_says_what_it_needs(january: Path) -> None:
    assert "Give two months" in str(run("diff", january).exception)
    assert "is not a month" in str(run("diff", january, "--month", "x", "--month", "2020-01").exception)
