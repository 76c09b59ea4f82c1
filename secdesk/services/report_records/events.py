"""Decisions of a report, and where proposals stood of which it prints no decision (design.md 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from secdesk.exchange.published_report.reading import Fact
from secdesk.models import Event, Paper
from secdesk.rules.date_words import format_date
from secdesk.rules.process import OUTCOMES, STATUSES, status_after
from secdesk.rules.status import counts
from secdesk.rules.wording import join_and
from secdesk.services.events import last_status, unusual_event
from secdesk.services.report_records.desk import Desk, Number, number_of, proposal_key
from secdesk.services.report_records.meetings import agenda_key, meeting_link, target_link
from secdesk.services.report_records.planned import Origin, PlannedValue, origin_of
from secdesk.services.report_records.releases import release_link


def plan_events(desk: Desk) -> None:
    """Plan what happened to proposals, and for the others where they stood."""
    for fact in desk.facts("raised"):
        _plan_event(desk, fact, "raised", fact.fields["day"])
    targets = {number_of(fact.reference): fact for fact in desk.facts("target")}
    # In the order in which the report tells them in full: its summary names some before.
    for fact in sorted(desk.facts("event"), key=lambda fact: fact.lines[-1]):
        _plan_event(desk, fact, str(fact.fields["outcome"]), fact.fields["day"], targets)
    _plan_standings(desk)


def _plan_event(
    desk: Desk, fact: Fact, outcome: str, day: object, targets: Mapping[Number, Fact] | None = None
) -> None:
    proposal = desk.proposal(fact)
    if proposal is None or (outcome == "raised" and day is None):
        return
    when = day if isinstance(day, date) else None
    key = f"event {fact.reference} {outcome} {when or ''}".strip()
    words = f"{fact.reference} {OUTCOMES[outcome].words} {_when(desk, when)}"
    origin = origin_of(fact)
    own = _events_of(desk, proposal)
    found = _same(desk, own, outcome, when)
    if found is None and (against := _against(own, outcome, when)):
        desk.plan(key, "event", "contradicts", words, origin, uid=against.uid, note=_differs(against))
    elif found is None:
        values = _values(desk, fact, outcome, when, (targets or {}).get(number_of(fact.reference)))
        unusual = _unusual(desk, proposal, outcome, when)
        if unusual:
            values["reason"] = f"As printed in {desk.source}"
        desk.plan(key, "event", "new", words, origin, values={"proposal": proposal, **values}, note=unusual)
    elif found.date is None and when is not None:
        change: dict[str, PlannedValue] = {"date": when, "known_by": None}
        desk.plan(key, "event", "change", words, origin, uid=found.uid, values=change)
    else:
        desk.plan(key, "event", "there", words, origin, uid=found.uid)


def _unusual(desk: Desk, proposal: PlannedValue, outcome: str, day: date | None) -> str:
    """Return why an event would be unusual in the register; empty where it would not, or the proposal is new."""
    if not isinstance(proposal, str):
        return ""
    return unusual_event(desk.session, proposal, outcome, day or desk.known_by) or ""


def _when(desk: Desk, day: date | None) -> str:
    return f"on {format_date(day)}" if day else f"by {format_date(desk.known_by)}"


def _events_of(desk: Desk, proposal: PlannedValue) -> Sequence[Event]:
    if not isinstance(proposal, str):
        return ()
    query = select(Event).where(Event.proposal == proposal, counts(Event, date.max), Event.outcome != "corrected")
    return desk.session.scalars(query.order_by(Event.uid)).all()


def _same(desk: Desk, own: Sequence[Event], outcome: str, day: date | None) -> Event | None:
    """Return the event that says the same: on the same day, or, where one of the two has no day, since the last paper.

    Outcomes repeat from month to month, so that one of an earlier paper is another one.
    """
    alike = [event for event in own if event.outcome == outcome]
    exact = next((event for event in alike if day is not None and event.date == day), None)
    if exact is not None:
        return exact
    first = _first_day(desk)
    for event in alike:
        happened = event.date or event.known_by
        if day is None and (happened is None or first <= happened <= desk.known_by):
            return event
        if day is not None and event.date is None and (happened is None or happened >= day):
            return event
    return None


def _first_day(desk: Desk) -> date:
    """Return the day from which decisions belong to this report: after the paper before it, else its month's first."""
    if desk.month is None:
        return desk.known_by
    query = select(func.max(Paper.date)).where(
        Paper.paper_kind == "change_status_report", Paper.month == str(desk.month.previous)
    )
    before = desk.session.scalar(query)
    return before + timedelta(days=1) if before is not None and before < desk.known_by else desk.month.first


