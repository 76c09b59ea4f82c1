"""Putting back what was: one old value of a record, or everything a step left behind (ux.md 2.13).

Both are ordinary changes: they stand in the history and can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, NotFound
from secdesk.models import Change, Proposal, Record, kinds
from secdesk.models.fields import from_plain
from secdesk.models.types import Plain, to_plain
from secdesk.register.dated_history import turns
from secdesk.register.log import RecordChange
from secdesk.register.undo import apply_changes
from secdesk.rules.values import stored_value
from secdesk.services.records import Effect, model_of, update_record

_GONE = "This value was removed from the history, so it cannot be put back"
Key = tuple[str, str]
Values = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class _Past:
    """A record as it stood after a step; ``known`` leaves out values that were removed from the history."""

    kind: str
    uid: str
    known: Values


def restore_value(session: Session, step: int, kind: str, uid: str, field: str) -> str:
    """Give one field of a record the value that it had before a step; returns the field's label.

    A dated field gets it from the day on that the step spoke of. Raises NotFound where the record or the step is gone,
    Conflict where the value was removed from the history, Invalid where it no longer fits.
    """
    model = model_of(kind)
    if field in model.dated_fields():
        _restore_dated(session, step, kind, uid, field)
        return model.dated_fields()[field].label
    row = session.scalar(select(Change).where(Change.step == step, Change.kind == kind, Change.record == uid))
    info = model.stored_fields().get(field)
    if row is None or info is None:
        raise NotFound("This change is no longer in the history")
    pair = json.loads(row.fields).get(field)
    if not isinstance(pair, list):
        raise Conflict(_GONE)
    update_record(session, kind, uid, {field: from_plain(info, pair[0])})
    return info.label


def _restore_dated(session: Session, step: int, kind: str, uid: str, field: str) -> None:
    query = select(Change.step, Change.position).where(Change.step == step, Change.kind == "dated_value")
    rows = session.execute(query)
    for turn in turns(session, {(row.step, row.position) for row in rows}).values():
        if (turn.record, turn.field) == (uid, field):
            value = stored_value(model_of(kind).dated_fields()[field], turn.before)
            since = date.fromisoformat(turn.since) if turn.since else None
            update_record(session, kind, uid, {field: value}, effect=Effect(since))
            return
    raise NotFound("This change is no longer in the history")


def restore_version(session: Session, step: int) -> int:
    """Bring the records that a step touched back to how it left them; one that it deleted comes back as it was.

    Nothing is deleted by this. Returns how many records changed. Raises Conflict where what a record names is gone.
    """
    past = list(_as_left(session, step))
    if not past:
        raise NotFound("This change is no longer in the history")
    changes = [change for each in past if (change := _difference(session, each)) is not None]
    _refuse_lost_links(session, changes)
    apply_changes(session, changes)
    _refuse_taken_numbers(session, changes)
    return len(changes)


def _as_left(session: Session, step: int) -> Iterator[_Past]:
    touched = {
        (row.kind, row.record): row.action
        for row in session.execute(select(Change.kind, Change.record, Change.action).where(Change.step == step))
        if row.kind in kinds()
    }
    query = select(Change).where(Change.record.in_({uid for _, uid in touched}), Change.step >= step)
    later: dict[Key, list[Change]] = {}
    for row in session.scalars(query.order_by(Change.step.desc(), Change.position.desc())):
        later.setdefault((row.kind, row.record), []).append(row)
    for (kind, uid), action in touched.items():
        undone = [row for row in later[kind, uid] if row.step > step or action == "delete"]
        yield _Past(kind, uid, _play_back(session, kind, uid, undone))


def _play_back(session: Session, kind: str, uid: str, undone: list[Change]) -> Values:
    """Return a record's values before some changes, the newest first, were made."""
    record = session.get(model_of(kind), uid)
    values: Values = {} if record is None else _values_of(record)
    for row in undone:
        fields: Mapping[str, Any] = json.loads(row.fields)
        values.update({name: pair[0] for name, pair in fields.items() if isinstance(pair, list)})
    return values


def _values_of(record: Record) -> Values:
    return {name: to_plain(getattr(record, name)) for name in record.stored_fields()}


def _difference(session: Session, past: _Past) -> RecordChange | None:
    """Return what turns the record of today into that of then; None where they are the same."""
    model = model_of(past.kind)
    record = session.get(model, past.uid)
    wanted = {name: value for name, value in past.known.items() if name in model.stored_fields()}
    if record is None:
        added: dict[str, tuple[Plain, Plain]] = {n: (None, value) for n, value in wanted.items() if value is not None}
        return RecordChange(past.kind, past.uid, "add", added)
    present = _values_of(record)
    fields = {name: (present[name], value) for name, value in wanted.items() if present[name] != value}
    return RecordChange(past.kind, past.uid, "edit", fields) if fields else None


def _refuse_lost_links(session: Session, changes: list[RecordChange]) -> None:
    coming = {(change.kind, change.record) for change in changes if change.action == "add"}
    for change in changes:
        model = model_of(change.kind)
        for name, (_, value) in change.fields.items():
            link = model.stored_fields()[name].link
            if link and value and (link, value) not in coming and session.get(model_of(link), value) is None:
                label = model.stored_fields()[name].label
                raise Conflict(
                    f"'{label}' of this {model.kind.singular} named a {model_of(link).kind.singular} that is no longer"
                    " in the register. Bring that back first"
                )
        if change.kind == "dated_value":
            _refuse_lost_owner(session, change, coming)


def _refuse_lost_owner(session: Session, change: RecordChange, coming: set[Key]) -> None:
    owner = str(change.fields.get("record", (None, ""))[1] or "")
    if not owner or owner in {uid for _, uid in coming}:
        return
    if all(session.get(model, owner) is None for model in kinds().values()):
        raise Conflict("This value belonged to a record that is no longer in the register. Bring that back first")


def _refuse_taken_numbers(session: Session, changes: list[RecordChange]) -> None:
    if not any(change.kind == "proposal" and {"number", "suffix"} & change.fields.keys() for change in changes):
        return
    query = select(Proposal.number).where(Proposal.number.is_not(None)).group_by(Proposal.number, Proposal.suffix)
    taken = session.scalar(query.having(func.count() > 1).limit(1))
    if taken is not None:
        raise Conflict(f"The number {taken} belongs to another proposal by now. Change that one first")
