"""How fast papers are written: as ratios of what reportlab needs to draw the same lines with nothing round them.

The contenders take turns within one run, so that a busy machine slows all of them alike, and their medians are
compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from statistics import median
from time import perf_counter

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine
from pytest_benchmark.fixture import BenchmarkFixture

from secdesk.papers.pdf.document import render_pdf
from secdesk.papers.tree import Column, Heading, Line, Paper, Table, Text
from tests.papers.trees import long_table, rich_paper

pytestmark = pytest.mark.heavy

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of a finished paper: its text, its place in points, its typeface and size."""

    text: str
    x: float
    y: float
    font: str
    size: float


def papers(size: int = 1) -> Iterator[Paper]:
    """Yield reports of some 13 pages times ``size``, no two with the same text, so that nothing can be remembered."""
    report = rich_paper()
    number = 0
    while True:
        number += 1
        blocks = report.blocks * size
        yield replace(
            report,
            title=f"{report.title} {number}",
            blocks=(*blocks, Heading(1, (Text(f"Run {number}"),)), renumbered(long_table(60 * size), number)),
        )


def renumbered(table: Table, number: int) -> Table:
    rows: list[tuple[Line, ...]] = [((Text(f"MP{number}.{place}"),), *row[1:]) for place, row in enumerate(table.rows)]
    return replace(table, columns=(Column("Reference"), *table.columns[1:]), rows=tuple(rows))


def drawn_pages(data: bytes) -> list[list[DrawnLine]]:
    return [
        [drawn_line(line) for box in page if isinstance(box, LTTextContainer) for line in box if is_line(line)]
        for page in extract_pages(BytesIO(data))
    ]


def is_line(item: object) -> bool:
    return isinstance(item, LTTextLine)


def drawn_line(line: LTTextLine) -> DrawnLine:
    letter = next(item for item in line if isinstance(item, LTChar))
    font = letter.fontname.partition("+")[2]
    return DrawnLine(line.get_text().strip(), line.x0, line.y0, font, letter.size)


def draw_lines_only(pages: list[list[DrawnLine]]) -> bytes:
    """Draw the lines as reportlab's canvas does it, the fastest way there is with this library."""
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, invariant=1, initialFontName="Arimo-Regular")
    for page in pages:
        for line in page:
            canvas.setFont(line.font, line.size)
            canvas.drawString(line.x, line.y, line.text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def medians(*contenders: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the median time of each contender, in seconds; they take turns."""
    times: list[list[float]] = [[] for _ in contenders]
    for _ in range(rounds):
        for contender, taken in zip(contenders, times, strict=True):
            start = perf_counter()
            contender()
            taken.append(perf_counter() - start)
    return [median(taken) for taken in times]


@contextmanager
def no_marks(*_: object) -> Iterator[None]:
    yield


def render_untagged(paper: Paper) -> bytes:
    """Write the same file with its metadata, but with no marked content and an empty structure tree."""
    from secdesk.papers.pdf import tags
    from secdesk.papers.pdf.page import PaperCanvas

    write_tags, nothing = tags.tag_pdf, tags.Node("Document")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PaperCanvas, "marked", no_marks)
        patch.setattr(PaperCanvas, "artifact", no_marks)
        patch.setattr(tags, "tag_pdf", lambda data, document, facts: write_tags(data, nothing, facts))
        return render_pdf(paper).data


def test_a_report_takes_at_most_eight_times_as_long_as_its_bare_lines(benchmark: BenchmarkFixture) -> None:
    fresh = papers()
    pages = drawn_pages(render_pdf(next(fresh)).data)
    assert 12 <= len(pages) <= 18

    paper, bare = benchmark.pedantic(
        medians, args=(lambda: render_pdf(next(fresh)), lambda: draw_lines_only(pages)), rounds=1
    )

    benchmark.extra_info["times bare lines"] = paper / bare
    assert paper <= 8 * bare


def test_tags_take_at_most_a_fifth_of_the_time_of_a_report_without(benchmark: BenchmarkFixture) -> None:
    fresh = papers()
    render_pdf(next(fresh))

    tagged, untagged = benchmark.pedantic(
        medians, args=(lambda: render_pdf(next(fresh)), lambda: render_untagged(next(fresh))), rounds=1
    )

    benchmark.extra_info["times untagged"] = tagged / untagged
    assert tagged <= 1.2 * untagged


def test_a_report_ten_times_as_long_takes_about_ten_times_as_long(benchmark: BenchmarkFixture) -> None:
    short, long = papers(), papers(10)
    render_pdf(next(short))

    once, tenfold = benchmark.pedantic(
        medians, args=(lambda: render_pdf(next(short)), lambda: render_pdf(next(long))), kwargs={"rounds": 5}, rounds=1
    )

    benchmark.extra_info["times the short report"] = tenfold / once
    assert tenfold <= 11 * once
