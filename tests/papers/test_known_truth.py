"""Every figure of the report equals a count in plain SQL over the file, for 24 months of a made-up register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from secdesk.papers.tree import Chevrons, figures
from secdesk.register.register import Register
from secdesk.services.papers import make_report

from .plain_sql import expected_figures
from .two_years import MONTHS, fill_two_years

# The turns of the Regulatory Year, and the months in which a setting, a statement or a paper's own days change.
ORDINARY = ("2022-01", "2022-05", "2022-09", "2022-11", "2023-03", "2023-04", "2023-10", "2023-12")


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lives") / "two years.secdesk"
    with Register.create(file, who="Test") as register:
        fill_two_years(register)
    return file


@pytest.fixture
def register(lives: Path) -> Iterator[Register]:
    with Register.open(lives, read_only=True) as opened:
        yield opened


def printed_figures(register: Register, month: str) -> Counter[tuple[str, str]]:
    return Counter((figure.key, figure.text) for figure in figures(make_report(register, month)))


@pytest.mark.parametrize(
    "month", [pytest.param(month, marks=() if month in ORDINARY else pytest.mark.heavy) for month in MONTHS]
)
def test_every_figure_of_the_report_equals_a_count_in_plain_sql(lives: Path, register: Register, month: str) -> None:
    printed, counted = printed_figures(register, month), expected_figures(lives, month)
    assert {"only printed": printed - counted, "only counted": counted - printed} == {
        "only printed": Counter(),
        "only counted": Counter(),
    }


def test_the_months_have_something_to_say_of_every_kind(register: Register) -> None:
    told = {figure.key.split(".")[0] for month in ORDINARY for figure in figures(make_report(register, month))}
    assert told >= {"stage", "summary", "define", "refine", "opine", "release", "open", "completed", "appendix", "over"}
    keys = [key for month in ORDINARY for key, _ in printed_figures(register, month)]
    for start in (
        "summary.decisions.authority_rejected", "summary.decisions.withdrawn", "define.develop", "define.target",
        "refine.requests", "refine.wg.unrecorded", "opine.authority", "opine.back", "opine.votes.undated",
        "opine.waiting.count", "release.unassigned", "recount.pa_open", "stage.unknown", "open.duration.wd_inclusive",
    ):  # fmt: skip
        assert any(key.startswith(start) for key in keys), start


def test_the_figures_drawn_into_the_stages_equal_those_of_their_sections(register: Register) -> None:
    for month in ORDINARY:
        report = make_report(register, month)
        (chevrons,) = (block for block in report.blocks if isinstance(block, Chevrons))
        drawn = {item.stage: int(item.count.text) for item in chevrons.items}
        known = {figure.key: figure for figure in figures(report)}
        if not known["open.count"].mark:
            assert sum(drawn[stage] for stage in ("define", "refine", "opine")) == int(known["open.count"].text)
        waiting = {record for key, figure in known.items() if _counts_a_release(key) for record in figure.records}
        assert drawn["release"] >= len(waiting) > 0


def _counts_a_release(key: str) -> bool:
    return key.startswith("release.") and key.endswith(".count")
