"""Lists: which records there are, in which order, found by which words, and when the next meetings are.

Each function takes the session of a read; none changes anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from secdesk.models import AgendaItem, DatedValue, Meeting, Proposal, Record
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.naming import names, references
from secdesk.rules.process import STATUSES
from secdesk.rules.status import ProposalAt, proposal_of, select_proposals, status_at
from secdesk.rules.text import fold
from secdesk.services.among import read_among
from secdesk.services.records import list_records, model_of

_BODY_WORDS: Mapping[str, tuple[str, ...]] = {
    "PANEL": ("panel", "sec panel"),
    "CSC": ("csc", "change sub-committee"),
    "WG": ("wg", "working group"),
    "CB": ("cb", "change board"),
    "AUTHORITY": ("authority",),
}


def starting_values(kind: str) -> dict[str, Value]:
    """Return the values that a new record of a kind has by itself, such as a meeting that is planned."""
    model = model_of(kind)
    columns = model.__table__.columns
    return {name: columns[name].default.arg for name in model.stored_fields() if columns[name].default is not None}


def may_be_unknown(kind: str, field: str) -> bool:
    """Say whether a field can hold nothing; a dated field always can."""
    model = model_of(kind)
    return field in model.dated_fields() or bool(model.__table__.columns[field].nullable)


def count_records(session: Session, kind: str) -> int:
    """Return how many records of a kind there are."""
    return session.scalar(select(func.count()).select_from(model_of(kind))) or 0


def ordered_uids(session: Session, kind: str, *, offset: int = 0, limit: int | None = None) -> list[str]:
    """Return the uids of a kind in its own order, or one page of them; the order is the same on every call."""
    query = select(model_of(kind).uid).order_by(*_own_order(model_of(kind)))
    return list(session.scalars(query.offset(offset).limit(limit) if limit is not None else query))


def _own_order(model: type[Record]) -> list[Any]:
    stored = model.stored_fields()
    return [*(getattr(model, name) for name in model.kind.order if name in stored), model.uid]


def proposals_at(session: Session, at: date, uids: Sequence[str] | None = None) -> list[ProposalAt]:
    """Return proposals as at a date, by number; ``uids`` keeps some and gives them in the order asked for."""
    rows = read_among(session, _proposals_query(at), Proposal.uid, uids)
    if uids is None:
        return [proposal_of(row) for row in rows]
    found = {row.uid: proposal_of(row) for row in rows}
    return [found[uid] for uid in uids if uid in found]


@lru_cache(maxsize=16)
def _proposals_query(at: date) -> Select[*tuple[Any, ...]]:
    """Return the query of all proposals as at a date; making it takes longer than running it for a page."""
    return select_proposals(at).order_by(Proposal.uid)


def stages_at(session: Session, at: date) -> dict[str, str]:
    """Return the stage of every proposal by uid, an empty string before any; in the order of their numbers."""
    query = select(Proposal.uid, status_at(at).label("status")).order_by(Proposal.number, Proposal.suffix, Proposal.uid)
    return {row.uid: STATUSES[row.status].stage if row.status else "" for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class SearchText:
    """What a search looks at in one record: its words, folded, and a proposal's number."""

    uid: str
    words: str
    number: int | None = None
    suffix: str = ""


def agenda_sizes(session: Session, meetings: Sequence[str]) -> dict[str, int]:
    """Return how many items the agendas of meetings have, by the meeting's uid; one without any is left out."""
    query = select(AgendaItem.meeting, func.count()).where(AgendaItem.meeting.in_(meetings))
    return {str(meeting): count for meeting, count in session.execute(query.group_by(AgendaItem.meeting))}


def search_texts(session: Session, kind: str, at: date) -> list[SearchText]:
    """Return what searches of a kind look at, in the kind's own order: names, brief words, also former titles."""
    if kind == "proposal":
        return _proposal_texts(session, at)
    model = model_of(kind)
    called = names(session, kind, None, at)
    links = _link_names(session, model, at)
    found = []
    for row in list_records(session, kind, at):
        words = [called.get(row.uid, "")]
        for name, info in model.fields().items():
            value = row.values.get(name)
            if value is None:
                continue
            if info.kind == "link":
                words.append(links.get(info.link, {}).get(str(value), ""))
            elif info.kind in ("line", "text"):
                words.append(str(value))
        found.append(SearchText(row.uid, fold(" ".join(words))))
    return found


def _link_names(session: Session, model: type[Record], at: date) -> dict[str, dict[str, str]]:
    kinds = {info.link for info in model.fields().values() if info.kind == "link" and info.brief}
    return {kind: names(session, kind, None, at) for kind in kinds}


def _proposal_texts(session: Session, at: date) -> list[SearchText]:
    titles: dict[str, list[str]] = {}
    for row in session.execute(select(DatedValue.record, DatedValue.value).where(DatedValue.field_name == "title")):
        titles.setdefault(row.record, []).append(row.value or "")
    called = references(session, None, at)
    people, organisations = names(session, "person", None, at), names(session, "organisation", None, at)
    query = select(
        Proposal.uid, Proposal.number, Proposal.suffix, Proposal.proposer, Proposal.proposer_organisation
    ).order_by(Proposal.number, Proposal.suffix, Proposal.uid)
    return [
        SearchText(
            row.uid,
            fold(
                " ".join(
                    [
                        called[row.uid],
                        *titles.get(row.uid, []),
                        people.get(row.proposer or "", ""),
                        organisations.get(row.proposer_organisation or "", ""),
                    ]
                )
            ),
            row.number,
            row.suffix,
        )
        for row in session.execute(query)
    ]


def next_meetings(session: Session, today: date) -> dict[str, date]:
    """Return the next meeting day of each body by every name it may be typed by: ``panel``, ``working group``."""
    query = (
        select(Meeting.body, func.min(Meeting.date))
        .where(Meeting.date >= today, Meeting.state == "planned", Meeting.body.is_not(None))
        .group_by(Meeting.body)
    )
    found: dict[str, date] = {}
    for body, day in session.execute(query):
        if body is not None and day is not None:
            found.update(dict.fromkeys(_BODY_WORDS.get(body, (body.casefold(),)), day))
    return found


def meetings_between(session: Session, first: date, last: date) -> dict[date, tuple[str, ...]]:
    """Return the bodies that meet on the days from ``first`` to ``last``, in words; cancelled meetings are left out."""
    query = (
        select(Meeting.date, Meeting.body)
        .where(Meeting.date >= first, Meeting.date <= last, Meeting.state != "cancelled")
        .order_by(Meeting.date, Meeting.body, Meeting.uid)
    )
    found: dict[date, tuple[str, ...]] = {}
    for day, body in session.execute(query):
        if day is not None:
            found[day] = (*found.get(day, ()), words_of("meeting_body", body) or "Meeting")
    return found
