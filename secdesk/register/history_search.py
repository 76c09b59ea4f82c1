"""Finding steps in the change log: by words, by record, by person, those that changed many records (ux.md 2.13).

Steps that a person made in one go, such as the outcomes drafted in a sitting, stand together as one group.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from secdesk.models import Change, Proposal, Step, kinds
from secdesk.register.former_names import FormerNames
from secdesk.register.history import records_about
from secdesk.rules.naming import names
from secdesk.rules.text import fold

_DRAFT = "draft_"
_NAMED = ("proposal", "person", "organisation", "release")
"""Kinds that people look for by name."""
_MOST_NAMED = 200
"""How many records a searched name may mean before only the log's own words are searched."""
Group = tuple[int, ...]
"""The numbers of steps that stand together, newest first."""


@dataclass(frozen=True, slots=True)
class HistoryAsk:
    """Which steps are wanted: with some words, about a record, by a person, with two or more records of a kind."""

    text: str = ""
    record: str = ""
    who: str = ""
    bulk: bool = False


def find_steps(session: Session, ask: HistoryAsk) -> list[Group]:
    """Return the steps that answer, newest first, those made in one go as one group."""
    query = select(Step.seq, Step.who, Step.kind, Step.at).where(*_conditions(session, ask))
    rows = session.execute(query.order_by(Step.seq.desc())).all()
    drafted = _drafting(session)

    def together(row: Any) -> tuple[str, ...]:
        """Return what steps of one group share; other steps share nothing."""
        return (row.who, row.kind, row.at[:10]) if row.seq in drafted else (str(row.seq),)

    return [tuple(row.seq for row in group) for _, group in groupby(rows, together)]


def search_size(session: Session, ask: HistoryAsk) -> int:
    """Return how many rows a question is answered from: the steps, and for words the proposals that they may name."""
    steps = session.scalar(select(func.count()).select_from(Step)) or 0
    return steps + (session.scalar(select(func.count()).select_from(Proposal)) or 0) if ask.text.strip() else steps


def called(session: Session, uid: str) -> str:
    """Return what a record is called in the middle of a sentence, present or gone; nothing for one never heard of."""
    kind = session.scalar(select(Change.kind).where(Change.record == uid).limit(1))
    return FormerNames(session).short(kind, uid) if kind in kinds() and kind is not None else ""


def _drafting(session: Session) -> set[int]:
    """Return the steps that did nothing but draft outcomes, or notes on them, on an agenda."""
    query = select(Change.step, Change.kind, Change.action, Change.fields).where(
        Change.step.in_(select(Change.step).where(Change.kind == "agenda_item", Change.action == "edit"))
    )
    found: dict[int, bool] = {}
    for step, kind, action, fields in session.execute(query):
        is_draft = kind == "agenda_item" and action == "edit" and _only_drafts(fields)
        found[step] = found.get(step, True) and is_draft
    return {step for step, is_draft in found.items() if is_draft}


def _only_drafts(fields: str) -> bool:
    return all(name.startswith(_DRAFT) for name in json.loads(fields))


def _conditions(session: Session, ask: HistoryAsk) -> Iterator[ColumnElement[bool]]:
    if ask.record:
        about = records_about(session, ask.record)
        yield Step.seq.in_(select(Change.step).where(Change.record.in_(about)))
    if ask.who:
        yield Step.who == ask.who
    if ask.bulk:
        many = func.count(Change.record.distinct()) >= 2
        of_a_kind = select(Change.step).where(Change.kind != "dated_value").group_by(Change.step, Change.kind)
        yield Step.seq.in_(of_a_kind.having(many))
    known = _names(session) if ask.text.strip() else {}
    for word in ask.text.split():
        yield _says(session, word, known)


def _says(session: Session, word: str, known: Mapping[str, str]) -> ColumnElement[bool]:
    """Say whether a step's words, its person, its values or the names of its records hold a word."""
    named = _named(session, word, known)
    ways = [
        Step.label.icontains(word, autoescape=True),
        Step.who.icontains(word, autoescape=True),
        Step.seq.in_(select(Change.step).where(_holds(word))),
    ]
    if named:
        linked = or_(Change.record.in_(named), *(Change.fields.contains(uid) for uid in named[:20]))
        ways.append(Step.seq.in_(select(Change.step).where(linked)))
    return or_(*ways)


def _holds(word: str) -> ColumnElement[bool]:
    """Say whether one of the values of a change holds a word; the names of its fields do not count."""
    stored = _as_stored(word)
    pairs = func.json_each(Change.fields).table_valued("value")
    in_value = exists(select(pairs.c.value).where(pairs.c.value.icontains(stored, autoescape=True)))
    return and_(Change.fields.icontains(stored, autoescape=True), in_value)


def _as_stored(word: str) -> str:
    """Return a word as the log's JSON writes it, without the quotation marks round it."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _names(session: Session) -> dict[str, str]:
    """Return the folded names of all records that people look for by name."""
    return {uid: fold(name) for kind in _NAMED for uid, name in names(session, kind, None, date.max).items()}


def _named(session: Session, word: str, known: Mapping[str, str]) -> list[str]:
    """Return the records whose names hold a word, of one all that is about it; none for a word in a great many."""
    wanted = fold(word)
    found = [uid for uid, name in known.items() if wanted in name]
    if len(found) == 1:
        return sorted(records_about(session, found[0]))
    return found if len(found) <= _MOST_NAMED else []
