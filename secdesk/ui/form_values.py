"""What a form reads of a record and stores in it: values, since when they hold, and kept texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules import naming
from secdesk.services import queries, records
from secdesk.services.records import DatedRow, Effect
from secdesk.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record as a form shows it. ``uid`` is empty for a record that is not there yet."""

    kind: str
    uid: str
    values: Mapping[str, Value]
    names: Mapping[str, str]
    """The words of linked records, by field."""
    dated: tuple[DatedRow, ...] = ()
    kept: Mapping[str, str] | None = None
    """Texts that were kept and are not part of the record, by field."""

    def in_force(self, field: str, at: date) -> DatedRow | None:
        """Return the row of a dated field that holds on a day."""
        rows = [row for row in self.dated if row.field == field]
        return next((r for r in reversed(rows) if r.effective_from is None or r.effective_from <= at), None)

    def changes(self, field: str) -> int:
        """Return how many values a dated field has had."""
        return sum(row.field == field for row in self.dated)


def draft_key(kind: str, uid: str) -> str:
    """Return under what a record's texts are kept: its uid, or its kind while it is not there yet."""
    return uid or f"new {kind}"


def load_record(desk: Desk, kind: str, uid: str, at: date) -> Loaded:
    """Return a record as a form shows it; raises NotFound."""

    def read(session: Any) -> Loaded:
        row = records.get_record(session, kind, uid, at)
        dated = tuple(records.dated_rows(session, kind, uid))
        return Loaded(kind, uid, row.values, _link_names(session, kind, row.values, at), dated)

    return replace(desk.read(read), kept=kept_texts(desk, kind, uid))


def load_new(desk: Desk, kind: str, given: Mapping[str, Value]) -> Loaded:
    """Return a record that is not there yet, with the values that it starts with."""
    fields = records.model_of(kind).fields()
    values = {**dict.fromkeys(fields), **queries.starting_values(kind), **given}
    names = desk.read(lambda session: _link_names(session, kind, values, desk.as_at))
    return Loaded(kind, "", values, names, (), kept_texts(desk, kind, ""))


def kept_texts(desk: Desk, kind: str, uid: str) -> dict[str, str]:
    """Return the kept texts of a record by field."""
    key = draft_key(kind, uid)
    return {field: text for (record, field), text in desk.register.drafts().items() if record == key}


def _link_names(session: Any, kind: str, values: Mapping[str, Value], at: date) -> dict[str, str]:
    fields = records.model_of(kind).fields()
    linked = {name: str(values[name]) for name, info in fields.items() if info.kind == "link" and values.get(name)}
    return {name: naming.name_of(session, fields[name].link, uid, at) for name, uid in linked.items()}


def short_name(session: Any, kind: str, uid: str, at: date) -> str:
    """Return what a step calls a record: a proposal by its number alone, others by a name that is not too long."""
    if kind == "proposal":
        found: str = naming.references(session, [uid], at).get(uid, "")
        return "the new Draft Proposal" if found in ("", naming.NOT_NUMBERED) else found
    called = naming.name_of(session, kind, uid, at)
    name = called or f"this {records.model_of(kind).kind.singular}"
    return name if len(name) <= 40 else f"{name[:39].rstrip()}…"


def with_organisation(session: Any, kind: str, name: str, value: Value, loaded: Loaded) -> dict[str, Value]:
    """Return what is stored with a field: a chosen person brings the organisation, where that is not known."""
    values = {name: value}
    beside = f"{name}_organisation"
    fields = records.model_of(kind).fields()
    if fields[name].link == "person" and beside in fields and value is not None and loaded.values.get(beside) is None:
        person = records.get_record(session, "person", str(value), date.max)
        if person.values["organisation"] is not None:
            values[beside] = person.values["organisation"]
    return values


def move_effect(session: Any, kind: str, uid: str, info: FieldInfo, made: Effect, wanted: Effect, value: Value) -> None:
    """Let a value that was just stored hold from another day, or for another reason."""
    if made.since != wanted.since:
        for row in records.dated_rows(session, kind, uid):
            if row.field == info.name and row.effective_from == made.since:
                records.delete_record(session, "dated_value", row.uid, date.max)
    records.update_record(session, kind, uid, {info.name: value}, effect=wanted)
