"""Short ways to set a desk up: proposals, meetings, items, each in one line of a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.services.events import record_event
from secdesk.services.proposals import raise_draft
from secdesk.services.records import create_record

LATER = date(2030, 1, 1)


def add(session: Session, kind: str, **values: Value) -> str:
    return create_record(session, kind, values)


def draft(session: Session, title: str, number: int | None = None) -> str:
    """A proposal not raised yet, with everything that raising needs."""
    owner = find(session, "organisation", "DCC", LATER) or add(session, "organisation", name="DCC")
    return add(session, "proposal", title=title, number=number, proposer_organisation=owner)


def raised(session: Session, title: str, number: int | None = None, on: date = date(2020, 1, 6)) -> str:
    uid = draft(session, title, number)
    raise_draft(session, uid, on)
    return uid


def at_status(session: Session, number: int, status: str, known_by: date = date(2020, 1, 1), **values: Value) -> str:
    """A proposal taken over in mid-life."""
    uid = add(session, "proposal", number=number, title=f"Title {number}", **values)
    record_event(session, uid, "taken_over", day=None, known_by=known_by, status=status)
    return uid


def meeting(session: Session, body: str, day: date | None, **values: Value) -> str:
    return add(session, "meeting", body=body, date=day, **values)


def agenda(session: Session, body: str, day: date | None, proposals: Sequence[str]) -> tuple[str, list[str]]:
    """A meeting with proposals on its agenda: its uid and those of the items."""
    uid = meeting(session, body, day)
    items = [
        add(session, "agenda_item", meeting=uid, proposal=proposal, position=place)
        for place, proposal in enumerate(proposals, 1)
    ]
    return uid, items


def state(register: Register) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of records without its revision: what an undo must bring back."""
    tables = [row[0] for row in register.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in tables:
        columns = [row[1] for row in register.connection.execute(f"PRAGMA table_info({table})")]
        if "row_hash" in columns:
            kept = ", ".join(name for name in columns if name not in ("rev", "row_hash"))
            found[table] = register.connection.execute(f"SELECT {kept} FROM {table} ORDER BY uid").fetchall()
    return found
