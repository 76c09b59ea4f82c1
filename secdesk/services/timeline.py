"""Everything with a date about one proposal, as sentences, newest first (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Action, AgendaItem, Assessment, Consultation, Document, Event, Meeting, Proposal, VoteCount
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date, format_long
from secdesk.rules.in_force import InForce, in_force
from secdesk.rules.naming import name_of, names
from secdesk.rules.process import STATUSES
from secdesk.rules.values import show_value
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import count_days
from secdesk.rules.years import parse_month
from secdesk.services.agenda_numbers import shown_numbers
from secdesk.services.meeting_days import sitting_day
from secdesk.services.records import DatedRow, dated_rows, get_record, list_records
from secdesk.services.release_parts import part_uids_of
from secdesk.services.sitting_queue import recorded_events


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a proposal or is planned for it.

    ``day`` puts it in order and is empty where nothing is known; ``when`` says as much of the date as is known.
    ``what`` is the thing in words and ``sentence`` both in one, for people who hear it. ``kind`` and ``uid`` name the
    record it comes from. ``corrected`` marks an event recorded in error, which counts no more. ``meeting`` is the uid
    of the meeting whose agenda an entry is about, ``field`` the dated field whose change it tells.
    """

    day: date | None
    when: str
    what: str
    planned: bool
    kind: str
    uid: str
    corrected: bool = False
    meeting: str = ""
    field: str = ""

    @property
    def sentence(self) -> str:
        """The whole entry in one sentence, without a full stop."""
        return f"{self.when}, {self.what}"


def timeline(session: Session, uid: str, at: date) -> list[TimelineEntry]:
    """Return the timeline of a proposal, newest first and without a date last; what is after ``at`` is planned.

    Raises NotFound where the proposal is gone.
    """
    get_record(session, "proposal", uid, at)
    rules = in_force(session, at)
    entries = [
        *_events(session, uid, at),
        *_agenda(session, uid, at),
        *_consultations(session, uid, at),
        *_assessments(session, uid, at, rules),
        *_dated_values(session, uid, at),
        *_releases(session, uid, at),
        *_actions(session, uid, at),
        *_documents(session, uid, at),
    ]
    order = sorted(range(len(entries)), key=lambda place: (entries[place].day or date.min, place), reverse=True)
    return [entries[place] for place in order]


def _entry(day: date, at: date, what: str, kind: str, uid: str) -> TimelineEntry:
    return TimelineEntry(day, format_long(day), what, day > at, kind, uid)


def _events(session: Session, uid: str, at: date) -> Iterator[TimelineEntry]:
    query = select(Event).where(Event.proposal == uid)
    events = sorted(session.scalars(query), key=lambda each: (each.date or each.known_by or date.min, each.position))
    errors = {event.corrects for event in events if event.corrects}
    targets = sorted({event.target_meeting for event in events if event.target_meeting})
    meetings = names(session, "meeting", targets, at)
    votes = _votes(session, [event.uid for event in events])
    for event in events:
        day = event.date or event.known_by
        what = _event_words(event, meetings.get(event.target_meeting or "", ""), votes.get(event.uid, ""))
        wrong = event.uid in errors
        yield TimelineEntry(
            day=day,
            when=_when(event.date, event.known_by),
            what=f"{what}, recorded in error" if wrong else what,
            planned=event.date is not None and event.date > at,
            kind="event",
            uid=event.uid,
            corrected=wrong,
        )


def _when(day: date | None, known_by: date | None) -> str:
    if day is not None:
        return format_long(day)
    return f"By {format_long(known_by)}" if known_by else "Date not known"


def _event_words(event: Event, target: str, votes: str) -> str:
    words = words_of("outcome", event.outcome)
    body = words_of("body", event.body) if event.body not in (None, "SECAS", "PROPOSER") else ""
    status = f"status {STATUSES[event.status].label}" if event.status else ""
    correction = "correction" if event.corrects else ""
    reason = f"because {event.reason}" if event.reason else ""
    goes = f"goes to {target}" if target else ""
    return ", ".join(part for part in (words, body, status, goes, votes, correction, reason) if part)


