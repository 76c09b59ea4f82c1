"""The optional section "Since the last report": what changed between the report of the month before and this one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from secdesk.papers.change_facts import KINDS, ChangeFact, collect_state, compare
from secdesk.papers.lines import heading, line, paragraph
from secdesk.papers.tree import Block, Bullets, Figure, Heading, Line
from secdesk.rules.years import Month

TITLE = "Since the last report"
_TOLD = ("new", "moved", "decided", "returned", "accepted", "release")


def since_last_report(session: Session, month: Month) -> tuple[ChangeFact, ...]:
    """Return what changed since the report of the month before, without titles and figures, which the paper has."""
    found = compare(collect_state(session, month.previous), collect_state(session, month))
    return tuple(fact for fact in found if fact.kind in _TOLD)


def with_since(blocks: Sequence[Block], facts: Sequence[ChangeFact]) -> tuple[Block, ...]:
    """Return the blocks of a report with the section at the end of its first chapter."""
    ends = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.number == "2."]
    place = ends[0] if ends else len(blocks)
    return (*blocks[:place], *_blocks(facts), *blocks[place:])


def _blocks(facts: Sequence[ChangeFact]) -> list[Block]:
    found: list[Block] = [heading(2, TITLE)]
    if not facts:
        return [*found, paragraph("Nothing has moved since the last report.")]
    for kind, words in KINDS.items():
        own = [fact for fact in facts if fact.kind == kind]
        if own:
            found.append(paragraph(f"{words}:"))
            found.append(Bullets(tuple(_item(fact) for fact in own)))
    return found


def _item(fact: ChangeFact) -> Line:
    reference = Figure(f"since.{fact.kind}.{fact.subject}", fact.subject, fact.records)
    return line(reference, f" {fact.words}")
