"""DCC Preliminary and Impact Assessments: requested, accepted and returned are three dates (domain.md 7)."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import dated, field


class Assessment(Record):
    """An assessment by the DCC. Its clock runs from ``accepted``; its target is its own, in Working Days."""

    __tablename__ = "assessment"
    __table_args__ = STRICT
    kind = Kind("assessment", "assessments", facts=(("requested", "requested_at"),), order=("accepted", "proposal"))

    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", required=True, brief=True, index=True)
    assessment_kind: Mapped[str | None] = field("Type", "choice", choices="assessment_kind", required=True, brief=True)
    round: Mapped[int | None] = field("Round", "number", minimum=1, maximum=99)
    target = dated(
        "Target (WD)",
        "number",
        minimum=1,
        maximum=400,
        brief=True,
        help="15 for a Preliminary and 40 for an Impact Assessment unless agreed longer",
    )
    requested: Mapped[datetime.date | None] = field("Requested", "date", brief=True)
    requested_at: Mapped[str | None] = field(
        "Requested at", "link", link="meeting", help="The Change Board that asked for an Impact Assessment"
    )
    accepted: Mapped[datetime.date | None] = field("Accepted", "date", brief=True, help="The clock runs from here")
    returned: Mapped[datetime.date | None] = field("Returned", "date", brief=True, index=True)
    cancelled: Mapped[datetime.date | None] = field("Cancelled", "date")
    document_version: Mapped[str | None] = field("Document version", "line")
    cost_low: Mapped[int | None] = field("Cost from (£)", "number", minimum=0)
    cost_high: Mapped[int | None] = field("Cost to (£)", "number", minimum=0)
    comments: Mapped[str | None] = field("Comments", "text")
    private_note: Mapped[str | None] = field("Private note", "text", private=True)
