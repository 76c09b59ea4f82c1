"""The action log: what was asked of whom, by body, late ones marked (domain.md 15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.papers.actions.blocks import action_table
from secdesk.papers.actions.facts import ActionFact, all_actions
from secdesk.papers.covers import Cover, collect_cover, counts_restricted, make_tree, restriction_note, with_restricted
from secdesk.papers.lines import count, counted_figure, heading
from secdesk.papers.open_source import open_source
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.tree import Block, Paper
from secdesk.papers.wording import Wording
from secdesk.rules.date_words import format_long
from secdesk.rules.process import MEETING_BODIES

_NO_MEETING = "Set at no meeting"


@dataclass(frozen=True, slots=True)
class ActionLogFacts:
    """The actions as at a day, by number: those open, and those done since the start of the Regulatory Year."""

    dates: PaperDays
    cover: Cover
    open: tuple[ActionFact, ...]
    done: tuple[ActionFact, ...]


def collect_action_log(session: Session, at: date, *, marking: str | None = None) -> ActionLogFacts:
    """Return the actions that are open on a day, and those done in its Regulatory Year."""
    source = open_source(session, "action_log", at, marking=marking)
    found = all_actions(source)
    return ActionLogFacts(
        dates=source.dates,
        cover=with_restricted(collect_cover(source), source),
        open=tuple(fact for fact in found if fact.done is None),
        done=tuple(fact for fact in found if fact.done in source.dates.year_so_far),
    )


@counts_restricted
def compose_action_log(facts: ActionLogFacts) -> Paper:
    """Return the log as a tree."""
    as_at, year = format_long(facts.dates.figures_to), facts.dates.year.label
    told = facts.cover.wording
    blocks: list[Block] = [
        heading(1, "Open actions"),
        *_by_body(facts, facts.open, "open", told.paragraph("action_log.open.none")),
        heading(1, f"Done during {year}"),
        *_by_body(facts, facts.done, "done", told.paragraph("action_log.done.none", year=year)),
        *restriction_note(facts.cover),
    ]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="action_log",
        kicker="ACTIONS",
        title="Action log",
        subtitle=as_at,
        subject=f"Actions of all bodies as at {as_at}",
        blocks=blocks,
        draft=False,
    )


def _by_body(facts: ActionLogFacts, found: Sequence[ActionFact], key: str, none: Block) -> list[Block]:
    """Return a table for each body that has actions, in the order of the bodies."""
    if not found:
        return [none]
    blocks: list[Block] = []
    for body, words in (*MEETING_BODIES.items(), ("", _NO_MEETING)):
        own = [fact for fact in found if (fact.body if fact.body in MEETING_BODIES else "") == body]
        shown = [fact for fact in own if not (facts.cover.leaves_out and fact.mention and fact.mention.restricted)]
        if own:
            title: Block = heading(2, words)
            table = [action_table(f"Actions: {words}", f"actions.{key}", shown)] if shown else []
            blocks += [title, *table, _how_many(facts.cover.wording, own, f"{key}.{body or 'none'}")]
    return blocks


def _how_many(told: Wording, own: Sequence[ActionFact], key: str) -> Block:
    late = [fact.uid for fact in own if fact.late]
    total = counted_figure(f"actions.count.{key}", [fact.uid for fact in own], "action")
    if not late:
        return told.note("action_log.count", actions=total)
    return told.note("action_log.count.late", actions=total, late=count(f"actions.late.{key}", late))
