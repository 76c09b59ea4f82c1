"""What an old report would change in a register, and taking the chosen part of it over.

Nothing is saved by proposing. Taking runs within one ``register.change``, so that a whole report is one step and one
undo. Records are matched by number or by what makes them the same, never by a title alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict
from secdesk.exchange.published_report.reading import Reading
from secdesk.models import AgendaItem
from secdesk.models.types import Value
from secdesk.register.progress import Progress, silent
from secdesk.services.events import record_event, unusual_event
from secdesk.services.records import Effect, create_record, update_record
from secdesk.services.release_parts import add_part, parts
from secdesk.services.report_records.assessments import plan_assessments
from secdesk.services.report_records.consultations import plan_consultations
from secdesk.services.report_records.desk import Desk
from secdesk.services.report_records.events import plan_events
from secdesk.services.report_records.figures import plan_figures
from secdesk.services.report_records.meetings import plan_agenda, plan_meetings
from secdesk.services.report_records.papers import plan_paper
from secdesk.services.report_records.parties import plan_parties
from secdesk.services.report_records.planned import Link, PlannedValue, ProposedRecord, ProposedRecords
from secdesk.services.report_records.proposals import plan_proposals
from secdesk.services.report_records.releases import plan_release_parts, plan_releases

__all__ = ["Link", "PlannedValue", "ProposedRecord", "ProposedRecords", "Taken", "propose", "take"]

_PLANNERS = (
    plan_parties,
    plan_meetings,
    plan_releases,
    plan_proposals,
    plan_agenda,
    plan_events,
    plan_release_parts,
    plan_consultations,
    plan_assessments,
    plan_paper,
    plan_figures,
)
"""In this order each finds what it links to planned already."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over: how many records of each kind were added, and how many changed."""

    added: Mapping[str, int]
    changed: Mapping[str, int]


def propose(session: Session, reading: Reading, *, known_by: date) -> ProposedRecords:
    """Return what each fact of a reading would change in the register of the session; nothing is saved.

    ``known_by`` is the day by which facts without a day were so: usually the day of the report. What the register has
    is compared as it stood by that day.
    """
    desk = Desk(session, reading, known_by)
    for plan in _PLANNERS:
        plan(desk)
    return ProposedRecords(tuple(desk.planned.values()), reading.month)


def take(session: Session, chosen: Sequence[ProposedRecord], progress: Progress = silent) -> Taken:
    """Add the chosen records and change those that they add to; those that cannot be taken are passed over.

    Takes the session of ``register.change``. Raises Conflict where one needs another that is not chosen
    (:meth:`ProposedRecords.only` chooses these as well), Invalid for what can never be stored; then nothing is kept.
    """
    made: dict[str, str] = {}
    added: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for number, record in enumerate(chosen):
        progress("Importing records", number, len(chosen))
        if not record.can_be_taken:
            continue
        values = {name: _resolve(record, value, made) for name, value in record.values.items()}
        if record.state == "change":
            update_record(session, record.kind, record.uid, values)
            changed[record.kind] += 1
        else:
            made[record.key] = _add(session, record, values)
            added[record.kind] += 1
    return Taken(added, changed)


def _resolve(record: ProposedRecord, value: PlannedValue, made: Mapping[str, str]) -> Value:
    if not isinstance(value, Link):
        return value
    if value.key not in made:
        raise Conflict(f"'{record.words}' needs '{value.key}' from the same report. Choose that as well")
    return made[value.key]


def _add(session: Session, record: ProposedRecord, values: dict[str, Value]) -> str:
    match record.kind:
        case "event":
            return _add_event(session, values)
        case "release_part":
            return _add_part(session, values)
        case "agenda_item":
            return create_record(session, "agenda_item", {**values, "position": _place(session, values)})
        case kind:
            return create_record(session, kind, values, effect=Effect())


def _add_event(session: Session, values: Mapping[str, Value]) -> str:
    """Record an event after the others of its day; a step that the process does not expect says where it is from."""
    given = {name: str(value) for name, value in values.items() if name not in ("date", "known_by")}
    proposal, outcome = given.pop("proposal"), given.pop("outcome")
    day, known_by = (values.get(name) for name in ("date", "known_by"))
    when = day if isinstance(day, date) else None
    by = known_by if isinstance(known_by, date) else None
    if unusual_event(session, proposal, outcome, when or by):
        given.setdefault("reason", "As printed in an old Change Status Report")
    return record_event(session, proposal, outcome, day=when, known_by=by, **given)


def _add_part(session: Session, values: Mapping[str, Value]) -> str:
    """Put a modification into a release; its approval may have done so a moment before."""
    release, proposal, label = (str(values.get(name) or "") for name in ("release", "proposal", "label"))
    for row in parts(session, release, date.max):
        if row.proposal_uid == proposal and row.label == label:
            return row.uid
    return add_part(session, release, proposal, label)


def _place(session: Session, values: Mapping[str, Value]) -> int:
    """Return the place of an item on its agenda: that of the report, or behind what the register has there."""
    query = select(AgendaItem.position).where(AgendaItem.meeting == values["meeting"])
    taken = set(session.scalars(query))
    wanted = values.get("position")
    if isinstance(wanted, int) and wanted not in taken:
        return wanted
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting == values["meeting"]))
    return (last or 0) + 1
