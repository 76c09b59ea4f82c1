"""Proposals as lines of a list: what follows from events beside the names that they link to (ux.md 2.6, 3.9).

A handful of queries for a page of proposals or for all of them; each takes the session of a read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Proposal, Release, ReleasePart
from secdesk.rules.choices import words_of
from secdesk.rules.naming import MOST_NAMED, names
from secdesk.rules.status import ProposalAt, value_at

FLAGS: Mapping[str, str] = {
    "on_hold": "On hold",
    "urgent": "Urgent",
    "fast_track": "Fast-Track",
    "security_limited": "Security-limited",
}
"""The flags that stand beside a status, by field; none of them is a stage (domain.md 5)."""


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as at a date with the words of what it links to; empty where nothing is known.

    ``flags`` are keys of :data:`FLAGS`; ``releases`` are the uids of the releases that its parts are in.
    """

    at: ProposalAt
    lead_uid: str
    lead: str
    proposer: str
    organisation: str
    path: str
    marking: str
    target: str
    releases: tuple[str, ...]
    release: str
    flags: tuple[str, ...]


def lines_of(session: Session, proposals: Iterable[ProposalAt], at: date) -> list[ProposalLine]:
    """Return the lines of proposals that were read already, as at the same date and in the same order."""
    found = list(proposals)
    uids = [each.uid for each in found]
    own = _own(session, uids)
    people = names(session, "person", _links([row.lead_analyst for row in own.values()], found, "proposer"), at)
    organisations = names(session, "organisation", _links([], found, "proposer_organisation"), at)
    meetings = names(session, "meeting", _links([], found, "target_meeting"), at)
    carried = releases_of(session, uids, at)
    releases = {row.uid: row.name for row in session.execute(select(Release.uid, Release.name))} if carried else {}
    return [_line(each, own[each.uid], people, organisations, meetings, carried, releases) for each in found]


def releases_of(session: Session, uids: Sequence[str] | None, at: date) -> dict[str, tuple[str, ...]]:
    """Return the uids of the releases that the parts of each proposal are in as at a date; without any, none."""
    held = value_at(ReleasePart, "release", at).label("release")
    query = select(ReleasePart.proposal, held).order_by(ReleasePart.uid)
    if uids is not None and len(uids) <= MOST_NAMED:
        query = query.where(ReleasePart.proposal.in_(uids))
    found: dict[str, tuple[str, ...]] = {}
    for row in session.execute(query):
        known = found.get(row.proposal or "", ())
        if row.proposal and row.release and row.release not in known:
            found[row.proposal] = (*known, row.release)
    return found


def _own(session: Session, uids: Sequence[str]) -> Mapping[str, Any]:
    query = select(Proposal.uid, Proposal.lead_analyst, Proposal.urgent, Proposal.fast_track)
    if len(uids) <= MOST_NAMED:
        query = query.where(Proposal.uid.in_(uids))
    return {row.uid: row for row in session.execute(query)}


def _links(more: Iterable[str | None], proposals: Iterable[ProposalAt], field: str) -> set[str]:
    linked = {getattr(each, field) for each in proposals}
    return {uid for uid in (*linked, *more) if uid}


def _line(
    proposal: ProposalAt,
    own: Any,
    people: Mapping[str, str],
    organisations: Mapping[str, str],
    meetings: Mapping[str, str],
    carried: Mapping[str, tuple[str, ...]],
    releases: Mapping[str, str | None],
) -> ProposalLine:
    mine = carried.get(proposal.uid, ())
    is_set = {
        "on_hold": proposal.on_hold,
        "urgent": bool(own.urgent),
        "fast_track": bool(own.fast_track) or proposal.path == "fast_track",
        "security_limited": proposal.security_limited,
    }
    return ProposalLine(
        at=proposal,
        lead_uid=own.lead_analyst or "",
        lead=people.get(own.lead_analyst or "", ""),
        proposer=people.get(proposal.proposer or "", ""),
        organisation=organisations.get(proposal.proposer_organisation or "", ""),
        path=words_of("path", proposal.path),
        marking=words_of("marking", proposal.marking),
        target=meetings.get(proposal.target_meeting or "", ""),
        releases=mine,
        release=", ".join(sorted(releases.get(uid) or "" for uid in mine)),
        flags=tuple(key for key in FLAGS if is_set[key]),
    )
