"""Meetings of a report: those that it says were held or are to be, and those that proposals go to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from secdesk.exchange.published_report.reading import Fact
from secdesk.models import AgendaItem, Meeting
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import meeting_name
from secdesk.rules.workdays import working_days_before
from secdesk.rules.years import Month
from secdesk.services.report_records.desk import Desk
from secdesk.services.report_records.planned import Origin, PlannedValue, origin_of


def plan_meetings(desk: Desk) -> None:
    """Plan the meetings that the report tells of, and those that its proposals go to."""
    for fact in desk.facts("meeting"):
        day = fact.fields["day"]
        if isinstance(day, date):
            _dated(desk, fact, str(fact.fields["body"]), day, str(fact.fields["state"]))
    for fact in desk.facts("event"):
        plan_target(desk, fact)
    for fact in desk.facts("target"):
        _in_month(desk, str(fact.fields["body"]), str(fact.fields["month"]), origin_of(fact))


def plan_target(desk: Desk, fact: Fact) -> None:
    """Plan the meeting that a decision sends its proposal to, where the report names one."""
    body, day, month = (fact.fields.get(f"target_{name}") for name in ("body", "day", "month"))
    if isinstance(day, date):
        _dated(desk, fact, str(body), day, "planned")
    elif month:
        _in_month(desk, str(body), str(month), origin_of(fact))


def target_link(desk: Desk, fact: Fact) -> PlannedValue:
    """Return the link to the meeting that a decision sends its proposal to; None where it names none."""
    body, day, month = (fact.fields.get(f"target_{name}") for name in ("body", "day", "month"))
    return desk.link(f"meeting {body} {day or month}") if body else None


def meeting_link(desk: Desk, body: object, day: object) -> PlannedValue:
    """Return the link to a meeting of a body on a day, or in a month like 2020-02."""
    return desk.link(f"meeting {body} {day}")


def _dated(desk: Desk, fact: Fact, body: str, day: date, state: str) -> None:
    key, origin = f"meeting {body} {day}", origin_of(fact)
    words = f"{meeting_name(body, day, None, None)}, {state}"
    found = _on_day(desk, body, day)
    if found is None:
        values: dict[str, PlannedValue] = {
            "body": body,
            "date": day,
            "state": state,
            "ad_hoc": True if fact.fields.get("target_ad_hoc") else None,
            "agenda_due": _unusual_due(desk, fact, day),
        }
        desk.plan(key, "meeting", "new", words, origin, values=values)
        return
    if found.state == "cancelled":
        note = "the register has it as cancelled"
        desk.plan(key, "meeting", "contradicts", words, origin, uid=found.uid, note=note)
        return
    changes: dict[str, PlannedValue] = {}
    if found.date is None:
        changes |= {"date": day, "month": None}
    if found.state == "planned" and state == "held":
        changes["state"] = "held"
    desk.plan(key, "meeting", "change" if changes else "there", words, origin, uid=found.uid, values=changes)


def _on_day(desk: Desk, body: str, day: date) -> Meeting | None:
    """Return the meeting of a body on a day, else the one that the register has in that month without a day."""
    rows = desk.session.scalars(select(Meeting).where(Meeting.body == body).order_by(Meeting.uid)).all()
    exact = [row for row in rows if row.date == day]
    if exact:
        return min(exact, key=lambda row: row.state == "cancelled")
    month = str(Month.of(day))
    undated = [row for row in rows if row.date is None and row.month == month and row.state != "cancelled"]
    dated = [row for row in rows if row.date is not None and row.date in Month.of(day)]
    return undated[0] if len(undated) == 1 and not dated else None


def _unusual_due(desk: Desk, fact: Fact, day: date) -> date | None:
    """Return the day on which an agenda is confirmed, where the register would not count the same."""
    due = fact.fields.get("agenda_due")
    counted = working_days_before(day, desk.rules.number("agenda_days"), desk.rules.calendar)
    return due if isinstance(due, date) and due != counted else None


def _in_month(desk: Desk, body: str, month: str, origin: Origin) -> None:
    key, words = f"meeting {body} {month}", meeting_name(body, None, month, None)
    rows = desk.session.scalars(select(Meeting).where(Meeting.body == body, Meeting.state != "cancelled"))
    found = [row for row in rows if not row.ad_hoc and (str(Month.of(row.date)) if row.date else row.month) == month]
    if len(found) > 1:
        note = f"the register has {len(found)} such meetings: which one is meant, the report does not say"
        desk.plan(key, "meeting", "left", words, origin, note=note)
    elif found:
        desk.plan(key, "meeting", "there", words, origin, uid=found[0].uid)
    else:
        values: dict[str, PlannedValue] = {"body": body, "month": month}
        desk.plan(key, "meeting", "new", words, origin, values=values)


def plan_agenda(desk: Desk) -> None:
    """Plan the items that the report names on the agenda of a meeting."""
    for fact in desk.facts("agenda"):
        meeting = meeting_link(desk, fact.fields["body"], fact.fields["day"])
        proposal = desk.proposal(fact)
        day = fact.fields["day"]
        if meeting is None or proposal is None or not isinstance(day, date):
            continue
        words = f"{fact.reference} on the agenda of {meeting_name(str(fact.fields['body']), day, None, None)}"
        key = agenda_key(fact, str(fact.fields["body"]), day)
        found = _item_of(desk, meeting, proposal)
        values: dict[str, PlannedValue] = {
            "meeting": meeting,
            "proposal": proposal,
            "position": fact.fields["position"],
        }
        if found:
            desk.plan(key, "agenda_item", "there", words, origin_of(fact), uid=found)
        else:
            desk.plan(key, "agenda_item", "new", words, origin_of(fact), values=values)


def agenda_key(fact: Fact, body: str, day: date) -> str:
    """Return the key of the agenda item of a fact's proposal at a meeting."""
    return f"agenda {body} {format_date(day)} {fact.reference}"


def _item_of(desk: Desk, meeting: PlannedValue, proposal: PlannedValue) -> str:
    if not isinstance(meeting, str) or not isinstance(proposal, str):
        return ""
    query = select(AgendaItem.uid).where(AgendaItem.meeting == meeting, AgendaItem.proposal == proposal)
    return desk.session.scalar(query.limit(1)) or ""
