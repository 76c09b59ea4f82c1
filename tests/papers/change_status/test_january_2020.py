"""The report of January 2020: every published fact stands in its section of every kind of file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secdesk.exchange.sample import fill_with_sample
from secdesk.papers.render import render
from secdesk.papers.tree import figures
from secdesk.register.register import Register
from secdesk.services.papers import make_report
from tests.papers.change_status.reading import row_with, sections, stand_together, text_of

FACTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "january-2020-facts.json").read_text(encoding="utf-8")
)["facts"]


def _is_row(pieces: list[str]) -> bool:
    return any(piece.endswith(" WD") for piece in pieces)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".txt"])
def test_every_published_fact_stands_in_its_section(sample: Register, suffix: str) -> None:
    found = sections(text_of(make_report(sample, "2020-01"), suffix))
    assert len(FACTS) == 92
    missing = [
        fact
        for fact in FACTS
        if not stand_together(found[fact["section"]], fact["all"])
        or (_is_row(fact["all"]) and not row_with(found[fact["section"]], fact["all"]))
    ]
    assert missing == []


def test_the_eight_open_assessments_have_the_published_durations(sample: Register) -> None:
    found = {f.text for f in figures(make_report(sample, "2020-01")) if f.key.startswith("open.duration.")}
    assert found == {f"{days} WD" for days in (134, 202, 178, 154, 167, 89, 51, 45)}


def test_every_figure_of_the_report_knows_its_records(sample: Register) -> None:
    without = [f.key for f in figures(make_report(sample, "2020-01")) if not f.records and f.text not in ("0", "no")]
    assert without == []


def test_a_counted_duration_carries_its_calendar(sample: Register) -> None:
    found = [f for f in figures(make_report(sample, "2020-01")) if f.key.startswith("open.duration.")]
    assert all(f.calendar and f"{f.calendar.days} WD" == f.text and f.calendar.end == "2020-01-31" for f in found)


def test_stated_figures_are_marked_and_explained_with_the_registers_own(sample: Register) -> None:
    text = text_of(make_report(sample, "2020-01"), ".txt")
    for figure in ("47 [", "269 WD [", "19 [", "165 WD [", "59 WD [", "56 WD [", "10 ["):
        assert figure in text
    assert "by date of return alone the total is 9" in text
    assert "the total of 47 is stated, not counted; this register has 29." in text
    assert "29 of 47 open proposals are in this register" in text


def test_two_runs_give_equal_bytes(sample: Register) -> None:
    for suffix in (".pdf", ".docx", ".txt", ".json"):
        first, second = (render(make_report(sample, "2020-01"), suffix).data for _ in range(2))
        assert first == second


def test_a_second_register_of_the_same_records_gives_the_same_bytes(sample: Register, tmp_path: Path) -> None:
    with Register.create(tmp_path / "other.secdesk", who="Analyst Two") as other:
        fill_with_sample(other)
        assert render(make_report(other, "2020-01"), ".pdf").data == render(make_report(sample, "2020-01"), ".pdf").data
