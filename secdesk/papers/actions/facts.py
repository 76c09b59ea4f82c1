"""Actions as papers list them: who is to do what by when, and whether it is late."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from secdesk.models import Action, Meeting
from secdesk.papers.facts import MeetingFact, Mention
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.party_names import organisation_name, person_name
from secdesk.papers.source import Source

_FIGURES = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class ActionFact:
    """An action as at the day of a paper's figures. ``text`` is None where its proposal is above the marking.

    ``done`` is empty while it is open; ``body`` is empty for an action of no meeting.
    """

    uid: str
    number: str | None
    text: str | None
    owner: str | None
    due: date | None
    done: date | None
    mention: Mention | None
    meeting: MeetingFact | None
    body: str
    late: bool


def all_actions(source: Source[PaperDays]) -> tuple[ActionFact, ...]:
    """Return every action of the meetings held by the day of the figures, and those of none, by number."""
    return _facts(source, source.session.scalars(select(Action)))


def actions_of(source: Source[PaperDays], meeting: str) -> tuple[ActionFact, ...]:
    """Return the actions that a meeting set, done or not, by number."""
    rows = source.session.scalars(select(Action).where(Action.meeting == meeting))
    return tuple(_fact(source, row) for row in _by_number(rows))


def open_actions_of_body(source: Source[PaperDays], body: str | None, but: str) -> tuple[ActionFact, ...]:
    """Return the actions of earlier meetings of a body that were open on the day of the figures."""
    query = select(Action).join(Meeting, Action.meeting == Meeting.uid).where(Meeting.body == body, Meeting.uid != but)
    return tuple(fact for fact in _facts(source, source.session.scalars(query)) if fact.done is None)


def _facts(source: Source[PaperDays], rows: Iterable[Action]) -> tuple[ActionFact, ...]:
    return tuple(_fact(source, row) for row in _by_number(rows) if _was_set(source, row))


def _was_set(source: Source[PaperDays], row: Action) -> bool:
    """Say whether the meeting of an action was by the day of the figures; one of unknown date was."""
    meeting = source.meeting(row.meeting)
    return meeting is None or meeting.day is None or meeting.day <= source.dates.figures_to


def _by_number(rows: Iterable[Action]) -> list[Action]:
    return sorted(rows, key=lambda row: (sort_key_of(row.number), row.due or date.max, row.uid))


def sort_key_of(number: str | None) -> list[tuple[str, int]]:
    """Return the key that sorts SECP77/9 before SECP77/10; without a number an action comes last."""
    if not number:
        return [("\U0010ffff", 0)]
    words, figures = _FIGURES.split(number), _FIGURES.findall(number)
    return [(word, int(figure)) for word, figure in zip(words, [*figures, "0"], strict=True)]


def _fact(source: Source[PaperDays], row: Action) -> ActionFact:
    mention = source.mention(row.proposal) if row.proposal else None
    meeting = source.meeting(row.meeting)
    day = source.dates.figures_to
    done = row.done if row.done and row.done <= day else None
    owner, organisation = (
        person_name(source.session, row.owner),
        organisation_name(source.session, row.owner_organisation),
    )
    return ActionFact(
        uid=row.uid,
        number=row.number,
        text=None if mention and mention.restricted else row.text or "",
        owner=", ".join(part for part in (owner, organisation) if part) or None,
        due=row.due,
        done=done,
        mention=mention,
        meeting=meeting,
        body=meeting.body if meeting else "",
        late=done is None and row.due is not None and row.due < day,
    )
