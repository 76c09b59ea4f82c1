"""Totals and averages of a report: checked against the records, stated where these do not give them (domain.md 2.1)."""

from __future__ import annotations

from sqlalchemy import select

from secdesk.exchange.published_report.reading import Fact
from secdesk.models import StatedFigure
from secdesk.papers.change_status.collect import collect
from secdesk.papers.facts import Total
from secdesk.rules.choices import words_of
from secdesk.services.report_records.desk import Desk
from secdesk.services.report_records.planned import PlannedValue, origin_of


def plan_figures(desk: Desk) -> None:
    """Plan a stated figure for each total and average that neither the report's rows nor the register give."""
    month = desk.month
    if month is None:
        return
    own = _own_totals(desk)
    for fact in desk.facts("figure"):
        figure, value = str(fact.fields["figure"]), fact.fields["value"]
        words = f"{words_of('stated_figure', figure)} {value}, {month.label}"
        if value is not None and value in (fact.fields["counted"], own.get(figure)):
            note = "the records give the same"
            desk.plan(f"figure {figure}", "stated_figure", "there", words, origin_of(fact), note=note)
        elif value is not None:
            plan_stated(desk, fact, figure, str(value), "The records do not give it")


def _own_totals(desk: Desk) -> dict[str, int | None]:
    """Return what the register itself counts for the month, as its paper would print it."""
    if desk.month is None:
        return {}
    facts = collect(desk.session, desk.month, paper_date=desk.known_by, figures_to=desk.reading.figures_to)
    totals = (facts.open_total, facts.concluded_total, *facts.assessment_totals)
    counts = {f"{total.key}_count": _count(total) for total in totals}
    return {**counts, **{f"{total.key}_average": total.average for total in totals}}


def _count(total: Total) -> int:
    return len(total.uids)


def plan_stated(desk: Desk, fact: Fact, figure: str, value: str, reason: str, *, assessment: str | None = None) -> None:
    """Plan one stated figure, of the month or of an assessment by its key; there already where it states the same."""
    month = None if assessment else desk.reading.month
    about: PlannedValue = desk.link(assessment) if assessment else None
    if assessment and about is None:
        return
    told = f"{fact.reference} " if assessment else ""
    words = f"{told}{words_of('stated_figure', figure)} {value}"
    key, origin = f"figure {figure} {assessment or ''}".strip(), origin_of(fact)
    present = _present(desk, figure, month, about)
    if present is None:
        values: dict[str, PlannedValue] = {
            "figure": figure,
            "month": month,
            "assessment": about,
            "value": value,
            "reason": f"As printed in {desk.source}. {reason}",
        }
        desk.plan(key, "stated_figure", "new", words, origin, values=values)
    elif present.value == value:
        desk.plan(key, "stated_figure", "there", words, origin, uid=present.uid)
    else:
        note = f"the register states {present.value}"
        desk.plan(key, "stated_figure", "contradicts", words, origin, uid=present.uid, note=note)


def _present(desk: Desk, figure: str, month: str | None, about: PlannedValue) -> StatedFigure | None:
    """Return what the register states; nothing of an assessment that is yet to be added."""
    if about is not None and not isinstance(about, str):
        return None
    wanted = StatedFigure.month.is_(None) if month is None else StatedFigure.month == month
    whose = StatedFigure.assessment.is_(None) if about is None else StatedFigure.assessment == about
    query = select(StatedFigure).where(StatedFigure.figure == figure, wanted, whose)
    return desk.session.scalars(query.order_by(StatedFigure.uid)).first()
