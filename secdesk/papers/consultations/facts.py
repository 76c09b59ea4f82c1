"""Consultations as papers tell of them: expected, open, closed, with their length and the number of responses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy import select

from secdesk.models import Consultation
from secdesk.papers.facts import Mention
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.source import NO_DAY, Source
from secdesk.rules.workdays import WD_INCLUSIVE, DayCount, count_days

CLOSING_TIME = "17:00"
"""The time of day at which a consultation closes where nothing else is said (domain.md 8)."""

State: TypeAlias = Literal["to_issue", "open", "closed", "dropped"]


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A consultation as at the day of a paper's figures.

    ``expected_month`` is text like ``2020-02``; ``length`` counts Working Days, first and last day included
    (domain.md 9); ``responses`` is None where no number is recorded.
    """

    uid: str
    mention: Mention
    kind: str
    state: State
    expected_month: str | None
    opened: date | None
    closes: date | None
    closing_time: str
    length: DayCount | None
    responses: int | None

    @property
    def responses_due(self) -> bool:
        """Whether it has closed and no number of responses is recorded."""
        return self.state == "closed" and self.responses is None


def consultations_of(source: Source[PaperDays], proposal: str) -> tuple[ConsultationRow, ...]:
    """Return the consultations of a proposal that were known of by the day of the figures, the earliest first."""
    query = select(Consultation).where(Consultation.proposal == proposal)
    return _rows(source, source.session.scalars(query))


def all_consultations(source: Source[PaperDays]) -> tuple[ConsultationRow, ...]:
    """Return every consultation that was known of by the day of the figures, by proposal and then by date."""
    query = select(Consultation).where(Consultation.proposal.is_not(None))
    return _rows(source, source.session.scalars(query))


def consultation_row(source: Source[PaperDays], row: Consultation) -> ConsultationRow:
    """Return one consultation as at the day of the figures."""
    length = None
    if row.opened and row.closes and row.opened <= row.closes:
        length = count_days(row.opened, row.closes, WD_INCLUSIVE, source.rules.calendar)
    state = state_of(row, source.dates.figures_to)
    return ConsultationRow(
        uid=row.uid,
        mention=source.mention(row.proposal or ""),
        kind=row.consultation_kind or "other",
        state=state,
        expected_month=row.expected_month,
        opened=row.opened,
        closes=row.closes,
        closing_time=row.closing_time or CLOSING_TIME,
        length=length,
        responses=row.responses if state in ("open", "closed") else None,
    )


def state_of(row: Consultation, at: date) -> State:
    """Return how far a consultation is as at a day."""
    if row.dropped is not None and row.dropped <= at:
        return "dropped"
    if row.opened is None or row.opened > at:
        return "to_issue"
    return "open" if row.closes is None or row.closes >= at else "closed"


def _rows(source: Source[PaperDays], rows: Iterable[Consultation]) -> tuple[ConsultationRow, ...]:
    known = [row for row in rows if _is_known(row, source.dates.figures_to)]
    known.sort(key=lambda row: (source.order(row.proposal), row.opened or date.max, row.expected_month or "", row.uid))
    return tuple(consultation_row(source, row) for row in known)


def _is_known(row: Consultation, at: date) -> bool:
    """Say whether anybody expected a consultation by a day: once it is open everybody does."""
    return (row.opened or date.max) <= at or (row.expectation_known_by or NO_DAY) <= at
