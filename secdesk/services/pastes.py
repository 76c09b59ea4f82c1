"""Outcomes pasted from Excel or minutes: each line is shown matched or not before anything is taken (ux.md 1.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeGuard

from sqlalchemy.orm import Session

from secdesk.rules.choices import words_of
from secdesk.rules.reference import Reference, ReferenceProblem, parse_reference
from secdesk.services.authority import AuthorityRow, authority_queue
from secdesk.services.meeting_days import get_meeting
from secdesk.services.outcome_drafts import AUTHORITY
from secdesk.services.outcome_words import OutcomeReading, read_outcome
from secdesk.services.sitting_queue import SittingRow, queue

_ONE_COLUMN = re.compile(r"((?:SECMP|DP|MP)?\s*[0-9]+\s?[A-Z]?)[\s,;:]+(.+)", re.IGNORECASE)
_MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class PasteLine:
    """One pasted line: what it matched, or in ``problem`` why it did not. ``typed`` is the line as pasted."""

    typed: str
    reference: str = ""
    item_uid: str | None = None
    outcome_key: str | None = None
    outcome_words: str = ""
    problem: str = ""
    is_proposal: bool = False
    """Whether ``item_uid`` is a proposal itself, because the Authority decides."""

    @property
    def matched(self) -> bool:
        """Whether the line can be taken."""
        return not self.problem


def paste_outcomes(session: Session, meeting_uid: str, text: str, at: date = date.max) -> list[PasteLine]:
    """Return what pasted lines mean for a meeting: a reference in any form, then an outcome by letter, word or prefix.

    Columns are divided by tabs, or by a blank, comma, semicolon or colon. Nothing is changed; of a proposal that
    stands there twice only the first line matches. Proposals are called as at a date.
    """
    body = get_meeting(session, meeting_uid).body or ""
    return _read_lines(text, body, queue(session, meeting_uid, at))


def paste_authority(session: Session, text: str, at: date) -> list[PasteLine]:
    """Return what pasted lines mean for the proposals that are with the Authority."""
    read = _read_lines(text, AUTHORITY, authority_queue(session, at))
    return [replace(line, is_proposal=True) for line in read]


def _read_lines(text: str, body: str, rows: Sequence[SittingRow] | Sequence[AuthorityRow]) -> list[PasteLine]:
    lines = [line for line in text.splitlines() if line.strip()][:_MOST_LINES]
    found: list[PasteLine] = []
    taken: set[str] = set()
    for line in lines:
        read = _read_line(line, body, rows)
        if read.item_uid in taken:
            read = replace(read, problem=f"{read.reference} stands in an earlier line already")
        elif read.matched and read.item_uid is not None:
            taken.add(read.item_uid)
        found.append(read)
    return found


def _read_line(line: str, body: str, rows: Sequence[SittingRow] | Sequence[AuthorityRow]) -> PasteLine:
    typed = line.strip()
    first, others = _columns(typed)
    try:
        reference = parse_reference(first, lenient=True)
    except ReferenceProblem as problem:
        return PasteLine(typed, problem=str(problem))
    row = _row_of(reference, rows)
    if row is None:
        where = "with the Authority" if body == AUTHORITY else "on this agenda"
        return PasteLine(typed, first, problem=f"{first} is not {where}")
    if _is_recorded(row):
        return PasteLine(typed, row.reference, problem=f"{row.reference} is recorded as '{row.outcome_words}' already")
    key = row.item_uid if isinstance(row, SittingRow) else row.proposal_uid
    outcome = _outcome_of(body, others)
    return PasteLine(typed, row.reference, key, outcome.key, words_of("outcome", outcome.key), outcome.problem)


def _is_recorded(row: SittingRow | AuthorityRow) -> TypeGuard[SittingRow]:
    return isinstance(row, SittingRow) and row.recorded


def _columns(line: str) -> tuple[str, list[str]]:
    if "\t" in line:
        cells = [cell.strip() for cell in line.split("\t")]
        return cells[0], [cell for cell in cells[1:] if cell]
    found = _ONE_COLUMN.fullmatch(line)
    return (found[1].strip(), [found[2].strip()]) if found else (line, [])


def _outcome_of(body: str, cells: list[str]) -> OutcomeReading:
    """Return the first cell that reads as an outcome (a title may stand between), else what is wrong with the last."""
    readings = [read_outcome(body, cell) for cell in cells]
    known = [reading for reading in readings if reading.key is not None]
    if known:
        return known[0]
    return readings[-1] if readings else OutcomeReading(None, "An outcome is missing after the number. Add its letter")


def _row_of(
    reference: Reference, rows: Sequence[SittingRow] | Sequence[AuthorityRow]
) -> SittingRow | AuthorityRow | None:
    """Return the undecided row of a reference, or else its decided one."""
    own = [row for row in rows if row.sort_key == (reference.number, reference.suffix)]
    return next((row for row in own if not _is_recorded(row)), own[0] if own else None)
