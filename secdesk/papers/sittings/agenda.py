"""The agenda of a meeting: numbered items with paper, lead, time and the decision wanted (ux.md 2.8, 4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import Meeting
from secdesk.papers.cells import Cells, left_out, table_of, text_cell
from secdesk.papers.covers import Cover, counts_restricted, make_tree, restriction_note
from secdesk.papers.facts import Mention
from secdesk.papers.lines import counted_figure, day, line, named, note, shown
from secdesk.papers.listed import items, withheld
from secdesk.papers.open_source import open_sitting
from secdesk.papers.sittings.facts import ItemFacts, SittingFacts, collect_sitting
from secdesk.papers.sittings.words import (
    NOT_STATED,
    asked,
    body_words,
    clock,
    day_of,
    length_of_all,
    length_words,
    meeting_day,
    meeting_title,
    subject,
)
from secdesk.papers.tree import Block, Inline, Line, Paper, plain

KINDS = {"PANEL": "panel_agenda", "WG": "wg_agenda"}


def collect_agenda(session: Session, meeting: Meeting, at: date, *, marking: str | None = None) -> SittingFacts:
    """Return the facts of the agenda of a meeting, named as they were before it."""
    kind = KINDS.get(meeting.body or "", "agenda")
    return collect_sitting(open_sitting(session, kind, meeting, at, marking=marking), meeting)


@counts_restricted
def compose_agenda(facts: SittingFacts) -> Paper:
    """Return an agenda as a tree; it bears the word DRAFT until it is confirmed."""
    body = body_words(facts.meeting.body)
    blocks: list[Block] = [
        *_items(facts),
        *_not_on_it(facts),
        *_standing(facts),
        *restriction_note(facts.cover),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind=KINDS.get(facts.meeting.body, "agenda"),
        kicker="AGENDA",
        title=meeting_title(facts),
        subtitle=_when_and_where(facts),
        running=f"Agenda — {meeting_title(facts)}, {meeting_day(facts)}",
        subject=f"Agenda of the {body} meeting of {meeting_day(facts)}",
        blocks=blocks,
        draft=not facts.agenda_confirmed,
        landscape=True,
    )


def _when_and_where(facts: SittingFacts) -> str:
    """Return the line under the title: day, time and place, as far as they are known."""
    where = ", ".join(part for part in (facts.time, facts.place) if part)
    return " · ".join(part for part in (meeting_day(facts), where) if part)


def _standing(facts: SittingFacts) -> list[Block]:
    """Say how far the agenda is, when its papers are due, and when the next meeting is."""
    told, own, runs = facts.cover.wording, facts.meeting.uid, list[Inline | str]()
    if facts.agenda_day is not None:
        key = "agenda.confirmed" if facts.agenda_confirmed else "agenda.to_confirm"
        runs += [*told.say(key, date=day("agenda.fixed", facts.agenda_day, own)), " "]
    if facts.papers_due is not None:
        key = "agenda.papers.past" if facts.papers_due < facts.dates.paper_date else "agenda.papers"
        runs += [*told.say(key, date=day("agenda.papers", facts.papers_due, own)), " "]
    return [note(*runs, *_next(facts))]


def _items(facts: SittingFacts) -> list[Block]:
    rows, told = printed(facts.items, facts.cover), facts.cover.wording
    if not facts.items:
        return [told.paragraph("meeting.items.none")]
    if not rows:
        return [withheld(told)]
    columns = _columns(facts.meeting.body)
    missing = left_out([column for column in columns if column.title not in ("Time", "Paper")], rows)
    lacking = [" ", *told.say("agenda.missing", columns=missing)] if missing else []
    return [table_of("Items of the agenda", columns, rows), note(*length_of_all(told, rows), *lacking)]


def _columns(body: str) -> list[Cells[ItemFacts]]:
    return [
        Cells("Item", lambda item: line(item.number), needed=True),
        Cells("Subject", lambda item: subject("agenda", item), needed=True),
        Cells("Paper", lambda item: text_cell(item.paper), unknown="–"),
        Cells("Lead", lambda item: text_cell(item.presenter), unknown=NOT_STATED),
        Cells("Time", _time, align="right", unknown=NOT_STATED),
        Cells("Decision wanted", lambda item: _asked(item, body), unknown=NOT_STATED),
    ]


def _time(item: ItemFacts) -> Line:
    starts = clock(item.starts) if item.starts is not None else ""
    length = length_words(item.minutes) if item.minutes is not None else ""
    return text_cell(" · ".join(part for part in (starts, length) if part))


def _asked(item: ItemFacts, body: str) -> Line:
    words = asked(item, body)
    return () if plain(words) == NOT_STATED else words


def printed(found: Sequence[ItemFacts], cover: Cover) -> list[ItemFacts]:
    """Return the items that a paper prints: all, or without those above its marking, by setting."""
    return [item for item in found if not (cover.leaves_out and item.mention is not None and item.mention.restricted)]


def _not_on_it(facts: SittingFacts) -> list[Block]:
    """Return the proposals that are meant for this meeting and on no item of it; nothing where there are none."""
    meant: list[Mention] = [item.mention for item in facts.others if item.mention is not None and not item.decisions]
    if not meant:
        return []
    told, number = facts.cover.wording, counted_figure("agenda.meant", [mention.uid for mention in meant], "proposal")
    mentions = shown(meant, facts.cover.leaves_out)
    lead = told.counted("agenda.meant", len(meant), proposals=number)
    return [lead, items(told, (named("agenda.meant", mention) for mention in mentions))]


def _next(facts: SittingFacts) -> Line:
    told = facts.cover.wording
    if facts.following is None:
        return told.say("agenda.next.none", body=body_words(facts.meeting.body))
    return told.say("agenda.next", date=day_of("agenda.next", facts.following, ""))
