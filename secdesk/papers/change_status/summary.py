"""Section 1 of the report: stages, what goes to the Panel, decisions."""

from __future__ import annotations

from secdesk.papers.change_status.facts import ReportFacts
from secdesk.papers.facts import Mention
from secdesk.papers.lines import (
    count,
    heading,
    items,
    line,
    listed,
    named,
    note,
    paragraph,
    shown,
)
from secdesk.papers.tree import (
    Block,
    Chevron,
    Chevrons,
    Figure,
)
from secdesk.rules.date_words import format_long
from secdesk.rules.process import STAGES
from secdesk.rules.wording import plural

_DRAFT, _DRAFTS = "Draft Proposal", "Draft Proposals"
_PROPOSAL = "Modification Proposal"


def summary_blocks(facts: ReportFacts) -> list[Block]:
    """Return section 1 of the report."""
    return [
        heading(1, "Summary", "1.", new_page=True),
        paragraph(
            "The figures and lists of this report are counted from the register of change. The Modification "
            "Register has the detail of each proposal."
        ),
        heading(2, "Proposals in each stage"),
        _chevrons(facts),
        *_stage_notes(facts),
        heading(2, "Draft Proposals for conversion"),
        *_to_convert(facts),
        heading(2, "Modification Reports"),
        *listed(
            "summary.reports",
            facts.reports_to_panel,
            [
                "The Panel will consider ",
                count("summary.reports.count", _uids(facts.reports_to_panel)),
                f" {plural(len(facts.reports_to_panel), 'Modification Report')} this month:",
            ],
            "There are no Modification Reports for the Panel to consider this month.",
            leaves_out=facts.cover.leaves_out,
        ),
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
        found.append(note(total, " open proposals are in this register; the stages above count those that are."))
    if facts.unknown:
        number = len(facts.unknown)
        found.append(
            note(
                count("stage.unknown", facts.unknown, words=False),
                f" {plural(number, 'proposal')} {'has' if number == 1 else 'have'} no known status and "
                f"{'is' if number == 1 else 'are'} in none of the stages.",
            )
        )
    return found


def _to_convert(facts: ReportFacts) -> list[Block]:
    number = len(facts.to_convert)
    some: list[Figure | str] = [
        f"There {'is' if number == 1 else 'are'} ",
        count("summary.convert.count", _uids(facts.to_convert)),
        f" {plural(number, _DRAFT, _DRAFTS)} for the Panel to convert to "
        f"{'a ' if number == 1 else ''}{plural(number, _PROPOSAL)} this month:",
    ]
    return listed(
        "summary.convert",
        facts.to_convert,
        some,
        "There are no Draft Proposals for the Panel to convert this month.",
        leaves_out=facts.cover.leaves_out,
    )


_DECISION_SENTENCES = {
    "cb_approved": ("The Change Board approved ", " under Self-Governance:"),
    "cb_rejected": ("The Change Board rejected ", " under Self-Governance:"),
    "panel_approved": ("The Panel approved ", " by the Fast-Track route:"),
    "authority_approved": ("The Authority approved ", ":"),
    "authority_rejected": ("The Authority rejected ", ":"),
    "withdrawn": ("Proposers withdrew ", ":"),
}


def _decisions(facts: ReportFacts) -> list[Block]:
    if not facts.decisions:
        return [paragraph("There were no final decisions on Modification Proposals in this period.")]
    blocks: list[Block] = []
    for outcome, (before, after) in _DECISION_SENTENCES.items():
        steps = [step for step in facts.decisions if step.outcome == outcome]
        if steps:
            noun = "proposal" if outcome == "withdrawn" else _PROPOSAL
            figure = count(f"summary.decisions.{outcome}", [step.event for step in steps])
            blocks.append(paragraph(before, figure, f" {plural(len(steps), noun)}{after}"))
            mentions = shown([step.mention for step in steps], facts.cover.leaves_out)
            blocks.append(items(named(f"summary.{outcome}", mention) for mention in mentions))
    return blocks


def _uids(mentions: tuple[Mention, ...]) -> list[str]:
    return [mention.uid for mention in mentions]