def _votes(session: Session, uids: list[str]) -> dict[str, str]:
    """Return the votes of each event in words, all categories together."""
    totals: dict[str, list[int]] = {}
    for vote in session.scalars(select(VoteCount).where(VoteCount.event.in_(uids))):
        cast = (vote.votes_for or 0, vote.votes_against or 0, vote.abstained or 0)
        before = totals.get(vote.event or "", [0, 0, 0])
        totals[vote.event or ""] = [old + new for old, new in zip(before, cast, strict=True)]
    return {uid: f"votes for {yes}, against {no}, abstained {none}" for uid, (yes, no, none) in totals.items()}


def _agenda(session: Session, uid: str, at: date) -> Iterator[TimelineEntry]:
    """Yield the agendas that the proposal is on without a decision there; a decision is an entry of its own."""
    query = select(AgendaItem, Meeting).join(Meeting, Meeting.uid == AgendaItem.meeting)
    found = session.execute(query.where(AgendaItem.proposal == uid, Meeting.state != "cancelled")).all()
    decided = recorded_events(session, [row[0].uid for row in found])
    called = names(session, "meeting", [row[1].uid for row in found], at)
    for item, meeting in found:
        if item.uid in decided:
            continue
        day = sitting_day(meeting)
        number = _item_number(session, item)
        planned = meeting.state == "planned" and (day is None or day >= at)
        body = words_of("meeting_body", meeting.body) or called[meeting.uid]
        what = f"{'on the agenda of' if planned else 'was on the agenda of'} {body}, item {number}"
        yield TimelineEntry(
            day, _meeting_when(meeting), what, planned, "agenda_item", item.uid, meeting=meeting.uid
        )


def _item_number(session: Session, item: AgendaItem) -> str:
    query = select(AgendaItem).where(AgendaItem.meeting == item.meeting)
    others = list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.uid)))
    return shown_numbers(others)[item.uid]


def _meeting_when(meeting: Meeting) -> str:
    if meeting.date is None and meeting.month:
        return parse_month(meeting.month).label
    return _when(meeting.date, meeting.known_by)


def _consultations(session: Session, uid: str, at: date) -> Iterator[TimelineEntry]:
    for row in session.scalars(select(Consultation).where(Consultation.proposal == uid)):
        words = words_of("consultation_kind", row.consultation_kind) or "Consultation"
        if row.opened is not None:
            opens = "opens" if row.opened > at else "opened"
            yield _entry(row.opened, at, f"{words} {opens}", "consultation", row.uid)
        elif row.expected_month and row.dropped is None:
            month = parse_month(row.expected_month)
            planned = month.last >= at
            what = f"{words} {'expected' if planned else 'was expected'}"
            yield TimelineEntry(month.last, month.label, what, planned, "consultation", row.uid)
        if row.closes is not None:
            closed = "closes" if row.closes >= at else "closed"
            answers = f", {in_figures(row.responses, 'response')}" if row.responses is not None else ""
            yield _entry(row.closes, at, f"{words} {closed}{answers}", "consultation", row.uid)
        if row.dropped is not None:
            yield _entry(row.dropped, at, f"{words} dropped", "consultation", row.uid)


def _assessments(session: Session, uid: str, at: date, rules: InForce) -> Iterator[TimelineEntry]:
    owned = list(session.scalars(select(Assessment.uid).where(Assessment.proposal == uid)))
    for record in list_records(session, "assessment", at, uids=owned):
        values = record.values
        kind = words_of("assessment_kind", str(values["assessment_kind"] or "") or None) or "Assessment"
        words = f"{kind}, round {values['round']}" if values["round"] else kind
        accepted, returned = values["accepted"], values["returned"]
        for name in ("requested", "accepted", "cancelled"):
            day = values[name]
            if isinstance(day, date):
                yield _entry(day, at, f"{words} {name}", "assessment", record.uid)
        if isinstance(returned, date):
            target = values["target"]
            aim = f", target {target} working days" if target else ""
            duration = _duration(accepted if isinstance(accepted, date) else None, returned, rules)
            yield _entry(returned, at, f"{words} returned{aim}, {duration}", "assessment", record.uid)


def _duration(accepted: date | None, returned: date, rules: InForce) -> str:
    if accepted is None or accepted > returned:
        return "duration not recorded"
    counted = count_days(accepted, returned, rules.convention("duration_convention"), rules.calendar)
    return f"duration {in_figures(counted.days, counted.convention.unit)}"


