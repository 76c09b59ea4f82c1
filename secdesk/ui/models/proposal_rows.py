"""Rows of proposals: number, title, stage, status and when it was raised, as at a day (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.naming import reference_of
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.status import ProposalAt
from secdesk.rules.text import fold
from secdesk.services import queries
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.record_table import Column, Row, Window

NOT_STARTED = "Not raised yet"
STAGE_ORDER = {key: place for place, key in enumerate(STAGES)}


class ProposalRows(KindRows):
    """All proposals; the facet ``stage:define`` keeps those at one stage, ``open`` those before decision."""

    glyph_column = 2

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        super().__init__(desk, "proposal")
        self._stages: dict[str, str] | None = None

    def make_columns(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        return (
            Column("reference", "Number", width=12),
            Column("title", "Title", stretches=True, width=30),
            Column("stage", "Stage", width=11),
            Column("status", "Status", width=20),
            Column("raised", "Raised", width=11, optional=1),
        )

    def page(self, window: Window, offset: int, limit: int) -> list[Row]:
        """Read some rows; a page of the register's own order needs no list of uids."""
        if window.uids is not None:
            return super().page(window, offset, limit)
        found = self.desk.read(lambda s: queries.proposals_page(s, self.desk.as_at, offset, limit))
        return [row_of_proposal(proposal) for proposal in found]

    def make_rows(self, session: Any, uids: Sequence[str]) -> list[Row]:
        """Return the rows of some proposals in the order asked for."""
        return [row_of_proposal(each) for each in queries.proposals_at(session, self.desk.as_at, uids)]

    def sort_keys(self, session: Any, column: str) -> Mapping[str, Any]:
        """Return what a column sorts by: stages by their order in the process, numbers as people count."""
        found = queries.proposals_at(session, self.desk.as_at)
        return {proposal.uid: _sort_key(proposal, column) for proposal in found}

    def facet(self, facet: str) -> Collection[str]:
        """Return the proposals at a stage."""
        stage = facet.removeprefix("stage:")
        return {uid for uid, found in self.stages().items() if found == stage}

    def stages(self) -> Mapping[str, str]:
        """Return the stage of every proposal by uid, read once."""
        if self._stages is None:
            self._stages = self.desk.read(lambda session: queries.stages_at(session, self.desk.as_at))
        return self._stages

    def forget(self) -> None:
        """Drop what was kept of the register."""
        super().forget()
        self._stages = None


def row_of_proposal(proposal: ProposalAt) -> Row:
    """Return the row of a proposal."""
    reference = reference_of(proposal.number, proposal.suffix, proposal.series, proposal.converted)
    stage = STAGES[proposal.stage].label if proposal.status else ""
    status = STATUSES[proposal.status].label if proposal.status else NOT_STARTED
    raised = format_date(proposal.raised) if proposal.raised else ""
    flags = status_words(proposal)
    cells = (
        "" if proposal.number is None else reference,
        proposal.title or ("(title not known)" if proposal.status else "(no title yet)"),
        stage,
        ", ".join((status, *flags)),
        raised,
    )
    spoken = [f"{reference} {proposal.title or ''}".strip(), stage, status, *flags]
    spoken.append(f"raised {format_weekday(proposal.raised)}" if proposal.raised else "")
    tips = ("", "", "", "", format_weekday(proposal.raised) if proposal.raised else "")
    return Row(proposal.uid, cells, ", ".join(part for part in spoken if part), tips, proposal.stage or None)


def _sort_key(proposal: ProposalAt, column: str) -> Any:
    match column:
        case "reference":
            return None if proposal.number is None else (proposal.number, proposal.suffix)
        case "title":
            return fold(proposal.title) if proposal.title else None
        case "stage":
            return STAGE_ORDER[proposal.stage] if proposal.status else None
        case "status":
            return list(STATUSES).index(proposal.status) if proposal.status else None
        case _:
            return proposal.raised


def status_words(proposal: ProposalAt) -> list[str]:
    """Return the flags that stand beside a status: they are never a stage (domain.md 5)."""
    words = ["on hold"] if proposal.on_hold else []
    return [*words, "security-limited"] if proposal.security_limited else words
