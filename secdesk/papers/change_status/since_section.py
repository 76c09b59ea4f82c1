"""The optional section "Since the last report", at the end of the first chapter."""

from __future__ import annotations

from secdesk.papers.change_status.facts import Change, ReportFacts
from secdesk.papers.lines import heading, line
from secdesk.papers.tree import Block, Bullets, Figure, Line

TITLE = "Since the last report"
_LEADS = {
    "new": "since.new",
    "moved": "since.moved",
    "decided": "since.decided",
    "returned": "since.returned",
    "accepted": "since.accepted",
    "release": "since.release",
}
"""The sentence before the changes of each kind."""


def since_blocks(facts: ReportFacts) -> list[Block]:
    """Return the section; nothing where the register does not want it."""
    if facts.since is None:
        return []
    kept = {kind: [each for each in own if not _is_left_out(facts, each)] for kind, own in facts.since.items()}
    found: list[Block] = [heading(2, TITLE)]
    if not any(kept.values()):
        return [*found, facts.wording.paragraph("since.none")]
    for kind, own in kept.items():
        if own:
            found.append(facts.wording.paragraph(_LEADS[kind]))
            found.append(Bullets(tuple(_item(kind, each) for each in own)))
    return found


def _is_left_out(facts: ReportFacts, change: Change) -> bool:
    """Say whether a change is about a proposal above the paper's marking, and such are left out."""
    return facts.cover.leaves_out and any(mention.uid in change.records for mention in facts.cover.restricted)


def _item(kind: str, change: Change) -> Line:
    return line(Figure(f"since.{kind}.{change.subject}", change.subject, change.records), f" {change.words}")
