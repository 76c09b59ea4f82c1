"""Release notes: for one release each modification, its legal text, and the date (domain.md 6, ux.md 4.5)."""

from __future__ import annotations

from secdesk.papers.cells import Cells, table_of, text_cell
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.lines import heading, line, named
from secdesk.papers.proposals.blocks import provision_table, text_blocks
from secdesk.papers.releases.blocks import former_days, part_status, release_day, systems_words
from secdesk.papers.releases.facts import CarriedPart, CarryingRelease, ReleasePaperFacts
from secdesk.papers.tree import Block, Figure, Heading, KeyFacts, Line, Paper
from secdesk.papers.wording import Wording
from secdesk.rules.choices import words_of
from secdesk.rules.wording import count_words, plural


@counts_restricted
def compose_release_notes(facts: ReleasePaperFacts) -> Paper:
    """Return the notes of the one release of the facts as a tree."""
    (release,) = facts.releases
    parts = [part for part in release.parts if not (facts.cover.leaves_out and part.mention.restricted)]
    blocks: list[Block] = [
        _key_facts(facts, release),
        *former_days(release),
        heading(1, "What it brings", "1."),
        *_overview(facts.cover.wording, release, parts),
        heading(1, "Changes to the Code", "2."),
    ]
    if not release.parts:
        blocks.append(facts.cover.wording.paragraph("release_notes.changes.none"))
    for part in parts:
        blocks += _changes(facts.cover.wording, part)
    blocks += restriction_note(facts.cover)
    return make_tree(
        facts.cover,
        facts.dates,
        kind="release_notes",
        kicker="RELEASE NOTES",
        title=release.name,
        subtitle="".join(run.text for run in release_day("", release)),
        running=f"Release notes — {release.name}",
        subject=f"What the {release.name} changes in the Smart Energy Code",
        blocks=blocks,
    )


def _key_facts(facts: ReleasePaperFacts, release: CarryingRelease) -> KeyFacts:
    return KeyFacts(
        (
            ("Date", release_day("notes.day", release)),
            ("Kind", line(words_of("release_kind", release.kind) or "Not known")),
            ("DCC systems", line(f"Changed: {systems_words(release.dcc_systems).lower()}")),
            ("SEC version", line(release.version or "Not yet given")),
            ("Classification", line(facts.cover.marking or "None")),
        )
    )


def _overview(told: Wording, release: CarryingRelease, parts: list[CarriedPart]) -> list[Block]:
    if not release.parts:
        return [told.paragraph("releases.empty")]
    number = len({part.mention.uid for part in release.parts})
    uids = tuple(part.uid for part in release.parts)
    lead = told.counted("release_notes.brings", number, count=Figure("notes.count", count_words(number), uids))
    columns: list[Cells[CarriedPart]] = [
        Cells("Modification", lambda part: named(f"notes.{part.uid}", part.mention), needed=True),
        Cells("Part", lambda part: text_cell(part.label), unknown="whole"),
        Cells("Status", lambda part: line(part_status(part)), needed=True),
        Cells("Legal text", _legal_text, needed=True, unknown="not in the register"),
    ]
    return [lead, table_of("Modifications in this release", columns, parts)] if parts else [lead]


def _legal_text(part: CarriedPart) -> Line:
    if part.mention.restricted:
        return line("above the marking of this paper")
    if not part.provisions:
        return ()
    drafted = sum(1 for row in part.provisions if row.drafted)
    uids = tuple(row.uid for row in part.provisions)
    words = f"{drafted} of {len(part.provisions)} {plural(len(part.provisions), 'provision')}"
    return line(Figure(f"notes.text.{part.uid}", words, uids))


def _changes(told: Wording, part: CarriedPart) -> list[Block]:
    blocks: list[Block] = [Heading(2, named(f"notes.changes.{part.uid}", part.mention))]
    if part.mention.restricted:
        return [*blocks, told.paragraph("release_notes.withheld")]
    if part.label:
        blocks.append(told.paragraph("release_notes.part", part=part.label))
    if not ((part.solution or "").strip() or part.provisions):
        return [*blocks, told.paragraph("release_notes.unknown")]
    blocks += text_blocks(part.solution, told.paragraph("release_notes.summary.none"))
    if not part.provisions:
        return [*blocks, told.paragraph("release_notes.provisions.none")]
    return [*blocks, provision_table(f"Provisions changed by {part.mention.reference}", part.provisions)]
