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
    items,
    named,
    paragraph,
    shown,
)
from secdesk.papers.totals import Notes
from secdesk.papers.tree import (
    Block,
    Figure,
    Text,
)
from secdesk.rules.wording import plural


def refine_blocks(facts: ReportFacts, notes: Notes) -> list[Block]:
    """Return section 3 of the report."""
    return [
        heading(1, "Refine", "3."),
        heading(2, "Working Group meetings"),
        *_working_groups(facts),
        heading(2, "Refinement Consultations"),
        *consultation_blocks(facts, "refinement", "refine.consultations", "Refinement Consultation"),
        heading(2, "Impact Assessment requests"),
        *_requests(facts),
        *assessment_blocks(facts, notes),
    ]


def _working_groups(facts: ReportFacts) -> list[Block]:
    last = facts.last_working_group
    blocks: list[Block] = [paragraph("No Working Group meeting has been held yet.")]
    if last is not None and last.day is not None:
        held = day("refine.wg.last", last.day, last.uid)
        if last.mentions:
            number = len(last.mentions)
            blocks = [
                paragraph(
                    "The last Working Group meeting was held on ",
                    held,
                    f" and took the following {plural(number, 'modification')}:",
                ),
                items(named("refine.wg", m) for m in shown(last.mentions, facts.cover.leaves_out)),
            ]
        else:
            blocks = [
                paragraph(
                    "The last Working Group meeting was held on ",
                    held,
                    "; no modifications are recorded on its agenda.",
                )
            ]
    return blocks + _unrecorded(facts.unrecorded_working_group) + _next_group(facts.next_working_group)


def _unrecorded(meeting: MeetingFact | None) -> list[Block]:
    if meeting is None or meeting.day is None:
        return []
    return [
        paragraph(
            "The Working Group meeting planned for ",
            day("refine.wg.unrecorded", meeting.day, meeting.uid),
            " is not recorded as held.",
        )
    ]


def _next_group(meeting: MeetingFact | None) -> list[Block]:
    if meeting is None or meeting.day is None:
        return [paragraph("The next Working Group meeting has no date yet.")]
    runs: list[Figure | Text | str] = [
        "The next Working Group meeting is on ",
        day("refine.wg.next", meeting.day, meeting.uid),
    ]
    if meeting.agenda_day is not None:
        verb = "was" if meeting.agenda_confirmed else "is to be"
        runs += [f"; its agenda {verb} confirmed on ", day("refine.wg.agenda", meeting.agenda_day, meeting.uid)]
    return [paragraph(*runs, ".")]


def _requests(facts: ReportFacts) -> list[Block]:
    month = facts.dates.month.label
    steps = facts.assessment_requests
    if steps:
        figure = count("refine.requests.count", [step.event for step in steps])
        mentions = shown([step.mention for step in steps], facts.cover.leaves_out)
        return [
            paragraph("The Change Board requested ", figure, f" {plural(len(steps), 'Impact Assessment')} in {month}:"),
            items(named("refine.requests", mention) for mention in mentions),
        ]
    if not facts.change_boards:
        return [
            paragraph(f"No Impact Assessments were requested: no Change Board meeting is recorded as held in {month}.")
        ]
    meetings = "meeting" if len(facts.change_boards) == 1 else "meetings"
    return [paragraph(f"No Impact Assessments were requested at the {month} Change Board {meetings}.")]
