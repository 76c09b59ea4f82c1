"""``secdesk paper``: files in every form, and a sentence with exit code 2 for what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from secdesk.cli.any_paper_commands import paper
from secdesk.errors import KnownError
from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register
from secdesk.services.papers import PAPERS


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "january.secdesk"
    with Register.create(path, who="Test") as register:
        fill_with_sample(register)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(paper, [str(each) for each in arguments], standalone_mode=False)


@pytest.mark.parametrize(
    ("suffix", "beginning"), [(".pdf", b"%PDF-1.7"), (".docx", b"PK"), (".txt", b"AGENDA"), (".json", b"{")]
)
def test_a_paper_is_written_in_the_form_of_its_name(
    january: Path, tmp_path: Path, suffix: str, beginning: bytes
) -> None:
    file = tmp_path / f"agenda{suffix}"
    result = run("wg-agenda", january, "--meeting", "WG 2020-02-05", "--as-at", "2020-02-07", "-o", file)
    assert result.exception is None
    assert result.output.strip() == str(file)
    assert file.read_bytes().startswith(beginning)


def test_today_is_the_day_of_the_clock_where_no_day_is_given(
    january: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECDESK_NOW", "2020-02-07T10:00")
    file = tmp_path / "status.txt"
    assert run("release-status", january, "-o", file).exception is None
    assert "Data as at 7 Feb 2020" in file.read_text()


def test_options_reach_the_paper(january: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    more = ("--records", "proposals", "--where", "privacy", "--marking", "amber", "--as-at", "7 Feb 2020")
    assert run("list", january, *more, "-o", file).exception is None
    assert "AMBER" in file.read_text()
    assert "DP112" in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("wg-agenda",), "The paper 'Working Group agenda' needs a meeting, such as 'WG 2020-03-04'. Say which"),
        (("novel",), "There is no paper called 'novel'"),
        (("fact-sheet", "--proposal", "MP999"), "No proposal called 'MP999' is in this register"),
        (("kpi", "--marking", "blue"), "Marking must be one of WHITE, GREEN, AMBER or RED, not 'BLUE'"),
        (("list", "--records", "elephants"), "There is no kind of record called 'elephants'"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    january: Path, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    file = tmp_path / "paper.pdf"
    kind, *options = arguments
    result = run(kind, january, *options, "--as-at", "2020-02-07", "-o", file)
    assert isinstance(result.exception, KnownError)
    assert str(result.exception).startswith(sentence)
    assert result.exception.exit_code == 2
    assert not file.exists()


def test_a_form_that_there_is_not_is_refused_before_the_register_is_opened(tmp_path: Path) -> None:
    result = run("kpi", tmp_path / "none.secdesk", "-o", tmp_path / "kpi.odt")
    assert str(result.exception) == "'kpi.odt' must end in .pdf, .docx, .txt or .json"


def test_a_register_is_never_written_over(january: Path) -> None:
    before = january.read_bytes()
    named = january.with_suffix(".pdf")
    named.hardlink_to(january)
    result = run("kpi", january, "-o", named)
    assert "is the register itself" in str(result.exception)
    assert january.read_bytes() == before


def test_the_help_names_every_kind_and_what_it_needs() -> None:
    told = CliRunner().invoke(paper, ["--help"]).output
    for key, kind in PAPERS.items():
        assert key.replace("_", "-") in told
        assert kind.label.split(" (")[0] in told
    assert "Working Group agenda (--meeting)" in told
