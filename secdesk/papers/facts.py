"""Facts that papers share, as frozen rows and counts: each knows the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from secdesk.rules.workdays import DayCount


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value that a person stated, with the uid of its record and the reason."""

    uid: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A proposal as the paper names it. ``title`` is None when not known; ``restricted`` prints no title."""

    uid: str
    reference: str
    title: str | None
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A meeting: uid, body key, date or month if known, whether ad-hoc, its proposals, when its agenda is fixed."""

    uid: str
    body: str
    day: date | None
    month: str | None
    ad_hoc: bool
    mentions: tuple[Mention, ...] = ()
    agenda_day: date | None = None
    agenda_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An event in a section: what happened to which proposal. ``release`` is its name, ``note`` the printed note.

    Without a ``day``, ``known_by`` is the one by which it was so.
    """

    event: str
    mention: Mention
    outcome: str
    day: date | None
    note: str | None
    target: MeetingFact | None
    release: str | None
    known_by: date | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class VoteRow:
    """The votes of one party category; a number that is not recorded is None."""

    uid: str
    category: str
    votes_for: int | None
    votes_against: int | None
    abstained: int | None


@dataclass(frozen=True, slots=True)
class ConsultationFact:
    """A consultation that is open or expected."""

    uid: str
    mention: Mention
    opened: date | None
    closes: date | None


@dataclass(frozen=True, slots=True)
class AssessmentFact:
    """A DCC assessment with its duration so far or in all; ``stated`` is a duration that a person stated.

    ``second`` is the duration by the second counting, where the paper shows two.
    """

    uid: str
    mention: Mention
    kind: str
    requested: date | None
    accepted: date | None
    returned: date | None
    target: int | None
    due: date | None
    duration: DayCount | None
    stated: StatedValue | None = None
    year_stated: StatedValue | None = None
    second: DayCount | None = None

    @property
    def days(self) -> int | None:
        """The duration that the paper prints, None when it is not known."""
        if self.stated is not None:
            return int(self.stated.value)
        return self.duration.days if self.duration else None


@dataclass(frozen=True, slots=True)
class Total:
    """A total and an average as the register counts them, and what was stated in their place.

    ``known`` is how many of the records have a known duration; ``average`` is None when none has. ``second`` holds
    the durations by the second counting, where the paper shows two.
    """

    key: str
    label: str
    uids: tuple[str, ...]
    known: int
    average: int | None
    stated_count: StatedValue | None = None
    stated_average: StatedValue | None = None
    counted_elsewhere: tuple[AssessmentFact, ...] = ()
    second: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseFact:
    """A coming release with the modifications approved for it."""

    uid: str
    name: str
    kind: str
    day: date | None
    parts: tuple[tuple[str, Mention, str | None], ...]
