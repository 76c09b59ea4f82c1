"""From the words that people use to the subject of a paper: uids that stay when numbers, names and days change."""

from __future__ import annotations

from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.papers.issue_facts import Subject
from secdesk.rules.years import parse_month
from secdesk.services.paper_subjects import find_consultation, find_meeting, find_proposal, find_release
from secdesk.services.papers import Wish, kind_of_paper, refuse_if_missing


def subject_of(session: Session, kind: str, wish: Wish) -> Subject:
    """Return what a paper of a kind is about, by a wish in words. Raises KnownError in words where it is not there."""
    found = kind_of_paper(kind)
    refuse_if_missing(found, wish)
    month = _month(wish.month) if wish.month and "month" in (found.needs, *found.may_take) else ""
    match found.needs:
        case "meeting":
            return Subject(found.key, meeting=find_meeting(session, wish.meeting or "", found.body, wish.at).uid)
        case "proposal":
            return Subject(found.key, proposal=find_proposal(session, wish.proposal or "", wish.at))
        case "release":
            return Subject(found.key, release=find_release(session, wish.release or "").uid)
        case "consultation":
            own = find_consultation(session, wish.consultation, wish.proposal, wish.at)
            return Subject(found.key, consultation=own.uid)
        case "records":
            raise KnownError("A list is not issued. Write it with: secdesk paper list")
        case _:
            return Subject(found.key, month=month)


def _month(text: str) -> str:
    try:
        return str(parse_month(text))
    except ValueError as problem:
        raise KnownError(str(problem)) from problem
