"""Section 3 of the report, Refine: Working Groups, consultations, requests, DCC assessments."""

from __future__ import annotations

from secdesk.papers.assessment_blocks import assessment_blocks
from secdesk.papers.change_status.consultations import consultation_blocks
from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.facts import MeetingFact
from secdesk.papers.lines import (
    count,
    day,
    heading,
    named,
    shown,
)
from secdesk.papers.listed import items
from secdesk.papers.totals import Notes
from secdesk.papers.tree import Block
from secdesk.papers.wording import Wording


def refine_blocks(facts: ReportFacts, notes: Notes) -> list[Block]:
    """Return section 3 of the report."""
    return [
        heading(1, "Refine", "3."),
        heading(2, "Working Group meetings"),
        *_working_groups(facts),
        heading(2, "Refinement Consultations"),
        *consultation_blocks(facts, "refinement", "refine.consultations"),
        heading(2, "Impact Assessment requests"),
        *_requests(facts),
        *assessment_blocks(facts, notes),
    ]


def _working_groups(facts: ReportFacts) -> list[Block]:
    told = facts.wording
    found = _last_group(facts, facts.last_working_group)
    missed = facts.unrecorded_working_group
    if missed is not None and missed.day is not None:
        found.append(told.paragraph("refine.wg.unrecorded", date=day("refine.wg.unrecorded", missed.day, missed.uid)))
    return [*found, _next_group(facts.next_working_group, told)]


def _last_group(facts: ReportFacts, last: MeetingFact | None) -> list[Block]:
    told = facts.wording
    if last is None or last.day is None:
        return [told.paragraph("refine.wg.never")]
    held = day("refine.wg.last", last.day, last.uid)
    if not last.mentions:
        return [told.paragraph("refine.wg.last.none", date=held)]
    kept = shown(last.mentions, facts.cover.leaves_out)
    lead = told.counted("refine.wg.last", len(last.mentions), date=held)
    return [lead, items(facts.wording, (named("refine.wg", mention) for mention in kept))]


def _next_group(meeting: MeetingFact | None, told: Wording) -> Block:
    if meeting is None or meeting.day is None:
        return told.paragraph("refine.wg.next.none")
    on = day("refine.wg.next", meeting.day, meeting.uid)
    if meeting.agenda_day is None:
        return told.paragraph("refine.wg.next", date=on)
    key = "refine.wg.next.confirmed" if meeting.agenda_confirmed else "refine.wg.next.to_confirm"
    return told.paragraph(key, date=on, agenda_date=day("refine.wg.agenda", meeting.agenda_day, meeting.uid))


def _requests(facts: ReportFacts) -> list[Block]:
    month = facts.dates.month.label
    steps = facts.assessment_requests
    if steps:
        figure = count("refine.requests.count", [step.event for step in steps])
        mentions = shown([step.mention for step in steps], facts.cover.leaves_out)
        return [
            facts.wording.counted("refine.requests", len(steps), count=figure, month=month),
            items(facts.wording, (named("refine.requests", mention) for mention in mentions)),
        ]
    if not facts.change_boards:
        return [facts.wording.paragraph("refine.requests.no_meeting", month=month)]
    return [facts.wording.counted("refine.requests.none", len(facts.change_boards), month=month)]
