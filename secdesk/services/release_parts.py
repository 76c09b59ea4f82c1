"""Which modification, or part of one, goes live in which release, and since when that has been so (domain.md 1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict
from secdesk.models import DatedValue, Release, ReleasePart
from secdesk.rules.date_words import format_date
from secdesk.rules.naming import name_of, reference_at
from secdesk.rules.process import STATUSES
from secdesk.rules.status import value_at
from secdesk.services.queries import proposals_at
from secdesk.services.records import Effect, create_record, dated_rows, delete_record, get_record, update_record
from secdesk.services.text_fields import tidy


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a release as at a date, with the status of its modification.

    ``waits`` says that it is approved and still to be implemented: what a release counts.
    """

    uid: str
    proposal_uid: str
    reference: str
    title: str
    label: str
    status: str
    status_label: str
    implemented: date | None
    waits: bool
    sort_key: tuple[int, str]


def parts(session: Session, release_uid: str, at: date) -> list[PartRow]:
    """Return the parts of a release as at a date, by number."""
    return parts_by_release(session, at, [release_uid]).get(release_uid, [])


def parts_by_release(session: Session, at: date, releases: Sequence[str] | None = None) -> dict[str, list[PartRow]]:
    """Return the parts of every release, or of some, as at a date; by release, then by number."""
    held = value_at(ReleasePart, "release", at).label("release")
    query = select(ReleasePart.uid, ReleasePart.proposal, ReleasePart.label, ReleasePart.implemented, held)
    if releases is not None:
        query = query.where(held.in_(releases))
    found = [row for row in session.execute(query) if row.release is not None and row.proposal is not None]
    proposals = {each.uid: each for each in proposals_at(session, at, sorted({row.proposal for row in found}))}
    grouped: dict[str, list[PartRow]] = {}
    for row in found:
        proposal = proposals[row.proposal]
        implemented = row.implemented if row.implemented is not None and row.implemented <= at else None
        grouped.setdefault(row.release, []).append(
            PartRow(
                uid=row.uid,
                proposal_uid=proposal.uid,
                reference=reference_at(proposal),
                title=proposal.title or "",
                label=row.label or "",
                status=proposal.status,
                status_label=STATUSES[proposal.status].label if proposal.status else "",
                implemented=implemented,
                waits=implemented is None and proposal.status == "approved_pending",
                sort_key=(proposal.number or 0, proposal.suffix),
            )
        )
    return {key: sorted(rows, key=lambda row: (row.sort_key, row.label, row.uid)) for key, rows in grouped.items()}


def add_part(
    session: Session, release_uid: str, proposal_uid: str, label: str = "", *, since: date | None = None
) -> str:
    """Put a modification, or with a ``label`` like "part 1 of 2" a part of it, into a release; returns the part's uid.

    ``since`` is the day from which it belongs there; without one it counts at every date. Raises Conflict where the
    same part is waiting in that release already.
    """
    day = date.max if since is None else since
    words = tidy(label, "line")
    for row in parts(session, release_uid, day):
        if row.proposal_uid == proposal_uid and row.implemented is None and row.label == (words or ""):
            raise Conflict(f"{row.reference} is in this release already. Name the part, such as part 2 of 2")
    values = {"proposal": proposal_uid, "release": release_uid, "label": words}
    return create_record(session, "release_part", values, effect=Effect(since=since))


def move_part(
    session: Session, part_uid: str, release_uid: str, since: date | None, decided_by: str | None, reason: str | None
) -> None:
    """Move a part to another release from a day on; papers of earlier days keep it where it was.

    The move is kept once, in the history of the part, which the timeline of its modification tells: no event repeats
    it (domain.md 1.4). The outcome ``date_agreed`` is there for a decision that moves nothing in the register.

    Raises Conflict for a part that has gone live, Invalid for a release that is not there.
    """
    if get_record(session, "release_part", part_uid, date.max).values["implemented"] is not None:
        raise Conflict("This part was implemented already, so it stays in its release")
    effect = Effect(since, None, tidy(decided_by, "line"), tidy(reason, "line"))
    update_record(session, "release_part", part_uid, {"release": release_uid}, effect=effect)


