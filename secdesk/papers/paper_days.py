"""The days of a paper: its own, that of its figures, that of the names in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from secdesk.rules.years import Month, RegulatoryYear, regulatory_year


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both counted."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        """Say whether a known day lies within."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDays:
    """The days of one paper.

    ``figures_to`` is the day of its data, ``names_at`` the one whose titles and prefixes it prints. ``month`` is the
    month whose stated figures hold, if it has one; ``meeting`` the uid of the meeting that it is for, ``paper`` that
    of its own record.
    """

    paper_date: date
    figures_to: date
    names_at: date
    month: Month | None = None
    meeting: str | None = None
    paper: str | None = None

    @property
    def year(self) -> RegulatoryYear:
        """The Regulatory Year of the figures."""
        return regulatory_year(self.figures_to)

    @property
    def year_so_far(self) -> Window:
        """From the first day of the Regulatory Year to the day of the figures."""
        return Window(self.year.start, self.figures_to)
