"""The blocks of section 5, Release: what is approved for each coming release, and what stands alone."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.facts import Mention, ReleaseFact
from secdesk.papers.lines import count, day, heading, items, named, paragraph, shown
from secdesk.papers.tree import Block, Inline, Line, Text
from secdesk.rules.wording import plural


def release_blocks(facts: ReportFacts) -> list[Block]:
    """Return section 5 of the report."""
    scheduled = [release for release in facts.releases if release.kind != "standalone"]
    alone = [release for release in facts.releases if release.kind == "standalone"]
    blocks: list[Block] = [heading(1, "Release", "5."), heading(2, "SEC Releases")]
    if not scheduled:
        blocks.append(paragraph("There are no modifications approved for implementation in a coming SEC Release."))
    for release in scheduled:
        blocks += _release(facts, release)
    if alone:
        for release in alone:
            blocks += _release(facts, release)
    else:
        blocks.append(paragraph("There are no modifications approved for implementation as standalone releases."))
    return blocks + _unassigned(facts)


def _release(facts: ReportFacts, release: ReleaseFact) -> list[Block]:
    mentions = {mention.uid: mention for _, mention, _ in release.parts}
    figure = count(f"release.{release.uid}.count", list(mentions))
    when: list[Inline | str] = [" (date not yet set)"]
    if release.day is not None:
        when = [" (", day(f"release.{release.uid}.date", release.day, release.uid), ")"]
    noun = plural(len(mentions), "modification")
    verb = "is" if len(mentions) == 1 else "are"
    lead: list[Inline | str] = [
        f"There {verb} ",
        figure,
        f" {noun} approved for implementation in the {release.name}",
        *when,
        ":",
    ]
    if release.day is not None and release.day <= facts.dates.figures_to:
        lead = [
            f"The {release.name}",
            *when,
            " has passed; ",
            figure,
            f" {noun} approved for it {verb} not recorded as implemented:",
        ]
    parts = [part for part in release.parts if not (part[1].restricted and facts.cover.leaves_out)]
    return [paragraph(*lead), items(_part(release, mention, label) for _, mention, label in parts)]


def _part(release: ReleaseFact, mention: Mention, label: str | None) -> Line:
    found = named(f"release.{release.uid}", mention)
    return (*found, Text(f", {label}")) if label else found


def _unassigned(facts: ReportFacts) -> list[Block]:
    number = len(facts.unassigned)
    if not number:
        return []
    figure = count("release.unassigned.count", [mention.uid for mention in facts.unassigned])
    verb = "is" if number == 1 else "are"
    mentions = shown(facts.unassigned, facts.cover.leaves_out)
    return [
        paragraph(f"There {verb} ", figure, f" approved {plural(number, 'modification')} not yet in a release:"),
        items(named("release.unassigned", mention) for mention in mentions),
    ]
