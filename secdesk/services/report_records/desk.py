"""What the planning of every kind works with: the register, the report's facts, and what is planned so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.csv_names import KnownNames
from secdesk.exchange.published_report.reading import Fact, Reading
from secdesk.models import Proposal
from secdesk.models.types import Value
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.reference import parse_reference
from secdesk.rules.years import Month, parse_month
from secdesk.services.report_records.planned import Link, Origin, PlannedValue, PlanState, ProposedRecord

Number = tuple[int, str]
"""What identifies a proposal: its number and part letter."""


@dataclass(slots=True)
class Desk:
    """A report on the desk beside the register. ``known_by`` is the day by which its undated facts were so."""

    session: Session
    reading: Reading
    known_by: date
    planned: dict[str, ProposedRecord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = KnownNames(self.session)
        self.rules: InForce = in_force(self.session, self.known_by)
        rows = self.session.execute(select(Proposal.uid, Proposal.number, Proposal.suffix))
        self.present: dict[Number, str] = {(row.number, row.suffix): row.uid for row in rows if row.number is not None}

    names: KnownNames = field(init=False)
    rules: InForce = field(init=False)
    present: dict[Number, str] = field(init=False)

    @property
    def month(self) -> Month | None:
        """The month of the report, where it can be read."""
        return parse_month(self.reading.month) if self.reading.month else None

    @property
    def source(self) -> str:
        """The words for where a fact comes from."""
        return f"the Change Status Report of {self.month.label}" if self.month else "a Change Status Report"

    def facts(self, kind: str) -> Iterator[Fact]:
        """Yield the facts of a kind that could be read."""
        return (fact for fact in self.reading.of_kind(kind) if fact.confidence != "unknown")

    def plan(
        self,
        key: str,
        kind: str,
        state: PlanState,
        words: str,
        origin: Origin,
        *,
        uid: str = "",
        values: Mapping[str, PlannedValue] | None = None,
        note: str = "",
    ) -> None:
        """Put a record down, once for each key."""
        self.planned.setdefault(key, ProposedRecord(key, kind, state, words, origin, uid, dict(values or {}), note))

    def link(self, key: str) -> PlannedValue:
        """Return a link to a planned record: its uid where it is there, else its key; None where it is not planned."""
        record = self.planned.get(key)
        if record is None or record.state == "left":
            return None
        return record.uid or Link(key)

    def uid(self, key: str) -> str:
        """Return the uid of a planned record that is there, empty for a new one."""
        record = self.planned.get(key)
        return record.uid if record else ""

    def proposal(self, fact: Fact) -> PlannedValue:
        """Return the link to the proposal that a fact is about; None where it is not planned."""
        return self.link(proposal_key(number_of(fact.reference)))


def number_of(reference: str) -> Number:
    """Return what identifies the proposal of a reference as papers print it."""
    found = parse_reference(reference)
    return found.number, found.suffix


def proposal_key(number: Number) -> str:
    """Return the key of a proposal among the planned records."""
    return f"proposal {number[0]}{number[1]}"


def filled(present: Mapping[str, Value], wanted: Mapping[str, PlannedValue]) -> dict[str, PlannedValue]:
    """Return what the report adds to a record: fields that are empty there and known here."""
    return {name: value for name, value in wanted.items() if value is not None and present.get(name) is None}


def opposed(present: Mapping[str, Value], wanted: Mapping[str, PlannedValue], names: Sequence[str]) -> list[str]:
    """Return the fields that both know and know differently."""
    return [
        name
        for name in names
        if wanted.get(name) is not None and present.get(name) is not None and wanted[name] != present[name]
    ]
