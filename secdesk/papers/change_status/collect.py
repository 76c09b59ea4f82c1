"""Collects the Change Status Report: records to frozen rows, each section by its own window (domain.md 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import AgendaItem, Consultation, Event, Meeting, Organisation, Person, Release
from secdesk.papers.assessment_facts import collect_assessments
from secdesk.papers.change_status.facts import Cover, NewDraft, ReportFacts, StageCount
from secdesk.papers.facts import ConsultationFact, MeetingFact, Mention, ReleaseFact, Step, Total
from secdesk.papers.report_dates import Window, report_dates
from secdesk.papers.source import NO_DAY, Source
from secdesk.rules.in_force import in_force
from secdesk.rules.process import OUTCOMES, is_open
from secdesk.rules.status import ProposalAt, counts, happened, value_at
from secdesk.rules.workdays import days_counted, round_average, working_days_before
from secdesk.rules.years import Month

STAGES = ("define", "refine", "opine", "release")
_FINAL_DECISIONS = (
    "cb_approved",
    "cb_rejected",
    "panel_approved",
    "authority_approved",
    "authority_rejected",
    "withdrawn",
)
CONSULTATIONS = ("refinement", "mrc")


def collect(
    session: Session, month: Month, *, paper_date: date | None = None, figures_to: date | None = None
) -> ReportFacts:
    """Return everything that the report of a month says, as the register's records give it."""
    usual = in_force(session, paper_date or month.next.last)
    dates = report_dates(
        session, month, usual.calendar, usual.number("paper_days"), paper_date=paper_date, figures_to=figures_to
    )
    source = Source(session, dates, in_force(session, dates.paper_date))
    assessments = collect_assessments(source)
    votes = _steps(source, dates.in_month, lambda outcome: OUTCOMES[outcome].body == "CB")
    facts = ReportFacts(
        dates=dates,
        convention=source.rules.convention("duration_convention"),
        cover=_cover(source),
        stages=tuple(_stage(source, stage) for stage in STAGES),
        unknown=tuple(p.uid for p in source.proposals.values() if p.status == "unknown"),
        open_total=_open_total(source),
        concluded_total=_concluded_total(source),
        to_convert=_for_this_panel(source, "draft_ready"),
        reports_to_panel=_for_this_panel(source, "report_to_panel"),
        decisions=_steps(source, dates.in_month, lambda outcome: outcome in _FINAL_DECISIONS),
        new_drafts=_new_drafts(source),
        csc=_steps(source, dates.since_last_paper, lambda outcome: OUTCOMES[outcome].body == "CSC"),
        last_working_group=_last_working_group(source),
        unrecorded_working_group=_unrecorded_working_group(source),
        next_working_group=_next_working_group(source),
        consultations={kind: _open_consultations(source, kind) for kind in CONSULTATIONS},
        expected={kind: _expected_consultations(source, kind) for kind in CONSULTATIONS},
        change_boards=_change_boards(source),
        assessment_requests=tuple(step for step in votes if step.outcome == "cb_assessment_requested"),
        votes=tuple(step for step in votes if step.outcome != "cb_assessment_requested"),
        authority=_steps(source, dates.in_month, lambda outcome: OUTCOMES[outcome].body == "AUTHORITY"),
        with_authority=_at_status(source.proposals_now, source, "with_authority"),
        assessment_totals=assessments.totals,
        open_assessments=assessments.open,
        completed_assessments=assessments.completed,
        releases=_releases(source),
        unassigned=_unassigned(source),
    )
    return _with_restricted(facts, source)


def _with_restricted(facts: ReportFacts, source: Source) -> ReportFacts:
    """Put the number of proposals above the paper's marking on the cover, once all have been named."""
    return replace(facts, cover=replace(facts.cover, restricted=source.restricted))


def _cover(source: Source) -> Cover:
    record, rules = source.record, source.rules
    author = source.session.get(Person, record.author) if record and record.author else None
    return Cover(
        reference=(record.reference if record else None) or _reference(source),
        meeting=source.meeting(source.dates.meeting),
        marking=source.marking,
        author=(author.name if author else None) or rules.text("report_author"),
        team=(record.team if record else None) or rules.text("team"),
        organisation=rules.text("organisation"),
        managed_by=rules.text("managed_by"),
        version=(record.version if record else None) or "draft",
        draft=record is None or record.issued is None,
        restricted=0,
        leaves_out=rules.text("restricted_records") == "leave out",
    )


def _reference(source: Source) -> str:
    """Return the paper's reference by the register's pattern; empty while the Panel's number is not known."""
    panel = source.session.get(Meeting, source.dates.meeting) if source.dates.meeting else None
    if panel is None or panel.number is None:
        return ""
    day = source.dates.paper_date
    try:
        return source.rules.text("reference_pattern").format(
            body="SECP", meeting=panel.number, ddmm=f"{day:%d%m}", item=source.rules.number("report_item")
        )
    except (KeyError, ValueError, IndexError, AttributeError):
        return ""


