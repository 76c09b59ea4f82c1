"""The rows of a sitting: proposals in agenda order with the outcome drafted or recorded (ux.md 2.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from secdesk.rules.process import OUTCOMES, letters_of
from secdesk.services import authority, sitting_queue, sittings
from secdesk.services.authority import AuthorityRow
from secdesk.services.sitting_queue import Sitting, SittingRow
from secdesk.ui.desk import Desk
from secdesk.ui.models.record_table import Ask, Column, Row, Window

PRESS = "press a letter"
AUTHORITY = "AUTHORITY"


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal of a sitting. ``key`` is its agenda item, or the proposal itself where the Authority decides.

    ``unusual`` says why the drafted outcome is not expected; such a line is recorded with a ``reason`` only.
    """

    key: str
    number: str
    proposal: str
    reference: str
    title: str
    outcome: str | None = None
    outcome_words: str = ""
    target: str = ""
    printed_note: str = ""
    private_note: str = ""
    reason: str = ""
    unusual: str = ""
    recorded: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it has no outcome yet."""
        return self.outcome is None

    @property
    def lacks_reason(self) -> bool:
        """Whether it cannot be recorded before a reason is given."""
        return bool(self.unusual) and not self.reason and not self.recorded


@dataclass(frozen=True, slots=True)
class AuthorityDraft:
    """What was chosen for a proposal with the Authority and is not recorded yet."""

    outcome: str
    note: str = ""


class SittingRows:
    """The rows of one sitting, for the grid."""

    glyph_column = -1

    def __init__(self, desk: Desk) -> None:
        """Show no sitting yet."""
        self._desk = desk
        self.sitting: Sitting | None = None
        self.lines: list[Line] = []
        self.authority_drafts: dict[str, AuthorityDraft] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns; where the Authority decides, the recommendation stands in place of a target."""
        return _columns("Sent with" if self.is_authority else "Goes to")

    @property
    def is_authority(self) -> bool:
        """Whether these wait for the Authority, which has no meetings."""
        return self.sitting is not None and self.sitting.body == AUTHORITY

    def read(self) -> None:
        """Read the lines of the sitting again."""
        found = self.sitting
        if found is None:
            self.lines = []
        elif self.is_authority:
            queue = self._desk.read(lambda session: authority.authority_queue(session, self._desk.as_at))
            self.lines = [self._authority_line(place, row) for place, row in enumerate(queue, start=1)]
        else:
            uid, day = found.uid, found.day
            self.lines = self._desk.read(lambda session: self._read_lines(session, uid, day))

    def _read_lines(self, session: Any, uid: str, day: date | None) -> list[Line]:
        at = self._desk.as_at
        return [_line(row, _unusual(session, row, day or at)) for row in sitting_queue.queue(session, uid, at)]

    def _authority_line(self, place: int, row: AuthorityRow) -> Line:
        draft = self.authority_drafts.get(row.proposal_uid)
        return Line(
            key=row.proposal_uid,
            number=str(place),
            proposal=row.proposal_uid,
            reference=row.reference,
            title=row.title,
            outcome=draft.outcome if draft else None,
            outcome_words=OUTCOMES[draft.outcome].label if draft else "",
            target=row.recommendation,
            printed_note=draft.note if draft else "",
        )

    # --- what the table asks ---------------------------------------------------------------------------------------

    def window(self, ask: Ask) -> Window:
        """Return all lines in agenda order."""
        self.read()
        return Window(len(self.lines), len(self.lines), [line.key for line in self.lines])

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Return some lines as rows."""
        letters = {each.key: letter for letter, each in letters_of(self.sitting.body if self.sitting else "").items()}
        return [_row(line, letters) for line in self.lines[offset : offset + limit]]

    def row_of(self, window: Window, uid: str) -> int:
        """Return where an item stands."""
        return next((row for row, line in enumerate(self.lines) if line.key == uid), -1)

    def begins(self, window: Window, typed: str) -> int:
        """Return the item of a number."""
        return next((row for row, line in enumerate(self.lines) if line.number.startswith(typed)), -1)

    def forget(self) -> None:
        """Lines are read anew with every window."""

    def line(self, key: str) -> Line | None:
        """Return a line by its key."""
        return next((line for line in self.lines if line.key == key), None)


def _columns(target: str) -> tuple[Column, ...]:
    return (
        Column("number", "#", right=True, width=3),
        Column("reference", "Proposal", width=12),
        Column("title", "Title", stretches=True, width=34),
        Column("outcome", "Outcome", width=30, least=30),
        Column("target", target, width=18, least=18, optional=1),
        Column("note", "Note", width=22, least=16, optional=2),
    )


def _unusual(session: Any, row: SittingRow, at: date) -> str:
    if row.recorded or row.draft_outcome is None:
        return ""
    return sittings.unusual(session, row.item_uid, row.draft_outcome, at) or ""


def _line(row: SittingRow, unusual: str) -> Line:
    return Line(
        row.item_uid,
        row.number,
        row.proposal_uid,
        row.reference,
        row.title,
        row.draft_outcome,
        row.outcome_words,
        row.target_name,
        row.printed_note,
        row.private_note,
        row.reason,
        unusual,
        row.recorded,
    )


def _row(line: Line, letters: dict[str, str]) -> Row:
    letter = letters.get(line.outcome or "", "")
    words = f"{letter}  {line.outcome_words}".strip() if line.outcome else PRESS
    if line.recorded:
        words = f"{words}, recorded"
    elif line.lacks_reason:
        words = f"{words}, needs a reason"
    notes = " · ".join(part for part in (line.printed_note, line.private_note) if part).replace("\n", " ")
    cells = (line.number, line.reference, line.title, words, line.target, notes)
    spoken = [f"Item {line.number}", f"{line.reference} {line.title}", line.outcome_words or "no outcome yet"]
    spoken += ["recorded"] if line.recorded else []
    spoken += [f"goes to {line.target}"] if line.target else []
    spoken += [f"note {notes}"] if notes else []
    return Row(line.key, cells, ", ".join(spoken))