def _dated_values(session: Session, uid: str, at: date) -> Iterator[TimelineEntry]:
    """Yield the changes of title, hold, path, marking and target, each with what was so before.

    The first value of a field is no change; a target that an event of its day names is told there.
    """
    history = dated_rows(session, "proposal", uid)
    told = {
        (event.date or event.known_by, event.target_meeting)
        for event in session.scalars(select(Event).where(Event.proposal == uid, Event.target_meeting.is_not(None)))
    }
    before: dict[str, DatedRow] = {}
    for row in history:
        old = before.get(row.field)
        before[row.field] = row
        if row.effective_from is None or (row.effective_from, row.value) in told:
            continue
        if old is None and row.field == "title":
            continue
        what = _change_words(session, row, old, at)
        yield replace(_entry(row.effective_from, at, what, "proposal", uid), field=row.field)


def _change_words(session: Session, row: DatedRow, old: DatedRow | None, at: date) -> str:
    info = Proposal.dated_fields()[row.field]
    if row.field == "on_hold":
        what = "put on hold" if row.value else "no longer on hold"
    else:
        shown, former = (
            show_value(info, each.value, lambda kind, uid: name_of(session, kind, uid, at)) if each else ""
            for each in (row, old)
        )
        what = f"{info.label} {'changed to' if former else 'set to'} '{shown}'" if shown else f"{info.label} taken away"
        what += f", formerly '{former}'" if former else ""
    return what + _why(row)


def _why(row: DatedRow) -> str:
    return "".join(
        f", {words} {told}" for words, told in (("agreed by", row.decided_by), ("because", row.reason)) if told
    )


def _releases(session: Session, uid: str, at: date) -> Iterator[TimelineEntry]:
    """Yield when the parts of the proposal go live, and how their releases and those releases' dates changed."""
    seen: set[str] = set()
    for part in list_records(session, "release_part", at, uids=part_uids_of(session, uid)):
        label = f", {part.values['label']}" if part.values["label"] else ""
        yield from _moves(session, part.uid, "release_part", "Release", at)
        release_uid = str(part.values["release"] or "")
        if not release_uid:
            continue
        release = get_record(session, "release", release_uid, at)
        day, name = release.values["goes_live"], release.values["name"]
        if release_uid not in seen:
            seen.add(release_uid)
            yield from _moves(session, release_uid, "release", f"{name} date", at)
        if isinstance(day, date) and part.values["implemented"] is None:
            late = "" if day > at else ", not marked implemented"
            yield _entry(day, at, f"{name}{label}{late}", "release", release_uid)


def _actions(session: Session, uid: str, at: date) -> Iterator[TimelineEntry]:
    """Yield when the actions on the proposal were done, or are due."""
    for action in session.scalars(select(Action).where(Action.proposal == uid)):
        words = " ".join((action.text or "").split())
        called = f"action {action.number or ''}".rstrip() + f", {words}"
        if action.done is not None:
            yield _entry(action.done, at, f"{called}, done", "action", action.uid)
        elif action.due is not None:
            late = "" if action.due >= at else ", not done yet"
            yield replace(_entry(action.due, at, f"{called}, due{late}", "action", action.uid), planned=True)


def _documents(session: Session, uid: str, at: date) -> Iterator[TimelineEntry]:
    """Yield the documents of the proposal that bear a date."""
    query = select(Document).where(Document.proposal == uid, Document.date.is_not(None))
    for document in session.scalars(query):
        version = f" {document.version}" if document.version else ""
        if document.date is not None:
            yield _entry(document.date, at, f"{document.name or 'Document'}{version}", "document", document.uid)


def _moves(session: Session, uid: str, kind: str, words: str, at: date) -> Iterator[TimelineEntry]:
    before: DatedRow | None = None
    for row in dated_rows(session, kind, uid):
        if before is not None and row.effective_from is not None:
            shown = [_show(session, each, at) for each in (before, row)]
            what = f"{words} changed from {shown[0]} to {shown[1]}{_why(row)}"
            yield _entry(row.effective_from, at, what, kind, uid)
        before = row


def _show(session: Session, row: DatedRow, at: date) -> str:
    if isinstance(row.value, date):
        return format_date(row.value)
    return name_of(session, "release", str(row.value), at) if row.value else "none"
