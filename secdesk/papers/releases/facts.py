"""A release with everything in it: what release notes and the release status print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import Proposal, Release
from secdesk.papers.covers import Cover, collect_cover, with_restricted
from secdesk.papers.dated_facts import Former, former_values
from secdesk.papers.facts import Mention
from secdesk.papers.open_source import AnySource, open_source
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.proposals.facts import ProvisionRow, provisions_of
from secdesk.papers.releases.waiting import NO_NAME, releases_with_dates, unassigned


@dataclass(frozen=True, slots=True)
class CarriedPart:
    """A modification, or a part of one, in a release: its status, what it changes, when it went live."""

    uid: str
    mention: Mention
    label: str | None
    status: str
    implemented: date | None
    solution: str | None
    provisions: tuple[ProvisionRow, ...]


@dataclass(frozen=True, slots=True)
class CarryingRelease:
    """A release, the dates it had before, and its parts in the order of their numbers."""

    uid: str
    name: str
    kind: str
    day: date | None
    former: tuple[Former, ...]
    implemented: date | None
    dcc_systems: bool | None
    version: str | None
    parts: tuple[CarriedPart, ...]

    @property
    def waiting(self) -> tuple[CarriedPart, ...]:
        """The parts that are not live yet."""
        return tuple(part for part in self.parts if part.implemented is None)


@dataclass(frozen=True, slots=True)
class ReleasePaperFacts:
    """The releases of one paper; ``unassigned`` are approved modifications in none."""

    dates: PaperDays
    cover: Cover
    releases: tuple[CarryingRelease, ...]
    unassigned: tuple[Mention, ...] = ()


def collect_release(session: Session, release: Release, at: date, *, marking: str | None = None) -> ReleasePaperFacts:
    """Return one release for its notes, as at a day."""
    source = open_source(session, "release_notes", at, marking=marking)
    day = {row.uid: known for row, known in releases_with_dates(source)}[release.uid]
    found = (_carrying(source, release, day),)
    return ReleasePaperFacts(source.dates, with_restricted(collect_cover(source), source), found)


def collect_release_status(session: Session, at: date, *, marking: str | None = None) -> ReleasePaperFacts:
    """Return the releases that were not implemented by a day, the next first, and what is approved and in none."""
    source = open_source(session, "release_status", at, marking=marking)
    day = source.dates.figures_to
    rows = [pair for pair in releases_with_dates(source) if (pair[0].implemented or date.max) > day]
    rows.sort(key=lambda pair: (pair[1] or date.max, pair[0].name or "", pair[0].uid))
    found = tuple(_carrying(source, row, known) for row, known in rows)
    alone = unassigned(source)
    return ReleasePaperFacts(source.dates, with_restricted(collect_cover(source), source), found, alone)


def _carrying(source: AnySource, release: Release, day: date | None) -> CarryingRelease:
    live = release.implemented if release.implemented and release.implemented <= source.dates.figures_to else None
    return CarryingRelease(
        uid=release.uid,
        name=release.name or NO_NAME[:1].upper() + NO_NAME[1:],
        kind=release.release_kind,
        day=day,
        former=former_values(source, release.uid, "goes_live"),
        implemented=live,
        dcc_systems=release.dcc_systems,
        version=release.sec_version,
        parts=_parts(source, release.uid),
    )


def _parts(source: AnySource, release: str) -> tuple[CarriedPart, ...]:
    own = [part for part in source.parts_in(release) if part.proposal]
    own.sort(key=lambda part: (source.order(part.proposal), part.label or "", part.uid))
    found = []
    for part in own:
        proposal = source.proposals[part.proposal or ""]
        mention = source.mention(proposal.uid)
        live = part.implemented if part.implemented and part.implemented <= source.dates.figures_to else None
        found.append(
            CarriedPart(
                uid=part.uid,
                mention=mention,
                label=part.label,
                status=proposal.status,
                implemented=live,
                solution=None if mention.restricted else _solution(source, proposal.uid),
                provisions=() if mention.restricted else provisions_of(source, proposal.uid),
            )
        )
    return tuple(found)


def _solution(source: AnySource, proposal: str) -> str | None:
    return source.session.get_one(Proposal, proposal).solution
