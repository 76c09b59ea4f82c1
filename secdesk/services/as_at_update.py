"""Changing a record by what a list says of it on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import DatedValue
from secdesk.models.types import Value
from secdesk.services.records import Effect, model_of, update_record


def update_as_at(session: Session, kind: str, uid: str, values: Mapping[str, Value], day: date) -> None:
    """Change fields of a record: those that have dates from ``day`` on, or always where they never had a value.

    Raises Invalid, or NotFound when the record is gone.
    """
    dated = model_of(kind).dated_fields()
    held = set(session.scalars(select(DatedValue.field_name).where(DatedValue.record == uid)))
    changed = {name: value for name, value in values.items() if name in dated and name in held}
    rest = {name: value for name, value in values.items() if name not in changed}
    if rest:
        update_record(session, kind, uid, rest)
    if changed:
        update_record(session, kind, uid, changed, effect=Effect(since=day))
