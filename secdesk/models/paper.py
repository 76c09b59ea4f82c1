"""Papers of a month or meeting, and figures that a person states because records cannot give them."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import field


class Paper(Record):
    """A paper of the register: what stands on its cover, and once issued, what was frozen."""

    __tablename__ = "paper"
    __table_args__ = STRICT
    kind = Kind("paper", "papers", order=("month", "paper_kind"))

    paper_kind: Mapped[str | None] = field("Paper", "choice", choices="paper_kind", required=True, brief=True)
    month: Mapped[str | None] = field("Month", "month", brief=True, index=True)
    meeting: Mapped[str | None] = field("Meeting", "link", link="meeting", brief=True)
    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal")
    date: Mapped[datetime.date | None] = field("Paper date", "date", brief=True)
    figures_to: Mapped[datetime.date | None] = field("Figures to", "date")
    reference: Mapped[str | None] = field("Reference", "line", limit=60, brief=True)
    author: Mapped[str | None] = field("Author", "link", link="person", brief=True)
    team: Mapped[str | None] = field("Team", "line")
    marking: Mapped[str | None] = field("Marking", "choice", choices="marking", brief=True)
    version: Mapped[str | None] = field("Version", "line", limit=20, brief=True)
    issued: Mapped[datetime.date | None] = field("Issued", "date", brief=True)
    frozen_tree: Mapped[str | None] = field("Frozen content", "line", limit=64)
    frozen_file: Mapped[str | None] = field("Frozen file", "line", limit=64)
    private_note: Mapped[str | None] = field("Private note", "text", private=True)


class StatedFigure(Record):
    """A figure that a person states for a month, or a record that counts in another year, with the reason.

    The paper prints it marked, with the register's own figure and the reason in a note. It is the one way in
    which a paper may say other than what the records give.
    """

    __tablename__ = "stated_figure"
    __table_args__ = STRICT
    kind = Kind(
        "stated figure",
        "stated figures",
        facts=(("figure", "month", "assessment", "value", "reason"),),
        order=("month", "figure"),
    )

    figure: Mapped[str | None] = field("Figure", "choice", choices="stated_figure", required=True, brief=True)
    month: Mapped[str | None] = field(
        "Month", "month", brief=True, help="The paper it is stated for; empty means every month"
    )
    assessment: Mapped[str | None] = field("Assessment", "link", link="assessment", brief=True, index=True)
    value: Mapped[str | None] = field(
        "Stated value", "line", limit=40, required=True, brief=True, help="A whole number, or a year such as 2019/20"
    )
    reason: Mapped[str | None] = field("Reason", "text", required=True, brief=True)
