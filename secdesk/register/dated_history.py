"""What a dated field of a record came to say with each step: the log of its rows, played again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Change


@dataclass(frozen=True, slots=True)
class DatedTurn:
    """What one change of a dated row did: the record and field it is about, the day from which it holds (ISO text,
    None for the beginning), and what the field said for that day before and after the change.
    """

    record: str
    field: str
    since: str | None
    before: str | None
    after: str | None


@dataclass(slots=True)
class _Row:
    record: str = ""
    field_name: str = ""
    value: str | None = None
    effective_from: str | None = None
    position: int = 0


def turns(session: Session, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], DatedTurn]:
    """Return what each wanted change did, by its step and position in the log; only changes of dated rows count."""
    if not wanted:
        return {}
    last = max(step for step, _ in wanted)
    query = (
        select(Change.step, Change.position, Change.record, Change.action, Change.fields)
        .where(Change.kind == "dated_value", Change.step <= last)
        .order_by(Change.step, Change.position)
    )
    rows: dict[str, _Row] = {}
    of_field: dict[tuple[str, str], set[str]] = defaultdict(set)
    found: dict[tuple[int, int], DatedTurn] = {}
    for step, position, uid, action, fields in session.execute(query):
        turn = _play(rows, of_field, uid, action, json.loads(fields))
        if (step, position) in wanted:
            found[step, position] = turn
    return found


def _play(
    rows: dict[str, _Row], of_field: dict[tuple[str, str], set[str]], uid: str, action: str, fields: dict[str, Any]
) -> DatedTurn:
    """Make one change to the rows played so far and say what it did."""
    row = rows.get(uid, _Row())
    changed = _changed(row, fields, side=0 if action == "delete" else 1)
    own = of_field[changed.record, changed.field_name]
    since = changed.effective_from
    before = _in_force(rows, own, since)
    if action == "delete":
        rows.pop(uid, None)
        own.discard(uid)
    else:
        rows[uid] = changed
        own.add(uid)
    return DatedTurn(changed.record, changed.field_name, since, before, _in_force(rows, own, since))


def _changed(row: _Row, fields: dict[str, Any], side: int) -> _Row:
    def value(name: str, present: Any) -> Any:
        pair = fields.get(name)
        return pair[side] if isinstance(pair, list) else present

    return _Row(
        value("record", row.record),
        value("field_name", row.field_name),
        value("value", row.value),
        value("effective_from", row.effective_from),
        value("position", row.position),
    )


def _in_force(rows: dict[str, _Row], own: set[str], since: str | None) -> str | None:
    """Return the value for a day, as :func:`secdesk.rules.status.value_at` does: the latest row on or before it."""
    able = [
        (day, rows[uid].position, _reversed(uid), rows[uid].value)
        for uid in own
        if not (day := rows[uid].effective_from or "") or (since is not None and day <= since)
    ]
    return max(able, key=lambda row: row[:3])[3] if able else None


def _reversed(uid: str) -> tuple[int, ...]:
    """Sort the smaller uid last: of two rows equal in all else it is the one that counts."""
    return tuple(-ord(letter) for letter in uid)
