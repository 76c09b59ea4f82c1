"""Section 2 of the report, Define: new Draft Proposals and what the Change Sub-Committee decided."""

from __future__ import annotations

from secdesk.papers.change_status.facts import NewDraft, ReportFacts
from secdesk.papers.facts import Step
from secdesk.papers.lines import (
    body_name,
    clean_note,
    day,
    heading,
    line,
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
from secdesk.papers.wording import Slot
from secdesk.rules.process import OUTCOMES


def define_blocks(facts: ReportFacts) -> list[Block]:
    """Return section 2 of the report."""
    blocks: list[Block] = [heading(1, "Define", "2.", new_page=True), heading(2, "New Draft Proposals")]
    if not facts.new_drafts:
        blocks.append(facts.wording.paragraph("define.new.none", month=facts.dates.month.label))
    for draft in facts.new_drafts:
        blocks += _new_draft(draft, facts)
    return [*blocks, heading(2, "Change Sub-Committee decisions"), *_csc(facts)]


def _new_draft(draft: NewDraft, facts: ReportFacts) -> list[Block]:
    mention, told = draft.mention, facts.wording
    if mention.restricted:
        hidden: list[Block] = [heading(3, mention.reference), told.paragraph("define.restricted")]
        return [] if facts.cover.leaves_out else hidden
    slots: dict[str, Slot] = {
        "proposal": named("define.raised", mention),
        "date": day(f"define.raised.{mention.reference}.date", draft.raised, draft.event),
    }
    who = proposer_words(draft.proposer, draft.organisation, draft.on_behalf_of)
    raised = told.paragraph("define.raised.by", who=who, **slots) if who else told.paragraph("define.raised", **slots)
    issue = [paragraph(text) for text in (draft.issue or "").split("\n\n") if text.strip()]
    return [heading(3, mention.reference), raised, *(issue or [told.paragraph("define.no_issue")])]


def _csc(facts: ReportFacts) -> list[Block]:
    if not facts.csc:
        return [facts.wording.paragraph("define.csc.none")]
    by_outcome: dict[str, list[Step]] = {}
    for step in facts.csc:
        if not (step.mention.restricted and facts.cover.leaves_out):
            by_outcome.setdefault(step.outcome, []).append(step)
    blocks = _listed(facts, "define.ready", by_outcome.pop("csc_ready", []))
    to_develop = by_outcome.pop("csc_develop", [])
    for outcome in OUTCOMES:
        blocks += [_csc_paragraph(facts, step) for step in by_outcome.get(outcome, [])]
    return blocks + _listed(facts, "define.develop", to_develop)


def _listed(facts: ReportFacts, key: str, steps: list[Step]) -> list[Block]:
    if not steps:
        return []
    return [facts.wording.counted(key, len(steps)), Bullets(tuple(_noted(step, key) for step in steps))]


def _noted(step: Step, key: str) -> Line:
    """Return a proposal with the printed note of its outcome, if any."""
    remark = "" if step.mention.restricted else clean_note(step.note)
    return (*named(key, step.mention), Text(f". {remark}")) if remark else named(key, step.mention)


def _csc_paragraph(facts: ReportFacts, step: Step) -> Block:
    key = f"define.{step.outcome}"
    runs: list[Inline | str] = [*facts.wording.say(key, proposal=named(key, step.mention))]
    remark = "" if step.mention.restricted else clean_note(step.note)
    runs += [f" {remark}"] if remark else []
    if step.target is not None and when("", step.target):
        meeting = line(body_name(step.target), *when(f"define.target.{step.event}", step.target))
        runs += [" ", *facts.wording.say("define.target", meeting=meeting)]
    return paragraph(*runs)
