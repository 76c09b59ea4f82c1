"""The log of decisions: what every body has decided, latest first, and who wrote it down (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from secdesk.models import Change, Event, Meeting, Step
from secdesk.rules.choices import words_of
from secdesk.rules.naming import names
from secdesk.rules.status import happened
from secdesk.rules.text import fold

_NOT_DECIDING = ("SECAS", "PROPOSER", "DCC")


@dataclass(frozen=True, slots=True)
class LogAsk:
    """Which decisions are asked for: of one body, with some words, of a period; empty asks for all."""

    body: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision. ``body`` is whose sitting it was; ``who`` wrote it down.

    ``is_correction`` marks what stands in place of a decision recorded in error, ``was_corrected`` that error itself.
    """

    uid: str
    day: date | None
    known_by: date | None
    body: str
    meeting: str
    proposal: str
    called: str
    outcome: str
    note: str
    who: str
    is_correction: bool
    was_corrected: bool

    @property
    def outcome_words(self) -> str:
        """The outcome, and whether it is a correction or was corrected."""
        marks = [("correction", self.is_correction), ("recorded in error", self.was_corrected)]
        return ", ".join([words_of("outcome", self.outcome), *(words for words, is_so in marks if is_so)])

    @property
    def body_words(self) -> str:
        """The body in words."""
        return words_of("body", self.body)


def decisions(session: Session, ask: LogAsk, at: date) -> list[Decision]:
    """Return the decisions asked for that were taken by a date, latest first; proposals are called as at that date."""
    correction = aliased(Event)
    when = happened(Event)
    query = (
        select(Event, Meeting.body.label("sat"), correction.uid.label("corrected"))
        .outerjoin(Meeting, Meeting.uid == Event.meeting)
        .outerjoin(correction, correction.corrects == Event.uid)
        .where(or_(Event.body.not_in(_NOT_DECIDING), Event.meeting.is_not(None)), or_(when <= at, when.is_(None)))
        .order_by(when.desc(), Event.position.desc(), Event.uid)
    )
    if ask.since is not None:
        query = query.where(when >= ask.since)
    if ask.until is not None:
        query = query.where(when <= ask.until)
    rows = [row for row in session.execute(query) if not ask.body or _body(row) == ask.body]
    called = names(session, "proposal", {row.Event.proposal for row in rows if row.Event.proposal}, at)
    writers = _writers(session)
    return _with_words([_decision(row, called, writers) for row in rows], ask.words)


def _body(row: Any) -> str:
    """Return whose sitting it was: a withdrawal is the Proposer's and may have been noted at any."""
    found: str = row.sat or row.Event.body or ""
    return found


def _decision(row: Any, called: Mapping[str, str], writers: Mapping[str, str]) -> Decision:
    event: Event = row.Event
    return Decision(
        uid=event.uid,
        day=event.date,
        known_by=event.known_by,
        body=_body(row),
        meeting=event.meeting or "",
        proposal=event.proposal or "",
        called=called.get(event.proposal or "", ""),
        outcome=event.outcome or "",
        note=(event.printed_note or event.private_note or "").replace("\n", " "),
        who=writers.get(event.uid, ""),
        is_correction=event.corrects is not None,
        was_corrected=row.corrected is not None,
    )


def _writers(session: Session) -> dict[str, str]:
    """Return who added each event; a decision that was undone and done again is told by the last time."""
    query = (
        select(Change.record, Step.who)
        .join(Step, Step.seq == Change.step)
        .where(Change.kind == "event", Change.action == "add")
        .order_by(Change.step)
    )
    return {row.record: row.who for row in session.execute(query)}


def _with_words(found: Sequence[Decision], words: str) -> list[Decision]:
    wanted = fold(words).split()
    return [each for each in found if all(word in _searched(each) for word in wanted)] if wanted else list(found)


def _searched(each: Decision) -> str:
    return fold(" ".join((each.called, each.body_words, each.outcome_words, each.note, each.who)))
