"""The consistency report: what the numbered checks found, the gravest first, and what was accepted and why.

It is run before a paper is issued (domain.md 15). The findings are worked out by whoever asks for the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import kinds
from secdesk.papers.cells import Cells, table_of, text_cell
from secdesk.papers.covers import Cover, collect_cover, counts_restricted, make_tree, restriction_note, with_restricted
from secdesk.papers.issue_facts import Acceptance
from secdesk.papers.lines import count, heading, line
from secdesk.papers.listed import withheld
from secdesk.papers.open_source import AnySource, open_source
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.tree import Block, Bullets, Figure, Line, Paper, Text
from secdesk.rules.checks import CHECKS, SEVERITIES, Finding, RecordKey
from secdesk.rules.date_words import format_date, format_long
from secdesk.rules.naming import names
from secdesk.rules.wording import counted
from secdesk.rules.years import Month

_HEADINGS: Mapping[str, str] = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A finding as the report prints it: ``sentence`` is None where it is about a proposal above the marking.

    ``names`` are what the records are called, with their uids; ``accepted`` says who accepted it and why.
    """

    rule: str
    severity: str
    sentence: str | None
    names: tuple[tuple[str, str], ...]
    accepted: Acceptance | None


@dataclass(frozen=True, slots=True)
class ConsistencyFacts:
    """What was found as at a day, or about the report of a month: what is open, and what was accepted."""

    dates: PaperDays
    cover: Cover
    month: Month | None
    open: tuple[FoundFact, ...]
    accepted: tuple[FoundFact, ...]


def collect_consistency(
    session: Session,
    findings: Iterable[Finding],
    accepted: Mapping[str, Acceptance],
    at: date,
    *,
    month: Month | None = None,
    marking: str | None = None,
) -> ConsistencyFacts:
    """Return findings as facts, in their order; ``accepted`` are acceptances by the key of their finding."""
    source = open_source(session, "consistency", at, marking=marking)
    found = [_fact(source, each, accepted.get(each.key)) for each in findings]
    return ConsistencyFacts(
        dates=source.dates,
        cover=with_restricted(collect_cover(source), source),
        month=month,
        open=tuple(fact for fact in found if fact.accepted is None),
        accepted=tuple(fact for fact in found if fact.accepted is not None),
    )


@counts_restricted
def compose_consistency(facts: ConsistencyFacts) -> Paper:
    """Return the report as a tree."""
    as_at = format_long(facts.dates.figures_to)
    about = facts.month.label if facts.month else as_at
    blocks = [*_open(facts), *_accepted(facts), *_meanings(facts), *restriction_note(facts.cover)]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="consistency",
        kicker="CHECKS",
        title="Consistency report",
        subtitle=about,
        subject=f"What the checks find in the register as at {as_at}",
        blocks=blocks,
        draft=False,
    )


def _fact(source: AnySource, finding: Finding, accepted: Acceptance | None) -> FoundFact:
    owners = (_proposal_of(source, kind, uid) for kind, uid in finding.records)
    mentions = [source.mention(owner) for owner in owners if owner]
    restricted = any(mention.restricted for mention in mentions)
    told = [record for record in finding.records if not _is_named_as_another(source, record, finding.records)]
    called = [(_called(source, kind, uid), uid) for kind, uid in told]
    if restricted:
        called = [(mention.reference, mention.uid) for mention in mentions]
    return FoundFact(
        rule=finding.rule,
        severity=finding.severity,
        sentence=None if restricted else finding.sentence,
        names=tuple(dict.fromkeys((name, uid) for name, uid in called if name)),
        accepted=accepted,
    )


def _proposal_of(source: AnySource, kind: str, uid: str) -> str:
    """Return the proposal that a record is or belongs to; empty for one that belongs to none, or is gone."""
    if kind == "proposal":
        return uid if uid in source.proposals else ""
    owner = getattr(source.session.get(kinds()[kind], uid), "proposal", None)
    return owner if owner in source.proposals else ""


def _is_named_as_another(source: AnySource, record: RecordKey, others: Collection[RecordKey]) -> bool:
    """Say whether a record is the part of a release, which is named as its proposal, that is among the others too."""
    kind, uid = record
    return kind == "release_part" and ("proposal", _proposal_of(source, kind, uid)) in others


