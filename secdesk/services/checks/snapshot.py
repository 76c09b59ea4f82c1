"""The register as at a date, read once into frozen rows: what every check looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from secdesk.rules.in_force import InForce
from secdesk.rules.naming import reference_at
from secdesk.rules.process import STATUSES
from secdesk.rules.process import is_open as is_before_decision
from secdesk.rules.status import ProposalAt
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

DatedText = tuple[date | None, str | None]
"""A value of a dated field, and the day from which it holds; None means from the beginning."""

WAITING_FOR_PANEL = ("draft_ready", "report_to_panel")
"""The statuses in which a proposal waits for the Panel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The records of a register as at a date.

    Proposals are in the order of their numbers, and all rows that belong to one follow that order. ``events`` are
    those that count, by proposal, the earliest first; ``histories`` the values of dated fields of proposals by uid and
    field, the earliest first; ``voted`` the events with votes counted; ``related`` the pairs tied to one another.
    """

    at: date
    rules: InForce
    proposals: Mapping[str, ProposalAt]
    events: Mapping[str, tuple[EventRow, ...]]
    histories: Mapping[tuple[str, str], tuple[DatedText, ...]] = field(repr=False)
    meetings: Mapping[str, MeetingRow]
    items: tuple[ItemRow, ...]
    consultations: tuple[ConsultationRow, ...]
    assessments: tuple[AssessmentRow, ...]
    releases: Mapping[str, ReleaseRow]
    parts: tuple[PartRow, ...]
    papers: tuple[PaperRow, ...]
    stated: tuple[StatedRow, ...]
    provisions: tuple[ProvisionRow, ...]
    documents: tuple[DocumentRow, ...]
    actions: tuple[ActionRow, ...]
    voted: frozenset[str]
    related: frozenset[frozenset[str]]

    def called(self, proposal: str) -> str:
        """Return the reference of a proposal."""
        found = self.proposals[proposal]
        return reference_at(found)

    def status(self, proposal: str) -> str:
        """Return the status of a proposal, empty where nothing has happened to it."""
        return self.proposals[proposal].status

    def is_final(self, proposal: str) -> bool:
        """Say whether a proposal was rejected, withdrawn, closed or implemented."""
        return _is_final(self.status(proposal))

    def is_live(self, proposal: str) -> bool:
        """Say whether a proposal was raised and its life has not ended."""
        return self.status(proposal) not in ("", "enquiry") and not self.is_final(proposal)

    def is_open(self, proposal: str) -> bool:
        """Say whether a proposal is known to wait for a decision."""
        status = self.status(proposal)
        return status in STATUSES and is_before_decision(status)

    def is_held(self, proposal: str) -> bool:
        """Say whether a proposal is on hold: nothing of it is due."""
        return self.proposals[proposal].on_hold

    def events_of(self, proposal: str) -> tuple[EventRow, ...]:
        """Return the events of a proposal, the earliest first."""
        return self.events.get(proposal, ())

    def status_on(self, proposal: str, day: date) -> str:
        """Return the status of a proposal at the end of an earlier day."""
        status = ""
        for event in self.events_of(proposal):
            if event.when is None or event.when <= day:
                status = event.leads_to or status
        return status

    def was_final(self, proposal: str, day: date) -> bool:
        """Say whether the life of a proposal had ended by an earlier day."""
        return _is_final(self.status_on(proposal, day))

    def text_on(self, proposal: str, field_name: str, day: date) -> DatedText:
        """Return what a dated field of a proposal held on a day, and since when; nothing since ever for none."""
        found: DatedText = (None, None)
        for since, value in self.histories.get((proposal, field_name), ()):
            if since is None or since <= day:
                found = (since, value)
        return found


def _is_final(status: str) -> bool:
    return status in STATUSES and STATUSES[status].final
