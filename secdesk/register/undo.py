"""Undo and redo: readings of the change log that are themselves logged, so they survive a restart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Conflict, NotFound
from secdesk.models import Change, Record, Step, kinds
from secdesk.models.fields import from_plain
from secdesk.models.types import Plain, to_plain
from secdesk.register.lineage import own_numbers
from secdesk.register.log import RecordChange, StepEntry
from secdesk.register.overtaken import Overtaken, later_steps
from secdesk.register.register import Register

DEPTH = 500
_BLANKED = '{"blanked":'
"""How the log writes a value that was removed from it; in a text that a person typed the mark would be escaped."""


@dataclass(frozen=True, slots=True)
class Stacks:
    """What can be taken back and what can be done again, newest last."""

    undo: tuple[StepEntry, ...]
    redo: tuple[tuple[StepEntry, StepEntry], ...]

    @property
    def undo_label(self) -> str:
        """The words of the next undo, or nothing."""
        return self.undo[-1].label if self.undo else ""

    @property
    def redo_label(self) -> str:
        """The words of the next redo, or nothing."""
        return self.redo[-1][0].label if self.redo else ""


def stacks(register: Register) -> Stacks:
    """Return the undo and redo stacks as the log gives them: redo ends with the next edit."""
    with register.read() as session:
        newest = select(Step).order_by(Step.seq.desc()).limit(3 * DEPTH)
        own = own_numbers(register.connection)
        # What another copy did is taken back with the merge that brought it, never step by step.
        steps = {row.seq: entry_of(row) for row in session.scalars(newest) if own is None or row.seq in own}
        blanked = _blanked(session, steps)
    undo: list[StepEntry] = []
    redo: list[tuple[StepEntry, StepEntry]] = []
    for seq in sorted(steps):
        step = steps[seq]
        if step.kind in ("edit", "merge"):
            undo.append(step)
            redo.clear()
        elif step.kind == "undo" and undo and undo[-1].uid == step.target:
            redo.append((undo.pop(), step))
        elif step.kind == "redo" and redo and redo[-1][1].uid == step.target:
            undo.append(redo.pop()[0])
    # No clock is asked: one that jumped would take the way back away.
    offered = [step for step in undo[-DEPTH:] if step.seq not in blanked]
    return Stacks(tuple(offered), tuple(pair for pair in redo if pair[0].seq not in blanked))


def _blanked(session: Session, steps: Iterable[int]) -> set[int]:
    """Return the steps of which a value was removed from the history: there is nothing left to go back to."""
    query = select(Change.step).where(Change.step.in_(steps), Change.fields.contains(_BLANKED, autoescape=True))
    return set(session.scalars(query))


def entry_of(step: Step) -> StepEntry:
    """Return a stored step as the rest of the program sees it."""
    return StepEntry(step.seq, step.kind, step.label, step.who, step.at, step.target, step.uid)


def undo(register: Register) -> StepEntry:
    """Take back the newest step that has not been taken back; returns it.

    Raises NotFound where there is none, Overtaken where later steps changed the same values again.
    """
    found = stacks(register).undo
    if not found:
        raise NotFound("There is nothing to undo in this register")
    step = found[-1]
    changes = changes_of(register, step.seq)
    try:
        with register.change(f"Undo {step.label}", kind="undo", target=step.uid) as session:
            apply_changes(session, _inverse(changes))
    except Conflict as error:
        later = _later(register, step, changes)
        if later:
            raise Overtaken(str(error), step, later) from error
        raise
    return step


def undo_together(register: Register, overtaken: Overtaken) -> StepEntry:
    """Take back a step with the later ones that stood in its way, all as one step; returns the step."""
    step = overtaken.step
    changes = [_inverse(changes_of(register, each.seq)) for each in (*reversed(overtaken.later), step)]
    with register.change(f"Undo {step.label}, and what followed", kind="undo", target=step.uid) as session:
        for inverse in changes:
            apply_changes(session, inverse)
    return step


def _inverse(changes: Sequence[RecordChange]) -> list[RecordChange]:
    return [change.inverse() for change in reversed(changes)]


def _later(register: Register, step: StepEntry, changes: Sequence[RecordChange]) -> list[StepEntry]:
    with register.read() as session:
        return [entry_of(row) for row in later_steps(session, step.seq, changes, own_numbers(register.connection))]


def redo(register: Register) -> StepEntry:
    """Do again what the newest undo took back; returns the step. Raises NotFound where there is none."""
    found = stacks(register).redo
    if not found:
        raise NotFound("There is nothing to redo in this register")
    step, undoing = found[-1]
    changes = changes_of(register, step.seq)
    with register.change(f"Redo {step.label}", kind="redo", target=undoing.uid) as session:
        apply_changes(session, changes)
    return step


def changes_of(register: Register, seq: int) -> list[RecordChange]:
    """Return what a step did, record by record, in order."""
    with register.read() as session:
        query = select(Change).where(Change.step == seq).order_by(Change.position)
        return [_as_change(row) for row in session.scalars(query)]


def _as_change(row: Change) -> RecordChange:
    stored = json.loads(row.fields)
    fields = {name: (values[0], values[1]) for name, values in stored.items() if isinstance(values, list)}
    return RecordChange(row.kind, row.record, row.action, fields)  # type: ignore[arg-type]


def apply_changes(session: Session, changes: Sequence[RecordChange]) -> None:
    """Make changes to records, each only where the present values are the ones it expects."""
    models = kinds()
    for change in changes:
        model = models[change.kind]
        record = session.get(model, change.record)
        if change.action == "add":
            _add(session, model, change, record)
        elif record is None:
            raise Conflict(f"This {model.kind.singular} is no longer there, so the step cannot be taken back")
        else:
            _expect(record, change)
            _set(session, record, change)
    session.flush()


def _add(session: Session, model: type[Record], change: RecordChange, present: Record | None) -> None:
    if present is not None:
        raise Conflict(f"This {model.kind.singular} is there already, so the step cannot be repeated")
    record = model(uid=change.record)
    for name, (_, after) in change.fields.items():
        setattr(record, name, from_plain(model.stored_fields()[name], after))
    session.add(record)


def _set(session: Session, record: Record, change: RecordChange) -> None:
    if change.action == "delete":
        session.delete(record)
        return
    for name, (_, after) in change.fields.items():
        setattr(record, name, from_plain(record.stored_fields()[name], after))


def _expect(record: Record, change: RecordChange) -> None:
    for name, (before, _) in change.fields.items():
        present: Plain = to_plain(getattr(record, name))
        if present != before:
            label = record.stored_fields()[name].label
            raise Conflict(f"'{label}' of this {record.kind.singular} was changed again since; undo that change first")
