"""Why a proposal is in a paper, or is not: answered from the paper's figures and from the rules (ux.md 2.12)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import Meeting
from secdesk.papers.report_dates import ReportDates, report_dates
from secdesk.papers.tree import Figure, Heading, Paper, block_lines, plain
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import in_force
from secdesk.rules.naming import meeting_name, reference_at
from secdesk.rules.process import STAGES, STATUSES, is_open
from secdesk.rules.status import ProposalAt, proposal_of, select_proposals
from secdesk.rules.years import parse_month
from secdesk.services.paper_subjects import find_proposal


def why(session: Session, paper: Paper, month: str, text: str, today: date) -> tuple[str, ...]:
    """Return sentences that say where a paper has a proposal and why, and why other sections do not have it.

    ``month`` is that of a Change Status Report, empty for other papers. Raises NotFound for text that is no proposal.
    """
    uid = find_proposal(session, text, today)
    day = date.fromisoformat(paper.as_at)
    found = _at(session, uid, day)
    sections = sections_of(paper, uid)
    if found is None:
        return ("This proposal is not in the register as at the day of the figures",)
    called = reference_at(found)
    told = [_standing(called, found, day)]
    told += [f"It is in ‘{section}’" for section in sections]
    if not sections:
        told.append("This paper does not name or count it")
    if month:
        paper_day = date.fromisoformat(paper.date)
        rules = in_force(session, paper_day)
        month_days = report_dates(
            session,
            parse_month(month),
            rules.calendar,
            rules.number("paper_days"),
            paper_date=paper_day,
            figures_to=day,
        )
        told += _left_out(session, uid, found, month_days, sections)
    return tuple(told)


def sections_of(paper: Paper, uid: str) -> tuple[str, ...]:
    """Return the headings under which a paper names or counts a record, in reading order."""
    found: list[str] = []
    section = "the cover"
    for block in paper.blocks:
        if isinstance(block, Heading):
            section = " ".join(part for part in (block.number, plain(block.content)) if part)
        runs = (run for line in block_lines(block) for run in line)
        if section not in found and any(isinstance(run, Figure) and uid in run.records for run in runs):
            found.append(section)
    return tuple(found)


def _at(session: Session, uid: str, day: date) -> ProposalAt | None:
    rows = session.execute(select_proposals(day, names_at=day, count_withdrawals=True))
    return next((found for found in map(proposal_of, rows) if found.uid == uid), None)


def _standing(called: str, found: ProposalAt, day: date) -> str:
    if not found.status:
        return f"{called} was not yet raised on {format_date(day)}, the day of the figures, so no stage counts it"
    label = STATUSES[found.status].label
    if not found.stage or found.stage not in STAGES:
        return f"{called} was ‘{label}’ on {format_date(day)}: no stage counts it"
    words = f"{called} was ‘{label}’ on {format_date(day)}, so it counts in {STAGES[found.stage].label}"
    return words if is_open(found.status) else f"{words} and not among the open proposals"


def _left_out(
    session: Session, uid: str, found: ProposalAt, days: ReportDates, sections: tuple[str, ...]
) -> list[str]:
    """Return why the lists that a reader looks at first do not have it."""
    told = []
    if "New Draft Proposals" not in sections:
        told.append(_not_new(found, days))
    if "Draft Proposals for conversion" not in sections:
        now = _at(session, uid, days.paper_date)
        told.append(_not_converted(session, now, days) if now is not None else "")
    return [each for each in told if each]


def _not_new(found: ProposalAt, days: ReportDates) -> str:
    window = f"{format_date(days.in_month.first)} to {format_date(days.in_month.last)}"
    if found.raised is None:
        return f"‘New Draft Proposals’ lists what was raised from {window}; when it was raised is not known"
    if found.raised in days.in_month:
        return ""
    return f"‘New Draft Proposals’ lists what was raised from {window}; it was raised on {format_date(found.raised)}"


def _not_converted(session: Session, now: ProposalAt, days: ReportDates) -> str:
    if now.converted or not now.status:
        return ""
    lists = "‘Draft Proposals for conversion’ lists what is"
    if now.status != "draft_ready":
        return f"{lists} ready for the Panel; on the day of the paper it is ‘{STATUSES[now.status].label}’"
    target = session.get(Meeting, now.target_meeting) if now.target_meeting else None
    if target is None:
        return f"{lists} meant for this Panel; it is ready and has no target meeting"
    name = meeting_name(target.body, target.date, target.month, target.known_by)
    return f"{lists} meant for this Panel; it is meant for {name}"
