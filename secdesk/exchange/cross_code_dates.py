"""When a modification is meant to go live, when it did, and what comes next for it, as far as that has a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import AgendaItem, Consultation, Meeting, Release, ReleasePart
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import meeting_name
from secdesk.rules.status import ProposalAt, value_at
from secdesk.rules.years import parse_month

_Milestone = tuple[date, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a modification in a release."""

    release: str
    goes_live: date | None
    implemented: date | None


class ProposalDates:
    """The dates ahead of all proposals as at a day, read once."""

    def __init__(self, session: Session, at: date) -> None:
        """Read releases, consultations and planned meetings."""
        self._at = at
        self._parts = _parts(session, at)
        self._meetings = _planned_meetings(session, at)
        self._milestones: defaultdict[str, list[_Milestone]] = defaultdict(list)
        for proposal, milestone in (*_on_agendas(session, self._meetings), *_consultations(session, at)):
            self._milestones[proposal].append(milestone)

    def target(self, proposal: str) -> str:
        """Return the releases that a proposal belongs to, with their days where there are any."""
        told = (
            f"{part.release} ({format_date(part.goes_live)})" if part.goes_live else part.release
            for part in self._parts.get(proposal, [])
        )
        return "; ".join(dict.fromkeys(told))

    def implemented(self, proposal: str) -> str:
        """Return the days on which parts of a proposal went live."""
        days = {part.implemented for part in self._parts.get(proposal, []) if part.implemented}
        return "; ".join(format_date(day) for day in sorted(days) if day <= self._at)

    def next_milestone(self, proposal: ProposalAt) -> str | None:
        """Return what comes next and when: a meeting, a consultation's day, a release; None where nothing is set."""
        ahead = list(self._milestones.get(proposal.uid, []))
        if proposal.target_meeting in self._meetings:
            ahead.append(self._meetings[str(proposal.target_meeting)])
        if proposal.status == "approved_pending":
            ahead.extend(_live_days(self._parts.get(proposal.uid, []), self._at))
        return min(ahead)[1] if ahead else None


def _live_days(parts: list[_Part], at: date) -> Iterator[_Milestone]:
    for part in parts:
        if part.goes_live is not None and part.goes_live >= at and part.implemented is None:
            yield part.goes_live, f"{part.release}, {format_date(part.goes_live)}"


def _parts(session: Session, at: date) -> dict[str, list[_Part]]:
    query = select(Release.uid, Release.name, value_at(Release, "goes_live", at).label("day"))
    releases = {row.uid: row for row in session.execute(query)}
    held = value_at(ReleasePart, "release", at).label("release")
    found: defaultdict[str, list[_Part]] = defaultdict(list)
    rows = session.execute(select(ReleasePart.proposal, ReleasePart.implemented, held))
    for row in sorted(rows, key=lambda row: (row.proposal or "", row.release or "")):
        release = releases.get(row.release or "")
        if row.proposal and release is not None:
            day = date.fromisoformat(release.day) if release.day else None
            found[row.proposal].append(_Part(release.name or "", day, row.implemented))
    return found


def _planned_meetings(session: Session, at: date) -> dict[str, _Milestone]:
    """Return the meetings to come by uid; one of which only the month is known counts as at the month's end."""
    query = select(Meeting.uid, Meeting.body, Meeting.date, Meeting.month).where(Meeting.state == "planned")
    found = {}
    for row in session.execute(query):
        day = row.date or _last_of(row.month)
        if day is not None and day >= at:
            found[row.uid] = (day, meeting_name(row.body, row.date, row.month, None))
    return found


def _last_of(month: str | None) -> date | None:
    return parse_month(month).last if month else None


def _on_agendas(session: Session, meetings: dict[str, _Milestone]) -> Iterator[tuple[str, _Milestone]]:
    for row in session.execute(select(AgendaItem.proposal, AgendaItem.meeting)):
        if row.proposal and row.meeting in meetings:
            yield row.proposal, meetings[row.meeting]


def _consultations(session: Session, at: date) -> Iterator[tuple[str, _Milestone]]:
    columns = (Consultation.proposal, Consultation.consultation_kind, Consultation.opened, Consultation.closes)
    query = select(*columns, Consultation.expected_month, Consultation.expectation_known_by)
    for row in session.execute(query.where(Consultation.dropped.is_(None) | (Consultation.dropped > at))):
        found = _consultation_milestone(row, at)
        if row.proposal and found is not None and found[0] >= at:
            yield row.proposal, found


def _consultation_milestone(row: Any, at: date) -> _Milestone | None:
    """Return what comes next in a consultation: that it is expected, opens or closes."""
    kind = words_of("consultation_kind", row.consultation_kind) or "Consultation"
    if row.opened and row.opened > at:
        return row.opened, f"{kind} opens {format_date(row.opened)}"
    if row.opened:
        return (row.closes, f"{kind} closes {format_date(row.closes)}") if row.closes else None
    day = _last_of(row.expected_month)
    if day is None or (row.expectation_known_by and row.expectation_known_by > at):
        return None
    return day, f"{kind} expected in {parse_month(row.expected_month).label}"
