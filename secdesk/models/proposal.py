"""Proposals: one number for life, from enquiry to implementation (domain.md 1.2, 14)."""

from __future__ import annotations

import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import dated, field


class Proposal(Record):
    """A change to the Code: a Draft Proposal that may become a Modification Proposal under the same number.

    Its status is never kept here: it follows from its events. ``number`` is empty until it is raised.
    """

    __tablename__ = "proposal"
    kind = Kind(
        "proposal",
        "proposals",
        facts=(("number", "suffix", "series"), ("proposer", "proposer_organisation", "on_behalf_of")),
        order=("number", "suffix"),
    )

    number: Mapped[int | None] = field(
        "Number",
        "number",
        minimum=1,
        maximum=99999,
        brief=True,
        section="Proposal",
        help="One number for life, like 114; the prefix follows from its stage",
    )
    suffix: Mapped[str] = field(
        "Part letter",
        "line",
        limit=2,
        nullable=False,
        default="",
        section="Proposal",
        help="A letter when a proposal was split, like A in MP102A",
    )
    series: Mapped[str] = field("Series", "choice", choices="series", nullable=False, default="MP", section="Proposal")
    title = dated(
        "Title", "line", required=True, brief=True, section="Proposal", help="A paper prints the title of its own month"
    )
    proposer: Mapped[str | None] = field("Proposer", "link", link="person", brief=True, section="Proposer")
    proposer_organisation: Mapped[str | None] = field(
        "Organisation", "link", link="organisation", brief=True, section="Proposer"
    )
    on_behalf_of: Mapped[str | None] = field(
        "On behalf of",
        "link",
        link="organisation",
        section="Proposer",
        help="A body the proposer speaks for, such as a Sub-Committee",
    )
    issue: Mapped[str | None] = field(
        "Issue", "text", section="Summary", help="What is wrong or missing today, as the papers print it"
    )
    solution: Mapped[str | None] = field("Solution", "text", section="Summary")
    lead_analyst: Mapped[str | None] = field("Lead analyst", "link", link="person", brief=True, section="Handling")
    path = dated("Path", "choice", choices="path", brief=True, section="Handling")
    target_meeting = dated(
        "Target meeting",
        "link",
        link="meeting",
        section="Handling",
        help="The meeting it is meant for; being ready does not set it",
    )
    marking = dated(
        "Marking",
        "choice",
        choices="marking",
        section="Handling",
        help="Who may see it; a paper inherits the most restrictive marking of what it contains",
    )
    on_hold = dated("On hold", "yes_no", section="Flags")
    urgent: Mapped[bool | None] = field("Urgent", "yes_no", section="Flags")
    fast_track: Mapped[bool | None] = field("Fast-track", "yes_no", section="Flags")
    security_limited: Mapped[bool | None] = field("Security-limited", "yes_no", section="Flags")
    dcc_systems: Mapped[bool | None] = field("Changes DCC systems", "yes_no", section="Impact")
    cost_estimate: Mapped[str | None] = field("Cost estimate", "line", section="Impact")
    cost_actual: Mapped[str | None] = field("Actual cost", "line", section="Impact")
    next_step: Mapped[str | None] = field(
        "Next step", "line", section="Handling", help="Set by hand; empty lets the register work it out"
    )
    next_step_reason: Mapped[str | None] = field("Why this next step", "line", section="Handling")
    latest_update: Mapped[str | None] = field("Latest update", "text", section="Summary")
    private_note: Mapped[str | None] = field("Private note", "text", private=True, section="Summary")

    __table_args__ = (Index(None, "number", "suffix"), STRICT)


class AffectedParty(Record):
    """How far a category of Parties is affected by a proposal."""

    __tablename__ = "affected_party"
    __table_args__ = STRICT
    kind = Kind(
        "affected party",
        "affected parties",
        facts=(("category", "level", "note"),),
        order=("category",),
        one_for=("proposal", "category"),
    )

    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", owner=True, required=True, index=True)
    category: Mapped[str | None] = field("Category", "choice", choices="party_category", required=True, brief=True)
    level: Mapped[str | None] = field("Impact", "choice", choices="impact_level", brief=True)
    note: Mapped[str | None] = field("Note", "line", brief=True)


class AffectedDocument(Record):
    """A provision of the Code that a proposal changes, and whether its legal text is drafted (domain.md 1.8)."""

    __tablename__ = "affected_document"
    __table_args__ = STRICT
    kind = Kind("affected document", "affected documents", order=("document", "provision"))

    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", owner=True, required=True, index=True)
    document: Mapped[str | None] = field(
        "Document", "line", required=True, brief=True, help="A section, schedule or appendix of the Code"
    )
    provision: Mapped[str | None] = field("Provision", "line", brief=True)
    drafted: Mapped[bool | None] = field("Legal text drafted", "yes_no", brief=True)
    text_version: Mapped[str | None] = field("Legal text version", "line")


class Relation(Record):
    """A tie between a proposal and another, or a change of another code."""

    __tablename__ = "relation"
    __table_args__ = STRICT
    kind = Kind("related change", "related changes", facts=(("relation", "other", "other_code"),))

    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", owner=True, required=True, index=True)
    relation: Mapped[str | None] = field("How", "choice", choices="relation", required=True, brief=True)
    other: Mapped[str | None] = field("Other proposal", "link", link="proposal", brief=True, index=True)
    other_code: Mapped[str | None] = field("Change of another code", "line", brief=True)


class Document(Record):
    """A document of a proposal or meeting, kept as a path or link, never copied into the register."""

    __tablename__ = "document"
    __table_args__ = STRICT
    kind = Kind("document", "documents", order=("date", "name"))

    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", owner=True, index=True)
    meeting: Mapped[str | None] = field("Meeting", "link", link="meeting", owner=True, index=True)
    name: Mapped[str | None] = field("Name", "line", required=True, brief=True)
    document_kind: Mapped[str | None] = field("Kind", "choice", choices="document_kind", brief=True)
    version: Mapped[str | None] = field("Version", "line", brief=True)
    date: Mapped[datetime.date | None] = field("Date", "date", brief=True)
    location: Mapped[str | None] = field("File or link", "line", limit=2000)
    marking: Mapped[str | None] = field("Marking", "choice", choices="marking")
