"""Consultations of a report: those expected in a month, and those that were open on a day it does not print."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from secdesk.exchange.published_report.reading import Fact
from secdesk.models import Consultation
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.years import Month, parse_month
from secdesk.services.report_records.desk import Desk
from secdesk.services.report_records.planned import PlannedValue, origin_of


def plan_consultations(desk: Desk) -> None:
    """Plan the consultations that the report lists."""
    for fact in desk.facts("consultation"):
        if desk.proposal(fact) is not None:
            (_plan_open if fact.fields["is_open"] else _plan_expected)(desk, fact)


def _rows_of(desk: Desk, fact: Fact) -> Sequence[Consultation]:
    proposal, kind = desk.proposal(fact), fact.fields["consultation_kind"]
    if not isinstance(proposal, str):
        return ()
    query = select(Consultation).where(Consultation.proposal == proposal, Consultation.consultation_kind == kind)
    return desk.session.scalars(query.order_by(Consultation.uid)).all()


def _told(fact: Fact) -> str:
    return f"{fact.reference} {words_of('consultation_kind', str(fact.fields['consultation_kind']))}"


def _plan_expected(desk: Desk, fact: Fact) -> None:
    month = str(fact.fields["expected_month"])
    found = next((row for row in _rows_of(desk, fact) if _is_in(row, parse_month(month))), None)
    words, key = f"{_told(fact)} expected in {parse_month(month).label}", f"consultation {_told(fact)} {month}"
    values: dict[str, PlannedValue] = {
        "proposal": desk.proposal(fact),
        "consultation_kind": fact.fields["consultation_kind"],
        "expected_month": month,
        "expectation_known_by": desk.known_by,
    }
    if found is not None:
        desk.plan(key, "consultation", "there", words, origin_of(fact), uid=found.uid)
    else:
        desk.plan(key, "consultation", "new", words, origin_of(fact), values=values)


def _is_in(row: Consultation, month: Month) -> bool:
    """Say whether a consultation was expected in a month, or opened in it."""
    return row.expected_month == str(month) or (row.opened is not None and row.opened in month)


def _plan_open(desk: Desk, fact: Fact) -> None:
    """An open consultation whose days are not printed cannot be kept: without them it would count as not issued."""
    day = desk.known_by
    found = next(
        (r for r in _rows_of(desk, fact) if r.opened and r.opened <= day and (r.closes is None or r.closes >= day)),
        None,
    )
    words, key = f"{_told(fact)} open on {format_date(day)}", f"consultation {_told(fact)} open"
    if found is not None:
        desk.plan(key, "consultation", "there", words, origin_of(fact), uid=found.uid)
    else:
        note = "the report does not print its days; enter it where they are known"
        desk.plan(key, "consultation", "left", words, origin_of(fact), note=note)
