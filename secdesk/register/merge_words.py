"""A merge in words: one line a fact, as the screen and the command line show it before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secdesk.models import FieldInfo, kinds
from secdesk.models.fields import from_plain
from secdesk.models.types import Plain
from secdesk.register.common_state import Copy
from secdesk.register.former_names import FormerNames
from secdesk.register.history import EMPTY
from secdesk.register.merge import MergePlan
from secdesk.register.merge_numbers import NumberClash
from secdesk.register.merge_units import SERIES, State, Unit
from secdesk.register.net_changes import Key
from secdesk.register.register import Register
from secdesk.rules.date_words import format_date
from secdesk.rules.values import show_value, stored_value
from secdesk.rules.wording import in_figures

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One fact of a merge: which record, which field, its value here and in the other copy, and who entered each.

    ``key`` and ``state`` are the unit's. ``hint`` says what a person should know before choosing.
    """

    key: str
    state: State
    kind: str
    record: str
    name: str
    label: str
    here: str
    other: str
    who_here: str
    who_other: str
    hint: str = ""

    @property
    def sentence(self) -> str:
        """The line as one sentence."""
        if self.state == "new":
            return f"{self.name}: new in the other copy"
        if self.state.startswith("deleted"):
            return self.name
        what = f"{self.name}, {self.label}" if self.label else self.name
        return f"{what}: here {self.here}, in the other copy {self.other}"


def tell_merge(register: Register, other: Register, plan: MergePlan) -> list[MergeLine]:
    """Return a plan in words: what must be decided first, then the rest; facts entered twice alike are left out."""
    with register.read() as ours, other.read() as theirs:
        teller = _Teller(plan, FormerNames(ours), FormerNames(theirs))
        teller.learn()
        lines = [*teller.clashes(), *teller.units()]
    return sorted(lines, key=lambda line: (line.state not in ("number", "conflict"), line.name, line.key))


@dataclass(frozen=True, slots=True)
class _Teller:
    plan: MergePlan
    ours: FormerNames
    theirs: FormerNames

    def learn(self) -> None:
        """Look the names of all subjects up at once, each where its line will ask for it."""
        told = [(unit, self._subject(unit)) for unit in self.plan.units if unit.state != "agreed"]
        self.theirs.learn(subject for unit, subject in told if _is_only_there(unit))
        self.ours.learn(subject for unit, subject in told if not _is_only_there(unit))

    def clashes(self) -> Iterator[MergeLine]:
        for clash in self.plan.clashes:
            here, other = self.ours.of("proposal", clash.here), self.theirs.of("proposal", clash.other)
            yield MergeLine(
                clash.key, "number", "proposal", clash.here, f"Number {clash.number}{clash.suffix}", "Who keeps it",
                here, other, _who(self.plan.found.ours, [clash.here]), _who(self.plan.found.theirs, [clash.other]),
                _number_hint(clash),
            )  # fmt: skip

    def units(self) -> Iterator[MergeLine]:
        for unit in self.plan.units:
            if unit.state != "agreed":
                yield self._line(unit)

    def _line(self, unit: Unit) -> MergeLine:
        found = self.plan.found
        records = [record for _, record in (*unit.records, *unit.parts)]
        kind, record = self._subject(unit)
        names = self.theirs if _is_only_there(unit) else self.ours
        return MergeLine(
            key=unit.key,
            state=unit.state,
            kind=kind,
            record=record,
            name=self._name(names, kind, record),
            label=_label(unit),
            here=self._words(found.ours, self.ours, unit),
            other=self._words(found.theirs, self.theirs, unit),
            who_here=_who(found.ours, records) if unit.state == "conflict" else "",
            who_other=_who(found.theirs, records),
            hint=_hint(unit),
        )

    def _subject(self, unit: Unit) -> Key:
        """Return the record that a unit is about: of dated values the record that they are values of."""
        if unit.kind != "dated_value":
            return unit.kind, unit.record
        row = self._row(unit.records[0])
        uid = str(row.get("record"))
        kind = next((kind for kind in kinds() if self._row((kind, uid))), "")
        return (kind, uid) if kind else (unit.kind, unit.record)

    def _row(self, key: Key) -> dict[str, Plain]:
        return self.plan.found.ours.row(key) or self.plan.found.theirs.row(key) or {}

    @staticmethod
    def _name(names: FormerNames, kind: str, record: str) -> str:
        name = names.of(kind, record)
        singular = kinds()[kind].kind.singular
        return name if kind == "proposal" else f"{singular[:1].upper()}{singular[1:]} {name}"

    def _words(self, copy: Copy, names: FormerNames, unit: Unit) -> str:
        rows = [row for key in unit.records if (row := copy.row(key)) is not None]
        if not rows:
            return "not there"
        if unit.is_whole:
            return "there"
        if unit.fields:
            infos = kinds()[unit.kind].stored_fields()
            return _joined([_shown(infos[name], rows[0].get(name), names) for name in unit.fields])
        if unit.kind in SERIES:
            return self._series(names, unit, rows)
        return "; ".join(_brief(unit.kind, row, names) for row in rows)

    def _series(self, names: FormerNames, unit: Unit, rows: Sequence[dict[str, Plain]]) -> str:
        """Tell the values that differ, each with the day from which it holds."""
        kind = self._subject(unit)[0]
        ordered = sorted(rows, key=lambda row: (str(row.get("effective_from") or ""), row.get("position") or 0))
        return "; ".join(f"{_value(kind, unit.kind, row, names)}{_since(row)}" for row in ordered)


