"""The change log in words: who changed what and when, one entry a step, newest first (ux.md 2.13).

The words come from what the models declare: labels, lists of choices, and the names of linked records.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.models import Change, FieldInfo, Record, Step, kinds
from secdesk.models.fields import from_plain
from secdesk.models.types import Plain
from secdesk.register.dated_history import DatedTurn, turns
from secdesk.register.former_names import FormerNames, Key
from secdesk.register.log import Action
from secdesk.register.register import Register
from secdesk.rules.date_words import format_date
from secdesk.rules.values import show_value, stored_value

_LONGEST = 80
EMPTY = "nothing"
REMOVED = "(removed)"
LATEST = 100
LINES = 50


@dataclass(frozen=True, slots=True)
class FieldTurn:
    """What became of one field: its label, its value before and after in words, and from which day it holds.

    ``field`` is the name that the model gives it; empty where there is nothing that could be put back.
    """

    label: str
    before: str
    after: str
    since: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What a step did to one record; ``name`` is what it is called now, or was called when it went.

    ``kind`` is empty for a record of a kind that this version no longer has.
    """

    kind: str
    record: str
    action: Action
    name: str
    fields: tuple[FieldTurn, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The line in words: one sentence for an addition or deletion, one for each field of an edit."""
        singular = kinds()[self.kind].kind.singular if self.kind else "record"
        if self.action != "edit":
            return (f"{'Added' if self.action == 'add' else 'Deleted'} {singular} {self.name}".strip(),)
        return tuple(_sentence(turn, self.name) for turn in self.fields)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step: its number and kind, UTC time, the same as local words, who, the label, and what it did.

    ``total`` is how many changes the step made: as many as there are lines where they tell of all. ``cut`` says that
    ``lines`` tell only the first; ``total`` then counts dated values apart.
    """

    seq: int
    kind: str
    at: str
    when: str
    who: str
    label: str
    lines: tuple[HistoryLine, ...]
    total: int
    cut: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that the lines say."""
        return tuple(sentence for line in self.lines for sentence in line.sentences)


def history(
    register: Register, record: str | None = None, limit: int | None = LATEST, *, lines: int = LINES
) -> list[HistoryEntry]:
    """Return the newest steps, or those that touched a record, its dated values or its parts.

    ``limit`` is the most entries (None: all), ``lines`` the most changes that each is told with.
    """
    with register.read() as session:
        about = None if record is None else records_about(session, record)
        return _told(session, _steps(session, about, limit), about, lines)


def told_steps(session: Session, seqs: Sequence[int], *, lines: int = LINES) -> list[HistoryEntry]:
    """Return steps by their numbers in the order asked for, each told with so many changes; those gone are left out."""
    found = {step.seq: step for step in session.scalars(select(Step).where(Step.seq.in_(seqs)))}
    return _told(session, [found[seq] for seq in seqs if seq in found], None, lines)


def _told(session: Session, steps: Sequence[Step], about: set[str] | None, lines: int) -> list[HistoryEntry]:
    totals = _totals(session, [step.seq for step in steps])
    changes = _changes(session, [step.seq for step in steps], about, lines)
    teller = _Teller(session, [change for own in changes.values() for change in own])
    most = lines if about is None else max(totals.values(), default=0)
    return [_entry(step, teller, changes.get(step.seq, []), totals.get(step.seq, 0), most) for step in steps]


def _entry(step: Step, teller: _Teller, changes: list[Change], rows: int, most: int) -> HistoryEntry:
    lines, when = tuple(teller.lines(changes)), local_time(step.at)
    total = len(lines) if len(changes) == rows else rows
    return HistoryEntry(step.seq, step.kind, step.at, when, step.who, step.label, lines, total, cut=rows > most)


def local_time(at: str) -> str:
    """Return a step's UTC time as people here read it: ``7 Feb 2020 10:42``; a text that is no time as it is."""
    try:
        here = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return at
    return f"{format_date(here.date())} {here:%H:%M}"


def _steps(session: Session, about: set[str] | None, limit: int | None) -> list[Step]:
    query = select(Step).order_by(Step.seq.desc())
    if about is not None:
        query = query.where(Step.seq.in_(select(Change.step).where(Change.record.in_(about))))
    return list(session.scalars(query.limit(limit) if limit is not None else query))


def _totals(session: Session, seqs: list[int]) -> dict[int, int]:
    query = select(Change.step, func.count()).where(Change.step.in_(seqs)).group_by(Change.step)
    return {row[0]: row[1] for row in session.execute(query)}


def _changes(session: Session, seqs: list[int], about: set[str] | None, lines: int) -> dict[int, list[Change]]:
    query = select(Change).where(Change.step.in_(seqs)).order_by(Change.step, Change.position)
    query = query.where(Change.position < lines) if about is None else query.where(Change.record.in_(about))
    found: dict[int, list[Change]] = {}
    for change in session.scalars(query):
        found.setdefault(change.step, []).append(change)
    return found


def records_about(session: Session, record: str) -> set[str]:
    """Return the uids of a record, of the records that are or were about it, and of the parts of all of these."""
    query = select(Change.kind, Change.record, Change.fields)
    found = {record}
    for kind, uid, fields in session.execute(query.where(Change.fields.contains(record, autoescape=True))):
        if record in _owners(kind, json.loads(fields)):
            found.add(uid)
    parts = [name for name, model in kinds().items() if any(info.owner for info in model.stored_fields().values())]
    further = query.where(Change.action != "edit", Change.kind.in_(["dated_value", *parts]))
    return found | {uid for kind, uid, fields in session.execute(further) if found & _owners(kind, json.loads(fields))}


def _owners(kind: str, fields: dict[str, Any]) -> set[Plain]:
    """Return what a change says the record is or was a part of, or about."""
    infos = kinds()[kind].stored_fields() if kind in kinds() else {}
    names = [name for name, info in infos.items() if info.owner or name == "proposal"]
    own = ["record"] if kind == "dated_value" else names
    return {value for name in own if isinstance(fields.get(name), list) for value in fields[name]}


class _Teller:
    """Puts changes into words; names and dated values are looked up for all of them at once."""

    def __init__(self, session: Session, changes: list[Change]) -> None:
        self._names = FormerNames(session)
        self._fields = {(change.step, change.position): json.loads(change.fields) for change in changes}
        dated = {(change.step, change.position) for change in changes if change.kind == "dated_value"}
        self._turns = turns(session, dated)
        self._owners = self._kinds_of_owners(session)
        self._names.learn(self._named(changes))

    def lines(self, changes: list[Change]) -> Iterator[HistoryLine]:
        """Yield what one step did; the dated values of a record that came or went with it are part of that."""
        whole = {change.record for change in changes if change.action != "edit" and change.kind != "dated_value"}
        for change in changes:
            turn = self._turns.get((change.step, change.position))
            if turn is None:
                yield self._line(change)
            elif turn.record not in whole:
                yield self._dated_line(change, turn)

    def _line(self, change: Change) -> HistoryLine:
        model = kinds().get(change.kind)
        if model is None:
            return HistoryLine("", change.record, change.action, "of a kind that is gone")  # type: ignore[arg-type]
        name = self._names.of(change.kind, change.record)
        fields: tuple[FieldTurn, ...] = ()
        if change.action == "edit":
            name = self._names.short(change.kind, change.record)
            fields = tuple(self._field_turns(model, self._fields[change.step, change.position]))
        return HistoryLine(change.kind, change.record, change.action, name, fields)  # type: ignore[arg-type]

    def _field_turns(self, model: type[Record], fields: dict[str, Any]) -> Iterator[FieldTurn]:
        """Yield what became of each field, in declared order; a field that the kind no longer has is left out."""
        for name, info in model.stored_fields().items():
            values = fields.get(name)
            if isinstance(values, list):
                before, after = (self._words(info, value) for value in values)
                yield FieldTurn(info.label, before, after, field=name)
            elif values is not None:
                yield FieldTurn(info.label, REMOVED, REMOVED)

    def _dated_line(self, change: Change, turn: DatedTurn) -> HistoryLine:
        """Tell a change of a dated row as a change of the record that it belongs to."""
        kind = self._owners.get(turn.record, "")
        info = kinds()[kind].dated_fields().get(turn.field) if kind else None
        if info is None:
            return self._line(change)
        name = self._names.short(kind, turn.record)
        if turn.before == turn.after and change.action == "edit":
            return HistoryLine(kind, turn.record, "edit", name, tuple(self._reasons(change, info)))
        before, after = (self._dated_words(info, text) for text in (turn.before, turn.after))
        since = format_date(datetime.fromisoformat(turn.since).date()) if turn.since else ""
        return HistoryLine(kind, turn.record, "edit", name, (FieldTurn(info.label, before, after, since, turn.field),))

    def _reasons(self, change: Change, info: FieldInfo) -> Iterator[FieldTurn]:
        """Tell an edit of a dated row that left the value alone: who agreed it, why, in which order."""
        model = kinds()["dated_value"]
        for turn in self._field_turns(model, self._fields[change.step, change.position]):
            yield FieldTurn(f"{info.label}, {turn.label[:1].lower()}{turn.label[1:]}", turn.before, turn.after)

    def _words(self, info: FieldInfo, value: Plain) -> str:
        if value in (None, ""):
            return EMPTY
        return _shortened(show_value(info, from_plain(info, value), self._names.of))

    def _dated_words(self, info: FieldInfo, text: str | None) -> str:
        if text is None:
            return EMPTY
        return _shortened(show_value(info, stored_value(info, text), self._names.of))

    def _kinds_of_owners(self, session: Session) -> dict[str, str]:
        """Return the kind of each record that dated values belong to, from the log: it may be gone."""
        wanted = {turn.record for turn in self._turns.values()}
        query = select(Change.record, Change.kind).where(Change.record.in_(wanted), Change.kind != "dated_value")
        return {uid: kind for uid, kind in session.execute(query.distinct()) if kind in kinds()}

    def _named(self, changes: list[Change]) -> Iterator[Key]:
        for change in changes:
            model = kinds().get(change.kind)
            if model is None or change.kind == "dated_value":
                continue
            yield change.kind, change.record
            if change.action == "edit":
                yield from self._linked(model, self._fields[change.step, change.position])
        yield from ((kind, uid) for uid, kind in self._owners.items())

    def _linked(self, model: type[Record], fields: dict[str, Any]) -> Iterator[Key]:
        for name, info in model.stored_fields().items():
            values = fields.get(name)
            if info.link and isinstance(values, list):
                yield from ((info.link, value) for value in values if value)


def _sentence(turn: FieldTurn, name: str) -> str:
    since = f", from {turn.since}" if turn.since else ""
    return f"{turn.label} of {name}: {turn.before} → {turn.after}{since}"


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
