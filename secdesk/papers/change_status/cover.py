"""The cover of the report: key facts, purpose, recommendation, attachments."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.covers import restriction_note
from secdesk.papers.lines import (
    heading,
    line,
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
    cover, told = facts.cover, facts.wording
    by = [part for part in (cover.author, cover.team, format_long(facts.dates.paper_date)) if part]
    blocks: list[Block] = [
        panel_cover(cover, "For information — the Panel is asked to NOTE this paper"),
        heading(1, "Purpose"),
        told.paragraph("cover.purpose", month=facts.dates.month.label),
        told.paragraph("cover.assessments"),
        heading(1, "Recommendations"),
        told.paragraph("cover.recommendation", verb=Text("NOTE", strong=True)),
        Paragraph(line("\n".join(by))),
        heading(2, "Attachments"),
        Bullets((line("Appendix A: DCC Preliminary Assessments and Impact Assessments"),)),
    ]
    return blocks + restriction_note(facts.cover)