def part_moves(session: Session, row: PartRow, at: date) -> list[str]:
    """Return where a part was before as at a date, the latest first: ``MP081: was in June 2020 SEC Release, moved``."""
    history = [each for each in dated_rows(session, "release_part", row.uid) if each.field == "release"]
    known = [each for each in history if each.effective_from is None or each.effective_from <= at]
    told = []
    for before, after in pairwise(known):
        if before.value is None or before.value == after.value:
            continue
        was = name_of(session, "release", str(before.value), at)
        by = f" by {after.decided_by}" if after.decided_by else ""
        on = f" on {format_date(after.effective_from)}" if after.effective_from else ""
        called = f"{row.reference}, {row.label}" if row.label else row.reference
        told.append(f"{called}: was in {was}, moved{by}{on}")
    return told[::-1]


def part_uids_of(session: Session, proposal_uid: str) -> list[str]:
    """Return the parts of a modification, wherever they go live."""
    query = select(ReleasePart.uid).where(ReleasePart.proposal == proposal_uid).order_by(ReleasePart.uid)
    return list(session.scalars(query))


def ensure_part(session: Session, release_uid: str, proposal_uid: str, since: date | None) -> None:
    """Put a modification into a release unless a part of it is there already."""
    present = parts(session, release_uid, date.max)
    if all(row.proposal_uid != proposal_uid for row in present):
        add_part(session, release_uid, proposal_uid, since=since)


def drop_part(session: Session, release_uid: str, proposal_uid: str, since: date | None) -> None:
    """Take out what :func:`ensure_part` put in on a day, for a decision recorded in error; what has moved on stays."""
    own = part_uids_of(session, proposal_uid)
    query = select(DatedValue.record, DatedValue.value, DatedValue.effective_from).where(
        DatedValue.record.in_(own), DatedValue.field_name == "release"
    )
    rows = session.execute(query).all()
    for uid in own:
        history = [(row.value, row.effective_from) for row in rows if row.record == uid]
        part = session.get(ReleasePart, uid)
        if part is not None and part.implemented is None and not part.label and history == [(release_uid, since)]:
            delete_record(session, "release_part", uid, date.max)


def unmark_parts(session: Session, proposal_uid: str, release_uid: str | None, day: date) -> list[str]:
    """Take back that parts of a modification went live on a day, for an event recorded in error; returns their uids.

    ``release_uid`` None means whichever release they are in. A release that was implemented on that day and carries
    nothing any more that went live is to come again.
    """
    unmarked = []
    for uid in part_uids_of(session, proposal_uid):
        values = get_record(session, "release_part", uid, day).values
        if values["implemented"] == day and release_uid in (None, values["release"]):
            update_record(session, "release_part", uid, {"implemented": None})
            unmarked.append(uid)
    for held in _releases_of(session, unmarked, day):
        is_live = any(part.implemented is not None for part in parts(session, held, date.max))
        if not is_live and session.get_one(Release, held).implemented == day:
            update_record(session, "release", held, {"implemented": None})
    return unmarked


def mark_parts(session: Session, uids: Sequence[str], day: date) -> None:
    """Record that parts went live on a day, with the releases that carry them where those were not live yet."""
    for uid in uids:
        update_record(session, "release_part", uid, {"implemented": day})
    for held in _releases_of(session, uids, day):
        if session.get_one(Release, held).implemented is None:
            update_record(session, "release", held, {"implemented": day})


def _releases_of(session: Session, uids: Sequence[str], at: date) -> list[str]:
    held = (get_record(session, "release_part", uid, at).values["release"] for uid in uids)
    return sorted({str(release) for release in held if release is not None})
