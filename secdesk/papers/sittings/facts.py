"""A meeting with its agenda, its proposals and what was decided: the facts of agendas, scripts, minutes and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from sqlalchemy import select

from secdesk.models import AgendaItem, Meeting, Paper
from secdesk.papers.actions.facts import ActionFact, actions_of, open_actions_of_body
from secdesk.papers.assessment_facts import assessments_of
from secdesk.papers.consultations.facts import ConsultationRow, consultations_of
from secdesk.papers.covers import Cover, collect_cover, with_restricted
from secdesk.papers.event_facts import steps_of_meeting, steps_of_proposal, votes_of
from secdesk.papers.facts import AssessmentFact, MeetingFact, Mention, Step, VoteRow
from secdesk.papers.meeting_facts import agenda_day, agenda_items
from secdesk.papers.open_source import AnySource
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.party_names import person_name
from secdesk.rules.process import OUTCOMES
from secdesk.rules.workdays import working_days_before

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item of a meeting. ``mention`` is its proposal, else ``title`` says what it is about.

    ``number`` is empty for what is not on the agenda. ``starts`` is the time of day in minutes, known only while all
    lengths before it are. ``paper`` is the reference of the paper on it, ``decisions`` what was recorded under it.
    """

    uid: str
    number: str
    mention: Mention | None
    title: str | None = None
    purpose: str | None = None
    presenter: str | None = None
    minutes: int | None = None
    starts: int | None = None
    paper: str = ""
    status: str = ""
    path: str | None = None
    route: str | None = None
    decisions: tuple[Step, ...] = ()
    votes: tuple[VoteRow, ...] = ()
    history: tuple[Step, ...] = ()
    consultations: tuple[ConsultationRow, ...] = ()
    assessments: tuple[AssessmentFact, ...] = ()


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """A meeting as its papers tell of it. ``others`` are proposals meant for it or decided at it without an item."""

    dates: PaperDays
    cover: Cover
    meeting: MeetingFact
    number: int | None
    time: str | None
    place: str | None
    held: bool
    cancelled: bool
    known_by: date | None
    agenda_day: date | None
    agenda_confirmed: bool
    papers_due: date | None
    items: tuple[ItemFacts, ...]
    others: tuple[ItemFacts, ...]
    previous: MeetingFact | None
    following: MeetingFact | None
    actions: tuple[ActionFact, ...]
    open_actions: tuple[ActionFact, ...]

    @property
    def of_proposals(self) -> tuple[ItemFacts, ...]:
        """Everything about a proposal, those without an item last."""
        return tuple(item for item in (*self.items, *self.others) if item.mention is not None)


def collect_sitting(source: AnySource, meeting: Meeting) -> SittingFacts:
    """Return what the papers of a meeting say."""
    rows, recorded = agenda_items(source, meeting.uid), steps_of_meeting(source, meeting.uid)
    items, others = _items(source, meeting, rows, recorded), _others(source, rows, recorded)
    actions = actions_of(source, meeting.uid), open_actions_of_body(source, meeting.body, meeting.uid)
    fixed, is_confirmed = agenda_day(source, meeting)
    before, after = _neighbours(source, meeting)
    return SittingFacts(
        dates=source.dates,
        cover=with_restricted(collect_cover(source), source),
        meeting=MeetingFact(meeting.uid, meeting.body or "", meeting.date, meeting.month, bool(meeting.ad_hoc)),
        number=meeting.number,
        time=meeting.time,
        place=meeting.place,
        held=meeting.state == "held",
        cancelled=meeting.state == "cancelled",
        known_by=meeting.known_by,
        agenda_day=fixed,
        agenda_confirmed=is_confirmed,
        papers_due=_papers_due(source, meeting),
        items=items,
        others=others,
        previous=before,
        following=after,
        actions=actions[0],
        open_actions=actions[1],
    )


_Recorded: TypeAlias = Mapping[str, tuple[str | None, Step]]


