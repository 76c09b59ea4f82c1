"""The totals of proposals that a report prints: open before decision, and concluded in the Regulatory Year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from secdesk.papers.facts import Total
from secdesk.papers.report_dates import ReportDates
from secdesk.papers.source import Source
from secdesk.rules.process import is_open
from secdesk.rules.status import ProposalAt
from secdesk.rules.workdays import days_counted, round_average


def open_total(source: Source[ReportDates]) -> Total:
    """Return the proposals open as at the day of the figures, counted from when they were raised."""
    found = [p for p in source.proposals.values() if p.status and is_open(p.status)]
    return _total(source, "open", "Proposals open (pre-decision)", found, lambda _: source.dates.figures_to)


def concluded_total(source: Source[ReportDates]) -> Total:
    """Return the proposals concluded in the Regulatory Year so far."""
    found = [p for p in source.proposals.values() if p.concluded in source.dates.year_so_far]
    label = f"Proposals concluded during {source.dates.year.label}"
    return _total(source, "concluded", label, found, lambda proposal: proposal.concluded)


def _total(
    source: Source[ReportDates],
    key: str,
    label: str,
    found: list[ProposalAt],
    end: Callable[[ProposalAt], date | None],
) -> Total:
    counting = source.rules.counting("duration_convention")
    spans = [(p.raised, last) for p in found if p.raised and (last := end(p)) and p.raised <= last]
    days, *second = [
        tuple(days_counted(*span, convention, source.rules.calendar) for span in spans)
        for convention in counting.conventions
    ]
    return Total(
        key,
        label,
        tuple(p.uid for p in found),
        len(days),
        round_average(days) if days else None,
        source.stated(f"{key}_count"),
        source.stated(f"{key}_average"),
        second=second[0] if second else (),
    )
