"""The next step of proposals: the facts gathered from the register, the rule applied, what is set by hand over both.

One function for the detail of a proposal, the list's "Next step" and "Due", and Home (ux.md 2.5, 2.6).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from secdesk.models import AgendaItem, Assessment, Consultation, Event, Meeting, Proposal, Release, ReleasePart
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.next_step import SHORT_BODIES, AtDcc, Consulting, Happening, NextStep, Sitting, Standing, work_out
from secdesk.rules.process import OUTCOMES, STATUSES, status_after
from secdesk.rules.status import ProposalAt, counts, happened, value_at
from secdesk.rules.workdays import add_working_days, working_days_before
from secdesk.rules.years import Month, parse_month
from secdesk.services.among import read_among
from secdesk.services.meeting_days import sitting_day
from secdesk.services.queries import proposals_at
from secdesk.services.sitting_queue import is_recorded

__all__ = ["NextStep", "next_step", "next_steps"]

_TARGETS = {"PA": "pa_target", "IA": "ia_target"}
_ENDED = {"refinement": "consultation", "mrc": "mrc"}
"""Kinds of consultation that the process waits for, and what their end is called in the rule."""


def next_step(session: Session, proposal_uid: str, today: date) -> NextStep:
    """Return the next step of one proposal as at a day; a proposal that is gone has none."""
    return next_steps(session, today, [proposal_uid]).get(proposal_uid, NextStep(""))


def next_steps(session: Session, today: date, uids: Sequence[str] | None = None) -> dict[str, NextStep]:
    """Return the next steps of proposals as at a day by uid, in the order of their numbers or of ``uids``.

    All proposals without ``uids``, those that are over with a step without words. A handful of queries whatever the
    number. Home lists those with a ``due`` day; a step of a proposal on hold, and one set by hand, never has one.
    """
    return steps_of(session, proposals_at(session, today, uids), today)


def steps_of(
    session: Session, proposals: Iterable[ProposalAt], today: date, around: Around | None = None
) -> dict[str, NextStep]:
    """Return the next steps of proposals that were read already, as at the same day.

    ``around`` is what :func:`read_around` gave of the same register and day, for whoever asks many times.
    """
    found = list(proposals)
    alive = [each for each in found if not (each.status and STATUSES[each.status].final)]
    facts = _gather(session, alive, around or read_around(session, today))
    by_hand = _own_facts(session, [each.uid for each in alive])
    return {each.uid: _step(each, facts, by_hand, today) for each in found}


def _step(proposal: ProposalAt, facts: _Facts, own: Mapping[str, _Own], today: date) -> NextStep:
    mine = own.get(proposal.uid, _Own())
    target = facts.meetings.get(proposal.target_meeting or "") or facts.sent_to.get(proposal.uid)
    worked_out = work_out(
        Standing(
            today=today,
            status=proposal.status,
            on_hold=proposal.on_hold,
            fast_track=mine.fast_track or proposal.path == "fast_track",
            dcc_systems=mine.dcc_systems,
            since=facts.since.get(proposal.uid),
            sitting=facts.sittings.get(proposal.uid),
            target=target,
            coming=facts.coming,
            at_dcc=tuple(facts.at_dcc.get(proposal.uid, ())),
            consulting=tuple(facts.consulting.get(proposal.uid, ())),
            happened=tuple(facts.happened.get(proposal.uid, ())),
            release=facts.releases.get(proposal.uid),
        )
    )
    if not mine.words:
        return worked_out
    return replace(worked_out, words=mine.words, why=mine.why, due=None, by_hand=True, computed=worked_out.words)


@dataclass(frozen=True, slots=True)
class Around:
    """What is the same for every proposal on a day: the rules, the planned meetings, and the next of each body."""

    today: date
    rules: InForce
    planned: Mapping[str, Sitting]
    coming: Mapping[str, Sitting]


def read_around(session: Session, today: date) -> Around:
    """Return what the next steps of all proposals have in common."""
    rules = in_force(session, today)
    planned = {row.uid: _sitting(row, rules) for row in session.execute(_MEETINGS.where(Meeting.state == "planned"))}
    return Around(today, rules, planned, _coming(planned.values(), today))


@dataclass(frozen=True, slots=True)
class _Own:
    """What stands in the proposal itself: a step set by hand, and what the rule asks of it."""

    words: str = ""
    why: str = ""
    fast_track: bool = False
    dcc_systems: bool | None = None


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is under way, by proposal; and the meetings to come, by body."""

    since: Mapping[str, Happening]
    sent_to: Mapping[str, Sitting]
    sittings: Mapping[str, Sitting]
    meetings: Mapping[str, Sitting]
    coming: Mapping[str, Sitting]
    releases: Mapping[str, Sitting]
    at_dcc: dict[str, list[AtDcc]] = field(default_factory=dict)
    consulting: dict[str, list[Consulting]] = field(default_factory=dict)
    happened: dict[str, list[Happening]] = field(default_factory=dict)


