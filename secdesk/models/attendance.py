"""Who was at a meeting (domain.md 10, 14)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import field


class Attendance(Record):
    """A person at a meeting, for an organisation, in person or as an alternate."""

    __tablename__ = "attendance"
    __table_args__ = STRICT
    kind = Kind(
        "attendance",
        "attendances",
        facts=(("person", "organisation", "alternate"),),
        order=("category",),
        one_for=("meeting", "person"),
    )

    meeting: Mapped[str | None] = field("Meeting", "link", link="meeting", owner=True, required=True, index=True)
    person: Mapped[str | None] = field("Person", "link", link="person", required=True, brief=True, index=True)
    organisation: Mapped[str | None] = field("Organisation", "link", link="organisation", brief=True)
    category: Mapped[str | None] = field("Category", "choice", choices="party_category", brief=True)
    alternate: Mapped[bool | None] = field("As an alternate", "yes_no", brief=True)
