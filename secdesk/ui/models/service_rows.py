"""Rows that a service works out as a whole: consultations, assessments, releases with their states and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from secdesk.rules.date_words import MONTHS, format_date, format_weekday
from secdesk.rules.reference import begins_search
from secdesk.rules.wording import in_figures
from secdesk.services import assessments, consultations, releases
from secdesk.services.assessments import AssessmentRow
from secdesk.services.consultations import ConsultationRow
from secdesk.services.releases import ReleaseRow
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.record_table import Ask, Column, Row, Window

ALL = "all"
_IN_WORDS = frozenset({"distance"})
"""Columns that are sorted by a date and say something else."""


class HasUid(Protocol):
    """What a service says of one record."""

    @property
    def uid(self) -> str:
        """The record."""


T = TypeVar("T", bound=HasUid)


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """How a service's rows are listed: read, shown, put under chips, and sorted by column."""

    kind: str
    columns: tuple[Column, ...]
    read: Callable[[Any, date], list[T]]
    show: Callable[[T], Row]
    facet: Callable[[T], str]
    keys: Mapping[str, Callable[[T], Any]]
    glyph_column: int = -1
    number: Callable[[T], tuple[int, str]] | None = None
    """The number and part letter of the proposal that a row is about, by which typing goes to it."""


