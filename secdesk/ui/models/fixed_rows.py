"""Rows that are few and read all at once: an agenda, the parts of a release."""

from __future__ import annotations

from collections.abc import Callable

from secdesk.ui.models.record_table import Ask, Column, Row, Window


class FixedRows:
    """A source of rows in the order in which they are read; it neither sorts nor filters."""

    glyph_column = -1

    def __init__(self, columns: tuple[Column, ...], read: Callable[[], list[Row]]) -> None:
        """Take the columns and what reads the rows."""
        self.columns = columns
        self._read = read
        self._rows: list[Row] = []

    def window(self, ask: Ask) -> Window:
        """Read the rows."""
        self._rows = self._read()
        return Window(len(self._rows), len(self._rows), [row.uid for row in self._rows])

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Return some of them."""
        return self._rows[offset : offset + limit]

    def row_of(self, window: Window, uid: str) -> int:
        """Return where a row stands, -1 where it does not."""
        return next((place for place, row in enumerate(self._rows) if row.uid == uid), -1)

    def begins(self, window: Window, typed: str) -> int:
        """Return the first row of which a cell begins as typed."""
        wanted = typed.casefold()
        hits = (n for n, row in enumerate(self._rows) if any(c.casefold().startswith(wanted) for c in row.cells))
        return next(hits, -1)

    def forget(self) -> None:
        """Rows are read anew with every window."""
