"""``secdesk handover``: who holds the pen, passing it on, taking it back."""

from __future__ import annotations

import json
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
