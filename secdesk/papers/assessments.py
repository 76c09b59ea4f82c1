"""Appendix A alone: the DCC's progress on its assessments, with every date, target and overrun (domain.md 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.assessment_blocks import TOTALS, every_assessment
from secdesk.papers.assessment_facts import collect_assessments
from secdesk.papers.covers import Cover, collect_cover, counts_restricted, make_tree, restriction_note, with_restricted
from secdesk.papers.facts import AssessmentFact, Total
from secdesk.papers.lines import heading, note
from secdesk.papers.open_source import open_source
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.totals import Notes, counting_note, totals_table
from secdesk.papers.tree import Block, Paper
from secdesk.papers.wording import Wording
from secdesk.rules.countings import Counting
from secdesk.rules.date_words import format_long
from secdesk.rules.years import Month


@dataclass(frozen=True, slots=True)
class AssessmentPaperFacts:
    """The assessments of one paper. ``month`` is the month of the report that it goes with, if any."""

    dates: PaperDays
    cover: Cover
    counting: Counting
    open_assessments: tuple[AssessmentFact, ...]
    completed_assessments: tuple[AssessmentFact, ...]
    assessment_totals: tuple[Total, ...]

    @property
    def wording(self) -> Wording:
        """How the paper says things."""
        return self.cover.wording


def collect_assessment_paper(
    session: Session, at: date, *, month: Month | None = None, marking: str | None = None
) -> AssessmentPaperFacts:
    """Return the assessments as at a day, or as at the end of a month where one is given."""
    source = open_source(session, "assessments", min(at, month.last) if month else at, month=month, marking=marking)
    found = collect_assessments(source)
    return AssessmentPaperFacts(
        dates=source.dates,
        cover=with_restricted(collect_cover(source), source),
        counting=source.rules.counting("duration_convention"),
        open_assessments=found.open,
        completed_assessments=found.completed,
        assessment_totals=found.totals,
    )


@counts_restricted
def compose_assessment_paper(facts: AssessmentPaperFacts) -> Paper:
    """Return the paper as a tree."""
    notes = Notes()
    as_at = format_long(facts.dates.figures_to)
    blocks: list[Block] = [
        heading(1, "Totals"),
        totals_table(TOTALS, "Assessments", facts.assessment_totals, notes, facts.counting),
        note(counting_note(facts.counting, facts.dates.figures_to)),
        *notes.blocks(),
        *every_assessment(facts, notes, level=1),
        *restriction_note(facts.cover),
    ]
    month = facts.dates.month
    return make_tree(
        facts.cover,
        facts.dates,
        kind="assessments",
        kicker="APPENDIX A",
        title="DCC assessments",
        subtitle=month.label if month else as_at,
        subject=f"Preliminary Assessments and Impact Assessments by the DCC as at {as_at}",
        blocks=blocks,
        landscape=True,
    )
