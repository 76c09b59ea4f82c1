"""Proposals that a list brings along and the register does not have yet: collected row by row, written together.

A record written by itself costs its own round of questions and its own insert; of a list of thousands that would be
most of the time. What is checked is the same, and so is what comes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from secdesk.errors import Invalid
from secdesk.exchange.csv_preview import Plan
from secdesk.models import DatedValue, Event, Proposal, Record, ReleasePart
from secdesk.models.base import new_uid
from secdesk.models.types import Value
from secdesk.register.progress import Progress
from secdesk.register.recorder import add_in_bulk
from secdesk.rules.process import OUTCOMES
from secdesk.rules.validation import problems_of
from secdesk.rules.values import store_value

_ROWS_A_NOTICE = 500
_ORDER: tuple[type[Record], ...] = (Proposal, Event, ReleasePart, DatedValue)
Row = tuple[str, Mapping[str, Value]]


class NewProposals:
    """New proposals with their events, releases and dated values, waiting to be written."""

    def __init__(self) -> None:
        """Nothing waits yet."""
        self._rows: dict[type[Record], list[Row]] = defaultdict(list)
        self._numbers: set[tuple[Value, Value]] = set()

    def has_number(self, values: Mapping[str, Value]) -> bool:
        """Say whether a proposal of this number and part letter waits already."""
        return _number(values) in self._numbers

    def add(self, plan: Plan, values: Mapping[str, Value], release: str) -> None:
        """Add a proposal with these values, in a release (its uid; empty for none); raises Invalid."""
        uid = self._add(Proposal, values)
        self._numbers.add(_number(values))
        raised = plan.raised.date if plan.raised is not None else None
        if raised is not None:
            self._add_event(uid, "raised", {"date": raised}, 0)
        if plan.standing is not None:
            day = plan.standing.date or plan.standing.known_by
            own: dict[str, Value] = {"date": plan.standing.date, "known_by": plan.standing.known_by}
            place = 1 if raised is not None and day == raised else 0
            self._add_event(uid, "taken_over", {"status": plan.standing.status, **own}, place)
        if release:
            self._add(ReleasePart, {"proposal": uid, "release": release})

    def _add_event(self, uid: str, outcome: str, values: Mapping[str, Value], position: int) -> None:
        body = OUTCOMES[outcome].body
        self._add(Event, {"proposal": uid, "outcome": outcome, "body": body, **values, "position": position})

    def _add(self, model: type[Record], values: Mapping[str, Value]) -> str:
        problems = problems_of(model.kind_name(), model.fields(), values)
        if problems:
            raise Invalid(problems)
        uid, dated = new_uid(), model.dated_fields()
        self._rows[model].append((uid, {name: value for name, value in values.items() if name not in dated}))
        for name, value in values.items():
            if name in dated and value is not None:
                self._add_dated(uid, name, store_value(dated[name], value))
        return uid

    def _add_dated(self, record: str, name: str, value: str | None) -> None:
        row: dict[str, Value] = {"record": record, "field_name": name, "value": value, "position": 1}
        self._rows[DatedValue].append((new_uid(), row))

    def write(self, session: Session, progress: Progress) -> None:
        """Write everything that waits to the session of a change."""
        total, done = sum(len(rows) for rows in self._rows.values()), 0
        for model in _ORDER:
            rows = self._rows.pop(model, [])
            add_in_bulk(session, model, _told(rows, done, total, progress))
            done += len(rows)
        self._numbers.clear()


def _number(values: Mapping[str, Value]) -> tuple[Value, Value]:
    return values.get("number"), values.get("suffix") or ""


def _told(rows: list[Row], done: int, total: int, progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % _ROWS_A_NOTICE == 0:
            progress("Writing records", done + number, total)
        yield row
