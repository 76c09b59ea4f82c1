"""How fast a change of the register is seen in the report (G23): collected, composed and drawn anew, 20 pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from secdesk.papers.pdf.document import render_pdf
from secdesk.register.register import Register
from secdesk.services.papers import make_report
from tests.papers.two_years import fill_two_years

from .test_pdf_speed import draw_lines_only, drawn_pages, medians

pytestmark = pytest.mark.heavy

MONTH = "2023-12"
# Bare lines of 20 pages take about 28 ms where the whole is to take 500 ms.
MOST = 18


def test_a_report_of_twenty_pages_is_seen_anew_within_eighteen_times_its_bare_lines(
    tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    with Register.create(tmp_path / "lives.secdesk", who="Test") as register:
        fill_two_years(register, size=260)
        pages = drawn_pages(render_pdf(make_report(register, MONTH)).data)
        assert len(pages) >= 20

        seen, bare = benchmark.pedantic(
            medians,
            args=(lambda: render_pdf(make_report(register, MONTH)), lambda: draw_lines_only(pages)),
            kwargs={"rounds": 7},
            rounds=1,
        )

    benchmark.extra_info.update({"times bare lines": seen / bare, "seconds": seen, "pages": len(pages)})
    assert seen <= MOST * bare
