"""What ``secdesk check`` prints of the paper check, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from secdesk.cli.findings import exit_code, print_findings, run_checks, summary
from secdesk.errors import Invalid
from secdesk.exchange.sample import fill_with_sample
from secdesk.register.register import Register
from secdesk.rules.checks import Finding

TODAY = date(2020, 2, 7)
NOTE = Finding("C05", "note", "Titles nearly the same: A and B", (("proposal", "a"), ("proposal", "b")), ("A", "B"))
WARNING = Finding("C34", "warning", "MP1 ‘Łódź’ is approved and in no release", (("proposal", "a"),))
ERROR = Finding("C01", "error", "Number 1 is that of 2 proposals", (("proposal", "a"),))


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "sample.secdesk", who="Test") as register:
        fill_with_sample(register)
        yield register


@pytest.mark.parametrize(
    ("findings", "code"),
    [([], 0), ([NOTE], 0), ([NOTE, WARNING], 1), ([ERROR], 1)],
    ids=["none", "note", "warning", "error"],
)
def test_the_command_ends_with_1_where_there_are_errors_or_warnings(findings: list[Finding], code: int) -> None:
    assert exit_code(findings) == code


def test_each_finding_is_a_line_and_the_last_line_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_findings([ERROR, WARNING, NOTE, NOTE]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "C01  error    Number 1 is that of 2 proposals",
        "C34  warning  MP1 ‘Łódź’ is approved and in no release",
        "C05  note     Titles nearly the same: A and B",
        "C05  note     Titles nearly the same: A and B",
        "The checks found 1 error, 1 warning and 2 notes",
    ]


def test_nothing_found_is_said_in_words() -> None:
    assert summary([]) == "The checks found nothing"


def test_json_names_check_key_and_records(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_findings([WARNING, NOTE], as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["errors"], told["warnings"], told["notes"]) == (0, 1, 1)
    assert told["findings"][0] == {
        "rule": "C34",
        "name": "Approved without a release",
        "severity": "warning",
        "sentence": WARNING.sentence,
        "key": WARNING.key,
        "records": [{"kind": "proposal", "uid": "a"}],
    }
    assert told["findings"][1]["key"] == NOTE.key


def test_a_month_checks_its_report_and_none_the_records(sample: Register) -> None:
    by_month, by_day = run_checks(sample, "January 2020", TODAY), run_checks(sample, None, TODAY)
    assert {finding.rule for finding in by_day} < {finding.rule for finding in by_month}
    assert (exit_code(by_month), exit_code(by_day)) == (1, 0)


def test_a_month_that_is_none_ends_with_a_sentence(sample: Register) -> None:
    with pytest.raises(Invalid, match="'soon' is not a month"):
        run_checks(sample, "soon", TODAY)
