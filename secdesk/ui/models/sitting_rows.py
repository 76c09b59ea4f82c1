"""The rows of a sitting: proposals in agenda order with the outcome drafted or recorded (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt

from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.process import letters_of
from secdesk.services import authority, sitting_drafts, sitting_queue
from secdesk.services.authority import AuthorityRow
from secdesk.services.outcome_drafts import AUTHORITY
from secdesk.services.sitting_queue import Sitting, SittingRow
from secdesk.ui.desk import Desk
from secdesk.ui.models.fixed_rows import UnsortedRows
from secdesk.ui.models.record_table import Ask, Column, Index, RecordTable, Row, Window

OPEN = "–"
PRESS = "–  press a letter"
_TARGETS: Mapping[str, str] = {"CSC": "Panel", AUTHORITY: "Sent with"}


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal of a sitting. ``key`` is its agenda item, or the proposal itself where the Authority decides.

    ``unusual`` says why the drafted outcome is not expected; such a line is recorded with a ``reason`` only.
    ``event`` is what is on record, ``correction`` whether that corrects what was recorded before.
    """

    key: str
    number: str
    proposal: str
    reference: str
    title: str
    outcome: str | None = None
    outcome_words: str = ""
    target: str = ""
    target_day: date | None = None
    printed_note: str = ""
    private_note: str = ""
    votes: str = ""
    reason: str = ""
    unusual: str = ""
    recorded: bool = False
    event: str = ""
    correction: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it has no outcome yet."""
        return self.outcome is None

    @property
    def lacks_reason(self) -> bool:
        """Whether it cannot be recorded before a reason is given."""
        return bool(self.unusual) and not self.reason and not self.recorded

    @property
    def notes(self) -> str:
        """The notes and votes in one line."""
        parts = (self.printed_note, self.private_note, self.votes)
        return " · ".join(part for part in parts if part).replace("\n", " ")


class SittingRows(UnsortedRows):
    """The rows of one sitting, for the grid."""

    glyph_column = -1

    def __init__(self, desk: Desk) -> None:
        """Show no sitting yet."""
        self._desk = desk
        self.sitting: Sitting | None = None
        self.lines: list[Line] = []

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns; where the Authority decides, the recommendation stands in place of a target."""
        labels = [len(each.label) for each in letters_of(self.body).values()]
        longest = min(max(labels, default=0) + 4, _LONGEST_OUTCOME)
        return _columns(longest, _TARGETS.get(self.body, "Goes to"), 24 if self.is_authority else 11)

    @property
    def body(self) -> str:
        """The body that decides, or nothing."""
        return self.sitting.body if self.sitting is not None else ""

    @property
    def is_authority(self) -> bool:
        """Whether these wait for the Authority, which has no meetings."""
        return self.body == AUTHORITY

    def read(self) -> None:
        """Read the lines of the sitting again."""
        found = self.sitting
        if found is None:
            self.lines = []
        elif self.is_authority:
            queue = self._desk.read(lambda session: authority.authority_queue(session, self._desk.as_at))
            self.lines = [_authority_line(place, row) for place, row in enumerate(queue, start=1)]
        else:
            uid, day = found.uid, found.day
            self.lines = self._desk.read(lambda session: self._read_lines(session, uid, day))

    def _read_lines(self, session: Any, uid: str, day: date | None) -> list[Line]:
        at = self._desk.as_at
        return [_line(row, _unusual(session, row, day or at)) for row in sitting_queue.queue(session, uid, at)]

    # --- what the table asks ---------------------------------------------------------------------------------------

    def window(self, ask: Ask) -> Window:
        """Return all lines in agenda order."""
        self.read()
        return Window(len(self.lines), len(self.lines), [line.key for line in self.lines])

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Return some lines as rows."""
        letters = {each.key: letter for letter, each in letters_of(self.body).items()}
        return [_row(line, letters) for line in self.lines[offset : offset + limit]]

    def row_of(self, window: Window, uid: str) -> int:
        """Return where an item stands."""
        return next((row for row, line in enumerate(self.lines) if line.key == uid), -1)

    def begins(self, window: Window, typed: str) -> int:
        """Return the line whose item number begins as typed, else the proposal whose number does."""
        by_item = (row for row, line in enumerate(self.lines) if line.number.startswith(typed))
        figures = ((row, "".join(filter(str.isdigit, line.reference))) for row, line in enumerate(self.lines))
        by_proposal = (row for row, number in figures if number.lstrip("0").startswith(typed.lstrip("0")))
        return next(by_item, next(by_proposal, -1))

    def forget(self) -> None:
        """Lines are read anew with every window."""

    def counts(self) -> tuple[int, int]:
        """Return how many lines are decided and not recorded, and how many have no outcome."""
        decided = sum(not line.is_open and not line.recorded for line in self.lines)
        return decided, sum(line.is_open for line in self.lines)

    def line(self, key: str) -> Line | None:
        """Return a line by its key."""
        return next((line for line in self.lines if line.key == key), None)


class SittingTable(RecordTable):
    """The table of a sitting: the current line without an outcome says what to do."""

    def __init__(self, rows: SittingRows) -> None:
        """Show rows; none is current."""
        super().__init__(rows)
        self._lines = rows
        self._current = -1

    def set_current(self, row: int) -> None:
        """Say which line a letter would decide."""
        before, self._current = self._current, row
        for each in {before, row}:
            if 0 <= each < self.rowCount():
                place = self.index(each, _OUTCOME)
                self.dataChanged.emit(place, place)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows."""
        found = super().data(index, role)
        is_asked = index.row() == self._current and index.column() == _OUTCOME
        return PRESS if is_asked and role == Qt.ItemDataRole.DisplayRole and found == OPEN else found


