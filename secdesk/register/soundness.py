"""Whether the content of a backup is as its register wrote it: every record, every step, every fact; row by row.

This looks for what hashes of the file cannot show: that the register was damaged, or edited from outside, before it was
backed up; and for values that no register takes, which a made-up backup could hold. It needs the memory of one row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from secdesk.models import FieldInfo, Record, kinds
from secdesk.models.compact_json import parse
from secdesk.models.types import iso_day
from secdesk.register import migrations
from secdesk.register.backup_content import BackupContent
from secdesk.register.container import one_line
from secdesk.register.facts import IDENTITY, NAME, SEAL, seal_of
from secdesk.register.integrity import Finding
from secdesk.register.log import ROOT, Pair, digest_of_fields, pairs_of, step_hash
from secdesk.register.progress import Progress
from secdesk.register.tables import Row, TableShape
from secdesk.rules.text import kept_out
from secdesk.rules.validation import problems_of
from secdesk.rules.values import stored_value

_ROWS_A_NOTICE = 500
_UID = re.compile(r"[!-~]{1,40}")
_ACTIONS = ("add", "edit", "delete")


def findings(content: BackupContent, progress: Progress) -> Iterator[Finding]:
    """Yield everything in a backup that is not as a sound register has it."""
    for shape in content.shapes.values():
        if shape.is_record:
            yield from _records(content, shape, progress)
    yield from _facts(content)
    yield from _Chain(content).findings(progress)


def _records(content: BackupContent, shape: TableShape, progress: Progress) -> Iterator[Finding]:
    model = kinds().get(shape.name) if content.manifest.schema_version == migrations.newest() else None
    for number, row in enumerate(content.rows(shape.name)):
        if number % _ROWS_A_NOTICE == 0:
            progress("Checking the records", number, content.manifest.tables[shape.name])
        sentence = record_problem(shape, model, row)
        if sentence:
            yield about(shape.name, str(row["uid"]), sentence)
        elif shape.name == "paper":
            yield from _named_files(content, row)


def record_problem(shape: TableShape, model: type[Record] | None, row: Row) -> str:
    """Return what is wrong with a record, to stand after its name, or an empty string.

    ``model`` is None for a version of the schema whose fields this program no longer knows.
    """
    if not _UID.fullmatch(str(row["uid"])):
        return "is known by what no register gives out"
    if shape.hash_of(row) != row["row_hash"]:
        return "was changed outside secdesk or is damaged"
    if model is None:
        return ""
    if not _is_storable(model, row):
        wrong = (info for name, info in model.stored_fields().items() if not _can_hold(info, row[name]))
        return f"holds in '{next(wrong).label}' what no register can hold"
    if model.kind_name() == "dated_value" and not _can_be_dated(row):
        return "holds what its field cannot hold"
    return ""


def _is_storable(model: type[Record], row: Row) -> bool:
    """Say whether every field of a record may hold its value; the texts are looked at all at once."""
    dates, months, texts = _looked_at(model)
    return (
        not kept_out("".join(text for name in texts if isinstance(text := row[name], str)))
        and all(row[name] is None or _is_day(row[name]) for name in dates)
        and all(row[info.name] is None or _can_hold(info, row[info.name]) for info in months)
    )


@cache
def _looked_at(model: type[Record]) -> tuple[Sequence[str], Sequence[FieldInfo], Sequence[str]]:
    """Return the fields of a kind that hold a day, those that hold a month, and all that are not days."""
    infos = model.stored_fields().values()
    return (
        [info.name for info in infos if info.kind == "date"],
        [info for info in infos if info.kind == "month"],
        [info.name for info in infos if info.kind != "date"],
    )


def _can_hold(info: FieldInfo, value: Any) -> bool:
    """Say whether a field may hold a plain value: what no later version of the rules could call right."""
    if info.kind == "date":
        return value is None or _is_day(value)
    if isinstance(value, str) and kept_out(value):
        return False
    shape = info.kind == "month" and value is not None
    return not (shape and problems_of("", {info.name: info}, {info.name: value}))


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and iso_day(value) is not None


def _can_be_dated(row: Row) -> bool:
    """Say whether the value of a dated field can be read by some kind that has a field of this name."""
    text, infos = row["value"], _dated_fields().get(str(row["field_name"]), ())
    return text is None or not infos or any(_can_read(info, str(text)) for info in infos)


@cache
def _dated_fields() -> Mapping[str, Sequence[FieldInfo]]:
    """Return the dated fields of all kinds by name."""
    found: dict[str, list[FieldInfo]] = defaultdict(list)
    for model in kinds().values():
        for name, info in model.dated_fields().items():
            found[name].append(info)
    return dict(found)


def _can_read(info: FieldInfo, text: str) -> bool:
    try:
        value = stored_value(info, text)
    except ValueError:
        return False
    return _can_hold(info, value.isoformat() if isinstance(value, date) else value)


def _named_files(content: BackupContent, row: Row) -> Iterator[Finding]:
    for name in ("frozen_tree", "frozen_file"):
        if row.get(name) and row[name] not in content.files:
            yield about("paper", str(row["uid"]), "names a stored file that is missing")
            return


def about(kind: str, uid: str, sentence: str) -> Finding:
    """Return a finding about a record."""
    model = kinds().get(kind)
    singular = model.kind.singular.capitalize() if model else "Record"
    return Finding(f"{singular} '{one_line(uid)}' {sentence}", kind, uid)


def _facts(content: BackupContent) -> Iterator[Finding]:
    facts = {str(row["key"]): str(row["value"]) for row in content.rows("meta")}
    manifest = content.manifest
    if facts.get(SEAL) != seal_of(facts):
        yield Finding("The name or identity of the register was changed outside secdesk or is damaged")
    if (facts.get(IDENTITY), facts.get(NAME)) != (manifest.register_id, manifest.register_name):
        yield Finding("The manifest names another register than the one that the backup holds")


@dataclass(frozen=True, slots=True)
class _Chain:
    """The history of a backup: steps and changes read side by side."""

    content: BackupContent

    def findings(self, progress: Progress) -> Iterator[Finding]:
        """Yield where the steps do not follow one another, or are not what their changes hash to."""
        changes = groupby(self._changes(progress), key=itemgetter("step"))
        waiting = next(changes, None)
        known = {ROOT}
        head = (0, ROOT, "")
        for number, step in enumerate(self.content.rows("step"), start=1):
            while waiting is not None and _number(waiting[0]) < number:
                yield Finding(f"The history holds changes of a step {waiting[0]} that is missing")
                waiting = next(changes, None)
            own: Iterator[Row] = iter(())
            if waiting is not None and waiting[0] == step["seq"]:
                own, waiting = waiting[1], None
            yield from _step_findings(step, own, number, known)
            waiting = next(changes, None) if waiting is None else waiting
            known.add(str(step["hash"]))
            head = (_number(step["seq"]), str(step["hash"]), str(step["at"]))
        if waiting is not None:
            yield Finding(f"The history holds changes of a step {waiting[0]} that is missing")
        manifest = self.content.manifest
        if head != (manifest.head_step, manifest.head_hash, manifest.newest_change):
            yield Finding("The history does not end with the step that the manifest names")


    def _changes(self, progress: Progress) -> Iterator[Row]:
        total = self.content.manifest.tables["change"]
        for number, row in enumerate(self.content.rows("change")):
            if number % _ROWS_A_NOTICE == 0:
                progress("Checking the history", number, total)
            yield row


def _number(cell: Any) -> int:
    return int(cell)


def _step_findings(step: Row, changes: Iterator[Row], number: int, known: set[str]) -> Iterator[Finding]:
    words = f"Step {step['seq']} of the history, '{one_line(str(step['label']))}',"
    if step["seq"] != number or not _follows(step, number, known):
        yield Finding(f"{words} does not follow the step before it: a step is missing or was moved")
    elif step_hash(step, (digest_of(row, place) for place, row in enumerate(changes))) != step["hash"]:
        yield Finding(f"{words} was changed outside secdesk or is damaged")


def _follows(step: Row, number: int, known: set[str]) -> bool:
    """Say whether a step names earlier steps as those that it follows; two branches meet in a merge."""
    if number == 1 and step["merge_parent"] is not None:
        return False
    return step["parent"] in known and (step["merge_parent"] is None or step["merge_parent"] in known)


def digest_of(change: Row, place: int) -> str:
    """Return the digest of a change at its place within its step; empty for one that no register writes."""
    if change["position"] != place or change["action"] not in _ACTIONS:
        return ""
    try:
        fields = _fields_of(str(change["fields"]))
        days = [pair for name in _days_of(str(change["kind"])) if isinstance(pair := fields.get(name), tuple)]
        if all(value is None or _is_day(value) for pair in days for value in pair):
            return digest_of_fields(change, fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    return ""


def _fields_of(text: str) -> Mapping[str, Pair | Mapping[str, Any]]:
    """Return each field's values before and after, as a change row holds them; raises ValueError for anything else.

    A value that was removed from the history is an object with the digest that stands for it.
    """
    try:
        return pairs_of(text)
    except ValueError:
        fields = parse(text)
    if not isinstance(fields, dict):
        raise ValueError("the fields of a change are no object")
    return {name: _pair_of(found) for name, found in fields.items()}


def _pair_of(found: Any) -> Pair | Mapping[str, Any]:
    if isinstance(found, dict) and isinstance(found.get("blanked"), str):
        return found
    if not isinstance(found, list) or len(found) != 2:
        raise ValueError("a field has no two values")
    before, after = found
    if not (isinstance(before, str | int | None) and isinstance(after, str | int | None)):
        raise ValueError("a field holds what no field can")
    return before, after


@cache
def _days_by_kind() -> Mapping[str, Sequence[str]]:
    return {name: _looked_at(model)[0] for name, model in kinds().items()}


def _days_of(kind: str) -> Sequence[str]:
    """Return the fields of a kind that hold days; none for a kind that this version does not know."""
    return _days_by_kind().get(kind, ())
