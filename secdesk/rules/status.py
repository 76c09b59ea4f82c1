"""The status of a proposal as at a date, as SQL expressions over its events (design.md 1.1, 5.2).

One set of expressions serves lists, papers and the command line alike. A correction takes the event that it corrects
out of the count at every date: what was recorded in error never was so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from secdesk.models import DatedValue, Event, Proposal, Record
from secdesk.rules.process import CONVERTED_STATUSES, OUTCOMES, STATUSES, UNCONVERTED_STATUSES, concluding_statuses

NOT_RAISED = ""
_OPENING = tuple(key for key, outcome in OUTCOMES.items() if outcome.opens)
_LEADING = {key: outcome.status for key, outcome in OUTCOMES.items() if outcome.status}

# Each stands in subqueries of its own, so one of a kind serves them all; making them anew costs more than the query.
_EVENT, _CORRECTION, _DATED = aliased(Event), aliased(Event), aliased(DatedValue)


@dataclass(frozen=True, slots=True)
class ProposalAt:
    """A proposal as at a date. ``status`` is empty when nothing had happened to it; dates may be unknown."""

    uid: str
    number: int | None
    suffix: str
    series: str
    title: str | None
    status: str
    converted: bool
    raised: date | None
    concluded: date | None
    marking: str | None
    path: str | None
    on_hold: bool
    target_meeting: str | None
    proposer: str | None
    proposer_organisation: str | None
    on_behalf_of: str | None
    issue: str | None
    security_limited: bool

    @property
    def stage(self) -> str:
        """The stage (report chapter) of the status, or an empty string."""
        return STATUSES[self.status].stage if self.status else ""


def happened(event: Any) -> ColumnElement[date]:
    """Return when an event happened: its date, or the day by which it is known to have been so."""
    return func.coalesce(event.date, event.known_by)


def counts(event: Any, at: date) -> ColumnElement[bool]:
    """Say whether an event counts as at a date: it happened by then and no other event corrects it.

    An event with no date of any kind was always so.
    """
    corrected = exists(select(_CORRECTION.uid).where(_CORRECTION.corrects == event.uid))
    return and_(or_(happened(event) <= at, happened(event).is_(None)), ~corrected)


def _one_of(column: Any, keys: Iterable[str]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_([_constant(key) for key in keys])
    return found


def _constant(key: str) -> ColumnElement[str]:
    """Return one of the program's own keys as it stands in a query: hundreds of them, bound, take longer to run."""
    if not key.isidentifier():
        raise ValueError(f"{key!r} is no key of an outcome or a status")
    return literal_column(f"'{key}'", String)


def _own_status(event: Any) -> ColumnElement[str]:
    """Return the status that an opening event says itself."""
    return func.coalesce(event.status, _constant("unknown"))


def _leads(event: Any) -> ColumnElement[bool]:
    """Say whether an event leads to a status."""
    return _one_of(event.outcome, (*_OPENING, *_LEADING))


def _leads_to_one_of(event: Any, statuses: Collection[str]) -> ColumnElement[bool]:
    leading = [key for key, status in _LEADING.items() if status in statuses]
    said = and_(_one_of(event.outcome, _OPENING), _one_of(_own_status(event), statuses))
    return or_(_one_of(event.outcome, leading), said)


def leads_to(event: Any) -> ColumnElement[str]:
    """Return the status that an event leads to, NULL where it leads nowhere."""
    by_status: dict[str, list[str]] = {}
    for key, status in _LEADING.items():
        by_status.setdefault(status, []).append(key)
    return case(
        (_one_of(event.outcome, _OPENING), _own_status(event)),
        *((_one_of(event.outcome, keys), _constant(status)) for status, keys in by_status.items()),
        else_=None,
    )


