"""A month's report as the checks look at it: its facts, the records it names, and the register as at its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.facts import Mention
from secdesk.papers.report_dates import ReportDates
from secdesk.services.checks.rows import StatedRow
from secdesk.services.checks.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the report of a month says, and the records behind it.

    ``snapshot`` is as at the day of the paper, or as at today while that is still to come. ``named`` are the
    proposals that the paper names, in the order of their numbers.
    """

    snapshot: Snapshot
    facts: ReportFacts
    named: Mapping[str, Mention]

    @property
    def dates(self) -> ReportDates:
        """The days of the report."""
        return self.facts.dates

    @property
    def last_paper(self) -> date:
        """The day of the paper before."""
        return self.facts.dates.previous_paper_date

    def stated(self, figure: str) -> dict[str, StatedRow]:
        """Return what was stated of a figure of single assessments, by assessment; the month's own row wins."""
        month = str(self.dates.month)
        rows = [row for row in self.snapshot.stated if row.figure == figure and row.month in (None, month)]
        return {row.assessment: row for row in rows if row.assessment}


def view_report(snapshot: Snapshot, facts: ReportFacts) -> ReportView:
    """Return the view of a report on a snapshot of the same register."""
    found = {mention.uid: mention for mention in _mentions(facts) if mention.uid in snapshot.proposals}
    return ReportView(snapshot, facts, {uid: found[uid] for uid in snapshot.proposals if uid in found})


def _mentions(value: object) -> Iterator[Mention]:
    """Yield every proposal that a fact names, however deep it stands."""
    if isinstance(value, Mention):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _mentions(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _mentions(each)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _mentions(getattr(value, part.name))
