"""The cover of the report: key facts, purpose, recommendation, attachments."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.covers import restriction_note
from secdesk.papers.lines import (
    heading,
    line,
    paragraph,
)
from secdesk.papers.panel_cover import panel_cover
from secdesk.papers.tree import (
    Block,
    Bullets,
    Paragraph,
    Text,
)
from secdesk.rules.date_words import format_long


def cover_blocks(facts: ReportFacts) -> list[Block]:
    """Return the cover block and the two unnumbered sections that stand on it."""
    cover = facts.cover
    by = [part for part in (cover.author, cover.team, format_long(facts.dates.paper_date)) if part]
    blocks: list[Block] = [
        panel_cover(cover, "For information — the Panel is asked to NOTE this paper"),
        heading(1, "Purpose"),
        paragraph(
            "This paper tells the Panel how Smart Energy Code (SEC) modifications and releases stand, and what "
            f"moved during {facts.dates.month.label}."
        ),
        paragraph(
            "The progress of the Data Communications Company (DCC) on its Preliminary Assessments and Impact "
            "Assessments is set out in Appendix A."
        ),
        heading(1, "Recommendations"),
        paragraph("The Panel is asked to ", Text("NOTE", strong=True), " this paper."),
        Paragraph(line("\n".join(by))),
        heading(2, "Attachments"),
        Bullets((line("Appendix A: DCC Preliminary Assessments and Impact Assessments"),)),
    ]
    return blocks + restriction_note(facts.cover)
