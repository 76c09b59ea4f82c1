"""What stands in the way of an undo: later steps that changed the same values again (design.md 5.6, ux.md 3.1)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict
from secdesk.models import Change, Step
from secdesk.register.log import RecordChange, StepEntry

Touched = tuple[str, str, str]
"""Kind and uid of a record and the name of a field; of a record that came or went every field, as ``*``."""
_WHOLE = "*"


class Overtaken(Conflict):
    """A step cannot be taken back alone: ``later``, the oldest first, changed the same values since."""

    def __init__(self, sentence: str, step: StepEntry, later: Iterable[StepEntry]) -> None:
        """Keep the steps; the error's own text says which value is in the way."""
        self.step = step
        self.later = tuple(later)
        super().__init__(sentence)


def later_steps(
    session: Session, seq: int, changes: Iterable[RecordChange], own: Collection[int] | None
) -> list[Step]:
    """Return the steps after one that changed again what it changed, and what changed those, oldest first.

    ``own`` are the numbers of the steps on the own line; steps of another copy count through their merge.
    """
    touched = {each for change in changes for each in _of(change.kind, change.record, change.action, change.fields)}
    found: list[int] = []
    query = select(Change).where(Change.step > seq).order_by(Change.step, Change.position)
    for number, rows in groupby(session.scalars(query), lambda row: row.step):
        if own is not None and number not in own:
            continue
        mine = {each for row in rows for each in _of(row.kind, row.record, row.action, json.loads(row.fields))}
        if any(_meet(each, touched) for each in mine):
            touched |= mine
            found.append(number)
    return list(session.scalars(select(Step).where(Step.seq.in_(found)).order_by(Step.seq)))


def _of(kind: str, uid: str, action: str, fields: Iterable[str]) -> Iterator[Touched]:
    if action != "edit":
        yield kind, uid, _WHOLE
    yield from ((kind, uid, name) for name in fields)


def _meet(mine: Touched, touched: set[Touched]) -> bool:
    kind, uid, name = mine
    if mine in touched or (kind, uid, _WHOLE) in touched:
        return True
    return name == _WHOLE and any(other[:2] == (kind, uid) for other in touched)
