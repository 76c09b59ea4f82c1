"""Section 1 of the report: stages, what goes to the Panel, decisions."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.change_status.leads import told_list
from secdesk.papers.lines import (
    count,
    heading,
    line,
    named,
    shown,
)
from secdesk.papers.listed import items
from secdesk.papers.tree import (
    Block,
    Chevron,
    Chevrons,
    Figure,
)
from secdesk.papers.wording import for_number
from secdesk.rules.date_words import format_long
from secdesk.rules.process import STAGES
from secdesk.rules.wording import plural


def summary_blocks(facts: ReportFacts) -> list[Block]:
    """Return section 1 of the report."""
    return [
        heading(1, "Summary", "1.", new_page=True),
        facts.wording.paragraph("summary.lead"),
        heading(2, "Proposals in each stage"),
        _chevrons(facts),
        *_stage_notes(facts),
        heading(2, "Draft Proposals for conversion"),
        *told_list(facts, "summary.convert", facts.to_convert),
        heading(2, "Modification Reports"),
        *told_list(facts, "summary.reports", facts.reports_to_panel),
        heading(2, "Decisions"),
        *_decisions(facts),
    ]


def _chevrons(facts: ReportFacts) -> Chevrons:
    stage_notes = _chevron_notes(facts)
    items = tuple(
        Chevron(  # the stage keys are those of the colours
            found.stage,  # type: ignore[arg-type]
            STAGES[found.stage].label,
            Figure(f"stage.{found.stage}", str(len(found.uids)), found.uids),
            line(stage_notes[found.stage]),
        )
        for found in facts.stages
    )
    told = ", ".join(f"{item.count.text} in {item.name}" for item in items)
    return Chevrons(items, f"Proposals: {told}")


def _chevron_notes(facts: ReportFacts) -> dict[str, str]:
    expected = len(facts.expected["refinement"])
    coming = [release.day for release in facts.releases if release.day and release.day >= facts.dates.paper_date]
    return {
        "define": f"{len(facts.to_convert)} to convert" if facts.to_convert else "none to convert",
        "refine": f"{expected} {plural(expected, 'consultation')} due" if expected else "no consultations due",
        "opine": f"{len(facts.with_authority)} with the Authority" if facts.with_authority else "none with Authority",
        "release": f"next {format_long(coming[0])}" if coming else "none dated",
    }


def _stage_notes(facts: ReportFacts) -> list[Block]:
    """Say how the stages add up: what a stated total covers beyond the register, and what is counted apart."""
    found: list[Block] = []
    stated = facts.open_total.stated_count
    own = len(facts.open_total.uids)
    if stated is not None and stated.value != str(own):
        total = Figure("summary.open", f"{own} of {stated.value}", (*facts.open_total.uids, stated.uid))
        found.append(facts.wording.note("summary.partial", share=total))
    if facts.unknown:
        number = count("stage.unknown", facts.unknown, words=False)
        found.append(facts.wording.note(for_number("summary.unknown", len(facts.unknown)), count=number))
    return found


_DECISIONS = ("cb_approved", "cb_rejected", "panel_approved", "authority_approved", "authority_rejected", "withdrawn")


def _decisions(facts: ReportFacts) -> list[Block]:
    if not facts.decisions:
        return [facts.wording.paragraph("summary.decisions.none")]
    blocks: list[Block] = []
    for outcome in _DECISIONS:
        steps = [step for step in facts.decisions if step.outcome == outcome]
        if steps:
            key = f"summary.decisions.{outcome}"
            blocks.append(facts.wording.counted(key, len(steps), count=count(key, [step.event for step in steps])))
            mentions = shown([step.mention for step in steps], facts.cover.leaves_out)
            blocks.append(items(facts.wording, (named(f"summary.{outcome}", mention) for mention in mentions)))
    return blocks