def status_at(at: date, proposal: Any = Proposal) -> ColumnElement[str]:
    """Return the status of a proposal as at a date: that of its latest counting event, empty before any."""
    event = _EVENT
    latest = (
        select(leads_to(event))
        .where(event.proposal == proposal.uid, counts(event, at), _leads(event))
        .order_by(happened(event).desc(), event.position.desc(), event.uid)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(latest, NOT_RAISED)


def converted_at(at: date, proposal: Any = Proposal) -> ColumnElement[bool]:
    """Say whether a proposal bore the prefix MP as at a date."""
    event = _EVENT
    later = and_(_one_of(event.outcome, _OPENING), ~_one_of(_own_status(event), UNCONVERTED_STATUSES))
    return exists(
        select(event.uid).where(
            event.proposal == proposal.uid,
            counts(event, at),
            or_(_leads_to_one_of(event, CONVERTED_STATUSES), later),
        )
    )


def first_date(statuses: tuple[str, ...], at: date, proposal: Any = Proposal) -> ColumnElement[date | None]:
    """Return the known date of the first counting event that led to one of some statuses, NULL if unknown.

    A status that was taken over counts from the day on which it began, where that is known; so a proposal taken over
    as rejected or withdrawn concluded on that day (domain.md 5). Of one taken over as implemented the day says when it
    was implemented, not when it was decided, so it is not counted as a conclusion.
    """
    event = _EVENT
    is_dated = and_(event.outcome == _constant("taken_over"), event.date.is_not(None))
    taken_over = and_(is_dated, _own_status(event) != _constant("implemented"))
    return (
        select(event.date)
        .where(
            event.proposal == proposal.uid,
            counts(event, at),
            _leads_to_one_of(event, statuses),
            or_(~_one_of(event.outcome, _OPENING), taken_over),
        )
        .order_by(happened(event), event.position, event.uid)
        .limit(1)
        .scalar_subquery()
    )


def value_at(model: Any, field_name: str, at: date) -> ColumnElement[str]:
    """Return the text of a dated field of a record as at a date, NULL while it has none."""
    dated = _DATED
    return (
        select(dated.value)
        .where(
            dated.record == model.uid,
            dated.field_name == field_name,
            or_(dated.effective_from <= at, dated.effective_from.is_(None)),
        )
        .order_by(dated.effective_from.desc(), dated.position.desc(), dated.uid)
        .limit(1)
        .scalar_subquery()
    )


def select_proposals(
    at: date, *, names_at: date | None = None, count_withdrawals: bool = True
) -> Select[*tuple[Any, ...]]:
    """Return a SELECT of every proposal as at a date, by number; rows feed :func:`proposal_of`.

    ``names_at`` is the date for title and prefix, where a paper prints names of a later day than its figures.
    """
    named = names_at or at
    return select(
        Proposal.uid,
        Proposal.number,
        Proposal.suffix,
        Proposal.series,
        value_at(Proposal, "title", named).label("title"),
        status_at(at).label("status"),
        converted_at(named).label("converted"),
        first_date(("draft_raised",), at).label("raised"),
        first_date(concluding_statuses(count_withdrawals), at).label("concluded"),
        value_at(Proposal, "marking", named).label("marking"),
        value_at(Proposal, "path", named).label("path"),
        value_at(Proposal, "on_hold", at).label("on_hold"),
        value_at(Proposal, "target_meeting", named).label("target_meeting"),
        Proposal.proposer,
        Proposal.proposer_organisation,
        Proposal.on_behalf_of,
        Proposal.issue,
        Proposal.security_limited,
    ).order_by(Proposal.number, Proposal.suffix)


def proposal_of(row: Any) -> ProposalAt:
    """Return the proposal that a row of :func:`select_proposals` describes."""
    found = dict(row._mapping)
    found["on_hold"] = found["on_hold"] == "yes"
    found["security_limited"] = bool(found["security_limited"])
    found["converted"] = bool(found["converted"])
    return ProposalAt(**found)


def dated_fields_of(model: type[Record], at: date) -> dict[str, ColumnElement[str]]:
    """Return an expression for each dated field of a kind as at a date."""
    return {name: value_at(model, name, at) for name in model.dated_fields()}
