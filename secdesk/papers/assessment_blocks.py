"""The blocks about DCC assessments: totals, open, completed, and the appendix with every date and overrun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from secdesk.papers.covers import Cover
from secdesk.papers.facts import AssessmentFact, Total
from secdesk.papers.lines import heading, note
from secdesk.papers.listed import withheld
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.totals import NOT_KNOWN, Notes, counting_note, duration_figures, totals_table
from secdesk.papers.tree import Block, Column, Figure, Line, Paragraph, Table, Text
from secdesk.papers.wording import Wording
from secdesk.rules.countings import Counting
from secdesk.rules.date_words import format_long, format_short

TOTALS = "DCC assessments: totals and average durations"


class AssessmentSection(Protocol):
    """The facts of any paper with a section on assessments."""

    @property
    def dates(self) -> PaperDays:
        """The days of the paper."""

    @property
    def cover(self) -> Cover:
        """What says whether proposals above the marking are left out."""

    @property
    def wording(self) -> Wording:
        """How the paper says things."""

    @property
    def counting(self) -> Counting:
        """How its durations are counted."""

    @property
    def open_assessments(self) -> tuple[AssessmentFact, ...]:
        """The assessments with the DCC."""

    @property
    def completed_assessments(self) -> tuple[AssessmentFact, ...]:
        """Those returned in the Regulatory Year of the figures."""

    @property
    def assessment_totals(self) -> tuple[Total, ...]:
        """Their totals and averages."""


def assessment_blocks(facts: AssessmentSection, notes: Notes) -> list[Block]:
    """Return the assessments as section 3 shows them."""
    as_at = format_long(facts.dates.figures_to)
    blocks: list[Block] = [
        heading(2, "DCC assessment timescales"),
        facts.wording.paragraph("refine.timescales", date=as_at),
        totals_table(TOTALS, "Assessments", facts.assessment_totals, notes, facts.counting),
        note(counting_note(facts.counting, facts.dates.figures_to)),
        *notes.blocks(),
        heading(3, "Open assessments"),
    ]
    blocks += _open(facts, notes)
    year = facts.dates.year.label
    blocks.append(heading(3, f"Assessments completed during {year}"))
    blocks += _completed(facts, notes)
    return blocks


def _told(facts: AssessmentSection, rows: tuple[AssessmentFact, ...]) -> tuple[AssessmentFact, ...]:
    """Return the assessments that a table prints: all, or without those of proposals above the paper's marking."""
    return tuple(fact for fact in rows if not (fact.mention.restricted and facts.cover.leaves_out))


def _duration_columns(counting: Counting, alone: str, beside: str) -> tuple[Column, ...]:
    words = alone if counting.second is None else beside
    return tuple(Column(counting.title(words, each), "right") for each in counting.conventions)


def _open(facts: AssessmentSection, notes: Notes) -> list[Block]:
    if not facts.open_assessments:
        return [facts.wording.paragraph("refine.open.none")]
    columns = (
        Column("Modification"),
        Column("Type"),
        Column("Accepted", "right"),
        Column("Target", "right"),
        *_duration_columns(facts.counting, "Current duration", "Current"),
    )
    rows = tuple(
        (
            _reference("open", fact),
            (Text(fact.kind),),
            _day("open.accepted", fact, fact.accepted),
            _target(fact),
            *duration_figures(fact, "open.duration", notes, facts.counting),
        )
        for fact in _told(facts, facts.open_assessments)
    )
    if not rows:
        return [withheld(facts.wording)]
    return [Table("Open DCC assessments", columns, rows), *notes.blocks()]


def _completed(facts: AssessmentSection, notes: Notes) -> list[Block]:
    if not facts.completed_assessments:
        return [facts.wording.paragraph("refine.completed.none", year=facts.dates.year.label)]
    columns = (
        Column("Modification"),
        Column("Type"),
        Column("Returned", "right"),
        Column("Target", "right"),
        *_duration_columns(facts.counting, "Actual duration", "Actual"),
    )
    rows = tuple(
        (
            _reference("completed", fact),
            (Text(fact.kind),),
            _day("completed.returned", fact, fact.returned),
            _target(fact),
            *duration_figures(fact, "completed.duration", notes, facts.counting),
        )
        for fact in _told(facts, facts.completed_assessments)
    )
    if not rows:
        return [withheld(facts.wording)]
    return [Table("DCC assessments completed in the Regulatory Year", columns, rows), *notes.blocks()]


