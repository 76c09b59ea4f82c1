"""Proposals with the Authority, which decides without meetings (domain.md 3, 4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Invalid, NotFound, Problem, RuleBroken
from secdesk.models import Event, Proposal
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import references
from secdesk.rules.process import OUTCOMES, letters_of
from secdesk.rules.status import counts, happened, status_at
from secdesk.rules.wording import join_and
from secdesk.services.events import record_event, unusual_event
from secdesk.services.outcome_drafts import AUTHORITY, DraftLine, change_lines, keep_day, read_book, spend_lines
from secdesk.services.outcome_words import SittingSummary, letter_for
from secdesk.services.queries import proposals_at
from secdesk.services.text_fields import tidy

_NO_DRAFT = DraftLine()


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """A proposal with the Authority: ``since`` when, the recommendation that it was sent with, and the draft.

    ``unusual`` says why the drafted outcome is not expected on the day of the letter.
    """

    proposal_uid: str
    reference: str
    title: str
    since: date | None
    recommendation: str
    sort_key: tuple[int, str]
    draft: DraftLine = _NO_DRAFT
    unusual: str = ""


def authority_queue(session: Session, at: date) -> list[AuthorityRow]:
    """Return the proposals with the Authority as at a date, by number, each with what is drafted for it."""
    book = read_book(session, AUTHORITY)
    waiting = list(session.scalars(select(Proposal.uid).where(status_at(at) == "with_authority")))
    called = references(session, waiting, at)
    rows = []
    for proposal in proposals_at(session, at, waiting):
        sent = _sent(session, proposal.uid, at)
        line = book.lines.get(proposal.uid, _NO_DRAFT)
        rows.append(
            AuthorityRow(
                proposal_uid=proposal.uid,
                reference=called[proposal.uid],
                title=proposal.title or "",
                since=sent.date if sent else None,
                recommendation=OUTCOMES[sent.outcome or ""].label if sent else "",
                sort_key=(proposal.number or 0, proposal.suffix),
                draft=line,
                unusual=_unusual(session, proposal.uid, line, book.day or at, sent),
            )
        )
    return sorted(rows, key=lambda row: (row.sort_key, row.proposal_uid))


def _unusual(session: Session, proposal: str, line: DraftLine, day: date, sent: Event | None) -> str:
    """Return why a drafted decision is not expected on the day of the letter, or nothing."""
    if line.outcome is None:
        return ""
    if sent is not None and sent.date is not None and day < sent.date:
        return f"{_called(session, proposal)} went to the Authority on {format_date(sent.date)}; this would be before"
    return unusual_event(session, proposal, line.outcome, day) or ""


def _sent(session: Session, proposal_uid: str, at: date) -> Event | None:
    """Return the event that last sent a proposal to the Authority; None where it was taken over there."""
    leading = [key for key, outcome in OUTCOMES.items() if outcome.status == "with_authority"]
    query = select(Event).where(Event.proposal == proposal_uid, Event.outcome.in_(leading), counts(Event, at))
    return session.scalar(query.order_by(happened(Event).desc(), Event.position.desc(), Event.uid).limit(1))


def record_authority(
    session: Session,
    proposal_uid: str,
    outcome: str,
    day: date,
    note: str | None = None,
    *,
    release: str | None = None,
    reason: str | None = None,
) -> str:
    """Record a decision of the Authority on the day of its letter; ``note`` is printed. Returns the event's uid.

    Raises Invalid for an outcome that is not the Authority's, RuleBroken where the proposal is not with it and no
    ``reason`` is given.
    """
    known = letters_of("AUTHORITY").values()
    if outcome not in [each.key for each in known]:
        labels = join_and([f"'{each.label}'" for each in known], "or")
        raise Invalid([Problem("outcome", f"Outcome must be one of the Authority's: {labels}")])
    return record_event(session, proposal_uid, outcome, day=day, printed_note=note, release=release, reason=reason)


# --- drafts, until the decisions are recorded ----------------------------------------------------------------------


def letter_day(session: Session) -> date | None:
    """Return the date of the letter that the drafts come with; None where none was typed."""
    return read_book(session, AUTHORITY).day


def keep_letter_day(session: Session, day: date | None) -> None:
    """Keep the date of the letter until the decisions are recorded."""
    keep_day(session, AUTHORITY, day)


def draft_authority(session: Session, proposal_uid: str, outcome: str | None) -> None:
    """Keep an outcome of the Authority until it is recorded; None takes it away. The same again changes nothing.

    Raises Invalid for an outcome that is not the Authority's, NotFound where the proposal is gone.
    """
    if outcome is not None and not letter_for(AUTHORITY, outcome):
        raise Invalid([Problem("outcome", "Choose one of the outcomes of the Authority")])
    line = _line(session, proposal_uid)
    if outcome == line.outcome:
        return
    called = _called(session, proposal_uid)
    label = f"Outcome {letter_for(AUTHORITY, outcome)} for {called}" if outcome else f"No outcome for {called}"
    changed = replace(line, outcome=outcome, reason="")
    change_lines(session, AUTHORITY, label, {proposal_uid: changed})


def note_authority(session: Session, proposal_uid: str, printed: str, private: str, reason: str = "") -> None:
    """Keep the notes of a drafted decision, and why it is recorded although it is not expected."""
    line = _line(session, proposal_uid)
    changed = replace(line, printed=tidy(printed) or "", private=tidy(private) or "", reason=tidy(reason, "line") or "")
    change_lines(session, AUTHORITY, f"Note on {_called(session, proposal_uid)}", {proposal_uid: changed})


def record_authority_drafts(session: Session, day: date, today: date) -> SittingSummary:
    """Record what is drafted for the Authority, on the day of its letter.

    Raises Invalid where nothing is drafted or the letter is of a day to come, RuleBroken where an unusual outcome
    lacks a reason; then nothing is recorded.
    """
    rows = authority_queue(session, today)
    drafted = [row for row in rows if row.draft.outcome]
    if not drafted:
        raise Invalid([Problem("outcome", "Nothing has an outcome yet. Give one to a proposal before recording")])
    if day > today:
        sentence = f"The letter is dated {format_date(day)}, which is still to come. Change its date"
        raise Invalid([Problem("date", sentence)])
    events = {row.proposal_uid: _record(session, row, day, today) for row in drafted}
    spend_lines(session, AUTHORITY, events, today)
    counted = Counter(row.draft.outcome or "" for row in drafted)
    left = tuple(row.reference for row in rows if not row.draft.outcome)
    return SittingSummary(len(drafted), tuple(counted.items()), left)


def _record(session: Session, row: AuthorityRow, day: date, today: date) -> str:
    line = row.draft
    sentence = _unusual(session, row.proposal_uid, line, day, _sent(session, row.proposal_uid, today))
    if sentence and not line.reason:
        raise RuleBroken(f"{sentence}. Give a reason to record this anyway")
    return record_event(
        session,
        row.proposal_uid,
        line.outcome or "",
        day=day,
        printed_note=line.printed,
        private_note=line.private,
        reason=line.reason,
    )


def _line(session: Session, proposal_uid: str) -> DraftLine:
    if session.get(Proposal, proposal_uid) is None:
        raise NotFound("This proposal is no longer in the register")
    return read_book(session, AUTHORITY).lines.get(proposal_uid, _NO_DRAFT)


def _called(session: Session, proposal_uid: str) -> str:
    return references(session, [proposal_uid], date.max)[proposal_uid]
