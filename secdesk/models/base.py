"""What every record is: a uid for life, a revision, a hash over its whole row, and declared fields."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Integer, MetaData, Table, Text, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from secdesk.models.compact_json import packed_sorted
from secdesk.models.fields import FieldInfo, dated
from secdesk.models.types import Value

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one catalogue of tables of a register."""

    metadata = MetaData(naming_convention=NAMING)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is true of a kind of record.

    ``singular`` and ``plural`` are its words, ``facts`` the groups of fields that are one fact (the unit of
    conflict of a merge: a vote with its date and outcome is one). ``order`` names the fields that lists sort by.
    ``one_for`` names the fields that say what a record is about: two copies that each add or edit a record about the
    same thing have touched one fact (the values of a dated field, the decisions on an item of an agenda).
    """

    singular: str
    plural: str
    facts: tuple[tuple[str, ...], ...] = ()
    order: tuple[str, ...] = ()
    one_for: tuple[str, ...] = ()


def new_uid() -> str:
    """Return a new identity for a record; it never changes and is never shown."""
    return uuid.uuid4().hex


class Record(Base):
    """A record of the register. ``uid`` never changes; ``rev`` counts its saved states."""

    __abstract__ = True
    kind: ClassVar[Kind]

    uid: Mapped[str] = mapped_column(Text, primary_key=True, default=new_uid, sort_order=-10)
    rev: Mapped[int] = mapped_column(Integer, nullable=False, default=0, sort_order=90)
    row_hash: Mapped[str] = mapped_column(Text, nullable=False, default="", sort_order=91)

    @classmethod
    def kind_name(cls) -> str:
        """Return the name of this kind: its table's."""
        return str(cls.__tablename__)

    @classmethod
    @cache
    def stored_fields(cls) -> dict[str, FieldInfo]:
        """Return the fields kept in the row itself, in declared order."""
        columns = cls.__table__.columns
        return {c.name: FieldInfo(name=c.name, **c.info["facts"]) for c in columns if "facts" in c.info}

    @classmethod
    @cache
    def dated_fields(cls) -> dict[str, FieldInfo]:
        """Return the fields whose values have dates, in declared order."""
        return {name: value.info for name, value in vars(cls).items() if isinstance(value, dated)}

    @classmethod
    @cache
    def fields(cls) -> dict[str, FieldInfo]:
        """Return all declared fields: the dated first, as they name the record, then the stored."""
        return {**cls.dated_fields(), **cls.stored_fields()}

    def values(self) -> dict[str, Value]:
        """Return the stored values by field name."""
        return {name: getattr(self, name) for name in self.stored_fields()}


def row_hash(table: str, values: Mapping[str, Any]) -> str:
    """Return the hash over every column of a row but the hash itself.

    SQLite's own check notices 2.8 % of flipped bits (reliability.md 0.7); this notices every change of content.
    """
    hashed = {**values}
    hashed.pop("row_hash", None)
    return hashlib.sha256(packed_sorted([table, hashed])).hexdigest()[:32]


@event.listens_for(Table, "after_parent_attach")
def _add_limits(table: Table, _metadata: MetaData) -> None:
    """Put the limits that the fields declare into the schema as well."""
    for column in table.columns:
        facts = column.info.get("facts", {})
        if facts.get("limit"):
            table.append_constraint(
                CheckConstraint(f"length({column.name}) <= {facts['limit']}", name=f"{column.name}_length")
            )
        if facts.get("kind") == "yes_no":
            table.append_constraint(CheckConstraint(f"{column.name} IN (0, 1)", name=f"{column.name}_yes_no"))


STRICT = {"sqlite_strict": True}
