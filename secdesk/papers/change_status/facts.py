"""What the Change Status Report says, as frozen rows and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from secdesk.papers.change_status.recount import Recount
from secdesk.papers.covers import Cover
from secdesk.papers.facts import AssessmentFact, ConsultationFact, MeetingFact, Mention, ReleaseFact, Step, Total
from secdesk.papers.report_dates import ReportDates
from secdesk.papers.wording import Wording
from secdesk.rules.countings import Counting


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many proposals are in a stage, and which."""

    stage: str
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A Draft Proposal raised in the window."""

    mention: Mention
    proposer: str | None
    organisation: str | None
    on_behalf_of: str | None
    raised: date
    issue: str | None
    event: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed since the report before: what it is about, what happened in words, and the uids behind it."""

    subject: str
    words: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that the report says. Lists are in the order in which they print."""

    dates: ReportDates
    counting: Counting
    cover: Cover
    stages: tuple[StageCount, ...]
    unknown: tuple[str, ...]
    open_total: Total
    concluded_total: Total
    to_convert: tuple[Mention, ...]
    reports_to_panel: tuple[Mention, ...]
    decisions: tuple[Step, ...]
    new_drafts: tuple[NewDraft, ...]
    csc: tuple[Step, ...]
    last_working_group: MeetingFact | None
    unrecorded_working_group: MeetingFact | None
    next_working_group: MeetingFact | None
    consultations: Mapping[str, tuple[ConsultationFact, ...]]
    expected: Mapping[str, tuple[ConsultationFact, ...]]
    change_boards: tuple[MeetingFact, ...]
    assessment_requests: tuple[Step, ...]
    votes: tuple[Step, ...]
    authority: tuple[Step, ...]
    with_authority: tuple[Mention, ...]
    assessment_totals: tuple[Total, ...]
    open_assessments: tuple[AssessmentFact, ...]
    completed_assessments: tuple[AssessmentFact, ...]
    releases: tuple[ReleaseFact, ...]
    unassigned: tuple[Mention, ...]
    recount: Recount | None = None
    since: Mapping[str, tuple[Change, ...]] | None = None
    """What changed since the report before, by kind; None where the register does not want it told."""

    @property
    def wording(self) -> Wording:
        """How the report says things."""
        return self.cover.wording