def appendix_blocks(facts: AssessmentSection, notes: Notes) -> list[Block]:
    """Return Appendix A as a chapter of its own."""
    title = heading(1, "Appendix A: DCC Preliminary Assessments and Impact Assessments", new_page=True)
    return [title, *every_assessment(facts, notes, level=2)]


def every_assessment(facts: AssessmentSection, notes: Notes, *, level: int) -> list[Block]:
    """Return every open and completed assessment with its dates, its target and how far it is over.

    ``level`` is that of the headings.
    """
    blocks: list[Block] = [
        facts.wording.paragraph("appendix.clock"),
        heading(level, "With the DCC"),
    ]
    none = facts.wording.paragraph("appendix.open.none")
    blocks += _appendix_table(facts, facts.open_assessments, "Assessments with the DCC", _DUE, "So far", none)
    blocks.append(heading(level, f"Returned during {facts.dates.year.label}"))
    none = facts.wording.paragraph("appendix.returned.none", year=facts.dates.year.label)
    blocks += _appendix_table(facts, facts.completed_assessments, "Assessments returned", _RETURNED, "In all", none)
    if facts.open_assessments or facts.completed_assessments:
        blocks.append(note(counting_note(facts.counting, facts.dates.figures_to)))
        blocks.append(_over_note(facts.counting))
    return blocks + notes.blocks()


def _over_note(counting: Counting) -> Block:
    counted = "counted so" if counting.second is None else "counted in WD"
    lead = f"Over target is the duration, {counted}, less the target; '{NOT_KNOWN}' where either is missing."
    if (counting.second or counting.main).leaves_out_holidays:
        return note(f"{lead} Targets are in Working Days.")
    return note(f"{lead} Targets are in Working Days, so bank holidays make the overrun look longer by a few days.")


_Cell = tuple[Column, Callable[[AssessmentFact], Line]]


def _appendix_table(
    facts: AssessmentSection, rows: tuple[AssessmentFact, ...], title: str, ends: _Cell, duration: str, none: Paragraph
) -> list[Block]:
    """Return one table of the appendix; the column of requests is there only where a request date is known."""
    told, counting = _told(facts, rows), facts.counting
    if not told:
        return [withheld(facts.wording) if rows else none]
    durations = _duration_columns(counting, duration, duration)
    cells: list[_Cell] = [
        (Column("Proposal"), lambda fact: _reference("appendix", fact)),
        (Column("Type"), lambda fact: (Text(fact.kind),)),
        (Column("Accepted", "right"), lambda fact: _day("appendix.accepted", fact, fact.accepted)),
        ends,
        (Column("Target", "right"), _target),
        *((column, _duration_cell(place, counting)) for place, column in enumerate(durations)),
        (Column("Over target", "right"), lambda fact: _over(fact, counting)),
    ]
    if any(fact.requested for fact in (*facts.open_assessments, *facts.completed_assessments)):
        requested = Column("Requested", "right")
        cells.insert(2, (requested, lambda fact: _day("appendix.requested", fact, fact.requested)))
    table = tuple(tuple(cell(fact) for _, cell in cells) for fact in told)
    return [Table(title, tuple(column for column, _ in cells), table)]


_DUE: _Cell = (Column("Due", "right"), lambda fact: _day("appendix.due", fact, fact.due))
_RETURNED: _Cell = (Column("Returned", "right"), lambda fact: _day("appendix.returned", fact, fact.returned))


def _reference(key: str, fact: AssessmentFact) -> Line:
    return (Figure(f"{key}.{fact.uid}.reference", fact.mention.reference, (fact.mention.uid, fact.uid)),)


def _day(key: str, fact: AssessmentFact, value: date | None) -> Line:
    if value is None:
        return (Text(NOT_KNOWN),)
    return (Figure(f"{key}.{fact.uid}", format_short(value), (fact.uid,)),)


def _target(fact: AssessmentFact) -> Line:
    if fact.target is None:
        return (Text(NOT_KNOWN),)
    return (Figure(f"target.{fact.uid}", f"{fact.target} WD", (fact.uid,)),)


def _duration_cell(place: int, counting: Counting) -> Callable[[AssessmentFact], Line]:
    return lambda fact: duration_figures(fact, "appendix.duration", None, counting)[place]


def _over(fact: AssessmentFact, counting: Counting) -> Line:
    """Return by how much an assessment is over its target: in Working Days where the paper counts those as well."""
    days = fact.days if counting.second is None else fact.second.days if fact.second else None
    if days is None or fact.target is None:
        return (Text(NOT_KNOWN),)
    over = days - fact.target
    return (Figure(f"over.{fact.uid}", f"{over} WD" if over > 0 else "within target", (fact.uid,)),)
