"""The rows of this code for the register of all codes: the generic core of domain.md 12, a row a live modification.

Live is what has been raised and has not come to its end. Every code calls its stages otherwise, so the row has the
stage in the words that all codes share, beside this code's own status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.cells import Cell
from secdesk.exchange.cross_code_dates import ProposalDates
from secdesk.exchange.table_form import Column, ColumnKind, TableContent
from secdesk.models import AffectedParty, Proposal
from secdesk.rules.choices import words_of
from secdesk.rules.in_force import in_force
from secdesk.rules.markings import is_above, marking_of
from secdesk.rules.naming import names, reference_at, reference_of
from secdesk.rules.process import STATUSES
from secdesk.rules.reference import SERIES
from secdesk.rules.status import ProposalAt, proposal_of, select_proposals

CODE = "SEC"
TITLE = "Live modifications"

GENERIC_STAGES: Mapping[str, str] = MappingProxyType(
    {
        "enquiry": "Pre-change",
        "draft_raised": "Define",
        "draft_in_development": "Define",
        "draft_ready": "Define",
        "refinement": "Assess or refine",
        "report_to_panel": "Report or consult",
        "report_phase": "Report or consult",
        "with_authority": "With the decider",
        "approved_pending": "Pending implementation",
        "implemented": "Closed",
        "rejected": "Closed",
        "withdrawn": "Closed",
        "closed": "Closed",
        "unknown": "Not known",
    }
)
"""The stage groups that all codes share, by the status of this code (domain.md 12)."""

_HEADINGS: tuple[tuple[str, ColumnKind], ...] = (
    ("Code", "line"),
    ("Reference", "line"),
    ("Former reference", "line"),
    ("Title", "line"),
    ("Proposer", "line"),
    ("Proposer's organisation", "line"),
    ("Raised", "date"),
    ("Stage", "choice"),
    ("Status", "choice"),
    ("Governance route", "choice"),
    ("Urgency", "choice"),
    ("Impacted parties", "line"),
    ("Target implementation", "line"),
    ("Implemented", "line"),
    ("Next milestone", "line"),
    ("Summary", "text"),
)
COLUMNS: tuple[Column, ...] = tuple(
    Column(label.lower().replace("'s", "").replace(" ", "_"), label, kind) for label, kind in _HEADINGS
)


@dataclass(frozen=True, slots=True)
class _Flags:
    """What a row tells of a proposal beside its state."""

    urgent: bool | None
    fast_track: bool | None
    next_step: str | None


def cross_code_content(session: Session, at: date, *, limit: str = "") -> TableContent:
    """Return the rows as at a day, by number, to be written as CSV or as a workbook.

    Of a proposal with a marking above ``limit`` (that of the monthly report where it is empty), or limited for reasons
    of security, only the reference is told, or nothing, as the register's settings say. Private notes are never told.
    """
    return TableContent(TITLE, COLUMNS, _rows(session, at, limit))


def _rows(session: Session, at: date, limit: str) -> Iterator[list[Cell]]:
    rules = in_force(session, at)
    told_to = limit or rules.text("report_marking")
    leaves_out = rules.text("restricted_records") == "leave out"
    rows = _Rows(session, at)
    for found in session.execute(select_proposals(at).order_by(Proposal.uid)):
        proposal = proposal_of(found)
        if not is_live(proposal):
            continue
        if not is_above(marking_of(proposal.marking, proposal.security_limited), told_to):
            yield rows.row(proposal)
        elif not leaves_out:
            yield [CODE, rows.reference(proposal), *(None for _ in COLUMNS[2:])]


def is_live(proposal: ProposalAt) -> bool:
    """Say whether a proposal has been raised and has not come to its end; one whose status is not known is live."""
    return bool(proposal.status) and proposal.status != "enquiry" and not STATUSES[proposal.status].final


class _Rows:
    """What the rows tell of other records, each kind read once."""

    def __init__(self, session: Session, at: date) -> None:
        self._people = names(session, "person", None, at)
        self._organisations = names(session, "organisation", None, at)
        self._parties = _impacts(session)
        self._dates = ProposalDates(session, at)
        rows = session.execute(select(Proposal.uid, Proposal.urgent, Proposal.fast_track, Proposal.next_step))
        self._flags = {row.uid: _Flags(row.urgent, row.fast_track, row.next_step) for row in rows}

    def reference(self, proposal: ProposalAt) -> str:
        """Return what the proposal is called on the day."""
        return reference_at(proposal)

    def row(self, proposal: ProposalAt) -> list[Cell]:
        """Return the cells of one proposal, in the order of the columns."""
        flags = self._flags[proposal.uid]
        return [
            CODE,
            self.reference(proposal),
            self._former_reference(proposal),
            proposal.title,
            self._people.get(proposal.proposer or ""),
            self._organisations.get(proposal.proposer_organisation or ""),
            proposal.raised,
            GENERIC_STAGES[proposal.status],
            STATUSES[proposal.status].label,
            words_of("path", proposal.path),
            _urgency(flags),
            "; ".join(self._parties.get(proposal.uid, [])),
            self._dates.target(proposal.uid),
            self._dates.implemented(proposal.uid),
            flags.next_step or self._dates.next_milestone(proposal),
            proposal.issue,
        ]

    def _former_reference(self, proposal: ProposalAt) -> str | None:
        """Return the reference before conversion; proposals of the old series never had another."""
        if proposal.series != SERIES or not proposal.converted:
            return None
        return reference_of(proposal.number, proposal.suffix, proposal.series, converted=False)


def _impacts(session: Session) -> dict[str, list[str]]:
    """Return the impacted parties of each proposal with their levels, in the order of the list of categories."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    query = select(AffectedParty.proposal, AffectedParty.category, AffectedParty.level)
    for row in session.execute(query.order_by(AffectedParty.category, AffectedParty.uid)):
        level = f" ({words_of('impact_level', row.level)})" if row.level else ""
        if row.proposal and row.category:
            found[row.proposal].append(f"{words_of('party_category', row.category)}{level}")
    return found


def _urgency(flags: _Flags) -> str | None:
    """Return how urgent a proposal is; nothing where nobody said."""
    if flags.urgent:
        return "Urgent"
    if flags.fast_track:
        return "Fast-Track"
    return None if flags.urgent is None else "Not urgent"
