"""The fact sheet of one proposal: the fields of its public page on paper (domain.md 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.cells import Cells, table_of
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.facts import AssessmentFact, Step
from secdesk.papers.lines import body_name, clean_note, day, heading, line, named, note, when
from secdesk.papers.open_source import open_proposal
from secdesk.papers.party_names import proposer_words
from secdesk.papers.proposals.blocks import (
    assessment_table,
    consultation_blocks,
    document_blocks,
    issue_blocks,
    part_blocks,
    party_blocks,
    provision_blocks,
    solution_blocks,
    text_blocks,
)
from secdesk.papers.proposals.facts import ProposalFacts, RelationRow, collect_proposal
from secdesk.papers.proposals.words import consultation_name
from secdesk.papers.tree import Block, Bullets, Figure, Inline, KeyFacts, Line, Paper
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date, format_long
from secdesk.rules.process import OUTCOMES, STAGES, STATUSES

NOT_KNOWN = "Not known"


def collect_fact_sheet(session: Session, proposal: str, at: date, *, marking: str | None = None) -> ProposalFacts:
    """Return the facts of the sheet of a proposal, by uid, as at a day."""
    return collect_proposal(open_proposal(session, "fact_sheet", proposal, at, marking=marking), proposal)


@counts_restricted
def compose_fact_sheet(facts: ProposalFacts) -> Paper:
    """Return the fact sheet as a tree."""
    blocks: list[Block] = [
        _key_facts(facts),
        *_former_titles(facts),
        heading(1, "Issue"),
        *issue_blocks(facts),
        heading(1, "Solution"),
        *solution_blocks(facts),
        heading(1, "Latest update"),
        *text_blocks(facts.latest_update, facts.cover.wording.paragraph("fact_sheet.update.none")),
        heading(1, "Who is affected"),
        *party_blocks(facts),
        heading(1, "Provisions of the Code"),
        *provision_blocks(facts),
        heading(1, "DCC assessments"),
        *assessment_table(facts),
        heading(1, "Consultations"),
        *consultation_blocks(facts),
        heading(1, "Releases"),
        *part_blocks(facts),
        heading(1, "Related changes"),
        *_relations(facts),
        heading(1, "Timeline"),
        *_timeline(facts),
        heading(1, "Documents"),
        *document_blocks(facts),
        *restriction_note(facts.cover),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="fact_sheet",
        kicker="FACT SHEET",
        title=facts.mention.reference,
        subtitle=facts.mention.title or "Title not in the register",
        subject=f"Facts about {facts.mention.reference} as at {format_long(facts.dates.figures_to)}",
        blocks=blocks,
        draft=False,
    )


def _key_facts(facts: ProposalFacts) -> KeyFacts:
    stage = STAGES[STATUSES[facts.status].stage].label if facts.status else "Not raised"
    status = STATUSES[facts.status].label if facts.status else "Not raised"
    who = proposer_words(facts.proposer, facts.organisation, facts.on_behalf_of)
    rows = [
        ("Stage", line(stage)),
        ("Status", line(status + "".join(f" · {flag}" for flag in facts.flags))),
        ("Raised", _raised(facts.raised)),
        ("Proposer", line(who[:1].upper() + who[1:] if who else NOT_KNOWN)),
        ("Lead analyst", line(facts.lead_analyst or NOT_KNOWN)),
        ("Path", line(words_of("path", facts.path) or NOT_KNOWN)),
        ("DCC systems", line({None: NOT_KNOWN, True: "Changed", False: "Not changed"}[facts.dcc_systems])),
        ("Estimated cost", line(facts.cost_estimate or NOT_KNOWN)),
        ("Own marking", line(facts.marking or "Not given")),
    ]
    if facts.cost_actual:
        rows.insert(-1, ("Actual cost", line(facts.cost_actual)))
    if facts.former_reference:
        rows.insert(0, ("Formerly", line(facts.former_reference)))
    return KeyFacts(tuple(rows))


def _raised(step: Step | None) -> Line:
    if step is None or step.day is None:
        return line(NOT_KNOWN)
    return (day("sheet.raised", step.day, step.event),)


def _former_titles(facts: ProposalFacts) -> list[Block]:
    blocks: list[Block] = []
    for former in facts.former_titles:
        until = f" until {format_long(former.since)}" if former.since else ""
        blocks.append(note(f"Formerly ‘{former.value}’{until}."))
    return blocks


def _relations(facts: ProposalFacts) -> list[Block]:
    if not facts.relations:
        return [facts.cover.wording.paragraph("fact_sheet.relations.none")]
    return [Bullets(tuple(_relation(row) for row in facts.relations))]


def _relation(row: RelationRow) -> Line:
    other: Line = named(f"sheet.relation.{row.uid}", row.mention) if row.mention else line(row.other_code or "")
    return line(f"{row.how}: " if row.how else "", *other)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    day: date | None
    by: bool
    uid: str
    what: Line


def _timeline(facts: ProposalFacts) -> list[Block]:
    """Return everything with a day about the proposal, the earliest first; what has none comes first."""
    entries = [*_events(facts), *_consultations(facts), *_assessments(facts)]
    entries.sort(key=lambda entry: entry.day or date.min)
    if not entries:
        return [facts.cover.wording.paragraph("fact_sheet.timeline.none")]
    columns: list[Cells[Entry]] = [
        Cells("Date", _when, needed=True, unknown="not known"),
        Cells("What happened", lambda entry: entry.what, needed=True),
    ]
    return [table_of("Timeline", columns, entries)]


def _when(entry: Entry) -> Line:
    if entry.day is None:
        return ()
    words = f"by {format_date(entry.day)}" if entry.by else format_date(entry.day)
    return (Figure(f"timeline.{entry.uid}.{entry.day.isoformat()}", words, (entry.uid,)),)


def _events(facts: ProposalFacts) -> Iterator[Entry]:
    for step in facts.steps:
        outcome = OUTCOMES[step.outcome]
        body = words_of("body", outcome.body)
        runs: list[Inline | str] = [f"{body}: {outcome.label}"]
        if step.target is not None and when("", step.target):
            runs += [f", for the {body_name(step.target)}", *when(f"timeline.target.{step.event}", step.target)]
        remark = clean_note(step.note)
        what = line(*runs, f". {remark}" if remark else "")
        yield Entry(step.day or step.known_by, step.day is None, step.event, what)


def _consultations(facts: ProposalFacts) -> Iterator[Entry]:
    for row in facts.consultations:
        name = consultation_name(row)
        name = name[:1].upper() + name[1:]
        if row.state in ("open", "closed") and row.opened is not None:
            yield Entry(row.opened, False, row.uid, line(f"{name} opened"))
        if row.state == "closed" and row.closes is not None:
            yield Entry(row.closes, False, row.uid, line(f"{name} closed"))


def _assessments(facts: ProposalFacts) -> Iterator[Entry]:
    for fact in facts.assessments:
        for words, known in _days_of(fact):
            if known is not None and known <= facts.dates.figures_to:
                name = words_of("assessment_kind", fact.kind) or "Assessment"
                yield Entry(known, False, fact.uid, line(f"{name} {words}"))


def _days_of(fact: AssessmentFact) -> tuple[tuple[str, date | None], ...]:
    return (
        ("requested", fact.requested),
        ("accepted by the DCC", fact.accepted),
        ("returned by the DCC", fact.returned),
    )
