"""Consultations: expected, issued with the usual dates, open, closed with responses (ux.md 2.9, domain.md 8, 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem
from secdesk.models import Consultation
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import in_force
from secdesk.rules.naming import references
from secdesk.rules.workdays import (
    WD_INCLUSIVE,
    HolidayCalendar,
    days_counted,
    distance_in_words,
    end_of_period,
)
from secdesk.rules.years import parse_month
from secdesk.services.queries import proposals_at
from secdesk.services.records import RecordRow, list_records, update_record

CLOSING_TIME = "17:00"
"""The time of day at which a consultation closes where nothing else is said (domain.md 8)."""

State: TypeAlias = Literal["to_issue", "open", "closed", "dropped"]


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A consultation as at a date, with its step in words; ``days`` is its length in Working Days, both ends counted.

    ``responses_due`` says that it has closed and no number of responses is on record.
    """

    uid: str
    proposal_uid: str
    reference: str
    title: str
    kind: str
    kind_label: str
    state: State
    step: str
    expected_month: str | None
    opened: date | None
    closes: date | None
    closing_time: str
    days: int | None
    responses: int | None
    responses_due: bool
    sort_key: tuple[int, str]


def open_consultation(session: Session, uid: str, opened: date) -> date:
    """Issue a consultation on a day; it closes at the end of its period, which is returned.

    The period has as many Working Days as the register says, first and last counted: 10 May for 19 April 2021. A
    consultation that was not expected in a month is marked as not known of before, so that papers of earlier months
    do not expect it. Raises Conflict where it is open already, Invalid where proposal or kind is missing.
    """
    row = _get(session, uid)
    _refuse_if_incomplete(row)
    rules = in_force(session, opened)
    closes = end_of_period(opened, rules.number("consultation_days"), rules.calendar)
    values: dict[str, Value] = {"opened": opened, "closes": closes, "closing_time": row.closing_time or CLOSING_TIME}
    if row.expected_month is None and row.expectation_known_by is None:
        values["expectation_known_by"] = opened
    update_record(session, "consultation", uid, values)
    return closes


def _get(session: Session, uid: str) -> Consultation:
    found = session.get(Consultation, uid)
    if found is None:
        raise NotFound("This consultation is no longer in the register")
    return found


def _refuse_if_incomplete(row: Consultation) -> None:
    if row.opened is not None:
        raise Conflict(f"This consultation was issued on {format_date(row.opened)} already. Change its dates instead")
    if row.dropped is not None:
        raise Conflict(f"This consultation was dropped on {format_date(row.dropped)}. Clear that day first")
    needed = [
        Problem(name, f"Choose {words}")
        for name, value, words in (
            ("proposal", row.proposal, "a proposal"),
            ("consultation_kind", row.consultation_kind, "a kind of consultation"),
        )
        if value is None
    ]
    if needed:
        raise Invalid(needed)


def close_with_responses(session: Session, uid: str, responses: int) -> None:
    """Record how many responses a consultation had; its closing day stays. Raises Invalid where it was not issued."""
    if _get(session, uid).opened is None:
        raise Invalid([Problem("opened", "Enter the day it opens before its responses are recorded")])
    update_record(session, "consultation", uid, {"responses": responses})


def rows(session: Session, at: date) -> list[ConsultationRow]:
    """Return all consultations as at a date, by number of their proposal, then by opening."""
    records = list_records(session, "consultation", at)
    calendar = in_force(session, at).calendar
    uids = sorted({str(record.values["proposal"]) for record in records if record.values["proposal"]})
    proposals = {each.uid: each for each in proposals_at(session, at, uids)}
    called = references(session, uids, at)
    found = []
    for record in records:
        proposal = proposals.get(str(record.values["proposal"] or ""))
        names = (called[proposal.uid], proposal.title or "") if proposal else ("", "")
        key = (proposal.number or 0, proposal.suffix) if proposal else (0, "")
        found.append(_row(record, names, key, at, calendar))
    return sorted(found, key=lambda row: (row.sort_key, row.opened or date.max, row.uid))


def _row(
    record: RecordRow, names: tuple[str, str], key: tuple[int, str], at: date, calendar: HolidayCalendar
) -> ConsultationRow:
    opened, closes = _day(record, "opened"), _day(record, "closes")
    kind, responses = str(record.values["consultation_kind"] or ""), record.values["responses"]
    state = state_of(record, at)
    return ConsultationRow(
        uid=record.uid,
        proposal_uid=str(record.values["proposal"] or ""),
        reference=names[0],
        title=names[1],
        kind=kind,
        kind_label=words_of("consultation_kind", kind or None),
        state=state,
        step=step_of(record, at, calendar),
        expected_month=str(record.values["expected_month"]) if record.values["expected_month"] else None,
        opened=opened,
        closes=closes,
        closing_time=str(record.values["closing_time"] or CLOSING_TIME),
        days=days_counted(opened, closes, WD_INCLUSIVE, calendar) if opened and closes else None,
        responses=responses if isinstance(responses, int) else None,
        responses_due=state == "closed" and responses is None,
        sort_key=key,
    )


def _day(record: RecordRow, name: str) -> date | None:
    value = record.values[name]
    return value if isinstance(value, date) else None


def state_of(row: RecordRow, at: date) -> State:
    """Return where a consultation stands as at a date; one without a closing day stays open."""
    dropped, opened, closes = (_day(row, name) for name in ("dropped", "opened", "closes"))
    if dropped is not None and dropped <= at:
        return "dropped"
    if opened is None or opened > at:
        return "to_issue"
    return "closed" if closes is not None and closes < at else "open"


def step_of(row: RecordRow, at: date, calendar: HolidayCalendar | None = None) -> str:
    """Return the step of a consultation in words: ``expected in February 2020``, ``open, closes in 6 WD``.

    Without a ``calendar`` the bank holidays that the program ships with count.
    """
    known = calendar or HolidayCalendar()
    opened, closes, month = _day(row, "opened"), _day(row, "closes"), row.values["expected_month"]
    match state_of(row, at):
        case "dropped":
            return "dropped"
        case "to_issue" if opened is not None:
            return f"opens {distance_in_words(opened, at, known)}"
        case "to_issue":
            return f"expected in {parse_month(str(month)).label}" if month else "no date yet"
        case "open":
            return f"open, closes {distance_in_words(closes, at, known)}" if closes else "open, no closing day"
        case _:
            return f"closed {distance_in_words(closes, at, known)}" if closes else "closed"
