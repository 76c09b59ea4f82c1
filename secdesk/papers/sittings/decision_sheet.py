"""The decision sheet of a meeting: a box for every outcome, the votes by party category, lines to sign (ux.md 4.5).

Printed before the sitting its boxes are empty; once decisions are recorded theirs are filled, and the same sheet is
the record of the sitting. Outcomes that are only drafted in the room are not on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from secdesk.models import Meeting
from secdesk.papers.cells import Cells, table_of
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.facts import VoteRow
from secdesk.papers.lines import heading, line, month_label, named, note
from secdesk.papers.listed import withheld
from secdesk.papers.open_source import open_sitting
from secdesk.papers.sittings.agenda import printed
from secdesk.papers.sittings.boxes import (
    Letters,
    box_columns,
    legend,
    note_list,
    reference_column,
    remarks,
    signature_table,
    with_title,
)
from secdesk.papers.sittings.facts import ItemFacts, SittingFacts, collect_sitting
from secdesk.papers.sittings.words import body_words, meeting_day, meeting_title
from secdesk.papers.tree import Block, Column, Figure, Heading, Line, Paper, Table, Text
from secdesk.papers.wording import Wording, for_number
from secdesk.rules.choices import options
from secdesk.rules.date_words import format_date
from secdesk.rules.process import letters_of
from secdesk.rules.votes import ALL
from secdesk.rules.wording import counted

_NOT_RECORDED = "–"
_GOES_TO: Mapping[str, str] = MappingProxyType({"CSC": "Panel", "CB": "Release", "PANEL": "Goes to"})


def collect_sheet(session: Session, meeting: Meeting, at: date, *, marking: str | None = None) -> SittingFacts:
    """Return the facts of the decision sheet of a meeting: named as before it, decided as recorded up to ``at``."""
    source = open_sitting(session, "decision_sheet", meeting, at, as_issued=False, marking=marking)
    return collect_sitting(source, meeting)


@counts_restricted
def compose_sheet(facts: SittingFacts) -> Paper:
    """Return the decision sheet of a meeting as a tree."""
    rows = printed(facts.of_proposals, facts.cover)
    blocks: list[Block] = [
        *_decisions(facts, rows),
        *(_votes(facts.cover.wording, rows) if facts.meeting.body == "CB" else []),
        signature_table("Chair", "Secretary"),
        *restriction_note(facts.cover),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="decision_sheet",
        kicker="DECISION SHEET",
        title=meeting_title(facts),
        subtitle=meeting_day(facts),
        as_at=facts.dates.paper_date,
        running=f"Decision sheet — {meeting_title(facts)}, {meeting_day(facts)}",
        subject=f"Decisions of the {body_words(facts.meeting.body)} meeting of {meeting_day(facts)}",
        blocks=blocks,
        draft=False,
        landscape=True,
    )


def _decisions(facts: SittingFacts, rows: Sequence[ItemFacts]) -> list[Block]:
    letters, told = letters_of(facts.meeting.body), facts.cover.wording
    if not facts.of_proposals:
        return [told.paragraph("sheet.items.none")]
    if not letters:
        return [told.paragraph("sheet.no_decisions")]
    if not rows:
        return [withheld(told)]
    table = table_of("Decisions on proposals", _columns(facts.meeting.body, letters), rows)
    counts = note(*_how_many(told, rows), *_without_item(facts, rows))
    return [legend(letters), table, counts, *note_list(told, rows)]


def _columns(body: str, letters: Letters) -> list[Cells[ItemFacts]]:
    first: list[Cells[ItemFacts]] = [
        Cells("Item", lambda item: line(item.number), width=38.0, unknown=_NOT_RECORDED),
        reference_column("sheet"),
    ]
    last: list[Cells[ItemFacts]] = [*box_columns(letters), *_goes_to(body)]
    last.append(Cells("Note", lambda item: remarks(item, letters), width=84.0, needed=True, unknown=""))
    return with_title(first, last)


def _goes_to(body: str) -> list[Cells[ItemFacts]]:
    title = _GOES_TO.get(body)
    if title is None:
        return []
    return [Cells(title, _target if body != "CB" else _release, width=86.0, needed=True, unknown="")]


def _target(item: ItemFacts) -> Line:
    """Return the meeting that a recorded outcome sends a proposal to."""
    for step in item.decisions:
        target = step.target
        if target is not None and (target.day or target.month):
            words = format_date(target.day) if target.day else _short(month_label(target.month or ""))
            return (Figure(f"sheet.target.{step.event}", words, (step.event, target.uid)),)
    return ()


def _short(month: str) -> str:
    """Return ``Feb 2020`` for ``February 2020``: dates are never broken over lines, and the column is narrow."""
    name, _, year = month.partition(" ")
    return f"{name[:3]} {year}" if year else month


def _release(item: ItemFacts) -> Line:
    """Return the release that an approval names."""
    for step in item.decisions:
        if step.outcome == "cb_approved" and step.release:
            return (Figure(f"sheet.release.{step.event}", step.release, (step.event,)),)
    return ()


def _how_many(told: Wording, rows: Sequence[ItemFacts]) -> Line:
    decided = sum(1 for row in rows if row.decisions)
    if not decided:
        return told.say("sheet.to_decide", proposals=_proposals(len(rows)))
    if decided == len(rows):
        return told.say("sheet.decided", proposals=_proposals(decided))
    left = counted(len(rows) - decided, "proposal")
    return told.say("sheet.decided.some", proposals=_proposals(decided), others=left)


def _proposals(number: int) -> str:
    return counted(number, "proposal").capitalize()


def _without_item(facts: SittingFacts, rows: Sequence[ItemFacts]) -> Line:
    """Say which rows are on no agenda: those meant for this meeting, or decided at it all the same."""
    told, number = facts.cover.wording, sum(1 for row in rows if not row.number)
    if not facts.items:
        return line(" ", *told.say("sheet.no_agenda"))
    if not number:
        return ()
    return line(" ", *told.say(for_number("sheet.off_agenda", number), proposals=_proposals(number)))


def _votes(told: Wording, rows: Sequence[ItemFacts]) -> list[Block]:
    """Return a table for each modification: votes by party category, to fill in or as recorded (domain.md 8)."""
    if not rows:
        return []
    blocks: list[Block] = [heading(1, "Votes by party category", new_page=True)]
    for row in rows:
        if row.mention is not None:
            blocks += [Heading(2, named("votes", row.mention)), _vote_table(row)]
    if any(row.votes for row in rows):
        blocks.append(told.note("sheet.dash", dash=_NOT_RECORDED))
    return blocks


def _vote_table(row: ItemFacts) -> Table:
    # Votes that were counted together stand in the total alone.
    categories = {key: words for key, words in options("vote_category").items() if key != ALL}
    by_category = {vote.category: vote for vote in row.votes}
    columns = (Column("Votes", width=0.8), *(Column(words, "right", 1.0) for words in (*categories.values(), "Total")))
    body = tuple(
        (
            line(Text(words, strong=True)),
            *(_vote(by_category.get(key), words, bool(row.votes)) for key in categories),
            _vote_total(row.votes, words),
        )
        for words in _COUNTED
    )
    return Table(f"Votes on {row.mention.reference if row.mention else ''}", columns, body)


_COUNTED = ("For", "Against", "Abstained")


def _number_of(vote: VoteRow, words: str) -> int | None:
    return {"For": vote.votes_for, "Against": vote.votes_against, "Abstained": vote.abstained}[words]


def _vote(vote: VoteRow | None, words: str, is_counted: bool) -> Line:
    """Return a number of votes; an empty cell to write in while nothing is recorded on the modification."""
    number = _number_of(vote, words) if vote else None
    if vote is None or number is None:
        return line(_NOT_RECORDED) if is_counted else ()
    return (Figure(f"votes.{vote.uid}.{words.lower()}", str(number), (vote.uid,)),)


def _vote_total(votes: Sequence[VoteRow], words: str) -> Line:
    """Return the sum of what is recorded; empty while nothing is."""
    known = [(vote.uid, number) for vote in votes if (number := _number_of(vote, words)) is not None]
    if not known:
        return line(_NOT_RECORDED) if votes else ()
    uids = tuple(uid for uid, _ in known)
    return (Figure(f"votes.total.{uids[0]}.{words.lower()}", str(sum(number for _, number in known)), uids),)
