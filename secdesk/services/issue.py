"""Issuing a paper: its text, figures and pages are frozen as a version that can no longer change (ux.md 2.12).

Making what is frozen only reads, so a window may do it on a thread of its own; keeping it is one short transaction.
Issue is no step that can be undone, as the Panel may have the paper: a correction is a new version (design.md 5.6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import metadata

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, KnownError
from secdesk.files import safe_file_name
from secdesk.models import Blob, Paper
from secdesk.papers.issue_facts import Issue, SectionWindow, Subject
from secdesk.papers.paper_changes import changes_between, with_corrections
from secdesk.papers.render import render
from secdesk.papers.report_dates import ReportDates, report_dates
from secdesk.papers.tree import Paper as Tree
from secdesk.papers.tree import figures
from secdesk.papers.wording import collect_wording
from secdesk.register.register import Register
from secdesk.rules.checks import Finding, in_order
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import in_force
from secdesk.rules.years import Month, parse_month
from secdesk.services.accepted import Sorted, accepted_findings, sort_findings
from secdesk.services.checks import check_month, check_register
from secdesk.services.checks.sentences import sentence_findings
from secdesk.services.issued_papers import IssuedPaper, find_issued, frozen_tree, next_version, paper_now, versions_of
from secdesk.services.papers import PAPERS

REPORT = "change_status_report"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper as it would be issued now: its draft, what the checks say, its next version and what that corrects."""

    subject: Subject
    draft: Tree
    findings: Sorted
    version: str
    windows: tuple[SectionWindow, ...]
    convention: str
    before: IssuedPaper | None
    corrections: tuple[str, ...]
    at: date
    step: int
    chain_head: str

    @property
    def name(self) -> str:
        """What the paper is called, with its subject: ``Change Status Report January 2020``."""
        return name_of(self.draft)

    @property
    def file_name(self) -> str:
        """The name of the file that an issue makes."""
        return _file_name(self.draft, self.subject, f"v{self.version}")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What an issue keeps: the tree as JSON and its pages as PDF, with the tree itself."""

    tree: Tree
    content: bytes
    file: bytes


def name_of(tree: Tree) -> str:
    """Return what a paper is called, with its subject."""
    return " ".join(part for part in (tree.title, tree.subtitle) if part)


def file_name(tree: Tree, subject: Subject) -> str:
    """Return the name of a paper's file: ``Change Status Report - 2020-01 - v1.0.pdf``, ``... - draft.pdf``."""
    return _file_name(tree, subject, "draft" if tree.issue is None else f"v{tree.version}")


def _file_name(tree: Tree, subject: Subject, state: str) -> str:
    about = subject.month or tree.subtitle
    return safe_file_name(" - ".join(part for part in (tree.title, about, state) if part) + ".pdf")


def prepare_issue(register: Register, subject: Subject, at: date) -> Prepared:
    """Return a paper as it would be issued as at a day; reads only. Raises KnownError where it cannot be made."""
    kind = PAPERS.get(subject.kind)
    if kind is None or kind.needs == "records":
        raise KnownError("A list is not issued. Export it, or choose a paper")
    with register.read() as session:
        step, head = register.chain_head()
        draft = paper_now(session, subject, at)
        versions = versions_of(session, subject, at.isoformat())
        before = versions[0] if versions else None
        if before is not None:
            draft = replace(draft, version="draft")  # the number of its record is that of the version before
        return Prepared(
            subject=subject,
            draft=draft,
            findings=sort_findings(_findings(register, subject, draft, at), accepted_findings(session)),
            version=next_version(versions),
            windows=_windows(session, subject, draft),
            convention=in_force(session, date.fromisoformat(draft.date)).counting("duration_convention").name,
            before=before,
            corrections=changes_between(_without_corrections(frozen_tree(session, before)), draft) if before else (),
            at=at,
            step=step,
            chain_head=head,
        )


def _without_corrections(tree: Tree) -> Tree:
    """Return an issued tree without its own list of corrections, which the next version does not repeat."""
    if tree.issue is None or not tree.issue.corrections:
        return tree
    added = set(with_corrections((), tree.issue.corrects, tree.issue.corrections))
    return replace(tree, blocks=tuple(block for block in tree.blocks if block not in added))


def freeze(prepared: Prepared, who: str, day: date) -> Frozen:
    """Return what an issue on a day keeps; needs no register. Raises KnownError where nothing differs from before."""
    if prepared.before is not None and not prepared.corrections:
        raise KnownError(
            f"Version {prepared.before.version} was issued on {format_date(prepared.before.issued)} and nothing in it"
            " has changed. Export that version"
        )
    corrects = prepared.before.version if prepared.before else ""
    issue = Issue(
        day=day.isoformat(),
        by=who,
        at=prepared.at.isoformat(),
        paper_date=prepared.draft.date,
        figures_to=prepared.draft.as_at,
        step=prepared.step,
        chain_head=prepared.chain_head,
        program=metadata.version("secdesk"),
        convention=prepared.convention,
        subject=prepared.subject,
        windows=prepared.windows,
        accepted=tuple(found for _, found in prepared.findings.accepted),
        corrects=corrects,
        corrections=prepared.corrections,
    )
    blocks = with_corrections(prepared.draft.blocks, corrects, prepared.corrections)
    tree = replace(prepared.draft, version=prepared.version, draft=False, issue=issue, blocks=blocks)
    return Frozen(tree, render(tree, ".json").data, render(tree, ".pdf").data)


