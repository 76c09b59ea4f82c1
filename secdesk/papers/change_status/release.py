"""The blocks of section 5, Release: what is approved for each coming release, and what stands alone."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.change_status.leads import told_list
from secdesk.papers.facts import Mention, ReleaseFact
from secdesk.papers.lines import count, day, heading, named
from secdesk.papers.listed import items
from secdesk.papers.tree import Block, Inline, Line, Text


def release_blocks(facts: ReportFacts) -> list[Block]:
    """Return section 5 of the report."""
    scheduled = [release for release in facts.releases if release.kind != "standalone"]
    alone = [release for release in facts.releases if release.kind == "standalone"]
    blocks: list[Block] = [heading(1, "Release", "5."), heading(2, "SEC Releases")]
    if not scheduled:
        blocks.append(facts.wording.paragraph("release.none"))
    for release in scheduled:
        blocks += _release(facts, release)
    if alone:
        for release in alone:
            blocks += _release(facts, release)
    else:
        blocks.append(facts.wording.paragraph("release.alone.none"))
    return blocks + _unassigned(facts)


def _release(facts: ReportFacts, release: ReleaseFact) -> list[Block]:
    mentions = {mention.uid: mention for _, mention, _ in release.parts}
    figure = count(f"release.{release.uid}.count", list(mentions))
    when: Inline | str = "date not yet set"
    if release.day is not None:
        when = day(f"release.{release.uid}.date", release.day, release.uid)
    has_passed = release.day is not None and release.day <= facts.dates.figures_to
    key = "release.passed" if has_passed else "release.coming"
    lead = facts.wording.counted(key, len(mentions), count=figure, release=release.name, date=when)
    parts = [part for part in release.parts if not (part[1].restricted and facts.cover.leaves_out)]
    return [lead, items(facts.wording, (_part(release, mention, label) for _, mention, label in parts))]


def _part(release: ReleaseFact, mention: Mention, label: str | None) -> Line:
    found = named(f"release.{release.uid}", mention)
    return (*found, Text(f", {label}")) if label else found


def _unassigned(facts: ReportFacts) -> list[Block]:
    return told_list(facts, "release.unassigned", facts.unassigned) if facts.unassigned else []
