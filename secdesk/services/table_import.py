"""Takes tables of any kind in: what their previews say is done, and nothing else.

Takes the session of ``register.change``, so that a whole file is one step and one undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.errors import KnownError
from secdesk.exchange.table_links import LIGHT
from secdesk.exchange.table_preview import TablePlan, TablePreview
from secdesk.models.types import Value
from secdesk.register.progress import Progress, silent
from secdesk.rules.process import OUTCOMES
from secdesk.services.added_names import AddedNames
from secdesk.services.as_at_update import update_as_at
from secdesk.services.records import create_record, model_of, update_record

IMPORTING = "Importing rows"
"""What is told while rows are taken in."""

# Among which records the place of a new one is counted, where its row does not say it.
_PLACES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event": ("proposal", "date"),
        "agenda_item": ("meeting",),
        "dated_value": ("record", "field_name"),
        "setting": ("key",),
    }
)


@dataclass(frozen=True, slots=True)
class TakenTable:
    """What was done with one table: records added, changed and left as they were, and rows left out."""

    kind: str
    new: int
    updated: int
    unchanged: int
    left_out: int


@dataclass(frozen=True, slots=True)
class TakenTables:
    """What was done with a file: its tables, and the people, organisations and releases added on the way, by kind."""

    tables: tuple[TakenTable, ...]
    added: Mapping[str, int]

    @property
    def changes(self) -> int:
        """How many records were added or changed by rows."""
        return sum(table.new + table.updated for table in self.tables)


class UnreadableTables(KnownError):
    """Rows that cannot be read, and a person who did not say that the others are wanted without them."""

    def __init__(self, previews: Sequence[TablePreview]) -> None:
        """Keep the previews, whose problems say what to type."""
        self.previews = tuple(previews)
        count = sum(preview.count("unreadable") for preview in previews)
        rows = "One row" if count == 1 else f"{count:,} rows"
        super().__init__(
            f"{rows} of '{previews[0].source}' cannot be read, so nothing was imported. Correct the file, or import"
            " the readable rows alone"
        )


def import_tables(
    session: Session,
    previews: Sequence[TablePreview],
    *,
    readable_rows: bool = False,
    progress: Progress = silent,
) -> TakenTables:
    """Do what the previews of a file say, in their order; ``progress`` counts the rows.

    Raises :class:`UnreadableTables` when a row cannot be read, unless ``readable_rows`` asks for the others alone.
    """
    if not readable_rows and any(preview.problems for preview in previews):
        raise UnreadableTables(previews)
    work = _Work(session, [plan for preview in previews for plan in preview.plans()])
    work.do(progress)
    return TakenTables(tuple(_taken(preview) for preview in previews), {kind: work.names.count(kind) for kind in LIGHT})


def _taken(preview: TablePreview) -> TakenTable:
    states = (preview.count(state) for state in ("new", "update", "unchanged", "unreadable"))
    return TakenTable(preview.kind, *states)


class _Work:
    """The plans of a file, done one after the other; a link to a record that is still to come is set at the end."""

    def __init__(self, session: Session, plans: Sequence[TablePlan]) -> None:
        self.names = AddedNames(session)
        self._session = session
        self._plans = plans
        self._coming = {plan.uid for plan in plans if plan.is_new}

    def do(self, progress: Progress) -> None:
        """Do everything."""
        postponed: list[tuple[TablePlan, dict[str, Value]]] = []
        for number, plan in enumerate(self._plans):
            progress(IMPORTING, number, len(self._plans))
            if later := self._do(plan):
                postponed.append((plan, later))
        for plan, later in postponed:
            self._set(plan, later)

    def _do(self, plan: TablePlan) -> dict[str, Value]:
        """Do one plan and return the links that must wait."""
        values = {**plan.values, **{name: self.names.uid(named) for name, named in plan.names.items()}}
        links = {name for name, info in model_of(plan.kind).fields().items() if info.kind == "link"}
        later: dict[str, Value] = {
            name: value for name, value in values.items() if name in links and value in self._coming
        }
        now = {name: value for name, value in values.items() if name not in later}
        if plan.is_new:
            create_record(
                self._session, plan.kind, {**now, **_completed(self._session, plan.kind, values)}, uid=plan.uid
            )
            self._coming.discard(plan.uid)
        elif now:
            update_as_at(self._session, plan.kind, plan.uid, now, plan.day)
        return later

    def _set(self, plan: TablePlan, later: Mapping[str, Value]) -> None:
        if plan.is_new:
            update_record(self._session, plan.kind, plan.uid, later)
        else:
            update_as_at(self._session, plan.kind, plan.uid, later, plan.day)


def _completed(session: Session, kind: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a new record needs and its row does not say: its place among others, and who usually decides."""
    found: dict[str, Value] = {}
    if kind in _PLACES and values.get("position") is None:
        found["position"] = _next_place(session, kind, values)
    outcome = OUTCOMES.get(str(values.get("outcome"))) if kind == "event" else None
    if outcome is not None and values.get("body") is None:
        found["body"] = outcome.body or None
    return found


def _next_place(session: Session, kind: str, values: Mapping[str, Value]) -> int:
    model: Any = model_of(kind)
    same = [getattr(model, name).is_not_distinct_from(values.get(name)) for name in _PLACES[kind]]
    last = session.scalar(select(func.max(model.position)).where(*same))
    return 1 if last is None else last + 1
