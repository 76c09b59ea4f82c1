"""What a register holds of the proposals that a list is about: what its rows are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from secdesk.models import Event, Proposal, ReleasePart
from secdesk.models.types import IsoDate, Value
from secdesk.rules.naming import find, references
from secdesk.rules.reference import Reference
from secdesk.rules.status import counts, dated_fields_of, happened, leads_to, value_at
from secdesk.rules.values import stored_value


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest status by a day, and when it began as far as that is known; empty before any event."""

    status: str = ""
    since: date | None = None


class PresentProposals:
    """The proposals of a register by their numbers; what has dates is asked for by the day that a row speaks of."""

    def __init__(self, session: Session) -> None:
        """Read the numbers; the rest is read when it is asked for."""
        self._session = session
        rows = session.execute(select(Proposal.uid, Proposal.number, Proposal.suffix)).all()
        self._by_number: dict[tuple[int, str], str] = {
            (row.number, row.suffix): row.uid for row in rows if row.number is not None
        }
        self._values: dict[date, dict[str, dict[str, Value]]] = {}
        self._references: dict[date, dict[str, str]] = {}
        self._latest = _select_latest()

    def find(self, reference: Reference) -> str:
        """Return the uid of the proposal of a number, or nothing."""
        return self._by_number.get((reference.number, reference.suffix), "")

    def find_name(self, kind: str, text: str) -> str | None:
        """Return the record of a kind that a cell names, None where there is none or more than one."""
        return find(self._session, kind, text, date.max)

    def reference(self, uid: str, at: date) -> str:
        """Return the reference of a proposal as at a day; all are read at once for each day."""
        if at not in self._references:
            self._references[at] = references(self._session, None, at)
        return self._references[at][uid]

    def values(self, uid: str, at: date) -> Mapping[str, Value]:
        """Return every field of a proposal as at a day; all proposals are read at once for each day."""
        if at not in self._values:
            self._values[at] = self._read_values(at)
        return self._values[at][uid]

    def _read_values(self, at: date) -> dict[str, dict[str, Value]]:
        fields = Proposal.fields()
        stored = [getattr(Proposal, name) for name in Proposal.stored_fields()]
        dated = [expression.label(name) for name, expression in dated_fields_of(Proposal, at).items()]
        found = {}
        for row in self._session.execute(select(Proposal.uid, *stored, *dated)):
            own: dict[str, Any] = dict(row._mapping)
            found[row.uid] = {
                name: stored_value(info, own[name]) if info.dated else own[name] for name, info in fields.items()
            }
        return found

    def latest(self, uid: str, at: date) -> Latest:
        """Return the status of a proposal by a day and since when."""
        row = self._session.execute(self._latest, {"proposal": uid, "at": at}).first()
        return Latest() if row is None else Latest(row[0], row[1])

    def raised(self, uid: str) -> tuple[str, date | None] | None:
        """Return the event by which a proposal was raised and its date; nothing where there is no such event."""
        row = self._session.execute(
            select(Event.uid, Event.date)
            .where(Event.proposal == uid, Event.outcome == "raised", counts(Event, date.max))
            .order_by(happened(Event), Event.position, Event.uid)
            .limit(1)
        ).first()
        return None if row is None else (row[0], row[1])

    def release_parts(self, uid: str, at: date) -> list[tuple[str, str | None]]:
        """Return the parts of a proposal, each with the release that it is in as at a day."""
        query = select(ReleasePart.uid, value_at(ReleasePart, "release", at)).where(ReleasePart.proposal == uid)
        return [(row[0], row[1]) for row in self._session.execute(query.order_by(ReleasePart.uid))]


def _select_latest() -> Select[*tuple[Any, ...]]:
    """Return the query for the latest status of one proposal by a day, built once: its expressions are large."""
    event = aliased(Event)
    status = leads_to(event)
    return (
        select(status, happened(event))
        .where(event.proposal == bindparam("proposal"), counts(event, _AT), status.is_not(None))
        .order_by(happened(event).desc(), event.position.desc(), event.uid)
        .limit(1)
    )


_AT: Any = bindparam("at", type_=IsoDate())
"""The day asked about, in the place of a date."""
