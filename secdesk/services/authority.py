"""Proposals with the Authority, which decides without meetings (domain.md 3, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Invalid, Problem
from secdesk.models import Event, Proposal
from secdesk.rules.naming import references
from secdesk.rules.process import OUTCOMES, letters_of
from secdesk.rules.status import counts, happened, status_at
from secdesk.rules.wording import join_and
from secdesk.services.events import record_event
from secdesk.services.queries import proposals_at


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """A proposal with the Authority: ``since`` when, and the recommendation that it was sent with."""

    proposal_uid: str
    reference: str
    title: str
    since: date | None
    recommendation: str
    sort_key: tuple[int, str]


def authority_queue(session: Session, at: date) -> list[AuthorityRow]:
    """Return the proposals with the Authority as at a date, by number."""
    waiting = list(session.scalars(select(Proposal.uid).where(status_at(at) == "with_authority")))
    called = references(session, waiting, at)
    rows = []
    for proposal in proposals_at(session, at, waiting):
        sent = _sent(session, proposal.uid, at)
        rows.append(
            AuthorityRow(
                proposal_uid=proposal.uid,
                reference=called[proposal.uid],
                title=proposal.title or "",
                since=sent.date if sent else None,
                recommendation=OUTCOMES[sent.outcome or ""].label if sent else "",
                sort_key=(proposal.number or 0, proposal.suffix),
            )
        )
    return sorted(rows, key=lambda row: (row.sort_key, row.proposal_uid))


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