def _against(own: Sequence[Event], outcome: str, day: date | None) -> Event | None:
    """Return an event that cannot be true beside it: raised on another day, or another outcome of that sitting."""
    for event in own:
        if outcome == "raised" and event.outcome == "raised":
            return event
        is_same_sitting = day is not None and event.date == day and event.body == OUTCOMES[outcome].body
        if is_same_sitting and OUTCOMES[outcome].status and event.outcome and OUTCOMES[event.outcome].status:
            return event
    return None


def _differs(event: Event) -> str:
    when = f" on {format_date(event.date)}" if event.date else ""
    return f"the register has: {OUTCOMES[event.outcome or ''].words}{when}"


def _values(desk: Desk, fact: Fact, outcome: str, day: date | None, target: Fact | None) -> dict[str, PlannedValue]:
    body = OUTCOMES[outcome].body
    values: dict[str, PlannedValue] = {"outcome": outcome, "date": day, "known_by": None if day else desk.known_by}
    if body == "CB" and day is not None:
        values["meeting"] = meeting_link(desk, body, day)
        values["agenda_item"] = desk.link(agenda_key(fact, body, day))
    values["target_meeting"] = target_link(desk, fact)
    if values["target_meeting"] is None and target is not None and outcome == "csc_ready":
        values["target_meeting"] = meeting_link(desk, target.fields["body"], target.fields["month"])
    values["release"] = release_link(desk, fact.fields.get("release"))
    return {name: value for name, value in values.items() if value is not None}


def _plan_standings(desk: Desk) -> None:
    """Plan, for each proposal without a decision, where it stood; unknown where the report does not tell."""
    told = _told_statuses(desk)
    decided = {number_of(fact.reference) for kind in ("raised", "event") for fact in desk.facts(kind)}
    for number in _numbers(desk):
        statuses = told.get(number, {})
        origin = origin_of(*statuses.values())
        uid = desk.uid(proposal_key(number))
        present = last_status(desk.session, uid, desk.known_by) if uid else ""
        if present:
            _compare(desk, number, present, statuses, origin)
        elif number not in decided:
            _take_over(desk, number, statuses, origin)


def _numbers(desk: Desk) -> list[Number]:
    """Return the numbers of all proposals that are planned, in order."""
    found = {number_of(fact.reference) for fact in desk.reading.facts if fact.reference}
    return sorted(number for number in found if desk.link(proposal_key(number)) is not None)


def _told_statuses(desk: Desk) -> dict[Number, dict[str, Fact]]:
    """Return the statuses that the report's lists imply; without a list an open assessment means refinement."""
    told: dict[Number, dict[str, Fact]] = {}
    for fact in desk.facts("status"):
        told.setdefault(number_of(fact.reference), {}).setdefault(str(fact.fields["status"]), fact)
    for fact in desk.facts("assessment"):
        if fact.fields["state"] == "open":
            told.setdefault(number_of(fact.reference), {"refinement": fact})
    return told


def _take_over(desk: Desk, number: Number, statuses: Mapping[str, Fact], origin: Origin) -> None:
    called = _called(desk, number)
    key = f"event {called} taken_over"
    if len(statuses) > 1:
        labels = join_and([STATUSES[status].label for status in statuses])
        note = f"the report lists it under {labels}: which came last, it does not say"
        desk.plan(key, "event", "left", f"{called}: where it stood", origin, note=note)
        return
    status = next(iter(statuses), "" if called.startswith("DP") else "unknown")
    if not status:
        return
    words = f"{called} at '{STATUSES[status].label}' by {format_date(desk.known_by)}"
    values: dict[str, PlannedValue] = {
        "proposal": desk.link(proposal_key(number)),
        "outcome": "taken_over",
        "status": status,
        "known_by": desk.known_by,
    }
    desk.plan(key, "event", "new", words, origin, values=values)


def _called(desk: Desk, number: Number) -> str:
    own = [fact.reference for fact in desk.reading.facts if fact.reference and number_of(fact.reference) == number]
    return max(own, key=lambda name: not name.startswith("DP"))


def _compare(desk: Desk, number: Number, present: str, statuses: Mapping[str, Fact], origin: Origin) -> None:
    """Say where the register's status by the day of the report is another than its lists imply."""
    led_to = {status_after(str(fact.fields["outcome"]), None) for fact in desk.facts("event") if _is(fact, number)}
    missing = [status for status in statuses if status != present and status not in led_to]
    if missing and present != "unknown":
        called = _called(desk, number)
        printed = join_and([STATUSES[status].label for status in missing])
        note = f"the register has it at '{STATUSES[present].label}', the report lists it as {printed}"
        desk.plan(f"event {called} standing", "event", "contradicts", f"{called}: where it stood", origin, note=note)


def _is(fact: Fact, number: Number) -> bool:
    return number_of(fact.reference) == number
