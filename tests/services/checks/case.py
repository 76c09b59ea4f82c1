"""A case of a check: an edit of the clean register that it finds, and near ones that it must not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Event, ReleasePart, kinds
from secdesk.services.records import create_record
from tests.services.checks.clean_register import add

Edit = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Case:
    """``found`` makes the check ``rule`` find exactly ``times`` things and no other check anything.

    The first finding has ``words`` in its sentence and ``records`` among its records. Each of ``near`` looks like it
    and must leave the register in good order.
    """

    rule: str
    found: Edit
    words: str
    records: tuple[tuple[str, str], ...]
    near: Mapping[str, Edit]
    times: int = 1


def both(*edits: Edit) -> Edit:
    """Return one edit that does several in order."""

    def do(session: Session) -> None:
        for edit in edits:
            edit(session)
            session.flush()

    return do


def force(kind: str, uid: str, **values: Any) -> Edit:
    """Return an edit past the forms, as a merge or an import of another program's file may leave a record."""

    def do(session: Session) -> None:
        record = session.get_one(kinds()[kind], uid)
        for name, value in values.items():
            setattr(record, name, value)

    return do


def force_setting(key: str, value: str) -> Edit:
    """Return an edit that leaves a setting of a key that this version does not know."""
    return lambda session: session.add(kinds()["setting"](uid="odd", key=key, value=value))


def outcome(number: int, outcome: str, **values: Any) -> Edit:
    """Return an edit that adds an event without asking whether the process expects it."""

    def do(session: Session) -> str:
        return create_record(session, "event", {"proposal": f"p{number}", "outcome": outcome, "position": 9, **values})

    return do


def event_of(session: Session, number: int, outcome: str) -> Event:
    return session.scalars(select(Event).where(Event.proposal == f"p{number}", Event.outcome == outcome)).one()


def part_of(session: Session, number: int) -> str:
    return session.scalars(select(ReleasePart.uid).where(ReleasePart.proposal == f"p{number}")).one()


def taken_over(number: int, status: str, known_by: date, title: str, raised: date | None = None) -> Edit:
    """Return an edit that adds a proposal in mid-life, raised on a known day or not."""

    def do(session: Session) -> None:
        add(session, "proposal", f"p{number}", number=number, title=title)
        if raised is not None:
            outcome(number, "raised", date=raised)(session)
        outcome(number, "taken_over", known_by=known_by, status=status)(session)

    return do


def item(meeting: str, number: int, **values: Any) -> Edit:
    """Return an edit that puts a proposal on an agenda."""
    own = {"meeting": meeting, "proposal": f"p{number}", "position": 9, **values}
    return lambda session: create_record(session, "agenda_item", own, uid=f"{meeting}-{number}-new")


def made(kind: str, uid: str, **values: Any) -> Edit:
    """Return an edit that adds a record."""
    return lambda session: add(session, kind, uid, **values)
