"""Actions as a table: number, what is to be done, by whom, by when, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from secdesk.papers.actions.facts import ActionFact
from secdesk.papers.cells import Cells, day_cell, table_of, text_cell
from secdesk.papers.lines import line
from secdesk.papers.tree import Figure, Line, Table, Text
from secdesk.rules.date_words import format_date

WITHHELD = "Above the marking of this paper"


def action_table(title: str, key: str, actions: Sequence[ActionFact]) -> Table:
    """Return a table of actions; ``key`` names its figures."""
    columns: list[Cells[ActionFact]] = [
        Cells("Number", lambda fact: _number(key, fact), needed=True),
        Cells("Action", _text, needed=True, unknown="Not written down"),
        Cells("Owner", lambda fact: text_cell(fact.owner), needed=True, unknown="nobody named"),
        Cells("Due", lambda fact: day_cell(f"{key}.due", fact.due, fact.uid), needed=True, unknown="not set"),
        Cells("State", lambda fact: _state(key, fact), needed=True),
    ]
    return table_of(title, columns, actions)


def _number(key: str, fact: ActionFact) -> Line:
    return (Figure(f"{key}.{fact.uid}", fact.number or "–", (fact.uid,)),)


def _text(fact: ActionFact) -> Line:
    if fact.text is None:
        return line(Text(WITHHELD))
    about = f"{fact.mention.reference}: " if fact.mention and fact.mention.reference not in fact.text else ""
    return text_cell(f"{about}{fact.text}" if fact.text else "")


def _state(key: str, fact: ActionFact) -> Line:
    if fact.done is not None:
        return line("Done ", Figure(f"{key}.done.{fact.uid}", format_date(fact.done), (fact.uid,)))
    return line(Text("Late", strong=True)) if fact.late else line("Open")
