"""One proposal with everything around it: what conversion papers, report covers, notices and fact sheets say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from secdesk.models import AffectedDocument, AffectedParty, Document, Proposal, Relation
from secdesk.papers.assessment_facts import assessments_of
from secdesk.papers.consultations.facts import ConsultationRow, consultations_of
from secdesk.papers.covers import Cover, collect_cover, with_restricted
from secdesk.papers.dated_facts import Former, former_values
from secdesk.papers.event_facts import steps_of_proposal
from secdesk.papers.facts import AssessmentFact, Mention, Step
from secdesk.papers.open_source import AnySource
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.party_names import organisation_name, person_name
from secdesk.papers.releases.waiting import NO_NAME, releases_with_dates
from secdesk.rules.choices import options, words_of
from secdesk.rules.countings import Counting
from secdesk.rules.markings import is_above
from secdesk.rules.naming import reference_of


@dataclass(frozen=True, slots=True)
class PartyRow:
    """How far a category of Parties is affected; ``level`` is in words and may be None."""

    uid: str
    category: str
    level: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A provision of the Code that is to change. ``drafted`` None means that nobody has said."""

    uid: str
    document: str
    provision: str | None
    drafted: bool | None
    version: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the proposal; ``link`` is there only where it is an address that others can follow."""

    uid: str
    name: str
    kind: str
    version: str | None
    day: date | None
    link: str | None


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A tie to another proposal, or to a change of another code in words."""

    uid: str
    how: str
    mention: Mention | None
    other_code: str | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part in a release: the release, its date, the part's label, when it went live."""

    uid: str
    release: str
    release_uid: str
    day: date | None
    label: str | None
    implemented: date | None


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A proposal and everything around it, as at the days of its paper."""

    dates: PaperDays
    cover: Cover
    counting: Counting
    uid: str
    mention: Mention
    former_reference: str
    former_titles: tuple[Former, ...]
    status: str
    raised: Step | None
    proposer: str | None
    organisation: str | None
    on_behalf_of: str | None
    lead_analyst: str | None
    path: str | None
    marking: str | None
    flags: tuple[str, ...]
    issue: str | None
    solution: str | None
    latest_update: str | None
    dcc_systems: bool | None
    cost_estimate: str | None
    cost_actual: str | None
    parties: tuple[PartyRow, ...]
    provisions: tuple[ProvisionRow, ...]
    documents: tuple[DocumentRow, ...]
    documents_withheld: int
    relations: tuple[RelationRow, ...]
    parts: tuple[PartRow, ...]
    steps: tuple[Step, ...]
    consultations: tuple[ConsultationRow, ...]
    assessments: tuple[AssessmentFact, ...]


def collect_proposal(source: AnySource, uid: str, *, item: str = "") -> ProposalFacts:
    """Return everything about one proposal; ``item`` is its item number at the Panel, for the paper's reference."""
    found, record = source.proposals[uid], source.session.get_one(Proposal, uid)
    steps = steps_of_proposal(source, uid)
    session, mention = source.session, source.mention(uid)
    documents, withheld = _documents(source, uid)
    relations = _relations(source, uid)
    return ProposalFacts(
        dates=source.dates,
        cover=with_restricted(collect_cover(source, item=item), source),
        counting=source.rules.counting("duration_convention"),
        uid=uid,
        mention=mention,
        former_reference=_former_reference(source, uid),
        former_titles=former_values(source, uid, "title"),
        status=found.status,
        raised=next((step for step in steps if step.outcome == "raised"), None),
        proposer=person_name(session, found.proposer),
        organisation=organisation_name(session, found.proposer_organisation),
        on_behalf_of=organisation_name(session, found.on_behalf_of, both=True),
        lead_analyst=person_name(session, record.lead_analyst),
        path=found.path,
        marking=found.marking,
        flags=_flags(record, found.on_hold),
        issue=record.issue,
        solution=record.solution,
        latest_update=record.latest_update,
        dcc_systems=record.dcc_systems,
        cost_estimate=record.cost_estimate,
        cost_actual=record.cost_actual,
        parties=_parties(source, uid),
        provisions=provisions_of(source, uid),
        documents=documents,
        documents_withheld=withheld,
        relations=relations,
        parts=_parts(source, uid),
        steps=steps,
        consultations=consultations_of(source, uid),
        assessments=assessments_of(source, uid),
    )