def _stage(source: Source, stage: str) -> StageCount:
    return StageCount(stage, tuple(p.uid for p in source.proposals.values() if p.stage == stage))


def _open_total(source: Source) -> Total:
    found = [p for p in source.proposals.values() if p.status and is_open(p.status)]
    return _proposal_total(source, "open", "Proposals open (pre-decision)", found, lambda _: source.dates.figures_to)


def _concluded_total(source: Source) -> Total:
    found = [p for p in source.proposals.values() if p.concluded in source.dates.year_so_far]
    label = f"Proposals concluded during {source.dates.year.label}"
    return _proposal_total(source, "concluded", label, found, lambda proposal: proposal.concluded)


def _proposal_total(
    source: Source, key: str, label: str, found: list[ProposalAt], end: Callable[[ProposalAt], date | None]
) -> Total:
    convention = source.rules.convention("duration_convention")
    days = [
        days_counted(p.raised, last, convention, source.rules.calendar)
        for p in found
        if p.raised and (last := end(p)) and p.raised <= last
    ]
    return Total(
        key,
        label,
        tuple(p.uid for p in found),
        len(days),
        round_average(days) if days else None,
        source.stated(f"{key}_count"),
        source.stated(f"{key}_average"),
    )


def _for_this_panel(source: Source, status: str) -> tuple[Mention, ...]:
    """Return the proposals of a status that are meant for the Panel of this paper; ready is not enough."""
    panel = source.dates.meeting
    return tuple(
        source.mention(p.uid)
        for p in source.proposals_now.values()
        if p.status == status and panel is not None and p.target_meeting == panel
    )


def _at_status(proposals: dict[str, ProposalAt], source: Source, status: str) -> tuple[Mention, ...]:
    return tuple(source.mention(p.uid) for p in proposals.values() if p.status == status)


def _steps(source: Source, window: Window, is_wanted: Callable[[str], bool]) -> tuple[Step, ...]:
    """Return the events of a window whose outcome is wanted, by day and then by number."""
    query = select(Event).where(
        counts(Event, source.dates.paper_date), happened(Event) >= window.first, happened(Event) <= window.last
    )
    events = [
        event
        for event in source.session.scalars(query)
        if event.proposal and event.outcome and event.outcome in OUTCOMES and is_wanted(event.outcome)
    ]
    events.sort(key=lambda e: (e.date or e.known_by or NO_DAY, source.order(e.proposal), e.position, e.uid))
    return tuple(_step(source, event) for event in events)


def _step(source: Source, event: Event) -> Step:
    release = event.release or source.release_of(event.proposal or "")
    return Step(
        event.uid,
        source.mention(event.proposal or ""),
        event.outcome or "",
        event.date,
        event.printed_note,
        source.meeting(event.target_meeting),
        source.release_names.get(release or ""),
    )


def _new_drafts(source: Source) -> tuple[NewDraft, ...]:
    raised = _steps(source, source.dates.in_month, lambda outcome: outcome == "raised")
    ordered = sorted(raised, key=lambda step: source.order(step.mention.uid))
    return tuple(_new_draft(source, step) for step in ordered if step.day is not None)


def _new_draft(source: Source, step: Step) -> NewDraft:
    found = source.proposals[step.mention.uid]
    person = source.session.get(Person, found.proposer) if found.proposer else None
    return NewDraft(
        mention=step.mention,
        proposer=person.name if person else None,
        organisation=_printed_name(source, found.proposer_organisation),
        on_behalf_of=_printed_name(source, found.on_behalf_of, both=True),
        raised=step.day or source.dates.paper_date,
        issue=found.issue,
        event=step.event,
    )


def _printed_name(source: Source, uid: str | None, *, both: bool = False) -> str | None:
    """Return an organisation as papers call it; ``both`` gives the full name with the short one in brackets."""
    found = source.session.get(Organisation, uid) if uid else None
    if found is None:
        return None
    if both and found.short_name and found.name and found.short_name != found.name:
        return f"{found.name} ({found.short_name})"
    return found.short_name or found.name


def _meetings(source: Source, body: str) -> list[Meeting]:
    query = select(Meeting).where(Meeting.body == body, Meeting.state != "cancelled", Meeting.date.is_not(None))
    return list(source.session.scalars(query.order_by(Meeting.date, Meeting.uid)))


def _last_working_group(source: Source) -> MeetingFact | None:
    """Return the latest Working Group that was held by the day of the paper: planned is not happened."""
    held = [m for m in _meetings(source, "WG") if m.state == "held" and m.date and m.date <= source.dates.paper_date]
    return _with_agenda(source, held[-1]) if held else None


