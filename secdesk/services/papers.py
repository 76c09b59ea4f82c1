"""Papers as people ask for them: one call from a register to a tree."""

from __future__ import annotations

from datetime import date

from secdesk.papers.change_status.collect import collect
from secdesk.papers.change_status.compose import compose
from secdesk.papers.tree import Paper
from secdesk.register.register import Register
from secdesk.rules.years import parse_month


def make_report(
    register: Register, month: str, *, paper_date: date | None = None, figures_to: date | None = None
) -> Paper:
    """Return the Change Status Report of a month (``2020-01``) as a tree.

    ``paper_date`` and ``figures_to`` stand in for the days that the register gives. Raises Invalid for text that is
    no month.
    """
    with register.read() as session:
        return compose(collect(session, parse_month(month), paper_date=paper_date, figures_to=figures_to))