def _gather(session: Session, proposals: Sequence[ProposalAt], around: Around) -> _Facts:
    uids = [each.uid for each in proposals]
    today, rules = around.today, around.rules
    events = read_among(session, _events(today), Event.proposal, uids).all()
    meant = [*(each.target_meeting for each in proposals), *(event.target_meeting for event in events)]
    past = {uid for uid in meant if uid} - around.planned.keys()
    meetings = {**around.planned, **_read_meetings(session, past, rules)}
    since, sent_to, held = _read_events(events, meetings)
    approved = [each.uid for each in proposals if each.status == "approved_pending"]
    facts = _Facts(
        since=since,
        sent_to=sent_to,
        sittings=_read_sittings(session, uids, meetings),
        meetings=meetings,
        coming=around.coming,
        releases=_read_releases(session, approved, today),
        happened=held,
    )
    _read_assessments(session, uids, facts, rules, today)
    _read_consultations(session, uids, facts, rules, today)
    return facts


_MEETINGS = select(Meeting.uid, Meeting.body, Meeting.date, Meeting.month, Meeting.known_by)


def _read_meetings(session: Session, uids: Collection[str], rules: InForce) -> dict[str, Sitting]:
    """Return the meetings that proposals are meant for and that are planned no more."""
    if not uids:
        return {}
    rows = read_among(session, _MEETINGS, Meeting.uid, sorted(uids))
    return {row.uid: _sitting(row, rules) for row in rows if row.uid in uids}


def _sitting(meeting: Any, rules: InForce) -> Sitting:
    """Return a meeting; one of which only the month is known has until the last Working Day of it."""
    if meeting.date is not None or not meeting.month:
        return Sitting(meeting.uid, meeting.body or "", sitting_day(meeting))
    month = parse_month(meeting.month)
    return Sitting(meeting.uid, meeting.body or "", _last_working_day(month, rules), month.label)


def _last_working_day(month: Month, rules: InForce) -> date:
    return working_days_before(month.last + timedelta(days=1), 1, rules.calendar)


_OWN = select(Proposal.uid, Proposal.next_step, Proposal.next_step_reason, Proposal.fast_track, Proposal.dcc_systems)


def _own_facts(session: Session, uids: Sequence[str]) -> dict[str, _Own]:
    return {
        row.uid: _Own(row.next_step or "", row.next_step_reason or "", bool(row.fast_track), row.dcc_systems)
        for row in read_among(session, _OWN, Proposal.uid, uids)
    }


def _read_events(
    events: Iterable[Any], meetings: Mapping[str, Sitting]
) -> tuple[dict[str, Happening], dict[str, Sitting], dict[str, list[Happening]]]:
    """Return the event that led each proposal where it is, where it was sent, and the Working Groups it was at."""
    since: dict[str, Happening] = {}
    sent_to: dict[str, Sitting] = {}
    groups: dict[str, list[Happening]] = {}
    for event in events:
        status = status_after(event.outcome or "", event.status)
        if event.day is None:
            if status:
                since.pop(event.proposal, None)
            continue
        if status:
            since[event.proposal] = Happening(event.day, "event", _event_clause(event, status))
            sent_to.pop(event.proposal, None)
        if event.body == "WG":
            words = f"the Working Group of {format_date(event.day)} is over"
            groups.setdefault(event.proposal, []).append(Happening(event.day, "wg", words))
        if event.target_meeting in meetings:
            sent_to[event.proposal] = meetings[event.target_meeting]
    return since, sent_to, groups


@lru_cache(maxsize=16)
def _events(today: date) -> Select[*tuple[Any, ...]]:
    """Return the query of what happened by a day; like those below it takes longer to make than to run for a page."""
    return (
        select(
            Event.proposal,
            Event.outcome,
            Event.status,
            Event.body,
            Event.date,
            Event.target_meeting,
            happened(Event).label("day"),
        )
        .where(counts(Event, today))
        .order_by(happened(Event), Event.position, Event.uid.desc())
    )


def _event_clause(event: Any, status: str) -> str:
    """Return what an event said, as a clause: ``it was raised on 28 Jan 2020``."""
    facts = OUTCOMES.get(event.outcome)
    if facts is None or facts.opens:
        return f"it is at '{STATUSES[status].label}'"
    when = f"{'on' if event.date else 'by'} {format_date(event.day)}"
    if facts.words.startswith(("was ", "had ")):
        return f"it {facts.words} {when}"
    body = SHORT_BODIES.get(event.body or "", "")
    return f"it {facts.words} ({f'{body}, {when}' if body else when})"


_ON_AGENDAS = (
    select(AgendaItem.proposal, AgendaItem.meeting)
    .join(Meeting, Meeting.uid == AgendaItem.meeting)
    .where(Meeting.state == "planned", ~is_recorded())
)


def _read_sittings(session: Session, uids: Sequence[str], meetings: Mapping[str, Sitting]) -> dict[str, Sitting]:
    """Return the earliest planned meeting that each proposal is on the agenda of without a recorded outcome."""
    found: dict[str, Sitting] = {}
    for row in read_among(session, _ON_AGENDAS, AgendaItem.proposal, uids):
        sitting = meetings[row.meeting]
        if row.proposal not in found or _before(sitting, found[row.proposal]):
            found[row.proposal] = sitting
    return found


