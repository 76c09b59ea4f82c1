"""Organisations and people: light records, found as one types."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import field


class Organisation(Record):
    """A company, body or sub-committee that raises, answers or assesses changes."""

    __tablename__ = "organisation"
    __table_args__ = STRICT
    kind = Kind("organisation", "organisations", order=("name",))

    name: Mapped[str | None] = field("Name", "line", required=True, brief=True, index=True)
    short_name: Mapped[str | None] = field("Short name", "line", brief=True, help="As papers call it, such as DCC")
    category: Mapped[str | None] = field("Category", "choice", choices="party_category", brief=True)
    aliases: Mapped[str | None] = field("Other names", "line", help="Separated by semicolons; found in searches")
    note: Mapped[str | None] = field("Private note", "text", private=True)


class Person(Record):
    """A person named in the register, at most one organisation at a time."""

    __tablename__ = "person"
    __table_args__ = STRICT
    kind = Kind("person", "people", order=("name",))

    name: Mapped[str | None] = field("Name", "line", required=True, brief=True, index=True)
    organisation: Mapped[str | None] = field("Organisation", "link", link="organisation", brief=True)
    role: Mapped[str | None] = field("Role", "line", brief=True)
    note: Mapped[str | None] = field("Private note", "text", private=True)
