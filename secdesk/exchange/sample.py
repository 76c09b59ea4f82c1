"""The sample register: January 2020 as published, read from the TOML files of ``resources/sample`` (domain.md 2)."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias, cast

from secdesk.errors import Conflict, Invalid, KnownError, NotFound, Problem
from secdesk.models import DatedValue, FieldInfo, Record, kinds
from secdesk.models.types import Value
from secdesk.paths import resource
from secdesk.register.register import Register
from secdesk.rules.reference import ReferenceProblem, parse_reference
from secdesk.rules.text import clean
from secdesk.rules.validation import problems_of
from secdesk.rules.values import store_value

LABEL = "Sample register, January 2020"

_NAMESPACE = uuid.UUID("5ec0de5c-2020-5a01-9a7e-000000000001")
"""Every uid of the sample follows from this and the record's natural key, so it is the same on every machine."""

_TYPES: Mapping[str, tuple[type, str]] = {
    "date": (date, "a date such as 2020-01-31"),
    "number": (int, "a whole number"),
    "yes_no": (bool, "true or false"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of the sample: the kind of record in it, and which of an entry's words make its natural key.

    A word of the key that is no field of the kind (a meeting's ``key``) serves the other files only.
    """

    kind: str
    file: str
    key: tuple[str, ...]


SHEETS: tuple[Sheet, ...] = (
    Sheet("setting", "settings.toml", ("key",)),
    Sheet("organisation", "organisations.toml", ("name",)),
    Sheet("person", "people.toml", ("name",)),
    Sheet("release", "releases.toml", ("name",)),
    Sheet("meeting", "meetings.toml", ("key",)),
    Sheet("proposal", "proposals.toml", ("reference",)),
    Sheet("agenda_item", "agenda_items.toml", ("meeting", "proposal")),
    Sheet("event", "events.toml", ("proposal", "outcome")),
    Sheet("assessment", "assessments.toml", ("proposal", "assessment_kind")),
    Sheet("consultation", "consultations.toml", ("proposal", "consultation_kind")),
    Sheet("release_part", "release_parts.toml", ("proposal", "release")),
    Sheet("paper", "papers.toml", ("paper_kind", "month")),
    Sheet("stated_figure", "stated_figures.toml", ("figure", "month", "assessment")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one table of a file says of one record. ``key`` is the record's natural key, ``written`` its fields."""

    sheet: Sheet
    key: str
    written: Mapping[str, Any]

    @property
    def uid(self) -> str:
        """The identity of the record."""
        return _uid(self.sheet.kind, self.key)

    def broken(self, field: str, sentence: str) -> Invalid:
        """Return the error that says which entry of which file is not as it must be."""
        return Invalid([Problem(field, f"{self.sheet.file}, '{self.key}': {sentence}")])


def fill_with_sample(register: Register, folder: Path | None = None) -> None:
    """Add the sample's records to a new register, as one step.

    ``folder`` holds the files; by default those that the program ships with. Raises Conflict for a register that was
    worked in before, and Invalid or NotFound, naming file and entry, where the files are not as they must be; then
    nothing is added.
    """
    if register.chain_head()[0]:
        raise Conflict(f"'{register.path.name}' was worked in already. Fill a new register with the sample")
    rows = list(sample_records(folder or resource("sample")))
    with register.change(LABEL, kind="base") as session:
        session.add_all(rows)


def sample_records(folder: Path) -> Iterator[Record]:
    """Yield the records of the sample, none of them in a session yet; raises Invalid or NotFound in words."""
    entries = [entry for sheet in SHEETS for entry in _read_sheet(folder, sheet)]
    uids = _uids_by_key(entries)
    for entry in entries:
        yield from _records_of(entry, uids)


Uids: TypeAlias = Mapping[tuple[str, str], str]
"""The identity of each record by kind and natural key."""


def _uid(kind: str, key: str) -> str:
    return uuid.uuid5(_NAMESPACE, f"{kind}:{key}").hex


def _read_sheet(folder: Path, sheet: Sheet) -> list[Entry]:
    path = folder / sheet.file
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound(f"The sample lacks {sheet.file}. Install secdesk again to put it back") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnownError(f"{sheet.file} cannot be read as TOML: {error}. Correct it there") from error
    if set(found) != {sheet.kind}:
        raise KnownError(f"{sheet.file} must hold entries called '{sheet.kind}' and nothing else")
    return [Entry(sheet, _natural_key(sheet, written), written) for written in found[sheet.kind]]


def _natural_key(sheet: Sheet, written: Mapping[str, Any]) -> str:
    words = [str(written[name]) for name in sheet.key if name in written]
    if not words:
        raise KnownError(f"{sheet.file} has an entry without {' and '.join(sheet.key)}. Add what is missing")
    return " ".join(words)


def _uids_by_key(entries: Iterable[Entry]) -> Uids:
    uids: dict[tuple[str, str], str] = {}
    for entry in entries:
        if (entry.sheet.kind, entry.key) in uids:
            raise entry.broken("", "there are two entries of this name. Take one out, or tell them apart")
        uids[entry.sheet.kind, entry.key] = entry.uid
    return uids


def _records_of(entry: Entry, uids: Uids) -> Iterator[Record]:
    """Yield the record of an entry and a row for each of its dated fields, which hold from the beginning."""
    model = kinds()[entry.sheet.kind]
    values = _values_of(entry, model.fields(), uids)
    problems = problems_of(entry.sheet.kind, model.fields(), values)
    if problems:
        raise entry.broken(problems[0].field, problems[0].sentence)
    stored = {name: value for name, value in values.items() if name in model.stored_fields()}
    yield model(uid=entry.uid, **stored)
    for name, info in model.dated_fields().items():
        if name in values:
            uid = _uid("dated_value", f"{entry.sheet.kind}:{entry.key}:{name}")
            yield DatedValue(
                uid=uid, record=entry.uid, field_name=name, value=store_value(info, values[name]), position=1
            )


def _values_of(entry: Entry, fields: Mapping[str, FieldInfo], uids: Uids) -> dict[str, Value]:
    values = _number_of(entry) if entry.sheet.kind == "proposal" else {}
    for name, written in entry.written.items():
        if name in fields:
            values[name] = _value_of(entry, fields[name], written, uids)
        elif name not in entry.sheet.key:
            raise entry.broken(name, f"there is no field '{name}'. Correct its name")
    return values


def _number_of(entry: Entry) -> dict[str, Value]:
    """Return number, suffix and series of a proposal, which its file gives as one reference."""
    try:
        found = parse_reference(entry.key, label="Reference")
    except ReferenceProblem as problem:
        raise entry.broken("number", str(problem)) from problem
    return {"number": found.number, "suffix": found.suffix, "series": found.series}


def _value_of(entry: Entry, info: FieldInfo, written: object, uids: Uids) -> Value:
    expected, words = _TYPES.get(info.kind, (str, "text between quotes"))
    # Neither a yes for a number nor a date with a time for a date: the exact type and no other.
    if type(written) is not expected:
        raise entry.broken(info.name, f"{info.name} must be {words}")
    if info.kind == "link":
        return _linked_uid(entry, info, str(written), uids)
    if isinstance(written, str):
        return clean(written, "text" if info.kind == "text" else "line", max(len(written), 1))
    return cast("Value", written)


def _linked_uid(entry: Entry, info: FieldInfo, key: str, uids: Uids) -> str:
    found = uids.get((info.link, key))
    if found is None:
        singular = kinds()[info.link].kind.singular
        sentence = f"{info.name} names the {singular} '{key}', which no file has. Add it, or correct the name"
        raise NotFound(str(entry.broken(info.name, sentence)))
    return found
