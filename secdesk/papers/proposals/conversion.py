"""The conversion paper: asks the Panel to make one Draft Proposal a Modification Proposal (domain.md 4, 10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.covers import make_tree, restriction_note
from secdesk.papers.facts import Step
from secdesk.papers.lines import body_name, clean_note, heading, line, named, note, paragraph, when
from secdesk.papers.meeting_facts import item_number
from secdesk.papers.open_source import open_proposal
from secdesk.papers.panel_cover import panel_cover
from secdesk.papers.proposals.blocks import (
    party_blocks,
    provision_blocks,
    raised_sentence,
    systems_sentence,
    text_blocks,
)
from secdesk.papers.proposals.facts import ProposalFacts, collect_proposal
from secdesk.papers.proposals.words import happened
from secdesk.papers.sittings.facts import route_of
from secdesk.papers.tree import Block, Inline, Paper, Text
from secdesk.rules.process import OUTCOMES, STATUSES

_ROUTES = {
    "refinement": "goes to the Refinement Process",
    "report_phase": "goes straight to the Report Phase",
    "fast_track": "is dealt with as a Fast-Track",
}
_NEXT = {
    "refinement": (
        "Once converted it keeps its number and bears the letters MP. The Proposer and the Working Group work out the "
        "solution, with assessments by the DCC and a Refinement Consultation where they are needed; then the "
        "Modification Report comes to the Panel."
    ),
    "report_phase": (
        "Once converted it keeps its number and bears the letters MP. As the solution needs no refinement, the "
        "Modification Report goes out for consultation, and the Change Board votes after that."
    ),
    "fast_track": (
        "Once converted it keeps its number and bears the letters MP. A Fast-Track is decided by the Panel itself and "
        "needs neither consultation nor vote of the Change Board."
    ),
}


def collect_conversion(session: Session, proposal: str, at: date, *, marking: str | None = None) -> ProposalFacts:
    """Return the facts of the conversion paper of a proposal, by uid, as they stood before its Panel."""
    source = open_proposal(session, "conversion", proposal, at, for_meeting=True, marking=marking)
    return collect_proposal(source, proposal, item=item_number(source, proposal))


def compose_conversion(facts: ProposalFacts) -> Paper:
    """Return the conversion paper as a tree."""
    route = route_of(facts.steps) or "refinement"
    recommendation: list[Inline | str] = [
        "The Panel is asked to ",
        Text("AGREE", strong=True),
        " that ",
        *named("conversion", facts.mention),
        f" is converted to a Modification Proposal and {_ROUTES[route]}.",
    ]
    blocks: list[Block] = [
        panel_cover(facts.cover, "For decision — the Panel is asked to AGREE the conversion"),
        heading(2, "Recommendation"),
        paragraph(*recommendation),
        note(_NEXT[route]),
        *_doubts(facts),
        heading(2, "Issue"),
        raised_sentence("conversion", facts),
        *text_blocks(facts.issue, "A summary of the issue is not yet in the register."),
        heading(2, "Impact"),
        *party_blocks(facts),
        systems_sentence(facts),
        *provision_blocks(facts),
        heading(2, "View of the Change Sub-Committee"),
        *_view(facts),
        *restriction_note(facts.cover),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="conversion",
        kicker="SEC PANEL PAPER",
        title=f"Conversion of {facts.mention.reference}",
        subtitle=facts.mention.title or "Title not in the register",
        subject=f"Conversion of {facts.mention.reference} to a Modification Proposal",
        blocks=blocks,
    )


def _doubts(facts: ProposalFacts) -> list[Block]:
    """Say where the proposal is not where a conversion expects it."""
    if facts.status == "draft_ready":
        return []
    status = STATUSES[facts.status].label if facts.status else "Not raised"
    return [
        paragraph(f"On the day of this paper’s data its status is ‘{status}’, not ‘{STATUSES['draft_ready'].label}’.")
    ]


def _view(facts: ProposalFacts) -> list[Block]:
    """Return every outcome of the Change Sub-Committee, the latest last."""
    outcomes = [step for step in facts.steps if OUTCOMES[step.outcome].body == "CSC"]
    if not outcomes:
        return [paragraph("No outcome of the Change Sub-Committee (CSC) on it is in the register.")]
    return [_outcome(step) for step in outcomes]


def _outcome(step: Step) -> Block:
    label = OUTCOMES[step.outcome].label
    runs: list[Inline | str] = [f"‘{label}’ (", *happened("conversion.csc", step), ")"]
    if step.target is not None and when("", step.target):
        runs += [f", for the {body_name(step.target)}", *when(f"conversion.target.{step.event}", step.target)]
    remark = clean_note(step.note)
    return paragraph(*line(*runs), ".", f" {remark}" if remark else "")
