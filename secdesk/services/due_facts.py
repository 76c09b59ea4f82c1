"""What the rules of Home are read from: proposals, meetings and agendas as at a day (ux.md 2.5).

Only work on a proposal that can go on counts. What is on hold, over or not raised yet is never due, and what is
security-limited is never told on a page that stands open on a shared screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from secdesk.models import AgendaItem, Change, Meeting, Proposal
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.naming import references
from secdesk.rules.process import BODIES, STATUSES
from secdesk.rules.status import status_at, value_at
from secdesk.rules.wording import join_and
from secdesk.rules.workdays import add_working_days
from secdesk.rules.years import parse_month
from secdesk.services.agenda_suggestions import event_targets
from secdesk.services.outcome_drafts import DraftBook, line_of, read_books
from secdesk.services.sitting_queue import is_recorded

_MOST_NAMED_IN_A_LINE = 4


@dataclass(frozen=True, slots=True)
class Life:
    """A proposal as the rules see it: its ``status`` as at the day, and whether work on it can go on."""

    uid: str
    order: tuple[int, str]
    status: str
    can_go_on: bool
    target: str | None

    @property
    def decided(self) -> bool:
        """Whether it is approved or over."""
        return not self.status or STATUSES[self.status].decided


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A meeting that was not cancelled. Where only the month is known, ``day`` is its last and ``exact`` is False.

    ``confirmed`` and ``held`` are as at the day of the facts: nothing is held before it takes place.
    """

    uid: str
    body: str
    day: date
    exact: bool
    month: str
    ad_hoc: bool
    held: bool
    agenda_due: date | None
    confirmed: bool

    @property
    def name(self) -> str:
        """What the meeting is called in a row: ``SEC Panel, 14 Feb 2020``, or ``SEC Panel, February 2020``."""
        when = format_date(self.day) if self.exact else parse_month(self.month).label
        return f"{BODIES.get(self.body, self.body)}, {when}"


@dataclass(frozen=True, slots=True)
class Item:
    """A proposal on an agenda: whether its outcome is ``drafted`` or ``recorded``, and what it is there for."""

    meeting: str
    proposal: str
    drafted: bool
    recorded: bool
    purpose: str


@dataclass(frozen=True, slots=True)
class DueFacts:
    """One reading of a register for the rules; ``until`` is the last day that is looked at."""

    session: Session
    today: date
    until: date
    rules: InForce
    lives: Mapping[str, Life]
    meetings: Sequence[MeetingDay]
    items: Mapping[str, Sequence[Item]]

    def can_go_on(self, proposal: str | None) -> bool:
        """Say whether work on a proposal can go on; on one that is not there, it cannot."""
        found = self.lives.get(proposal or "")
        return found is not None and found.can_go_on

    def status(self, proposal: str | None) -> str:
        """Return the status of a proposal, an empty string for none."""
        found = self.lives.get(proposal or "")
        return found.status if found else ""

    def in_order(self, proposals: Iterable[str]) -> list[str]:
        """Return proposals by number, each once."""
        return sorted(set(proposals), key=lambda uid: (self.lives[uid].order, uid))

    def called(self, proposals: Iterable[str]) -> str:
        """Name proposals by number: ``DP101, DP104 and DP106``; of many only their number, ``12 proposals``."""
        wanted = self.in_order(proposals)
        if len(wanted) > _MOST_NAMED_IN_A_LINE:
            return f"{len(wanted)} proposals"
        names = references(self.session, wanted, self.today)
        return join_and([names[uid] for uid in wanted])

    def taken_off(self, meeting: str) -> set[str]:
        """Return the proposals that were taken off a meeting's agenda and are not on it again, as the log tells."""
        query = select(Change.fields).where(
            Change.kind == "agenda_item", Change.action == "delete", Change.fields.contains(meeting)
        )
        on_it = {item.proposal for item in self.items.get(meeting, ())}
        fields = list(self.session.scalars(query))
        return {uid for uid in self.lives if uid not in on_it and any(f'"{uid}"' in text for text in fields)}


def gather(session: Session, today: date, days: int | None = None) -> DueFacts:
    """Read what the rules need as at a day; ``days`` is how many Working Days to look ahead (default: a setting)."""
    rules = in_force(session, today)
    ahead = rules.number("due_days") if days is None else days
    until = add_working_days(today, ahead, rules.calendar)
    meetings = _meetings(session, today)
    wanted = [meeting.uid for meeting in meetings if not meeting.held]
    return DueFacts(session, today, until, rules, _lives(session, today), meetings, _items(session, wanted))


def _lives(session: Session, today: date) -> dict[str, Life]:
    columns: list[Any] = [Proposal.uid, Proposal.number, Proposal.suffix, Proposal.security_limited]
    dated = [value_at(Proposal, name, today).label(name) for name in ("on_hold", "target_meeting")]
    rows = session.execute(select(*columns, status_at(today).label("status"), *dated)).all()
    ready = [row.uid for row in rows if row.status in ("draft_ready", "report_to_panel")]
    aims = event_targets(session, ready, today)
    return {
        row.uid: Life(
            uid=row.uid,
            order=(row.number or 0, row.suffix),
            status=row.status,
            can_go_on=_can_go_on(row.status) and row.on_hold != "yes" and not row.security_limited,
            target=row.target_meeting or aims.get(row.uid),
        )
        for row in rows
    }


def _can_go_on(status: str) -> bool:
    return status not in ("", "unknown") and not STATUSES[status].final


def _meetings(session: Session, today: date) -> list[MeetingDay]:
    query = select(Meeting).where(Meeting.state != "cancelled", func.coalesce(Meeting.date, Meeting.month).is_not(None))
    found = []
    for row in session.scalars(query):
        month = None if row.date else parse_month(row.month or "")
        day = month.last if month else row.date or today
        begun = month.first if month else day
        found.append(
            MeetingDay(
                uid=row.uid,
                body=row.body or "",
                day=day,
                exact=row.date is not None,
                month=row.month or "",
                ad_hoc=bool(row.ad_hoc),
                held=row.state == "held" and begun <= today,
                agenda_due=row.agenda_due,
                confirmed=row.agenda_confirmed is not None and row.agenda_confirmed <= today,
            )
        )
    return sorted(found, key=lambda each: (each.day, each.body, each.uid))


def _items(session: Session, meetings: Sequence[str]) -> dict[str, list[Item]]:
    """Return the proposals on the agendas of some meetings, and of any other with outcomes in draft, by meeting."""
    books = read_books(session)
    drafting = [name for name, book in books.items() if any(line.outcome for line in book.lines.values())]
    brought = aliased(AgendaItem)
    also = select(brought.meeting).where(brought.draft_outcome.is_not(None))
    query = (
        select(AgendaItem, is_recorded().label("recorded"))
        .where(
            AgendaItem.proposal.is_not(None),
            or_(AgendaItem.meeting.in_([*meetings, *drafting]), AgendaItem.meeting.in_(also)),
        )
        .order_by(AgendaItem.position, AgendaItem.uid)
    )
    found: dict[str, list[Item]] = {}
    for row, recorded in session.execute(query):
        drafted = bool(line_of(books.get(row.meeting or "", DraftBook()), row).outcome)
        item = Item(row.meeting or "", row.proposal or "", drafted, bool(recorded), row.purpose or "")
        found.setdefault(item.meeting, []).append(item)
    return found
