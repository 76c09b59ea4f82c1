"""What a person does in a sitting, as changes of the register; meetings and the Authority alike (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from secdesk.errors import Conflict, Invalid, KnownError, NotFound, Problem, RuleBroken
from secdesk.rules.wording import in_figures
from secdesk.services import authority, outcome_drafts, pastes, sitting_drafts, sittings
from secdesk.services.outcome_drafts import AUTHORITY
from secdesk.services.outcome_words import SittingSummary
from secdesk.services.pastes import PasteLine
from secdesk.ui.desk import Desk
from secdesk.ui.models.sitting_rows import Line, SittingRows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NoteWords:
    """What stands in the boxes of the note line."""

    printed: str
    private: str
    votes: str
    reason: str


class SittingActs:
    """Acts on the sitting that is shown. What is refused comes as Invalid, to be said in place; nothing is kept then.

    Drafts are stored and make no step; recording, correcting and a second vote are steps like any other.
    """

    def __init__(self, desk: Desk, rows: SittingRows) -> None:
        """Act on what the rows show."""
        self._desk = desk
        self._rows = rows

    def choose(self, line: Line, outcome: str | None) -> None:
        """Keep an outcome of a line, or none."""
        if self._rows.is_authority:
            self._run("Outcome", lambda session: authority.draft_authority(session, line.key, outcome))
        else:
            self._run("Outcome", lambda session: sitting_drafts.draft_outcome(session, line.key, outcome))

    def move_target(self, line: Line, step: int) -> None:
        """Send a line to the next (1) or the previous (-1) meeting."""
        self._run("Target", lambda session: sitting_drafts.move_target(session, line.key, step))

    def keep_note(self, line: Line, note: NoteWords) -> None:
        """Keep the notes, votes and reason of a line; on record, the notes and votes are those of the decision."""

        def act(session: Any) -> None:
            if self._rows.is_authority:
                authority.note_authority(session, line.key, note.printed, note.private, note.reason)
            else:
                sitting_drafts.set_note(
                    session, line.key, note.printed, note.private, votes=note.votes, reason=note.reason
                )

        self._run(f"Note on {line.reference}", act)

    def half_typed(self, key: str) -> dict[str, str]:
        """Return what was typed into the note of a line before a crash, by field."""
        record = _note_of(key)
        return {field: text for (kept, field), text in self._desk.register.drafts().items() if kept == record}

    def save_half_typed(self, key: str, texts: Mapping[str, str]) -> None:
        """Save what is being typed into the note of a line, beside the record, so that a crash does not take it."""
        try:
            for field, text in texts.items():
                self._desk.register.save_draft("agenda_item", _note_of(key), field, text)
        except KnownError as error:
            self._desk.change_refused.emit(error)

    def forget_half_typed(self, key: str, fields: Iterable[str]) -> None:
        """Forget what was saved of a note: it is kept now."""
        try:
            for field in fields:
                self._desk.register.drop_draft(_note_of(key), field)
        except KnownError as error:
            self._desk.change_refused.emit(error)

    def read_paste(self, text: str) -> list[PasteLine]:
        """Return what pasted lines mean here."""
        found = self._rows.sitting
        if found is None:
            return []
        if self._rows.is_authority:
            return self._desk.read(lambda session: pastes.paste_authority(session, text, self._desk.as_at))
        return self._desk.read(lambda session: pastes.paste_outcomes(session, found.uid, text, self._desk.as_at))

    def take_paste(self, lines: Sequence[PasteLine]) -> int | None:
        """Keep the outcomes of the pasted lines that matched; returns how many."""
        return self._run("Paste outcomes", lambda session: sitting_drafts.take_paste(session, lines))

    def record(self, decided: int, day: date | None) -> SittingSummary | None:
        """Record what is decided as one step; ``day`` is that of the letter, or of a meeting without a date."""
        found, today = self._rows.sitting, self._desk.today
        if found is None:
            return None
        label = f"{found.name}: {in_figures(decided, 'decision')} recorded"
        if self._rows.is_authority:
            return self._run(label, lambda s: authority.record_authority_drafts(s, day or today, today))
        return self._run(label, lambda s: sittings.record_sitting(s, found.uid, today, day))

    def correct(self, event: str, called: str, outcome: str | None, reason: str) -> str | None:
        """Correct a recorded decision; returns the uid of the correction."""
        label = f"Correct the decision on {called}"
        return self._run(label, lambda session: sittings.correct_decision(session, event, outcome, reason))

    def vote_again(self, line: Line) -> str | None:
        """Put a proposal on the agenda once more, for a second vote; returns the new line's key."""
        return self._run(f"Second vote on {line.reference}", lambda s: sitting_drafts.vote_again(s, line.key))

    def letter_day(self) -> date | None:
        """Return the date of the Authority's letter that was typed and is not recorded yet."""
        return self._desk.read(authority.letter_day)

    def keep_letter_day(self, day: date | None) -> None:
        """Keep the date of the Authority's letter."""
        self._run("Date of the letter", lambda session: authority.keep_letter_day(session, day))

    # --- what undo means while nothing is recorded -----------------------------------------------------------------

    def undo_words(self, newest: int) -> str:
        """Return the words of the last key, if it is newer than a step of the log."""
        last, _ = self._turns()
        return last.label if last is not None and last.step >= newest else ""

    def redo_words(self) -> str:
        """Return the words of the key that was taken back."""
        _, following = self._turns()
        return following.label if following is not None else ""

    def changed_since(self, step: int) -> bool:
        """Say whether a key was pressed after a step of the log."""
        last, _ = self._turns()
        return last is not None and last.step >= step

    def step_draft(self, by: int) -> str:
        """Take the last key back (-1) or do the next again (1); returns the line it was about."""
        turn = self._run("Drafts", lambda session: outcome_drafts.step_book(session, self._book(), by))
        return next(iter(turn.after), "") if turn is not None else ""

    def _turns(self) -> tuple[outcome_drafts.Turn | None, outcome_drafts.Turn | None]:
        if self._rows.sitting is None:
            return None, None
        return self._desk.read(lambda session: outcome_drafts.peek_turns(session, self._book()))

    def _book(self) -> str:
        found = self._rows.sitting
        return (found.uid or AUTHORITY) if found is not None else ""

    def _run(self, label: str, act: Callable[[Any], T]) -> T | None:
        return self._desk.run(label, _said_here(act))


def _note_of(key: str) -> str:
    """Return under what the note of a line is saved while it is typed."""
    return f"note {key}"


def _said_here(act: Callable[[Any], T]) -> Callable[[Any], T]:
    """Return an act whose refusals are said under the grid rather than in a dialog."""

    def saying(session: Any) -> T:
        try:
            return act(session)
        except (RuleBroken, NotFound, Conflict) as refused:
            raise Invalid([Problem("", str(refused))]) from refused

    return saying
