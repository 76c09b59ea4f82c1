"""The conversion paper: asks the Panel to make one Draft Proposal a Modification Proposal (domain.md 4, 10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.facts import Step
from secdesk.papers.lines import body_name, clean_note, heading, line, named, paragraph, when
from secdesk.papers.meeting_facts import item_number
from secdesk.papers.open_source import open_proposal
from secdesk.papers.panel_cover import panel_cover
from secdesk.papers.proposals.blocks import (
    issue_blocks,
    party_blocks,
    provision_blocks,
    raised_sentence,
    status_doubt,
    systems_sentence,
)
from secdesk.papers.proposals.facts import ProposalFacts, collect_proposal
from secdesk.papers.proposals.words import happened
from secdesk.papers.sittings.facts import route_of
from secdesk.papers.tree import Block, Inline, Paper, Text
from secdesk.papers.wording import Slot
from secdesk.rules.process import OUTCOMES


def collect_conversion(session: Session, proposal: str, at: date, *, marking: str | None = None) -> ProposalFacts:
    """Return the facts of the conversion paper of a proposal, by uid, as they stood before its Panel."""
    source = open_proposal(session, "conversion", proposal, at, for_meeting=True, marking=marking)
    return collect_proposal(source, proposal, item=item_number(source, proposal))


@counts_restricted
def compose_conversion(facts: ProposalFacts) -> Paper:
    """Return the conversion paper as a tree."""
    told, route = facts.cover.wording, route_of(facts.steps) or "refinement"
    asked: dict[str, Slot] = {"verb": Text("AGREE", strong=True), "proposal": named("conversion", facts.mention)}
    blocks: list[Block] = [
        panel_cover(facts.cover, "For decision — the Panel is asked to AGREE the conversion"),
        heading(2, "Recommendation"),
        told.paragraph(f"conversion.asked.{route}", **asked),
        told.note(f"conversion.next.{route}"),
        *status_doubt(facts, "draft_ready"),
        heading(2, "Issue"),
        raised_sentence("conversion", facts),
        *issue_blocks(facts),
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


def _view(facts: ProposalFacts) -> list[Block]:
    """Return every outcome of the Change Sub-Committee, the latest last."""
    outcomes = [step for step in facts.steps if OUTCOMES[step.outcome].body == "CSC"]
    if not outcomes:
        return [facts.cover.wording.paragraph("conversion.view.none")]
    return [_outcome(step) for step in outcomes]


def _outcome(step: Step) -> Block:
    label = OUTCOMES[step.outcome].label
    runs: list[Inline | str] = [f"‘{label}’ (", *happened("conversion.csc", step), ")"]
    if step.target is not None and when("", step.target):
        runs += [f", for the {body_name(step.target)}", *when(f"conversion.target.{step.event}", step.target)]
    remark = clean_note(step.note)
    return paragraph(*line(*runs), ".", f" {remark}" if remark else "")
