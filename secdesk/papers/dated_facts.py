"""What a dated field was before: former titles of a proposal, former dates of a release, and who agreed to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select

from secdesk.models import DatedValue
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.source import Source


@dataclass(frozen=True, slots=True)
class Former:
    """A value that held before, the day from which the next one held, and what was said of that change.

    ``value`` is the stored text; ``since`` is None where the next value held from the beginning.
    """

    uid: str
    value: str
    since: date | None
    asked_by: str | None
    decided_by: str | None
    reason: str | None


def former_values(source: Source[PaperDays], record: str, field: str) -> tuple[Former, ...]:
    """Return the values of a dated field that no longer hold on the day of the paper's names, the oldest first."""
    rows = source.session.scalars(
        select(DatedValue)
        .where(DatedValue.record == record, DatedValue.field_name == field)
        .order_by(
            DatedValue.effective_from.is_not(None),
            DatedValue.effective_from,
            DatedValue.position,
            DatedValue.uid.desc(),
        )
    )
    day = source.dates.names_at
    held = [row for row in rows if row.effective_from is None or row.effective_from <= day]
    return tuple(
        Former(old.uid, old.value, new.effective_from, new.asked_by, new.decided_by, new.reason)
        for old, new in pairwise(held)
        if old.value and old.value != new.value
    )
