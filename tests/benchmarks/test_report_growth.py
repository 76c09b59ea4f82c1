"""How the time of the report grows with the register: 500, 5,000 and 50,000 proposals (targets.md)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from secdesk.papers.pdf.document import render_pdf
from secdesk.register.register import Register
from secdesk.services.papers import make_report
from tests.generated import make_register

pytestmark = pytest.mark.heavy

MONTH = "2020-01"
SIZES = (500, 5_000, 50_000)
MOST = (10, 16)
"""The most that ten times the proposals may take, from the first size to the second and on to the third."""

ROUNDS = (9, 5, 3)


def report_pages(register: Register) -> int:
    """Collect, compose and draw the report, and return how many pages it has."""
    return render_pdf(make_report(register, MONTH)).pages


def seconds(register: Register, rounds: int) -> float:
    """Return the median time of a report in a warm process."""
    report_pages(register)
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        report_pages(register)
        taken.append(perf_counter() - start)
    return median(taken)


def measured(paths: list[Path]) -> list[float]:
    """Return the time of the report of each register."""
    found = []
    for path, rounds in zip(paths, ROUNDS, strict=True):
        with Register.open(path, read_only=True) as register:
            found.append(seconds(register, rounds))
    return found


def test_ten_times_the_proposals_take_at_most_ten_and_then_sixteen_times_as_long(
    tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    paths = [make_register(tmp_path / f"{size}.secdesk", size) for size in SIZES]

    found = benchmark.pedantic(measured, args=(paths,), rounds=1)

    ratios = [after / before for before, after in pairwise(found)]
    benchmark.extra_info.update({"seconds": found, "ratios": ratios})
    assert [ratio <= most for ratio, most in zip(ratios, MOST, strict=True)] == [True, True], ratios
