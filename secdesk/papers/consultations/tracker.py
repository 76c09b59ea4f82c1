"""The response tracker: every consultation that is to come, open or closed this year, with days left and responses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.cells import Cells, table_of
from secdesk.papers.consultations.facts import ConsultationRow, State, all_consultations
from secdesk.papers.covers import Cover, collect_cover, counts_restricted, make_tree, restriction_note, with_restricted
from secdesk.papers.lines import counted_figure, heading, line, named
from secdesk.papers.listed import withheld
from secdesk.papers.open_source import open_source
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.proposals.blocks import length_note, period_columns
from secdesk.papers.tree import Block, Figure, Line, Paper
from secdesk.papers.wording import Slot, Wording, for_number
from secdesk.rules.bank_holidays import HolidayCalendar
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_long
from secdesk.rules.wording import counted
from secdesk.rules.workdays import deadline_in_words


@dataclass(frozen=True, slots=True)
class TrackerFacts:
    """The consultations as at a day; ``average`` is the mean number of responses with one decimal."""

    dates: PaperDays
    cover: Cover
    rows: tuple[ConsultationRow, ...]
    left: dict[str, str]
    average: float | None
    averaged: tuple[str, ...]

    def printed(self, state: State) -> list[ConsultationRow]:
        """Return the consultations of a state without those that are left out by setting."""
        leaves_out = self.cover.leaves_out
        return [row for row in self.rows if row.state == state and not (leaves_out and row.mention.restricted)]


def collect_tracker(session: Session, at: date, *, marking: str | None = None) -> TrackerFacts:
    """Return the consultations to come, open, or closed during the Regulatory Year of a day."""
    source = open_source(session, "response_tracker", at, marking=marking)
    year = source.dates.year_so_far
    found = [row for row in all_consultations(source) if row.state != "dropped"]
    rows = tuple(row for row in found if row.state != "closed" or row.closes in year)
    known = [row for row in rows if row.state == "closed" and row.responses is not None]
    answers = [row.responses or 0 for row in known]
    return TrackerFacts(
        dates=source.dates,
        cover=with_restricted(collect_cover(source), source),
        rows=rows,
        left={row.uid: _left(row, at, source.rules.calendar) for row in rows if row.state == "open"},
        average=sum(answers) / len(answers) if answers else None,
        averaged=tuple(row.uid for row in known),
    )


def _left(row: ConsultationRow, at: date, calendar: HolidayCalendar) -> str:
    return deadline_in_words(row.closes, at, calendar) if row.closes else ""


@counts_restricted
def compose_tracker(facts: TrackerFacts) -> Paper:
    """Return the tracker as a tree."""
    as_at = format_long(facts.dates.figures_to)
    year = facts.dates.year.label
    blocks: list[Block] = [
        heading(1, "Open"),
        *_table(facts, "open"),
        heading(1, "To be issued"),
        *_table(facts, "to_issue"),
        heading(1, f"Closed during {year}"),
        *_table(facts, "closed"),
        *_average(facts),
        *length_note(list(facts.rows)),
        *restriction_note(facts.cover),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="response_tracker",
        kicker="CONSULTATIONS",
        title="Response tracker",
        subtitle=as_at,
        subject=f"Consultations and responses as at {as_at}",
        blocks=blocks,
        draft=False,
        landscape=True,
    )


_TITLES = {"open": "Open consultations", "to_issue": "Consultations to be issued", "closed": "Closed consultations"}


def _table(facts: TrackerFacts, state: State) -> list[Block]:
    """Return the consultations of a state, how many they are, and how long the open ones have left."""
    everything = [row for row in facts.rows if row.state == state]
    rows, told = facts.printed(state), facts.cover.wording
    if not everything:
        year: dict[str, Slot] = {"year": facts.dates.year.label} if state == "closed" else {}
        return [told.paragraph(f"tracker.{state}.none", **year)]
    if not rows:
        return [withheld(told)]
    opens, closes, *others = period_columns(f"tracker.{state}")
    columns: list[Cells[ConsultationRow]] = [
        Cells("Proposal", lambda row: named(f"tracker.{row.uid}", row.mention), needed=True),
        Cells("Kind", lambda row: line(words_of("consultation_kind", row.kind)), needed=True),
        opens,
        closes,
        Cells("Left", lambda row: _left_cell(facts, row), "right"),
        *others,
    ]
    return [table_of(_TITLES[state], columns, rows), _how_many(told, state, [row.uid for row in everything])]


def _how_many(told: Wording, state: State, uids: list[str]) -> Block:
    figure = counted_figure(f"tracker.{state}.count", uids, "consultation")
    return told.note(for_number(f"tracker.{state}", len(uids)), consultations=figure)


def _left_cell(facts: TrackerFacts, row: ConsultationRow) -> Line:
    words = facts.left.get(row.uid)
    return (Figure(f"tracker.left.{row.uid}", words, (row.uid,)),) if words else ()


def _average(facts: TrackerFacts) -> list[Block]:
    closed = [row for row in facts.rows if row.state == "closed"]
    if facts.average is None:
        return []
    figure = Figure("tracker.average", f"{facts.average:.1f}", facts.averaged)
    missing = len(closed) - len(facts.averaged)
    told = facts.cover.wording
    if not missing:
        return [told.note("tracker.average", average=figure)]
    return [told.note("tracker.average.some", average=figure, consultations=counted(missing, "consultation"))]
