"""Appendix A alone says what the report's own appendix says."""

from __future__ import annotations

from datetime import date

from secdesk.papers.tree import Table, figures, plain
from secdesk.register.register import Register
from secdesk.services.papers import make_paper, make_report

from .full_register import TODAY
from .wishes import SAMPLE_DAY, plain_text


def rows(paper_blocks: tuple[object, ...], title: str) -> list[list[str]]:
    (table,) = (block for block in paper_blocks if isinstance(block, Table) and block.title == title)
    return [[plain(cell) for cell in row] for row in table.rows]


def test_the_rows_of_a_month_are_those_of_its_report(january: Register) -> None:
    alone = make_paper(january, "assessments", at=SAMPLE_DAY, month="2020-01")
    report = make_report(january, "2020-01")
    for title in ("Assessments with the DCC", "Assessments returned", "DCC assessments: totals and average durations"):
        assert rows(alone.blocks, title) == rows(report.blocks, title)
    assert alone.as_at == "2020-01-31"
    assert alone.subtitle == "January 2020"


def test_without_a_month_durations_run_to_the_day_of_the_paper(january: Register) -> None:
    paper = make_paper(january, "assessments", at=SAMPLE_DAY)
    found = {f.text for f in figures(paper) if f.key.startswith("appendix.duration.") and f.calendar}
    assert {"139 WD", "207 WD", "56 WD"} <= found
    assert paper.as_at == "2020-02-07"


def test_a_request_not_accepted_yet_and_a_target_not_passed_are_told(full: Register) -> None:
    text = plain_text(make_paper(full, "assessments", at=TODAY))
    assert "MP077 IA 6 Jan 20 13 Jan 20 9 Mar 20 40 WD 36 WD within target" in text


def test_before_anything_was_accepted_the_paper_says_that_there_is_nothing(january: Register) -> None:
    text = plain_text(make_paper(january, "assessments", at=date(2018, 5, 1)))
    assert "No assessments are with the DCC." in text
    assert "No assessments were returned during 2018/19." in text
