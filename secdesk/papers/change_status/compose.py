"""Composes the Change Status Report: frozen facts to a tree. No query here, and no figure that the facts lack."""

from __future__ import annotations

from secdesk.papers.assessment_blocks import appendix_blocks
from secdesk.papers.change_status.cover import cover_blocks
from secdesk.papers.change_status.define import define_blocks
from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.change_status.opine import opine_blocks
from secdesk.papers.change_status.refine import refine_blocks
from secdesk.papers.change_status.release import release_blocks
from secdesk.papers.change_status.since_section import since_blocks
from secdesk.papers.change_status.summary import summary_blocks
from secdesk.papers.covers import counts_restricted
from secdesk.papers.totals import Notes
from secdesk.papers.tree import Block, Paper

TITLE = "Change Status Report"


@counts_restricted
def compose(facts: ReportFacts) -> Paper:
    """Return the report of a month as a tree."""
    notes, cover = Notes(), facts.cover
    blocks: list[Block] = [
        *cover_blocks(facts),
        *summary_blocks(facts),
        *since_blocks(facts),
        *define_blocks(facts),
        *refine_blocks(facts, notes),
        *opine_blocks(facts, notes),
        *release_blocks(facts),
        *appendix_blocks(facts, notes),
    ]
    return Paper(
        kind="change_status_report",
        kicker="SEC PANEL PAPER",
        title=TITLE,
        subtitle=facts.dates.month.label,
        running_title=f"{TITLE} — {facts.dates.month.label}",
        reference=cover.reference,
        version=cover.version,
        marking=cover.marking,
        draft=cover.draft,
        date=facts.dates.paper_date.isoformat(),
        as_at=facts.dates.figures_to.isoformat(),
        author=cover.author,
        team=cover.team,
        subject=f"Progress of SEC modifications and releases in {facts.dates.month.label}",
        managed_by=cover.managed_by,
        blocks=tuple(blocks),
    )
