"""The consistency report: every finding of the checks, its records, what was accepted and why, nothing restricted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from secdesk.models import ReleasePart
from secdesk.papers.consistency import collect_consistency
from secdesk.papers.tree import Paper, Table, figures, plain
from secdesk.register.register import Register
from secdesk.rules.checks import Finding
from secdesk.rules.naming import references
from secdesk.services.accepted import accept_finding
from secdesk.services.checks.running import check_month, check_register
from secdesk.services.papers import make_paper

from .full_register import TODAY
from .wishes import SAMPLE_DAY, plain_text


def report(register: Register, at: date = SAMPLE_DAY, month: str | None = "2020-01") -> Paper:
    return make_paper(register, "consistency", at=at, month=month)


def tables(paper: Paper) -> dict[str, Table]:
    return {block.title: block for block in paper.blocks if isinstance(block, Table)}


def test_each_finding_of_a_month_stands_under_its_severity(january: Register) -> None:
    found = check_month(january, "2020-01", today=SAMPLE_DAY)
    printed = tables(report(january))
    assert found
    for severity, title in (("error", "Errors"), ("warning", "Warnings"), ("note", "Notes")):
        own = [finding for finding in found if finding.severity == severity]
        rows = printed[title].rows if own else ()
        assert [plain(row[0]) for row in rows] == [finding.rule for finding in own]
        assert [plain(row[1]).rstrip(".") for row in rows] == [finding.sentence.rstrip(".") for finding in own]


def test_without_a_month_the_records_alone_are_checked(january: Register) -> None:
    found = check_register(january, at=SAMPLE_DAY)
    rows = [row for table in tables(report(january, month=None)).values() for row in table.rows]
    assert len(rows) == len(found) < len(check_month(january, "2020-01", today=SAMPLE_DAY))


def test_its_figures_lead_to_the_records(january: Register) -> None:
    told = {figure.text: figure.records for figure in figures(report(january))}
    with january.read() as session:
        called = references(session, None, SAMPLE_DAY)
    assert [called[uid] for uid in told["DP100"]] == ["DP100"]


def test_what_was_accepted_stands_apart_with_who_and_why(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("sample")
    first = check_month(register, "2020-01", today=SAMPLE_DAY)[0]
    with register.change("Accept") as session:
        accept_finding(session, first, "The Panel knows of it", "Ian Speller", SAMPLE_DAY)
    found = tables(report(register))
    (row,) = found["Findings that were accepted"].rows
    words = [plain(cell) for cell in row]
    assert words[0] == first.rule
    assert words[-2:] == ["Ian Speller, 7 Feb 2020", "The Panel knows of it"]
    open_rows = [plain(row[1]) for title, table in found.items() if "accepted" not in title for row in table.rows]
    assert f"{first.sentence.rstrip('.')}." not in open_rows


def test_a_part_of_a_release_is_not_named_beside_its_proposal(january: Register) -> None:
    with january.read() as session:
        part = session.execute(select(ReleasePart.uid, ReleasePart.proposal)).first()
        assert part is not None
        assert part.proposal
        records = (("release_part", part.uid), ("proposal", part.proposal))
        found = [Finding("C33", "error", "It is in a coming release", records)]
        facts = collect_consistency(session, found, {}, SAMPLE_DAY)
    assert [uid for _, uid in facts.open[0].names] == [part.proposal]


def test_a_finding_about_a_restricted_proposal_keeps_its_words(full: Register) -> None:
    assert "hides" not in plain_text(report(full, TODAY, None))


def test_a_register_without_faults_says_so(tmp_path: Path) -> None:
    with Register.create(tmp_path / "empty.secdesk", who="Test") as register:
        text = plain_text(report(register, month=None))
    assert "The checks found nothing." in text


@pytest.mark.parametrize("month", [None, "2020-01"])
def test_it_names_what_each_check_that_fired_looks_for(january: Register, month: str | None) -> None:
    paper = report(january, month=month)
    fired = {plain(row[0]) for table in tables(paper).values() for row in table.rows}
    listed = plain_text(paper).partition("What these checks look for")[2]
    assert all(rule in listed for rule in fired)
