"""Meetings of the bodies, their agendas, and the actions they set."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import field


class Meeting(Record):
    """A meeting of a body. Its date may be unknown; then the month, or the day by which it was held, may be."""

    __tablename__ = "meeting"
    __table_args__ = STRICT
    kind = Kind("meeting", "meetings", facts=(("date", "month", "known_by", "state"),), order=("date", "month", "body"))

    body: Mapped[str | None] = field("Body", "choice", choices="meeting_body", required=True, brief=True)
    date: Mapped[datetime.date | None] = field("Date", "date", brief=True, index=True)
    month: Mapped[str | None] = field("Month", "month", brief=True, help="When only the month is known, like 2020-03")
    known_by: Mapped[datetime.date | None] = field(
        "Held by", "date", help="Without a date: the day by which it was held"
    )
    state: Mapped[str] = field(
        "State",
        "choice",
        choices="meeting_state",
        nullable=False,
        default="planned",
        brief=True,
        help="Papers count only what was held",
    )
    ad_hoc: Mapped[bool | None] = field("Ad-hoc", "yes_no", brief=True)
    number: Mapped[int | None] = field("Number", "number", minimum=1, maximum=9999, brief=True)
    time: Mapped[str | None] = field("Time", "line", limit=20)
    place: Mapped[str | None] = field("Place", "line")
    agenda_due: Mapped[datetime.date | None] = field(
        "Agenda due", "date", help="Set by hand; empty lets the register count the Working Days before the meeting"
    )
    agenda_confirmed: Mapped[datetime.date | None] = field(
        "Agenda confirmed", "date", help="From then on item numbers no longer change"
    )
    note: Mapped[str | None] = field("Private note", "text", private=True)


class AgendaItem(Record):
    """One item of an agenda: the plan, and the outcome drafted in the room until the sitting is recorded."""

    __tablename__ = "agenda_item"
    __table_args__ = STRICT
    kind = Kind(
        "agenda item",
        "agenda items",
        facts=(("draft_outcome", "draft_target_meeting", "draft_printed_note", "draft_private_note", "draft_reason"),),
        order=("meeting", "position"),
    )

    meeting: Mapped[str | None] = field("Meeting", "link", link="meeting", owner=True, required=True, index=True)
    position: Mapped[int] = field("Order", "number", nullable=False, default=0, minimum=0)
    number: Mapped[str | None] = field(
        "Item", "line", limit=10, brief=True, help="Frozen when the agenda is confirmed; later items become 3a"
    )
    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", brief=True, index=True)
    title: Mapped[str | None] = field("Title", "line", brief=True, help="For an item that is no proposal")
    purpose: Mapped[str | None] = field("Purpose", "choice", choices="item_purpose", brief=True)
    presenter: Mapped[str | None] = field("Presenter", "link", link="person")
    minutes: Mapped[int | None] = field("Minutes", "number", minimum=0, maximum=600, brief=True)
    draft_outcome: Mapped[str | None] = field("Draft outcome", "choice", choices="outcome", section="In the room")
    draft_target_meeting: Mapped[str | None] = field("Goes to (draft)", "link", link="meeting", section="In the room")
    draft_printed_note: Mapped[str | None] = field("Printed note (draft)", "text", section="In the room")
    draft_private_note: Mapped[str | None] = field("Private note (draft)", "text", private=True, section="In the room")
    draft_reason: Mapped[str | None] = field("Reason (draft)", "line", limit=2000, section="In the room")


class Action(Record):
    """Something that somebody was asked to do at a meeting."""

    __tablename__ = "action"
    __table_args__ = STRICT
    kind = Kind("action", "actions", order=("number", "due"))

    number: Mapped[str | None] = field("Number", "line", limit=30, brief=True, help="Such as SECP77/03")
    meeting: Mapped[str | None] = field("Meeting", "link", link="meeting", owner=True, brief=True, index=True)
    proposal: Mapped[str | None] = field("Proposal", "link", link="proposal", brief=True, index=True)
    text: Mapped[str | None] = field("Action", "text", required=True, brief=True)
    owner: Mapped[str | None] = field("Owner", "link", link="person", brief=True)
    owner_organisation: Mapped[str | None] = field("Owner's organisation", "link", link="organisation")
    due: Mapped[datetime.date | None] = field("Due", "date", brief=True)
    done: Mapped[datetime.date | None] = field("Done", "date", brief=True)
    private_note: Mapped[str | None] = field("Private note", "text", private=True)