def _unrecorded_working_group(source: Source) -> MeetingFact | None:
    """Return a Working Group whose day has passed since the last held one without being recorded as held."""
    passed = [m for m in _meetings(source, "WG") if m.date and m.date < source.dates.paper_date]
    return source.meeting(passed[-1].uid) if passed and passed[-1].state == "planned" else None


def _next_working_group(source: Source) -> MeetingFact | None:
    coming = [m for m in _meetings(source, "WG") if m.date and m.date > source.dates.paper_date]
    return _with_agenda(source, coming[0]) if coming else None


def _with_agenda(source: Source, meeting: Meeting) -> MeetingFact:
    items = source.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting == meeting.uid).order_by(AgendaItem.position, AgendaItem.uid)
    )
    mentions = tuple(source.mention(item.proposal) for item in items if item.proposal)
    confirmed = meeting.agenda_confirmed
    is_confirmed = confirmed is not None and confirmed <= source.dates.paper_date
    due = meeting.agenda_due
    if due is None and meeting.date is not None:
        due = working_days_before(meeting.date, source.rules.number("agenda_days"), source.rules.calendar)
    return MeetingFact(
        meeting.uid,
        meeting.body or "",
        meeting.date,
        meeting.month,
        bool(meeting.ad_hoc),
        mentions,
        confirmed if is_confirmed else due,
        is_confirmed,
    )


def _change_boards(source: Source) -> tuple[MeetingFact, ...]:
    """Return the Change Boards held in the month, ordinary and ad-hoc."""
    held = [m for m in _meetings(source, "CB") if m.state == "held" and m.date in source.dates.in_month]
    return tuple(MeetingFact(m.uid, "CB", m.date, m.month, bool(m.ad_hoc)) for m in held)


def _consultations(
    source: Source, kind: str, is_wanted: Callable[[Consultation], bool]
) -> tuple[ConsultationFact, ...]:
    rows: Iterable[Consultation] = source.session.scalars(
        select(Consultation).where(Consultation.consultation_kind == kind, Consultation.proposal.is_not(None))
    )
    day = source.dates.paper_date
    found = [row for row in rows if not (row.dropped and row.dropped <= day) and is_wanted(row)]
    found.sort(key=lambda row: (source.order(row.proposal), row.opened or NO_DAY, row.uid))
    return tuple(ConsultationFact(r.uid, source.mention(r.proposal or ""), r.opened, r.closes) for r in found)


def _open_consultations(source: Source, kind: str) -> tuple[ConsultationFact, ...]:
    day = source.dates.paper_date
    return _consultations(
        source,
        kind,
        lambda row: row.opened is not None and row.opened <= day and (row.closes is None or row.closes >= day),
    )


def _expected_consultations(source: Source, kind: str) -> tuple[ConsultationFact, ...]:
    """Return those expected in the month of the paper and not opened by its day."""
    day, month = source.dates.paper_date, source.dates.coming_month

    def is_expected(row: Consultation) -> bool:
        if row.opened is not None and row.opened <= day:
            return False
        if row.expectation_known_by is not None and row.expectation_known_by > day:
            return False
        if row.expected_month is not None:
            return row.expected_month == str(month)
        return row.opened is not None and row.opened in month

    return _consultations(source, kind, is_expected)


def _releases(source: Source) -> tuple[ReleaseFact, ...]:
    """Return the releases with approved modifications that were not implemented by the day of the figures."""
    goes_live = value_at(Release, "goes_live", source.dates.paper_date).label("day")
    rows = source.session.execute(select(Release, goes_live)).all()
    found = [_release(source, row[0], date.fromisoformat(row.day) if row.day else None) for row in rows]
    return tuple(
        sorted(
            (release for release in found if release.parts), key=lambda release: (release.day or date.max, release.name)
        )
    )


def _release(source: Source, release: Release, day: date | None) -> ReleaseFact:
    parts = [
        (part, part.proposal)
        for part, belongs in source.parts
        if belongs == release.uid and part.proposal and _is_waiting(source, part.proposal, part.implemented)
    ]
    parts.sort(key=lambda pair: (source.order(pair[1]), pair[0].label or "", pair[0].uid))
    return ReleaseFact(
        release.uid,
        release.name or "a release without a name",
        release.release_kind,
        day,
        tuple((part.uid, source.mention(uid), part.label) for part, uid in parts),
    )


def _is_waiting(source: Source, proposal: str, implemented: date | None) -> bool:
    if implemented is not None and implemented <= source.dates.figures_to:
        return False
    found = source.proposals.get(proposal)
    return found is not None and found.status == "approved_pending"


def _unassigned(source: Source) -> tuple[Mention, ...]:
    """Return the approved modifications that are in no release."""
    assigned = {part.proposal for part, _ in source.parts}
    return tuple(
        source.mention(p.uid)
        for p in source.proposals.values()
        if p.status == "approved_pending" and p.uid not in assigned
    )
