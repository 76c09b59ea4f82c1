"""The blocks of section 4, Opine: consultations on reports, votes, Authority decisions, proposal timescales."""

from __future__ import annotations

from secdesk.papers.change_status.consultations import consultation_blocks
from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.change_status.leads import told_list
from secdesk.papers.change_status.recount import recount_blocks
from secdesk.papers.facts import Step
from secdesk.papers.lines import (
    body_name,
    clean_note,
    count,
    day,
    heading,
    line,
    named,
    note,
    when,
)
from secdesk.papers.listed import items
from secdesk.papers.totals import Notes, counting_note, totals_table
from secdesk.papers.tree import Block, Inline, Line
from secdesk.rules.date_words import format_long
from secdesk.rules.process import OUTCOMES


def opine_blocks(facts: ReportFacts, notes: Notes) -> list[Block]:
    """Return section 4 of the report."""
    return [
        heading(1, "Opine", "4."),
        heading(2, "Modification Report Consultations"),
        *consultation_blocks(facts, "mrc", "opine.consultations"),
        heading(2, "Change Board votes"),
        *_votes(facts),
        heading(2, "Authority decisions"),
        *_authority(facts),
        heading(2, "Modification progression timescales"),
        facts.wording.paragraph("opine.timescales", date=format_long(facts.dates.figures_to)),
        totals_table(
            "Proposals: totals and average durations",
            "Status",
            (facts.open_total, facts.concluded_total),
            notes,
            facts.counting,
        ),
        note(counting_note(facts.counting, facts.dates.figures_to)),
        *notes.blocks(),
        *recount_blocks(facts.recount),
    ]


def _votes(facts: ReportFacts) -> list[Block]:
    """Return what the Change Board did, a list for each day that it met."""
    if not facts.votes:
        return [facts.wording.paragraph("opine.votes.none", month=facts.dates.month.label)]
    blocks: list[Block] = []
    for value in dict.fromkeys(step.day for step in facts.votes):
        steps = [step for step in facts.votes if step.day == value]
        figure = count(f"opine.votes.{value or 'undated'}", [step.event for step in steps])
        met: Inline | str = "a day that is not recorded"
        if value is not None:
            met = day(f"opine.votes.{value}.day", value, *(step.event for step in steps))
        blocks.append(facts.wording.counted("opine.votes", len(steps), count=figure, date=met))
        kept = [step for step in steps if not (step.mention.restricted and facts.cover.leaves_out)]
        blocks.append(items(facts.wording, map(_vote, kept)))
    return blocks


def _vote(step: Step) -> Line:
    runs: list[Inline | str] = [*named("opine.vote", step.mention), f" {OUTCOMES[step.outcome].words}"]
    if step.release and step.outcome == "cb_approved":
        runs.append(f", for implementation in the {step.release}")
    runs.append(".")
    remark = "" if step.mention.restricted else clean_note(step.note)
    if remark:
        runs.append(f" {remark}")
    target = step.target
    if target is not None and when("", target):
        kind = "an ad-hoc" if target.ad_hoc else "the"
        runs += [
            f" It is to come back to {kind} {body_name(target)} meeting",
            *when(f"opine.back.{step.event}", target),
            ".",
        ]
    return line(*runs)


def _authority(facts: ReportFacts) -> list[Block]:
    month = facts.dates.month.label
    if facts.authority:
        steps = [step for step in facts.authority if not (step.mention.restricted and facts.cover.leaves_out)]
        figure = count("opine.authority.count", [step.event for step in facts.authority])
        blocks: list[Block] = [
            facts.wording.counted("opine.authority", len(facts.authority), count=figure, month=month),
            items(facts.wording, map(_decision, steps)),
        ]
    else:
        blocks = [facts.wording.paragraph("opine.authority.none", month=month)]
    return blocks + _waiting(facts)


def _decision(step: Step) -> Line:
    runs: list[Inline | str] = [*named("opine.authority", step.mention), f" {OUTCOMES[step.outcome].words}"]
    if step.day is not None:
        runs += [" on ", day(f"opine.authority.{step.event}", step.day, step.event)]
    remark = "" if step.mention.restricted else clean_note(step.note)
    return line(*runs, ".", f" {remark}" if remark else "")


def _waiting(facts: ReportFacts) -> list[Block]:
    mentions = facts.with_authority
    if len(mentions) == 1:
        return [facts.wording.paragraph("opine.waiting.one", proposal=named("opine.waiting", mentions[0]))]
    return told_list(facts, "opine.waiting", mentions)
