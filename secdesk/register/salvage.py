"""What is still sound in a damaged backup, found without trusting any part of the file's structure.

A line of a record carries the hash of that record, so it proves itself wherever it stands. A record whose own line is
lost is taken from the history in the same file where that is whole, and a stored file is proved by its name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from secdesk.models.types import Plain
from secdesk.register import migrations
from secdesk.register.container import CHUNK, LONGEST_LINE, open_regular
from secdesk.register.facts import NAME, SEAL, seal_of
from secdesk.register.integrity import Finding
from secdesk.register.lineage import Lineage, Link
from secdesk.register.log import ROOT, step_hash
from secdesk.register.manifest import Manifest, WrongManifest, read_manifest
from secdesk.register.soundness import about, digest_of
from secdesk.register.tables import Row, TableShape, WrongLine, shapes
from secdesk.register.zip_form import LOCAL_SIZE

Values = Mapping[str, Plain]
_UID = re.compile(rb'\{"uid":"([!-~]{1,40}?)"')
_FILE = re.compile(rb"files/([0-9a-f]{64})")
_MANIFEST = re.compile(rb'\{\n  "format": .*?\n\}\n', re.DOTALL)
_LARGEST_FILE = 50_000_000  # the longest value that a register takes
_BOOKKEEPING = ("uid", "rev", "row_hash")
_LINK = ("hash", "seq", "uid", "kind", "target", "parent", "merge_parent")


@dataclass(frozen=True, slots=True)
class Salvage:
    """What could be saved from a backup: the stored values of sound records by kind and uid, and sound files.

    ``manifest`` is None where it is damaged too. ``from_history`` counts the records whose own line is lost but which
    the history gives whole; ``lost`` tells of damaged lines that nothing makes up for.
    """

    manifest: Manifest | None
    register_name: str
    records: Mapping[str, Mapping[str, Values]]
    files: Mapping[str, bytes]
    from_history: int
    lost: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many sound records there are of each kind."""
        return {kind: len(found) for kind, found in self.records.items()}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found that secdesk could have written."""
        return not any(self.records.values()) and self.manifest is None


def salvage(path: Path) -> Salvage:
    """Read what is sound in a backup, damaged or not; raises NotFound or KnownError for what is no file."""
    with open_regular(path) as file:
        manifest = _find_manifest(file)
        debris = _Debris(shapes(_version_of(manifest)))
        for line in _lines(file):
            debris.take(line)
        return debris.sort(manifest, dict(_files(file)))


def _version_of(manifest: Manifest | None) -> int:
    """Return the version whose tables to look for: the newest, unless the manifest can be trusted to know better."""
    newest = migrations.newest()
    return manifest.schema_version if manifest and 1 <= manifest.schema_version <= newest else newest


@dataclass(slots=True)
class _Debris:
    """Sound rows as they are found, by table."""

    shapes: Mapping[str, TableShape]
    records: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    steps: dict[int, Row] = field(default_factory=dict)
    changes: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, str] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)

    def take(self, line: bytes) -> None:
        """Keep a line if it is a row; the first line of a member has the member's header before it.

        Within a row every quotation mark is escaped, so an object begins at the last bracket with a bare one.
        """
        start = line.rfind(b'{"')
        if start < 0:
            return
        for text in (line, line[start:]) if start else (line,):
            found = self._read(text)
            if found is not None:
                self._keep(*found)
                return
        uid = _UID.search(line)
        if uid is not None:
            self.broken.add((self._table_like(line), uid[1].decode("ascii")))

    def _read(self, text: bytes) -> tuple[TableShape, Row] | None:
        try:
            names = tuple(json.loads(text.decode()))
            shape = next(each for each in self.shapes.values() if each.columns == names)
            row = shape.read(text)
        except (ValueError, TypeError, RecursionError, StopIteration, WrongLine):
            return None
        return None if shape.is_record and shape.hash_of(row) != row["row_hash"] else (shape, row)

    def _table_like(self, line: bytes) -> str:
        """Return the table that most of a broken line's fields speak for."""
        names = {name.decode() for name in re.findall(rb'[{,]"([a-z_]{1,40})":', line)}
        records = [shape for shape in self.shapes.values() if shape.is_record]
        return max(records, key=lambda shape: len(names.intersection(shape.columns)) / len(shape.columns)).name

    def _keep(self, shape: TableShape, row: Row) -> None:
        if shape.is_record:
            self.records[shape.name][str(row["uid"])] = row
        elif shape.name == "step":
            self.steps[_number(row["seq"])] = row
        elif shape.name == "change":
            self.changes[_number(row["step"])].append(row)
        elif shape.name == "meta":
            self.facts[str(row["key"])] = str(row["value"])

    def sort(self, manifest: Manifest | None, files: Mapping[str, bytes]) -> Salvage:
        """Put what was found in order, and fill its gaps from the history where that is whole."""
        played = _play(self.changes, self._own_line(manifest)) if self._chain_holds(manifest) else {}
        tables = {name: shape for name, shape in self.shapes.items() if shape.is_record}
        found = {name: self._values(shape, played.get(name, {})) for name, shape in tables.items()}
        sound = sum(len(rows) for rows in self.records.values())
        name = self.facts.get(NAME, "") if self.facts.get(SEAL) == seal_of(self.facts) else ""
        return Salvage(
            manifest=manifest,
            register_name=manifest.register_name if manifest else name,
            records=found,
            files=files,
            from_history=sum(len(rows) for rows in found.values()) - sound,
            lost=tuple(self._lost(found)),
        )

    def _values(self, shape: TableShape, played: Mapping[str, Values]) -> dict[str, Values]:
        """Return the sound records of a table by uid: as their lines say, or as the history made them."""
        names = [name for name in shape.columns if name not in _BOOKKEEPING]
        found: dict[str, Values] = {}
        for uid, row in self.records.get(shape.name, {}).items():
            found[uid] = {name: shape.plain(name, row[name]) for name in names}
        for uid, values in played.items():
            if uid not in found and set(values) <= set(names):
                found[uid] = {name: values.get(name) for name in names}
        return dict(sorted(found.items()))

    def _lost(self, found: Mapping[str, Mapping[str, Values]]) -> Iterator[Finding]:
        for kind, uid in sorted(self.broken):
            if not any(uid in rows for rows in found.values()):
                yield about(kind, uid, "is damaged in this backup")

    def _steps(self, manifest: Manifest | None) -> int:
        return manifest.head_step if manifest else len(self.steps)

    def _own_line(self, manifest: Manifest | None) -> list[int]:
        """Return the numbers of the steps that made the records, oldest first: those of merged copies did not."""
        links = [Link(*(row[name] for name in _LINK)) for _, row in sorted(self.steps.items())]  # type: ignore[arg-type]
        last = self.steps.get(self._steps(manifest))
        line = Lineage({link.hash: link for link in links}, str(last["hash"]) if last else ROOT).line()
        return [link.seq for link in line]

    def _chain_holds(self, manifest: Manifest | None) -> bool:
        """Say whether every step up to the last is there and is what its changes hash to."""
        known = {ROOT}
        for number in range(1, self._steps(manifest) + 1):
            step = self.steps.get(number)
            if step is None or not self._is_sound(step, known, number):
                return False
            known.add(str(step["hash"]))
        last = self.steps[self._steps(manifest)]["hash"] if self.steps else ROOT
        return manifest is None or manifest.head_hash == last

    def _is_sound(self, step: Row, known: set[Any], number: int) -> bool:
        rows = sorted(self.changes.get(number, []), key=lambda row: _number(row["position"]))
        digests = [digest_of(row, place) for place, row in enumerate(rows)]
        return {step["parent"], step["merge_parent"] or ROOT} <= known and step_hash(step, digests) == step["hash"]


