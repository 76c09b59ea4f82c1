"""Records of every kind by their declared fields: read, list, add, edit, delete.

Each function takes the session of a read or of ``register.change``; none commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, Invalid, NotFound, Problem
from secdesk.models import DatedValue, FieldInfo, Paper, Proposal, Record, kinds
from secdesk.models.types import Value
from secdesk.rules.naming import name_of, references
from secdesk.rules.status import dated_fields_of
from secdesk.rules.validation import problems_of
from secdesk.rules.values import store_value, stored_value


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as at a date: kind, uid and the value of every declared field, dated ones included."""

    kind: str
    uid: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class DatedRow:
    """One row of a dated field's history, as its declared kind of value."""

    uid: str
    field: str
    value: Value
    effective_from: date | None
    asked_by: str | None
    decided_by: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a dated value holds and why: ``since`` None means from the beginning."""

    since: date | None = None
    asked_by: str | None = None
    decided_by: str | None = None
    reason: str | None = None


def model_of(kind: str) -> type[Record]:
    """Return the model of a kind; raises NotFound in words for a kind that there is not."""
    found = kinds().get(kind)
    if found is None:
        raise NotFound(f"There is no kind of record called '{kind}'. The kinds are: {', '.join(sorted(kinds()))}")
    return found


def get_record(session: Session, kind: str, uid: str, at: date) -> RecordRow:
    """Return one record as at a date; raises NotFound."""
    rows = list_records(session, kind, at, uids=[uid])
    if not rows:
        raise NotFound(f"This {model_of(kind).kind.singular} is no longer in the register")
    return rows[0]


def list_records(
    session: Session, kind: str, at: date, *, uids: Sequence[str] | None = None, owner: str | None = None
) -> list[RecordRow]:
    """Return records of a kind as at a date, in the kind's own order; ``owner`` keeps the parts of one record."""
    model: Any = model_of(kind)
    dated = dated_fields_of(model, at)
    stored = [getattr(model, name) for name in model.stored_fields()]
    query = select(model.uid, *stored, *(expression.label(name) for name, expression in dated.items()))
    if uids is not None:
        query = query.where(model.uid.in_(uids))
    if owner is not None:
        owners = [getattr(model, name) for name, info in model.stored_fields().items() if info.owner]
        query = query.where(or_(*(column == owner for column in owners)))
    query = query.order_by(
        *(getattr(model, name) for name in model.kind.order if name in model.stored_fields()), model.uid
    )
    return [_as_row(model, dict(row._mapping)) for row in session.execute(query)]


def _as_row(model: type[Record], found: Mapping[str, Any]) -> RecordRow:
    values: dict[str, Value] = {}
    for name, info in model.fields().items():
        values[name] = stored_value(info, found[name]) if info.dated else found[name]
    return RecordRow(model.kind_name(), found["uid"], values)


def create_record(
    session: Session, kind: str, values: Mapping[str, Value], *, effect: Effect | None = None, uid: str | None = None
) -> str:
    """Add a record and return its uid; raises Invalid with a problem for each field that cannot be stored."""
    model = model_of(kind)
    _check(session, model, None, values)
    record = model(uid=uid) if uid else model()
    for name, value in values.items():
        if name in model.stored_fields() and value is not None:
            setattr(record, name, value)
    session.add(record)
    session.flush()
    for name, value in values.items():
        if name in model.dated_fields() and value is not None:
            add_dated_value(session, model, record.uid, name, value, effect or Effect())
    return record.uid


def update_record(
    session: Session, kind: str, uid: str, values: Mapping[str, Value], *, effect: Effect | None = None
) -> None:
    """Change fields of a record; a dated field gets a new row from ``effect.since`` on (default: always).

    Raises Invalid, or NotFound when the record is gone.
    """
    model = model_of(kind)
    record = session.get(model, uid)
    if record is None:
        raise NotFound(f"This {model.kind.singular} is no longer in the register")
    _refuse_issued(record)
    _check(session, model, record, values)
    for name, value in values.items():
        if name in model.dated_fields():
            add_dated_value(session, model, uid, name, value, effect or Effect())
        elif name in model.stored_fields():
            setattr(record, name, _not_null(model.stored_fields()[name], model, value))
    session.flush()


def _refuse_issued(record: Record) -> None:
    """Keep an issued paper as it went out (design.md 5.10)."""
    if isinstance(record, Paper) and record.frozen_file is not None:
        called = f"Version {record.version} of this paper"
        raise Conflict(f"{called} was issued and stays as it is. Issue a correction instead")


def _not_null(info: FieldInfo, model: type[Record], value: Value) -> Value:
    """Return a value for a column that must hold something: empty text rather than nothing."""
    column = model.__table__.columns[info.name]
    if value is not None or column.nullable:
        return value
    return column.default.arg if column.default is not None else ""


def add_dated_value(session: Session, model: type[Record], uid: str, name: str, value: Value, effect: Effect) -> None:
    """Give a dated field a value from a day on. A row of the same day and field is changed, not doubled."""
    info = model.dated_fields()[name]
    rows = session.scalars(select(DatedValue).where(DatedValue.record == uid, DatedValue.field_name == name)).all()
    same_day = [row for row in rows if row.effective_from == effect.since]
    row = (
        same_day[-1]
        if same_day
        else DatedValue(
            record=uid,
            field_name=name,
            effective_from=effect.since,
            position=max((r.position for r in rows), default=0) + 1,
        )
    )
    row.value = store_value(info, value)
    row.asked_by, row.decided_by, row.reason = effect.asked_by, effect.decided_by, effect.reason
    session.add(row)
    session.flush()


