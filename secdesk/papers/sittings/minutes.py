"""The shell of a meeting's minutes: everything that the register knows, and room for what only the room knew."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import Meeting
from secdesk.papers.actions.blocks import action_table
from secdesk.papers.cells import Cells, table_of, text_cell
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.facts import Step, VoteRow
from secdesk.papers.lines import body_name, clean_note, heading, line, paragraph, when
from secdesk.papers.open_source import open_sitting
from secdesk.papers.sittings.agenda import printed
from secdesk.papers.sittings.facts import ItemFacts, SittingFacts, collect_sitting
from secdesk.papers.sittings.words import (
    body_words,
    day_of,
    meeting_day,
    meeting_line,
    meeting_title,
    subject,
    the_body,
)
from secdesk.papers.tree import Block, Column, Figure, Heading, Inline, KeyFacts, Line, Paper, Paragraph, Table, Text
from secdesk.papers.wording import Wording
from secdesk.rules.choices import words_of
from secdesk.rules.process import OUTCOMES

TO_WRITE = "[To be written]"
_EMPTY_ROWS = 8
_EMPTY_ACTIONS = 3


def collect_minutes(session: Session, meeting: Meeting, at: date, *, marking: str | None = None) -> SittingFacts:
    """Return the facts of the minutes of a meeting: named as before it, decided as recorded up to ``at``."""
    return collect_sitting(open_sitting(session, "minutes", meeting, at, as_issued=False, marking=marking), meeting)


@counts_restricted
def compose_minutes(facts: SittingFacts) -> Paper:
    """Return the shell of the minutes as a tree; minutes are a draft until the meeting has agreed them."""
    blocks: list[Block] = [
        _key_facts(facts),
        heading(1, "Attendance"),
        *_attendance(),
        heading(1, "Minutes and actions of earlier meetings"),
        *_earlier(facts),
        heading(1, "Items"),
    ]
    blocks += [facts.cover.wording.paragraph("minutes.items.none")] if not facts.items else []
    for item in printed(facts.items, facts.cover):
        blocks += _item(facts.cover.wording, item)
    blocks += [*_without_item(facts), heading(1, "Actions of this meeting"), _new_actions(facts)]
    blocks += [heading(1, "Next meeting"), paragraph(*_next(facts)), *restriction_note(facts.cover)]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="minutes",
        kicker="MINUTES",
        title=meeting_title(facts),
        subtitle=meeting_day(facts),
        running=f"Minutes — {meeting_title(facts)}, {meeting_day(facts)}",
        subject=f"Minutes of the {body_words(facts.meeting.body)} meeting of {meeting_day(facts)}",
        blocks=blocks,
        as_at=facts.dates.paper_date,
        draft=True,
    )


def _key_facts(facts: SittingFacts) -> KeyFacts:
    return KeyFacts(
        (
            ("Meeting", meeting_line(facts)),
            ("Time", line(facts.time or TO_WRITE)),
            ("Place", line(facts.place or TO_WRITE)),
            ("Classification", line(facts.cover.marking or "None")),
        )
    )


def _attendance() -> list[Block]:
    """Return tables to fill in: who was present is not kept in the register."""
    people = (Column("Name", width=1.4), Column("Organisation", width=1.4), Column("Party category", width=1.2))
    present = (*people, Column("Present as", width=1.0))
    rows = (((), (), (), line("Chair")), ((), (), (), line("Secretary")), *((((),) * 4),) * (_EMPTY_ROWS - 2))
    apologies = (*people, Column("Alternate", width=1.0))
    return [
        heading(2, "Present"),
        Table("Those present", present, rows),
        heading(2, "Apologies"),
        Table("Apologies", apologies, ((((),) * 4),) * 2),
    ]


def _earlier(facts: SittingFacts) -> list[Block]:
    told, blocks = facts.cover.wording, list[Block]()
    if facts.previous is not None:
        last = day_of("minutes.previous", facts.previous, "")
        blocks.append(told.paragraph("minutes.last", date=last, gap=TO_WRITE))
    if not facts.open_actions:
        return [*blocks, told.paragraph("minutes.actions.none")]
    table = action_table("Actions of earlier meetings", "minutes.earlier", facts.open_actions)
    return [*blocks, told.paragraph("minutes.actions"), table]


def _item(told: Wording, item: ItemFacts) -> list[Block]:
    blocks: list[Block] = [Heading(2, subject("minutes.item", item), f"{item.number}.")]
    if item.presenter:
        blocks.append(told.paragraph("minutes.presented", person=item.presenter))
    blocks.append(paragraph(Text("Discussion. ", strong=True), TO_WRITE))
    if item.mention is None:
        return blocks
    if not item.decisions:
        undecided = told.say("minutes.decision.none")
        return [*blocks, paragraph(Text("Decision. ", strong=True), *undecided)]
    return [*blocks, *(_decision(step) for step in item.decisions), *_votes(item)]


def _decision(step: Step) -> Paragraph:
    label = Figure(f"minutes.{step.event}", OUTCOMES[step.outcome].label, (step.event,))
    runs: list[Inline | str] = [Text("Decision. ", strong=True), label]
    if step.target is not None and when("", step.target):
        runs += [f", for the {body_name(step.target)}", *when(f"minutes.target.{step.event}", step.target)]
    if step.release and step.outcome == "cb_approved":
        runs.append(f", for the {step.release}")
    remark = "" if step.mention.restricted else clean_note(step.note)
    return paragraph(*runs, ".", f" {remark}" if remark else "")


def _votes(item: ItemFacts) -> list[Block]:
    if not item.votes:
        return []
    columns: list[Cells[VoteRow]] = [
        Cells("Votes", lambda vote: text_cell(words_of("vote_category", vote.category)), width=2.0, needed=True),
        Cells("For", lambda vote: _number(vote, vote.votes_for, "for"), "right", 1.0, needed=True),
        Cells("Against", lambda vote: _number(vote, vote.votes_against, "against"), "right", 1.0, needed=True),
        Cells("Abstained", lambda vote: _number(vote, vote.abstained, "abstained"), "right", 1.0, needed=True),
    ]
    reference = item.mention.reference if item.mention else ""
    return [table_of(f"Votes on {reference}", columns, item.votes)]


def _number(vote: VoteRow, value: int | None, words: str) -> Line:
    return () if value is None else (Figure(f"minutes.{vote.uid}.{words}", str(value), (vote.uid,)),)


def _without_item(facts: SittingFacts) -> list[Block]:
    """Return what was decided without an item of the agenda; nothing where there is none."""
    rows = [item for item in printed(facts.others, facts.cover) if item.decisions]
    if not rows:
        return []
    blocks: list[Block] = [heading(1, "Decisions without an item of the agenda")]
    for item in rows:
        blocks += [Heading(2, subject("minutes.other", item)), *(_decision(step) for step in item.decisions)]
        blocks += _votes(item)
    return blocks


def _new_actions(facts: SittingFacts) -> Table:
    """Return the actions of this meeting and empty rows for more."""
    table = action_table("Actions of this meeting", "minutes.actions", facts.actions)
    empty = tuple(() for _ in table.columns)
    return Table(table.title, table.columns, (*table.rows, *(empty,) * _EMPTY_ACTIONS))


def _next(facts: SittingFacts) -> Line:
    told, body = facts.cover.wording, the_body(facts.meeting.body)
    if facts.following is None:
        return told.say("minutes.next.none", body=body)
    return told.say("minutes.next", body=body, date=day_of("minutes.next", facts.following, ""))
