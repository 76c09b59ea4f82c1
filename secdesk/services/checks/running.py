"""Runs the paper check: over a register as at a date, or over the report of a month and the register behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from secdesk.errors import Invalid, Problem
from secdesk.papers.change_status.collect import collect
from secdesk.register.register import Register
from secdesk.rules.checks import Finding, in_order
from secdesk.rules.years import Month, parse_month
from secdesk.services.checks import (
    assessments,
    consultations,
    deadlines,
    documents,
    meetings,
    papers,
    promises,
    proposals,
    releases,
    titles,
    votes,
)
from secdesk.services.checks.promises import Promise, promises_of
from secdesk.services.checks.reading import read_snapshot
from secdesk.services.checks.report_view import ReportView, view_report
from secdesk.services.checks.rule import Rule, View
from secdesk.services.checks.snapshot import Snapshot

REGISTER_RULES: tuple[Rule[Snapshot], ...] = (
    *proposals.RULES,
    *titles.REGISTER_RULES,
    *documents.RULES,
    *votes.REGISTER_RULES,
    *meetings.REGISTER_RULES,
    *deadlines.RULES,
    *consultations.REGISTER_RULES,
    *assessments.REGISTER_RULES,
    *releases.RULES,
    *papers.REGISTER_RULES,
    *promises.REGISTER_RULES,
)
"""The checks of the records as at a date."""

MONTH_RULES: tuple[Rule[ReportView], ...] = (
    *titles.MONTH_RULES,
    *votes.MONTH_RULES,
    *meetings.MONTH_RULES,
    *consultations.MONTH_RULES,
    *assessments.MONTH_RULES,
    *papers.MONTH_RULES,
    *promises.MONTH_RULES,
)
"""The checks of a month's report, which come on top of those of the records."""


def check_register(register: Register, *, at: date) -> list[Finding]:
    """Return what the checks find in the records as at a date, the gravest first, always in the same order."""
    with register.read() as session:
        return findings_at(session, at)


def findings_at(session: Session, at: date) -> list[Finding]:
    """Return what :func:`check_register` does, from a session of a read."""
    return in_order(_run(REGISTER_RULES, read_snapshot(session, at)))


def findings_of_month(session: Session, month: Month, today: date) -> list[Finding]:
    """Return what :func:`check_month` does, from a session of a read."""
    return _about(_view_of(session, month, None, None, today))


def check_month(
    register: Register,
    month: str,
    *,
    paper_date: date | None = None,
    figures_to: date | None = None,
    today: date | None = None,
) -> list[Finding]:
    """Return what the checks find in the report of a month (``2020-01``) and in the records as at its day.

    ``paper_date`` and ``figures_to`` stand in for the days that the register gives. While the day of the paper is
    still to come, ``today`` says up to when things should have been recorded. Raises Invalid for text that is no month.
    """
    return _about(_view(register, month, paper_date, figures_to, today))


def _about(view: ReportView) -> list[Finding]:
    return in_order([*_run(REGISTER_RULES, view.snapshot), *_run(MONTH_RULES, view)])


def follow_promises(
    register: Register,
    month: str,
    *,
    paper_date: date | None = None,
    figures_to: date | None = None,
    today: date | None = None,
) -> list[Promise]:
    """Return what became, by the report of a month, of every proposal that the paper before promised for a meeting.

    The arguments are those of :func:`check_month`.
    """
    return promises_of(_view(register, month, paper_date, figures_to, today))


def _view(
    register: Register, month: str, paper_date: date | None, figures_to: date | None, today: date | None
) -> ReportView:
    with register.read() as session:
        return _view_of(session, _month(month), paper_date, figures_to, today)


def _view_of(
    session: Session, month: Month, paper_date: date | None, figures_to: date | None, today: date | None
) -> ReportView:
    facts = collect(session, month, paper_date=paper_date, figures_to=figures_to)
    day = facts.dates.paper_date
    return view_report(read_snapshot(session, min(day, today) if today else day), facts)


def _month(text: str) -> Month:
    try:
        return parse_month(text)
    except ValueError as error:
        raise Invalid([Problem("month", str(error))]) from error


def _run(rules: Sequence[Rule[View]], view: View) -> list[Finding]:
    return [finding for rule in rules for finding in rule.findings(view)]
