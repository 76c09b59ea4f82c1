"""Papers as people ask for them: one call from a register to a tree."""

from __future__ import annotations

from datetime import date
from typing import Any

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


def make_paper(register: Register, kind: str, *, at: date, **what: Any) -> Paper:
    from sqlalchemy import select
    from secdesk.models import Meeting
    with register.read() as session:
        if 'meeting' in what:
            b, d = what['meeting'].split()
            q = select(Meeting).where(Meeting.body == b)
            m = [x for x in session.scalars(q) if str(x.date or x.month or x.known_by) == d][0]
        if kind.endswith('agenda'):
            from secdesk.papers.agenda import collect_agenda, compose_agenda
            return compose_agenda(collect_agenda(session, m, at))
        if kind == 'decision_sheet':
            from secdesk.papers.decision_sheet import collect_sheet, compose_sheet
            return compose_sheet(collect_sheet(session, m, at))
        if kind == 'minutes':
            from secdesk.papers.minutes import collect_minutes, compose_minutes
            return compose_minutes(collect_minutes(session, m, at))
        if kind == 'chair_script':
            from secdesk.papers.chair_script import collect_script, compose_script
            return compose_script(collect_script(session, m, at))
        if kind == 'authority_sheet':
            from secdesk.papers.authority_sheet import collect_authority, compose_authority
            return compose_authority(collect_authority(session, at))
    raise KeyError(kind)
