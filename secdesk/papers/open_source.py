"""Opens the source of a paper: its record, its days, the settings in force and its marking."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.models import Meeting, Paper, Proposal
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.source import Source
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.markings import is_above, marking_of
from secdesk.rules.naming import references
from secdesk.rules.status import value_at
from secdesk.rules.years import Month

AnySource: TypeAlias = Source[PaperDays]


def open_source(
    session: Session, kind: str, at: date, *, month: Month | None = None, marking: str | None = None
) -> AnySource:
    """Return the source of a paper about no meeting and no proposal in particular; ``marking`` is the one asked for.

    The days are those of the month's record where there is one, else ``at``.
    """
    record = _record(session, kind, Paper.month == str(month)) if month else None
    day = (record.date if record else None) or at
    days = PaperDays(
        paper_date=day,
        figures_to=(record.figures_to if record else None) or day,
        names_at=day,
        month=month,
        meeting=record.meeting if record else None,
        paper=record.uid if record else None,
    )
    return Source(session, days, in_force(session, day), marking)


def open_sitting(
    session: Session, kind: str, meeting: Meeting, at: date, *, as_issued: bool = True, marking: str | None = None
) -> AnySource:
    """Return the source of a paper for a meeting: proposals are named as they were on the day before it.

    So an agenda printed again after the Panel still says DP101. ``as_issued`` takes the day of the paper's own
    record; without it what was recorded up to ``at`` is known.
    """
    record = _record(session, kind, Paper.meeting == meeting.uid)
    day = (record.date if record and as_issued else None) or at
    return Source(session, _days_before(meeting, day, record), in_force(session, day), marking)


def open_proposal(
    session: Session, kind: str, proposal: str, at: date, *, for_meeting: bool = False, marking: str | None = None
) -> AnySource:
    """Return the source of a paper about one proposal, by uid; ``for_meeting`` dates it before its target meeting.

    Such a paper is never marked lower than its proposal: raises KnownError where it is asked to be.
    """
    record = _record(session, kind, Paper.proposal == proposal)
    day = (record.date if record else None) or at
    target = (record.meeting if record else None) or _value(session, proposal, "target_meeting", day)
    meeting = session.get(Meeting, target) if target and for_meeting else None
    rules = in_force(session, day)
    own = _marking(session, proposal, day, marking or (record.marking if record else None), rules)
    return Source(session, _days_before(meeting, day, record), rules, own)


def _days_before(meeting: Meeting | None, day: date, record: Paper | None) -> PaperDays:
    """Return the days of a paper that goes out before a meeting, whenever it is printed."""
    before = min(day, meeting.date - timedelta(days=1)) if meeting and meeting.date else day
    return PaperDays(
        paper_date=day,
        figures_to=before,
        names_at=before,
        meeting=meeting.uid if meeting else None,
        paper=record.uid if record else None,
    )


def _record(session: Session, kind: str, about: ColumnElement[bool]) -> Paper | None:
    """Return the newest record of a paper of a kind about something."""
    query = select(Paper).where(Paper.paper_kind == kind, about)
    return session.scalars(query.order_by(Paper.issued.is_not(None), Paper.issued.desc(), Paper.uid)).first()


def _value(session: Session, proposal: str, field: str, at: date) -> str | None:
    return session.scalar(select(value_at(Proposal, field, at)).where(Proposal.uid == proposal))


def _marking(session: Session, proposal: str, day: date, asked: str | None, rules: InForce) -> str | None:
    """Return the marking of a paper about one proposal: what was asked for, or that of the proposal if it is higher."""
    limited = session.scalar(select(Proposal.security_limited).where(Proposal.uid == proposal))
    own = marking_of(_value(session, proposal, "marking", day), limited)
    if not is_above(own, asked or rules.text("report_marking")):
        return asked
    if asked is not None:
        called = references(session, [proposal], day)[proposal]
        why = "security-limited" if limited else f"marked {own}"
        raise KnownError(f"{called} is {why}. Mark a paper about it {own} as well, not {asked}")
    return own
