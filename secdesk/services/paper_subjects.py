"""What a paper is about, by the words that people use: a meeting, a proposal, a release, a consultation.

Each function raises KnownError with a sentence that says how to put it right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import KnownError, NotFound
from secdesk.models import Consultation, Meeting, Proposal, Release
from secdesk.papers.consultations.facts import state_of
from secdesk.rules.date_words import format_date
from secdesk.rules.dates import DateProblem, parse_date
from secdesk.rules.in_force import calendar_in_force
from secdesk.rules.naming import find, meeting_name, references
from secdesk.rules.process import MEETING_BODIES
from secdesk.rules.text import fold
from secdesk.rules.wording import join_and
from secdesk.rules.years import Month, parse_month
from secdesk.services.queries import next_meetings

_QUOTED = 40
_OTHER_NAMES: Mapping[str, str] = {"panel": "PANEL", "smki pma": "SMKI_PMA"}


def quoted(text: str) -> str:
    """Return what somebody typed, short enough to stand in a sentence."""
    shown = " ".join(text.split())
    return shown if len(shown) <= _QUOTED else f"{shown[:_QUOTED]}..."


def find_meeting(session: Session, text: str, body: str, at: date) -> Meeting:
    """Return the meeting of a uid, of a body and day such as ``WG 2020-03-04``, or of a day alone.

    ``body`` is the body that the paper is for, empty for any. A month stands for a meeting whose day is not set.
    """
    found = session.get(Meeting, text)
    if found is None:
        typed, rest = _split_body(text)
        found = _one_of(session, typed or body, rest, at)
    if body and found.body != body:
        other = MEETING_BODIES.get(found.body or "", "another body")
        raise KnownError(f"This paper is for the {MEETING_BODIES[body]}, not for the {other}. Choose another meeting")
    return found


def _split_body(text: str) -> tuple[str, str]:
    """Return the key of the body that a text begins with, and the rest; no body where it begins otherwise."""
    names = {fold(key): key for key in MEETING_BODIES} | {fold(words): key for key, words in MEETING_BODIES.items()}
    names |= _OTHER_NAMES
    folded = fold(text)
    for name in sorted(names, key=len, reverse=True):
        if folded == name or folded.startswith((f"{name} ", f"{name},")):
            return names[name], folded[len(name) :].strip(" ,")
    return "", text.strip()


def _one_of(session: Session, body: str, when: str, at: date) -> Meeting:
    """Return the one meeting of a body, or of any, that is when the text says."""
    whose = f" of the {MEETING_BODIES[body]}" if body else ""
    if not when:
        raise KnownError(f"Say which meeting{whose} is meant, such as '{body or 'WG'} 2020-03-04'")
    month = _as_month(when)
    if month is not None:
        return _the_one(_in_month(session, body, month), whose, f"in {month.label}")
    day = _as_day(session, when, at)
    return _the_one(_on_day(session, body, day), whose, f"on {format_date(day)}")


def _in_month(session: Session, body: str, month: Month) -> list[Meeting]:
    rows = _meetings(session, body)
    return [row for row in rows if (row.date in month if row.date else row.month == str(month))]


def _on_day(session: Session, body: str, day: date) -> list[Meeting]:
    """Return the meetings of a day; where there is none, those without a date that were held by it."""
    rows = _meetings(session, body)
    dated = [row for row in rows if row.date == day]
    return dated or [row for row in rows if row.date is None and row.known_by == day]


def _the_one(hits: Sequence[Meeting], whose: str, told: str) -> Meeting:
    """Return the only meeting, or the only ordinary one; asks for more words where there are several."""
    if not hits:
        raise NotFound(f"No meeting{whose} {told} is in this register. Choose another day, or add the meeting")
    if len(hits) == 1:
        return hits[0]
    bodies = {row.body for row in hits}
    ordinary = [row for row in hits if not row.ad_hoc and row.state != "cancelled"]
    if len(bodies) == 1 and len(ordinary) == 1:
        return ordinary[0]
    if len(bodies) > 1:
        names = join_and(sorted({MEETING_BODIES.get(row.body or "", "a body not named") for row in hits}))
        raise KnownError(f"There are meetings of several bodies {told}: {names}. Put the body before the day")
    days = join_and([meeting_name(row.body, row.date, row.month, row.known_by) for row in hits])
    raise KnownError(f"There are several meetings{whose} {told}: {days}. Name the day of one")


def _meetings(session: Session, body: str) -> list[Meeting]:
    query = select(Meeting).order_by(Meeting.date, Meeting.uid)
    return list(session.scalars(query.where(Meeting.body == body) if body else query))


def _as_month(text: str) -> Month | None:
    try:
        return parse_month(text)
    except ValueError:
        return None


def _as_day(session: Session, text: str, at: date) -> date:
    try:
        found = parse_date(text, at, calendar_in_force(session, at), next_meetings(session, at), "Meeting")
    except DateProblem as problem:
        raise KnownError(str(problem)) from problem
    if found is None:
        raise KnownError("Say which meeting is meant, such as 'WG 2020-03-04'")
    return found


def find_proposal(session: Session, text: str, at: date) -> str:
    """Return the uid of a proposal by its uid or reference."""
    if session.get(Proposal, text) is not None:
        return text
    found = find(session, "proposal", text, at)
    if found is None:
        raise NotFound(f"No proposal called '{quoted(text)}' is in this register. Give a reference like MP077")
    return found


def find_release(session: Session, text: str) -> Release:
    """Return a release by its uid, its name, or the beginning of its name."""
    found = session.get(Release, text)
    if found is not None:
        return found
    wanted = fold(text)
    rows = list(session.scalars(select(Release).order_by(Release.name, Release.uid)))
    exact = [row for row in rows if wanted and fold(row.name or "") == wanted]
    hits = exact or [row for row in rows if wanted and fold(row.name or "").startswith(wanted)]
    if not hits:
        raise NotFound(f"No release called '{quoted(text)}' is in this register. Give the beginning of its name")
    if len(hits) > 1:
        names = join_and([f"'{row.name}'" for row in hits[:4]], "or")
        raise KnownError(f"'{quoted(text)}' could be {names}. Type more of the name")
    return hits[0]


def find_consultation(session: Session, text: str | None, proposal: str | None, at: date) -> Consultation:
    """Return a consultation by its uid, or that of a proposal which counts on a day.

    Of several it is the open one, else the one to be issued next, else the one that closed last.
    """
    if text is not None:
        return _with_proposal(session, text)
    uid = find_proposal(session, proposal or "", at)
    rows = session.scalars(select(Consultation).where(Consultation.proposal == uid))
    ranked = sorted(rows, key=lambda row: _rank(row, at))
    if not ranked:
        called = references(session, [uid], at)[uid]
        raise NotFound(f"No consultation on {called} is in this register. Add one, or choose another proposal")
    return ranked[0]


def _with_proposal(session: Session, uid: str) -> Consultation:
    found = session.get(Consultation, uid)
    if found is None:
        raise NotFound("This consultation is no longer in the register")
    if found.proposal is None:
        raise KnownError("This consultation has no proposal yet. Choose its proposal first")
    return found


def _rank(row: Consultation, at: date) -> tuple[int, int, str]:
    state = state_of(row, at)
    order = ("open", "to_issue", "closed", "dropped").index(state)
    day = (row.opened or row.closes or date.max).toordinal()
    return order, day if state == "to_issue" else -day, row.uid