def _called(source: AnySource, kind: str, uid: str) -> str:
    """Return what a record is called: a proposal by its reference alone, others by their name."""
    if kind == "proposal":
        return source.mention(uid).reference if uid in source.proposals else ""
    return names(source.session, kind, [uid], source.dates.names_at).get(uid, "")


def _open(facts: ConsistencyFacts) -> list[Block]:
    if not facts.open:
        return [heading(1, "Findings"), facts.cover.wording.paragraph("consistency.none")]
    blocks: list[Block] = []
    for severity in SEVERITIES:
        own = [fact for fact in facts.open if fact.severity == severity]
        if own:
            title = _HEADINGS[severity]
            uids = [uid for fact in own for _, uid in fact.names]
            words = counted(len(own), "finding")
            figure = Figure(f"consistency.{severity}", f"{words[:1].upper()}{words[1:]}", tuple(dict.fromkeys(uids)))
            blocks += [
                heading(1, title),
                *_table(facts, title, severity, own),
                facts.cover.wording.note("consistency.count", findings=figure),
            ]
    return blocks


def _table(facts: ConsistencyFacts, title: str, key: str, own: Sequence[FoundFact]) -> list[Block]:
    """Return findings as a table, without those about proposals above the marking where such are left out."""
    told = [fact for fact in own if not (fact.sentence is None and facts.cover.leaves_out)]
    columns = [*_columns(key), *(_ACCEPTANCE if key == "accepted" else ())]
    return [table_of(title, columns, told) if told else withheld(facts.cover.wording)]


def _accepted(facts: ConsistencyFacts) -> list[Block]:
    if not facts.accepted:
        return []
    return [heading(1, "Accepted"), *_table(facts, "Findings that were accepted", "accepted", facts.accepted)]


def _meanings(facts: ConsistencyFacts) -> list[Block]:
    """Return what the checks that found something look for."""
    rules = sorted({fact.rule for fact in (*facts.open, *facts.accepted)})
    if not rules:
        return []
    items = (line(Text(f"{rule} {CHECKS[rule].name}", strong=True), f": {CHECKS[rule].explanation}") for rule in rules)
    return [heading(1, "What these checks look for"), Bullets(tuple(items))]


def _columns(key: str) -> list[Cells[FoundFact]]:
    return [
        Cells("Check", lambda fact: line(fact.rule), needed=True, width=0.6),
        Cells("What was found", _sentence, needed=True, width=4.0),
        Cells("Records", lambda fact: _records(key, fact), needed=True, width=2.4, unknown="the paper as a whole"),
    ]


def _sentence(fact: FoundFact) -> Line:
    if fact.sentence is None:
        return line(f"{CHECKS[fact.rule].explanation} What it says is above the marking of this report.")
    return line(f"{fact.sentence.rstrip('.')}.")


def _records(key: str, fact: FoundFact) -> Line:
    """Return the names of a finding's records, each leading to it; of many the first and how many more."""
    shown = fact.names[:_MOST_NAMED]
    parts: list[Figure | str] = []
    for name, uid in shown:
        parts += [", "] if parts else []
        parts.append(Figure(f"consistency.{key}.{fact.rule}.{uid}", name, (uid,)))
    rest = [uid for _, uid in fact.names[_MOST_NAMED:]]
    if rest:
        parts += [" and ", count(f"consistency.{key}.{fact.rule}.more", rest), " more"]
    return line(*parts)


def _by(fact: FoundFact) -> str:
    if fact.accepted is None:
        return ""
    day = format_date(date.fromisoformat(fact.accepted.day)) if fact.accepted.day else ""
    return ", ".join(part for part in (fact.accepted.who, day) if part)


_ACCEPTANCE: tuple[Cells[FoundFact], ...] = (
    Cells("Accepted", lambda fact: text_cell(_by(fact)), needed=True, width=1.2),
    Cells("Reason", lambda fact: text_cell(fact.accepted.reason if fact.accepted else ""), width=2.0),
)
"""The columns that accepted findings have besides."""
