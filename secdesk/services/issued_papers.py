"""Papers that were issued: what is kept of each, exactly as it went out, and whether the register still gives it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import KnownError, NotFound
from secdesk.models import Blob, Change, DatedValue, Paper, Step
from secdesk.papers.issue_facts import Issue, Subject
from secdesk.papers.json_form import read_paper
from secdesk.papers.paper_changes import changes_between, with_corrections
from secdesk.papers.tree import Paper as Tree
from secdesk.papers.tree import figures
from secdesk.rules.wording import in_figures
from secdesk.services.papers import PAPERS, Wish, paper_of


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """One issued version: the uid of its record, its version (``1.0``), its day, and the hash of its file.

    ``name`` is what it is called, with its subject; ``at`` the day asked for where a paper is about nothing else.
    """

    uid: str
    subject: Subject
    name: str
    at: str
    version: str
    issued: date
    reference: str
    file: str
    tree: str

    @property
    def family(self) -> tuple[Subject, str]:
        """What versions of one paper share."""
        return family_of(self.subject, self.at)


@dataclass(frozen=True, slots=True)
class Staleness:
    """What has become of an issued paper in the register since.

    ``changes`` are the differences of the paper that the register gives now, none while it is the same. ``records`` is
    how many of the records behind it were changed since; 0 where the history does not tell.
    """

    changes: tuple[str, ...]
    records: int

    @property
    def is_stale(self) -> bool:
        """Whether the register now gives another paper."""
        return bool(self.changes)

    @property
    def words(self) -> str:
        """What to say of it; empty while the paper still holds."""
        if not self.is_stale:
            return ""
        if not self.records:
            return "The register now gives another paper than the one issued"
        return f"{in_figures(self.records, 'record')} changed since this paper was made"


def family_of(subject: Subject, at: str) -> tuple[Subject, str]:
    """Return what versions of one paper share: its subject, and its day where it is about nothing but a day."""
    kind = PAPERS.get(subject.kind)
    return subject, at if kind is not None and kind.needs == "nothing" else ""


def issued_papers(session: Session) -> list[IssuedPaper]:
    """Return every issued paper that is kept with its content, the newest first."""
    query = select(Paper).where(Paper.issued.is_not(None), Paper.frozen_tree.is_not(None))
    found = [_read_row(session, row) for row in session.scalars(query)]
    return sorted(found, key=lambda each: (each.issued, each.name, _number(each.version)), reverse=True)


def find_issued(session: Session, uid: str) -> IssuedPaper:
    """Return an issued paper by the uid of its record; raises NotFound."""
    row = session.get(Paper, uid)
    if row is None or row.issued is None or row.frozen_tree is None:
        raise NotFound("This paper is not among the issued ones")
    return _read_row(session, row)


def versions_of(session: Session, subject: Subject, at: str) -> list[IssuedPaper]:
    """Return the issued versions of one paper, the newest first."""
    wanted = family_of(subject, at)
    found = [each for each in issued_papers(session) if each.family == wanted]
    return sorted(found, key=lambda each: _number(each.version), reverse=True)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def next_version(versions: Iterable[IssuedPaper]) -> str:
    """Return the version of the next issue: 1.0, then 1.1, 1.2 ..."""
    numbers = [_number(each.version) for each in versions]
    highest = max((found for found in numbers if len(found) == 2), default=None)
    return "1.0" if highest is None else f"{highest[0]}.{highest[1] + 1}"


def frozen_file(session: Session, issued: IssuedPaper) -> bytes:
    """Return the bytes that were issued; raises KnownError where they are missing or damaged."""
    return _blob(session, issued.file, issued.name)


def frozen_tree(session: Session, issued: IssuedPaper) -> Tree:
    """Return the tree that was issued; raises KnownError where it is missing, damaged or of a newer program."""
    try:
        return read_paper(_blob(session, issued.tree, issued.name))
    except ValueError as error:
        raise KnownError(f"The content of '{issued.name}' cannot be read: {error}") from error


def _blob(session: Session, sha256: str, name: str) -> bytes:
    data = session.scalar(select(Blob.data).where(Blob.sha256 == sha256))
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        raise KnownError(f"The stored file of '{name}' is missing or damaged. Restore it from a backup")
    return data


def _read_row(session: Session, row: Paper) -> IssuedPaper:
    told = _told(session, row)
    issue = told.get("issue") or {}
    subject = Subject(**issue["subject"]) if issue else _subject_by_columns(row)
    return IssuedPaper(
        uid=row.uid,
        subject=subject,
        name=" ".join(part for part in (told.get("title", ""), told.get("subtitle", "")) if part),
        at=str(issue.get("at", "")),
        version=row.version or "",
        issued=row.issued or date.min,
        reference=row.reference or "",
        file=row.frozen_file or "",
        tree=row.frozen_tree or "",
    )


def _told(session: Session, row: Paper) -> dict[str, Any]:
    """Return the members of the frozen tree; nothing where it cannot be read, which opening it will say."""
    data = session.scalar(select(Blob.data).where(Blob.sha256 == row.frozen_tree))
    try:
        found = json.loads(data or b"{}")
        return found["paper"] if isinstance(found, dict) and isinstance(found.get("paper"), dict) else {}
    except ValueError:
        return {}


def _subject_by_columns(row: Paper) -> Subject:
    return Subject(row.paper_kind or "", row.month or "", row.meeting or "", row.proposal or "")


# --- does it still hold ----------------------------------------------------------------------------------------------


def staleness(session: Session, issued: IssuedPaper) -> Staleness:
    """Return how the paper that the register gives now differs from the one that was issued."""
    frozen = frozen_tree(session, issued)
    if frozen.issue is None:
        return Staleness((), 0)
    try:
        present = paper_as_issued(session, frozen, frozen.issue)
    except KnownError as error:
        return Staleness((f"It can no longer be made: {error}",), 0)
    changes = changes_between(frozen, present)
    records = _changed_since(session, frozen.issue, _records_of(frozen) | _records_of(present)) if changes else 0
    return Staleness(changes, records)


def paper_as_issued(session: Session, frozen: Tree, issue: Issue) -> Tree:
    """Return the paper of an issue as the register gives it now: the same days, version and list of corrections."""
    present = paper_now(session, issue.subject, date.fromisoformat(issue.at), issue=issue)
    return replace(
        present,
        version=frozen.version,
        draft=False,
        issue=issue,
        blocks=with_corrections(present.blocks, issue.corrects, issue.corrections),
    )


def paper_now(session: Session, subject: Subject, at: date, *, issue: Issue | None = None) -> Tree:
    """Return the paper about a subject as the register gives it; with ``issue`` for the days of that issue."""
    is_report = subject.kind == "change_status_report" and issue is not None
    wish = Wish(
        at=at,
        month=subject.month or None,
        meeting=subject.meeting or None,
        proposal=subject.proposal or None,
        release=subject.release or None,
        consultation=subject.consultation or None,
        paper_date=date.fromisoformat(issue.paper_date) if is_report and issue else None,
        figures_to=date.fromisoformat(issue.figures_to) if is_report and issue else None,
    )
    return paper_of(session, subject.kind, wish)


def _records_of(tree: Tree) -> set[str]:
    return {uid for figure in figures(tree) for uid in figure.records}


def _changed_since(session: Session, issue: Issue, records: set[str]) -> int:
    """Count the records of a paper, with their dated values, that later steps touched; 0 in another history."""
    same = session.scalar(select(Step.hash).where(Step.seq == issue.step))
    if same != issue.chain_head:
        return 0
    touched = set(session.scalars(select(Change.record).where(Change.step > issue.step)))
    owners = {row.uid: row.record for row in session.execute(select(DatedValue.uid, DatedValue.record))}
    return len({owners.get(uid, uid) for uid in touched} & records)