def _items(source: AnySource, meeting: Meeting, rows: list[AgendaItem], recorded: _Recorded) -> tuple[ItemFacts, ...]:
    papers, starts = _papers(source, meeting.uid), _starts(meeting.time, rows)
    taken: set[str] = set()
    found = []
    for place, row in enumerate(rows, 1):
        own = _decided_under(row, recorded, taken)
        taken |= {step.event for step in own}
        about = _about(source, row.proposal, own) if row.proposal else ItemFacts(row.uid, "", None, row.title)
        found.append(
            replace(
                about,
                uid=row.uid,
                number=row.number or str(place),
                purpose=row.purpose,
                presenter=person_name(source.session, row.presenter),
                minutes=row.minutes,
                starts=starts[place - 1],
                paper=papers.get(row.proposal or "", ""),
            )
        )
    return tuple(found)


def _decided_under(row: AgendaItem, recorded: _Recorded, taken: set[str]) -> tuple[Step, ...]:
    """Return what was recorded under an item, or at its meeting about its proposal without naming an item."""
    return tuple(
        step
        for uid, (item, step) in recorded.items()
        if uid not in taken and (item == row.uid or (item is None and step.mention.uid == row.proposal))
    )


def _others(source: AnySource, rows: list[AgendaItem], recorded: _Recorded) -> tuple[ItemFacts, ...]:
    """Return what is about this meeting without standing on its agenda: decided at it, or meant for it."""
    on_agenda = {row.proposal for row in rows}
    decided = {step.mention.uid for _, step in recorded.values()}
    meant = {p.uid for p in source.proposals.values() if p.target_meeting == source.dates.meeting}
    wanted = sorted((decided | meant) - on_agenda, key=lambda uid: (source.order(uid), uid))
    return tuple(
        _about(source, uid, tuple(step for _, step in recorded.values() if step.mention.uid == uid)) for uid in wanted
    )


def _about(source: AnySource, proposal: str, decisions: tuple[Step, ...]) -> ItemFacts:
    found, history = source.proposals[proposal], steps_of_proposal(source, proposal)
    return ItemFacts(
        uid=proposal,
        number="",
        mention=source.mention(proposal),
        status=found.status,
        path=found.path,
        route=route_of(history),
        decisions=decisions,
        votes=tuple(row for step in decisions for row in votes_of(source.session, step.event)),
        history=history,
        consultations=consultations_of(source, proposal),
        assessments=assessments_of(source, proposal),
    )


def route_of(history: Iterable[Step]) -> str | None:
    """Return the route that the latest outcome with one names: Refinement, Report Phase or Fast-Track."""
    routes = [step.route or OUTCOMES[step.outcome].route for step in history]
    return next((route for route in reversed(routes) if route), None)


def _papers(source: AnySource, meeting: str) -> dict[str, str]:
    """Return the references of the papers of a meeting by proposal, those issued last first."""
    rows = source.session.scalars(
        select(Paper)
        .where(Paper.meeting == meeting, Paper.proposal.is_not(None), Paper.reference.is_not(None))
        .order_by(Paper.issued, Paper.uid)
    )
    return {row.proposal or "": row.reference or "" for row in rows}


def _starts(time: str | None, rows: list[AgendaItem]) -> list[int | None]:
    """Return when each item starts, in minutes of the day; unknown once the length of one before it is."""
    read = _CLOCK.fullmatch((time or "").strip())
    clock = int(read[1]) * 60 + int(read[2]) if read else None
    found: list[int | None] = []
    for row in rows:
        found.append(clock)
        clock = clock + row.minutes if clock is not None and row.minutes is not None else None
    return found


def _papers_due(source: AnySource, meeting: Meeting) -> date | None:
    """Return when the papers of a Panel go out; other bodies have no such day here (domain.md 3.1)."""
    if meeting.body != "PANEL" or meeting.date is None:
        return None
    return working_days_before(meeting.date, source.rules.number("paper_days"), source.rules.calendar)


def _neighbours(source: AnySource, meeting: Meeting) -> tuple[MeetingFact | None, MeetingFact | None]:
    """Return the last held meeting of the body before this one and the next one after it, where dates are known."""
    if meeting.date is None:
        return None, None
    day = Meeting.date
    query = select(Meeting).where(Meeting.body == meeting.body, Meeting.state != "cancelled")
    before = query.where(day < meeting.date, Meeting.state == "held").order_by(day.desc(), Meeting.uid)
    after = query.where(day > meeting.date).order_by(day, Meeting.uid)
    found = (source.session.scalar(each.limit(1)) for each in (before, after))
    first, second = (source.meeting(each.uid) if each else None for each in found)
    return first, second
