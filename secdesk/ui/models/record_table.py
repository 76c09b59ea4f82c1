"""The one table model of every list: pages of rows read as they are looked at, sorted and filtered by the register.

Strings are made when a page is read, so that painting a cell is a look-up (targets.md 2). A filter or an order that
the register does not keep gives a list of uids; without one, rows are read by their place in the kind's own order.
"""

from __future__ import annotations

import html
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
UID_ROLE = int(Qt.ItemDataRole.UserRole)
"""The uid of a row's record."""
GLYPH_ROLE = UID_ROLE + 1
"""The stage whose glyph stands before a cell's words, or None."""

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NOWHERE = QModelIndex()
PAGE = 24
"""How many rows are read at once at least."""
ASCENDING, DESCENDING = "\u2191", "\u2193"
"""What stands after the heading of the second column that sorts."""
_MOST_ROWS = 6_000
"""How many rows are kept at most."""
_REST_AFTER = 50
"""Milliseconds after which the rest of an answer is found: the first rows are painted by then."""
_COMPARED = 200
"""How many rows are compared when they are read again: those that were read last, and those on the screen."""
_TABLE = "table"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its heading, whether its cells stand on the right, and whether it takes the room left.

    ``width`` is about how many characters it is wide, ``least`` how many it has even when its cells are empty.
    ``optional`` columns are left out where they are empty or the room is short, those with the highest number first.
    ``hidden`` ones are shown only when a person chooses them.
    """

    key: str
    heading: str
    right: bool = False
    stretches: bool = False
    width: int = 14
    least: int = 0
    optional: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is shown: the record, its cells, one sentence that says it all, tooltips, and a stage's glyph."""

    uid: str
    cells: tuple[str, ...]
    sentence: str
    tips: tuple[str, ...] = ()
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a list is asked for: words to find, a column to sort by (empty: the kind's own order), a facet.

    ``then`` sorts what is equal by the first column; ``filters`` are fields with the values to keep; ``grouped`` puts
    rows of one group together.
    """

    text: str = ""
    sort: str = ""
    descending: bool = False
    facet: str = ""
    then: str = ""
    then_descending: bool = False
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    grouped: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self.text or self.facet or self.filters)


@dataclass(frozen=True, slots=True)
class Window:
    """The answer: how many rows, of how many in all, and which ones where they are not the kind's own order.

    ``groups`` are the words over the first row of each group, by its place. Only the first rows are known where it
    is not whole.
    """

    count: int
    total: int
    uids: Sequence[str] | None = None
    groups: Mapping[int, str] = field(default_factory=dict)
    is_whole: bool = True


class RowSource(Protocol):
    """Where rows come from: services read them, this says how they look."""

    glyph_column: int

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from the left."""

    @property
    def sortable(self) -> Mapping[str, str]:
        """What rows can be sorted by: keys and words."""

    def needed(self, ask: Ask) -> list[str]:
        """Return the parts of the register that :meth:`window` answers from, as far as they may take long to read."""

    def prepare(self, who: str, parts: Sequence[str], then: Callable[[], None]) -> bool:
        """Say whether ``then`` has to wait until parts were read beside the window."""

    def window(self, ask: Ask) -> Window:
        """Find which rows answer."""

    def beginning(self, ask: Ask) -> Window | None:
        """Find the first of them where finding all takes too long for a keystroke; None where it does not."""

    def is_found(self, ask: Ask, uid: str) -> bool:
        """Say whether a record is among those that answer a question of which the beginning was found."""

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Read some of them."""

    def row_of(self, window: Window, uid: str) -> int:
        """Return where a record stands, -1 where it does not."""

    def begins(self, window: Window, typed: str) -> int:
        """Return the first row whose number or name begins as typed, -1 for none."""

    def forget(self) -> None:
        """Drop what was kept of the register: it has changed."""

    def all_uids(self, window: Window) -> Sequence[str]:
        """Return every record of the answer, in its order."""

    def copied(self, uids: Sequence[str], columns: Sequence[str], iso: bool) -> list[tuple[str, ...]]:
        """Return cells to be pasted elsewhere, whole texts and all; dates as ``2020-02-07`` where ``iso`` says so."""


class RecordTable(QAbstractTableModel):
    """Rows of one source under one question. Until it can be answered, the rows shown before stay."""

    counted = Signal(int, int)
    """How many rows are shown, and of how many."""
    order_changed = Signal()
    """Rows are sorted in another way from now on."""

    def __init__(self, source: RowSource, parent: QObject | None = None) -> None:
        """Show nothing until :meth:`ask`."""
        super().__init__(parent)
        self.source = source
        self.question = Ask()
        self._window = Window(0, 0)
        self.is_waiting = False
        """Whether the rows shown are still those of the question before."""
        self._rows: dict[int, Row | None] = {}
        self._painted = range(0)
        self._rest = QTimer(self, singleShot=True, interval=_REST_AFTER)
        self._rest.timeout.connect(self.complete)
        self._alignments = array("i", (_RIGHT if column.right else _LEFT for column in source.columns))

    @property
    def total(self) -> int:
        """How many rows there are without a filter."""
        return self._window.total

    @property
    def groups(self) -> Mapping[int, str]:
        """The words over the first row of each group, by row."""
        return self._window.groups

    @property
    def uids(self) -> Sequence[str]:
        """Every record that answers, in order; read at once, so not for painting."""
        self.complete()
        return self.source.all_uids(self._window)

    def ask(self, question: Ask) -> None:
        """Show the rows that answer a question, at once or when what they follow from was read."""
        self.question = question
        self.is_waiting = self.source.prepare(_TABLE, self.source.needed(question), self.finish)
        if not self.is_waiting:
            self._show(self.source.beginning(question) or self.source.window(question))

    @property
    def is_whole(self) -> bool:
        """Whether all rows that answer are there; else the first of them are, and :meth:`complete` adds the others."""
        return self._window.is_whole

    def complete(self) -> None:
        """Add the rows after the first ones, where only those were found so far."""
        before = self._window
        if before.is_whole:
            return
        self._rest.stop()
        found = self.source.window(self.question)
        if found.count <= before.count:
            self._show(found)
            return
        self.beginInsertRows(_NOWHERE, before.count, found.count - 1)
        self._window = found
        self.endInsertRows()
        self.counted.emit(found.count, found.total)

    def stop(self) -> None:
        """Look for no further rows: the register is closed next."""
        self._rest.stop()

    def finish(self) -> None:
        """Answer a question that waits, now."""
        if self.is_waiting:
            self.is_waiting = False
            self._show_again(self.source.window(self.question))

    def refresh(self) -> None:
        """Read the rows again; where they are the same records in the same order, only their cells change."""
        self.complete()
        self.source.forget()
        self.is_waiting = self.source.prepare(_TABLE, self.source.needed(self.question), self.finish)
        self._show_again(self._left() if self.is_waiting else self.source.window(self.question))

    def _left(self) -> Window:
        """Return the answer of before without the records that are gone."""
        before, now = self._window, self.source.window(Ask())
        if before.uids is None:
            return now
        there = set(self.source.all_uids(now))
        uids = [uid for uid in before.uids if uid in there]
        return before if len(uids) == before.count else Window(len(uids), now.total, uids)

    def _show(self, found: Window) -> None:
        self.beginResetModel()
        self._window = found
        self._rows, self._painted = {}, range(0)
        self.endResetModel()
        if self._window is not found:
            return  # whoever heard of it has asked for all rows
        if found.is_whole:
            self._rest.stop()
            self.counted.emit(found.count, found.total)
        else:
            self._rest.start()

    def _show_again(self, found: Window) -> None:
        before = self._window
        is_same = (found.count, found.uids, found.groups) == (before.count, before.uids, before.groups)
        if not is_same or not self._rows_stand(found):
            self._show(found)
            return
        self._window = found
        if found.count:
            self.dataChanged.emit(self.index(0, 0), self.index(found.count - 1, len(self.source.columns) - 1))
        self.counted.emit(found.count, found.total)

    def _rows_stand(self, found: Window) -> bool:
        """Read the rows looked at last anew and drop the others; say whether they are the same records."""
        before = self._rows
        self._rows = {}
        for start, end in _runs(sorted({*list(before)[-_COMPARED:], *self._painted} & before.keys())):
            self._read(found, start, end)
        return all(_uid_of(row) == _uid_of(before[place]) for place, row in self._rows.items())

    def row_at(self, row: int) -> Row | None:
        """Return a row as it is shown; None where there is none, or the register could not be read."""
        if row not in self._rows:
            if not 0 <= row < self._window.count:
                return None
            start = row - row % PAGE
            self._read(self._window, start, min(start + PAGE, self._window.count))
        return self._rows[row]

    def look_at(self, first: int, last: int) -> None:
        """Read the rows that are painted next, all at once: to read a row alone takes nearly as long as many.

        Where only a few are new, as when a list is scrolled, those beyond them are read with them.
        """
        self._painted = range(first, last + 1)
        missing = [row for row in self._painted if row not in self._rows]
        if not missing:
            return
        start, end = missing[0], missing[-1] + 1
        if end - start < len(self._painted) // 2:
            start, end = (start, start + PAGE) if start > first else (end - PAGE, end)
        self._read(self._window, max(0, start), min(end, self._window.count))

    def _read(self, window: Window, start: int, end: int) -> None:
        """Read some rows of an answer; one that is not in the register any more is noted as None."""
        if len(self._rows) > _MOST_ROWS:
            self._rows = {}
        found = self.source.page(window, start, end - start)
        rows: Iterable[Row | None] = found
        if window.uids is not None and len(found) < end - start:
            known = {row.uid: row for row in found}
            rows = (known.get(uid) for uid in window.uids[start:end])
        self._rows.update(dict.fromkeys(range(start, end)))
        self._rows.update(zip(range(start, end), rows, strict=False))

    def uid_at(self, row: int) -> str:
        """Return the uid of a row, or an empty string."""
        if not 0 <= row < self._window.count:
            return ""
        if self._window.uids is not None:
            return self._window.uids[row]
        found = self.row_at(row)
        return found.uid if found else ""

    def find_row(self, uid: str) -> int:
        """Return where a record stands, -1 where it does not."""
        if not uid:
            return -1
        row = self.source.row_of(self._window, uid)
        if row < 0 and not self.is_whole and self.source.is_found(self.question, uid):
            self.complete()
            row = self.source.row_of(self._window, uid)
        return row

    def seek(self, uid: str) -> int:
        """Return where a record stands as :meth:`find_row` does; a question that waits is answered first for it."""
        row = self.find_row(uid)
        if row < 0 and self.is_waiting:
            self.finish()
            row = self.find_row(uid)
        return row

    def find_typed(self, typed: str) -> int:
        """Return the first row that begins as typed, -1 for none."""
        self.complete()
        return self.source.begins(self._window, typed)

    # --- what Qt asks ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else self._window.count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.source.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a cell's words, its side, its tooltip, the row's sentence, its uid or its stage."""
        if role == _DISPLAY:
            row = self.row_at(index.row())
            return row.cells[index.column()] if row else ""
        if role == _ALIGNMENT:
            return self._alignments[index.column()]
        if role in _ROW_ROLES:
            return self._row_data(index, role)
        return None

    def _row_data(self, index: Index, role: int) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == UID_ROLE:
            return row.uid
        if role == GLYPH_ROLE:
            return row.stage if index.column() == self.source.glyph_column else None
        if role == _TOOL_TIP:
            return _tip(row, index.column())
        column = index.column()
        if column:
            return f"{self.source.columns[column].heading}: {row.cells[column]}"
        group = self._window.groups.get(index.row())
        return f"{group}: {row.sentence}" if group else row.sentence

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.source.columns):
            return None
        if role == _DISPLAY:
            return self._heading(section)
        return self._alignments[section] if role == _ALIGNMENT else None

    def _heading(self, section: int) -> str:
        """Return a column's words, with an arrow where it is the second that sorts; the header marks the first."""
        column, question = self.source.columns[section], self.question
        if not question.then or question.then != column.key:
            return column.heading
        return f"{column.heading} {DESCENDING if question.then_descending else ASCENDING}"

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column of -1 gives the kind's own order."""
        key = self.source.columns[column].key if 0 <= column < len(self.source.columns) else ""
        self.sort_by([(key, order == Qt.SortOrder.DescendingOrder)] if key else [])

    def sort_by(self, order: Sequence[tuple[str, bool]]) -> None:
        """Sort by a column, and by a second one what is equal there; each with whether it descends, none for neither.

        A key that the rows cannot be sorted by is left out.
        """
        known = [(key, down) for key, down in order if key in self.source.sortable]
        (first, down), (second, then_down) = [*known, ("", False), ("", False)][:2]
        asked = replace(self.question, sort=first, descending=down, then=second, then_descending=then_down)
        if asked != self.question:
            self.ask(asked)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.source.columns) - 1)
            self.order_changed.emit()

    @property
    def order(self) -> list[tuple[str, bool]]:
        """The columns that sort the rows, each with whether it descends."""
        question = self.question
        pairs = ((question.sort, question.descending), (question.then, question.then_descending))
        return [(key, down) for key, down in pairs if key]


_ROW_ROLES = frozenset({_TOOL_TIP, _ACCESSIBLE, UID_ROLE, GLYPH_ROLE})


def _uid_of(row: Row | None) -> str:
    return row.uid if row else ""


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where each row of neighbours among sorted places begins, and the place after its end."""
    start = 0
    for after in range(1, len(places) + 1):
        if after == len(places) or places[after] > places[after - 1] + 1:
            yield places[start], places[after - 1] + 1
            start = after


def _tip(row: Row, column: int) -> str | None:
    """Return a tooltip as literal text: Qt would read markup in it otherwise (reliability.md 3.6)."""
    text = row.tips[column] if column < len(row.tips) and row.tips[column] else row.cells[column]
    return f"<qt>{html.escape(text)}</qt>" if text else None