def _is_only_there(unit: Unit) -> bool:
    """Say whether the other copy alone knows what a unit is about."""
    return unit.state in ("new", "deleted here")


def _value(owner: str, kind: str, row: dict[str, Plain], names: FormerNames) -> str:
    if kind != "dated_value":
        return _brief(kind, row, names)
    info = kinds()[owner].dated_fields().get(str(row["field_name"])) if owner in kinds() else None
    text = row.get("value")
    if info is None or text is None:
        return str(text or EMPTY)
    return _cut(show_value(info, stored_value(info, str(text)), names.of)) or EMPTY


def _since(row: dict[str, Plain]) -> str:
    since = row.get("effective_from")
    info = kinds()["dated_value"].stored_fields()["effective_from"]
    day = from_plain(info, since)
    return f" from {format_date(day)}" if day is not None and not isinstance(day, str | int) else ""


def _brief(kind: str, row: dict[str, Plain], names: FormerNames) -> str:
    infos = kinds()[kind].stored_fields().values()
    return _joined([_shown(info, row.get(info.name), names) for info in infos if info.brief and not info.owner])


def _shown(info: FieldInfo, value: Plain, names: FormerNames) -> str:
    return "" if value in (None, "") else _cut(show_value(info, from_plain(info, value), names.of))


def _joined(words: Sequence[str]) -> str:
    return ", ".join(word for word in words if word) or EMPTY


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _label(unit: Unit) -> str:
    if unit.kind == "dated_value":
        name = unit.key.rpartition(":")[2]
        infos = (model.dated_fields().get(name) for model in kinds().values())
        return next((info.label for info in infos if info is not None), name)
    infos_here = kinds()[unit.kind].stored_fields()
    return ", ".join(infos_here[name].label for name in unit.fields)


def _hint(unit: Unit) -> str:
    if unit.state == "deleted there":
        return "Deleted in the other copy. It stays here"
    if unit.state == "deleted here":
        return "Deleted here. It stays away unless you take it back"
    if unit.state == "conflict" and unit.is_whole:
        return "Deleted here, and changed in the other copy"
    return f"With {in_figures(len(unit.parts), 'further record')}" if unit.parts else ""


def _number_hint(clash: NumberClash) -> str:
    kept = {"here": "The one here is in an issued paper. ", "other": "The other is in an issued paper. "}
    return f"{kept.get(clash.printed, '')}Whichever does not keep it becomes {clash.free}"


def _who(copy: Copy, records: Sequence[str]) -> str:
    marks = ",".join("?" * len(records))
    query = (
        f'SELECT who FROM step JOIN "change" ON "change".step = step.seq WHERE record IN ({marks})'  # noqa: S608 - marks
        " ORDER BY seq DESC LIMIT 1"
    )
    row = copy.connection.execute(query, list(records)).fetchone()
    return str(row[0]) if row else ""
