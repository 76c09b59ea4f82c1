"""Papers as they come out of a printer: every word readable without colour, nothing at the edge (G28 to G31)."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest

from secdesk.papers.render import render
from secdesk.papers.tree import Bullets, Figure, Heading, Paper, figures, plain
from secdesk.register.register import Register
from secdesk.services.papers import PAPERS

from .pdf_reading import Element, Letter, ReadPdf, no_level_is_skipped, squeeze
from .wishes import paper_of

DOTS_PER_INCH = 150
_SCALE = DOTS_PER_INCH / 72
_EDGE = 10 / 25.4 * DOTS_PER_INCH
# How far the darkest and the lightest dot of a letter are apart, of 255, for it to be seen in grey.
_CONTRAST = 100

needs_pdftoppm = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="pdftoppm (of poppler-utils) is not installed"
)


@dataclass(frozen=True, slots=True)
class Raster:
    """A page in dots: 0 is black, 255 is paper."""

    width: int
    height: int
    dots: bytes

    def spread(self, letter: Letter, size: float) -> int:
        """Return how far the darkest and the lightest dot where a letter stands are apart."""
        left, right = int(letter.left * _SCALE), int(letter.right * _SCALE) + 1
        middle, half = self.height - letter.middle * _SCALE, size / 2 * _SCALE
        rows = [self._row(row)[left:right] for row in range(int(middle - half), int(middle + half) + 1)]
        found = [dot for row in rows for dot in row]
        return max(found) - min(found)

    def edge(self) -> Iterator[int]:
        """Yield every dot within 10 mm of the edge."""
        rim = int(_EDGE)
        for row in range(self.height):
            line = self._row(row)
            yield from line if row < rim or row >= self.height - rim else line[:rim] + line[-rim:]

    def _row(self, row: int) -> bytes:
        return self.dots[row * self.width : (row + 1) * self.width]


def printed_grey(data: bytes, folder: Path) -> list[Raster]:
    """Return the pages of a PDF as a printer without colour sees them."""
    file = folder / "paper.pdf"
    file.write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), str(file), str(folder / "page")], check=True, timeout=120
    )
    return [_read_grey(page.read_bytes()) for page in sorted(folder.glob("page*.pgm"))]


def _read_grey(data: bytes) -> Raster:
    kind, width, height, most, _ = data.split(maxsplit=4)
    assert (kind, most) == (b"P5", b"255")
    return Raster(int(width), int(height), data[len(data) - int(width) * int(height) :])


@pytest.fixture
def report(january: Register) -> Paper:
    return paper_of(january, "sample", "change_status_report")


FORMS_OF_PRINT: dict[str, Callable[[Paper], Paper]] = {
    "normal": lambda paper: paper,
    "large": lambda paper: replace(paper, large_print=True),
}


@needs_pdftoppm
@pytest.mark.parametrize("size", FORMS_OF_PRINT)
def test_every_letter_of_the_report_is_seen_without_colour_and_none_is_at_the_edge(
    report: Paper, size: str, tmp_path: Path
) -> None:
    see_all(FORMS_OF_PRINT[size](report), tmp_path)


@needs_pdftoppm
@pytest.mark.heavy
@pytest.mark.parametrize("size", FORMS_OF_PRINT)
@pytest.mark.parametrize("kind", PAPERS)
def test_every_letter_of_every_paper_is_seen_without_colour_and_none_is_at_the_edge(
    full: Register, kind: str, size: str, tmp_path: Path
) -> None:
    see_all(FORMS_OF_PRINT[size](paper_of(full, "full", kind)), tmp_path)


def see_all(paper: Paper, folder: Path) -> None:
    data = render(paper, ".pdf").data
    pages, letters = printed_grey(data, folder), ReadPdf(data).letters
    assert len(pages) == len(letters)
    for page, found in zip(pages, letters, strict=True):
        assert found
        assert [letter for letter in found if page.spread(letter, letter.size) < _CONTRAST] == []
        assert set(page.edge()) == {255}


@pytest.mark.parametrize("kind", PAPERS)
def test_every_font_of_every_paper_is_embedded(full: Register, kind: str) -> None:
    pdf = ReadPdf(render(paper_of(full, "full", kind), ".pdf").data).pdf
    fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"]
    assert fonts
    assert [font for font in fonts if "/FontFile2" not in font.FontDescriptor] == []


# ---------------------------------------------------------------- the report of January 2020


def test_the_report_has_at_most_fourteen_pages(report: Paper) -> None:
    assert render(report, ".pdf").pages <= 14


def test_each_proposal_of_a_section_stands_in_its_pages_and_once_in_each_list(report: Paper) -> None:
    text = ReadPdf(render(report, ".pdf").data).document.all_text
    for heading, own in sections_of(report):
        part = squeeze(text[text.rindex(heading) if heading.startswith("Appendix") else text.index(heading) :])
        for block in own:
            if isinstance(block, Bullets):
                told = [run.text for item in block.items for run in item[:1] if isinstance(run, Figure)]
                assert [reference for reference, times in Counter(told).items() if times > 1] == []
        missing = [figure.text for figure in named(own) if squeeze(figure.text) not in part]
        assert missing == []


def sections_of(paper: Paper) -> Iterator[tuple[str, list[object]]]:
    """Yield the words of each heading of the first level with the blocks below it."""
    places = [place for place, block in enumerate(paper.blocks) if isinstance(block, Heading) and block.level == 1]
    for first, last in zip(places, [*places[1:], len(paper.blocks)], strict=True):
        head = paper.blocks[first]
        assert isinstance(head, Heading)
        yield plain(head.content), list(paper.blocks[first:last])


def named(blocks: list[object]) -> Iterator[Figure]:
    """Yield the figures of blocks that are references of proposals."""
    lines = [line for block in blocks if isinstance(block, Bullets) for line in block.items]
    yield from (run for line in lines for run in line if isinstance(run, Figure) and run.key.endswith(run.text))


def test_the_file_of_the_report_is_told_as_it_is_seen(report: Paper) -> None:
    pdf = ReadPdf(render(report, ".pdf").data)
    root = pdf.pdf.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en-GB"
    assert str(pdf.pdf.docinfo["/Title"]) == "Change Status Report — January 2020"
    with pdf.pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert [title for title in titles if title[0].isdigit()] == [
        "1. Summary", "2. Define", "3. Refine", "4. Opine", "5. Release",
    ]  # fmt: skip
    graphics = list(pdf.document.find("Figure"))
    assert [str(graphic.raw.Alt)[:10] for graphic in graphics] == ["Proposals:"]


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("size", FORMS_OF_PRINT)
def test_headings_go_down_by_one_and_every_table_has_its_header_row(full: Register, kind: str, size: str) -> None:
    pdf = ReadPdf(render(FORMS_OF_PRINT[size](paper_of(full, "full", kind)), ".pdf").data)
    document = pdf.document
    assert no_level_is_skipped([int(heading.role[1]) for heading in document.find("H1", "H2", "H3")])
    for table in document.find("Table"):
        first, *rows = table.find("TR")
        assert {cell.role for cell in first.kids} == {"TH"}
        assert {str(_attributes(cell).get("/Scope")) for cell in first.kids} == {"/Column"}
        assert all({cell.role for cell in row.kids} <= {"TD"} for row in rows)
        assert all(len(row.kids) == len(first.kids) for row in rows)


def _attributes(cell: Element) -> pikepdf.Object:
    own = cell.raw.A
    return own[0] if isinstance(own, pikepdf.Array) else own


def test_the_counts_of_the_stages_are_told_where_they_are_drawn(report: Paper) -> None:
    pdf = ReadPdf(render(report, ".pdf").data)
    (graphic,) = pdf.document.find("Figure")
    known = {figure.key: figure.text for figure in figures(report)}
    for stage in ("Define", "Refine", "Opine", "Release"):
        assert f"{known[f'stage.{stage.lower()}']} in {stage}" in str(graphic.raw.Alt)
