"""What every collector of a paper reads from: the session, its dates, the settings in force, names of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Meeting, Paper, Proposal, Release, ReleasePart, StatedFigure
from secdesk.papers.facts import MeetingFact, Mention, StatedValue
from secdesk.papers.paper_days import PaperDays
from secdesk.rules.in_force import InForce
from secdesk.rules.markings import is_above, marking_of
from secdesk.rules.naming import reference_of
from secdesk.rules.reference import sort_key
from secdesk.rules.status import ProposalAt, proposal_of, select_proposals, value_at

NO_DAY = date.min

DaysT_co = TypeVar("DaysT_co", bound=PaperDays, covariant=True)


@dataclass
class Source(Generic[DaysT_co]):
    """The records behind one paper, read once. Figures are as at ``dates.figures_to``, names as at ``dates.names_at``.

    ``own_marking`` is the marking asked for; without one it is that of the paper's record, else the register's.
    """

    session: Session
    dates: DaysT_co
    rules: InForce
    own_marking: str | None = None
    _mentions: dict[str, Mention] = field(default_factory=dict)

    @cached_property
    def proposals(self) -> dict[str, ProposalAt]:
        """Every proposal with its status as at the day of the figures."""
        return self._proposals(self.dates.figures_to)

    @cached_property
    def proposals_now(self) -> dict[str, ProposalAt]:
        """Every proposal with its status as at the day of the paper."""
        return self._proposals(self.dates.paper_date)

    def _proposals(self, at: date) -> dict[str, ProposalAt]:
        query = select_proposals(
            at, names_at=self.dates.names_at, count_withdrawals=self.rules.is_on("withdrawals_conclude")
        )
        return {row.uid: proposal_of(row) for row in self.session.execute(query)}

    @cached_property
    def record(self) -> Paper | None:
        """The paper's own record, where there is one."""
        return self.session.get(Paper, self.dates.paper) if self.dates.paper else None

    @property
    def marking(self) -> str:
        """The marking of the paper: the one asked for, else its record's, else the register's setting."""
        recorded = self.record.marking if self.record else None
        return self.own_marking or recorded or self.rules.text("report_marking")

    def mention(self, uid: str) -> Mention:
        """Return a proposal as the paper names it: without its title where its marking is above the paper's."""
        if uid not in self._mentions:
            found = self.proposals[uid]
            reference = reference_of(found.number, found.suffix, found.series, found.converted)
            restricted = is_above(self._markings.get(uid), self.marking)
            self._mentions[uid] = Mention(uid, reference, None if restricted else found.title, restricted)
        return self._mentions[uid]

    @cached_property
    def _markings(self) -> dict[str, str | None]:
        """The markings as at the day of the paper, which may be later than that of its names."""
        marking = value_at(Proposal, "marking", self.dates.paper_date).label("marking")
        rows = self.session.execute(select(Proposal.uid, Proposal.security_limited, marking))
        return {row.uid: marking_of(row.marking, row.security_limited) for row in rows}

    @property
    def restricted(self) -> frozenset[Mention]:
        """The proposals named so far that are above the paper's marking."""
        return frozenset(mention for mention in self._mentions.values() if mention.restricted)

    def order(self, uid: str | None) -> tuple[int, str]:
        """Return the sort key of a proposal: by number, then by part letter."""
        found = self.proposals.get(uid or "")
        return sort_key(found.number or 0, found.suffix) if found else (0, "")

    def meeting(self, uid: str | None) -> MeetingFact | None:
        """Return a meeting without its agenda."""
        found = self.session.get(Meeting, uid) if uid else None
        if found is None:
            return None
        return MeetingFact(found.uid, found.body or "", found.date, found.month, bool(found.ad_hoc))

    @cached_property
    def parts(self) -> list[tuple[ReleasePart, str]]:
        """Each release part with the uid of the release it belonged to on the day of its names."""
        belongs = value_at(ReleasePart, "release", self.dates.names_at)
        rows = self.session.execute(select(ReleasePart, belongs.label("release_uid")))
        return [(row[0], row.release_uid) for row in rows if row.release_uid]

    @cached_property
    def _parts_in(self) -> dict[str, list[ReleasePart]]:
        found: dict[str, list[ReleasePart]] = {}
        for part, release in self.parts:
            found.setdefault(release, []).append(part)
        return found

    def parts_in(self, release: str) -> Sequence[ReleasePart]:
        """Return the parts that belonged to a release on the day of its names."""
        return self._parts_in.get(release, ())

    @cached_property
    def _release_of(self) -> dict[str, str]:
        return {part.proposal: release for part, release in reversed(self.parts) if part.proposal}

    @cached_property
    def release_names(self) -> dict[str, str]:
        """The names of releases by uid."""
        return {
            row.uid: row.name or "a release without a name"
            for row in self.session.execute(select(Release.uid, Release.name))
        }

    def release_of(self, proposal: str) -> str | None:
        """Return the uid of the release that a proposal belonged to on the day of its names."""
        return self._release_of.get(proposal)

    @cached_property
    def _stated(self) -> dict[tuple[str, str | None], StatedValue]:
        rows = self.session.scalars(select(StatedFigure).order_by(StatedFigure.month.is_not(None), StatedFigure.uid))
        month = str(self.dates.month) if self.dates.month else None
        return {
            (row.figure or "", row.assessment): StatedValue(row.uid, row.value or "", row.reason or "")
            for row in rows
            if row.month in (None, month) and row.value
        }

    def stated(self, figure: str, assessment: str | None = None) -> StatedValue | None:
        """Return what a person stated for a figure of this month, if anything; a month's own row wins."""
        return self._stated.get((figure, assessment))

    def stated_records(self, figure: str) -> list[str]:
        """Return the assessments of which a person stated a figure."""
        return [record for key, record in self._stated if key == figure and record]
