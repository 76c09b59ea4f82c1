"""Releases: what goes live when, dates that move and keep their history, marking one implemented (domain.md 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, NotFound, RuleBroken
from secdesk.models import Release
from secdesk.models.types import Value
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.in_force import in_force
from secdesk.rules.process import STATUSES
from secdesk.rules.status import value_at
from secdesk.rules.workdays import distance_in_words
from secdesk.services.events import record_event, unusual_event
from secdesk.services.records import DatedRow, Effect, RecordRow, histories, list_records, update_record
from secdesk.services.release_parts import (
    PartRow,
    add_part,
    move_part,
    part_moves,
    part_uids_of,
    parts,
    parts_by_release,
)
from secdesk.services.text_fields import tidy

__all__ = [
    "DateMove",
    "Implementation",
    "PartRow",
    "ReleaseRow",
    "add_part",
    "is_usual",
    "mark_implemented",
    "move_date",
    "move_part",
    "part_moves",
    "parts",
    "release_rows",
]


@dataclass(frozen=True, slots=True)
class DateMove:
    """A change of a release's date: which day it was, since when it no longer is, and who agreed that."""

    was: date | None
    since: date | None
    decided_by: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as at a date. ``waiting`` counts the approved modifications in it that are still to be implemented."""

    uid: str
    name: str
    kind: str
    kind_label: str
    day: date | None
    distance: str
    waiting: int
    implemented: date | None
    sec_version: str
    moves: tuple[DateMove, ...]


@dataclass(frozen=True, slots=True)
class Implementation:
    """What marking a release did: modifications ``implemented``, those done ``in_part``, and references ``left``."""

    implemented: int
    in_part: int
    left: tuple[str, ...]


def release_rows(session: Session, at: date, due_by: date | None = None) -> list[ReleaseRow]:
    """Return all releases as at a date: those to come by date, one without a date last, then the implemented ones.

    ``due_by`` keeps those that are to go live by a day and are not implemented.
    """
    records = list_records(session, "release", at)
    if due_by is not None:
        records = [record for record in records if _is_due(record, at, due_by)]
    held = parts_by_release(session, at, None if due_by is None else [record.uid for record in records])
    calendar = in_force(session, at).calendar
    dates = histories(session, "release", ("goes_live",))
    rows = []
    for record in records:
        day, implemented = (_as_day(record.values[name]) for name in ("goes_live", "implemented"))
        rows.append(
            ReleaseRow(
                uid=record.uid,
                name=str(record.values["name"] or ""),
                kind=str(record.values["release_kind"]),
                kind_label=words_of("release_kind", str(record.values["release_kind"])),
                day=day,
                distance=distance_in_words(day, at, calendar) if day else "",
                waiting=len({part.proposal_uid for part in held.get(record.uid, []) if part.waits}),
                implemented=implemented if implemented is not None and implemented <= at else None,
                sec_version=str(record.values["sec_version"] or ""),
                moves=_moves(dates.get(record.uid, []), at),
            )
        )
    return sorted(rows, key=lambda row: (row.implemented is not None, row.day or date.max, row.name, row.uid))


def _is_due(record: RecordRow, at: date, due_by: date) -> bool:
    day, implemented = (_as_day(record.values[name]) for name in ("goes_live", "implemented"))
    return day is not None and day <= due_by and (implemented is None or implemented > at)


def _as_day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _moves(history: Iterable[DatedRow], at: date) -> tuple[DateMove, ...]:
    known = [row for row in history if row.effective_from is None or row.effective_from <= at]
    return tuple(_move(before, after) for before, after in pairwise(known))


def _move(before: DatedRow, after: DatedRow) -> DateMove:
    was = _as_day(before.value)
    by = f" by {after.decided_by}" if after.decided_by else ""
    on = f" on {format_date(after.effective_from)}" if after.effective_from else ""
    told = f"was {format_weekday(was) if was else 'without a date'}, moved{by}{on}"
    return DateMove(was, after.effective_from, after.decided_by or "", told)


def move_date(
    session: Session,
    release_uid: str,
    new_day: date | None,
    since: date | None,
    asked_by: str | None,
    decided_by: str | None,
    reason: str | None,
) -> None:
    """Move a release to another day; papers of days before ``since`` keep the old one.

    The move is kept once, in the history of the date; the timelines of its modifications tell it from there.

    Raises Conflict for a release that is implemented.
    """
    release = _get(session, release_uid)
    if release.implemented is not None:
        raise Conflict(f"This release was implemented on {format_date(release.implemented)}, so its date stays")
    effect = Effect(since, tidy(asked_by, "line"), tidy(decided_by, "line"), tidy(reason, "line"))
    update_record(session, "release", release_uid, {"goes_live": new_day}, effect=effect)


def _get(session: Session, release_uid: str) -> Release:
    found = session.get(Release, release_uid)
    if found is None:
        raise NotFound("This release is no longer in the register")
    return found


def mark_implemented(session: Session, release_uid: str, day: date, reason: str | None = None) -> Implementation:
    """Record that a release went live on a day: its waiting parts and their modifications are implemented.

    A modification with another part still waiting is implemented in part. One that was rejected, withdrawn or closed
    is left alone and named in ``left``. Raises Conflict where the release is implemented, RuleBroken, with a sentence
    for each, where a modification in it is not approved and no ``reason`` is given.
    """
    release = _get(session, release_uid)
    if release.implemented is not None:
        raise Conflict(f"This release was marked implemented on {format_date(release.implemented)} already")
    waiting = [part for part in parts(session, release_uid, day) if part.implemented is None]
    dead = [part for part in waiting if part.status and STATUSES[part.status].final and part.status != "implemented"]
    live = [part for part in waiting if part not in dead]
    _refuse_unapproved(session, live, day, reason)
    for part in live:
        update_record(session, "release_part", part.uid, {"implemented": day})
    outcomes = [_record(session, rows, release_uid, day, reason) for rows in _by_proposal(live)]
    update_record(session, "release", release_uid, {"implemented": day})
    left = tuple(dict.fromkeys(part.reference for part in dead))
    return Implementation(outcomes.count("implemented"), outcomes.count("part_implemented"), left)


def _refuse_unapproved(session: Session, live: list[PartRow], day: date, reason: str | None) -> None:
    sentences = [
        sentence
        for rows in _by_proposal(live)
        if rows[0].status != "implemented"
        and (sentence := unusual_event(session, rows[0].proposal_uid, "implemented", day))
    ]
    if sentences and not tidy(reason, "line"):
        raise RuleBroken(f"{'. '.join(sentences)}. Take it out of the release, or give a reason")


def is_usual(session: Session, release_uid: str, day: date) -> bool:
    """Say whether a release can be marked implemented without a question: its date has come by a day, and all that
    waited in it on that date was approved.
    """
    planned = value_at(Release, "goes_live", day)
    found = session.scalar(select(planned).where(Release.uid == release_uid))
    its_day = date.fromisoformat(found) if found else None
    if its_day is None or its_day > day:
        return False
    waiting = [part for part in parts(session, release_uid, its_day) if part.implemented is None]
    return bool(waiting) and all(part.waits for part in waiting)


def _by_proposal(live: list[PartRow]) -> list[list[PartRow]]:
    grouped: dict[str, list[PartRow]] = {}
    for part in live:
        grouped.setdefault(part.proposal_uid, []).append(part)
    return list(grouped.values())


def _record(session: Session, rows: list[PartRow], release_uid: str, day: date, reason: str | None) -> str:
    """Record the event of one modification and return its outcome; empty where it counts as implemented already."""
    proposal = rows[0].proposal_uid
    if rows[0].status == "implemented":
        return ""
    all_parts = list_records(session, "release_part", day, uids=part_uids_of(session, proposal))
    outcome = "implemented" if all(part.values["implemented"] for part in all_parts) else "part_implemented"
    labels = ", ".join(row.label for row in rows if row.label)
    note = labels[:1].upper() + labels[1:]
    record_event(session, proposal, outcome, day=day, release=release_uid, printed_note=note, reason=reason)
    return outcome
