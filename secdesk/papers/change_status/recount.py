"""A dated change of the counting: the averages of the report before, counted anew, and a note that says so (G27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.assessment_facts import collect_assessments
from secdesk.papers.change_status.proposal_totals import concluded_total, open_total
from secdesk.papers.facts import Total
from secdesk.papers.lines import heading, note, paragraph
from secdesk.papers.report_dates import ReportDates, report_dates
from secdesk.papers.source import Source
from secdesk.papers.totals import NONE, NOT_KNOWN
from secdesk.papers.tree import Block, Column, Figure, Line, Table, Text
from secdesk.rules.countings import UNITS, Counting, notes_of, unit_title
from secdesk.rules.date_words import format_long
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.workdays import CONVENTIONS, Convention


@dataclass(frozen=True, slots=True)
class Recount:
    """The totals of the report before by every convention that it or this one prints."""

    before: Counting
    after: Counting
    month: str
    figures_to: date
    totals: Mapping[str, tuple[Total, ...]]

    @property
    def conventions(self) -> tuple[Convention, ...]:
        """The convention of each column."""
        return tuple(each for name, each in CONVENTIONS.items() if name in self.totals)


def collect_recount(session: Session, dates: ReportDates, rules: InForce) -> Recount | None:
    """Return the report before counted anew; None where it was counted as this one is, or had no durations."""
    earlier = in_force(session, dates.previous_paper_date)
    before, after = (each.counting("duration_convention") for each in (earlier, rules))
    if before is after:
        return None
    own = report_dates(session, dates.month.previous, earlier.calendar, earlier.number("paper_days"))
    names = [each.name for each in (*before.conventions, *after.conventions)]
    totals = {name: _totals(Source(session, own, _counting_by(earlier, name))) for name in dict.fromkeys(names)}
    if not any(total.known for found in totals.values() for total in found):
        return None
    return Recount(before, after, dates.month.previous.label, own.figures_to, totals)


def _counting_by(rules: InForce, name: str) -> InForce:
    return replace(rules, settings={**rules.settings, "duration_convention": name})


def _totals(source: Source[ReportDates]) -> tuple[Total, ...]:
    return (*collect_assessments(source).totals, open_total(source), concluded_total(source))


def recount_blocks(found: Recount | None) -> list[Block]:
    """Return the section that tells of a change-over; nothing where there was none."""
    if found is None:
        return []
    lead = (
        f"Durations were counted as {_named(found.before)} up to the report for {found.month}, and are counted as "
        f"{_named(found.after)} from this report on. So that the two can be compared, the averages of that report, as "
        f"at {format_long(found.figures_to)}, are shown here by each counting. They are counted from the register as "
        "it is now:"
    )
    return [heading(2, "Change of counting"), paragraph(lead), _table(found), note(notes_of(found.conventions))]


def _named(counting: Counting) -> str:
    return " and ".join(UNITS[each.name] for each in counting.conventions)


def _table(found: Recount) -> Table:
    counted = (Column(unit_title(each), "right") for each in found.conventions)
    columns = (Column("Average duration", width=3.0), *counted)
    sets = [found.totals[each.name] for each in found.conventions]
    rows = tuple(
        (
            (Text(same[0].label),),
            *(_cell(total, each) for total, each in zip(same, found.conventions, strict=True)),
        )
        for same in zip(*sets, strict=True)
    )
    return Table(f"Averages of {found.month} by each counting", columns, rows)


def _cell(total: Total, convention: Convention) -> Line:
    if total.average is None:
        return (Text(NOT_KNOWN if total.uids else NONE),)
    return (Figure(f"recount.{total.key}.{convention.name}", str(total.average), total.uids),)
