"""Assessments, consultations and stated figures of a report (domain.md 2.1 traps 2 and 7, 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from secdesk.exchange.published_report.reading import Fact
from secdesk.models import Assessment
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.years import regulatory_year
from secdesk.services.records import get_record
from secdesk.services.report_records.desk import Desk
from secdesk.services.report_records.figures import plan_stated
from secdesk.services.report_records.planned import PlannedValue, differences, origin_of

_DATED: Sequence[str] = ("requested", "accepted", "returned", "target")


def plan_assessments(desk: Desk) -> None:
    """Plan the assessments that the report lists, open and returned."""
    for fact in desk.facts("assessment"):
        if desk.proposal(fact) is not None:
            _plan(desk, fact)


def _plan(desk: Desk, fact: Fact) -> None:
    is_open = fact.fields["state"] == "open"
    day = fact.fields["accepted" if is_open else "returned"]
    kind = str(fact.fields["assessment_kind"])
    told = f"{fact.reference} {words_of('assessment_kind', kind)}, {'accepted' if is_open else 'returned'}"
    key = f"assessment {fact.reference} {kind} {fact.fields['state']} {day or fact.lines[0]}"
    origin = origin_of(fact)
    if not isinstance(day, date):
        note = "its day cannot be read, so that it cannot be told from others of its kind"
        desk.plan(key, "assessment", "left", f"{told} on an unknown day", origin, note=note)
        return
    words = f"{told} {format_date(day)}"
    own = _assessments_of(desk, fact, kind)
    found = _same_open(own, day, desk.known_by) if is_open else _same_returned(own, fact, day)
    if found is None:
        desk.plan(key, "assessment", "new", words, origin, values=_values(desk, fact))
    else:
        _compare(desk, key, fact, found, words)
    if not is_open:
        _plan_statements(desk, key, fact, day)


def _values(desk: Desk, fact: Fact) -> dict[str, PlannedValue]:
    names = ("assessment_kind", *_DATED)
    values: dict[str, PlannedValue] = {"proposal": desk.proposal(fact), **{name: fact.fields[name] for name in names}}
    return {name: value for name, value in values.items() if value is not None}


def _assessments_of(desk: Desk, fact: Fact, kind: str) -> Sequence[Assessment]:
    proposal = desk.proposal(fact)
    if not isinstance(proposal, str):
        return ()
    query = select(Assessment).where(Assessment.proposal == proposal, Assessment.assessment_kind == kind)
    return desk.session.scalars(query.order_by(Assessment.uid)).all()


def _same_open(own: Sequence[Assessment], day: date, known_by: date) -> Assessment | None:
    """Return the assessment accepted on a day, else the one that was asked for and is still without that day."""
    exact = [row for row in own if row.accepted == day]
    waiting = [row for row in own if row.accepted is None and (row.returned is None or row.returned > known_by)]
    return exact[0] if exact else waiting[0] if len(waiting) == 1 else None


def _same_returned(own: Sequence[Assessment], fact: Fact, day: date) -> Assessment | None:
    """Return the assessment returned on a day, else the only one that was with the DCC then."""
    exact = [row for row in own if row.returned == day]
    accepted = fact.fields["accepted"]
    waiting = [
        row
        for row in own
        if row.returned is None
        and (row.accepted is None or row.accepted <= day)
        and (accepted is None or row.accepted in (None, accepted))
    ]
    return exact[0] if exact else waiting[0] if len(waiting) == 1 else None


def _compare(desk: Desk, key: str, fact: Fact, found: Assessment, words: str) -> None:
    """Say what the report adds to an assessment that is there, and what it prints otherwise."""
    present = get_record(desk.session, "assessment", found.uid, desk.known_by).values
    wanted = _values(desk, fact)
    names = [name for name in _DATED if name in wanted]
    change: dict[str, PlannedValue] = {name: wanted[name] for name in names if present[name] is None}
    against = [name for name in names if present[name] is not None and present[name] != wanted[name]]
    origin = origin_of(fact)
    desk.plan(key, "assessment", "change" if change else "there", words, origin, uid=found.uid, values=change)
    if against:
        labels = Assessment.fields()
        note = differences((labels[name].label, present[name], fact.fields[name]) for name in against)
        desk.plan(f"{key} differs", "assessment", "contradicts", words, origin, uid=found.uid, note=note)


def _plan_statements(desk: Desk, key: str, fact: Fact, returned: date) -> None:
    """Plan what the report states of an assessment against its dates: another Regulatory Year, a duration alone."""
    year, days = fact.fields["year"], fact.fields["duration"]
    if year and regulatory_year(returned).label != year:
        reason = f"It is listed under {year}, although it was returned on {format_date(returned)}"
        plan_stated(desk, fact, "assessment_year", str(year), reason, assessment=key)
    if days and fact.fields["accepted"] is None:
        reason = "The day on which the DCC accepted it is not printed"
        plan_stated(desk, fact, "assessment_duration", str(days), reason, assessment=key)
