"""Reads the JSON form of a register strictly: whatever is not exactly so is refused with its place in one sentence.

Nothing here touches a register; what comes back can be stored as it is (reliability.md 4.6, steps 3 and 4).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from secdesk.errors import KnownError
from secdesk.exchange.strict_json import Misfit, describe, read_json
from secdesk.models import FieldInfo, Record, kinds
from secdesk.models.types import Value, iso_day
from secdesk.register.progress import Progress, silent
from secdesk.rules.reference import format_reference
from secdesk.rules.text import kept_out
from secdesk.rules.validation import problems_of
from secdesk.rules.values import store_value, stored_value

FORMAT = "secdesk register"
VERSION = 1
_NAME_LIMIT = 300
_UID_LIMIT = 40
_QUOTED = 60
_ROWS_A_NOTICE = 500
_PARTS = ("format", "version", "name", "records", "files")
_UID = re.compile(rf"[!-~]{{1,{_UID_LIMIT}}}")
_HELD: Mapping[str, type] = {"number": int, "yes_no": bool}
_WANTED = {"number": "a whole number", "yes_no": "true or false", "date": "a date like 2020-01-31"}

Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class State:
    """The state of a register: its name, the stored values of its records by kind and uid, its files by SHA-256."""

    name: str
    records: Mapping[str, Mapping[str, Values]]
    files: Mapping[str, bytes]

    def count(self) -> int:
        """Return how many records there are, values with dates not counted: they are part of another record."""
        return sum(len(found) for kind, found in self.records.items() if kind != "dated_value")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in which file a fault stands: the kind and uid of a record and a field, as far as known."""

    source: str
    words: str = ""

    def refuse(self, sentence: str) -> KnownError:
        """Return the error that names the place."""
        return KnownError(f"In '{self.source}', {self.words}: {sentence}")

    def at(self, words: str) -> _Place:
        """Return a place further in."""
        return _Place(self.source, f"{self.words}, {words}" if self.words else words)


class _Refused(ValueError):
    """A value is not as a register holds it; the text says why. Whoever knows its place tells of it."""


@dataclass(slots=True)
class _Told:
    """Counts the records that are behind, and tells of it now and then."""

    progress: Progress
    total: int
    words: str = "Checking records"
    done: int = 0

    def one(self) -> None:
        """Count one more record."""
        if self.done % _ROWS_A_NOTICE == 0:
            self.progress(self.words, self.done, self.total)
        self.done += 1


def read_state(data: bytes, source: str, progress: Progress = silent) -> State:
    """Return the state that a JSON file holds; raises KnownError, naming the place, for anything else.

    ``progress`` counts first what is read and then the records that are checked.
    """
    tree = read_json(data, source, progress)
    place = _Place(source)
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        said = f", but {describe(tree)}" if isinstance(tree, Misfit) else ""
        raise KnownError(f"'{source}' is not a register as JSON{said}. Export one with: secdesk export")
    _check_parts(tree, place)
    told = _Told(progress, sum(len(found) for found in tree["records"].values() if isinstance(found, list)))
    records = {kind: _read_kind(kind, found, place, told) for kind, found in sorted(tree["records"].items())}
    state = State(tree["name"], records, _read_files(tree["files"], place))
    _check_links(state, place, _Told(progress, told.total, "Checking what they point to"))
    _check_dated(state, place, _Told(progress, len(state.records.get("dated_value", {})), "Checking dated values"))
    _check_numbers(state, place)
    _check_named_files(state, place)
    return state


