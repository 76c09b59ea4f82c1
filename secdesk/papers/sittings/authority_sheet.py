"""The sheet of the Authority: what waits for its decision, with boxes for its outcomes. It has no meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.cells import Cells, table_of
from secdesk.papers.covers import Cover, collect_cover, counts_restricted, make_tree, restriction_note, with_restricted
from secdesk.papers.event_facts import steps_of_proposal
from secdesk.papers.facts import Step
from secdesk.papers.lines import count
from secdesk.papers.listed import withheld
from secdesk.papers.open_source import open_source
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.sittings.agenda import printed
from secdesk.papers.sittings.boxes import (
    box_columns,
    legend,
    reference_column,
    remarks,
    signature_table,
    with_title,
)
from secdesk.papers.sittings.facts import ItemFacts
from secdesk.papers.tree import Block, Figure, Line, Paper
from secdesk.rules.date_words import format_date, format_long
from secdesk.rules.process import OUTCOMES, letters_of


@dataclass(frozen=True, slots=True)
class AuthorityFacts:
    """What is with the Authority on a day, by number."""

    dates: PaperDays
    cover: Cover
    rows: tuple[ItemFacts, ...]


def collect_authority(session: Session, at: date, *, marking: str | None = None) -> AuthorityFacts:
    """Return what waits for the Authority."""
    source = open_source(session, "authority_sheet", at, marking=marking)
    rows = tuple(
        ItemFacts(
            uid=found.uid,
            number="",
            mention=source.mention(found.uid),
            status=found.status,
            history=steps_of_proposal(source, found.uid),
        )
        for found in source.proposals.values()
        if found.status == "with_authority"
    )
    return AuthorityFacts(source.dates, with_restricted(collect_cover(source), source), rows)


@counts_restricted
def compose_authority(facts: AuthorityFacts) -> Paper:
    """Return the sheet as a tree."""
    as_at = format_long(facts.dates.figures_to)
    blocks: list[Block] = [
        *_rows(facts),
        signature_table("Entered by"),
        *restriction_note(facts.cover),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="authority_sheet",
        kicker="DECISION SHEET",
        title="With the Authority",
        subtitle=as_at,
        running=f"Decision sheet — With the Authority, {as_at}",
        subject=f"Modifications with the Authority for decision on {as_at}",
        blocks=blocks,
        draft=False,
        landscape=True,
    )


def _rows(facts: AuthorityFacts) -> list[Block]:
    rows, told = printed(facts.rows, facts.cover), facts.cover.wording
    if not facts.rows:
        return [told.paragraph("authority.none")]
    if not rows:
        return [withheld(told)]
    letters = letters_of("AUTHORITY")
    number = count("authority.count", [row.uid for row in facts.rows])
    lead = told.counted("authority.some", len(facts.rows), count=number)
    return [lead, legend(letters), table_of("Modifications with the Authority", _columns(), rows)]


def _columns() -> list[Cells[ItemFacts]]:
    letters = letters_of("AUTHORITY")
    last: list[Cells[ItemFacts]] = [
        Cells("Sent on", _sent, width=92.0, needed=True, unknown="not known"),
        Cells("Recommendation", _recommendation, width=130.0, needed=True, unknown="not known"),
        *box_columns(letters),
        Cells("Letter dated", lambda item: (), width=96.0, needed=True, unknown=""),
        Cells("Note", lambda item: remarks(item, letters), width=96.0, needed=True, unknown=""),
    ]
    return with_title([reference_column("authority")], last)


def _recommended(history: Sequence[Step]) -> Step | None:
    """Return the event that last sent a proposal to the Authority; None where it was taken over there."""
    sent = [step for step in history if OUTCOMES[step.outcome].status == "with_authority"]
    return sent[-1] if sent else None


def _sent(item: ItemFacts) -> Line:
    step = _recommended(item.history)
    return (Figure(f"authority.sent.{step.event}", format_date(step.day), (step.event,)),) if step and step.day else ()


def _recommendation(item: ItemFacts) -> Line:
    step = _recommended(item.history)
    return (Figure(f"authority.{step.event}", OUTCOMES[step.outcome].label, (step.event,)),) if step else ()
