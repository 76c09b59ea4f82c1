"""What ``secdesk import`` prints and does with an old report, and how it ends."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from secdesk.cli.report_reading import import_report, is_report
from secdesk.errors import KnownError
from secdesk.exchange.sample import fill_with_sample
from secdesk.models import Event, Proposal
from secdesk.papers.render import render
from secdesk.register.register import Register
from secdesk.services.papers import make_report

REPORT = """Change Status Report — January 2020

Ann Other
SECAS Team
7 February 2020

DPl01 ‘Large Meters’ was raised by Ann Other of the DCC on 13 January 2020.

Words that no report says.

Actual duration
15 WD
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "desk.secdesk"
    Register.create(path, who="Test").close()
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def run(
    register: Path, file: Path, *, known_by: date | None = None, dry_run: bool = False, as_json: bool = False
) -> int:
    return import_report(register, file, known_by, dry_run=dry_run, as_json=as_json, ack_fd=None)


def proposals_in(path: Path) -> int:
    with Register.open(path, read_only=True) as opened:
        return opened.count(Proposal)


def test_a_preview_tells_every_record_and_writes_nothing(
    register: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(register, report, dry_run=True) == 0
    told = capsys.readouterr().out
    assert "DP101 was raised on 13 Jan 2020" in told
    assert "DPl01 read as DP101" in told
    assert "1 value under 'Actual duration' for 0 rows: which rows these values belong to cannot be told" in told
    assert told.rstrip().endswith("5 new; nothing was written")
    assert proposals_in(register) == 0


def test_an_import_says_what_it_did_and_the_second_changes_nothing(
    register: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(register, report) == 0
    assert "Imported from 'report.txt': 5 records added, 0 records changed" in capsys.readouterr().out
    assert proposals_in(register) == 1
    assert run(register, report) == 0
    assert "'report.txt' changes nothing" in capsys.readouterr().out


def test_the_step_is_named_after_the_file(register: Path, report: Path) -> None:
    run(register, report)
    with Register.open(register, read_only=True) as opened:
        assert opened.chain_head()[0] == 1


def test_json_has_every_line_with_its_reason(register: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(register, report, dry_run=True, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["form"], told["month"], told["known_by"], told["dry_run"]) == ("report", "2020-01", "2020-02-07", True)
    strange = next(line for line in told["lines"] if line["text"] == "Words that no report says.")
    assert (strange["confidence"], strange["facts"]) == ("unknown", [])
    raised = next(fact for fact in told["facts"] if fact["kind"] == "raised")
    assert raised["repairs"] == ["DPl01 read as DP101"]
    assert {record["state"] for record in told["records"]} == {"new"}


def test_a_day_given_by_hand_takes_the_place_of_the_reports_own(register: Path, report: Path) -> None:
    report.write_text(f"{REPORT}\nThe CSC noted DP101 ‘Large Meters’.\n", encoding="utf-8")
    run(register, report, known_by=date(2020, 2, 14))
    with Register.open(register, read_only=True) as opened, opened.read() as session:
        assert session.scalar(select(func.max(Event.known_by))) == date(2020, 2, 14)


def test_a_report_whose_day_cannot_be_read_asks_for_it(register: Path, report: Path) -> None:
    report.write_text(REPORT.replace("7 February 2020", "7 Feb"), encoding="utf-8")
    with pytest.raises(KnownError, match="Give it with --as-at"):
        run(register, report)


def test_a_text_that_is_no_report_is_refused(register: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Panel,\n", encoding="utf-8")
    assert not is_report(letter)
    with pytest.raises(KnownError, match="holds nothing that reads like a Change Status Report"):
        run(register, letter)


def test_a_preview_that_differs_from_the_register_ends_with_1(
    register: Path, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(register, report)
    report.write_text(REPORT.replace("13 January", "14 January"), encoding="utf-8")
    assert run(register, report, dry_run=True) == 1
    assert "the register has: was raised on 13 Jan 2020" in capsys.readouterr().out


def test_a_pdf_of_our_own_is_read(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = tmp_path / "report.pdf"
    with Register.create(tmp_path / "sample.secdesk", who="Test") as sample:
        fill_with_sample(sample)
        pdf.write_bytes(render(make_report(sample, "2020-01"), ".pdf").data)
    assert is_report(pdf)
    assert run(register, pdf) == 0
    assert proposals_in(register) == 36
    assert "Imported from 'report.pdf'" in capsys.readouterr().out
