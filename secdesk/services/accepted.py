"""Findings of the paper check that somebody accepted with a reason: they are not asked again while they are the same.

A finding is known by its key, which changes with the records and values behind it. Each acceptance is one row among
the settings of the register, so it is undone, backed up and exported like everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Invalid, NotFound, Problem
from secdesk.models import Setting
from secdesk.models.types import Value
from secdesk.papers.issue_facts import Acceptance
from secdesk.rules.checks import Finding
from secdesk.rules.choices import ACCEPTED_FINDING
from secdesk.rules.text import clean
from secdesk.services.records import create_record

_PARTS = " | "
_LONGEST_REASON = 2000
_LONGEST_VALUE = 2000


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings, those still open apart from those accepted."""

    open: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Acceptance], ...]


def accept_finding(session: Session, finding: Finding, reason: str, who: str, day: date) -> None:
    """Accept a finding: who did so on which day, and why. Raises Invalid without a reason."""
    why = clean(reason, "line", 20 * len(reason) + 20).strip()
    if not why:
        raise Invalid([Problem("reason", "Enter why this finding is accepted")])
    if len(why) > _LONGEST_REASON:
        words = f"Reason must be {_LONGEST_REASON:,} characters or fewer. It has {len(why):,}"
        raise Invalid([Problem("reason", words)])
    by = " ".join(who.split()).replace("|", "/")[:100]
    value = _PARTS.join((finding.key, by, " ".join(finding.sentence.split())))
    values: dict[str, Value] = {"key": ACCEPTED_FINDING, "value": value[:_LONGEST_VALUE]}
    values |= {"effective_from": day, "reason": why}
    withdraw_acceptance(session, finding.key, if_any=True)
    create_record(session, "setting", values)


def withdraw_acceptance(session: Session, key: str, *, if_any: bool = False) -> None:
    """Ask about a finding again. Raises NotFound where nobody accepted it, unless ``if_any``."""
    rows = [row for row in _rows(session) if _read(row).key == key]
    if not rows and not if_any:
        raise NotFound("This finding is not among the accepted ones")
    for row in rows:
        session.delete(row)
    session.flush()


def accepted_findings(session: Session) -> Mapping[str, Acceptance]:
    """Return what was accepted, by the key of the finding."""
    return {found.key: found for found in map(_read, _rows(session))}


def sort_findings(findings: Iterable[Finding], accepted: Mapping[str, Acceptance]) -> Sorted:
    """Return findings with those that somebody accepted apart, each in the order given."""
    told = tuple(findings)
    return Sorted(
        open=tuple(each for each in told if each.key not in accepted),
        accepted=tuple((each, accepted[each.key]) for each in told if each.key in accepted),
    )


def _rows(session: Session) -> list[Setting]:
    query = select(Setting).where(Setting.key == ACCEPTED_FINDING, Setting.value.is_not(None))
    return list(session.scalars(query.order_by(Setting.effective_from, Setting.uid)))


def _read(row: Setting) -> Acceptance:
    key, who, sentence = [*(row.value or "").split(_PARTS, 2), "", ""][:3]
    day = row.effective_from.isoformat() if row.effective_from else ""
    return Acceptance(key, sentence, row.reason or "", who, day)
