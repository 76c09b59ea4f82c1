"""SEC Releases, their dated dates, and the parts of modifications that they carry (domain.md 1.4)."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import dated, field


class Release(Record):
    """A SEC Release. Its date has a history: a paper prints the date that held on its own day."""

    __tablename__ = "release"
    __table_args__ = STRICT
    kind = Kind("release", "releases", order=("name",))

    name: Mapped[str | None] = field(
        "Name", "line", required=True, brief=True, index=True, help="Such as February 2020 SEC Release"
    )
    release_kind: Mapped[str] = field(
        "Kind", "choice", choices="release_kind", nullable=False, default="scheduled", brief=True
    )
    goes_live = dated("Date", "date", brief=True, help="A change keeps the old date and who agreed it")
    implemented: Mapped[datetime.date | None] = field("Implemented", "date", brief=True)
    dcc_systems: Mapped[bool | None] = field("Changes DCC systems", "yes_no")
    sec_version: Mapped[str | None] = field("SEC version", "line", limit=30)
    note: Mapped[str | None] = field("Private note", "text", private=True)


class ReleasePart(Record):
    """A modification, or a part of one, in a release. The release it belongs to has a history."""

    __tablename__ = "release_part"
    __table_args__ = STRICT
    kind = Kind("release part", "release parts", order=("proposal",))

    proposal: Mapped[str | None] = field(
        "Proposal", "link", link="proposal", owner=True, required=True, brief=True, index=True
    )
    release = dated("Release", "link", link="release", required=True, brief=True)
    label: Mapped[str | None] = field("Part", "line", limit=60, brief=True, help="Such as part 1 of 2")
    implemented: Mapped[datetime.date | None] = field("Implemented", "date", brief=True)
