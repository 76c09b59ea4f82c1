"""A table in plain text: aligned columns where they fit, one cell under the other where they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from secdesk.papers.plain.wrap import TEXT_WIDTH, wrap_text
from secdesk.papers.tree import Align, Table, plain
from secdesk.papers.widths import ColumnNeed, cells_of, share_width

_GAP = "  "

Cells = tuple[str, ...]


def lay_out_table(table: Table, show: Callable[[str], str]) -> list[str]:
    """Return the lines of a table: its titles underlined, then its rows, cells wrapped and never cut.

    Relative widths of the columns are for paper; here each column is measured. A table whose widest words do not
    fit side by side on a line is written as one paragraph a row, ``Title: cell``.
    """
    count = max((len(table.columns), *map(len, table.rows)))
    titles = _padded([show(column.title) for column in table.columns], count)
    rows = [_padded([show(plain(cell)) for cell in row], count) for row in table.rows]
    needs = [_measure(column) for column in zip(titles, *rows, strict=True)]
    available = TEXT_WIDTH - len(_GAP) * (count - 1)
    if sum(need.least for need in needs) > available:
        return _as_records(titles, rows)
    aligns = [column.align for column in table.columns] + ["left"] * (count - len(table.columns))
    return _as_columns(titles, rows, _widths(needs, available), aligns)


def _padded(cells: list[str], count: int) -> Cells:
    return (*cells, *[""] * (count - len(cells)))


def _measure(texts: Sequence[str]) -> ColumnNeed:
    words = (cells_of(word) for text in texts for word in _words(text))
    lines = (cells_of(line.strip(" ")) for text in texts for line in text.replace("\t", " ").split("\n"))
    return ColumnNeed(least=max(words, default=0), natural=max(lines, default=0))


def _words(text: str) -> list[str]:
    """The words that a line break never splits: only blanks, tabs and line feeds part them."""
    return text.replace("\t", " ").replace("\n", " ").split(" ")


def _widths(needs: Sequence[ColumnNeed], available: int) -> list[int]:
    if sum(need.natural for need in needs) <= available:
        return [int(need.natural) for need in needs]
    return [int(width + 1e-6) for width in share_width(needs, available)]


def _as_columns(titles: Cells, rows: Sequence[Cells], widths: list[int], aligns: Sequence[Align]) -> list[str]:
    body = [_row_lines(row, widths, aligns) for row in rows]
    rule = _GAP.join("-" * width for width in widths).rstrip()
    between = [""] if any(len(lines) > 1 for lines in body) else []
    lines = [*_row_lines(titles, widths, aligns), rule]
    for index, row in enumerate(body):
        lines += [*(between if index else []), *row]
    return lines


def _row_lines(row: Cells, widths: list[int], aligns: Sequence[Align]) -> list[str]:
    """The lines of one row; a row without any text still takes a line."""
    wrapped = [wrap_text(cell, width) for cell, width in zip(row, widths, strict=True)]
    lines = zip_longest(*wrapped, fillvalue="")
    placed = (map(_place, line, widths, aligns) for line in lines)
    return [_GAP.join(cells).rstrip() for cells in placed] or [""]


def _place(text: str, width: int, align: Align) -> str:
    spare = max(0, width - cells_of(text))
    before = {"left": 0, "right": spare, "centre": spare // 2}[align]
    return " " * before + text + " " * (spare - before)


def _as_records(titles: Cells, rows: Sequence[Cells]) -> list[str]:
    lines: list[str] = []
    for index, row in enumerate(rows):
        lines += [""] if index else []
        for title, cell in zip(titles, row, strict=True):
            lines += wrap_text(f"{title}: {cell}" if title.strip() else cell, rest=_GAP)
    return lines