def _play(changes: Mapping[int, list[Row]], steps: Sequence[int]) -> dict[str, dict[str, dict[str, Plain]]]:
    """Return the records that a sound history leads to; without those of which a value was removed from it."""
    made: dict[str, dict[str, dict[str, Plain]]] = defaultdict(dict)
    removed: set[tuple[str, str]] = set()
    for number in steps:
        for change in sorted(changes.get(number, []), key=lambda row: _number(row["position"])):
            kind, uid = str(change["kind"]), str(change["record"])
            fields: dict[str, Any] = json.loads(str(change["fields"]))
            if change["action"] == "delete":
                made[kind].pop(uid, None)
                continue
            if any(isinstance(pair, dict) for pair in fields.values()):
                removed.add((kind, uid))
            after = {name: pair[1] for name, pair in fields.items() if isinstance(pair, list)}
            made[kind].setdefault(uid, {}).update(after)
    for kind, uid in removed:
        made[kind].pop(uid, None)
    return made


def _number(cell: Any) -> int:
    return int(cell)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield what stands between line feeds, wherever in the file; a stretch too long for a row is skipped."""
    file.seek(0)
    rest, too_long = bytearray(), False
    for chunk in iter(lambda: file.read(CHUNK), b""):
        first, *others = chunk.split(b"\n")
        rest += first
        for following in others:
            if not too_long:
                yield bytes(rest)
            rest, too_long = bytearray(following), False
        if len(rest) > LONGEST_LINE:
            rest, too_long = bytearray(), True
    if rest and not too_long:
        yield bytes(rest)


def _find_manifest(file: BinaryIO) -> Manifest | None:
    """Return the manifest if it is sound: the list of hashes at the end must name its hash."""
    file.seek(0)
    found = _MANIFEST.search(file.read(1 << 20))
    if found is None:
        return None
    line = f"{hashlib.sha256(found[0]).hexdigest()}  manifest.json".encode()
    try:
        return read_manifest(found[0]) if _holds(file, line) else None
    except WrongManifest:
        return None


def _holds(file: BinaryIO, wanted: bytes) -> bool:
    return any(True for _ in _find(file, re.compile(re.escape(wanted)), len(wanted)))


def _find(file: BinaryIO, pattern: re.Pattern[bytes], longest: int) -> Iterator[tuple[int, bytes]]:
    """Yield place and text of each match, also of one that two chunks share; of a match at most once."""
    file.seek(0)
    before, offset = b"", 0
    for chunk in iter(lambda: file.read(CHUNK), b""):
        window = before + chunk
        for found in pattern.finditer(window):
            if found.end() > len(before):
                yield offset + found.start(), found[0]
        keep = min(longest - 1, len(window))
        before, offset = window[len(window) - keep :], offset + len(window) - keep
        file.seek(offset + keep)


def _files(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield the stored files whose bytes match their names."""
    places: Iterable[tuple[int, bytes]] = list(_find(file, _FILE, 70))
    for place, name in places:
        file.seek(max(place - LOCAL_SIZE, 0))
        header = file.read(LOCAL_SIZE + len(name))
        data = file.read(min(int.from_bytes(header[18:22], "little"), _LARGEST_FILE))
        sha256 = name[len(b"files/") :].decode("ascii")
        if hashlib.sha256(data).hexdigest() == sha256:
            yield sha256, data