def _former_reference(source: AnySource, uid: str) -> str:
    """Return the reference that a converted proposal bore before; empty for others."""
    found = source.proposals[uid]
    before = reference_of(found.number, found.suffix, found.series, False)
    return before if found.converted and before != source.mention(uid).reference else ""


def _flags(record: Proposal, on_hold: bool) -> tuple[str, ...]:
    flags = (
        ("On hold", on_hold),
        ("Urgent", record.urgent),
        ("Fast-Track", record.fast_track),
        ("Security-limited", record.security_limited),
    )
    return tuple(words for words, holds in flags if holds)


def _parties(source: AnySource, uid: str) -> tuple[PartyRow, ...]:
    order = list(options("party_category"))
    rows = source.session.scalars(select(AffectedParty).where(AffectedParty.proposal == uid))
    found = sorted(rows, key=lambda row: (order.index(row.category) if row.category in order else len(order), row.uid))
    return tuple(
        PartyRow(row.uid, words_of("party_category", row.category), words_of("impact_level", row.level), row.note)
        for row in found
    )


def provisions_of(source: AnySource, uid: str) -> tuple[ProvisionRow, ...]:
    """Return the provisions of the Code that a proposal changes, by document."""
    rows = source.session.scalars(
        select(AffectedDocument)
        .where(AffectedDocument.proposal == uid)
        .order_by(AffectedDocument.document, AffectedDocument.provision, AffectedDocument.uid)
    )
    return tuple(
        ProvisionRow(row.uid, row.document or "", row.provision, row.drafted, row.text_version) for row in rows
    )


def _documents(source: AnySource, uid: str) -> tuple[tuple[DocumentRow, ...], int]:
    """Return the documents that the paper may name, and how many are above its marking or came later."""
    rows = source.session.scalars(
        select(Document).where(Document.proposal == uid).order_by(Document.date, Document.name, Document.uid)
    )
    known = [row for row in rows if row.date is None or row.date <= source.dates.figures_to]
    allowed = [row for row in known if not is_above(row.marking, source.marking)]
    found = tuple(
        DocumentRow(
            row.uid, row.name or "", words_of("document_kind", row.document_kind), row.version, row.date, _link(row)
        )
        for row in allowed
    )
    return found, len(known) - len(allowed)


def _link(row: Document) -> str | None:
    """Return the address of a document on the web; a path on somebody's disk is nobody else's business."""
    place = (row.location or "").strip()
    return place if place.startswith(("https://", "http://")) else None


def _relations(source: AnySource, uid: str) -> tuple[RelationRow, ...]:
    rows = source.session.scalars(select(Relation).where(Relation.proposal == uid).order_by(Relation.uid))
    found = [
        RelationRow(
            row.uid,
            words_of("relation", row.relation),
            source.mention(row.other) if row.other else None,
            row.other_code,
        )
        for row in rows
        if row.other or row.other_code
    ]
    return tuple(sorted(found, key=lambda row: (row.how, row.mention.reference if row.mention else "", row.uid)))


def _parts(source: AnySource, uid: str) -> tuple[PartRow, ...]:
    releases = {release.uid: (release.name or NO_NAME, day) for release, day in releases_with_dates(source)}
    found = []
    for part, release in source.parts:
        if part.proposal == uid and release in releases:
            name, day = releases[release]
            live = part.implemented if part.implemented and part.implemented <= source.dates.figures_to else None
            found.append(PartRow(part.uid, name, release, day, part.label, live))
    return tuple(sorted(found, key=lambda row: (row.day or date.max, row.label or "", row.uid)))
