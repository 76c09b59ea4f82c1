"""Consultations: expected, issued with the usual dates, open, closed with responses (ux.md 2.9, domain.md 8, 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from secdesk.rules.naming import name_of, reference_at
from secdesk.rules.process import STATUSES
from secdesk.rules.status import ProposalAt
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
Group: TypeAlias = Literal["to_issue", "open", "closed", "set_aside"]
"""Under which heading a list puts a consultation: where it stands, unless its proposal is held or over."""


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A consultation as at a date, with its step in words; ``days`` is its length in Working Days, both ends counted.

    ``responses_due`` says that it has closed and no number of responses is on record. ``held`` says why nothing is due
    while its proposal is on hold or at its end: ``on hold``, ``withdrawn``.
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
    held: str
    sort_key: tuple[int, str]

    @property
    def group(self) -> Group:
        """Where a list puts it: what is to come on a proposal that is held or over is nothing to be issued."""
        if self.state == "dropped" or (self.state == "to_issue" and self.held):
            return "set_aside"
        return self.state


def usual_closing(session: Session, opened: date) -> date:
    """Return the last day of a consultation that opens on a day: 10 May for 19 April 2021 (domain.md 9).

    The period has as many Working Days as the register says on that day, first and last counted.
    """
    rules = in_force(session, opened)
    return end_of_period(opened, rules.number("consultation_days"), rules.calendar)


def open_consultation(session: Session, uid: str, opened: date, closes: date | None = None) -> date:
    """Issue a consultation on a day; it closes on a day given or at the end of its usual period, which is returned.

    A consultation that was not expected in a month is marked as not known of before, so that papers of earlier months
    do not expect it. Raises Conflict where it is open already, Invalid where proposal or kind is missing.
    """
    row = _get(session, uid)
    _refuse_if_incomplete(row)
    closes = closes or usual_closing(session, opened)
    values: dict[str, Value] = {"opened": opened, "closes": closes, "closing_time": row.closing_time or CLOSING_TIME}
    if row.expected_month is None and row.expectation_known_by is None:
        values["expectation_known_by"] = opened
    update_record(session, "consultation", uid, values)
    return closes


def issue(session: Session, uids: Sequence[str], opened: date, closes: date | None = None) -> None:
    """Issue several consultations on one day, all or none; an Invalid names the one that it is about."""
    for uid in uids:
        try:
            open_consultation(session, uid, opened, closes)
        except Invalid as problem:
            raise _named(session, uid, opened, problem) from problem


def change_dates(session: Session, uids: Sequence[str], dates: Mapping[str, date]) -> None:
    """Give several consultations the same days, by field name; an Invalid names the one that it is about."""
    for uid in uids:
        try:
            update_record(session, "consultation", uid, dict(dates))
        except Invalid as problem:
            raise _named(session, uid, date.max, problem) from problem


def _named(session: Session, uid: str, at: date, problem: Invalid) -> Invalid:
    called = name_of(session, "consultation", uid, at)
    return Invalid([Problem(each.field, f"{called}: {each.sentence}") for each in problem.problems])


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


def close_consultation(session: Session, uid: str, day: date) -> date:
    """Close an open consultation on a day, before its last one if need be, and return its closing day.

    Raises Conflict where it was not issued or was dropped, Invalid while its number of responses is missing.
    """
    row = _get(session, uid)
    if row.opened is None or row.opened > day:
        raise Conflict("This consultation is not open yet. Issue it first")
    if row.dropped is not None:
        raise Conflict(f"This consultation was dropped on {format_date(row.dropped)}. Clear that day first")
    if row.responses is None:
        raise Invalid([Problem("responses", "Enter the number of responses, 0 if there were none")])
    closes = min(row.closes or day, day)
    if closes != row.closes:
        update_record(session, "consultation", uid, {"closes": closes})
    return closes


def rows(session: Session, at: date) -> list[ConsultationRow]:
    """Return all consultations as at a date, by number of their proposal, then by opening."""
    records = list_records(session, "consultation", at)
    calendar = in_force(session, at).calendar
    uids = sorted({str(record.values["proposal"]) for record in records if record.values["proposal"]})
    proposals = {each.uid: each for each in proposals_at(session, at, uids)}
    found = []
    for record in records:
        proposal = proposals.get(str(record.values["proposal"] or ""))
        reference = reference_at(proposal) if proposal else ""
        found.append(_row(record, reference, proposal, at, calendar))
    return sorted(found, key=lambda row: (row.sort_key, row.opened or date.max, row.uid))


def _row(
    record: RecordRow, reference: str, proposal: ProposalAt | None, at: date, calendar: HolidayCalendar
) -> ConsultationRow:
    opened, closes = _day(record, "opened"), _day(record, "closes")
    kind, responses = str(record.values["consultation_kind"] or ""), record.values["responses"]
    state, held = _state_in_list(record, at), held_words(proposal)
    return ConsultationRow(
        uid=record.uid,
        proposal_uid=str(record.values["proposal"] or ""),
        reference=reference,
        title=(proposal.title or "") if proposal else "",
        kind=kind,
        kind_label=words_of("consultation_kind", kind or None),
        state=state,
        step="closed today" if state == "closed" and closes == at else step_of(record, at, calendar),
        expected_month=str(record.values["expected_month"]) if record.values["expected_month"] else None,
        opened=opened,
        closes=closes,
        closing_time=str(record.values["closing_time"] or CLOSING_TIME),
        days=days_counted(opened, closes, WD_INCLUSIVE, calendar) if opened and closes else None,
        responses=responses if isinstance(responses, int) else None,
        responses_due=state == "closed" and responses is None and not held,
        held=held,
        sort_key=(proposal.number or 0, proposal.suffix) if proposal else (0, ""),
    )


def held_words(proposal: ProposalAt | None) -> str:
    """Return why nothing is due on a proposal, ``on hold`` or its final status, as far as there is such a reason."""
    if proposal is None:
        return ""
    status = STATUSES.get(proposal.status)
    if status is not None and status.final:
        return status.label.lower()
    return "on hold" if proposal.on_hold else ""


def _state_in_list(record: RecordRow, at: date) -> State:
    """Return where a consultation stands; on its last day it is closed once its responses are on record."""
    is_counted = record.values["responses"] is not None and _day(record, "closes") == at
    state = state_of(record, at)
    return "closed" if state == "open" and is_counted else state


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
