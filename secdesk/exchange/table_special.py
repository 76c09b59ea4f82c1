"""Rows of the two kinds that are read in a way of their own: proposals, by their references, and dated values."""

from __future__ import annotations

from dataclasses import replace

from secdesk.exchange.cell_values import read_cell
from secdesk.exchange.csv_preview import Name
from secdesk.exchange.sheet import SheetRow
from secdesk.exchange.table_columns import UID
from secdesk.exchange.table_form import ID, Column, columns_of
from secdesk.exchange.table_present import comparable
from secdesk.exchange.table_row import Background, RowReading
from secdesk.models import FieldInfo, kinds
from secdesk.models.types import Value
from secdesk.rules.reference import SERIES, ReferenceProblem, parse_reference
from secdesk.rules.text import fold
from secdesk.rules.values import store_value


class ProposalReading(RowReading):
    """A proposal: of a row without an id and without a number, the reference is read."""

    def __init__(self, background: Background, row: SheetRow) -> None:
        """Read the reference, which also names part letter and series."""
        self._from_reference: dict[str, str] = {}
        super().__init__(background, row)
        if not super()._text(ID).strip() and not super()._text("number").strip():
            self._from_reference = _parts_of(super()._text("reference"))

    def _text(self, name: str) -> str:
        return super()._text(name) or self._from_reference.get(name, "")

    def _read_columns(self) -> tuple[Column, ...]:
        read = super()._read_columns()
        there = {column.name for column in read}
        added = (each for each in columns_of(self._kind) if each.name in self._from_reference)
        return (*read, *(column for column in added if column.name not in there))

    def _leave_derived(self, name: str, text: str) -> None:
        if name != "reference" or self._record is not None:
            super()._leave_derived(name, text)

    def _check_rules(self) -> None:
        super()._check_rules()
        if {"number", "suffix"} & set(self._found):
            present = self._record.values if self._record else {}
            whole = {**present, **self._found}
            identity = (comparable(whole.get("number")), comparable(whole.get("suffix")))  # type: ignore[arg-type]
            self._check_number(identity)

    def _check_number(self, identity: tuple[object, object]) -> None:
        key = ("number", "suffix")
        others = [uid for uid in self._with.present.find(self._kind, key, identity, self._day) if uid != self._uid]
        if identity[0] is not None and others:
            name = self._with.present.names(self._kind, self._day).get(others[0], "another proposal")
            self._problem("number", f"it is the number of {name}. Use another")
        elif identity[0] is not None and self._record is not None:
            self._take_once((key, identity), "number")


def _parts_of(text: str) -> dict[str, str]:
    try:
        found = parse_reference(text)
    except ReferenceProblem:
        return {}
    return {"number": str(found.number), "suffix": found.suffix, "series": found.series or SERIES}


class DatedValueReading(RowReading):
    """A value from a day on: it is read as the field that it belongs to reads values."""

    def _read_text(self, info: FieldInfo, text: str) -> Value | Name:
        match info.name:
            case "record":
                return self._read_owner(text.strip())
            case "field_name":
                return self._read_field(text.strip())
            case "value":
                return self._read_own(info, text)
            case _:
                return super()._read_text(info, text)

    def _may_be_day(self, name: str) -> bool:
        return name == "value" or super()._may_be_day(name)

    def _read_owner(self, typed: str) -> str:
        if not UID.fullmatch(typed) or not self._owner_kind(typed):
            raise ValueError(f"'{typed[:40]}' is no id of a record with values that have dates")
        return typed

    def _owner_kind(self, uid: str) -> str:
        kind = self._with.present.kind_of(uid) or self._with.links.coming_kind(uid)
        return kind if kind and kinds()[kind].dated_fields() else ""

    def _owner_fields(self) -> dict[str, FieldInfo]:
        owner = self._value("record") or (self._record.values["record"] if self._record else "")
        kind = self._owner_kind(str(owner))
        return kinds()[kind].dated_fields() if kind else {}

    def _read_field(self, typed: str) -> str:
        fields = self._owner_fields()
        for name, info in fields.items():
            if fold(typed) in (fold(name), fold(info.label)):
                return name
        known = ", ".join(f"'{name}'" for name in fields)
        raise ValueError(f"'{typed[:40]}' is no field with dates of that record. It has {known or 'none'}")

    def _read_own(self, info: FieldInfo, text: str) -> str | None:
        name = str(self._value("field_name") or (self._record.values["field_name"] if self._record else ""))
        own = self._owner_fields().get(name)
        if own is None:
            raise ValueError("it cannot be read without the record and the field that it is a value of")
        own = replace(own, label=info.label)
        if own.kind != "link":
            return store_value(own, read_cell(own, text, self._with.today, self._with.calendar))
        found = self._with.links.find(own, text, self._day)
        if not found.uid:
            raise ValueError(f"No {kinds()[own.link].kind.singular} called '{found.name[:40]}' is in this register")
        return found.uid

    def _called(self) -> str:
        if self._record is None:
            return super()._called()
        values = self._record.values
        info = self._record.value_info
        return f"{info.label if info else values['field_name']} of {values['belongs_to']}"


def reading_of(background: Background, row: SheetRow) -> RowReading:
    """Return the reading of a row of the table's kind."""
    special = {"proposal": ProposalReading, "dated_value": DatedValueReading}
    return special.get(background.columns.kind, RowReading)(background, row)
