"""No page of any paper is left near empty: it holds some lines, and not only a note, a heading or a last row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

from secdesk.papers.render import render
from secdesk.papers.tree import Bullets, Column, Heading, Paper, Paragraph, Table
from secdesk.register.register import Register
from secdesk.services.papers import PAPERS, make_paper
from tests.generated import TODAY

from .large_register import large_wishes, make_large
from .trees import long_table, paragraph, small_paper, text
from .wishes import paper_of

MILLIMETRE = 72 / 25.4
NOTE, LARGE = 10, 4 / 3
# Lines to be signed have room for a hand between them: three of them reach as far as five others.
FEWEST, LEAST = 4, 90
# The lists of 500 proposals have a hundred pages: their beginning and their end tell enough.
FIRST, LAST = 10, 3


@dataclass(frozen=True, slots=True)
class Body:
    """What a page holds between its margins: how many lines, how far they reach down it, the sizes of their letters."""

    lines: int
    height: float
    sizes: frozenset[float]


def bodies(data: bytes, pages: int) -> Iterator[tuple[int, Body]]:
    """Yield the pages of a file by number with what they hold."""
    wanted = sorted({*range(min(pages, FIRST)), *range(max(pages - LAST, 0), pages)})
    for number, page in zip(wanted, extract_pages(BytesIO(data), page_numbers=wanted), strict=True):
        found = [
            line
            for box in page
            if isinstance(box, LTTextContainer)
            for line in box
            if isinstance(line, LTTextLine)
            and line.get_text().strip()
            and line.y0 >= 28 * MILLIMETRE - 2
            and line.y1 <= page.height - 30 * MILLIMETRE + 6
        ]
        sizes = {round(item.size, 1) for line in found for item in line if isinstance(item, LTChar)}
        height = max(line.y1 for line in found) - min(line.y0 for line in found)
        yield number + 1, Body(len({round(line.y0) for line in found}), height, frozenset(sizes))


def near_empty(paper: Paper) -> list[tuple[int, Body]]:
    """Return the pages that hold next to nothing."""
    rendering = render(paper, ".pdf")
    if rendering.pages == 1:
        return []
    note = NOTE * (LARGE if paper.large_print else 1) + 0.2
    return [
        (number, body)
        for number, body in bodies(rendering.data, rendering.pages)
        if (body.lines < FEWEST and body.height < LEAST) or max(body.sizes) <= note
    ]


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of 500 proposals."""
    return make_large(tmp_path_factory.mktemp("large") / "large.secdesk")


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("name", ["sample", "full"])
def test_no_page_of_a_paper_is_near_empty(
    read_only: dict[str, Register], name: str, kind: str, large_print: bool
) -> None:
    assert near_empty(replace(paper_of(read_only[name], name, kind), large_print=large_print)) == []


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("kind", PAPERS)
def test_no_page_of_a_paper_about_500_proposals_is_near_empty(large_file: Path, kind: str, large_print: bool) -> None:
    with Register.open(large_file, read_only=True) as register:
        paper = make_paper(register, kind, at=TODAY, **dict(large_wishes(register))[kind])
    assert near_empty(replace(paper, large_print=large_print)) == []


ENDINGS: dict[str, Callable[[], tuple[object, ...]]] = {
    "a note": lambda: (Paragraph(text("A note."), "note"),),
    "two notes": lambda: (Paragraph(text("A note."), "note"), Paragraph(text("Another."), "note")),
    "a heading and a line": lambda: (Heading(1, text("The end")), paragraph("One line.")),
    "a list": lambda: (Bullets(tuple(text(f"Item {number}") for number in range(14))),),
    "a table": lambda: (long_table(14),),
    "a table and a note": lambda: (long_table(14), Paragraph(text("A note."), "note")),
    "a paragraph": lambda: (paragraph(" ".join(["word"] * 160)),),
    "a long paragraph and a note": lambda: (paragraph(" ".join(["word"] * 160)), Paragraph(text("N."), "note")),
}


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("ending", ENDINGS)
def test_wherever_the_page_ends_its_last_lines_do_not_stand_alone(ending: str, landscape: bool) -> None:
    for lines in range(1, 42, 3):
        filler = paragraph("filler\n" * lines + "filler")
        paper = replace(small_paper(filler, *ENDINGS[ending]()), landscape=landscape)  # type: ignore[arg-type]
        assert near_empty(paper) == [], lines


@pytest.mark.parametrize("ending", ENDINGS)
def test_nor_do_they_before_a_chapter_with_a_page_of_its_own(ending: str) -> None:
    for lines in range(1, 42, 4):
        filler = paragraph("filler\n" * lines + "filler")
        chapter = (Heading(1, text("Appendix"), new_page=True), paragraph("An appendix.\n" * 6))
        assert near_empty(small_paper(filler, *ENDINGS[ending](), *chapter)) == [], lines  # type: ignore[arg-type]


# ---------------------------------------------------------------- tables with the same columns, and room between texts


def reference_table(rows: int, words: str) -> Table:
    columns = (Column("Number"), Column("Title"), Column("State"))
    body = tuple((text(f"MP{row:03d}"), text(words), text("Open")) for row in range(rows))
    return Table("A table", columns, body)


def lefts_of(paper: Paper, word: str) -> set[float]:
    (page,) = extract_pages(BytesIO(render(paper, ".pdf").data))
    lines = [line for box in page if isinstance(box, LTTextContainer) for line in box if isinstance(line, LTTextLine)]
    return {round(line.x0, 1) for line in lines if line.get_text().strip() == word}


def test_tables_with_the_same_columns_in_one_paper_have_them_in_line() -> None:
    short, long = reference_table(2, "Tariffs"), reference_table(2, "Import of Consent by the Device in the Gateway")
    assert lefts_of(small_paper(short, paragraph("Between.")), "State") != lefts_of(small_paper(long), "State")
    both = small_paper(short, paragraph("Between."), long)
    assert len(lefts_of(both, "State")) == 1
    assert len(lefts_of(both, "Title")) == 1


def test_a_paper_is_set_tighter_only_where_that_saves_a_page_with_little_on_it() -> None:
    part = (Heading(1, text("Part")), paragraph("One line."))
    made = [small_paper(*part * number) for number in range(2, 24)]
    found = [(render(paper, ".pdf").pages, _gap(paper)) for paper in made]
    usual = found[0][1]
    tight = [place for place, (_, gap) in enumerate(found) if gap < usual]
    # One part more than fits goes on to the same page; a page well filled is not saved.
    assert 1 <= len(tight) < 8
    assert all(found[place][0] == found[place - 1][0] for place in tight)
    assert {pages for pages, gap in found if gap == usual} == {1, 2, 3}


def _gap(paper: Paper) -> float:
    """Return the distance from the first heading to the second."""
    page = next(iter(extract_pages(BytesIO(render(paper, ".pdf").data))))
    lines = [line for box in page if isinstance(box, LTTextContainer) for line in box if isinstance(line, LTTextLine)]
    first, second = sorted((line.y0 for line in lines if line.get_text().strip() == "Part"), reverse=True)[:2]
    return round(first - second, 1)