def _check_parts(tree: Mapping[str, Any], place: _Place) -> None:
    version = tree.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise place.at("version").refuse(f"{VERSION} is expected, not {describe(version)}")
    if version > VERSION:
        raise KnownError(
            f"'{place.source}' was written by a newer version of secdesk (form {version}; this program knows"
            f" {VERSION}). Import it with the newer program"
        )
    for name in tree:
        if name not in _PARTS:
            raise place.at(f"'{name[:_QUOTED]}'").refuse("a register has no such part. Take it out")
    for name, wanted, words in (("name", str, "text"), ("records", dict, "an object"), ("files", dict, "an object")):
        if not isinstance(tree.get(name), wanted):
            raise place.at(f"'{name}'").refuse(f"{words} is expected, not {describe(tree.get(name))}")
    if found := kept_out(tree["name"]):
        words = f"it holds a character that cannot be kept (U+{ord(found):04X}). Take it out"
        raise place.at("'name'").refuse(words)
    if len(tree["name"]) > _NAME_LIMIT:
        raise place.at("'name'").refuse(f"it must be {_NAME_LIMIT} characters or fewer")


def _read_kind(kind: str, found: Any, place: _Place, told: _Told) -> dict[str, Values]:
    model = kinds().get(kind)
    if model is None:
        raise place.at(f"records '{kind[:_QUOTED]}'").refuse("there is no such kind of record in this version")
    if not isinstance(found, list):
        raise place.at(f"records '{kind}'").refuse(f"a list is expected, not {describe(found)}")
    records: dict[str, Values] = {}
    for number, each in enumerate(found, start=1):
        told.one()
        if not _is_known(each):
            raise _unknown(each, place.at(f"{model.kind.singular} number {number}"))
        uid = each["uid"]
        if uid in records:
            raise place.at(f"{model.kind.singular} '{uid}'").refuse("it stands there twice. Keep one of them")
        records[uid] = _read_record(model, each, place)
        found[number - 1] = None  # a register of any size is in memory once, not twice
    return records


def _is_known(found: Any) -> bool:
    """Say whether what stands in the place of a record says which one it is."""
    return isinstance(found, dict) and isinstance(uid := found.get("uid"), str) and bool(_UID.fullmatch(uid))


def _unknown(found: Any, place: _Place) -> KnownError:
    if not isinstance(found, dict):
        return place.refuse(f"an object is expected, not {describe(found)}")
    return place.at("field 'uid'").refuse(f"1 to {_UID_LIMIT} letters and figures are expected")


def _read_record(model: type[Record], found: Mapping[str, Any], place: _Place) -> Values:
    """Return the values of a record; its place is put in words only where one is refused."""
    values: Values = {}
    fields, needed = model.stored_fields(), _never_empty(model)
    name = ""
    try:
        for name, value in found.items():
            if value is not None and name in fields:
                values[name] = _read_value(fields[name], value)
            elif name not in fields and name != "uid":
                raise _Refused("there is no such field in this version")
            elif name in needed:
                raise _Refused(_not_so(fields[name], value))
    except _Refused as refused:
        here = place.at(f"{model.kind.singular} '{found['uid']}'")
        raise here.at(f"field '{name[:_QUOTED]}'").refuse(str(refused)) from None
    for problem in problems_of(model.kind_name(), fields, values):
        here = place.at(f"{model.kind.singular} '{found['uid']}'")
        raise here.at(f"field '{problem.field}'").refuse(problem.sentence)
    return values


@cache
def _never_empty(model: type[Record]) -> frozenset[str]:
    """Return the stored fields of a kind that every record of it has."""
    columns = model.__table__.columns
    return frozenset(name for name in model.stored_fields() if not columns[name].nullable)


def _read_value(info: FieldInfo, value: Any) -> Value:
    """Return the value of a field; raises _Refused."""
    if type(value) is not _HELD.get(info.kind, str):  # a truth value is a whole number to Python, and nowhere else
        raise _Refused(_not_so(info, value))
    return _read_date(str(value)) if info.kind == "date" else cast("Value", value)


def _not_so(info: FieldInfo, value: Any) -> str:
    return f"{_WANTED.get(info.kind, 'text')} is expected, not {describe(value)}"


def _read_date(text: str) -> date:
    found = iso_day(text)
    if found is None:
        raise _Refused(f"{_WANTED['date']} is expected, not '{text[:_QUOTED]}'")
    return found