class ServiceRows(KindRows, Generic[T]):
    """The rows of one listing, read once until something changes."""

    def __init__(self, desk: Desk, listing: Listing[T]) -> None:
        """Nothing is read yet."""
        self._listing = listing
        self._found: dict[str, T] | None = None
        super().__init__(desk, listing.kind)

    def make_columns(self) -> tuple[Column, ...]:
        """Return the columns of the listing."""
        return self._listing.columns

    def found(self) -> dict[str, T]:
        """Return what the service says of every record, by uid, in its order."""
        if self._found is None:
            read = self._listing.read
            rows = self.desk.read(lambda session: read(session, self.desk.as_at))
            self._found = {row.uid: row for row in rows}
        return self._found

    def default_order(self, ask: Ask) -> list[str]:
        """Return records in the service's order, or by a column."""
        uids = list(self.found())
        return self.sort_uids(uids, ask) if ask.sort else uids

    def sort_keys(self, session: Any, column: str) -> Mapping[str, Any]:
        """Return what a column sorts by."""
        make = self._listing.keys[column]
        return {uid: make(row) for uid, row in self.found().items()}

    def whole_values(self, session: Any, uids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the dates behind the cells of some records."""
        rows, keys = self.found(), self._listing.keys
        dated = {uid: {name: make(rows[uid]) for name, make in keys.items()} for uid in uids if uid in rows}
        return {
            uid: {name: value for name, value in values.items() if isinstance(value, date) and name not in _IN_WORDS}
            for uid, values in dated.items()
        }

    def facet(self, facet: str) -> Collection[str]:
        """Return the records under a chip."""
        return {uid for uid, row in self.found().items() if facet in (ALL, self._listing.facet(row))}

    def begins(self, window: Window, typed: str) -> int:
        """Return the first row whose proposal's number, or whose name, begins as typed; -1 for none."""
        number_of = self._listing.number
        if number_of is None or not any(letter.isdigit() for letter in typed):
            return super().begins(window, typed)
        rows = self.found()
        uids = [uid for uid in self.all_uids(window) if uid in rows]
        return next((n for n, uid in enumerate(uids) if begins_search(typed, *number_of(rows[uid]))), -1)

    def facet_of(self, uid: str) -> str:
        """Return the chip under which a record is, empty for one that is not there."""
        row = self.found().get(uid)
        return "" if row is None else self._listing.facet(row)

    def counts(self) -> Counter[str]:
        """Return how many records are under each chip, and in all."""
        counted = Counter(self._listing.facet(row) for row in self.found().values())
        counted[ALL] = counted.total()
        return counted

    def make_rows(self, session: Any, uids: Sequence[str]) -> list[Row]:
        """Return the rows of some records in the order asked for."""
        rows = self.found()
        return [self._listing.show(rows[uid]) for uid in uids if uid in rows]

    def forget(self) -> None:
        """Drop what was kept of the register."""
        super().forget()
        self._found = None


def day_words(day: date | None) -> str:
    """Return a date as a cell shows it."""
    return format_date(day) if day else ""


def sentence(*parts: str) -> str:
    """Return the parts of a row that say something, as one sentence."""
    return ", ".join(part for part in parts if part)


# --- consultations ---------------------------------------------------------------------------------------------------


def step_words(row: ConsultationRow) -> str:
    """Return the step of a consultation with what is to be done about it, or why nothing is."""
    if row.responses_due:
        return f"{row.step} · record responses"
    return f"{row.step} · {row.held}" if row.held and row.state in ("to_issue", "open") else row.step


def _show_consultation(row: ConsultationRow) -> Row:
    responses = "" if row.responses is None else str(row.responses)
    step = step_words(row)
    cells = (
        row.reference,
        row.title,
        row.kind_label.removesuffix(" Consultation"),
        day_words(row.opened),
        day_words(row.closes),
        _short_step(step),
        responses,
    )
    tips = ("", "", row.kind_label, format_weekday(row.opened) if row.opened else "", _closing(row), step, "")
    counted = in_figures(row.responses, "response") if row.responses is not None else ""
    return Row(row.uid, cells, sentence(f"{row.reference} {row.title}", row.kind_label, step, counted), tips)


def _short_step(step: str) -> str:
    """Return a step for a cell: ``closes in 6 WD``, ``expected Feb 2020``."""
    for month in MONTHS:
        step = step.replace(f"expected in {month}", f"expected {month[:3]}")
    return step.removeprefix("open, ")


def _closing(row: ConsultationRow) -> str:
    if row.closes is None:
        return ""
    length = f" · {row.days} WD" if row.days else ""
    return f"{format_weekday(row.closes)} {row.closing_time}{length}"


CONSULTATIONS: Listing[ConsultationRow] = Listing(
    "consultation",
    (
        Column("proposal", "Proposal", width=12),
        Column("title", "Title", stretches=True, width=28),
        Column("kind", "Kind", width=19),
        Column("opened", "Opens", width=11, optional=2),
        Column("closes", "Closes", width=11, optional=1),
        Column("step", "Step", width=26),
        Column("responses", "Responses", right=True, width=8, optional=1),
    ),
    consultations.rows,
    _show_consultation,
    lambda row: row.group,
    {
        "proposal": lambda row: row.sort_key,
        "title": lambda row: row.title.casefold() or None,
        "kind": lambda row: row.kind_label or None,
        "opened": lambda row: row.opened,
        "closes": lambda row: row.closes,
        "step": lambda row: row.step or None,
        "responses": lambda row: row.responses,
    },
    number=lambda row: row.sort_key,
)

# --- assessments -----------------------------------------------------------------------------------------------------


def over_words(row: AssessmentRow) -> str:
    """Return by how much an assessment is over its target; "over" is a word, never a colour alone."""
    return f"{row.over_by} over" if row.over_by else ""


def _show_assessment(row: AssessmentRow) -> Row:
    target = f"{row.target} WD" if row.target else ""
    taken = f"{row.days} WD" if row.days is not None else "not known"
    cells = (
        row.reference,
        row.title,
        row.kind or row.kind_label,
        day_words(row.accepted),
        day_words(row.returned),
        target,
        taken,
        over_words(row),
    )
    tips = ("", "", row.kind_label, "", "", "", row.counting, row.counting)
    about = sentence(f"{row.reference} {row.title}", row.kind_label, f"target {target}" if target else "")
    return Row(row.uid, cells, sentence(about, row.counting, over_words(row)), tips)


ASSESSMENTS: Listing[AssessmentRow] = Listing(
    "assessment",
    (
        Column("proposal", "Proposal", width=12),
        Column("title", "Title", stretches=True, width=26),
        Column("kind", "Type", width=6),
        Column("accepted", "Accepted", width=11, optional=1),
        Column("returned", "Returned", width=11, optional=2),
        Column("target", "Target", right=True, width=7),
        Column("days", "Duration", right=True, width=8, least=14),
        Column("over", "Over", right=True, width=9),
    ),
    assessments.rows,
    _show_assessment,
    lambda row: "with_dcc" if row.state == "requested" else row.state,
    {
        "proposal": lambda row: row.sort_key,
        "title": lambda row: row.title.casefold() or None,
        "kind": lambda row: row.kind or None,
        "accepted": lambda row: row.accepted,
        "returned": lambda row: row.returned,
        "target": lambda row: row.target,
        "days": lambda row: row.days,
        "over": lambda row: row.over_by,
    },
    number=lambda row: row.sort_key,
)

# --- releases --------------------------------------------------------------------------------------------------------


def _show_release(row: ReleaseRow) -> Row:
    when = format_weekday(row.day) if row.day else "no date yet"
    distance = f"implemented {format_date(row.implemented)}" if row.implemented else row.distance
    waiting = str(row.waiting) if row.waiting else ""
    cells = (row.name or "(no name yet)", when, distance, waiting)
    spoken = sentence(row.name, when, distance, f"{row.waiting} waiting" if row.waiting else "")
    return Row(row.uid, cells, spoken)


RELEASES: Listing[ReleaseRow] = Listing(
    "release",
    (
        Column("name", "Release", stretches=True, width=26),
        Column("day", "Date", width=16),
        Column("distance", "When", width=14),
        Column("waiting", "Waiting", right=True, width=7),
    ),
    releases.release_rows,
    _show_release,
    lambda row: "implemented" if row.implemented else "coming",
    {
        "name": lambda row: row.name.casefold() or None,
        "day": lambda row: row.day,
        "distance": lambda row: row.day,
        "waiting": lambda row: row.waiting,
    },
)
