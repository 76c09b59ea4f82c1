"""What is in a sound container: the manifest, the rows of every table, the stored files. Read strictly, row by row."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from secdesk.errors import KnownError
from secdesk.register import migrations
from secdesk.register.container import CHUNK, SUMS, Container, ContainerWriter, one_line
from secdesk.register.facts import IDENTITY, NAME
from secdesk.register.log import ROOT
from secdesk.register.manifest import (
    LONGEST,
    README,
    Manifest,
    NewerManifest,
    WrongManifest,
    program_version,
    read_manifest,
)
from secdesk.register.progress import Progress, silent
from secdesk.register.tables import Row, TableShape, WrongLine, count_rows, read_rows, shapes

_LARGEST_README = 100_000
_TABLES, _ENDING, _FILES = "tables/", ".jsonl", "files/"
_HEX = frozenset("0123456789abcdef")
_ROWS_A_NOTICE = 500


class BackupContent(AbstractContextManager["BackupContent"]):
    """An open backup whose every byte was checked; its rows are checked as they are read.

    Whatever is not as secdesk writes it raises DamagedBackup with its place.
    """

    def __init__(self, container: Container) -> None:
        """Read the manifest and compare the list of members with it."""
        self.container = container
        if (
            container.members[:2] != ("README.txt", "manifest.json")
            or container.size_of("README.txt") > _LARGEST_README
        ):
            raise container.damaged("its first parts are not those of a backup")
        self.manifest = self._read_manifest()
        self.shapes: Mapping[str, TableShape] = shapes(self.manifest.schema_version)
        self.files = self._check_members()

    @classmethod
    def open(cls, path: Path, progress: Progress = silent) -> BackupContent:
        """Open a backup and check every byte of it; raises NotFound, DamagedBackup, or KnownError for a newer one."""
        container = Container.open(path, progress)
        try:
            return cls(container)
        except BaseException:
            container.close()
            raise

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.container.close()

    @property
    def content_hash(self) -> str:
        """The SHA-256 over all rows and stored files; equal registers have equal ones under any version."""
        return content_hash(
            (name, digest) for name, digest in self.container.sums.items() if name.startswith((_TABLES, _FILES))
        )

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table by their key."""
        shape, member = self.shapes[table], f"{_TABLES}{table}{_ENDING}"
        key_of = itemgetter(*shape.key)
        before: Any = None  # the value of the key, or of its columns
        count = 0
        for number, line in self.container.lines(member):
            try:
                row = shape.read(line)
                key = key_of(row)
                if before is not None and not before < key:
                    raise WrongLine("it stands twice, or not in its order")
            except WrongLine as error:
                raise self.container.damaged(f"'{member}', line {number}: {error}") from error
            before, count = key, count + 1
            yield row
        if count != self.manifest.tables[table]:
            raise self.container.damaged(f"'{member}' has {count:,} lines, not {self.manifest.tables[table]:,}")

    def file(self, sha256: str) -> bytes:
        """Return a stored file; its bytes match its name."""
        return b"".join(self.container.chunks(f"{_FILES}{sha256}"))

    def _read_manifest(self) -> Manifest:
        try:
            manifest = read_manifest(self.container.read("manifest.json", LONGEST))
        except NewerManifest as error:
            raise self._newer(str(error)) from error
        except WrongManifest as error:
            raise self.container.damaged(f"'manifest.json': {error}") from error
        if manifest.schema_version > migrations.newest():
            raise self._newer(manifest.program_version)
        if manifest.schema_version < 1:
            raise self.container.damaged("'manifest.json': there is no such version of a register")
        return manifest

    def _newer(self, version: str) -> KnownError:
        return KnownError(
            f"'{self.container.name}' was written by a newer version of secdesk ({one_line(version)})."
            " Restore it with that one"
        )

    def _check_members(self) -> tuple[str, ...]:
        """Return the names of the stored files; every member must be one that this backup must have."""
        members = self.container.members
        head = ("README.txt", "manifest.json", *(f"{_TABLES}{name}{_ENDING}" for name in self.shapes))
        files = tuple(name.removeprefix(_FILES) for name in members[len(head) : -1])
        expected = (*head, *(f"{_FILES}{name}" for name in files), SUMS)
        if members != expected or set(self.manifest.tables) != set(self.shapes) or len(files) != self.manifest.files:
            raise self.container.damaged("its parts are not those that its manifest names")
        if list(files) != sorted(set(files)):
            raise self.container.damaged("its stored files are not in their order")
        for name in files:
            if len(name) != 64 or not set(name) <= _HEX or self.container.sums[f"{_FILES}{name}"] != name:
                raise self.container.damaged(f"the stored file '{name[:12]}' does not match its name")
        return files


def content_hash(sums: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 over the names and hashes of tables and stored files."""
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sums).encode()).hexdigest()


def manifest_of(connection: sqlite3.Connection) -> Manifest:
    """Return the manifest for a register file: what stands in it at this moment."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    facts = dict(connection.execute('SELECT "key", value FROM meta').fetchall())
    last = connection.execute("SELECT seq, hash, at FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    step, digest, at = last or (0, ROOT, "")
    tables = {name: count_rows(connection, name) for name in shapes(version)}
    return Manifest(
        schema_version=version,
        program_version=program_version(),
        register_id=facts.get(IDENTITY, ""),
        register_name=facts.get(NAME, ""),
        head_step=step,
        head_hash=digest,
        newest_change=at,
        tables=tables,
        files=count_rows(connection, "blob"),
    )


def write_content(connection: sqlite3.Connection, manifest: Manifest, file: BinaryIO, progress: Progress) -> str:
    """Write the content of a register file as a container to an empty file; returns its content hash.

    The hash is of the rows and files as they came from the register, whatever the disk made of them.
    """
    writer = ContainerWriter(file)
    writer.add("README.txt", iter([README.encode()]))
    writer.add("manifest.json", iter([manifest.write()]))
    sums = []
    for member, chunks in members_of(connection, manifest, progress):
        sums.append((member, writer.add(member, chunks)))
    writer.finish()
    return content_hash(sums)


def members_of(
    connection: sqlite3.Connection, manifest: Manifest, progress: Progress
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and bytes of each member that holds rows or a stored file, in the order in which they stand."""
    total = sum(manifest.tables.values()) + manifest.files
    done = 0
    for name, shape in shapes(manifest.schema_version).items():
        yield f"{_TABLES}{name}{_ENDING}", _lines(connection, shape, done, total, progress)
        done += manifest.tables[name]
    for rowid, sha256 in connection.execute("SELECT rowid, sha256 FROM blob ORDER BY sha256").fetchall():
        progress("Reading the register", done, total)
        yield f"{_FILES}{sha256}", _bytes_of(connection, rowid)
        done += 1


def _lines(
    connection: sqlite3.Connection, shape: TableShape, done: int, total: int, progress: Progress
) -> Iterator[bytes]:
    """Yield the lines of a table, some at a time: to hash and to write each by itself takes as long as to make it."""
    lines, size = [], 0
    for number, cells in enumerate(read_rows(connection, shape)):
        if number % _ROWS_A_NOTICE == 0:
            progress("Reading the register", done + number, total)
        line = shape.write(cells)
        lines.append(line)
        size += len(line)
        if size >= CHUNK:
            yield b"".join(lines)
            lines, size = [], 0
    yield b"".join(lines)


def _bytes_of(connection: sqlite3.Connection, rowid: int) -> Iterator[bytes]:
    with connection.blobopen("blob", "data", rowid, readonly=True) as blob:
        while chunk := blob.read(CHUNK):
            yield chunk
