"""The blocks of section 4, Opine: consultations on reports, votes, Authority decisions, proposal timescales."""

from __future__ import annotations

from secdesk.papers.change_status.consultations import consultation_blocks
from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.facts import Step
from secdesk.papers.lines import (
    body_name,
    clean_note,
    count,
    day,
    heading,
    items,
    line,
    listed,
    named,
    note,
    paragraph,
    when,
)
from secdesk.papers.totals import Notes, counting_note, totals_table
from secdesk.papers.tree import Block, Figure, Inline, Line
from secdesk.rules.date_words import format_long
from secdesk.rules.process import OUTCOMES
from secdesk.rules.wording import plural


def opine_blocks(facts: ReportFacts, notes: Notes) -> list[Block]:
    """Return section 4 of the report."""
    return [
        heading(1, "Opine", "4."),
        heading(2, "Modification Report Consultations"),
        *consultation_blocks(facts, "mrc", "opine.consultations", "Modification Report Consultation"),
        heading(2, "Change Board votes"),
        *_votes(facts),
        heading(2, "Authority decisions"),
        *_authority(facts),
        heading(2, "Modification progression timescales"),
        paragraph(
            f"Timescales as at {format_long(facts.dates.figures_to)}, counted from the day on which a proposal was "
            "raised:"
        ),
        totals_table(
            "Proposals: totals and average durations", "Status", (facts.open_total, facts.concluded_total), notes
        ),
        note(counting_note(facts.convention, facts.dates.figures_to)),
        *notes.blocks(),
    ]


def _votes(facts: ReportFacts) -> list[Block]:
    """Return what the Change Board did, a list for each day that it met."""
    if not facts.votes:
        return [paragraph(f"The Change Board took no votes in {facts.dates.month.label}.")]
    blocks: list[Block] = []
    for value in dict.fromkeys(step.day for step in facts.votes):
        steps = [step for step in facts.votes if step.day == value]
        figure = count(f"opine.votes.{value or 'undated'}", [step.event for step in steps])
        told = f" {plural(len(steps), 'modification')}"
        met: list[Inline | str] = [" on a day that is not recorded"]
        if value is not None:
            met = [" on ", day(f"opine.votes.{value}.day", value, *(step.event for step in steps))]
        blocks.append(paragraph("The Change Board considered ", figure, told, *met, ":"))
        blocks.append(items(_vote(step) for step in steps if not (step.mention.restricted and facts.cover.leaves_out)))
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
            paragraph("The Authority gave ", figure, f" {plural(len(facts.authority), 'decision')} in {month}:"),
            items(_decision(step) for step in steps),
        ]
    else:
        blocks = [paragraph(f"There were no Authority decisions in {month}.")]
    return blocks + _waiting(facts)


def _decision(step: Step) -> Line:
    runs: list[Inline | str] = [*named("opine.authority", step.mention), f" {OUTCOMES[step.outcome].words}"]
    if step.day is not None:
        runs += [" on ", day(f"opine.authority.{step.event}", step.day, step.event)]
    remark = "" if step.mention.restricted else clean_note(step.note)
    return line(*runs, ".", f" {remark}" if remark else "")


def _waiting(facts: ReportFacts) -> list[Block]:
    mentions = facts.with_authority
    if not mentions:
        return [paragraph("No modifications are with the Authority.")]
    if len(mentions) == 1:
        return [paragraph(*named("opine.waiting", mentions[0]), " is with the Authority for decision.")]
    figure: Figure = count("opine.waiting.count", [mention.uid for mention in mentions])
    return listed(
        "opine.waiting",
        mentions,
        ["There are ", figure, " modifications with the Authority for decision:"],
        "",
        leaves_out=facts.cover.leaves_out,
    )