def dated_rows(session: Session, kind: str, uid: str) -> list[DatedRow]:
    """Return the history of every dated field of a record, oldest first."""
    return histories(session, kind, tuple(model_of(kind).dated_fields()), uid).get(uid, [])


def histories(session: Session, kind: str, fields: Sequence[str], uid: str | None = None) -> dict[str, list[DatedRow]]:
    """Return the history of dated fields by record, of all of a kind or of one, each oldest first."""
    model = model_of(kind)
    infos = model.dated_fields()
    is_wanted = DatedValue.record.in_(select(model.uid)) if uid is None else DatedValue.record == uid
    rows = session.scalars(
        select(DatedValue)
        .where(is_wanted, DatedValue.field_name.in_(fields))
        .order_by(
            DatedValue.field_name,
            DatedValue.effective_from.is_not(None),
            DatedValue.effective_from,
            DatedValue.position,
        )
    )
    found: dict[str, list[DatedRow]] = {}
    for row in rows:
        value = stored_value(infos[row.field_name], row.value)
        told = DatedRow(row.uid, row.field_name, value, row.effective_from, row.asked_by, row.decided_by, row.reason)
        found.setdefault(row.record, []).append(told)
    return found


def delete_record(session: Session, kind: str, uid: str, at: date) -> None:
    """Delete a record with its parts and dated values; refused while other records point to it."""
    model = model_of(kind)
    record = session.get(model, uid)
    if record is None:
        raise NotFound(f"This {model.kind.singular} is no longer in the register")
    _refuse_issued(record)
    pointing = pointing_records(session, kind, uid)
    if pointing:
        other_kind, other = pointing[0]
        raise Conflict(
            f"'{name_of(session, kind, uid, at)}' is used by {model_of(other_kind).kind.singular}"
            f" '{name_of(session, other_kind, other, at)}'. Change that first"
        )
    for part_kind, part in part_records(session, kind, uid):
        delete_record(session, part_kind, part, at)
    for row in session.scalars(select(DatedValue).where(DatedValue.record == uid)):
        session.delete(row)
    session.delete(record)
    session.flush()


def part_records(session: Session, kind: str, uid: str) -> list[tuple[str, str]]:
    """Return kind and uid of the parts of a record: those whose owner link points to it."""
    return _linked(session, kind, uid, owner=True)


def pointing_records(session: Session, kind: str, uid: str) -> list[tuple[str, str]]:
    """Return kind and uid of the records that point to a record without being part of it."""
    parts = {part for _, part in part_records(session, kind, uid)}
    pointing = [(k, u) for k, u in _linked(session, kind, uid, owner=False) if u not in parts and u != uid]
    return pointing + _pointing_dated(session, kind, uid)


def _linked(session: Session, kind: str, uid: str, *, owner: bool) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for other, model in kinds().items():
        columns = [getattr(model, n) for n, i in model.stored_fields().items() if i.link == kind and i.owner == owner]
        if columns:
            query = select(model.uid).where(or_(*(column == uid for column in columns)))
            found.extend((other, other_uid) for other_uid in session.scalars(query))
    return found


def _pointing_dated(session: Session, kind: str, uid: str) -> list[tuple[str, str]]:
    """Return the owners of dated values that link to a record, whatever day they hold from."""
    found: list[tuple[str, str]] = []
    for other, model in kinds().items():
        names = [name for name, info in model.dated_fields().items() if info.link == kind]
        if names:
            query = (
                select(model.uid)
                .join(DatedValue, DatedValue.record == model.uid)
                .where(DatedValue.field_name.in_(names), DatedValue.value == uid)
                .distinct()
            )
            found.extend((other, owner) for owner in session.scalars(query) if owner != uid)
    return found


def _check(session: Session, model: type[Record], record: Record | None, values: Mapping[str, Value]) -> None:
    unknown = [name for name in values if name not in model.fields()]
    if unknown:
        raise Invalid([Problem(unknown[0], f"A {model.kind.singular} has no field called '{unknown[0]}'")])
    whole = {**(record.values() if record is not None else {}), **values}
    problems = problems_of(model.kind_name(), model.fields(), whole)
    problems.extend(_broken_links(session, model, values))
    if model is Proposal:
        problems.extend(_taken_number(session, record.uid if record else None, whole))
    if problems:
        raise Invalid(problems)


def _broken_links(session: Session, model: type[Record], values: Mapping[str, Value]) -> list[Problem]:
    found = []
    for name, value in values.items():
        info = model.fields()[name]
        if info.kind == "link" and value is not None and session.get(model_of(info.link), str(value)) is None:
            found.append(Problem(name, f"{info.label} points to a record that is not in this register"))
    return found


def _taken_number(session: Session, own: str | None, values: Mapping[str, Value]) -> list[Problem]:
    number, suffix = values.get("number"), values.get("suffix") or ""
    if number is None:
        return []
    query = select(Proposal.uid).where(Proposal.number == number, Proposal.suffix == suffix)
    taken = next((uid for uid in session.scalars(query) if uid != own), None)
    if taken is None:
        return []
    far_future = date.max
    reference = references(session, [taken], far_future)[taken]
    title = name_of(session, "proposal", taken, far_future).removeprefix(reference).strip()
    called = f"already '{title}'" if title else "taken already"
    return [Problem("number", f"{reference} is {called}. Use {next_number(session)} or type another")]


def next_number(session: Session) -> int:
    """Return the next free number for a new Draft Proposal."""
    return (session.scalar(select(func.max(Proposal.number))) or 0) + 1
