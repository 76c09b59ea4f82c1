"""Takes proposals over from a list, in mid-life: what a preview of the list says is done, and nothing else.

Takes the session of ``register.change``, so that a whole list is one step and one undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.exchange.csv_preview import InRelease, Plan, Preview, RaisedOn, Standing
from secdesk.models import Event
from secdesk.models.types import Value
from secdesk.register.progress import Progress, silent
from secdesk.rules.process import OUTCOMES
from secdesk.rules.status import happened
from secdesk.services.added_names import AddedNames
from secdesk.services.as_at_update import update_as_at
from secdesk.services.new_proposals import NewProposals
from secdesk.services.records import Effect, create_record, update_record
from secdesk.services.table_import import IMPORTING


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done: proposals added, changed and left as they were, rows left out, and what was added with them."""

    new: int
    updated: int
    unchanged: int
    left_out: int
    people: int
    organisations: int
    releases: int


class UnreadableRows(KnownError):
    """Rows that cannot be read, and a person who did not say that the others are wanted without them."""

    def __init__(self, preview: Preview) -> None:
        """Keep the preview, whose problems say what to type."""
        self.preview = preview
        count = preview.count("unreadable")
        rows = "One row" if count == 1 else f"{count:,} rows"
        super().__init__(
            f"{rows} of '{preview.source}' cannot be read, so nothing was imported. Correct the file, or import"
            " the readable rows alone"
        )


def take_over(
    session: Session, preview: Preview, *, readable_rows: bool = False, progress: Progress = silent
) -> Taken:
    """Do what a preview says; ``progress`` counts the rows.

    Raises :class:`UnreadableRows` when a row cannot be read, unless ``readable_rows`` asks for the others alone.
    """
    if preview.problems and not readable_rows:
        raise UnreadableRows(preview)
    names, new = AddedNames(session), NewProposals()
    plans = preview.plans()
    for number, plan in enumerate(plans):
        progress(IMPORTING, number, len(plans))
        _take_over(session, plan, names, new, progress)
    new.write(session, progress)
    return Taken(
        preview.count("new"),
        preview.count("update"),
        preview.count("unchanged"),
        preview.count("unreadable"),
        *(names.count(kind) for kind in ("person", "organisation", "release")),
    )


def _take_over(session: Session, plan: Plan, names: AddedNames, new: NewProposals, progress: Progress) -> None:
    values = {**plan.values, **{field: names.uid(name) for field, name in plan.names.items()}}
    if plan.uid:
        uid = plan.uid
        update_as_at(session, "proposal", uid, values, plan.day)
    elif new.has_number(values):
        new.write(session, progress)
        uid = create_record(session, "proposal", values)  # which says that the number is taken, and by whom
    else:
        new.add(plan, values, names.uid(plan.release.release) if plan.release is not None else "")
        return
    if plan.raised is not None:
        _raise(session, uid, plan.raised)
    if plan.standing is not None:
        _stand(session, uid, plan.standing)
    if plan.release is not None:
        _place(session, uid, plan.release, names, plan.day)


def _raise(session: Session, uid: str, raised: RaisedOn) -> None:
    if raised.event:
        position = _next_position(session, uid, raised.date)
        update_record(session, "event", raised.event, {"date": raised.date, "known_by": None, "position": position})
    else:
        _add_event(session, uid, "raised", {"date": raised.date}, raised.date)


def _stand(session: Session, uid: str, standing: Standing) -> None:
    """Add the event that opens a proposal in mid-life (design.md 5.3)."""
    values: dict[str, Value] = {"status": standing.status, "date": standing.date, "known_by": standing.known_by}
    _add_event(session, uid, "taken_over", values, standing.date or standing.known_by)


def _add_event(session: Session, uid: str, outcome: str, values: dict[str, Value], day: date | None) -> None:
    """Add an event after those of the same day."""
    own: dict[str, Value] = {"proposal": uid, "outcome": outcome, "body": OUTCOMES[outcome].body}
    create_record(session, "event", {**own, **values, "position": _next_position(session, uid, day)})


def _next_position(session: Session, uid: str, day: date | None) -> int:
    """Return the place after all events of a proposal on a day."""
    same_day = happened(Event) == day if day is not None else happened(Event).is_(None)
    last = session.scalar(select(func.max(Event.position)).where(Event.proposal == uid, same_day))
    return 0 if last is None else last + 1


def _place(session: Session, uid: str, place: InRelease, names: AddedNames, day: date) -> None:
    release = names.uid(place.release)
    if place.part:
        update_record(session, "release_part", place.part, {"release": release}, effect=Effect(since=day))
    else:
        create_record(session, "release_part", {"proposal": uid, "release": release})
