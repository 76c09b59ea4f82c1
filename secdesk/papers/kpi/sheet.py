"""The KPI sheet: the CACoP figures of the Regulatory Year so far, quarter by quarter (domain.md 13).

Durations stand in the same table while they are counted in one way; where two countings print, they have a table of
their own with a column for each, so that no column mixes the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from secdesk.papers.covers import make_tree
from secdesk.papers.kpi.facts import Indicator, KpiFacts, Measure, Period
from secdesk.papers.lines import heading, line, note
from secdesk.papers.tree import Block, Bullets, Column, Figure, Line, Paper, Table, Text
from secdesk.rules.countings import Counting
from secdesk.rules.date_words import MONTHS, format_long
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import Convention

NOTHING = "–"
_DURATION = "days"


def compose_kpi(facts: KpiFacts) -> Paper:
    """Return the sheet as a tree."""
    told, as_at, year = facts.cover.wording, format_long(facts.dates.figures_to), facts.dates.year.label
    blocks: list[Block] = [
        heading(1, "Figures"),
        *_figures(facts),
        heading(1, "What is counted"),
        Bullets(tuple(told.say(f"kpi.{key}", figure=Text(words, strong=True)) for key, words in _MEANINGS)),
        heading(1, "What the register does not keep"),
        told.paragraph("kpi.not_kept"),
        Bullets(tuple(line(words) for words in _NOT_KEPT)),
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


def _figures(facts: KpiFacts) -> list[Block]:
    """Return the figures with what their signs and durations mean."""
    told, counting = facts.cover.wording, facts.counting
    as_at = format_long(facts.dates.figures_to)
    dash = told.note("kpi.dash", dash=NOTHING)
    durations = note(f"Average durations as at {as_at}. {counting.note} ", *told.say("kpi.period"))
    if counting.second is None:
        return [_table(facts, facts.indicators), dash, durations]
    numbers = [each for each in facts.indicators if each.form != _DURATION]
    return [_table(facts, numbers), dash, heading(1, "Average durations"), _durations(facts), durations]


def _table(facts: KpiFacts, indicators: tuple[Indicator, ...] | list[Indicator]) -> Table:
    columns = (Column("Figure", width=2.1), *(Column(_title(period), "right", 1.0) for period in facts.periods))
    rows = tuple(
        (
            line(indicator.label),
            *(
                _cell(indicator, period, measure)
                for period, measure in zip(facts.periods, indicator.measures, strict=True)
            ),
        )
        for indicator in indicators
    )
    return Table("CACoP figures by quarter", columns, rows)


def _title(period: Period) -> str:
    """Return a quarter with its months, such as ``Q1`` over ``Apr to Jun``; the year over its label."""
    if not period.label.startswith("Q"):
        return f"Year\n{period.label}"
    return f"{period.label}\n{_months(period)}"


def _months(period: Period) -> str:
    first, last = (MONTHS[day.month - 1][:3] for day in (period.window.first, period.window.last))
    return first if first == last else f"{first} to {last}"


def _cell(indicator: Indicator, period: Period, measure: Measure) -> Line:
    if measure.value is None:
        return line(NOTHING)
    return (Figure(f"kpi.{indicator.key}.{period.label}", _words(indicator.form, measure), measure.uids),)


def _words(form: str, measure: Measure) -> str:
    value = measure.value or 0
    if form == "part":
        share = round(100 * value / measure.of) if measure.of else 0
        return f"{value:.0f} of {measure.of} ({share}%)"
    if form == _DURATION:
        return f"{_whole(value)} WD ({in_figures(measure.of or 0, 'case')})"
    return f"{value:.1f}" if form == "mean" else f"{value:.0f}"


def _whole(value: float) -> int:
    """Round half up, as the averages of the other papers are."""
    return int(value + 0.5)


def _durations(facts: KpiFacts) -> Table:
    """Return the averages, a row for each stretch and period with cases, a column for each counting."""
    titles = (facts.counting.title("Average", each) for each in facts.counting.conventions)
    columns = (
        Column("From and to"),
        Column("Period"),
        Column("Cases", "right"),
        *(Column(title, "right") for title in titles),
    )
    rows = [
        row
        for each in facts.indicators
        if each.form == _DURATION
        for row in _duration_rows(facts, each)
    ]
    return Table("Average durations by each counting", columns, tuple(rows))


def _duration_rows(facts: KpiFacts, indicator: Indicator) -> Iterator[tuple[Line, ...]]:
    """Yield a row for each period with cases; one row says that there are none in any."""
    found = [pair for pair in zip(facts.periods, indicator.measures, strict=True) if pair[1].value is not None]
    if not found:
        none = line(NOTHING)
        yield line(indicator.label), line(f"Year {facts.dates.year.label}"), none, none, none
    for period, measure in found:
        key = f"kpi.{indicator.key}.{period.label}"
        words = f"{period.label}, {_months(period)}" if period.label.startswith("Q") else f"Year {period.label}"
        cases = Figure(f"{key}.cases", str(measure.of or 0), measure.uids)
        yield line(indicator.label), line(words), (cases,), *_averages(key, measure, facts.counting)


def _averages(key: str, measure: Measure, counting: Counting) -> Iterator[Line]:
    values = zip(counting.conventions, (measure.value, measure.second), strict=True)
    for convention, value in values:
        yield (Figure(_key(key, convention, counting), counting.words(_whole(value or 0), convention), measure.uids),)


def _key(key: str, convention: Convention, counting: Counting) -> str:
    return key if convention is counting.main else f"{key}.{convention.name}"


_MEANINGS = (
    ("in_line", "Authority decisions in line"),
    ("responses", "Responses"),
    ("late", "Late"),
    ("no_estimate", "Without a cost estimate"),
    ("systems", "DCC systems"),
)
_NOT_KEPT = (
    "reports to the Authority on their original timetable, and extensions of timetables",
    "estimated against actual implementation cost",
    "papers outside the rules for papers",
)