def keep_issue(register: Register, frozen: Frozen) -> IssuedPaper:
    """Keep a frozen paper as issued: one transaction that no undo takes back.

    Raises Conflict where the register was changed since the paper was made; then nothing is kept.
    """
    issue = frozen.tree.issue
    if issue is None:
        raise ValueError("only a frozen paper is kept")
    label = f"Issue {name_of(frozen.tree)}, v{frozen.tree.version}"
    with register.change(label[:300], kind="issue") as session:
        if register.chain_head()[1] != issue.chain_head:
            raise Conflict("The register was changed while the paper was made. Look at it once more, then issue it")
        for data in (frozen.content, frozen.file):
            session.merge(Blob(sha256=hashlib.sha256(data).hexdigest(), data=data))
        record = _record(session, frozen, issue)
        session.add(record)
        session.flush()
        uid = record.uid
    with register.read() as session:
        return find_issued(session, uid)


def issue_paper(register: Register, subject: Subject, *, at: date, day: date) -> IssuedPaper:
    """Prepare, freeze and keep a paper in one go; for the command line."""
    return keep_issue(register, freeze(prepare_issue(register, subject, at), register.who, day))


def _record(session: Session, frozen: Frozen, issue: Issue) -> Paper:
    subject, tree = issue.subject, frozen.tree
    working = working_record(session, subject)
    cover = [uid for figure in figures(tree) if figure.key == "cover.meeting" for uid in figure.records]
    by_day = not any((subject.month, subject.meeting, subject.proposal, subject.release, subject.consultation))
    return Paper(
        paper_kind=subject.kind,
        month=subject.month or (str(Month.of(date.fromisoformat(issue.at))) if by_day else None),
        meeting=subject.meeting or (cover[0] if cover else None),
        proposal=subject.proposal or None,
        date=date.fromisoformat(tree.date),
        figures_to=date.fromisoformat(tree.as_at),
        reference=tree.reference or None,
        author=working.author if working else None,
        team=tree.team or None,
        marking=tree.marking or None,
        version=tree.version,
        issued=date.fromisoformat(issue.day),
        frozen_tree=hashlib.sha256(frozen.content).hexdigest(),
        frozen_file=hashlib.sha256(frozen.file).hexdigest(),
    )


def working_record(session: Session, subject: Subject) -> Paper | None:
    """Return the record that holds what was chosen for the draft of a paper, where there is one."""
    query = select(Paper).where(Paper.paper_kind == subject.kind, Paper.frozen_file.is_(None))
    about = ((Paper.month, subject.month), (Paper.proposal, subject.proposal), (Paper.meeting, subject.meeting))
    told = [column == value for column, value in about if value]
    if not told:
        return None
    query = query.where(*told)
    return session.scalars(query.order_by(Paper.issued.is_not(None), Paper.uid)).first()


# --- what stands around the text -------------------------------------------------------------------------------------


def _findings(register: Register, subject: Subject, draft: Tree, at: date) -> Sequence[Finding]:
    """Return what the checks say of a report; of another paper what they say of the records that it names."""
    if subject.kind == REPORT:
        return check_month(register, subject.month, today=at)
    named = {uid for figure in figures(draft) for uid in figure.records}
    named |= {subject.meeting, subject.proposal, subject.release, subject.consultation}
    found = [each for each in check_register(register, at=at) if any(uid in named for _, uid in each.records)]
    with register.read() as session:
        told = collect_wording(session, date.fromisoformat(draft.date))
    return in_order([*found, *sentence_findings(draft, told)])


def _windows(session: Session, subject: Subject, draft: Tree) -> tuple[SectionWindow, ...]:
    if subject.kind != REPORT:
        return (SectionWindow("Whole paper", "", draft.as_at),)
    month = parse_month(subject.month)
    paper_date, figures_to = date.fromisoformat(draft.date), date.fromisoformat(draft.as_at)
    rules = in_force(session, paper_date)
    days = report_dates(
        session, month, rules.calendar, rules.number("paper_days"), paper_date=paper_date, figures_to=figures_to
    )
    return report_windows(days)


def report_windows(days: ReportDates) -> tuple[SectionWindow, ...]:
    """Return the days that each section of a report is about: they differ on purpose (domain.md 1.7)."""
    year, since = days.year_so_far, days.since_last_paper
    month, coming = days.in_month, days.coming_month
    return tuple(
        SectionWindow(section, first.isoformat() if first else "", last.isoformat())
        for section, first, last in (
            ("Stages, totals and timescales", None, days.figures_to),
            ("Concluded and completed in the year", year.first, year.last),
            ("New Draft Proposals, votes and decisions", month.first, month.last),
            ("Change Sub-Committee decisions", since.first, since.last),
            ("Working Groups and what goes to the Panel", None, days.paper_date),
            ("Expected consultations", coming.first, coming.last),
        )
    )
