"""``secdesk handover``: who holds the pen, passing it on, taking it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from secdesk.cli.commands import secdesk
from secdesk.errors import KnownError
from secdesk.register.register import Register


def run(*args: object) -> Result:
    return CliRunner().invoke(secdesk, ["handover", *map(str, args)])


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SECDESK_NOW", "2020-02-07T12:00:00+00:00")
    path = tmp_path / "SEC.secdesk"
    Register.create(path).close()
    return path


def test_it_says_who_holds_the_pen_and_writes_the_file_for_the_next(register: Path, tmp_path: Path) -> None:
    assert "never passed on" in run(register).output
    file = tmp_path / "for Ann.secdesk-backup"
    told = run(register, "--to", "Ann", "-o", file)
    assert "with Ann since 7 Feb 2020" in told.output
    assert file.exists()
    found = json.loads(run(register, "--json").output)
    assert (found["pen"]["holder"], found["pen"]["turn"], found["file"]) == ("Ann", 1, None)
    assert json.loads(run(register, "--take-back", "--json").output)["pen"]["turn"] == 2


@pytest.mark.parametrize(
    "args", [("-o", "x.secdesk-backup"), ("--to", "Ann", "--take-back"), ("--take-back",), ("--to", "")]
)
def test_what_cannot_be_meant_is_refused(register: Path, args: tuple[str, ...]) -> None:
    assert isinstance(run(register, *args).exception, KnownError)


def test_two_people_pass_it_to_and_fro_and_each_is_told(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def do(who: str, *args: object) -> str:
        monkeypatch.setenv("LOGNAME", who)
        result = CliRunner().invoke(secdesk, [str(each) for each in args])
        assert result.exit_code == 0, result.output
        return result.output

    theirs, file, back = tmp_path / "theirs.secdesk", tmp_path / "1.secdesk-backup", tmp_path / "2.secdesk-backup"
    do("lead", "handover", register, "--to", "ann", "-o", file)
    given = "The pen of this register is with ann since 7 Feb 2020"
    assert given in (told := do("ann", "restore", file, "-o", theirs))
    assert "given by lead" in told
    assert given in do("ann", "verify", file)
    do("ann", "handover", theirs, "--to", "lead", "-o", back)
    assert given in do("lead", "handover", register)
    assert "The pen of this register is with lead" in do("lead", "merge", register, back)
    assert "The pen of this register" not in do("lead", "merge", register, back)
    assert "It was with" not in do("lead", "handover", register, "--to", "bob", "-o", tmp_path / "3.secdesk-backup")
    assert "It was with bob until now. Merge their copy" in do("lead", "handover", register, "--take-back")
    assert "The pen" not in do("lead", "verify", do_backup_before(do, tmp_path))


def do_backup_before(do: Callable[..., str], folder: Path) -> Path:
    """Write a backup of a register whose pen was never passed on."""
    other, backup = folder / "other.secdesk", folder / "other.secdesk-backup"
    do("lead", "new", other)
    do("lead", "backup", other, "-o", backup)
    return backup
