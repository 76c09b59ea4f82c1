"""Proposals as lines of a list: what follows from events beside the names that they link to (ux.md 2.6, 3.9).

A handful of queries for a page of proposals or for all of them; each takes the session of a read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from secdesk.models import Proposal, ReleasePart
from secdesk.rules.choices import words_of
from secdesk.rules.naming import names
from secdesk.rules.status import ProposalAt, value_at
from secdesk.services.among import read_among
from secdesk.services.queries import count_records

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


_FEW = 2_000
"""Of a kind with up to so many records all names are read at once: some at a time would take a query for each page."""


class NameBook:
    """The names of linked records as at a day, each read once; to be dropped when the register has changed."""

    def __init__(self, at: date) -> None:
        """Know no name yet."""
        self._at = at
        self._known: dict[str, dict[str, str]] = {}

    def of(self, session: Session, kind: str, uids: Iterable[str | None]) -> Mapping[str, str]:
        """Return the names of records of a kind by uid, these among them."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = self._all_if_few(session, kind)
        missing = {uid for uid in uids if uid} - known.keys()
        if missing:
            known.update(dict.fromkeys(missing, ""))
            known.update(names(session, kind, sorted(missing), self._at))
        return known

    def _all_if_few(self, session: Session, kind: str) -> dict[str, str]:
        return names(session, kind, None, self._at) if count_records(session, kind) <= _FEW else {}


def lines_of(
    session: Session, proposals: Iterable[ProposalAt], at: date, book: NameBook | None = None
) -> list[ProposalLine]:
    """Return the lines of proposals that were read already, as at the same date and in the same order.

    ``book`` keeps names of the same register and date, for whoever asks many times.
    """
    found, book = list(proposals), book or NameBook(at)
    uids = [each.uid for each in found]
    own, carried = _own(session, uids), releases_of(session, uids, at)
    wanted: Mapping[str, Iterable[str | None]] = {
        "person": (*(row.lead_analyst for row in own.values()), *(each.proposer for each in found)),
        "organisation": (each.proposer_organisation for each in found),
        "meeting": (each.target_meeting for each in found),
        "release": (uid for mine in carried.values() for uid in mine),
    }
    called = {kind: book.of(session, kind, linked) for kind, linked in wanted.items()}
    return [_line(each, own[each.uid], called, carried.get(each.uid, ())) for each in found]


@lru_cache(maxsize=16)
def _parts_at(at: date) -> Select[*tuple[Any, ...]]:
    """Return the query of the release of every part; making it takes longer than running it for a page."""
    return select(ReleasePart.proposal, value_at(ReleasePart, "release", at).label("release")).order_by(ReleasePart.uid)


def releases_of(session: Session, uids: Sequence[str] | None, at: date) -> dict[str, tuple[str, ...]]:
    """Return the uids of the releases that the parts of each proposal are in as at a date; without any, none."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_among(session, _parts_at(at), ReleasePart.proposal, uids):
        known = found.get(row.proposal or "", ())
        if row.proposal and row.release and row.release not in known:
            found[row.proposal] = (*known, row.release)
    return found


_OWN = select(Proposal.uid, Proposal.lead_analyst, Proposal.urgent, Proposal.fast_track)


def _own(session: Session, uids: Sequence[str]) -> Mapping[str, Any]:
    return {row.uid: row for row in read_among(session, _OWN, Proposal.uid, uids)}


def _line(
    proposal: ProposalAt, own: Any, called: Mapping[str, Mapping[str, str]], mine: tuple[str, ...]
) -> ProposalLine:
    is_set = {
        "on_hold": proposal.on_hold,
        "urgent": bool(own.urgent),
        "fast_track": bool(own.fast_track) or proposal.path == "fast_track",
        "security_limited": proposal.security_limited,
    }
    return ProposalLine(
        at=proposal,
        lead_uid=own.lead_analyst or "",
        lead=called["person"].get(own.lead_analyst or "", ""),
        proposer=called["person"].get(proposal.proposer or "", ""),
        organisation=called["organisation"].get(proposal.proposer_organisation or "", ""),
        path=words_of("path", proposal.path),
        marking=words_of("marking", proposal.marking),
        target=called["meeting"].get(proposal.target_meeting or "", ""),
        releases=mine,
        release=", ".join(sorted(called["release"].get(uid, "") for uid in mine)),
        flags=tuple(key for key in FLAGS if is_set[key]),
    )
