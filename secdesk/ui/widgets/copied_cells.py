"""Cells as a spreadsheet takes them from the clipboard: tabs between cells, line feeds between rows (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_TROUBLE = frozenset('\t\n\r"')


def as_cells(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as text; a cell with a tab, a line end or a quotation mark is quoted, its quotation marks doubled."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    if _TROUBLE.isdisjoint(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
