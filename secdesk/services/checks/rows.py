"""The records that the checks look at, as frozen rows: only the fields that a check reads."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date
from secdesk.rules.process import OUTCOMES, status_after
from secdesk.rules.years import Month, parse_month


def month_of(text: str | None) -> Month | None:
    """Return the month that a record keeps as ``2020-03``; None where there is none that can be read."""
    try:
        return parse_month(text) if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event that counts. ``when`` is its date, or the day by which it was so; ``own_status`` what it carries."""

    uid: str
    proposal: str
    outcome: str
    when: datetime.date | None
    date: datetime.date | None
    meeting: str | None
    agenda_item: str | None
    target_meeting: str | None
    own_status: str | None
    reason: str | None

    @property
    def body(self) -> str:
        """The body whose outcome it is, empty where nobody knows."""
        return OUTCOMES[self.outcome].body if self.outcome in OUTCOMES else ""

    @property
    def leads_to(self) -> str:
        """The status that the event leads to, empty where it leads nowhere."""
        return status_after(self.outcome, self.own_status)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting with as much of its date as is known."""

    uid: str
    body: str
    date: datetime.date | None
    month: str | None
    known_by: datetime.date | None
    state: str
    number: int | None
    agenda_due: datetime.date | None
    agenda_confirmed: datetime.date | None

    @property
    def first_day(self) -> datetime.date | None:
        """The earliest day on which it can be or have been, None where nothing is known."""
        month = month_of(self.month)
        return self.date or (month.first if month else self.known_by)

    @property
    def last_day(self) -> datetime.date | None:
        """The latest day on which it can be or have been, None where nothing is known."""
        month = month_of(self.month)
        return self.date or (month.last if month else self.known_by)

    @property
    def words(self) -> str:
        """The meeting in a sentence: ``Change Board of 22 Jan 2020``."""
        body = words_of("meeting_body", self.body) or "meeting"
        if self.date is not None:
            return f"{body} of {format_date(self.date)}"
        month = month_of(self.month)
        if month is not None:
            return f"{body} of {month.label}"
        return f"{body} held by {format_date(self.known_by)}" if self.known_by else f"{body} without a date"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of an agenda that is a proposal."""

    uid: str
    meeting: str
    proposal: str
    purpose: str | None
    draft_outcome: str | None


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A consultation on a proposal."""

    uid: str
    proposal: str
    kind: str | None
    expected_month: str | None
    expectation_known_by: datetime.date | None
    opened: datetime.date | None
    closes: datetime.date | None
    responses: int | None
    dropped: datetime.date | None

    @property
    def words(self) -> str:
        """The kind of consultation in a sentence."""
        found = words_of("consultation_kind", self.kind)
        return found if "onsultation" in found else f"consultation ({found})" if found else "consultation"

    def is_dropped(self, at: datetime.date) -> bool:
        """Say whether it was given up by a day."""
        return self.dropped is not None and self.dropped <= at

    def is_opened(self, at: datetime.date) -> bool:
        """Say whether it has opened by a day."""
        return self.opened is not None and self.opened <= at

    def is_open(self, at: datetime.date) -> bool:
        """Say whether it is open on a day; without a closing day it stays open."""
        return self.is_opened(at) and (self.closes is None or self.closes >= at) and not self.is_dropped(at)


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A DCC assessment."""

    uid: str
    proposal: str
    kind: str | None
    requested: datetime.date | None
    accepted: datetime.date | None
    returned: datetime.date | None
    cancelled: datetime.date | None

    def is_open(self, at: datetime.date) -> bool:
        """Say whether it was asked for by a day and neither returned nor cancelled."""
        began = self.requested or self.accepted
        ended = any(day is not None and day <= at for day in (self.returned, self.cancelled))
        return began is not None and began <= at and not ended


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release with the date that holds."""

    uid: str
    name: str
    goes_live: datetime.date | None
    implemented: datetime.date | None

    def is_implemented(self, at: datetime.date) -> bool:
        """Say whether it went live by a day."""
        return self.implemented is not None and self.implemented <= at


@dataclass(frozen=True, slots=True)
class PartRow:
    """A modification, or a part of one, and the release to which it belongs, if any."""

    uid: str
    proposal: str
    release: str | None
    implemented: datetime.date | None

    def is_implemented(self, at: datetime.date) -> bool:
        """Say whether it went live by a day."""
        return self.implemented is not None and self.implemented <= at


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper's own record."""

    uid: str
    kind: str | None
    month: str | None
    meeting: str | None
    date: datetime.date | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A figure that a person states; ``month`` is empty where it holds for every paper."""

    uid: str
    figure: str
    month: str | None
    assessment: str | None
    value: str


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A provision that a proposal changes; ``drafted`` is None where nobody said whether its text is there."""

    uid: str
    proposal: str
    document: str
    provision: str
    drafted: bool | None
    text_version: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of a proposal."""

    uid: str
    proposal: str
    name: str
    kind: str | None
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with a day by which it is due."""

    uid: str
    number: str | None
    due: datetime.date
    done: datetime.date | None