def _before(one: Sitting, other: Sitting) -> bool:
    return (one.day or date.max, one.uid) < (other.day or date.max, other.uid)


def _coming(planned: Iterable[Sitting], today: date) -> dict[str, Sitting]:
    """Return the next planned meeting of each body."""
    found: dict[str, Sitting] = {}
    for sitting in planned:
        if sitting.day is None or sitting.day < today:
            continue
        if sitting.body not in found or _before(sitting, found[sitting.body]):
            found[sitting.body] = sitting
    return found


@lru_cache(maxsize=16)
def _parts(today: date) -> Select[*tuple[Any, ...]]:
    held = value_at(ReleasePart, "release", today).label("release")
    is_to_come = or_(ReleasePart.implemented.is_(None), ReleasePart.implemented > today)
    return select(ReleasePart.proposal, held).where(is_to_come)


@lru_cache(maxsize=16)
def _release_days(today: date) -> Select[*tuple[Any, ...]]:
    return select(Release.uid, Release.name, value_at(Release, "goes_live", today).label("day"))


def _read_releases(session: Session, uids: Sequence[str], today: date) -> dict[str, Sitting]:
    """Return the first release that each approved modification waits for; ``body`` is its name."""
    if not uids:
        return {}
    parts = read_among(session, _parts(today), ReleasePart.proposal, uids).all()
    wanted = sorted({row.release for row in parts if row.release})
    releases = {
        row.uid: Sitting(row.uid, row.name or "release", date.fromisoformat(row.day) if row.day else None)
        for row in read_among(session, _release_days(today), Release.uid, wanted)
    }
    found: dict[str, Sitting] = {}
    for row in parts:
        release = releases.get(row.release or "")
        if release is not None and (row.proposal not in found or _before(release, found[row.proposal])):
            found[row.proposal] = release
    return found


@lru_cache(maxsize=16)
def _assessments(today: date) -> Select[*tuple[Any, ...]]:
    return select(
        Assessment.uid,
        Assessment.proposal,
        Assessment.assessment_kind,
        Assessment.requested,
        Assessment.accepted,
        Assessment.returned,
        value_at(Assessment, "target", today).label("target"),
    ).where(or_(Assessment.cancelled.is_(None), Assessment.cancelled > today))


@lru_cache(maxsize=16)
def _consultations(today: date) -> Select[*tuple[Any, ...]]:
    columns = Consultation.uid, Consultation.proposal, Consultation.consultation_kind, Consultation.opened
    is_kept = or_(Consultation.dropped.is_(None), Consultation.dropped > today)
    query = select(*columns, Consultation.closes, Consultation.expected_month, Consultation.responses).where(is_kept)
    return query.order_by(Consultation.opened, Consultation.uid)


def _read_assessments(session: Session, uids: Sequence[str], facts: _Facts, rules: InForce, today: date) -> None:
    for row in read_among(session, _assessments(today), Assessment.proposal, uids):
        kind, label = row.assessment_kind or "", words_of("assessment_kind", row.assessment_kind) or "assessment"
        if row.returned is not None and row.returned <= today:
            words = f"the {label} came back on {format_date(row.returned)}"
            happening = Happening(row.returned, kind.casefold(), words)
            facts.happened.setdefault(row.proposal or "", []).append(happening)
            continue
        accepted = row.accepted if row.accepted is not None and row.accepted <= today else None
        days = int(row.target) if row.target else rules.number(_TARGETS[kind]) if kind in _TARGETS else 0
        due = add_working_days(accepted, days, rules.calendar) if accepted and days else None
        short = kind if kind in _TARGETS else "Assessment"
        asked = AtDcc(row.uid, short, label, row.requested, accepted, due)
        facts.at_dcc.setdefault(row.proposal or "", []).append(asked)


def _read_consultations(session: Session, uids: Sequence[str], facts: _Facts, rules: InForce, today: date) -> None:
    for row in read_among(session, _consultations(today), Consultation.proposal, uids):
        label = words_of("consultation_kind", row.consultation_kind) or "consultation"
        is_over = row.opened is not None and row.closes is not None and row.closes < today
        if is_over and row.closes is not None:
            kind = _ENDED.get(row.consultation_kind or "", "other")
            words = f"the {label} closed on {format_date(row.closes)}"
            facts.happened.setdefault(row.proposal or "", []).append(Happening(row.closes, kind, words))
        if is_over and row.responses is not None:
            continue
        facts.consulting.setdefault(row.proposal or "", []).append(_consulting(row, label, is_over, rules, today))


def _consulting(row: Any, label: str, is_over: bool, rules: InForce, today: date) -> Consulting:
    is_open = row.opened is not None and row.opened <= today
    month = parse_month(row.expected_month) if row.expected_month and row.opened is None else None
    due = _last_working_day(month, rules) if month else None
    state = "closed" if is_over else "open" if is_open else "to_issue"
    return Consulting(row.uid, label, state, row.opened, row.closes, due, month.label if month else "")