_OUTCOME = 3
_LONGEST_OUTCOME = 44
"""For how many letters an outcome has room before any is chosen, so that columns do not move at every letter."""


def _columns(outcome: int, target: str, width: int) -> tuple[Column, ...]:
    return (
        Column("number", "#", right=True, width=3),
        Column("reference", "Proposal", width=12),
        Column("title", "Title", stretches=True, width=34),
        Column("outcome", "Outcome", width=30, least=outcome),
        Column("target", target, width=width, least=width, optional=1),
        Column("note", "Note", width=22, least=14, optional=2),
    )


def _unusual(session: Any, row: SittingRow, at: date) -> str:
    if row.recorded or row.draft_outcome is None:
        return ""
    return sitting_drafts.unusual(session, row.item_uid, row.draft_outcome, at) or ""


def _line(row: SittingRow, unusual: str) -> Line:
    return Line(
        key=row.item_uid,
        number=row.number,
        proposal=row.proposal_uid,
        reference=row.reference,
        title=row.title,
        outcome=row.draft_outcome,
        outcome_words=row.outcome_words,
        target=row.target_name,
        target_day=row.target_day,
        printed_note=row.printed_note,
        private_note=row.private_note,
        votes=row.votes,
        reason=row.reason,
        unusual=unusual,
        recorded=row.recorded,
        event=row.event_uid or "",
        correction=row.correction,
    )


def _authority_line(place: int, row: AuthorityRow) -> Line:
    draft = row.draft
    return Line(
        key=row.proposal_uid,
        number=str(place),
        proposal=row.proposal_uid,
        reference=row.reference,
        title=row.title,
        outcome=draft.outcome,
        outcome_words=words_of("outcome", draft.outcome),
        target=row.recommendation,
        printed_note=draft.printed,
        private_note=draft.private,
        reason=draft.reason,
        unusual=row.unusual,
    )


def _row(line: Line, letters: Mapping[str, str]) -> Row:
    words = _outcome_cell(line, letters)
    target = format_date(line.target_day) if line.target_day else line.target
    cells = (line.number, line.reference, line.title, words, target, line.notes)
    spoken = [f"Item {line.number}" if line.number else "Not on the agenda", f"{line.reference} {line.title}"]
    spoken.append(line.outcome_words or "no outcome yet")
    spoken += _marks(line)
    spoken += [f"goes to {line.target}"] if line.target else []
    spoken += [f"note {line.notes}"] if line.notes else []
    number_tip = "" if line.number else "Meant for this meeting, and not on its agenda yet"
    return Row(line.key, cells, ", ".join(spoken), (number_tip, "", "", _outcome_tip(line), _target_tip(line), ""))


def _outcome_cell(line: Line, letters: Mapping[str, str]) -> str:
    if line.is_open:
        return OPEN
    words = f"{letters.get(line.outcome or '', '')}  {line.outcome_words}".strip()
    return ", ".join([words, *_marks(line)])


def _marks(line: Line) -> list[str]:
    if line.recorded:
        return ["correction"] if line.correction else ["recorded"]
    return ["needs a reason"] if line.lacks_reason else []


def _outcome_tip(line: Line) -> str:
    why = f"{line.unusual}. {line.reason}".strip(". ") if line.unusual else line.reason
    return ". ".join(part for part in (line.outcome_words, why) if part)


def _target_tip(line: Line) -> str:
    if line.target_day is None:
        return line.target
    return f"{line.target.split(',')[0]}, {format_weekday(line.target_day)}"