def _read_files(found: Mapping[str, Any], place: _Place) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for sha256, text in found.items():
        here = place.at(f"file '{sha256[:_QUOTED]}'")
        try:
            files[sha256] = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise here.refuse("its content is not base64") from error
        if hashlib.sha256(files[sha256]).hexdigest() != sha256:
            raise here.refuse("its content does not match its SHA-256. Export the register again")
    return files


def _check_links(state: State, place: _Place, told: _Told) -> None:
    for kind, records in state.records.items():
        model = kinds()[kind]
        links = [(name, info) for name, info in model.stored_fields().items() if info.link]
        for uid, values in records.items():
            told.one()
            for name, info in links:
                value = values.get(name)
                if value is not None and value not in state.records.get(info.link, {}):
                    _check_link(state, info, str(value), place.at(f"{model.kind.singular} '{uid}', field '{name}'"))


def _check_link(state: State, info: FieldInfo, uid: str, place: _Place) -> None:
    if uid not in state.records.get(info.link, {}):
        singular = kinds()[info.link].kind.singular
        raise place.refuse(f"it points to {singular} '{uid[:_QUOTED]}', which is not in the file")


def _check_dated(state: State, place: _Place, told: _Told) -> None:
    """Check each value that has a date by what its own record declares for that field."""
    models = {kind: kinds()[kind] for kind in state.records}
    owners = {uid: model for kind, model in models.items() if model.dated_fields() for uid in state.records[kind]}
    for uid, values in state.records.get("dated_value", {}).items():
        told.one()
        here = place.at(f"dated value '{uid}'")
        model = owners.get(str(values.get("record")))
        if model is None:
            raise here.at("field 'record'").refuse("it points to a record that is not in the file")
        info = model.dated_fields().get(str(values.get("field_name")))
        if info is None:
            raise here.at("field 'field_name'").refuse(f"a {model.kind.singular} has no such field that has dates")
        _check_dated_value(state, model, info, values.get("value"), here.at("field 'value'"))


def _check_dated_value(state: State, model: type[Record], info: FieldInfo, text: Value, place: _Place) -> None:
    try:
        value = stored_value(info, None if text is None else str(text))
    except ValueError as error:
        raise place.refuse(f"{_WANTED.get(info.kind, 'text')} is expected, not '{str(text)[:_QUOTED]}'") from error
    if store_value(info, value) != text:
        raise place.refuse(f"'{store_value(info, value)}' is expected, not '{str(text)[:_QUOTED]}'")
    for problem in problems_of(model.kind_name(), {info.name: info}, {info.name: value}):
        raise place.refuse(problem.sentence)
    if info.link and value is not None:
        _check_link(state, info, str(value), place)


def _check_numbers(state: State, place: _Place) -> None:
    """Refuse two proposals of one number: it is theirs for life (domain.md 1.2)."""
    taken: dict[tuple[Value, Value], str] = {}
    for uid, values in state.records.get("proposal", {}).items():
        number, suffix = values.get("number"), values.get("suffix") or ""
        other = taken.setdefault((number, suffix), uid)
        if isinstance(number, int) and other != uid:
            called = format_reference(number, str(suffix), str(values.get("series", "")), converted=True)
            raise place.at(f"proposal '{uid}'").refuse(f"proposal '{other}' has the number of {called} already")


def _check_named_files(state: State, place: _Place) -> None:
    named = set()
    for uid, values in state.records.get("paper", {}).items():
        for name in ("frozen_tree", "frozen_file"):
            sha256 = values.get(name)
            if sha256 is not None and sha256 not in state.files:
                raise place.at(f"paper '{uid}', field '{name}'").refuse("it names a stored file that is not there")
            named.add(sha256)
    for sha256 in state.files:
        if sha256 not in named:
            raise place.at(f"file '{sha256}'").refuse("no paper names it. Take it out")
