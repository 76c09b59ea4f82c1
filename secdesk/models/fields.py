"""What is true of a field, said once: label, help, section, kind, limits, choices, links.

Forms, tables, CSV, import, history words and the manual read these facts; none of them says them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine

from secdesk.models.types import IsoDate, Plain, Value, YesNo

FieldKind: TypeAlias = Literal["line", "text", "date", "month", "number", "yes_no", "choice", "link"]

LINE_LIMIT = 300
TEXT_LIMIT = 100_000
_LIMITS: dict[str, int] = {"line": LINE_LIMIT, "text": TEXT_LIMIT, "month": 7, "choice": 60, "link": 40}


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """The facts about one field.

    ``name`` is the attribute, ``kind`` what it holds, ``choices`` the name of its list in
    :mod:`secdesk.rules.choices`, ``link`` the kind of record it points to. ``owner`` marks the link to the record
    that this one is part of. ``dated`` fields have rows with a date from which each value holds. ``brief`` marks
    what a one-line account of the record needs. ``private`` text reaches no paper and no calendar file.
    """

    name: str
    label: str
    kind: FieldKind
    help: str = ""
    section: str = ""
    required: bool = False
    brief: bool = False
    private: bool = False
    dated: bool = False
    owner: bool = False
    choices: str = ""
    link: str = ""
    limit: int = 0
    minimum: int | None = None
    maximum: int | None = None


class dated:  # noqa: N801 - reads as a declaration, like a column
    """Declares a field whose values have dates; they live in ``dated_value`` rows, not in a column."""

    def __init__(self, label: str, kind: FieldKind, **facts: Any) -> None:
        """Keep the facts; the name comes from the class body."""
        limit = facts.pop("limit", _LIMITS.get(kind, 0))
        self.facts: dict[str, Any] = {"label": label, "kind": kind, "dated": True, "limit": limit, **facts}
        self.info: FieldInfo

    def __set_name__(self, owner: type, name: str) -> None:
        """Complete the facts with the attribute's name."""
        self.info = FieldInfo(name=name, **self.facts)


def field(label: str, kind: FieldKind, **facts: Any) -> MappedColumn[Any]:
    """Declare a column of the given kind with its facts in ``Column.info``.

    ``nullable`` defaults to True: unknown is a legitimate value. Links are checked by SQLite at commit, so that
    the order of changes within a transaction does not matter. ``index`` asks for an index.
    """
    nullable = facts.pop("nullable", True)
    index = facts.pop("index", False)
    default = facts.pop("default", None)
    limit = facts.pop("limit", _LIMITS.get(kind, 0))
    described = {"label": label, "kind": kind, "limit": limit, **facts}
    foreign = [_foreign_key(facts["link"])] if kind == "link" else []
    return mapped_column(
        _column_type(kind),
        *foreign,
        nullable=nullable,
        index=index,
        default=default,
        info={"facts": described},
        active_history=True,  # the change log needs the value before, also of an attribute not loaded yet
    )


def _foreign_key(kind: str) -> ForeignKey:
    return ForeignKey(f"{kind}.uid", deferrable=True, initially="DEFERRED")


def _column_type(kind: FieldKind) -> TypeEngine[Any]:
    if kind == "date":
        return IsoDate()
    if kind == "number":
        return Integer()
    if kind == "yes_no":
        return YesNo()
    return Text()


def from_plain(info: FieldInfo, value: Plain) -> Value:
    """Return a value as the model holds it: ISO text of a date field becomes a date."""
    return date.fromisoformat(value) if info.kind == "date" and isinstance(value, str) else value
