"""Checks of releases: who still stands in one, who stands in none, which ones have passed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from secdesk.rules.date_words import format_date
from secdesk.rules.process import STATUSES
from secdesk.rules.wording import in_figures
from secdesk.services.checks.rows import ReleaseRow
from secdesk.services.checks.rule import Hit, Rule, hit, names_listed
from secdesk.services.checks.snapshot import Snapshot

_APPROVED = "approved_pending"


def closed_in_coming_release(snapshot: Snapshot) -> Iterator[Hit]:
    """What has reached its end has no target release left (domain.md 1.9, 16.9)."""
    for part in snapshot.parts:
        release = snapshot.releases.get(part.release or "")
        if release is None or part.is_implemented(snapshot.at) or not snapshot.is_final(part.proposal):
            continue
        if _is_coming(snapshot, release):
            label = STATUSES[snapshot.status(part.proposal)].label
            sentence = f"{snapshot.called(part.proposal)} is at '{label}' and still in the {release.name}. Take it out"
            records = [("release_part", part.uid), ("proposal", part.proposal), ("release", release.uid)]
            yield hit(sentence, records, label)


def _is_coming(snapshot: Snapshot, release: ReleaseRow) -> bool:
    passed = release.goes_live is not None and release.goes_live < snapshot.at
    return not passed and not release.is_implemented(snapshot.at)


def approved_without_release(snapshot: Snapshot) -> Iterator[Hit]:
    """An approved modification goes live in a release or alone in one of its own; on hold it may wait."""
    placed = {part.proposal for part in snapshot.parts if part.release}
    for uid, proposal in snapshot.proposals.items():
        if proposal.status == _APPROVED and uid not in placed and not proposal.on_hold:
            sentence = f"{snapshot.called(uid)} is approved and in no release. Put it into one"
            yield hit(sentence, [("proposal", uid)])


def passed_and_not_implemented(snapshot: Snapshot) -> Iterator[Hit]:
    """A release whose day is over, with approved modifications that nobody recorded as live; those on hold may wait."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for part in snapshot.parts:
        is_waiting = snapshot.status(part.proposal) == _APPROVED and not part.is_implemented(snapshot.at)
        if part.release and is_waiting and not snapshot.is_held(part.proposal):
            waiting[part.release].append(part.proposal)
    for release in snapshot.releases.values():
        proposals = list(dict.fromkeys(waiting.get(release.uid, [])))
        if proposals and release.goes_live is not None and release.goes_live < snapshot.at:
            names = names_listed([snapshot.called(uid) for uid in proposals])
            number = in_figures(len(proposals), "modification")
            verb = "is" if len(proposals) == 1 else "are"
            sentence = f"The {release.name} was due on {format_date(release.goes_live)}, and {number} {verb} not"
            records = [("release", release.uid), *(("proposal", uid) for uid in proposals)]
            yield hit(f"{sentence} recorded as implemented: {names}. Mark it, or move the release", records)


RULES = (
    Rule("C33", closed_in_coming_release),
    Rule("C34", approved_without_release),
    Rule("C35", passed_and_not_implemented),
)
