"""Section 2 of the report, Define: new Draft Proposals and what the Change Sub-Committee decided."""

from __future__ import annotations

from secdesk.papers.change_status.facts import NewDraft, ReportFacts
from secdesk.papers.facts import Step
from secdesk.papers.lines import (
    body_name,
    clean_note,
    day,
    heading,
    named,
    paragraph,
    when,
)
from secdesk.papers.party_names import proposer_words
from secdesk.papers.tree import (
    Block,
    Bullets,
    Inline,
    Line,
    Text,
)
from secdesk.rules.process import OUTCOMES
from secdesk.rules.wording import plural

_DRAFT, _DRAFTS = "Draft Proposal", "Draft Proposals"


def define_blocks(facts: ReportFacts) -> list[Block]:
    """Return section 2 of the report."""
    blocks: list[Block] = [heading(1, "Define", "2.", new_page=True), heading(2, "New Draft Proposals")]
    if not facts.new_drafts:
        blocks.append(paragraph(f"No Draft Proposals were raised in {facts.dates.month.label}."))
    for draft in facts.new_drafts:
        blocks += _new_draft(draft, facts.cover.leaves_out)
    return [*blocks, heading(2, "Change Sub-Committee decisions"), *_csc(facts)]


def _new_draft(draft: NewDraft, leaves_out: bool) -> list[Block]:
    mention = draft.mention
    if mention.restricted:
        return (
            []
            if leaves_out
            else [
                heading(3, mention.reference),
                paragraph("The marking of this Draft Proposal is above that of this paper."),
            ]
        )
    raised: list[Inline | str] = [*named("define.raised", mention), " was raised"]
    raised += [f" by {who}" for who in [proposer_words(draft.proposer, draft.organisation, draft.on_behalf_of)] if who]
    raised += [" on ", day(f"define.raised.{mention.reference}.date", draft.raised, draft.event), "."]
    issue = [paragraph(text) for text in (draft.issue or "").split("\n\n") if text.strip()]
    missing = [] if issue else [paragraph("A summary of the issue is not yet in the register.")]
    return [heading(3, mention.reference), paragraph(*raised), *issue, *missing]


def _csc(facts: ReportFacts) -> list[Block]:
    if not facts.csc:
        return [paragraph("There are no Change Sub-Committee (CSC) decisions to report in this period.")]
    by_outcome: dict[str, list[Step]] = {}
    for step in facts.csc:
        if not (step.mention.restricted and facts.cover.leaves_out):
            by_outcome.setdefault(step.outcome, []).append(step)
    blocks = _ready(by_outcome.pop("csc_ready", []))
    to_develop = by_outcome.pop("csc_develop", [])
    for outcome in OUTCOMES:
        blocks += [_csc_paragraph(step) for step in by_outcome.get(outcome, [])]
    return blocks + _develop(to_develop)


def _ready(steps: list[Step]) -> list[Block]:
    if not steps:
        return []
    number = len(steps)
    lead = (
        f"The Change Sub-Committee (CSC) found the following {plural(number, _DRAFT, _DRAFTS)} ready to go to the "
        "Panel for conversion:"
    )
    return [paragraph(lead), Bullets(tuple(_noted(step, "define.ready") for step in steps))]


def _develop(steps: list[Step]) -> list[Block]:
    if not steps:
        return []
    words = f"{plural(len(steps), _DRAFT, _DRAFTS)} need{'s' if len(steps) == 1 else ''}"
    lead = f"The CSC decided that the following {words} further development before going to the Panel:"
    return [paragraph(lead), Bullets(tuple(_noted(step, "define.develop") for step in steps))]


def _noted(step: Step, key: str) -> Line:
    """Return a proposal with the printed note of its outcome, if any."""
    remark = "" if step.mention.restricted else clean_note(step.note)
    return (*named(key, step.mention), Text(f". {remark}")) if remark else named(key, step.mention)


_CSC_SENTENCES = {
    "csc_ready_report": (
        "The CSC found ",
        " ready for conversion and for going straight to the Report Phase.",
    ),
    "csc_fast_track": ("The CSC recommended ", " as a Fast-Track."),
    "csc_noted": ("The CSC noted ", "."),
    "csc_deferred": ("The CSC put off its decision on ", "."),
}


def _csc_paragraph(step: Step) -> Block:
    before, after = _CSC_SENTENCES.get(step.outcome, ("", f" {OUTCOMES[step.outcome].words}."))
    runs: list[Inline | str] = [before, *named(f"define.{step.outcome}", step.mention), after]
    remark = "" if step.mention.restricted else clean_note(step.note)
    runs += [f" {remark}"] if remark else []
    if step.target is not None and when("", step.target):
        runs += [
            " The Draft Proposal is to go to the ",
            body_name(step.target),
            *when(f"define.target.{step.event}", step.target),
            ".",
        ]
    return paragraph(*runs)
