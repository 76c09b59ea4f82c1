"""Releases as papers tell of them: their dates, what is approved for them, what is in none."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from secdesk.models import Release
from secdesk.papers.facts import Mention, ReleaseFact
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.source import Source
from secdesk.rules.status import value_at

NO_NAME = "a release without a name"


def waiting_releases(source: Source[PaperDays]) -> tuple[ReleaseFact, ...]:
    """Return the releases with approved modifications that were not implemented by the day of the figures."""
    found = [_waiting(source, release, day) for release, day in releases_with_dates(source)]
    return tuple(
        sorted(
            (release for release in found if release.parts), key=lambda release: (release.day or date.max, release.name)
        )
    )


def releases_with_dates(source: Source[PaperDays]) -> list[tuple[Release, date | None]]:
    """Return every release with the date that held on the day of the paper's names."""
    goes_live = value_at(Release, "goes_live", source.dates.names_at).label("day")
    rows = source.session.execute(select(Release, goes_live).order_by(Release.name, Release.uid))
    return [(row[0], date.fromisoformat(row.day) if row.day else None) for row in rows]


def _waiting(source: Source[PaperDays], release: Release, day: date | None) -> ReleaseFact:
    parts = [
        (part, part.proposal)
        for part in source.parts_in(release.uid)
        if part.proposal and is_waiting(source, part.proposal, part.implemented)
    ]
    parts.sort(key=lambda pair: (source.order(pair[1]), pair[0].label or "", pair[0].uid))
    return ReleaseFact(
        release.uid,
        release.name or NO_NAME,
        release.release_kind,
        day,
        tuple((part.uid, source.mention(uid), part.label) for part, uid in parts),
    )


def is_waiting(source: Source[PaperDays], proposal: str, implemented: date | None) -> bool:
    """Say whether a part is approved and was not live by the day of the figures."""
    if implemented is not None and implemented <= source.dates.figures_to:
        return False
    found = source.proposals.get(proposal)
    return found is not None and found.status == "approved_pending"


def unassigned(source: Source[PaperDays]) -> tuple[Mention, ...]:
    """Return the approved modifications that are in no release."""
    assigned = {part.proposal for part, _ in source.parts}
    return tuple(
        source.mention(p.uid)
        for p in source.proposals.values()
        if p.status == "approved_pending" and p.uid not in assigned
    )
