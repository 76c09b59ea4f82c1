"""The KPI sheet: the CACoP figures of the Regulatory Year so far, quarter by quarter (domain.md 13)."""

from __future__ import annotations

from secdesk.papers.covers import make_tree
from secdesk.papers.kpi.facts import Indicator, KpiFacts, Measure, Period
from secdesk.papers.lines import heading, line, note, paragraph
from secdesk.papers.tree import Block, Bullets, Column, Figure, Line, Paper, Table, Text
from secdesk.rules.date_words import MONTHS, format_long
from secdesk.rules.wording import in_figures

NOTHING = "–"


def compose_kpi(facts: KpiFacts) -> Paper:
    """Return the sheet as a tree."""
    as_at, year = format_long(facts.dates.figures_to), facts.dates.year.label
    blocks: list[Block] = [
        heading(1, "Figures"),
        _table(facts),
        note(f"{NOTHING} means that there was nothing to measure in that period."),
        note(
            f"Average durations are in WD as at {as_at}. WD here means: {facts.convention.note} "
            "A duration counts in the period in which it ended."
        ),
        heading(1, "What is counted"),
        Bullets(tuple(line(Text(f"{words}: ", strong=True), told) for words, told in _MEANINGS)),
        heading(1, "What the register does not keep"),
        paragraph(
            "These figures of the Code Administration Code of Practice (CACoP) are not on this sheet, because the "
            "register does not hold what they need:"
        ),
        Bullets(tuple(line(told) for told in _NOT_KEPT)),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="kpi",
        kicker="CACOP FIGURES",
        title="KPI sheet",
        subtitle=f"Regulatory Year {year}, to {as_at}",
        subject=f"Key performance indicators of {year} to {as_at}",
        blocks=blocks,
        draft=False,
        landscape=True,
    )


def _table(facts: KpiFacts) -> Table:
    columns = (Column("Figure", width=5.0), *(Column(_title(period), "right", 1.3) for period in facts.periods))
    rows = tuple(
        (
            line(indicator.label),
            *(
                _cell(indicator, period, measure)
                for period, measure in zip(facts.periods, indicator.measures, strict=True)
            ),
        )
        for indicator in facts.indicators
    )
    return Table("CACoP figures by quarter", columns, rows)


def _title(period: Period) -> str:
    """Return a quarter with its months, such as ``Q1`` over ``Apr to Jun``; the year over its label."""
    if not period.label.startswith("Q"):
        return f"Year\n{period.label}"
    first, last = (MONTHS[day.month - 1][:3] for day in (period.window.first, period.window.last))
    return f"{period.label}\n{first}" if first == last else f"{period.label}\n{first} to {last}"


def _cell(indicator: Indicator, period: Period, measure: Measure) -> Line:
    if measure.value is None:
        return line(NOTHING)
    return (Figure(f"kpi.{indicator.key}.{period.label}", _words(indicator.form, measure), measure.uids),)


def _words(form: str, measure: Measure) -> str:
    value = measure.value or 0
    if form == "part":
        share = round(100 * value / measure.of) if measure.of else 0
        return f"{value:.0f} of {measure.of} ({share}%)"
    if form == "days":
        return f"{_whole(value)} WD (of {in_figures(measure.of or 0, 'case')})"
    return f"{value:.1f}" if form == "mean" else f"{value:.0f}"


def _whole(value: float) -> int:
    """Round half up, as the averages of the other papers are."""
    return int(value + 0.5)


_MEANINGS = (
    (
        "Authority decisions in line",
        "approvals after a recommendation to approve, and rejections after one to reject, of all the Authority’s "
        "decisions for which a recommendation is recorded",
    ),
    ("Responses", "of consultations that closed in the period and have a number of responses on record"),
    ("Late", "issued after the day on which papers go out before their Panel"),
    (
        "Without a cost estimate",
        "Modification Report Consultations opened on a proposal for which the register has no estimate today; "
        "estimates have no dates",
    ),
    ("DCC systems", "a modification of which it is not known whether it changes them is in neither line"),
)
_NOT_KEPT = (
    "reports to the Authority on their original timetable, and extensions of timetables",
    "estimated against actual implementation cost",
    "papers outside the rules for papers",
)
