"""Collects the Change Status Report: records to frozen rows, each section by its own window (domain.md 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Consultation
from secdesk.papers.assessment_facts import collect_assessments
from secdesk.papers.change_status.facts import NewDraft, ReportFacts, StageCount
from secdesk.papers.change_status.proposal_totals import concluded_total, open_total
from secdesk.papers.change_status.recount import collect_recount
from secdesk.papers.covers import Cover, collect_cover, with_restricted
from secdesk.papers.event_facts import steps
from secdesk.papers.facts import ConsultationFact, MeetingFact, Mention, Step
from secdesk.papers.meeting_facts import dated_meetings, with_agenda
from secdesk.papers.party_names import organisation_name, person_name
from secdesk.papers.releases.waiting import unassigned, waiting_releases
from secdesk.papers.report_dates import ReportDates, report_dates
from secdesk.papers.source import NO_DAY, Source
from secdesk.rules.in_force import in_force
from secdesk.rules.process import OUTCOMES
from secdesk.rules.status import ProposalAt
from secdesk.rules.years import Month

ReportSource: TypeAlias = Source[ReportDates]

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
    votes = steps(source, dates.in_month, _is_of("CB"))
    facts = ReportFacts(
        dates=dates,
        counting=source.rules.counting("duration_convention"),
        cover=_cover(source),
        stages=tuple(_stage(source, stage) for stage in STAGES),
        unknown=tuple(p.uid for p in source.proposals.values() if p.status == "unknown"),
        open_total=open_total(source),
        concluded_total=concluded_total(source),
        to_convert=_for_this_panel(source, "draft_ready"),
        reports_to_panel=_for_this_panel(source, "report_to_panel"),
        decisions=steps(source, dates.in_month, lambda outcome: outcome in _FINAL_DECISIONS),
        new_drafts=_new_drafts(source),
        csc=steps(source, dates.since_last_paper, _is_of("CSC")),
        last_working_group=_last_working_group(source),
        unrecorded_working_group=_unrecorded_working_group(source),
        next_working_group=_next_working_group(source),
        consultations={kind: _open_consultations(source, kind) for kind in CONSULTATIONS},
        expected={kind: _expected_consultations(source, kind) for kind in CONSULTATIONS},
        change_boards=_change_boards(source),
        assessment_requests=tuple(step for step in votes if step.outcome == "cb_assessment_requested"),
        votes=tuple(step for step in votes if step.outcome != "cb_assessment_requested"),
        authority=steps(source, dates.in_month, _is_of("AUTHORITY")),
        with_authority=_at_status(source.proposals_now, source, "with_authority"),
        assessment_totals=assessments.totals,
        open_assessments=assessments.open,
        completed_assessments=assessments.completed,
        releases=waiting_releases(source),
        unassigned=unassigned(source),
        recount=collect_recount(session, dates, source.rules),
    )
    return _with_restricted(facts, source)


def _cover(source: ReportSource) -> Cover:
    rules = source.rules
    return collect_cover(source, item=str(rules.number("report_item")), author=rules.text("report_author"))


def _is_of(body: str) -> Callable[[str], bool]:
    """Return the question whether an outcome is one of a body's."""
    return lambda outcome: outcome in OUTCOMES and OUTCOMES[outcome].body == body


def _with_restricted(facts: ReportFacts, source: ReportSource) -> ReportFacts:
    """Put the number of proposals above the paper's marking on the cover, once all have been named."""
    return replace(facts, cover=with_restricted(facts.cover, source))


def _stage(source: ReportSource, stage: str) -> StageCount:
    return StageCount(stage, tuple(p.uid for p in source.proposals.values() if p.stage == stage))


def _for_this_panel(source: ReportSource, status: str) -> tuple[Mention, ...]:
    """Return the proposals of a status that are meant for the Panel of this paper; ready is not enough."""
    panel = source.dates.meeting
    return tuple(
        source.mention(p.uid)
        for p in source.proposals_now.values()
        if p.status == status and panel is not None and p.target_meeting == panel
    )


def _at_status(proposals: dict[str, ProposalAt], source: ReportSource, status: str) -> tuple[Mention, ...]:
    return tuple(source.mention(p.uid) for p in proposals.values() if p.status == status)


def _new_drafts(source: ReportSource) -> tuple[NewDraft, ...]:
    raised = steps(source, source.dates.in_month, lambda outcome: outcome == "raised")
    ordered = sorted(raised, key=lambda step: source.order(step.mention.uid))
    return tuple(_new_draft(source, step) for step in ordered if step.day is not None)


def _new_draft(source: ReportSource, step: Step) -> NewDraft:
    found = source.proposals[step.mention.uid]
    return NewDraft(
        mention=step.mention,
        proposer=person_name(source.session, found.proposer),
        organisation=organisation_name(source.session, found.proposer_organisation),
        on_behalf_of=organisation_name(source.session, found.on_behalf_of, both=True),
        raised=step.day or source.dates.paper_date,
        issue=found.issue,
        event=step.event,
    )


def _last_working_group(source: ReportSource) -> MeetingFact | None:
    """Return the latest Working Group that was held by the day of the paper: planned is not happened."""
    held = [
        m for m in dated_meetings(source, "WG") if m.state == "held" and m.date and m.date <= source.dates.paper_date
    ]
    return with_agenda(source, held[-1]) if held else None


def _unrecorded_working_group(source: ReportSource) -> MeetingFact | None:
    """Return a Working Group whose day has passed since the last held one without being recorded as held."""
    passed = [m for m in dated_meetings(source, "WG") if m.date and m.date < source.dates.paper_date]
    return source.meeting(passed[-1].uid) if passed and passed[-1].state == "planned" else None


def _next_working_group(source: ReportSource) -> MeetingFact | None:
    coming = [m for m in dated_meetings(source, "WG") if m.date and m.date > source.dates.paper_date]
    return with_agenda(source, coming[0]) if coming else None


def _change_boards(source: ReportSource) -> tuple[MeetingFact, ...]:
    """Return the Change Boards held in the month, ordinary and ad-hoc."""
    held = [m for m in dated_meetings(source, "CB") if m.state == "held" and m.date in source.dates.in_month]
    return tuple(MeetingFact(m.uid, "CB", m.date, m.month, bool(m.ad_hoc)) for m in held)


def _consultations(
    source: ReportSource, kind: str, is_wanted: Callable[[Consultation], bool]
) -> tuple[ConsultationFact, ...]:
    rows: Iterable[Consultation] = source.session.scalars(
        select(Consultation).where(Consultation.consultation_kind == kind, Consultation.proposal.is_not(None))
    )
    day = source.dates.paper_date
    found = [row for row in rows if not (row.dropped and row.dropped <= day) and is_wanted(row)]
    found.sort(key=lambda row: (source.order(row.proposal), row.opened or NO_DAY, row.uid))
    return tuple(ConsultationFact(r.uid, source.mention(r.proposal or ""), r.opened, r.closes) for r in found)


def _open_consultations(source: ReportSource, kind: str) -> tuple[ConsultationFact, ...]:
    day = source.dates.paper_date
    return _consultations(
        source,
        kind,
        lambda row: row.opened is not None and row.opened <= day and (row.closes is None or row.closes >= day),
    )


def _expected_consultations(source: ReportSource, kind: str) -> tuple[ConsultationFact, ...]:
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
