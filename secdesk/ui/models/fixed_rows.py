"""Rows that are few and read all at once: an agenda, the parts of a release."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from secdesk.ui.models.record_table import Ask, Column, Row, Window


class UnsortedRows:
    """What sources share whose rows have one order and are copied as they look."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from the left."""
        return ()

    @property
    def sortable(self) -> Mapping[str, str]:
        """Nothing: the order is fixed."""
        return {}

    def needed(self, ask: Ask) -> list[str]:
        """Nothing: such rows are few."""
        return []

    def prepare(self, who: str, parts: Sequence[str], then: Callable[[], None]) -> bool:
        """Nothing has to be waited for."""
        return False

    def beginning(self, ask: Ask) -> Window | None:
        """None: all rows are found at once."""
        return None

    def is_found(self, ask: Ask, uid: str) -> bool:
        """Say that a record is not there: all rows are known."""
        return False

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Return some rows."""
        return []

    def all_uids(self, window: Window) -> Sequence[str]:
        """Return every row, in order; such sources name them all in their answer."""
        return window.uids or ()

    def copied(self, uids: Sequence[str], columns: Sequence[str], iso: bool) -> list[tuple[str, ...]]:
        """Return the cells of some rows as they are shown."""
        places = [[column.key for column in self.columns].index(key) for key in columns]
        found = {row.uid: row for row in self.page(Window(0, 0), 0, len(uids) + _MANY)}
        return [tuple(found[uid].cells[place] for place in places) for uid in uids if uid in found]


_MANY = 10_000
"""More rows than such a source ever has."""


class FixedRows(UnsortedRows):
    """A source of rows in the order in which they are read; it neither sorts nor filters."""

    glyph_column = -1

    def __init__(self, columns: tuple[Column, ...], read: Callable[[], list[Row]]) -> None:
        """Take the columns and what reads the rows."""
        self._columns = columns
        self._read = read
        self._rows: list[Row] = []

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from the left."""
        return self._columns

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
