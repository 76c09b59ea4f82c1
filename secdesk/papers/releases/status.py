"""The release status: every coming release with its date, its former dates and what is in it (domain.md 15)."""

from __future__ import annotations

from secdesk.papers.cells import Cells, table_of, text_cell
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.lines import count, heading, line, named, shown
from secdesk.papers.listed import items, withheld
from secdesk.papers.releases.blocks import former_days, part_status, release_day, systems_words
from secdesk.papers.releases.facts import CarriedPart, CarryingRelease, ReleasePaperFacts
from secdesk.papers.tree import Block, Figure, Heading, Line, Paper, Text
from secdesk.papers.wording import Wording, for_number
from secdesk.rules.date_words import format_long
from secdesk.rules.wording import counted


@counts_restricted
def compose_release_status(facts: ReleasePaperFacts) -> Paper:
    """Return the release status as a tree."""
    as_at = format_long(facts.dates.figures_to)
    blocks: list[Block] = [heading(1, "Overview"), *_overview(facts)]
    for release in facts.releases:
        blocks += _release(facts, release)
    blocks += [heading(1, "In no release"), *_unassigned(facts), *restriction_note(facts.cover)]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="release_status",
        kicker="RELEASES",
        title="Release status",
        subtitle=as_at,
        subject=f"Coming releases and what is in them as at {as_at}",
        blocks=blocks,
        draft=False,
    )


def _overview(facts: ReleasePaperFacts) -> list[Block]:
    if not facts.releases:
        return [facts.cover.wording.paragraph("release_status.none")]
    columns: list[Cells[CarryingRelease]] = [
        Cells("Release", lambda row: (Figure(f"status.{row.uid}", row.name, (row.uid,)),), needed=True),
        Cells("Date", lambda row: release_day(f"status.day.{row.uid}", row), needed=True),
        Cells("Modifications", _number, "right", needed=True),
        Cells("Changes DCC systems", lambda row: line(systems_words(row.dcc_systems)), needed=True),
    ]
    return [table_of("Coming releases", columns, facts.releases)]


def _number(release: CarryingRelease) -> Line:
    uids = [part.uid for part in release.parts]
    number = len({part.mention.uid for part in release.parts})
    return (Figure(f"status.count.{release.uid}", str(number), tuple(uids)),)


def _release(facts: ReleasePaperFacts, release: CarryingRelease) -> list[Block]:
    title: Line = (Text(release.name),)
    told = facts.cover.wording
    blocks: list[Block] = [Heading(1, title), _when(facts, release), *former_days(release)]
    parts = [part for part in release.parts if not (facts.cover.leaves_out and part.mention.restricted)]
    if not release.parts:
        return [*blocks, told.paragraph("releases.empty")]
    if not parts:
        return [*blocks, withheld(told)]
    columns: list[Cells[CarriedPart]] = [
        Cells("Modification", lambda part: named(f"status.{release.uid}", part.mention), needed=True),
        Cells("Part", lambda part: text_cell(part.label), unknown="whole"),
        Cells("Status", lambda part: line(part_status(part)), needed=True),
    ]
    return [*blocks, table_of(f"Modifications in the {release.name}", columns, parts), *_not_approved(told, release)]


def _when(facts: ReleasePaperFacts, release: CarryingRelease) -> Block:
    """Say when a release is; one whose day has passed is not recorded as live."""
    told, when = facts.cover.wording, release_day(f"status.when.{release.uid}", release)
    if release.day is None:
        return told.paragraph("release_status.undated")
    key = "release_status.passed" if release.day < facts.dates.figures_to else "release_status.live"
    return told.paragraph(key, date=when)


def _not_approved(told: Wording, release: CarryingRelease) -> list[Block]:
    """Name the parts that are in a release without being approved: a question for whoever keeps it."""
    open_parts = [part for part in release.waiting if part.status != "approved_pending"]
    if not open_parts:
        return []
    entries = counted(len(open_parts), "entry", "entries").capitalize()
    return [told.note(for_number("release_status.not_approved", len(open_parts)), entries=entries)]


def _unassigned(facts: ReleasePaperFacts) -> list[Block]:
    told = facts.cover.wording
    if not facts.unassigned:
        return [told.paragraph("release_status.unassigned.none")]
    figure = count("status.unassigned", [mention.uid for mention in facts.unassigned])
    lead = told.counted("release_status.unassigned", len(facts.unassigned), count=figure)
    mentions = shown(facts.unassigned, facts.cover.leaves_out)
    return [lead, items(told, (named("status.unassigned", mention) for mention in mentions))]
