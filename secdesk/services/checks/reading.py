"""Reads a snapshot of the register: one SELECT for each kind of record, none for a single one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from secdesk.models import (
    Action,
    AffectedDocument,
    AgendaItem,
    Assessment,
    Consultation,
    DatedValue,
    Document,
    Event,
    Meeting,
    Paper,
    Relation,
    Release,
    ReleasePart,
    StatedFigure,
    VoteCount,
)
from secdesk.rules.in_force import in_force
from secdesk.rules.status import ProposalAt, counts, happened, value_at
from secdesk.services.checks.rows import (
    ActionRow,
    AssessmentRow,
    ConsultationRow,
    DocumentRow,
    EventRow,
    ItemRow,
    MeetingRow,
    PaperRow,
    PartRow,
    ProvisionRow,
    ReleaseRow,
    StatedRow,
)
from secdesk.services.checks.snapshot import DatedText, Snapshot
from secdesk.services.outcome_drafts import read_books
from secdesk.services.queries import proposals_at

_DATED = ("title", "path", "target_meeting")
Row = TypeVar("Row")
_Query: TypeAlias = Select[*tuple[Any, ...]]


def read_snapshot(session: Session, at: date) -> Snapshot:
    """Return the register as at a date."""
    proposals = {each.uid: each for each in proposals_at(session, at)}
    place = {uid: position for position, uid in enumerate(proposals)}

    def owned(kind: type[Row], query: _Query, owner: InstrumentedAttribute[Any]) -> tuple[Row, ...]:
        """Return the rows that belong to a proposal, in the order of the proposals."""
        found = [row for row in session.execute(query.add_columns(owner.label("owner"))) if row.owner in place]
        found.sort(key=lambda row: (place[row.owner], row.uid))
        return tuple(kind(*row[:-1]) for row in found)

    return Snapshot(
        at=at,
        rules=in_force(session, at),
        proposals=proposals,
        events=_events(session, at, proposals),
        histories=_histories(session),
        meetings=_meetings(session),
        items=_with_drafts(session, owned(ItemRow, _ITEMS, AgendaItem.proposal)),
        consultations=owned(ConsultationRow, _CONSULTATIONS, Consultation.proposal),
        assessments=owned(AssessmentRow, _ASSESSMENTS, Assessment.proposal),
        releases=_releases(session, at),
        parts=owned(PartRow, _parts(at), ReleasePart.proposal),
        papers=tuple(PaperRow(*row) for row in session.execute(_PAPERS)),
        stated=tuple(StatedRow(*row) for row in session.execute(_STATED)),
        provisions=owned(ProvisionRow, _PROVISIONS, AffectedDocument.proposal),
        documents=owned(DocumentRow, _DOCUMENTS, Document.proposal),
        actions=tuple(ActionRow(*row) for row in session.execute(_ACTIONS)),
        voted=frozenset(event for event in session.scalars(_VOTED) if event),
        related=_related(session),
    )


def _with_drafts(session: Session, items: tuple[ItemRow, ...]) -> tuple[ItemRow, ...]:
    """Return agenda items with the outcomes that are drafted in the room, which stand beside the record."""
    drafted = {key: line.outcome for book in read_books(session).values() for key, line in book.lines.items()}
    return tuple(replace(row, draft_outcome=drafted.get(row.uid, row.draft_outcome)) for row in items)


def _events(session: Session, at: date, proposals: Mapping[str, ProposalAt]) -> dict[str, tuple[EventRow, ...]]:
    """Return the events that count by proposal, in the order in which :mod:`secdesk.rules.status` takes them."""
    query: _Query = (
        select(
            Event.uid,
            Event.proposal,
            Event.outcome,
            happened(Event).label("happened"),
            Event.date,
            Event.meeting,
            Event.agenda_item,
            Event.target_meeting,
            Event.status,
            Event.reason,
        )
        .where(counts(Event, at), Event.outcome.is_not(None))
        .order_by(happened(Event), Event.position, Event.uid.desc())
    )
    found: dict[str, list[EventRow]] = defaultdict(list)
    for row in session.execute(query):
        if row.proposal in proposals:
            found[row.proposal].append(EventRow(*row))
    return {proposal: tuple(found[proposal]) for proposal in proposals if proposal in found}


def _histories(session: Session) -> dict[tuple[str, str], tuple[DatedText, ...]]:
    """Return the values of dated fields, in the order in which :func:`secdesk.rules.status.value_at` takes them."""
    query = (
        select(DatedValue.record, DatedValue.field_name, DatedValue.effective_from, DatedValue.value)
        .where(DatedValue.field_name.in_(_DATED))
        .order_by(DatedValue.effective_from, DatedValue.position, DatedValue.uid.desc())
    )
    found: dict[tuple[str, str], list[DatedText]] = defaultdict(list)
    for row in session.execute(query):
        found[row.record, row.field_name].append((row.effective_from, row.value))
    return {key: tuple(values) for key, values in found.items()}


def _meetings(session: Session) -> dict[str, MeetingRow]:
    """Return the meetings by uid, by date; those without a date come last."""
    rows = [
        MeetingRow(row.uid, row.body or "", *row[2:])
        for row in session.execute(
            select(
                Meeting.uid,
                Meeting.body,
                Meeting.date,
                Meeting.month,
                Meeting.known_by,
                Meeting.state,
                Meeting.number,
                Meeting.agenda_due,
                Meeting.agenda_confirmed,
            )
        )
    ]
    rows.sort(key=lambda row: (row.last_day or date.max, row.body, row.uid))
    return {row.uid: row for row in rows}


def _releases(session: Session, at: date) -> dict[str, ReleaseRow]:
    """Return the releases by uid, by date; those without a date come last."""
    goes_live = value_at(Release, "goes_live", at).label("goes_live")
    rows = [
        ReleaseRow(
            row.uid,
            row.name or "release without a name",
            date.fromisoformat(row.goes_live) if row.goes_live else None,
            row.implemented,
        )
        for row in session.execute(select(Release.uid, Release.name, Release.implemented, goes_live))
    ]
    rows.sort(key=lambda row: (row.goes_live or date.max, row.name, row.uid))
    return {row.uid: row for row in rows}


def _parts(at: date) -> _Query:
    release = value_at(ReleasePart, "release", at).label("release")
    return select(ReleasePart.uid, ReleasePart.proposal, release, ReleasePart.implemented)


def _related(session: Session) -> frozenset[frozenset[str]]:
    rows = session.execute(select(Relation.proposal, Relation.other).where(Relation.other.is_not(None)))
    return frozenset(frozenset((row.proposal, row.other)) for row in rows)


_ITEMS: _Query = select(
    AgendaItem.uid, AgendaItem.meeting, AgendaItem.proposal, AgendaItem.purpose, AgendaItem.draft_outcome
).where(AgendaItem.meeting.is_not(None))
_CONSULTATIONS: _Query = select(
    Consultation.uid,
    Consultation.proposal,
    Consultation.consultation_kind,
    Consultation.expected_month,
    Consultation.expectation_known_by,
    Consultation.opened,
    Consultation.closes,
    Consultation.responses,
    Consultation.dropped,
)
_ASSESSMENTS: _Query = select(
    Assessment.uid,
    Assessment.proposal,
    Assessment.assessment_kind,
    Assessment.requested,
    Assessment.accepted,
    Assessment.returned,
    Assessment.cancelled,
)
_PROVISIONS: _Query = select(
    AffectedDocument.uid,
    AffectedDocument.proposal,
    AffectedDocument.document,
    AffectedDocument.provision,
    AffectedDocument.drafted,
    AffectedDocument.text_version,
)
_DOCUMENTS: _Query = select(
    Document.uid, Document.proposal, Document.name, Document.document_kind, Document.date
).where(Document.name.is_not(None))
_PAPERS: _Query = select(Paper.uid, Paper.paper_kind, Paper.month, Paper.meeting, Paper.date, Paper.reference).order_by(
    Paper.date, Paper.reference, Paper.uid
)
_STATED: _Query = (
    select(StatedFigure.uid, StatedFigure.figure, StatedFigure.month, StatedFigure.assessment, StatedFigure.value)
    .where(StatedFigure.figure.is_not(None), StatedFigure.value.is_not(None))
    .order_by(StatedFigure.month.is_not(None), StatedFigure.uid)
)
_ACTIONS: _Query = (
    select(Action.uid, Action.number, Action.due, Action.done)
    .where(Action.due.is_not(None))
    .order_by(Action.due, Action.number, Action.uid)
)
_VOTED = (
    select(VoteCount.event)
    .where(or_(VoteCount.votes_for > 0, VoteCount.votes_against > 0, VoteCount.abstained > 0))
    .distinct()
)
