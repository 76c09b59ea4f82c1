"""Actions of a meeting: what was asked of whom by when, and closing them (domain.md 14, ux.md 2.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from secdesk.errors import NotFound
from secdesk.models import Action, Meeting
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import names
from secdesk.rules.workdays import HolidayCalendar, deadline_in_words
from secdesk.services.meeting_days import get_meeting, sitting_day
from secdesk.services.records import create_record, update_record
from secdesk.services.text_fields import tidy

_NUMBERED = re.compile(r"(.*?)([0-9]+)")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as at a day: who is to do it by when, and how it stands in words (``3 WD late``, ``done 3 Feb 2020``).

    ``since`` names the earlier meeting that set it, empty for one of the meeting's own.
    """

    uid: str
    number: str
    text: str
    owner: str
    due: date | None
    done: date | None
    state: str
    is_late: bool
    since: str


def actions_of(session: Session, meeting_uid: str, at: date, calendar: HolidayCalendar) -> list[ActionRow]:
    """Return the actions that a meeting set, then those of its body's earlier meetings that are open as at a day."""
    meeting = get_meeting(session, meeting_uid)
    own = list(session.scalars(select(Action).where(Action.meeting == meeting_uid)))
    earlier = [each for each in _of_earlier_meetings(session, meeting) if each.done is None or each.done > at]
    found = [*sorted(own, key=_order), *sorted(earlier, key=_order)]
    people = names(session, "person", sorted({each.owner for each in found if each.owner}), at)
    firms = names(session, "organisation", sorted({o for e in found if (o := e.owner_organisation)}), at)
    set_by = names(session, "meeting", sorted({each.meeting for each in earlier if each.meeting}), at)
    return [
        _row(
            each,
            people.get(each.owner or "") or firms.get(each.owner_organisation or "", ""),
            "" if each.meeting == meeting_uid else set_by.get(each.meeting or "", ""),
            at,
            calendar,
        )
        for each in found
    ]


def _of_earlier_meetings(session: Session, meeting: Meeting) -> list[Action]:
    day = sitting_day(meeting)
    before = select(Meeting).where(Meeting.body == meeting.body, Meeting.uid != meeting.uid)
    uids = [
        each.uid
        for each in session.scalars(before)
        if (held := sitting_day(each)) is not None and (day is None or held < day)
    ]
    return list(session.scalars(select(Action).where(Action.meeting.in_(uids))))


def _order(action: Action) -> tuple[date, list[tuple[str, int]], str]:
    number = action.number or "\U0010ffff"
    parts = [(words, int(figures)) for words, figures in _NUMBERED.findall(number)] or [(number, 0)]
    return (action.due or date.max, parts, action.uid)


def _row(action: Action, owner: str, since: str, at: date, calendar: HolidayCalendar) -> ActionRow:
    done = action.done if action.done is not None and action.done <= at else None
    if done is not None:
        state = f"done {format_date(done)}"
    elif action.due is not None:
        state = deadline_in_words(action.due, at, calendar)
    else:
        state = "open, no due date"
    is_late = done is None and action.due is not None and action.due < at
    return ActionRow(
        action.uid, action.number or "", action.text or "", owner, action.due, done, state, is_late, since
    )


def add_action(
    session: Session, meeting_uid: str, text: str, owner: str | None = None, due: date | None = None
) -> str:
    """Add an action to a meeting; returns its uid. It takes the next number where the meeting's actions have numbers.

    Raises Invalid where a value cannot be stored.
    """
    get_meeting(session, meeting_uid)
    values = {
        "meeting": meeting_uid,
        "number": next_number(session, meeting_uid),
        "text": tidy(text),
        "owner": owner,
        "due": due,
    }
    return create_record(session, "action", values)


def next_number(session: Session, meeting_uid: str) -> str | None:
    """Return the number after the last of a meeting's actions (SECP77/09 gives SECP77/10); None where none has one."""
    found = session.scalars(select(Action.number).where(Action.meeting == meeting_uid, Action.number.is_not(None)))
    matches = [match for number in found if (match := _NUMBERED.fullmatch(number or ""))]
    if not matches:
        return None
    last = max(matches, key=lambda match: (len(match[2].lstrip("0")), match[2].lstrip("0")))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"


def close_action(session: Session, action_uid: str, day: date | None) -> None:
    """Note that an action was done on a day, or with None that it is open again. Raises NotFound."""
    if session.get(Action, action_uid) is None:
        raise NotFound("This action is no longer in the register")
    update_record(session, "action", action_uid, {"done": day})


def has_open_actions(session: Session, meeting_uid: str, at: date) -> bool:
    """Say whether an action of a meeting is open as at a day."""
    query = select(Action.uid).where(Action.meeting == meeting_uid, or_(Action.done.is_(None), Action.done > at))
    return session.scalar(query.limit(1)) is not None
