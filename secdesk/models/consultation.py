"""Consultations, also those only expected in a month (domain.md 8)."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import field


class Consultation(Record):
    """A consultation on a proposal. Before it has dates it may be expected in a month."""

    __tablename__ = "consultation"
    __table_args__ = STRICT
    kind = Kind("consultation", "consultations", facts=(("opened", "closes"),), order=("opened", "expected_month"))

    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", required=True, brief=True, index=True)
    consultation_kind: Mapped[str | None] = field(
        "Kind", "choice", choices="consultation_kind", required=True, brief=True
    )
    expected_month: Mapped[str | None] = field(
        "Expected in", "month", brief=True, help="Before there are dates, like 2020-02"
    )
    expectation_known_by: Mapped[datetime.date | None] = field(
        "Expected since", "date", help="The day from which it was expected; empty means always"
    )
    opened: Mapped[datetime.date | None] = field("Opens", "date", brief=True)
    closes: Mapped[datetime.date | None] = field("Closes", "date", brief=True)
    closing_time: Mapped[str | None] = field("Closing time", "line", limit=20, help="17:00 where nothing is said")
    responses: Mapped[int | None] = field("Responses", "number", minimum=0, maximum=9999, brief=True)
    dropped: Mapped[datetime.date | None] = field("Dropped", "date", help="The day it was given up or withdrawn")
    note: Mapped[str | None] = field("Private note", "text", private=True)
