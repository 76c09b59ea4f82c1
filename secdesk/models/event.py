"""Dated events: the only truth about a proposal's progress (design.md 1.1, 5.1)."""

from __future__ import annotations

import datetime

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import field


class Event(Record):
    """One official fact about a proposal: raised, decided, voted, held, withdrawn, implemented, corrected.

    ``date`` may be unknown; then ``known_by`` is the day by which it was so. ``status`` is used only by outcomes
    that leave it open (taken over in mid-life, reopened by a correction). ``position`` orders two events of a day.
    """

    __tablename__ = "event"
    kind = Kind(
        "event",
        "events",
        facts=(("outcome", "date", "known_by", "body", "meeting", "status", "route", "target_meeting", "corrects"),),
        order=("date", "position"),
        one_for=("proposal", "agenda_item"),
    )

    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", owner=True, required=True, brief=True)
    outcome: Mapped[str | None] = field("Outcome", "choice", choices="outcome", required=True, brief=True)
    date: Mapped[datetime.date | None] = field(
        "Date", "date", brief=True, index=True, help="Empty when it is not known"
    )
    known_by: Mapped[datetime.date | None] = field(
        "Known by", "date", help="Without a date: the day by which it was so"
    )
    position: Mapped[int] = field("Order in the day", "number", nullable=False, default=0, minimum=0)
    body: Mapped[str | None] = field("Decided by", "choice", choices="body", brief=True)
    meeting: Mapped[str | None] = field("Meeting", "link", link="meeting", index=True)
    agenda_item: Mapped[str | None] = field("Agenda item", "link", link="agenda_item", index=True)
    status: Mapped[str | None] = field(
        "Status", "choice", choices="status", help="Only where a proposal is taken over in mid-life or corrected"
    )
    route: Mapped[str | None] = field("Route", "choice", choices="route")
    target_meeting: Mapped[str | None] = field(
        "Goes to", "link", link="meeting", help="The meeting it is to be presented to"
    )
    release: Mapped[str | None] = field("Release", "link", link="release")
    printed_note: Mapped[str | None] = field("Printed note", "text", help="Papers print it with the outcome")
    private_note: Mapped[str | None] = field("Private note", "text", private=True)
    reason: Mapped[str | None] = field(
        "Reason", "line", limit=2000, help="Why a step was taken that the process does not expect"
    )
    corrects: Mapped[str | None] = field(
        "Corrects", "link", link="event", index=True, help="The event that was recorded in error; it no longer counts"
    )

    __table_args__ = (
        Index("ix_event_status", "proposal", func.coalesce(date.column, known_by.column), "position"),  # type: ignore[attr-defined]
        STRICT,
    )


class VoteCount(Record):
    """The votes of one party category on one event (domain.md 8)."""

    __tablename__ = "vote_count"
    __table_args__ = STRICT
    kind = Kind(
        "vote count",
        "vote counts",
        facts=(("category", "votes_for", "votes_against", "abstained"),),
        order=("category",),
        one_for=("event", "category"),
    )

    event: Mapped[str | None] = field("Event", "link", link="event", owner=True, required=True, index=True)
    category: Mapped[str | None] = field("Category", "choice", choices="vote_category", required=True, brief=True)
    votes_for: Mapped[int | None] = field("For", "number", minimum=0, maximum=999, brief=True)
    votes_against: Mapped[int | None] = field("Against", "number", minimum=0, maximum=999, brief=True)
    abstained: Mapped[int | None] = field("Abstained", "number", minimum=0, maximum=999, brief=True)
