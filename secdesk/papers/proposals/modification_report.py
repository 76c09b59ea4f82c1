"""The cover paper of a Modification Report: asks the Panel to let it into the Report Phase (domain.md 4, 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Meeting
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.facts import MeetingFact
from secdesk.papers.lines import calendar_of, day, heading, line, named, note
from secdesk.papers.meeting_facts import item_number
from secdesk.papers.open_source import AnySource, open_proposal
from secdesk.papers.panel_cover import panel_cover
from secdesk.papers.proposals.blocks import (
    assessment_table,
    consultation_blocks,
    issue_blocks,
    part_blocks,
    party_blocks,
    provision_blocks,
    raised_sentence,
    solution_blocks,
    status_doubt,
    systems_sentence,
)
from secdesk.papers.proposals.facts import ProposalFacts, collect_proposal
from secdesk.papers.tree import Block, Bullets, Figure, Line, Paper, Text
from secdesk.papers.wording import Wording
from secdesk.rules.choices import words_of
from secdesk.rules.workdays import WD_INCLUSIVE, DayCount, count_days, end_of_period

_MONDAY = 0
_TIMETABLE = "6"


@dataclass(frozen=True, slots=True)
class Timetable:
    """The usual way of a report after its Panel: its consultation, and the next Change Board in the register."""

    panel: str
    consultation: DayCount
    vote: MeetingFact | None


@dataclass(frozen=True, slots=True)
class ReportCoverFacts:
    """A proposal with the timetable that follows from its Panel; None while the Panel has no date."""

    proposal: ProposalFacts
    timetable: Timetable | None


def collect_report_cover(session: Session, proposal: str, at: date, *, marking: str | None = None) -> ReportCoverFacts:
    """Return the facts of the cover paper of a proposal's Modification Report, as they stood before its Panel."""
    source = open_proposal(session, "modification_report", proposal, at, for_meeting=True, marking=marking)
    facts = collect_proposal(source, proposal, item=item_number(source, proposal))
    return ReportCoverFacts(facts, _timetable(source, facts.cover.meeting))


def _timetable(source: AnySource, panel: MeetingFact | None) -> Timetable | None:
    """Return the usual timetable: consultation from the Monday after the Panel, then the next Change Board."""
    if panel is None or panel.day is None:
        return None
    opens = panel.day + timedelta(days=(_MONDAY - panel.day.weekday()) % 7 or 7)
    closes = end_of_period(opens, max(source.rules.number("consultation_days"), 1), source.rules.calendar)
    length = count_days(opens, closes, WD_INCLUSIVE, source.rules.calendar)
    query = select(Meeting).where(Meeting.body == "CB", Meeting.state != "cancelled", Meeting.date > closes)
    vote = source.session.scalar(query.order_by(Meeting.date, Meeting.uid).limit(1))
    return Timetable(panel.uid, length, source.meeting(vote.uid) if vote else None)


@counts_restricted
def compose_report_cover(facts: ReportCoverFacts) -> Paper:
    """Return the cover paper as a tree."""
    own = facts.proposal
    told = own.cover.wording
    blocks: list[Block] = [
        panel_cover(own.cover, "For decision — the Panel is asked to APPROVE the report into the Report Phase"),
        heading(1, "Recommendation"),
        told.paragraph("modification_report.asked"),
        Bullets(tuple(_recommendations(own))),
        *status_doubt(own, "report_to_panel"),
        heading(1, "The modification", "1."),
        raised_sentence("report", own),
        heading(2, "Issue"),
        *issue_blocks(own),
        heading(2, "Solution"),
        *solution_blocks(own),
        heading(1, "Impact and cost", "2."),
        *party_blocks(own),
        systems_sentence(own),
        heading(1, "Legal text", "3."),
        *provision_blocks(own),
        heading(1, "How it was refined", "4."),
        heading(2, "DCC assessments"),
        *assessment_table(own),
        heading(2, "Consultations"),
        *consultation_blocks(own),
        heading(1, "Implementation", "5."),
        *part_blocks(own),
        heading(1, "Timetable", f"{_TIMETABLE}."),
        *_timetable_blocks(told, facts.timetable),
        *restriction_note(own.cover),
    ]
    return make_tree(
        own.cover,
        own.dates,
        kind="modification_report",
        kicker="SEC PANEL PAPER",
        title=f"{own.mention.reference} Modification Report",
        subtitle=own.mention.title or "Title not in the register",
        subject=f"Cover paper of the Modification Report of {own.mention.reference}",
        blocks=blocks,
    )


def _recommendations(facts: ProposalFacts) -> list[Line]:
    told, path = facts.cover.wording, words_of("path", facts.path)
    verbs = {words: Text(words, strong=True) for words in ("APPROVE", "AGREE", "DETERMINE", "NOTE")}
    approve = told.say("modification_report.approve", verb=verbs["APPROVE"], proposal=named("report", facts.mention))
    if not path:
        agreed = told.say("modification_report.no_path", verb=verbs["DETERMINE"])
    elif facts.path == "fast_track":
        agreed = told.say("modification_report.fast_track", verb=verbs["AGREE"])
    else:
        agreed = told.say("modification_report.path", verb=verbs["AGREE"], path=path)
    return [approve, agreed, told.say("modification_report.note", verb=verbs["NOTE"], section=_TIMETABLE)]


def _timetable_blocks(told: Wording, timetable: Timetable | None) -> list[Block]:
    if timetable is None:
        return [told.paragraph("modification_report.timetable.none")]
    length = timetable.consultation
    days = Figure("report.consultation.length", f"{length.days} WD", (timetable.panel,), calendar_of(length))
    steps = [
        line(
            "Modification Report Consultation: ",
            day("report.consultation.opens", length.start, timetable.panel),
            " to ",
            day("report.consultation.closes", length.end, timetable.panel),
            " (",
            days,
            ")",
        ),
        _vote(timetable.vote),
    ]
    return [
        told.paragraph("modification_report.timetable"),
        Bullets(tuple(steps)),
        note(*told.say("modification_report.opens"), f" WD here means: {WD_INCLUSIVE.note}"),
    ]


def _vote(meeting: MeetingFact | None) -> Line:
    if meeting is None or meeting.day is None:
        return line("Change Board vote: no Change Board after that is in the register yet")
    return line("Change Board vote: ", day("report.vote", meeting.day, meeting.uid))
